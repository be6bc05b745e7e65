"""The plural category of a number, whole or not, and a whole number of that category for gettext."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import babel

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""

# By CLDR's samples, these include a number of every category that whole numbers have in some language.
_SAMPLES: tuple[int, ...] = (*range(1000), 1_000_000)


class Plurals:
    """The plural rules of one locale (UTS #35, part 3, "Language Plural Rules").

    ``as_written`` returns a number with the decimals that readers see.
    """

    def __init__(self, data: babel.Locale, as_written: Callable[[Decimal], Decimal]) -> None:
        self._rule = data.plural_form
        self._as_written = as_written
        self.category = lru_cache(maxsize=1024)(self._category)
        self.sample = lru_cache(maxsize=1024)(self._sample)

    def _category(self, number: int | Decimal) -> str:
        """The category of a number as readers see it: 2.50 is written ``2.5``, with one decimal."""
        return str(self._rule(self._as_written(number) if isinstance(number, Decimal) else number))

    def _sample(self, number: Decimal) -> int:
        """A whole number of the same category, because gettext's plural rules take only whole numbers.

        If no whole number has that category, one of the category ``other``; if none has that either, the whole part.
        """
        if number == int(number):
            return int(number)
        for category in (self._category(number), "other"):
            for sample in _SAMPLES:
                if self._category(sample) == category:
                    return sample
        return int(number)
