"""How one locale's letters write a person's name: in full, in short, and as the salutation says it.

The forms are CLDR's (UTS #35, part 8). Which of them a salutation takes, and which titles it has words for itself, is
the language's own: the table ``names`` of its language.toml.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from goodterms.model import NameRules
from goodterms.values import ADDRESSING, MONOGRAM, REFERRING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from goodterms.cldr.formatter import Formatter
    from goodterms.values import Person


NO_RULES = NameRules()
_NO_BREAK_SPACE = "\u00a0"
# In g./ga. and Mr.&Mrs. no title is written together with another: they say that nobody knows which.
_EITHER = re.compile("[/&+|\\\\]")
_PART = re.compile(r"[^.]+\.?")
_MAX_KEPT = 4096
_AROUND = ".,;()\u06d4"
# ZWNJ and ZWJ, which some keyboards type at the end of a word; the vowel marks of Arabic.
_UNSAID = re.compile("[\u200c\u200d\u064b-\u0652]")


class Names:
    """Writes the names of persons for one locale.

    ``formatter`` writes CLDR's forms. ``rules`` are those of the letter's language; ``others`` gives those of every
    language, by catalog. A title is looked for in the letter's language first, then in the name's own, then in all: a
    sender's table has its titles in one language, and the letters go out in many.
    """

    def __init__(
        self, formatter: Formatter, rules: NameRules = NO_RULES, others: Callable[[], Mapping[str, NameRules]] = dict
    ) -> None:
        self._formatter = formatter
        self._rules = rules
        self._others = others
        self._titles = _by_title(rules)
        self._given_titles = set(map(_folded, rules.given_titles))
        self._understood: dict[tuple[str, str], tuple[str, str]] = {}

    def full(self, person: Person) -> str:
        """The whole name with everything that belongs to it.

        In many languages CLDR's full name has no title; one that says more than a form of address stands before it all
        the same. So does one that CLDR has in the midst of a name whose surname comes first.
        """
        if person.whole:
            return person.whole
        if person.credentials and (before := self._rules.before_credentials):
            return self.full(person._replace(credentials="")) + before + person.credentials
        full = self._formatter.name(person, "long", REFERRING, "formal")
        if _is_at_an_end(person.title, full):
            return full
        untitled = self._formatter.name(person._replace(title=""), "long", REFERRING, "formal")
        title = self._without_plain(person) if full == untitled else person.title
        return f"{title} {untitled}" if title else untitled

    def short(self, person: Person) -> str:
        """The surname, with initials for the given names."""
        return person.whole or self._formatter.name(person, "short", REFERRING, "formal")

    def informal(self, person: Person) -> str:
        """The name by which friends call a person."""
        return person.whole or self._formatter.name(person, "long", ADDRESSING, "informal")

    def initials(self, person: Person) -> str:
        """The first letters of given names and surname; of a name given whole, its first."""
        return self._formatter.name(person, "long", MONOGRAM, "formal")

    def greeting(self, person: Person, form: str) -> str:
        """The name as the salutation says it to a person who is addressed in ``form``.

        A plain title goes where the salutation has its own; the surname stands alone behind a title only; credentials
        stand in no salutation. A name given whole stays whole.
        """
        said = self._said(person, form)
        last = said.rstrip(".")[-1:] if self._rules.space_after_latin else ""
        is_latin = last and unicodedata.name(last, "").startswith("LATIN")
        return said + _NO_BREAK_SPACE if is_latin else said

    def _said(self, person: Person, form: str) -> str:
        has_title = form in self._rules.salutation_titles
        title = self._without_plain(person) if has_title else person.title
        person = person._replace(title=title, credentials="")
        if person.given and any(_folded(word) in self._given_titles for word in title.split()):
            return f"{title} {person.given}"
        is_surname = self._rules.salutation == "surname" and (has_title or title)
        if is_surname and (person.surname or person.surname_core):
            said = self._formatter.name(person, "long", ADDRESSING, "formal")
            if _is_at_an_end(title, said):
                return said
        return self.full(person)

    def form_of_address(self, person: Person) -> str:
        """The form of address that a title tells; empty when no plain title is in it, or they tell several."""
        return self._title(person)[0]

    def _without_plain(self, person: Person) -> str:
        """The title without the words that tell a form of address alone."""
        return self._title(person)[1]

    def _title(self, person: Person) -> tuple[str, str]:
        """The form of address that a title tells, and the title without the words that tell it; kept, as they recur."""
        key = (person.title, person.locale)
        if key not in self._understood:
            if len(self._understood) >= _MAX_KEPT:
                self._understood.clear()
            words = [(word, self._form(word, person.locale)) for word in self._words(person)]
            forms = {form for _, form in words if form}
            rest = " ".join(word for word, form in words if not form) if len(forms) == 1 else person.title
            self._understood[key] = (forms.pop() if len(forms) == 1 else "", rest)
        return self._understood[key]

    def _words(self, person: Person) -> Iterator[str]:
        """The words of a title; those written together with a plain one, as in ``ga.dr.``, are taken apart."""
        for word in person.title.split():
            is_one = self._form(word, person.locale) or _EITHER.search(word)
            parts = [word] if is_one else _PART.findall(word)
            yield from parts if any(self._form(part, person.locale) for part in parts) else [word]

    def _form(self, word: str, tag: str) -> str:
        """The form of address that a word of a title tells, empty when it tells none."""
        folded = _folded(word)
        if folded in self._titles:
            return self._titles[folded]
        for catalog in _catalogs(tag):
            if form := self._titles_elsewhere.get(catalog, {}).get(folded, ""):
                return form
        forms = {titles[folded] for titles in self._titles_elsewhere.values() if folded in titles}
        return forms.pop() if len(forms) == 1 else ""

    @cached_property
    def _titles_elsewhere(self) -> dict[str, dict[str, str]]:
        return {catalog: _by_title(rules) for catalog, rules in self._others().items()}


def _is_at_an_end(title: str, name: str) -> bool:
    """Whether a title, if there is one, stands before a name or behind it, and not in its midst: Kim Ms. Min-ho."""
    return not title or name.startswith(title) or name.endswith(title)


def _by_title(rules: NameRules) -> dict[str, str]:
    """The form of address that each title tells."""
    return {_folded(title): form for form, titles in rules.titles.items() for title in titles}


def _folded(title: str) -> str:
    """A title without what people write differently: case, dots and brackets around it, joiners, vowel marks."""
    return _UNSAID.sub("", unicodedata.normalize("NFC", title)).casefold().strip(_AROUND)


def _catalogs(tag: str) -> Iterator[str]:
    """The catalogs that may be those of a language tag, the nearest first."""
    subtags = tag.split("-")
    for count in range(len(subtags), 0, -1):
        yield "_".join(subtags[:count])
        yield "-".join(subtags[:count])
