"""What one row of a table asks for: raw values by field, and where the letter goes."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.column_settings import own_words
from goodterms.recipients.columns import ADDRESS, EMAIL, KEY, LOCALE
from goodterms.sheets.writing import unguard

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from goodterms.recipients.columns import Columns
    from goodterms.sheets import Row

_SEVERAL = re.compile(r"[;\n]")


class Recipient(NamedTuple):
    """What a row asks for, as text; ``given`` holds a text, or a list of texts, for each field that is not empty.

    ``row`` is its number in the table; ``beyond`` is the content of cells beyond the last column of the header. All of
    it can be written as JSON.
    """

    row: int
    key: str
    locale: str
    email: str
    address: tuple[str, ...]
    given: Mapping[str, str | list[str]]
    beyond: str = ""


def read_recipient(row: Row, columns: Columns, many: Collection[str], locale: str) -> Recipient:
    """The recipient in a row; ``many`` are the fields that take several values, ``locale`` is for rows without one.

    A cell of such a field may hold several values, separated by semicolons or line breaks.
    """
    given: dict[str, str | list[str]] = {}
    for column in columns.of_fields:
        text = own_words(column.field, _text(row, column.place), columns.words)
        if not text:
            continue
        if column.field in many:
            items = [item.strip() for item in _SEVERAL.split(text)]
            given[column.field] = [*given.get(column.field, []), *filter(None, items)]
        else:
            given[column.field] = text
    parts: dict[str, list[str]] = {}
    for column in columns.of_envelope:
        if text := own_words(column.field, _text(row, column.place), columns.words):
            parts.setdefault(column.field, []).append(text)
    lines = [line.strip() for text in parts.get(ADDRESS, []) for line in text.split("\n")]
    return Recipient(
        row=row.number,
        key=_first(parts, KEY),
        locale=_first(parts, LOCALE) or locale,
        email=_first(parts, EMAIL),
        address=tuple(filter(None, lines)),
        given=given,
        beyond="; ".join(filter(None, map(text_of, row.cells[columns.width :]))),
    )


def text_of(cell: object) -> str:
    """A cell as a person types it, without blanks at its ends; those inside are spelling and stay."""
    if isinstance(cell, str):
        return unguard(cell.strip())
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{round(cell.total_seconds() / 60)} min"
    if isinstance(cell, float):
        # A missing value in a column of numbers is NaN; infinity is left to the field, which refuses it.
        return _number(cell) if math.isfinite(cell) else "" if math.isnan(cell) else str(cell)
    return str(cell)


def _number(number: float) -> str:
    """A number in full; a whole one without a fraction, as many files store every number as a float."""
    return f"{Decimal(str(number + 0.0)):f}".removesuffix(".0")


def _text(row: Row, place: int) -> str:
    return text_of(row.cells[place]) if place < len(row.cells) else ""


def _first(parts: Mapping[str, list[str]], part: str) -> str:
    return parts[part][0] if part in parts else ""
