"""A date with a time of day in one cell, as exports have it: its day and its time, each as a cell of its own."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.sheets.table import Yearless, YearlessMoment
from goodterms.text.typed import ascii_digits

if TYPE_CHECKING:
    from goodterms.sheets.table import Cell

DAY, CLOCK = "day", "clock"
_CLOCK_AT_END = expression(
    r"(?P<day>.*\d[^\s,T]*)(?:[\s,]+|T)"
    r"(?P<clock>\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d+)?(?:\s*[^\W\d].*)?|\d{1,2}\s?[ap]\.?\s?m\.?)",
    re.IGNORECASE | re.DOTALL,
)
_MIDNIGHT = expression(r"0?0[:.]00(?:[:.]00(?:\.0+)?)?|12:00(?::00)?\s?am", re.IGNORECASE)


def part(cell: Cell, which: str) -> Cell:
    """The :data:`DAY` or the :data:`CLOCK` of a cell."""
    return day_of(cell) if which == DAY else clock_of(cell)


def day_of(cell: Cell) -> Cell:
    """The day of a cell; the whole cell where it has no time of day."""
    if isinstance(cell, YearlessMoment):
        return Yearless(cell.year, cell.month, cell.day)
    if isinstance(cell, datetime):
        return cell.date()
    return day_in(cell) if isinstance(cell, str) else cell


def clock_of(cell: Cell) -> Cell:
    """The time of day of a cell, an empty text where it has none.

    Midnight is none: so programs write a day without a time.
    """
    if isinstance(cell, datetime):
        return "" if cell.time() == time() else cell.time()
    if not isinstance(cell, str) or isinstance(cell, date):
        return ""
    found = _split(cell)
    return "" if not found or _MIDNIGHT.fullmatch(found[1]) else found[1]


def day_in(text: str) -> str:
    """The day of a text; the whole text where it has no time of day."""
    found = _split(text)
    return found[0] if found else text


def _split(text: str) -> tuple[str, str] | None:
    """The day and the time of a text that ends in a time; the digits may be those of any script."""
    plain = ascii_digits(text.strip())
    found = _CLOCK_AT_END.fullmatch(plain)
    return (found["day"], found["clock"].strip()) if found else None
