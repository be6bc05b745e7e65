"""The periods of the day, such as the morning (UTS #35, part 4, "Day Period Rule Sets"): when each is, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import time

    import babel

    from goodterms.model import LanguageSettings

PERIODS = ("morning1", "morning2", "noon", "afternoon1", "afternoon2", "evening1", "evening2", "night1", "night2")
"""The periods of the day in CLDR, without midnight: its name does not tell which of two days a time belongs to."""
BY_HOUR = tuple(period for period in PERIODS if period != "noon")
"""The same, without noon: those that begin at some hour and last until the next one begins."""
_HALVES = ("am", "pm")
_NOON = 12


class DayPeriods:
    """The periods of the day of one locale.

    The names and the hours in the language's ``settings`` take precedence over CLDR's. A language without periods has
    CLDR's two halves of the day, AM and PM.
    """

    def __init__(self, data: babel.Locale, settings: LanguageSettings) -> None:
        self._starts, self._has_noon = settings.day_period_hours, False
        if not self._starts:
            rules = dict(data.day_period_rules.get(None, {}))
            self._starts = dict(_starts(rules))
            self._has_noon = "noon" in rules
        own = {period: name for period, name in settings.day_periods.items() if name}
        self._names = {width: {**_names_of_cldr(data, width), **own} for width in ("wide", "abbreviated", "narrow")}

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours at which a period begins, 0 to 23, from the morning on; empty for a language without periods."""
        return tuple(sorted(self._starts.values()))

    def period(self, moment: time) -> str:
        """The period of a time of day, by its name in CLDR: ``afternoon1``; ``noon`` is only the exact moment."""
        if self._has_noon and (moment.hour, moment.minute) == (_NOON, 0):
            return "noon"
        if not self._starts:
            return _HALVES[moment.hour >= _NOON]
        begun = [hour for hour in self._starts.values() if hour <= moment.hour]
        # Before the first period of a day, the last one of the day before goes on.
        latest = max(begun or self._starts.values())
        return next(period for period, hour in self._starts.items() if hour == latest)

    def name(self, moment: time, width: str = "abbreviated") -> str:
        """The name of the period of a time of day; ``width`` is ``wide``, ``abbreviated`` or ``narrow``."""
        period = self.period(moment)
        names = self._names[width]
        return str(names.get(period) or names[_HALVES[moment.hour >= _NOON]])


def _names_of_cldr(data: babel.Locale, width: str) -> dict[str, str]:
    """CLDR's names in a width; where one is missing, the abbreviated one, or else the wide one."""
    names = data.day_periods["format"]
    return {**names.get("wide", {}), **names.get("abbreviated", {}), **names.get(width, {})}


def _starts(rules: Mapping[str, list[Mapping[str, int]]]) -> Iterator[tuple[str, int]]:
    """The hour at which each period of CLDR begins; all of CLDR's rules are in whole hours."""
    for period, spans in rules.items():
        for span in spans:
            if "from" in span:
                yield period, span["from"] // 3600
