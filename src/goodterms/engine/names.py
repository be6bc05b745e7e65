"""Writes the names of persons for one locale: in full, short, informal, as initials, and in the salutation.

The forms are those of CLDR (UTS #35, part 8). The table ``names`` of a language.toml says which of them a salutation
uses, and which titles the words of the salutation already express.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from goodterms.engine import name_doubts
from goodterms.engine.company_names import CompanyNames
from goodterms.expressions import expression
from goodterms.model import NameRules
from goodterms.values import ADDRESSING, MONOGRAM, REFERRING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from goodterms.cldr.formatter import Formatter
    from goodterms.engine.name_doubts import Doubt
    from goodterms.values import Person


NO_RULES = NameRules()
# A word such as g./ga. or Mr.&Mrs. is not two titles written together: it leaves open which one applies.
_ALTERNATIVES = expression("[/&+|\\\\]")
_PART = expression(r"[^.]+\.?")
_MAX_CACHED_TITLES = 4096
_MAX_GREETING = 5
"""The most words of a greeting."""
_NO_BREAK_SPACE = "\u00a0"
_AROUND = ".,:;!()\u06d4\u060c"
# ZWNJ and ZWJ, which some keyboards insert at the end of a word, and the vowel signs of Arabic script.
_IGNORED = expression("[\u200c\u200d\u064b-\u0652]")


class Names:
    """Writes the names of persons for one locale.

    ``formatter`` writes CLDR's forms. ``rules`` are those of the letter's language; ``others`` returns those of every
    language, by catalog. A title is looked up in the letter's language, then in the name's language, then in all
    languages: a sender's table has titles in one language, and its letters are in many.
    """

    def __init__(
        self, formatter: Formatter, rules: NameRules = NO_RULES, others: Callable[[], Mapping[str, NameRules]] = dict
    ) -> None:
        self._formatter = formatter
        self._rules = rules
        self._others = others
        self._titles = _by_title(rules)
        self._given_titles = set(map(_fold, rules.given_titles))
        self._parsed: dict[tuple[str, str], tuple[str, str]] = {}
        self.companies = CompanyNames(rules, others)

    def full(self, person: Person) -> str:
        """The whole name, with title and credentials.

        In many languages, CLDR's full name has no title; a title that says more than a form of address is put before
        it. So is a title that CLDR puts between surname and given name.
        """
        return self._unbroken(person, self.on_one_line(person))

    def on_one_line(self, person: Person) -> str:
        """The same for an address or a header, which has a line for it: without spaces that only prevent a break."""
        if person.whole:
            return person.whole
        if person.credentials and (before := self._rules.before_credentials):
            return self.on_one_line(person._replace(credentials="")) + before + person.credentials
        full = self._formatter.name(person, "long", REFERRING, "formal")
        if _is_outer(person.title, full):
            return full
        untitled = self._formatter.name(person._replace(title=""), "long", REFERRING, "formal")
        title = self._parse_title(person)[1] if full == untitled else person.title
        return f"{title} {untitled}" if title else untitled

    def short(self, person: Person) -> str:
        """The surname, with initials for the given names."""
        return person.whole or self._formatter.name(person, "short", REFERRING, "formal")

    def informal(self, person: Person) -> str:
        """The name by which friends call a person."""
        return person.whole or self._formatter.name(person, "long", ADDRESSING, "informal")

    def initials(self, person: Person) -> str:
        """The initials of given names and surname; for a whole name, its first letter."""
        return self._formatter.name(person, "long", MONOGRAM, "formal")

    def greeting(self, person: Person, form: str) -> str:
        """The name in a salutation, for a person who is addressed in ``form``.

        A title that only tells the form of address is left out where the salutation has a title itself. A surname
        without given name needs a title before it. Credentials are left out. A name given whole stays whole.
        """
        return self._unbroken(person, self._salutation_name(person, form))

    def _unbroken(self, person: Person, name: str) -> str:
        """A name with no-break spaces after the abbreviated titles before it, if the language's rules ask for them."""
        if not (self._rules.unbroken_titles and person.title):
            return name
        # A salutation leaves out some of the words of the title, and may split one.
        titles = {*person.title.split(), *self._words(person)}
        words = name.split(" ")
        spaces = [" "] * (len(words) - 1) + [""]
        for place, word in enumerate(words):
            if word not in titles:
                break
            if word.endswith(".") and spaces[place]:
                spaces[place] = _NO_BREAK_SPACE
        return "".join(word + space for word, space in zip(words, spaces, strict=True))

    def _salutation_name(self, person: Person, form: str) -> str:
        has_title = form in self._rules.salutation_titles
        title = self._parse_title(person)[1] if has_title else person.title
        person = person._replace(title=title, credentials="")
        if person.given and any(_fold(word) in self._given_titles for word in title.split()):
            return f"{title} {person.given}"
        is_surname = self._rules.salutation == "surname" and (has_title or title)
        if is_surname and (person.surname or person.surname_core):
            name = self._formatter.name(person, "long", ADDRESSING, "formal")
            if _is_outer(title, name):
                return name
        return self.full(person)

    def form_of_address(self, person: Person) -> str:
        """The form of address that a person's title tells; empty when it tells none, or more than one."""
        return self._parse_title(person)[0]

    def foreign_title(self, person: Person, form: str) -> str:
        """The word of a title that the salutation would print, and that tells a form of address only elsewhere.

        Such as *g.* in an English letter: its reader does not know it. Empty where there is none.
        """
        if not person.title or person.whole:
            return ""
        printed = self._salutation_name(person, form).split()
        foreign = (
            word for word in self._words(person) if _fold(word) not in self._titles and self._form(word, person.locale)
        )
        return next((word for word in foreign if word in printed), "")

    def is_nameless(self, form: str) -> bool:
        """Whether the salutation of a form of address does not say the name."""
        return form in self._rules.nameless_salutations

    def courtesy_capitals(self, form: str) -> tuple[str, ...]:
        """The words that have a capital for one person, and none in a letter with this form of address."""
        return self._rules.courtesy_capitals if form in self.companies.forms else ()

    def titles_of(self, form: str) -> tuple[str, ...]:
        """The titles of a form of address in the letter's language."""
        return tuple(self._rules.titles.get(form, ()))

    def without_greeting(self, person: Person) -> Person | None:
        """The person without greeting words before the title: ``Dear Ms.`` is ``Ms.``; None where no title is left.

        A salutation has a greeting of its own. A word that greets and is a title in its language, as many honorifics
        are, stays where the title tells one form of address.
        """
        greeting, rest = self._split_greeting(person.title) if person.title else ("", "")
        if not greeting or (self.form_of_address(person) and self._form(greeting, person.locale)):
            return person
        while greeting:
            greeting, rest = self._split_greeting(rest)
        is_title = rest and all(word.endswith(".") or self._form(word, person.locale) for word in rest.split())
        return person._replace(title=rest) if is_title else None

    def said_twice(self, person: Person) -> str:
        """The word of a whole name that the salutation would say again, such as *gospa*; empty where there is none."""
        first, _, rest = person.whole.strip().partition(" ")
        if rest and first in self._said_before and (self._rules.salutation_titles or _fold(first) not in self._titles):
            return first
        return self.said_after(person.whole)

    def said_after(self, name: str) -> str:
        """The end of a whole name that salutations say themselves, such as *గారు*; empty where there is none."""
        return next((ending.strip() for ending in self._said_after if name.strip().endswith(ending)), "")

    def doubts(self, person: Person) -> list[Doubt]:
        """What in a name is not the name of one person; an empty list for a good name."""
        parts = [person.whole] if person.whole else [person.given, person.surname]
        filled = [part for part in parts if part]
        if len(filled) == 1 and (kind := self._no_name(filled[0])):
            return [name_doubts.Doubt(kind, filled[0])]
        is_part = not person.whole
        every = (
            one for part in filled for one in (*name_doubts.doubts(part, is_part=is_part), *self._notes_before(part))
        )
        found = {one.kind: one for one in every}
        if person.whole and name_doubts.has_unclear_comma(person.whole) and "name-with-placeholder" not in found:
            found["name-with-comma"] = name_doubts.Doubt("name-with-comma", person.whole)
        return list(found.values())

    def _notes_before(self, name: str) -> list[Doubt]:
        """The words before a name that say through whose hands the letter goes: ``k rokam``."""
        words = name.split()
        for said in self._on_behalf.get(words[0].casefold(), ()):
            if len(words) > len(said) and tuple(map(str.casefold, words[: len(said)])) == said:
                return [name_doubts.Doubt("name-with-note", " ".join(words[: len(said)]))]
        return []

    @cached_property
    def _on_behalf(self) -> dict[str, list[tuple[str, ...]]]:
        """What :meth:`_notes_before` looks for, by its first word."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for said in (one for rules in (self._rules, *self._others().values()) for one in rules.on_behalf):
            words = tuple(said.casefold().split())
            found.setdefault(words[0], []).append(words)
        return found

    def _no_name(self, text: str) -> str:
        """The kind of the fault of a text that is not a name, such as ``Total`` or a title; empty for a name."""
        words = text.split()
        if " ".join(map(_fold, words)) in self._no_names:
            return "name-of-nobody"
        is_title = name_doubts.is_initial(text) or all(word in self._said_before for word in words)
        return "name-is-title" if is_title else ""

    @cached_property
    def _no_names(self) -> frozenset[str]:
        every = (self._rules, *self._others().values())
        # A greeting of one word may be a name: عزیز.
        greetings = (text for rules in every for text in rules.greetings if " " in text)
        no_names = (text for rules in every for text in rules.no_names)
        return frozenset(" ".join(map(_fold, text.split())) for text in (*greetings, *no_names))

    @cached_property
    def _said_before(self) -> frozenset[str]:
        return frozenset(word for rules in (self._rules, *self._others().values()) for word in rules.said_before)

    @cached_property
    def _said_after(self) -> tuple[str, ...]:
        every = (self._rules, *self._others().values())
        return tuple(dict.fromkeys(ending for rules in every for ending in rules.said_after))

    def _split_greeting(self, title: str) -> tuple[str, str]:
        """The longest greeting at the start of a title, and the rest; an empty greeting where it begins with none."""
        words = title.split()
        for count in range(min(len(words), _MAX_GREETING), 0, -1):
            if " ".join(map(_fold, words[:count])) in self._greetings:
                return " ".join(words[:count]), " ".join(words[count:])
        return "", title

    @cached_property
    def _greetings(self) -> frozenset[str]:
        """The greetings of all languages: a table has words of one, and its letters are in many."""
        every = (self._rules, *self._others().values())
        return frozenset(" ".join(map(_fold, text.split())) for rules in every for text in rules.greetings)

    def _parse_title(self, person: Person) -> tuple[str, str]:
        """The form of address that a title tells, and the title without the words that tell it; cached."""
        key = (person.title, person.locale)
        if key not in self._parsed:
            if len(self._parsed) >= _MAX_CACHED_TITLES:
                self._parsed.clear()
            words = [(word, self._form(word, person.locale)) for word in self._words(person)]
            forms = {form for _, form in words if form}
            rest = " ".join(word for word, form in words if not form) if len(forms) == 1 else person.title
            self._parsed[key] = (forms.pop() if len(forms) == 1 else "", rest)
        return self._parsed[key]

    def _words(self, person: Person) -> Iterator[str]:
        """The words of a title; titles written together, as in ``ga.dr.``, are split if one tells a form of address."""
        for word in person.title.split():
            is_single = self._form(word, person.locale) or _ALTERNATIVES.search(word)
            parts = [word] if is_single else _PART.findall(word)
            yield from parts if any(self._form(part, person.locale) for part in parts) else [word]

    def _form(self, word: str, tag: str) -> str:
        """The form of address that a word of a title tells; empty when it does not tell one."""
        folded = _fold(word)
        if folded in self._titles:
            return self._titles[folded]
        for catalog in _catalogs(tag):
            if form := self._other_titles.get(catalog, {}).get(folded, ""):
                return form
        forms = {titles[folded] for titles in self._other_titles.values() if folded in titles}
        return forms.pop() if len(forms) == 1 else ""

    @cached_property
    def _other_titles(self) -> dict[str, dict[str, str]]:
        """The form of address of each title, by catalog."""
        return {catalog: _by_title(rules) for catalog, rules in self._others().items()}


def _is_outer(title: str, name: str) -> bool:
    """Whether a title, if there is one, is at the start or the end of a name, and not inside it: Kim Ms. Min-ho."""
    return not title or name.startswith(title) or name.endswith(title)


def _by_title(rules: NameRules) -> dict[str, str]:
    """The form of address of each title, by the folded title."""
    return {_fold(title): form for form, titles in rules.titles.items() for title in titles}


def _fold(title: str) -> str:
    """A title without differences in spelling: case, dots and brackets around it, joiners, vowel signs."""
    return _IGNORED.sub("", unicodedata.normalize("NFC", title)).casefold().strip(_AROUND)


def _catalogs(tag: str) -> Iterator[str]:
    """The possible names of the catalog of a language tag, the most specific first."""
    subtags = tag.split("-")
    for count in range(len(subtags), 0, -1):
        yield "_".join(subtags[:count])
        yield "-".join(subtags[:count])
