"""The plural category of a number, whole or not, and the whole number that stands for it in a gettext catalog."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import babel

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""

# Every category that whole numbers have in some language has one of these, by CLDR's own samples.
_SAMPLES: tuple[int, ...] = (*range(1000), 1_000_000)


class Plurals:
    """The plural rules of one locale (UTS #35, part 3, "Language Plural Rules").

    ``as_written`` gives a number with the decimals that it is written with.
    """

    def __init__(self, data: babel.Locale, as_written: Callable[[Decimal], Decimal]) -> None:
        self._rule = data.plural_form
        self._as_written = as_written
        self.category = lru_cache(maxsize=1024)(self._category)
        self.standing_for = lru_cache(maxsize=1024)(self._standing_for)

    def _category(self, number: int | Decimal) -> str:
        """The category of a number as it is written: ``2.5`` has one decimal, and 2.50 is written so, too."""
        return str(self._rule(self._as_written(number) if isinstance(number, Decimal) else number))

    def _standing_for(self, number: Decimal) -> int:
        """A whole number of the same category, for gettext's plural rules, which know no others.

        Where no whole number has it, one of the category ``other``; where none has that either, the number cut off.
        """
        if number == int(number):
            return int(number)
        own = self._category(number)
        for category in (own, "other"):
            for sample in _SAMPLES:
                if self._category(sample) == category:
                    return sample
        return int(number)
