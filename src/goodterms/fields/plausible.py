"""Whether a date can be meant: ahead of the letter's date or past it, as its field says, and not too far away."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

from goodterms.fields.raw import InvalidValue
from goodterms.values import Dated, Month

if TYPE_CHECKING:
    from goodterms.model import FieldSpec

AHEAD, PAST = "ahead", "past"
WAYS = (AHEAD, PAST)
"""Where the days of a field lie, seen from the date of the letter; that day itself is in both."""
TYPES = ("date", "month", "dated")
"""The types of fields that lie somewhere in time."""
_YEARS = {AHEAD: 5, PAST: 100}
"""The most years between the letter and a day of a field."""


def check_day(spec: FieldSpec, value: object, day: date) -> None:
    """Raise :class:`InvalidValue` for a date, a month or a dated fact that does not lie where its field says."""
    if kind := _wrong(spec.lies, *_span(value), day):
        raise InvalidValue.of(kind, given=_shown(value), day=day.isoformat(), years=_YEARS[spec.lies])


def _wrong(lies: str, first: date, last: date, day: date) -> str:
    """The kind of the fault of a span of days, seen from the letter's date; empty for none."""
    if lies == AHEAD:
        is_too_far = first > _years_after(day, _YEARS[AHEAD])
        return "date-before-letter" if last < day else "date-too-far-ahead" if is_too_far else ""
    is_too_far = last < _years_after(day, -_YEARS[PAST])
    return "date-after-letter" if first > day else "date-too-long-ago" if is_too_far else ""


def _span(value: object) -> tuple[date, date]:
    """The first and the last day of a value."""
    if isinstance(value, Month):
        days = calendar.monthrange(value.year, value.month)[1]
        return date(value.year, value.month, 1), date(value.year, value.month, days)
    day = value.date if isinstance(value, Dated) else value
    assert isinstance(day, date)  # noqa: S101 — the types of such fields have no other values
    return day, day


def _shown(value: object) -> str:
    if isinstance(value, Month):
        return f"{value.year:04d}-{value.month:02d}"
    return _span(value)[0].isoformat()


def _years_after(day: date, years: int) -> date:
    """The same day in another year; 1 March for 29 February in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
