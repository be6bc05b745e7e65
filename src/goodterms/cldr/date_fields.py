"""The fields of date and time patterns (UTS #35, part 4, "Date Field Symbol Table"), each as a writer built once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import babel

    from goodterms.cldr.day_periods import DayPeriods
    from goodterms.cldr.digits import Digits
    from goodterms.model import CalendarNames

    Writer = Callable[[Any], str]

# A quoted literal (two quotes mean one), a run of one pattern letter, or anything else.
TOKEN = expression(r"'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
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


class DateFields:
    """The writers of one locale's pattern fields, in one calendar.

    ``weekdays`` are the language's own names, Monday first, or empty for CLDR's. ``names`` are those of the calendar,
    None for the Gregorian one, whose whole names of months are ``months``, January first, or CLDR's.
    """

    def __init__(
        self,
        data: babel.Locale,
        digits: Digits,
        weekdays: Sequence[str],
        periods: DayPeriods,
        names: CalendarNames | None = None,
        months: Sequence[str] = (),
    ) -> None:
        self._data = data
        self._digits = digits
        self._weekdays = weekdays
        self._periods = periods
        self._names = names
        self._own_months = months

    def pieces(self, pattern: str) -> Iterator[str | Writer]:
        """The literals of a pattern and the writers of its fields, in order."""
        for quoted, run, letter, other in TOKEN.findall(pattern):
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
        if letter == "B":
            width = {4: "wide", 5: "narrow"}.get(length, "abbreviated")
            return lambda value: self._periods.name(value, width)
        if letter == "y" and length != 2:
            return lambda value: self._digits.native(str(value.year))
        take = _NUMBERS[letter]
        table = [self._digits.native(f"{number:0{length}d}") for number in range(100)]
        return lambda value: table[take(value)]

    def _months(self, kind: str, width: str) -> Mapping[int, str]:
        if not self._names:
            own = self._own_months if width == "wide" else ()
            return dict(enumerate(own, 1)) or dict(self._data.months[kind][width])
        names = self._names.months if width == "wide" else self._names.months_abbreviated or self._names.months
        return dict(enumerate(names, 1))

    def _era(self, length: int) -> str:
        """The name of the current era, which every date in a letter has."""
        if self._names:
            return self._names.era
        width = {4: "wide", 5: "narrow"}.get(length, "abbreviated")
        return str(self._data.eras[width][1])
