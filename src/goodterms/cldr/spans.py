"""Lengths of time and distances between days, in the words of a locale (UTS #35, parts 4 and 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import babel

    from goodterms.model import LanguageSettings

UNITS = ("year", "month", "week", "day", "hour", "minute")
"""The units of time that letters know, from the longest."""

WAYS = ("past", "future")
"""The ways in which a day lies from another."""

_FIRST = "{0}"
_Patterns = dict[str, "Mapping[str, str]"]


class Spans:
    """Writes lengths of time and distances from a day for one locale.

    ``number`` writes a number, ``category`` tells its plural category; patterns of the language's own ``settings``
    replace those of ``cldr``, which is the locale's own data beside Babel's.
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
                **_long(data, unit),
                **cldr.get("units", {}).get(unit, {}),
                **settings.units.get(unit, {}),
            }
            for unit in UNITS
        }
        distances = cldr.get("relative") or _relative(data)
        self._distances = {
            unit: {kind: {**found, **settings.relative.get(kind, {}).get(unit, {})} for kind, found in own.items()}
            for unit, own in distances.items()
        }

    def length(self, amount: int, unit: str) -> str:
        """A length of time in one unit, such as ``2 uri``."""
        return self._filled(self._lengths[unit], amount)

    def relative(self, amount: int, unit: str, *, by_words: bool = True) -> str:
        """A distance in time: ``čez 3 leta``, ``pred 5 leti``; with a word of its own where there is one: ``včeraj``.

        A negative ``amount`` lies in the past.
        """
        own = self._distances[unit]
        if by_words and (word := own["words"].get(str(amount))):
            return str(word)
        return self._filled(own[WAYS[amount >= 0]], abs(amount))

    def _filled(self, patterns: Mapping[str, str], amount: int) -> str:
        pattern = patterns.get(self._category(amount)) or patterns["other"]
        return pattern.replace(_FIRST, self._number(amount))


def distance(day: date, today: date) -> tuple[int, str]:
    """How far ``day`` lies from ``today``, in the longest unit of which it is one or more whole ones.

    Years and months are those of the Gregorian calendar; an anniversary of 29 February falls on 1 March in other
    years. A day in the past gives a negative number.
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
    """How many whole years lie between two days: 0 until the first anniversary, and for a day before ``since``.

    The anniversary of 29 February is 1 March in other years.
    """
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))


def _long(data: babel.Locale, unit: str) -> dict[str, str]:
    """Babel's patterns of a unit; those of the short width stand where the long one has none of its own."""
    found = data._data["unit_patterns"].get(f"duration-{unit}", {})
    widths = [dict(found.get(width, {})) for width in ("short", "long")]
    return {"other": f"{_FIRST} {unit}"} | widths[0] | widths[1]


def _relative(data: babel.Locale) -> dict[str, Any]:
    """Babel's patterns of distances; it has no words."""
    found: dict[str, Any] = {}
    for unit in UNITS:
        own = data._data["date_fields"].get(unit, {})
        found[unit] = {"words": {}} | {way: {"other": "{0} " + unit, **own.get(way, {})} for way in WAYS}
    return found
