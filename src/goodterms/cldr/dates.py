"""Dates and times by CLDR's patterns (UTS #35, part 4), each pattern compiled once for its locale."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import babel

    from goodterms.cldr.numbers import Digits
    from goodterms.model import LanguageSettings

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
_DATE_LETTERS = frozenset("yMLdEc")
_TIME_LETTERS = frozenset("Hhmsa")


class Dates:
    """Writes dates and times for one locale; patterns of the language's own ``settings`` replace CLDR's."""

    def __init__(self, data: babel.Locale, digits: Digits, settings: LanguageSettings) -> None:
        """Compile the patterns.

        Raises :class:`BrokenContent` for a pattern in ``settings`` with a letter that it cannot have.
        """
        self._data = data
        self._digits = digits
        patterns = {
            "date_long": str(data.date_formats["long"].pattern),
            "date_full": str(data.date_formats["full"].pattern),
            "time": str(data.time_formats["short"].pattern),
        }
        compiled: dict[str, tuple[str | Writer, ...]] = {}
        for name, pattern in {**patterns, **settings.patterns}.items():
            letters = _TIME_LETTERS if name == "time" else _DATE_LETTERS
            try:
                compiled[name] = self._compile(pattern, letters)
            except ValueError as error:
                if name in settings.patterns:
                    hint = f"expected a pattern of {', '.join(sorted(letters))}"
                    raise BrokenContent(settings.path or "settings", 0, f"{name}: {error}", hint) from None
                compiled[name] = (self._by_babel(pattern, is_time=name == "time"),)
        self._compiled = compiled
        # One batch writes few dates many times.
        self.date = lru_cache(maxsize=1024)(self._date)
        self.time = lru_cache(maxsize=1024)(self._time)

    def _date(self, value: dt.date, width: str = "long") -> str:
        """A date in CLDR's ``long`` (``21. november 2026``) or ``full`` form (with the day of the week)."""
        return self._write(value, f"date_{width}")

    def _time(self, value: dt.time) -> str:
        """A time of day in CLDR's ``short`` form, or in the language's own."""
        return self._write(value, "time")

    def _write(self, value: dt.date | dt.time, name: str) -> str:
        return "".join([part if isinstance(part, str) else part(value) for part in self._compiled[name]])

    def _by_babel(self, pattern: str, *, is_time: bool) -> Writer:
        """A writer for a pattern of CLDR's with letters that are not compiled here, such as an era."""
        import babel.dates as slow

        def write(value: Any) -> str:
            written = slow.format_time if is_time else slow.format_date
            return self._digits.native(written(value, pattern, locale=self._data))

        return write

    def _compile(self, pattern: str, letters: frozenset[str]) -> tuple[str | Writer, ...]:
        parts: list[str | Writer] = []
        for quoted, run, letter, other in _TOKEN.findall(pattern):
            if run and letter not in letters:
                raise ValueError(f"the pattern {pattern!r} has the letter {letter!r}")
            parts.append(self._writer(letter, len(run)) if run else other or quoted.replace("''", "'") or "'")
        return tuple(parts)

    def _writer(self, letter: str, length: int) -> Writer:
        """What writes one field of a pattern; names and two-digit numbers are looked up, in the locale's digits."""
        if letter in "ML" and length >= 3:
            kind = "format" if letter == "M" else "stand-alone"
            months = dict(self._data.months[kind]["wide" if length > 3 else "abbreviated"])
            return lambda value: months[value.month]  # type: ignore[union-attr]
        if letter in "Ec":
            days = dict(
                self._data.days["format" if letter == "E" else "stand-alone"]["wide" if length > 3 else "abbreviated"]
            )
            return lambda value: days[value.weekday()]  # type: ignore[union-attr]
        if letter == "a":
            periods = self._data.day_periods["format"]
            names = dict(periods.get("abbreviated", periods["wide"]))
            return lambda value: names["am" if value.hour < 12 else "pm"]  # type: ignore[union-attr]
        if letter == "y" and length != 2:
            return lambda value: self._digits.native(str(value.year))  # type: ignore[union-attr]
        take = _NUMBERS[letter]
        table = [self._digits.native(f"{number:0{length}d}") for number in range(100)]
        return lambda value: table[take(value)]
