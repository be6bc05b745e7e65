"""Lengths of time and distances in time, as a locale writes them (UTS #35, parts 4 and 6)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import babel

    from goodterms.model import LanguageSettings

UNITS = ("year", "month", "week", "day", "hour", "minute")
"""The units of time, from the longest."""

WAYS = ("past", "future")
"""The two directions of a distance in time."""

_FIRST = "{0}"
_NO_BREAK_SPACE = "\u00a0"
_Patterns = dict[str, "Mapping[str, str]"]


class Spans:
    """Writes lengths of time and distances in time for one locale.

    ``number`` writes a number, ``category`` returns its plural category. Patterns in the language's ``settings``
    replace those of ``cldr``, the locale's data from cldr.json, and those replace Babel's.
    """

    def __init__(
        self,
        data: babel.Locale,
        cldr: Mapping[str, Any],
        settings: LanguageSettings,
        number: Callable[[int], str],
        category: Callable[[int], str],
    ) -> None:
        self._number = number
        self._category = category
        self._lengths: _Patterns = {
            unit: {
                **_babel_lengths(data, unit),
                **cldr.get("units", {}).get(unit, {}),
                **settings.units.get(unit, {}),
            }
            for unit in UNITS
        }
        distances = cldr.get("relative") or _babel_distances(data)
        self._distances = {
            unit: {kind: {**texts, **settings.relative.get(kind, {}).get(unit, {})} for kind, texts in by_kind.items()}
            for unit, by_kind in distances.items()
        }

    def length(self, amount: int, unit: str) -> str:
        """A length of time in one unit, such as ``2 uri``."""
        return self._fill(self._lengths[unit], amount)

    def relative(self, amount: int, unit: str, *, by_words: bool = True) -> str:
        """A distance in time: ``čez 3 leta``, ``pred 5 leti``, or a word if the language has one: ``včeraj``.

        A negative ``amount`` is in the past.
        """
        texts = self._distances[unit]
        if by_words and (word := texts["words"].get(str(amount))):
            return str(word)
        return self._fill(texts[WAYS[amount >= 0]], abs(amount))

    def _fill(self, patterns: Mapping[str, str], amount: int) -> str:
        pattern = patterns.get(self._category(amount)) or patterns["other"]
        return _tied(pattern).replace(_FIRST, self._number(amount))


def distance(day: date, today: date) -> tuple[int, str]:
    """The distance of ``day`` from ``today``: a whole number, negative for the past, and the longest unit that fits.

    Years and months are Gregorian; in years without 29 February, its anniversary is 1 March.
    """
    sign = -1 if day < today else 1
    first, last = min(day, today), max(day, today)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    days = (last - first).days
    if months >= 12:
        return sign * (months // 12), "year"
    if months:
        return sign * months, "month"
    return (sign * (days // 7), "week") if days >= 7 else (sign * days, "day")


def anniversary(since: date, day: date) -> int:
    """The whole years from ``since`` to ``day``: 0 before the first anniversary, and if ``day`` is before ``since``.

    In years without 29 February, its anniversary is 1 March.
    """
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))


@lru_cache(maxsize=1024)
def _tied(pattern: str) -> str:
    """A pattern in which no line ends between the number and the unit: the word after it, or else the one before it."""
    before, place, after = pattern.partition(_FIRST)
    if after.strip():
        after = _NO_BREAK_SPACE + after[1:] if after[0] == " " else after
    elif before.endswith(" "):
        before = before[:-1] + _NO_BREAK_SPACE
    return before + place + after


def _babel_lengths(data: babel.Locale, unit: str) -> dict[str, str]:
    """Babel's patterns of a unit: the long ones; short ones for categories that have no long pattern."""
    by_width = data._data["unit_patterns"].get(f"duration-{unit}", {})
    short, long = (dict(by_width.get(width, {})) for width in ("short", "long"))
    return {"other": f"{_FIRST} {unit}"} | short | long


def _babel_distances(data: babel.Locale) -> dict[str, Any]:
    """Babel's patterns of distances; it has no words."""
    distances: dict[str, Any] = {}
    for unit in UNITS:
        fields = data._data["date_fields"].get(unit, {})
        distances[unit] = {"words": {}} | {way: {"other": "{0} " + unit, **fields.get(way, {})} for way in WAYS}
    return distances
