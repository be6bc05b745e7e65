"""Spans of days in a year: busy seasons, as people write them, as sets of days.

A set of days of one year is an int whose bit 0 is 1 January: sets of hundreds of days meet and join in one operation.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from goodterms.fields import InvalidValue
from goodterms.text.typed import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.fields import ParseContext

_SPAN = re.compile(r"\s*(?:\.\.|…|/|\bto\b)\s*|\s*[–—]\s*|\s+-\s+")
_MONTHS = re.compile(r"(\d{1,2})(?:\s*-\s*(\d{1,2}))?")
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_NAMES = re.compile(r"([^\W\d]+)\.?(?:\s*-\s*([^\W\d]+)\.?)?")
HALF_A_YEAR = timedelta(days=182)


def length(year: int) -> int:
    """The days of a year."""
    return 366 if calendar.isleap(year) else 365


def every_day(year: int) -> int:
    """All days of a year."""
    return (1 << length(year)) - 1


def between(year: int, first: date, last: date) -> int:
    """The days of a year from one date to another, both included."""
    start = max(0, (first - date(year, 1, 1)).days)
    end = min(length(year), (last - date(year, 1, 1)).days + 1)
    return ((1 << end) - 1) & ~((1 << start) - 1) if end > start else 0


def of_days(year: int, days: Iterable[date]) -> int:
    """These dates, without those of other years."""
    start = date(year, 1, 1)
    return sum({1 << (day - start).days for day in days if day.year == year})


def on_weekdays(year: int, weekdays: Iterable[int]) -> int:
    """All days of a year that are such days of the week, from 0 for Monday."""
    wanted = {*weekdays}
    first = date(year, 1, 1).weekday()
    return sum(1 << number for number in range(length(year)) if (first + number) % 7 in wanted)


def numbers(days: int) -> Iterator[int]:
    """The days of a set, from 0 for 1 January."""
    while days:
        low = days & -days
        yield low.bit_length() - 1
        days ^= low


def parse(text: str, year: int, context: ParseContext) -> int:
    """The days of a year that a text means: ``11-1``, ``March–May``, ``11-15..01-05``, ``2027-03-01..2027-03-14``.

    Months are by number or by name, in the languages of ``context``; a span may go over the end of the year. Raises
    :class:`InvalidValue`.
    """
    bare = plain(text)
    if match := _MONTHS.fullmatch(bare):
        first, last = int(match[1]), int(match[2] or match[1])
        if 1 <= first <= 12 and 1 <= last <= 12:
            return _months(year, first, last)
        raise InvalidValue.of("busy-unclear", given=text)
    ends = [part for part in _SPAN.split(bare) if part]
    if len(ends) in (1, 2) and all(map(_ISO.fullmatch, ends)):
        first_day, last_day = _iso(ends[0], text), _iso(ends[-1], text)
        if last_day < first_day:
            raise InvalidValue.of("busy-backwards", given=text)
        return between(year, first_day, last_day)
    if len(ends) == 2 and all(map(_DAY.fullmatch, ends)):
        return recurring(f"{ends[0]}..{ends[1]}", year)
    named = _NAMES.fullmatch(bare)
    names = ends if len(ends) == 2 else [one for one in named.groups() if one] if named else []
    months = [_month_of(name, context) for name in names]
    if not months or not all(months):
        raise InvalidValue.of("busy-unclear", given=text)
    return _months(year, months[0], months[-1])


def recurring(text: str, year: int, shift: timedelta = timedelta()) -> int:
    """The days of a year in a span ``MM-DD..MM-DD`` of each year; raises :class:`InvalidValue` for another text."""
    parts = [_DAY.fullmatch(end) for end in text.split("..")]
    if len(parts) != 2 or not all(parts):
        raise InvalidValue.of("busy-unclear", given=text)
    try:
        (first, last) = [(int(part[1]), int(part[2])) for part in parts if part]
        for month, day in (first, last):
            date(2024, month, day)  # a leap year has all days
    except ValueError:
        raise InvalidValue.of("busy-unclear", given=text) from None
    days = 0
    for start in (year - 1, year, year + 1):
        end = start + (last < first)
        days |= between(year, _in_year(start, *first) + shift, _in_year(end, *last) + shift)
    return days


def _in_year(year: int, month: int, day: int) -> date:
    """A day of each year; 28 February for 29 February in a year without one."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _months(year: int, first: int, last: int) -> int:
    whole = [number % 12 + 1 for number in range(first - 1, last + (12 if last < first else 0))]
    days = 0
    for month in whole:
        days |= between(year, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return days


def _iso(text: str, given: str) -> date:
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        raise InvalidValue.of("busy-unclear", given=given) from None


def _month_of(name: str, context: ParseContext) -> int:
    """The number of a month by its name, 0 for another word."""
    found = context.words.dates.date(f"1 {name.strip().rstrip('.')} 2024")
    return found[1] if found else 0
