"""What one row of a table asks for: raw values by field, and where the letter goes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import zones
from goodterms.content.column_settings import own_words
from goodterms.expressions import expression
from goodterms.fields import not_a_value
from goodterms.recipients import door, moments
from goodterms.recipients.cells import TEXT, Raw, Unusable, in_unit, raw_of, text_of, type_at
from goodterms.recipients.columns import ADDRESS, EMAIL, KEY, LOCALE, STATUS, TIMEZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Column, Columns
    from goodterms.sheets import Row
    from goodterms.sheets.table import Cell

_SEVERAL = expression(r"[;\n]")


class Recipient(NamedTuple):
    """What a row asks for; ``given`` holds a raw value, or a list of them, for each field that is not empty.

    ``row`` is its number in the table; ``beyond`` is the content of cells beyond the last column of the header;
    ``unusable`` are the cells that say nothing to their fields, each with the field or the part of the envelope.
    ``status`` may say that the meeting is called off. All of it can be written as JSON.
    """

    row: int
    key: str
    locale: str
    email: str
    address: tuple[str, ...]
    given: Mapping[str, Raw | list[Raw]]
    beyond: str = ""
    unusable: tuple[tuple[str, Unusable], ...] = ()
    status: str = ""
    timezone: str = ""


class Reader:
    """Reads the rows of a table as recipients of a letter; ``locale`` is for rows without one."""

    def __init__(self, columns: Columns, letter: LetterSpec, locale: str) -> None:
        self._columns = columns
        self._words = columns.words
        self._locale = locale
        self._many = {name for name, field in letter.fields.items() if field.many}
        self._fields = [(column, type_at(letter, column.field)) for column in columns.of_fields]
        self._times = [column.field for column, kind in self._fields if kind == "time"]

    def read(self, row: Row) -> Recipient:
        """The recipient in a row.

        A cell with text of a field that takes several values may hold several, separated by semicolons or line breaks.
        """
        unusable: list[tuple[str, Unusable]] = []
        given = self._given(row, unusable)
        parts: dict[str, list[str]] = {}
        for column in self._columns.of_envelope:
            text = str(self._cell(row, column, TEXT if column.field == ADDRESS else "", unusable))
            if not text:
                continue
            if wrong := door.refused(text, column.field):
                unusable.append((column.field, wrong._replace(column=column.name)))
            else:
                parts.setdefault(column.field, []).append(text)
        lines = [line.strip() for text in parts.get(ADDRESS, []) for line in text.split("\n")]
        unusable += self._beside(row, lines)
        return Recipient(
            row=row.number,
            key=_first(parts, KEY),
            locale=_first(parts, LOCALE) or self._locale,
            email=_first(parts, EMAIL),
            address=tuple(filter(None, lines)),
            given=given,
            beyond="; ".join(filter(None, map(text_of, row.cells[self._columns.width :]))),
            unusable=tuple(unusable),
            status=_first(parts, STATUS),
            timezone=_first(parts, TIMEZONE),
        )

    def _beside(self, row: Row, lines: list[str]) -> Iterator[tuple[str, Unusable]]:
        """The postal codes and towns that no line of the address has, where there is one."""
        for column in self._columns.beside_address if lines else ():
            text = text_of(row.cells[column.place]) if column.place < len(row.cells) else ""
            if text and not any(text.casefold() in line.casefold() for line in lines):
                yield column.field, Unusable("cell-beside-address", text, column=column.name)

    def _given(self, row: Row, unusable: list[tuple[str, Unusable]]) -> dict[str, Raw | list[Raw]]:
        given: dict[str, Raw | list[Raw]] = {}
        for column, kind in self._fields:
            raw = self._cell(row, column, kind, unusable)
            if raw == "":
                continue
            if column.field in self._many:
                items = [item.strip() for item in _SEVERAL.split(raw)] if isinstance(raw, str) else [raw]
                before = given.setdefault(column.field, [])
                assert isinstance(before, list)  # noqa: S101 — as this branch makes it
                before += filter(lambda item: item != "", items)
            else:
                given[column.field] = raw
        if given and self._columns.zone[1]:
            unusable += self._in_zone(given)
        return given

    def _in_zone(self, given: dict[str, Raw | list[Raw]]) -> Iterator[tuple[str, Unusable]]:
        """Give a meeting the time zone that the name of the column of its time says; none may contradict it."""
        field, zone, column = self._columns.zone
        if not any(name in given for name in self._times):
            return
        said = given.setdefault(field, zone)
        if said != zone and zones.find(str(said)).zone not in ("", zone):
            yield field, Unusable("zone-contradicts-column", str(said), zone, column)

    def _cell(self, row: Row, column: Column, kind: str, unusable: list[tuple[str, Unusable]]) -> Raw:
        """What the cell of a column says, an empty text when it says nothing; one that cannot be used is noted."""
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if cell == "" and not column.joined:
            return ""  # many cells of a wide table are empty
        if column.part:
            cell = moments.part(cell, column.part)
        raw = raw_of(cell, kind)
        if self._columns.swapped and _has_two_orders(cell) and column.field in self._columns.swapped:
            raw = Unusable("cell-date-swapped", text_of(cell))
        has_unit = column.unit and not column.joined and raw != ""
        if has_unit and not isinstance(raw, Unusable):
            raw = in_unit(raw, kind, column.unit)
        if isinstance(raw, Unusable):
            unusable.append((column.field, raw._replace(column=column.name)))
            return ""
        if column.joined:
            return " ".join(filter(None, (str(raw), *self._joined(row, column, kind, unusable))))
        if has_unit:
            return raw
        return own_words(column.field, raw, self._words) if self._words and isinstance(raw, str) else raw

    def _joined(self, row: Row, column: Column, kind: str, unusable: list[tuple[str, Unusable]]) -> Iterator[str]:
        """What the cells of the columns say that are joined to another."""
        for place in column.joined:
            text = str(self._cell(row, column._replace(place=place, joined=()), kind, unusable))
            if absent := not_a_value(text):
                unusable.append((column.field, Unusable(absent, text, column=column.name)))
            else:
                yield text


def _has_two_orders(cell: Cell) -> bool:
    """Whether a day would be another one with its day and its month swapped."""
    return isinstance(cell, date) and cell.day != cell.month


def _first(parts: Mapping[str, list[str]], part: str) -> str:
    return parts[part][0] if part in parts else ""
