"""Calendars beside the Gregorian one: a day's year, month and day in each, and the days that each knows.

A calendar's name is its BCP 47 id (key ``ca``); CLDR has none for Bikram Sambat, so ``bikram`` is our own.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.errors import InvalidRequest, suggestion
from goodterms.faults import legacy
from goodterms.model import CalendarNames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.model import LanguageSettings, Locale

GREGORIAN = "gregory"


class CalendarDate(NamedTuple):
    """A day in some calendar: its ``year``, ``month`` (1 to 12) and ``day`` there, and the day as Python's date."""

    year: int
    month: int
    day: int
    gregorian: dt.date

    def weekday(self) -> int:
        """The day of the week, 0 for Monday, as dates have it."""
        return self.gregorian.weekday()


class _Calendar(NamedTuple):
    """``convert`` is only asked for days within ``span``; ``before`` and ``after`` say why there are no others."""

    convert: Callable[[dt.date], tuple[int, int, int]]
    span: Callable[[], tuple[dt.date, dt.date]]
    before: str = ""
    after: str = ""


def convert(day: dt.date, calendar: str) -> CalendarDate:
    """The date of ``day`` in ``calendar``.

    Raises :class:`InvalidRequest` when the calendar is unknown or does not know the day, as :func:`fault_of` tells it.
    """
    found = fault_of(day, calendar)
    if found:
        raise InvalidRequest([legacy(day.isoformat(), *found)])
    return CalendarDate(*_CALENDARS[calendar].convert(day), day)


def fault_of(day: dt.date, calendar: str) -> tuple[str, str] | None:
    """Why ``day`` has no date in ``calendar``, and a hint with the days that have one; None when it has a date.

    Raises :class:`InvalidRequest` when the calendar is unknown.
    """
    refuse_unknown(calendar)
    one = _CALENDARS[calendar]
    first, last = one.span()
    if first <= day <= last:
        return None
    from_year, to_year = one.convert(first)[0], one.convert(last)[0]
    reason = (one.before if day < first else one.after).format(first=from_year, last=to_year, next=to_year + 1)
    known = f"expected a day from {first.isoformat()} to {last.isoformat()} (its years {from_year} to {to_year})"
    return f"{day.isoformat()} has no date in the calendar {calendar!r}: {reason}", f"{known}, or another calendar"


def refuse_unknown(calendar: str) -> None:
    """Refuse a calendar that is none of :data:`KNOWN`, as :class:`InvalidRequest` with the nearest."""
    if calendar not in _CALENDARS:
        problem = f"{calendar!r} is no calendar that letters are dated in"
        raise InvalidRequest([legacy("calendar", problem, suggestion(calendar, KNOWN))])


def names_in(settings: LanguageSettings, cldr: Mapping[str, Any], calendar: str, tag: str) -> CalendarNames:
    """What a language writes dates of ``calendar`` with, for any calendar but the Gregorian: its own names over CLDR's.

    ``tag`` names the locale in the error: :class:`InvalidRequest` when the calendar is unknown or the language has no
    names for it.
    """
    refuse_unknown(calendar)
    of_cldr = cldr.get("calendars", {})
    if calendar not in settings.calendars and calendar not in of_cldr:
        has = [GREGORIAN, *(name for name in KNOWN if name in settings.calendars or name in of_cldr)]
        problem = f"{tag} has no names for the months of the calendar {calendar!r}"
        hint = f"it has them for: {', '.join(has)}; others go into its language.toml, table [calendars.{calendar}]"
        raise InvalidRequest([legacy("calendar", problem, hint)])
    return overlay_names(of_cldr.get(calendar), settings.calendars.get(calendar))


def refuse_unnamed(settings: LanguageSettings, locale: Locale) -> None:
    """Refuse a locale whose calendar its language has no names for; raises :class:`InvalidRequest`."""
    if locale.calendar not in ("", GREGORIAN):
        names_in(settings, settings.cldr, locale.calendar, locale.tag)


def overlay_names(of_cldr: Mapping[str, Any] | None, own: CalendarNames | None) -> CalendarNames:
    """A language's own names of a calendar, the gaps filled from CLDR's."""
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

    A year begins on 22 March, in a Gregorian leap year on 21 March, and is numbered 78 less. Its first month has
    30 days, 31 in such a year; the next five have 31, the last six 30.
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

    From 1420 to 1450 ICU has the same. For the years before, ICU has what a later rule computes, not what was printed;
    beyond 1450 the two differ in a third of the months, and nothing is published yet.
    """
    # Only asked for by those who date letters so; the start of the program does not wait for it.
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
    "indian": _Calendar(
        _indian, lambda: (dt.date(79, 3, 22), dt.date.max), before="its years are counted from {first} on"
    ),
    "islamic-umalqura": _Calendar(
        _umm_al_qura,
        # 1 Muharram 1343 to 29 Dhu l-Hijja 1450: raise the last day when later years are published and tables agree.
        lambda: (dt.date(1924, 8, 1), dt.date(2029, 5, 13)),
        before="its tables begin with {first}",
        after="the lengths of the months of {next} are not settled yet",
    ),
    "bikram": _Calendar(
        _bikram,
        _bikram_span,
        before="its tables begin with {first}",
        after="the lengths of the months of {next} are not published yet",
    ),
}
KNOWN = tuple(_CALENDARS)
"""The calendars that letters can be dated in."""
