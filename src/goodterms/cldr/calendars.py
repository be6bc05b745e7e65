"""Calendars: the date of a day in each of them, and the days that each of them covers.

A calendar's name is its BCP 47 id (key ``ca``); CLDR has no id for Bikram Sambat, so ``bikram`` is our own.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.model import CalendarNames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.faults import Fault
    from goodterms.model import LanguageSettings, Locale

GREGORIAN = "gregory"


class CalendarDate(NamedTuple):
    """A day in some calendar: its ``year``, ``month`` (1 to 12) and ``day``, and the Gregorian date."""

    year: int
    month: int
    day: int
    gregorian: dt.date

    def weekday(self) -> int:
        """The day of the week, 0 for Monday, as :meth:`datetime.date.weekday` has it."""
        return self.gregorian.weekday()


class _Calendar(NamedTuple):
    """``convert`` takes only days within ``span``; ``before`` and ``after`` are the kinds of fault of other days."""

    convert: Callable[[dt.date], tuple[int, int, int]]
    span: Callable[[], tuple[dt.date, dt.date]]
    before: str = ""
    after: str = ""


def convert(day: dt.date, calendar: str) -> CalendarDate:
    """The date of ``day`` in ``calendar``.

    Raises :class:`InvalidRequest` when the calendar is unknown or does not cover the day (:func:`fault_of`).
    """
    if wrong := fault_of(day, calendar):
        raise InvalidRequest([wrong])
    return CalendarDate(*_CALENDARS[calendar].convert(day), day)


def fault_of(day: dt.date, calendar: str) -> Fault | None:
    """Why ``day`` has no date in ``calendar``, as a fault without a place; None when it has one.

    Raises :class:`InvalidRequest` when the calendar is unknown.
    """
    refuse_unknown(calendar)
    asked = _CALENDARS[calendar]
    first, last = asked.span()
    if first <= day <= last:
        return None
    last_year = asked.convert(last)[0]
    return fault(
        asked.before if day < first else asked.after,
        given=day.isoformat(),
        calendar=calendar,
        first=first.isoformat(),
        last=last.isoformat(),
        first_year=asked.convert(first)[0],
        last_year=last_year,
        next_year=last_year + 1,
    )


def refuse_unknown(calendar: str) -> None:
    """Raise :class:`InvalidRequest` for a calendar that is not in :data:`KNOWN`."""
    if calendar not in _CALENDARS:
        raise InvalidRequest.of("unknown-calendar", "calendar", given=calendar, known=KNOWN)


def names_in(settings: LanguageSettings, cldr: Mapping[str, Any], calendar: str, tag: str) -> CalendarNames:
    """The names and patterns of a calendar other than the Gregorian in a language: its own over CLDR's.

    Raises :class:`InvalidRequest`, in which ``tag`` names the locale, when the calendar is unknown or the language has
    no names for it.
    """
    refuse_unknown(calendar)
    of_cldr = cldr.get("calendars", {})
    if calendar not in settings.calendars and calendar not in of_cldr:
        known = named_in(settings, cldr)
        raise InvalidRequest.of("unnamed-calendar", "calendar", locale=tag, calendar=calendar, known=known)
    return overlay_names(of_cldr.get(calendar), settings.calendars.get(calendar))


def named_in(settings: LanguageSettings, cldr: Mapping[str, Any]) -> tuple[str, ...]:
    """The calendars that a language has names for, the Gregorian one first."""
    of_cldr = cldr.get("calendars", {})
    others = (name for name in KNOWN if name != GREGORIAN)
    return (GREGORIAN, *(name for name in others if name in settings.calendars or name in of_cldr))


def refuse_unnamed(settings: LanguageSettings, locale: Locale) -> None:
    """Raise :class:`InvalidRequest` for a locale whose language has no names for its calendar."""
    if locale.calendar not in ("", GREGORIAN):
        names_in(settings, settings.cldr, locale.calendar, locale.tag)


def overlay_names(of_cldr: Mapping[str, Any] | None, own: CalendarNames | None) -> CalendarNames:
    """A language's own names of a calendar; gaps are filled from CLDR's."""
    base, own = of_cldr or {}, own or CalendarNames()
    return CalendarNames(
        months=own.months or tuple(base.get("months", ())),
        months_abbreviated=own.months_abbreviated or tuple(base.get("months_abbreviated", ())),
        era=own.era or base.get("era", ""),
        patterns={**base.get("patterns", {}), **own.patterns},
    )


def _gregorian(day: dt.date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _indian(day: dt.date) -> tuple[int, int, int]:
    """The Indian national calendar, by the rule of the Calendar Reform Committee (Report, 1955; in force since 1957).

    A year begins on 22 March (21 March in a Gregorian leap year), and its number is 78 less. The first month has
    30 days (31 in such a year), the next five have 31, the last six 30.
    """
    start = _indian_start(day.year)
    year = day.year if day >= start else day.year - 1
    rest = (day - _indian_start(year)).days
    first = 31 if isleap(year) else 30
    if rest < first:
        return year - 78, 1, rest + 1
    rest -= first
    if rest < 5 * 31:
        return year - 78, 2 + rest // 31, rest % 31 + 1
    rest -= 5 * 31
    return year - 78, 7 + rest // 30, rest % 30 + 1


def _indian_start(year: int) -> dt.date:
    return dt.date(year, 3, 21 if isleap(year) else 22)


def _umm_al_qura(day: dt.date) -> tuple[int, int, int]:
    """The calendar of Saudi Arabia, as it was published (hijridate's tables).

    ICU agrees from 1420 to 1450. For earlier years ICU computes dates by a later rule instead of those printed then;
    after 1450 the two differ in a third of the months, and nothing is published yet.
    """
    # Few letters use this calendar; the start of the program does not wait for it.
    from hijridate import Gregorian

    return Gregorian.fromdate(day).to_hijri().datetuple()


def _bikram(day: dt.date) -> tuple[int, int, int]:
    from goodterms.cldr import bikram

    return bikram.from_gregorian(day)


def _bikram_span() -> tuple[dt.date, dt.date]:
    from goodterms.cldr import bikram

    return bikram.FIRST, bikram.LAST


_CALENDARS = {
    GREGORIAN: _Calendar(_gregorian, lambda: (dt.date.min, dt.date.max)),
    "indian": _Calendar(_indian, lambda: (dt.date(79, 3, 22), dt.date.max), before="day-before-first-year"),
    "islamic-umalqura": _Calendar(
        _umm_al_qura,
        # 1 Muharram 1343 to 29 Dhu l-Hijja 1450: move the last day when later years are published and tables agree.
        lambda: (dt.date(1924, 8, 1), dt.date(2029, 5, 13)),
        before="day-before-tables",
        after="day-after-settled",
    ),
    "bikram": _Calendar(
        _bikram,
        _bikram_span,
        before="day-before-tables",
        after="day-after-published",
    ),
}
KNOWN = tuple(_CALENDARS)
"""The calendars that letters can be dated in."""
