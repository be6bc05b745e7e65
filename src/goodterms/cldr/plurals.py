"""The plural category of a number, whole or not, and the whole number that stands for it in a gettext catalog."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import babel

_ROUNDING = Context(prec=200, rounding=ROUND_HALF_EVEN)
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""

# Every category that whole numbers have in some language has one of these, by CLDR's own samples.
_SAMPLES: tuple[int, ...] = (*range(1000), 1_000_000)


class Plurals:
    """The plural rules of one locale (UTS #35, part 3, "Language Plural Rules").

    Numbers are written with ``most_decimals`` at the most.
    """

    def __init__(self, data: babel.Locale, most_decimals: int) -> None:
        self._rule = data.plural_form
        self._least = Decimal(1).scaleb(-most_decimals)
        self.category = lru_cache(maxsize=1024)(self._category)
        self.standing_for = lru_cache(maxsize=1024)(self._standing_for)

    def _category(self, number: int | Decimal) -> str:
        """The category of a number as it is written: ``2.5`` has one decimal, and 2.50 is written so, too."""
        if isinstance(number, Decimal):
            if number.as_tuple().exponent < self._least.as_tuple().exponent:  # type: ignore[operator]
                number = number.quantize(self._least, context=_ROUNDING)
            text = f"{number:f}"
            number = Decimal(text.rstrip("0").removesuffix(".") if "." in text else text)
        return str(self._rule(number))

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
