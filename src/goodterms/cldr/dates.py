"""Dates and times by CLDR's patterns (UTS #35, part 4), each pattern compiled once for its locale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import babel

    from goodterms.cldr.numbers import Digits

    Writer = Callable[[dt.date | dt.time], str]

# A quoted literal (two quotes are one), a run of one pattern letter, or anything else.
_TOKEN = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
# The numbers of CLDR's pattern letters, each below 100.
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
    """Writes dates and times for one locale.

    ``settings`` is the language's own file beside its catalog; patterns there (``time``, ``date_long``, ``date_full``)
    replace CLDR's.
    """

    def __init__(self, data: babel.Locale, digits: Digits, settings: Mapping[str, object]) -> None:
        self._data = data
        self._digits = digits
        self._date_patterns = {
            width: str(settings.get(f"date_{width}", data.date_formats[width].pattern)) for width in ("long", "full")
        }
        self._time_pattern = str(settings.get("time", data.time_formats["short"].pattern))
        self._compiled: dict[str, tuple[str | Writer, ...]] = {}
        # One batch writes few dates many times.
        self.date = lru_cache(maxsize=1024)(self._date)
        self.time = lru_cache(maxsize=1024)(self._time)

    def _date(self, value: dt.date, width: str = "long") -> str:
        """A date in CLDR's ``long`` (``21. november 2026``) or ``full`` form (with the day of the week)."""
        return self._write(value, self._date_patterns[width])

    def _time(self, value: dt.time) -> str:
        """A time of day in CLDR's ``short`` form, or in the language's own."""
        return self._write(value, self._time_pattern)

    def _write(self, value: dt.date | dt.time, pattern: str) -> str:
        parts = self._compiled.get(pattern)
        if parts is None:
            parts = self._compiled[pattern] = self._compile(pattern)
        return "".join([part if isinstance(part, str) else part(value) for part in parts])

    def _compile(self, pattern: str) -> tuple[str | Writer, ...]:
        parts: list[str | Writer] = []
        for quoted, run, letter, other in _TOKEN.findall(pattern):
            if run:
                parts.append(self._writer(letter, len(run), pattern))
            else:
                parts.append(other or quoted.replace("''", "'") or "'")
        return tuple(parts)

    def _writer(self, letter: str, length: int, pattern: str) -> Writer:
        """What writes one field of a pattern; names and two-digit numbers are looked up, in the locale's digits."""
        if letter in "ML" and length >= 3:
            kind = "format" if letter == "M" else "stand-alone"
            months = dict(self._data.months[kind]["wide" if length > 3 else "abbreviated"])
            return lambda value: months[value.month]  # type: ignore[union-attr]
        if letter == "E":
            days = dict(self._data.days["format"]["wide" if length > 3 else "abbreviated"])
            return lambda value: days[value.weekday()]  # type: ignore[union-attr]
        if letter == "a":
            periods = self._data.day_periods["format"]
            names = dict(periods.get("abbreviated", periods["wide"]))
            return lambda value: names["am" if value.hour < 12 else "pm"]  # type: ignore[union-attr]
        if letter == "y" and length != 2:
            return lambda value: self._digits.native(str(value.year))  # type: ignore[union-attr]
        if letter not in _NUMBERS:
            raise ValueError(f"the date pattern {pattern!r} has the letter {letter!r}, which letters do not use")
        take = _NUMBERS[letter]
        table = [self._digits.native(f"{number:0{length}d}") for number in range(100)]
        return lambda value: table[take(value)]
