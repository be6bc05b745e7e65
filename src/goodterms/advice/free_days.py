"""The days on which people can be reached: without weekends by CLDR, and without public holidays.

The holidays of a country are those of the package ``holidays`` (the extra ``plan``), which knows those that follow the
moon and those of Bikram Sambat, too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.advice import spans
from goodterms.cldr import locales
from goodterms.errors import PartMissing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from types import ModuleType


class Closed:
    """The days of a year on which a country rests."""

    def __init__(self, year: int) -> None:
        self._year = year
        self.without_holidays: dict[str, None] = {}
        """The countries whose holidays are not known, in the order in which they were asked for."""
        self._days: dict[str, int] = {}

    def days(self, country: str) -> int:
        """The weekends and the public holidays of a country (ISO 3166); none for an empty code.

        Raises :class:`PartMissing` where the package of holidays is not installed.
        """
        if not country:
            return 0
        if country not in self._days:
            known = holidays(country, self._year)
            if known is None:
                self.without_holidays[country] = None
            weekends = spans.on_weekdays(self._year, locales.weekend(country))
            self._days[country] = weekends | spans.of_days(self._year, known or ())
        return self._days[country]


@lru_cache(maxsize=256)
def holidays(country: str, year: int) -> Mapping[date, str] | None:
    """The public holidays of a country in a year with their names; None for a country that is not known."""
    package = _package()
    try:
        found: Mapping[date, str] = package.country_holidays(country, years=year)
    except NotImplementedError:
        return None
    return dict(sorted(found.items()))


def _package() -> ModuleType:
    try:
        import holidays as package  # an extra, and slow to load
    except ImportError:
        raise PartMissing.of("plan-missing", package="holidays") from None
    return package
