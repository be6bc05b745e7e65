"""Dates and times by CLDR's patterns (UTS #35, part 4); each pattern is compiled once per locale."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from goodterms.cldr.calendars import GREGORIAN, convert, names_in
from goodterms.cldr.date_fields import TOKEN, DateFields
from goodterms.cldr.day_periods import DayPeriods
from goodterms.cldr.locales import region
from goodterms.cldr.patterns import DATE, MONTH, TIME
from goodterms.cldr.supplement import supplemental

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import babel

    from goodterms.cldr.date_fields import Writer
    from goodterms.cldr.digits import Digits
    from goodterms.model import LanguageSettings, Locale
    from goodterms.values import Month

WIDTHS = ("short", "medium", "long", "full")
"""The widths of CLDR's date formats."""
_NO_BREAK_SPACE = "\u00a0"


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
        self._weekdays = settings.weekdays
        periods = DayPeriods(data, settings)
        self.calendar = locale.calendar or settings.calendar or GREGORIAN
        gregorian = date_patterns(data, cldr, settings)
        gregorian["month"] = settings.patterns.get("month") or str(data.datetime_skeletons["yMMMM"].pattern)
        gregorian["time"] = time_pattern(locale, data, cldr, settings)
        self._month_names = settings.month_names
        self._fields_with = partial(DateFields, data, digits, settings.weekdays, periods, None)
        self._gregorian_patterns = gregorian
        fields = self._fields_with()
        self._gregorian = {name: self._compile(name, pattern, fields) for name, pattern in gregorian.items()}
        self.day_periods = periods
        self.names_day_periods = any(run and letter == "B" for _, run, letter, _ in TOKEN.findall(gregorian["time"]))
        self._compiled = self._gregorian
        if self.calendar != GREGORIAN:
            names = names_in(settings, cldr, self.calendar, locale.tag)
            fields = DateFields(data, digits, settings.weekdays, periods, names)
            own = {f"date_{width}": names.patterns[width] for width in WIDTHS}
            self._compiled = {name: self._compile(name, pattern, fields) for name, pattern in own.items()}
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
        self._gregorian_in = lru_cache(maxsize=None)(self._compile_in_form)
        self.time = lru_cache(maxsize=1024)(self._time)

    def date_time(self, date: dt.date, time: dt.time, width: str = "long") -> str:
        """A date and a time of day, joined by CLDR's "at" pattern: ``21. november 2026 ob 9.30``."""
        before, between, after, is_date_first = self._joiners[width]
        first, second = self.date(date, width), self.time(time)
        if not is_date_first:
            first, second = second, first
        return before + first + between + second + after

    def with_gregorian(self, value: dt.date, width: str = "long", form: str = "") -> str:
        """A date in the locale's calendar, with the Gregorian one in brackets: ``5 Mangsir 2083 BS (21 Nov 2026)``.

        The day of the week of the width ``full`` is only in the first of the two. Where the locale's calendar is the
        Gregorian one, there is only that. ``form`` is that of the Gregorian months.
        """
        date = self.date(value, width, form)
        if self.calendar == GREGORIAN:
            return date
        inner = self._gregorian_in(form)["date_long" if width == "full" else f"date_{width}"]
        return f"{date} ({_write(value, inner)})"

    def month(self, value: Month, form: str = "") -> str:
        """A month of a year, in CLDR's form ``yMMMM``: ``oktober 2026``; Gregorian in every calendar."""
        return _write(value, self._gregorian_in(form)["month"])

    def weekday(self, number: int, *, short: bool = False) -> str:
        """The name of a day of the week, from 0 for Monday; CLDR's shortest one for the head of a calendar."""
        if self._weekdays and not short:
            return self._weekdays[number]
        return str(self._data.days["stand-alone"]["short" if short else "wide"][number])

    def _date(self, value: dt.date, width: str = "long", form: str = "") -> str:
        """A date in one of CLDR's widths, from ``short`` (``21. 11. 2026``) to ``full`` (with the day of the week).

        ``form`` is one of the language's forms of the names of months, ``genitive`` for ``21. novembra 2026``; other
        calendars than the Gregorian one have a single form.
        Raises :class:`InvalidRequest` for a date that the locale's calendar does not cover.
        """
        if self.calendar == GREGORIAN:
            return _write(value, self._gregorian_in(form)[f"date_{width}"])
        return _write(convert(value, self.calendar), self._compiled[f"date_{width}"])

    def _time(self, value: dt.time) -> str:
        """A time of day in CLDR's ``short`` form, or in the language's own; a line does not end inside it."""
        return _write(value, self._gregorian["time"]).replace(" ", _NO_BREAK_SPACE)

    def _compile_in_form(self, form: str) -> dict[str, tuple[str | Writer, ...]]:
        """The Gregorian patterns with months in a form; empty for CLDR's names."""
        if not form:
            return self._gregorian
        fields = self._fields_with(self._month_names[form])
        return {name: self._compile(name, pattern, fields) for name, pattern in self._gregorian_patterns.items()}

    def _compile(self, name: str, pattern: str, fields: DateFields) -> tuple[str | Writer, ...]:
        kind = {"time": TIME, "month": MONTH}.get(name, DATE)
        letters = {letter for _, run, letter, _ in TOKEN.findall(pattern) if run}
        if letters <= kind.letters:
            return tuple(fields.pieces(pattern))
        return (self._babel_writer(pattern, is_time=kind is TIME),)

    def _babel_writer(self, pattern: str, *, is_time: bool) -> Writer:
        """A writer for a CLDR pattern with letters that this module does not compile, such as a quarter."""
        import babel.dates as slow

        def write(value: Any) -> str:
            write_by_babel = slow.format_time if is_time else slow.format_date
            return self._digits.native(write_by_babel(value, pattern, locale=self._data))

        return write


def date_patterns(data: babel.Locale, cldr: Mapping[str, Any], settings: LanguageSettings) -> dict[str, str]:
    """The patterns of Gregorian dates, ``date_short`` to ``date_full``: the language's own over CLDR's."""
    patterns = {f"date_{width}": str(data.date_formats[width].pattern) for width in WIDTHS}
    patterns |= {f"date_{width}": pattern for width, pattern in cldr.get("dates", {}).items()}
    return patterns | {name: pattern for name, pattern in settings.patterns.items() if name in patterns}


def time_pattern(locale: Locale, data: babel.Locale, cldr: Mapping[str, Any], settings: LanguageSettings) -> str:
    """The pattern of times of day: the language's own, else CLDR's."""
    return settings.patterns.get("time") or _short_time(locale, data, cldr)


def _write(value: Any, pattern: Iterable[str | Writer]) -> str:
    return "".join([part if isinstance(part, str) else part(value) for part in pattern])


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
    text = "".join(quoted.replace("''", "'") or run or other or "'" for quoted, run, _, other in TOKEN.findall(pattern))
    before, between, after = re.split(r"\{[01]\}", text)
    return before, between, after, text.index("{1}") < text.index("{0}")
