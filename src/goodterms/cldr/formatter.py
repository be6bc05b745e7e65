"""One locale's formatter: typed values in, text out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.cldr.dates import Dates
from goodterms.cldr.locales import babel_locale
from goodterms.cldr.numbers import Numbers

if TYPE_CHECKING:
    from goodterms.model import LanguageSettings, Locale

_FIRST, _SECOND = "{0}", "{1}"


class Formatter:
    """Writes numbers, amounts, dates, times and lists for one locale, by CLDR.

    ``settings`` say where careful usage of the language differs from CLDR's data.
    """

    def __init__(self, locale: Locale, settings: LanguageSettings) -> None:
        data = babel_locale(locale)
        numbers = Numbers(data, settings)
        dates = Dates(data, numbers.digits, settings)
        self.locale = locale
        self.number = numbers.number
        self.percent = numbers.percent
        self.money = numbers.money
        self.date = dates.date
        self.time = dates.time
        self._list_patterns = data.list_patterns
        self._joints: dict[tuple[str, int], tuple[str, ...]] = {}

    def joints(self, kind: str, count: int) -> tuple[str, ...]:
        """What stands before, between and after ``count`` items of a list: ``count + 1`` strings.

        ``kind`` is ``or`` or ``and``; the patterns are CLDR's (UTS #35, part 2, "List Patterns").
        """
        found = self._joints.get((kind, count))
        if found is None:
            found = self._joints[kind, count] = self._join(kind, count)
        return found

    def _join(self, kind: str, count: int) -> tuple[str, ...]:
        if count < 2:
            return ("",) * (count + 1)
        patterns = self._list_patterns["or" if kind == "or" else "standard"]
        # Items are joined from the end, as the specification says, each item standing as a NUL.
        text = "\0"
        for left in range(count - 1, 0, -1):
            if count == 2:
                name = "2"
            elif left == count - 1:
                name = "end"
            else:
                name = "start" if left == 1 else "middle"
            text = patterns[name].replace(_FIRST, "\0").replace(_SECOND, text)
        return tuple(text.split("\0"))
