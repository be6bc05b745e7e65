"""Tells the name of a company from that of a person, and writes it in a salutation.

The legal form at its end tells it, as in ``Lesna, d. o. o.``, or a title of companies before it, such as ``M/s``. The
words are those of the tables ``names.endings`` and ``names.titles`` in each language.toml: a table has names of one
country, and its letters are in many languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.text.typed import ARABIC_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from goodterms.engine.name_doubts import Doubt
    from goodterms.model import NameRules

_COMMA = expression(r"[,،]")
_PIECE = expression(r"[^.\s]+")
_WITHOUT_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d"))
_PLACE = r"(?:\s*[,،]\s*[^,،]+)?"
"""What may follow the legal form: the seat of a company, as registers write it."""
_CLEAR = 3
"""The least letters of an ending that is written in capitals as well: ``Anil D. D.`` is a person."""
_OF_PERSONS = frozenset({"name-with-comma", "name-with-note", "name-is-title"})
"""What is doubtful in the name of a person, and usual in that of a company."""
_IN_COMPANIES = frozenset("-–/._*'\"“”„«»")
"""The signs that names of companies have: AC/DC Elektro, booking.com, »Lipa«, Bistro Lipa - Maribor."""


class CompanyNames:
    """Knows names of companies. ``rules`` are those of the letter's language, ``others`` those of every language."""

    def __init__(self, rules: NameRules, others: Callable[[], Mapping[str, NameRules]]) -> None:
        self._rules = rules
        self._others = others

    @cached_property
    def _every(self) -> tuple[NameRules, ...]:
        return (self._rules, *self._others().values())

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms of address that the ending of a name can tell: those of companies."""
        return frozenset(form for rules in self._every for form in rules.endings)

    def form_of_address(self, name: str) -> str:
        """The form of address that a whole name tells, by its ending or by a title before it; empty for none."""
        first, _, rest = name.strip().partition(" ")
        if rest and (form := self._titles.get(_fold(first), "")):
            return form
        return next((form for form, ending in self._endings.items() if ending.search(_plain(name))), "")

    def is_of_one_person(self, name: str) -> bool:
        """Whether a name is that of the business of one person, such as ``Mizarstvo Kos s. p.``."""
        return bool(self._one_person and self._one_person.search(_plain(name)))

    def holds_person(self, name: str) -> bool:
        """Whether a name has a comma before its legal form, so that it may be a person: ``Ana Novak, Lesna d.o.o.``."""
        plain = _plain(name)
        found = (ending.search(plain) for ending in self._endings.values())
        return any(match and _COMMA.search(plain[: match.start()].strip(" ,،")) for match in found)

    def in_salutation(self, name: str, form: str) -> str:
        """A name without the titles before it that only tell the form of address, as a salutation to a company has it.

        In a language whose salutation of companies has a title itself, so is one that leaves the form open.
        """
        says_title = form in self._rules.salutation_titles
        own = {_fold(title) for titles in self._rules.titles.values() for title in titles} if says_title else set()
        first, _, rest = name.strip().partition(" ")
        while rest and (_fold(first) in self._titles or _fold(first) in own):
            name = rest.strip()
            first, _, rest = name.partition(" ")
        return name

    @staticmethod
    def is_doubtful(doubt: Doubt) -> bool:
        """Whether what is doubtful in the name of a person is so in that of a company."""
        if doubt.kind == "name-with-sign":
            return not _IN_COMPANIES.issuperset(doubt.said)
        return doubt.kind not in _OF_PERSONS

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of companies, folded, with the form of address that each tells."""
        return {
            _fold(title): form for form in self.forms for rules in self._every for title in rules.titles.get(form, ())
        }

    @cached_property
    def _endings(self) -> dict[str, re.Pattern[str]]:
        every = {form: [end for rules in self._every for end in rules.endings.get(form, ())] for form in self.forms}
        return {form: _at_the_end(endings, _PLACE) for form, endings in every.items() if endings}

    @cached_property
    def _one_person(self) -> re.Pattern[str] | None:
        endings = [ending for rules in self._every for ending in rules.one_person_endings]
        return _at_the_end(endings, _PLACE) if endings else None


def _at_the_end(endings: Iterable[str], after: str) -> re.Pattern[str]:
    """An expression for a name that has one of some endings, as a word of its own, and something before it."""
    written = dict.fromkeys(_plain(one) for ending in endings for one in (ending, *_in_capitals(ending)))
    longest_first = sorted(written, key=len, reverse=True)
    alternatives = "|".join(map(_with_any_spaces, longest_first))
    return re.compile(rf"(?<=[\s,،)\]])(?:{alternatives})\.?{after}[\s\"'”»’]*$")


def _in_capitals(ending: str) -> tuple[str, ...]:
    is_clear = sum(map(str.isalpha, ending)) >= _CLEAR
    return (ending.upper(),) if is_clear and ("." in ending or not ending.islower()) else ()


def _with_any_spaces(ending: str) -> str:
    """An expression for an ending with and without dots and spaces between its parts; one of the two separates them."""
    return r"(?:\.\s*|\s+)".join(map(re.escape, _PIECE.findall(ending)))


def _plain(text: str) -> str:
    """A text without the differences between keyboards, and without characters of no width."""
    return unicodedata.normalize("NFC", text).translate(ARABIC_LETTERS).translate(_WITHOUT_WIDTH)


def _fold(title: str) -> str:
    return _plain(title).casefold().strip(".,")
