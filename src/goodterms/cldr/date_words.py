"""Dates in words, read: the names of months and days of the week in some languages, in the order of any of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr.date_fields import TOKEN
from goodterms.cldr.dates import date_patterns
from goodterms.expressions import expression
from goodterms.text.typed import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import babel

    from goodterms.model import LanguageSettings

_GAP = r"[ ,،.\-/]{0,3}"
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
_ORDERS = (
    rf"{_DAY}(?:st|nd|rd|th)?{_GAP}{{month}}{_GAP}{_YEAR}",
    rf"{{month}}{_GAP}{_DAY}(?:st|nd|rd|th)?{_GAP}{_YEAR}",
    rf"{_YEAR}{_GAP}{{month}}{_GAP}{_DAY}",
)
"""The orders in which people write a date with the name of its month."""
_ENDING = r"[^\W\d_]{1,4}"
_WIDTHS = ("wide", "abbreviated")
_NAMED = 3
"""The length from which the letter of a month in a pattern stands for its name, and that of the shortest stem."""
_ALSO = (("sept", 9),)
"""An abbreviation that many languages have beside CLDR's."""
_OUTSIDE = r"[^\s\d,،.()]"
"""What may not stand at either side of a whole word."""
_WEEKDAY_AT_END = expression(r"^[Ec]+[,،]?\s*|[,،]?\s*[Ec]+$")


class Language(NamedTuple):
    """What a locale is read with: Babel's data, that of its cldr.json, its own conventions."""

    data: babel.Locale
    cldr: Mapping[str, Any]
    settings: LanguageSettings


class DateWords:
    """The names and the patterns of dates in some languages; ``bikram`` also reads the months of Bikram Sambat."""

    def __init__(self, languages: Iterable[Language], *, bikram: bool) -> None:
        known = tuple(languages)
        self._months = _numbered(pair for one in known for pair in _months(one))
        self._weekdays = _numbered(pair for one in known for pair in _weekdays(one))
        weekday = _any_of(self._weekdays)
        self._before = re.compile(rf"({weekday})\.?[,،]? ?(?=\d|\D* )")
        self._after = re.compile(rf"[,،]? ?\(?({weekday})\.?\)?$")
        self._beside = whole_words(word for one in known for word in one.settings.reading.beside_dates)
        self._days = {day: whole_words(names) for one in known for day, names in one.settings.reading.days.items()}
        self._stems = _numbered(pair for one in known for pair in _stems(one))
        month = _any_of(self._months) + "".join(rf"|{re.escape(stem)}{_ENDING}" for stem in self._stems)
        own = (pattern for one in known for text in _patterns(one) if (pattern := _own_pattern(text, month)))
        general = (order.replace("{month}", rf"(?P<name>{month})") for order in _ORDERS)
        self._dates = [re.compile(pattern) for pattern in dict.fromkeys((*general, *own))] if self._months else []
        self._tails = frozenset(tail for one in known for text in _patterns(one) if (tail := _tail(text)))
        self._bikram_months = _numbered(pair for one in known for pair in _months_of_bikram(one)) if bikram else {}
        self._era = whole_words(era for one in known if bikram for era in _eras(one))
        of_bikram = _any_of(self._bikram_months)
        self._bikram_dates = [re.compile(order.replace("{month}", rf"(?P<name>{of_bikram})")) for order in _ORDERS]

    def without_beside(self, text: str) -> str:
        """A plain text without the words beside a date that add nothing, and with days of the month in digits."""
        for day, named in self._days.items():
            text = named.sub(f" {day} ", text)
        return _tidy(self._beside.sub(" ", text))

    def without_weekday(self, text: str) -> tuple[str, int | None]:
        """A plain text without the day of the week at its start or end, and that day, from 0 for Monday."""
        for pattern in (self._before, self._after):
            if found := pattern.search(text) if pattern is self._after else pattern.match(text):
                rest = (text[: found.start()] + text[found.end() :]).strip(" ,،")
                if any(map(str.isdigit, rest)):
                    return rest, self._weekdays[found[1]]
        return text, None

    def without_tail(self, text: str) -> str:
        """A plain text without what ends a date in one of the languages, such as a full stop."""
        return next((text.removesuffix(tail).rstrip() for tail in self._tails if text.endswith(tail)), text)

    def without_era(self, text: str) -> str:
        """What a plain text says beside the era of Bikram Sambat; empty for a text without it."""
        return _tidy(self._era.sub(" ", text)) if self._era.search(text) else ""

    def date(self, text: str) -> tuple[int, int, int] | None:
        """The year, month and day of a plain text with a date in words; None for any other."""
        return _read(self._dates, self._month, text)

    def _month(self, name: str) -> int:
        """The number of a month by its name, which may have another ending than in CLDR."""
        stems = (name[:length] for length in range(len(name), 0, -1))
        return self._months.get(name) or next(self._stems[stem] for stem in stems if stem in self._stems)

    def bikram_date(self, text: str) -> tuple[int, int, int] | None:
        """The same with the name of a month of Bikram Sambat, in that calendar."""
        return _read(self._bikram_dates, self._bikram_months.__getitem__, text)


