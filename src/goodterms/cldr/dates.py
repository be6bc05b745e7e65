"""Dates and times by CLDR's patterns (UTS #35, part 4); each pattern is compiled once per locale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from goodterms.cldr.calendars import GREGORIAN, convert, names_in
from goodterms.cldr.locales import region
from goodterms.cldr.patterns import DATE, TIME
from goodterms.cldr.supplement import supplemental

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    import babel

    from goodterms.cldr.digits import Digits
    from goodterms.model import CalendarNames, LanguageSettings, Locale

    Writer = Callable[[Any], str]

WIDTHS = ("short", "medium", "long", "full")
"""The widths of CLDR's date formats."""

# A quoted literal (two quotes mean one), a run of one pattern letter, or anything else.
_TOKEN = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
# The number that each numeric pattern letter writes, below 100.
_NUMBERS: dict[str, Callable[[Any], int]] = {
    "y": lambda value: value.year % 100,
    "M": lambda value: value.month,
    "L": lambda value: value.month,
    "d": lambda value: value.day,
    "H": lambda value: value.hour,
    "h": lambda value: value.hour % 12 or 12,
    "m": lambda value: value.minute,
    "s": lambda value: value.second,
}


class Dates:
    """Writes dates and times for one locale; patterns in the language's ``settings`` replace CLDR's.

    ``cldr`` is the locale's data from cldr.json, over Babel's. Dates are in the calendar that the locale names.
    """

    def __init__(
        self,
        locale: Locale,
        data: babel.Locale,
        cldr: Mapping[str, Any],
        digits: Digits,
        settings: LanguageSettings,
    ) -> None:
        self._data = data
        self._digits = digits
        self._names: CalendarNames | None = None
        self._weekdays = settings.weekdays
        calendar = locale.calendar or settings.calendar or GREGORIAN
        if calendar == GREGORIAN:
            patterns = {f"date_{width}": str(data.date_formats[width].pattern) for width in WIDTHS}
            patterns |= {f"date_{width}": pattern for width, pattern in cldr.get("dates", {}).items()}
            patterns |= {name: pattern for name, pattern in settings.patterns.items() if name in patterns}
        else:
            self._names = names_in(settings, cldr, calendar, locale.tag)
            patterns = {f"date_{width}": self._names.patterns[width] for width in WIDTHS}
        patterns["time"] = settings.patterns.get("time") or _short_time(locale, data, cldr)
        self.calendar = calendar
        self._compiled = {name: self._compile(name, pattern) for name, pattern in patterns.items()}
        self._joiners = {
            width: _joiner(
                settings.patterns.get("date_time")
                or cldr.get("at_time", {}).get(width)
                or str(data.datetime_formats[width])
            )
            for width in WIDTHS
        }
        # A batch writes few dates, many times each.
        self.date = lru_cache(maxsize=1024)(self._date)
        self.time = lru_cache(maxsize=1024)(self._time)

    def date_time(self, date: dt.date, time: dt.time, width: str = "long") -> str:
        """A date and a time of day, joined by CLDR's "at" pattern: ``21. november 2026 ob 9.30``."""
        before, between, after, is_date_first = self._joiners[width]
        first, second = self.date(date, width), self.time(time)
        if not is_date_first:
            first, second = second, first
        return before + first + between + second + after

    def weekday(self, number: int) -> str:
        """The name of a day of the week, from 0 for Monday."""
        return self._weekdays[number] if self._weekdays else str(self._data.days["stand-alone"]["wide"][number])

    def _date(self, value: dt.date, width: str = "long") -> str:
        """A date in one of CLDR's widths, from ``short`` (``21. 11. 2026``) to ``full`` (with the day of the week).

        Raises :class:`InvalidRequest` for a date that the locale's calendar does not cover.
        """
        day = value if self.calendar == GREGORIAN else convert(value, self.calendar)
        return self._write(day, f"date_{width}")

    def _time(self, value: dt.time) -> str:
        """A time of day in CLDR's ``short`` form, or in the language's own."""
        return self._write(value, "time")

    def _write(self, value: Any, name: str) -> str:
        return "".join([part if isinstance(part, str) else part(value) for part in self._compiled[name]])

    def _compile(self, name: str, pattern: str) -> tuple[str | Writer, ...]:
        is_time = name == "time"
        letters = {letter for _, run, letter, _ in _TOKEN.findall(pattern) if run}
        if letters <= (TIME if is_time else DATE).letters:
            return tuple(self._pieces(pattern))
        return (self._babel_writer(pattern, is_time=is_time),)

    def _babel_writer(self, pattern: str, *, is_time: bool) -> Writer:
        """A writer for a CLDR pattern with letters that this module does not compile, such as a quarter."""
        import babel.dates as slow

        def write(value: Any) -> str:
            write_by_babel = slow.format_time if is_time else slow.format_date
            return self._digits.native(write_by_babel(value, pattern, locale=self._data))

        return write

    def _pieces(self, pattern: str) -> Iterable[str | Writer]:
        """The literals of a pattern and the writers of its fields, in order."""
        for quoted, run, letter, other in _TOKEN.findall(pattern):
            yield self._writer(letter, len(run)) if run else other or quoted.replace("''", "'") or "'"

    def _writer(self, letter: str, length: int) -> str | Writer:
        """The writer of one field of a pattern; names and two-digit numbers come from tables built once."""
        if letter == "G":
            return self._era(length)
        if letter in "ML" and length >= 3:
            months = self._months("format" if letter == "M" else "stand-alone", "wide" if length > 3 else "abbreviated")
            return lambda value: months[value.month]
        if letter in "Ec" and length == 4 and self._weekdays:
            return lambda value: self._weekdays[value.weekday()]
        if letter in "Ec":
            days = dict(
                self._data.days["format" if letter == "E" else "stand-alone"]["wide" if length > 3 else "abbreviated"]
            )
            return lambda value: days[value.weekday()]
        if letter == "a":
            periods = self._data.day_periods["format"]
            names = dict(periods.get("abbreviated", periods["wide"]))
            return lambda value: names["am" if value.hour < 12 else "pm"]
        if letter == "y" and length != 2:
            return lambda value: self._digits.native(str(value.year))
        take = _NUMBERS[letter]
        table = [self._digits.native(f"{number:0{length}d}") for number in range(100)]
        return lambda value: table[take(value)]

    def _months(self, kind: str, width: str) -> Mapping[int, str]:
        if not self._names:
            return dict(self._data.months[kind][width])
        names = self._names.months if width == "wide" else self._names.months_abbreviated or self._names.months
        return dict(enumerate(names, 1))

    def _era(self, length: int) -> str:
        """The name of the current era, which every date in a letter has."""
        if self._names:
            return self._names.era
        width = {4: "wide", 5: "narrow"}.get(length, "abbreviated")
        return str(self._data.eras[width][1])


def _short_time(locale: Locale, data: babel.Locale, cldr: Mapping[str, Any]) -> str:
    """CLDR's short time; a locale that CLDR does not have uses the clock of its region."""
    pattern = cldr.get("times", {}).get("short") or str(data.time_formats["short"].pattern)
    if data.territory or "-" not in locale.tag:
        return pattern
    has_twelve_hours = region(locale) in supplemental()["twelve_hours"]
    if has_twelve_hours == ("h" in pattern):
        return pattern
    skeleton = "hm" if has_twelve_hours else "Hm"
    return str(cldr.get("hours", {}).get(skeleton) or data.datetime_skeletons[skeleton].pattern)


def _joiner(pattern: str) -> tuple[str, str, str, bool]:
    """The text before, between and after a date ``{1}`` and its time ``{0}``, and whether the date comes first."""
    text = "".join(
        quoted.replace("''", "'") or run or other or "'" for quoted, run, _, other in _TOKEN.findall(pattern)
    )
    before, between, after = re.split(r"\{[01]\}", text)
    return before, between, after, text.index("{1}") < text.index("{0}")
