"""Dates and times by CLDR's patterns (UTS #35, part 4), each pattern compiled once for its locale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    import babel

    from goodterms.cldr.numbers import Digits

    Writer = Callable[[datetime.date | datetime.time], str]

# A quoted literal (two quotes are one), a run of one pattern letter, or anything else.
_TOKEN = re.compile(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")


class Dates:
    """Writes dates and times for one locale.

    ``settings`` is the language's own file beside its catalog; ``time`` there is a pattern that replaces CLDR's.
    """

    def __init__(self, data: babel.Locale, digits: Digits, settings: Mapping[str, object]) -> None:
        self._data = data
        self._digits = digits
        self._time_pattern = str(settings.get("time", data.time_formats["short"].pattern))
        self._compiled: dict[str, tuple[str | Writer, ...]] = {}

    def date(self, value: datetime.date, width: str = "long") -> str:
        """A date in CLDR's ``long`` (``21. november 2026``) or ``full`` form (with the day of the week)."""
        return self._write(value, self._data.date_formats[width].pattern)

    def time(self, value: datetime.time) -> str:
        """A time of day in CLDR's ``short`` form, or in the language's own."""
        return self._write(value, self._time_pattern)

    def _write(self, value: datetime.date | datetime.time, pattern: str) -> str:
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
        number = {
            "y": lambda v: v.year % 100 if length == 2 else v.year,
            "M": lambda v: v.month,
            "L": lambda v: v.month,
            "d": lambda v: v.day,
            "H": lambda v: v.hour,
            "h": lambda v: v.hour % 12 or 12,
            "m": lambda v: v.minute,
            "s": lambda v: v.second,
        }
        if letter in "ML" and length >= 3:
            names = self._data.months["format" if letter == "M" else "stand-alone"][
                "wide" if length > 3 else "abbreviated"
            ]
            return lambda value: names[value.month]  # type: ignore[union-attr]
        if letter == "E":
            days = self._data.days["format"]["wide" if length > 3 else "abbreviated"]
            return lambda value: days[value.weekday()]  # type: ignore[union-attr]
        if letter == "a":
            periods = self._data.day_periods["format"]["wide"]
            short = self._data.day_periods["format"].get("abbreviated", periods)
            names = {**periods, **short}
            return lambda value: names["am" if value.hour < 12 else "pm"]  # type: ignore[union-attr]
        if letter in number:
            take = number[letter]
            return lambda value: self._digits.native(f"{take(value):0{length}d}")  # type: ignore[no-untyped-call]
        raise ValueError(f"the date pattern {pattern!r} has the letter {letter!r}, which letters do not use")
