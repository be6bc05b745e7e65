"""What the names of columns say of their values: a unit, a currency, the order of dates, a calendar, a time zone.

It counts as if each cell said it. What cannot be heeded is a fault of the header: no value is read as if its column had
another name.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.recipients import zones_of_names
from goodterms.recipients.cells import type_at
from goodterms.recipients.marks import BRACKETS, Marks
from goodterms.speech import said as in_words
from goodterms.speech import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from goodterms.cldr.value_words import ValueWords
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.columns import Column, Columns

_BETWEEN = expression(r"[\s,;:/_–—-]+")
_CODE = expression(r"[A-Z]{3}")
_CODES_AND_WORDS = frozenset(("ALL", "BAM", "COP", "CUP", "GEL", "MOP", "PEN", "SOS", "TOP", "TRY"))
"""Codes of currencies that are words as well: outside brackets, they are not taken for codes."""
_SCALED = expression(
    r"(?<![\w.,])(?:['’]?000s?|1[., ]?000|[x×*] ?1[., ]?0{2,}|k[€$£₹]|[kT](?:EUR|USD|GBP|CHF|INR|NPR|PKR|€))(?!\w)",
    re.IGNORECASE,
)
"""What says in digits and signs that amounts are in thousands; words are in ``columns.toml``."""
_PERCENT = expression(r"[%٪％﹪]")
_PER_MILLE = expression(r"[‰‱؉؊]|[(\[]\s*0 ?(?:[-–.…]+|to) ?1\s*[)\]]")
"""What says that percentages are shares of a thousand, or of one: ``(0-1)``."""
_LETTERS = r"(d{1,2}|t{1,2}|m{1,4}|[yjl]{1,4})"
_ORDER = expression(
    r"(?<!\w)(d{1,2}|t{1,2}|m{1,2}|[yjl]{2,4})[\s./-]+(d{1,2}|t{1,2}|m{1,2})[\s./-]+(d{1,2}|m{1,2}|[yjl]{2,4})(?!\w)"
)
"""The parts of a date in the order in which people write them: ``DD/MM/YYYY``, ``TT.MM.JJJJ``, ``dd. mm. llll``."""
_ORDER_IN_BRACKETS = expression(rf"{_LETTERS}[\s./-]+{_LETTERS}(?:[\s./-]+{_LETTERS})?\.?")
_SHORT_ORDER = expression(r"(?<![\w.])([dmyl])[./-]([dmyl])[./-]([dmyl])(?!\w)")
_LIKE_AN_ORDER = expression(r"[^\W\d_]{1,5}([./-])\s?[^\W\d_]{1,5}\1\s?[^\W\d_]{1,5}\.?")
_PARTS = {"d": "d", "t": "d", "m": "m", "y": "y", "j": "y", "l": "y"}
_ORDERS = frozenset(("dmy", "mdy", "ymd"))
_WITHOUT_YEAR = {"dm": "dmy", "md": "mdy"}
_PARTS_IN_WORDS = {"days": "d", "months": "m", "years": "y"}
_CLOCK = expression(r"(?<!\w)(h{1,2}):?m{2}(?::?s{2})?(?!\w)|(?<!\w)m{1,2}:ss(?!\w)", re.IGNORECASE)
"""The parts of a length on a clock: ``hh:mm``."""
_MINUTES_IN_HOUR = 60
_OTHER_LENGTHS = ("seconds", "days", "weeks", "months", "years")
_UNITS_OF_TIME = (*_OTHER_LENGTHS, "minutes", "hours")
_DATES = ("date", "dated", "month")
_KINDS = ("money", "number", "percent", "count", "duration", *_DATES)
BIKRAM = "bikram"
"""The unit of dates below a name that says that they are of Bikram Sambat."""

_EXPECTED = {
    "money": sentence("amounts in whole units of a currency"),
    "percent": sentence("percentages"),
    "number": sentence("the numbers themselves"),
    "count": sentence("the numbers themselves"),
    "duration": sentence("minutes, or hours and minutes"),
}


class Vocabulary(NamedTuple):
    """The words of all languages, each read when they are first asked for: in names of columns, and in values."""

    marks: Callable[[], Marks]
    values: Callable[[], ValueWords]


def vocabulary(project: Project) -> Vocabulary:
    """The words of all languages of a project."""
    return Vocabulary(cache(lambda: Marks(project.column_words)), lambda: project.words_of_all)


def heeded(
    columns: Columns, letter: LetterSpec, words: Vocabulary, standing: Mapping[str, object], faults: list[Fault]
) -> Columns:
    """The columns, each with the unit, the order of dates and the time zone that its name says: ``Refund (USD)``.

    ``standing`` are the values that the sender fills. Adds a fault for each name that says what cannot be heeded.
    """
    reading = _Reading(letter, words, faults)
    read = tuple(map(reading.column, columns.of_fields))
    return zones_of_names.heeded(columns._replace(of_fields=read), letter, words.values, words.marks, standing, faults)


class _Reading:
    """Reads the names of the columns of one table, and collects their faults."""

    def __init__(self, letter: LetterSpec, words: Vocabulary, faults: list[Fault]) -> None:
        self._letter = letter
        self._words = words
        self._faults = faults

    def column(self, column: Column) -> Column:
        """A column with what its name says."""
        kind = type_at(self._letter, column.field)
        if column.has_own_name or kind not in _KINDS or self._words.marks().is_usual(column.name, column.field):
            return column
        if kind in ("money", "number"):
            return self._amounts(column, kind)
        if kind == "percent":
            self._shares(column)
        elif kind == "count":
            self._counts(column)
        elif kind == "duration":
            return column._replace(unit=self._length(column))
        elif kind in _DATES:
            return self._dates(column, kind)
        return column

    def _said(self, column: Column) -> Mapping[str, str]:
        return self._words.marks().said(column.name)

    def _refuse(self, column: Column, kind: str, said: str) -> None:
        expected = in_words(_EXPECTED[kind])
        self._faults.append(fault("column-in-unit", "columns", given=column.name, said=said, expected=expected))

    def _amounts(self, column: Column, kind: str) -> Column:
        marks = self._said(column)
        scaled = _SCALED.search(column.name)
        if said := marks.get("larger", "") or (scaled[0] if scaled else ""):
            self._faults.append(fault("column-scaled", "columns", given=column.name, said=said))
        percent = _PERCENT.search(column.name)
        said = marks.get("smaller", "") or marks.get("percent", "") or (percent[0] if percent else "")
        if kind == "money" and said:
            self._refuse(column, kind, said)
        return column._replace(unit=_currency_in(column.name, self._words.values)) if kind == "money" else column

    def _shares(self, column: Column) -> None:
        found = _PER_MILLE.search(column.name)
        if said := self._said(column).get("shares", "") or (found[0] if found else ""):
            self._refuse(column, "percent", said)

    def _counts(self, column: Column) -> None:
        """Refuse counts in thousands, in percent, and of another unit of time than the field counts."""
        marks, found = self._said(column), _SCALED.search(column.name)
        alone = [part.strip() for part in BRACKETS.findall(column.name)]
        own = next((unit for unit in _UNITS_OF_TIME if unit in column.field.split("_")), "")
        others = [said for unit, said in marks.items() if unit in _UNITS_OF_TIME and own not in marks]
        said = marks.get("larger", "") or (found[0] if found else "")
        said = said or next((part for part in alone if _PERCENT.fullmatch(part)), "")
        said = said or next((other for other in others if own or other in alone), "")
        if said:
            self._refuse(column, "count", said)

    def _length(self, column: Column) -> str:
        """The unit of lengths of time: ``h`` or ``min``; where the name leaves open which it is, words for both.

        With these, a number alone is refused.
        """
        if clock := _CLOCK.search(column.name):
            if not clock[1]:
                self._refuse(column, "duration", clock[0])
            return clock[0]
        marks = self._said(column)
        if said := next((marks[unit] for unit in _OTHER_LENGTHS if unit in marks), ""):
            self._refuse(column, "duration", said)
            return ""
        is_hours = "hours" in marks or _has_hours(column.name, self._words.values)
        if is_hours and "minutes" in marks:
            return "h/min"
        return "h" if is_hours else "min" if "minutes" in marks else ""

    def _dates(self, column: Column, kind: str) -> Column:
        if not column.dates:
            order, said = _order_in(column.name, self._words.marks)
            if said:
                self._faults.append(fault("column-of-unclear-dates", "columns", given=column.name, said=said))
            column = column._replace(dates=order)
        marks = self._said(column)
        calendars = [marks[key] for key in ("other_calendar", "bikram", "gregorian") if key in marks]
        if "other_calendar" in marks or len(calendars) > 1 or ("bikram" in marks and kind != "date"):
            said = ", ".join(calendars)
            self._faults.append(fault("column-of-other-calendar", "columns", given=column.name, said=said))
        return column._replace(unit=BIKRAM) if "bikram" in marks and kind == "date" else column


def _in_brackets(name: str) -> list[str]:
    return [part for text in BRACKETS.findall(name) for part in _BETWEEN.split(text) if part]


def _currency_in(name: str, words: Callable[[], ValueWords]) -> str:
    """The sign, the code or the name of the currency in the name of a column; empty where there is none.

    Where there are several, all of them, which no amount can be in.
    """
    within = _in_brackets(name)
    parts = [part for part in _BETWEEN.split(BRACKETS.sub(" ", name)) if part]
    codes = {part for part in parts if _CODE.fullmatch(part) and part not in _CODES_AND_WORDS}
    signs = {part for part in parts if not any(map(str.isalnum, part)) and part not in "%#&*"}
    maybe = {part for part in within if len(part) > 1 or not part.isalnum()} | codes | signs
    if not maybe and len(parts) < 2:
        return ""
    known = {one: one for one in maybe if one.upper() in _codes()}
    others = {*maybe, *filter(_may_be_name, (*_phrases(parts), *_phrases(within)))} - known.keys()
    called = {one: meant for one in others if (meant := words().currencies_called(one))}
    within_others = {word for one in called if " " in one for word in one.split()}
    called = {one: meant for one, meant in called.items() if one not in within_others}
    known |= {one: meant[0] if len(meant) == 1 else one for one, meant in called.items()}
    return "/".join(sorted({*known.values()}))


def _may_be_name(text: str) -> bool:
    """Whether a text may be the name of a currency; a short one in Latin letters is rather another word."""
    return len(text) > len("all") or not text.isascii()


def _phrases(parts: list[str]) -> Iterator[str]:
    """The words one by one, and each two together, as currencies have names of two words."""
    yield from parts
    yield from map(" ".join, itertools.pairwise(parts))


def _codes() -> frozenset[str]:
    from goodterms.cldr.locales import currencies  # few tables need it

    return currencies()


def _has_hours(name: str, words: Callable[[], ValueWords]) -> bool:
    """Whether the brackets in the name of a column of lengths of time have a unit that is hours."""
    within = [part.casefold().rstrip(".") for part in _in_brackets(name)]
    return any(part == "h" or words().units.get(part) == _MINUTES_IN_HOUR for part in within)


def _order_in(name: str, marks: Callable[[], Marks]) -> tuple[str, str]:
    """The order of dates that the name of a column says, or else the words for an order that is not understood."""
    if found := _ORDER.search(name.casefold()) or _SHORT_ORDER.search(name.casefold()):
        order = "".join(_PARTS[part[0]] for part in found.groups())
        return (order, "") if order in _ORDERS else ("", found[0])
    for text in BRACKETS.findall(name):
        if found := _ORDER_IN_BRACKETS.fullmatch(text.strip().casefold()):
            order = "".join(_PARTS[part[0]] for part in found.groups() if part)
            order = _WITHOUT_YEAR.get(order, order)
            return (order, "") if order in _ORDERS else ("", found[0])
    if not BRACKETS.search(name):
        return "", ""
    said = [
        next((_PARTS_IN_WORDS[key] for key in keys if key in _PARTS_IN_WORDS), "") for keys, _ in marks().parts(name)
    ]
    if (order := "".join(said)) in _ORDERS and len(said) == len(order):
        return order, ""
    like = next((text.strip() for text in BRACKETS.findall(name) if _LIKE_AN_ORDER.fullmatch(text.strip())), "")
    return "", like