def _read(patterns: Iterable[re.Pattern[str]], number: Callable[[str], int], text: str) -> tuple[int, int, int] | None:
    for pattern in patterns:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = int(parts["month"]) if parts.get("month") else number(parts["name"])
            return int(parts["year"]), month, int(parts["day"])
    return None


def _numbered(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Names with their numbers; a name that means two numbers is left out."""
    meanings: dict[str, set[int]] = {}
    for name, number in pairs:
        meanings.setdefault(plain(name).rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1 and len(name) > 1}


def _months(language: Language) -> Iterator[tuple[str, int]]:
    yield from _ALSO
    yield from _typed(language.settings.reading.months)
    for kind in ("format", "stand-alone"):
        for width in _WIDTHS:
            for number, name in language.data.months[kind][width].items():
                yield str(name), number


def _stems(language: Language) -> Iterator[tuple[str, int]]:
    """The names of months without their last two letters, which are others in another case: ``decembra``."""
    for kind in ("format", "stand-alone"):
        for number, name in language.data.months[kind]["wide"].items():
            word = plain(str(name))
            if len(word) >= _NAMED and word.isalpha():
                yield word[: max(_NAMED, len(word) - 2)], number


def _months_of_bikram(language: Language) -> Iterator[tuple[str, int]]:
    names = language.settings.calendars.get("bikram")
    for number, name in enumerate(names.months if names else (), 1):
        yield name, number
    yield from _typed(language.settings.reading.bikram_months)


def _typed(names: Mapping[int, Iterable[str]]) -> Iterator[tuple[str, int]]:
    """The other names of months with their numbers."""
    yield from ((name, number) for number, several in names.items() for name in several)


def _eras(language: Language) -> Iterator[str]:
    names = language.settings.calendars.get("bikram")
    yield plain(names.era) if names and names.era else "bs"
    yield from map(plain, language.settings.reading.bikram_eras)


def _weekdays(language: Language) -> Iterator[tuple[str, int]]:
    for kind in ("format", "stand-alone"):
        for width in _WIDTHS:
            for number, name in language.data.days[kind][width].items():
                yield str(name), number
    for number, name in enumerate(language.settings.weekdays):
        yield name, number
    yield from ((name, number - 1) for name, number in _typed(language.settings.reading.weekdays))


def _patterns(language: Language) -> Iterator[str]:
    """The language's patterns of dates, without the day of the week."""
    for pattern in date_patterns(*language).values():
        yield _WEEKDAY_AT_END.sub("", pattern)


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """An expression for each of these as a whole word in a plain text; full stops and blanks in it may be missing."""
    known = sorted({plain(word).rstrip(".") for word in words}, key=len, reverse=True)
    written = [r"\.? ?".join(map(re.escape, re.split(r"\.? ?", word))) for word in known]
    return re.compile(rf"(?<!{_OUTSIDE})(?:{'|'.join(written) or '(?!)'})\.?(?!{_OUTSIDE})")


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,،")


def _any_of(names: Mapping[str, int]) -> str:
    """An expression for any of the names, the longest first; one that never matches if there is none."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"


def _tail(pattern: str) -> str:
    """The text after the last field of a pattern."""
    tokens = [(run, other or quoted) for quoted, run, _, other in TOKEN.findall(pattern)]
    return plain(tokens[-1][1]) if tokens and not tokens[-1][0] else ""


def _own_pattern(pattern: str, month: str) -> str:
    """A language's pattern of dates as an expression.

    Empty for one of which a reader could not tell the day from the month (UTS #35, part 4, "Date Field Symbol Table").
    """
    parts, letters, literals = [], "", ""
    for quoted, run, letter, other in TOKEN.findall(pattern):
        letters += letter
        literals += "" if run else quoted or other
        if letter in ("M", "L") and run and len(run) >= _NAMED:
            parts.append(rf"(?P<name>{month})\.?")
        elif run:
            field = {"y": _YEAR, "M": r"(?P<month>\d{1,2})", "L": r"(?P<month>\d{1,2})", "d": _DAY}
            parts.append(field.get(letter, "(?!)"))
        else:
            parts.append(_literal(other or quoted.replace("''", "'") or "'"))
    is_clear = "(?P<name>" in "".join(parts) or letters.startswith("y") or any(map(str.isalpha, literals))
    has_all = all(sum(map(letters.count, one)) == 1 for one in ("y", "ML", "d"))
    return "".join(parts) if is_clear and has_all else ""


def _literal(text: str) -> str:
    """The text between two fields as an expression: blanks and commas may be missing."""
    shown = plain(text)
    inner = "".join(" ?" if c == " " else "[,،]? ?" if c in ",،" else re.escape(c) for c in shown)
    return f" ?{inner} ?" if inner else " ?"
