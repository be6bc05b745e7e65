"""What the names of columns say of their cells: a unit, the order of dates; and which unused columns would decide."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from goodterms.call import CURRENCY
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.recipients.cells import type_at
from goodterms.recipients.columns import ADDRESS, LETTER, LOCALE, STATUS, TIMEZONE, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from goodterms import fields
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.missing import Suggest

_BRACKETS = expression(r"[(\[]([^()\[\]]*)[)\]]")
_BETWEEN = expression(r"[\s,;:/_–—-]+")
_CODE = expression(r"[A-Z]{3}")
_CODES_AND_WORDS = frozenset(("ALL", "BAM", "COP", "CUP", "GEL", "MOP", "PEN", "SOS", "TOP", "TRY"))
"""Codes of currencies that are words as well: outside brackets, they are not taken for codes."""
_SCALED = expression(
    r"(?<![\w.,])(?:['’]?000s?|1[., ]?000|k[€$£]|[kT](?:EUR|USD|GBP|CHF|€)"
    r"|mio|mln|mill?ions?|thousands?|lakhs?|lacs?|crores?)(?!\w)",
    re.IGNORECASE,
)
"""What says that amounts are in thousands, millions, lakhs."""
_ORDER = expression(
    r"(?<!\w)(d{1,2}|t{1,2}|m{1,2}|[yjl]{2,4})[\s./-]+(d{1,2}|t{1,2}|m{1,2})[\s./-]+(d{1,2}|m{1,2}|[yjl]{2,4})(?!\w)"
)
"""The parts of a date in the order in which people write them: ``DD/MM/YYYY``, ``TT.MM.JJJJ``, ``dd. mm. llll``."""
_PARTS = {"d": "d", "t": "d", "m": "m", "y": "y", "j": "y", "l": "y"}
_ORDERS = frozenset(("dmy", "mdy", "ymd"))
_MINUTES_IN_HOUR = 60
_DECIDING = (LOCALE, LETTER, STATUS, TIMEZONE, CURRENCY)
_PLACES = ("postal_code", "town")


def with_units(columns: Columns, letter: LetterSpec, words: Callable[[], fields.Words]) -> Columns:
    """The columns, each with the unit and the order of dates that its name says: ``Refund (USD)``.

    ``words`` are those of all languages.
    """
    told = tuple(_with_unit(column, type_at(letter, column.field), words) for column in columns.of_fields)
    return columns._replace(of_fields=told)


def scaled(columns: Columns, letter: LetterSpec) -> Iterator[Fault]:
    """A fault for each column of amounts whose name says that they are in thousands, or in a larger unit."""
    for column in columns.of_fields:
        is_amount = type_at(letter, column.field) in ("money", "number")
        if is_amount and (found := _SCALED.search(column.name)):
            yield fault("column-scaled", "columns", given=column.name, said=found[0])


def deciding(columns: Columns, letter: LetterSpec, lacking: Collection[str], suggest: Suggest) -> Iterator[Fault]:
    """A fault for each column that decides what letters say, and is not used because its name is not ours.

    ``lacking`` are parts of the envelope whose absence is a fault of its own.
    """
    for name in columns.unused:
        meant = [*suggest(name)]
        if len(meant) != 1 or meant[0] not in _DECIDING or meant[0] in lacking or columns.has(meant[0]):
            continue
        if _is_of_use(meant[0], columns, letter):
            line = f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(meant[0])}"
            yield fault("column-decides", "columns", given=name, field=meant[0], lines=line)


def beside_address(
    columns: Columns, names: Sequence[str], formats: Collection[str], other: Callable[[str], str]
) -> tuple[Column, ...]:
    """The unused columns of postal codes and towns, where a letter is printed with an address.

    ``other`` says what a column is by its name, a key of ``OTHERS``.
    """
    if not columns.has(ADDRESS) or not {"pdf", "docx"} & {*formats}:
        return ()
    unused = ((place, name.strip()) for place, name in enumerate(names) if name.strip() in columns.unused)
    return tuple(Column(place, name, ADDRESS) for place, name in unused if other(name) in _PLACES)


def _is_of_use(field: str, columns: Columns, letter: LetterSpec) -> bool:
    if field == CURRENCY:
        return any(type_at(letter, column.field) == "money" for column in columns.of_fields)
    return field != TIMEZONE or bool(letter.meeting.get("time"))


def _with_unit(column: Column, kind: str, words: Callable[[], fields.Words]) -> Column:
    if kind == "money":
        return column._replace(unit=_currency_in(column.name, words))
    if kind == "duration":
        return column._replace(unit=_hours_in(column.name, words))
    if kind == "date" and not column.dates:
        return column._replace(dates=_order_in(column.name))
    return column


def _in_brackets(name: str) -> list[str]:
    return [part for text in _BRACKETS.findall(name) for part in _BETWEEN.split(text) if part]


def _currency_in(name: str, words: Callable[[], fields.Words]) -> str:
    """The sign, the code or the name of the currency in the name of a column; empty where there is none.

    Where there are several, all of them, which no amount can be in.
    """
    within = _in_brackets(name)
    parts = [part for part in _BETWEEN.split(_BRACKETS.sub(" ", name)) if part]
    codes = {part for part in parts if _CODE.fullmatch(part) and part not in _CODES_AND_WORDS}
    signs = {part for part in parts if not any(map(str.isalnum, part)) and part not in "%#&*"}
    maybe = {part for part in within if len(part) > 1 or not part.isalnum()} | codes | signs
    if not maybe:
        return ""
    known = [one for one in maybe if one.upper() in _codes() or words().currencies_called(one)]
    return "/".join(sorted(known))


def _codes() -> frozenset[str]:
    from goodterms.cldr.locales import currencies  # few tables need it

    return currencies()


def _hours_in(name: str, words: Callable[[], fields.Words]) -> str:
    """The unit in brackets behind the name of a column of lengths of time, where it is hours."""
    within = [part.casefold().rstrip(".") for part in _in_brackets(name)]
    is_hours = (
        part in ("h", "hr", "hrs", "hour", "hours") or words().units.get(part) == _MINUTES_IN_HOUR for part in within
    )
    return "h" if any(is_hours) else ""


def _order_in(name: str) -> str:
    found = _ORDER.search(name.casefold())
    order = "".join(_PARTS[part[0]] for part in found.groups()) if found else ""
    return order if order in _ORDERS else ""
