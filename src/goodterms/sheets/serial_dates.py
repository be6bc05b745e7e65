"""Dates, times and durations from the serial numbers of workbooks, rounded to the second (ECMA-376, 18.17.4)."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

from goodterms.sheets.table import InPart, Yearless, YearlessMoment

_DAY = 86_400
_LAST_1900, _LAST_1904 = 2_958_465, 2_957_003
"""The serial numbers of 9999-12-31."""
_UNITS = (("s", 1), ("n", 60), ("h", 3600))


def moment_of(value: float, shown: frozenset[str], epoch_1904: bool) -> date | datetime | time | timedelta | None:
    """What a format shows that shows some of ``y m d h n s`` (``n`` is minutes); None for what no calendar has.

    A unit smaller than the shown ones is cut off, as spreadsheet programs cut it off. Minutes and seconds without hours
    are a duration.
    """
    if not 0 <= value <= _LAST_1900 + 1:
        return None
    days, seconds = divmod(math.floor(value * _DAY + 0.5), _DAY)
    seconds -= seconds % _unit(shown)
    if not shown & set("ymd"):
        return _time(days, seconds, shown)
    day = _date(days, epoch_1904)
    if day is None or not shown & set("hns"):
        return in_part(day, shown) if day else None
    start = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 — workbooks know no zones
    return start if "y" in shown else without_year(start)


def in_part(day: date, shown: frozenset[str]) -> date:
    """A day of which a format shows only some of ``y m d``."""
    if "d" in shown and "y" not in shown:
        return Yearless(day.year, day.month, day.day)
    return day if "d" in shown else InPart(day.year, day.month, day.day)


def without_year(moment: datetime) -> YearlessMoment:
    """A moment of which a format does not show the year."""
    return YearlessMoment(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


def duration_of(value: float, shown: frozenset[str]) -> timedelta | None:
    """The duration that a format such as ``[h]:mm`` shows; None for one that Python cannot represent."""
    if not abs(value) <= _LAST_1900:
        return None
    seconds = math.floor(abs(value) * _DAY + 0.5)
    seconds -= seconds % _unit(shown)
    return timedelta(seconds=seconds if value >= 0 else -seconds)


def _unit(shown: frozenset[str]) -> int:
    return next((seconds for letter, seconds in _UNITS if letter in shown), 1)


def _time(days: int, seconds: int, shown: frozenset[str]) -> time | timedelta | None:
    if "h" in shown:
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    # Minutes without hours: the hours are not shown, so there must not be any.
    return timedelta(seconds=seconds) if days == 0 and seconds < 3600 else None


def _date(days: int, epoch_1904: bool) -> date | None:
    """The day; None for day 60 of the calendar from 1900, which is 29 February 1900, and for its day 0."""
    if epoch_1904:
        return date(1904, 1, 1) + timedelta(days) if days <= _LAST_1904 else None
    if days in {0, 60} or days > _LAST_1900:
        return None
    return date(1899, 12, 30 if days > 60 else 31) + timedelta(days)
