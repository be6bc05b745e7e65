"""What a column may be by its name: the words that people use for columns, in all languages.

A name is compared whole, never by how near its spelling is to another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.column_words import ENVELOPE, STATUSES
from goodterms.expressions import expression
from goodterms.fields.persons import has_parts
from goodterms.fields.raw import fold
from goodterms.fields.records import MAX_NUMBER, RECORD
from goodterms.recipients.columns import SENDER, STATUS, has_status
from goodterms.text.typed import ARABIC_LETTERS, ascii_digits
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from goodterms.content.column_words import ColumnWords
    from goodterms.model import FieldSpec, LetterSpec, NameRules

CURRENCY = "currency"
OWN = ""
"""Stands for the fields' own names where others have the name of a catalog."""
# Letters that are typed in place of others, and letters without a decomposition.
_LETTERS = ARABIC_LETTERS | str.maketrans({"đ": "d", "ł": "l"})
_NUMBER = expression(r"\d{1,2}")
_BRACKETS = expression(r"\([^()]*\)|\[[^\[\]]*\]")


class Meaning(NamedTuple):
    """What the words of a column's name may mean: a field, and the catalog of the language that says so.

    ``field`` is a field of the letter (``meeting_date``), a part of one (``name.given``, ``providers.1.link``) or of
    the envelope (``key``). ``catalog`` is :data:`OWN` for the field's own name.
    """

    field: str
    catalog: str = OWN


class Words:
    """The words of all languages, folded, to look up the names of columns and what stands in their cells."""

    def __init__(self, languages: Sequence[ColumnWords], rules: Mapping[str, NameRules]) -> None:
        """``rules`` are those for names, by language; their titles are words in cells, too."""
        self.languages = tuple(languages)
        self._strong: dict[str, dict[Meaning, None]] = {}
        self._weak: dict[str, dict[Meaning, None]] = {}
        self._others: dict[str, str] = {}
        self.titles: set[str] = set()
        self._greetings: set[str] = set()
        self.forms: dict[str, str] = {}
        self.choices: dict[str, dict[str, str]] = {}
        self.answers: dict[str, str] = {}
        for language in languages:
            self._add(language)
        for rule in rules.values():
            self._greetings |= set(map(fold_words, rule.greetings))
            for form, titles in rule.titles.items():
                self.forms |= {fold_words(title): form for title in titles}
        self.titles |= self.forms.keys()

    def _add(self, language: ColumnWords) -> None:
        for field, names in language.columns.items():
            for name in names:
                self._strong.setdefault(fold_words(name), {})[Meaning(field, language.catalog)] = None
                self._weak.setdefault(fold_weakly(name), {})[Meaning(field, language.catalog)] = None
        for other, names in language.others.items():
            self._others |= {fold_words(name): other for name in names}
            self._others |= {weak: other for name in names if (weak := fold_weakly(name)) not in self._others}
        self.titles |= set(map(fold_words, language.titles))
        for field, choices in language.values.items():
            known = self.choices.setdefault(field, {})
            for choice, words in choices.items():
                known |= {fold_words(word): choice for word in words if fold_words(word) not in known}
        for answer, words in language.answers.items():
            self.answers |= {fold_words(word): answer for word in words if fold_words(word) not in self.answers}

    def other(self, name: str) -> str:
        """What a column is that no letter takes, a key of ``OTHERS``; empty for a name that does not say so."""
        return self._others.get(fold_words(name)) or self._others.get(fold_weakly(name), "")

    def named(self, name: str) -> dict[Meaning, None]:
        """The fields of any letter that a name means in some language; details of spelling count if they decide."""
        return self._strong.get(fold_words(name)) or self._weak.get(fold_weakly(name), {})

    def is_word(self, name: str) -> bool:
        """Whether the name of a column is one of the words, in each letter."""
        return fold_words(name) in self._strong or fold_words(name) in self._others

    def without_greeting(self, text: str) -> str:
        """A text in a column of titles without the greeting at its start, which is a part of no title: ``Dear``."""
        words = text.split()
        ends = (count for count in range(len(words), 0, -1) if fold_words(" ".join(words[:count])) in self._greetings)
        return " ".join(words[next(ends, 0) :])

    def locale_of(self, text: str) -> str:
        """The tag of a locale that a word in a cell means; empty for an unknown one."""
        return self.choices.get("locale", {}).get(fold_words(text), "")

    def status_of(self, text: str) -> str:
        """What a word says of a meeting, one of ``STATUSES``; empty for an unknown one."""
        bare = fold_words(text)
        return bare if bare in STATUSES else self.choices.get(STATUS, {}).get(bare, "")

    def choices_of(self, field: str, text: str) -> str:
        """The choice that a word means in the field of any letter; empty for an unknown word."""
        return self.choices.get(field, {}).get(fold_words(text), "")

    def choice_of(self, field: FieldSpec, text: str, form: str = "") -> str:
        """The choice that a word in a cell means, or the answer to a yes or no; empty for an unknown word.

        ``form`` is the letter's field for the form of address, which titles also tell.
        """
        if field.type == "flag":
            return self.answers.get(fold_words(text), "")
        own = {fold(option): option for option in field.options}
        if fold(text.strip()) in own:
            return own[fold(text.strip())]
        bare = fold_words(text)
        choice = self.choices.get(field.name, {}).get(bare, "")
        if not choice and field.name == form:
            choice = self.forms.get(bare, "")
        return choice if choice in field.options else ""


@lru_cache(maxsize=4096)
def fold_words(text: str) -> str:
    """A text without the details in which people differ: case, blanks, punctuation, the digits of a script."""
    plain = unicodedata.normalize("NFKC", ascii_digits(text)).casefold().translate(_LETTERS)
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LMN")


@lru_cache(maxsize=4096)
def fold_weakly(text: str) -> str:
    """A text folded, also without what stands in brackets, accents of Latin letters and Arabic vowel signs."""
    apart = unicodedata.normalize("NFD", fold_words(_BRACKETS.sub(" ", text) or text))
    bare = "".join(c for c in apart if not ("\u0300" <= c <= "\u036f" or "\u064b" <= c <= "\u0652"))
    return unicodedata.normalize("NFC", bare)


def by_words(name: str, letter: LetterSpec, words: Words) -> tuple[str, ...]:
    """The fields of a letter, parts of them or of the envelope that the name of a column means, by its words."""
    return tuple(dict.fromkeys(meaning.field for meaning in meanings(name, letter, words)))


def meanings(name: str, letter: LetterSpec, words: Words) -> tuple[Meaning, ...]:
    """What the name of a column may mean for a letter; several where its words leave it open.

    The fields' own names come before words. In a name in two languages (``Ime / First name``), each must agree.
    """
    for text in dict.fromkeys((name, _BRACKETS.sub(" ", name))):
        if found := _own(text, letter, words) or _of_words(text, letter, words):
            return found
    parts = [part for part in re.split(r"[/|\n]", name) if part.strip()]
    if len(parts) < 2:
        return ()
    first, *others = [_own(part, letter, words) or _of_words(part, letter, words) for part in parts]
    agreed = set.intersection(*({meaning.field for meaning in other} for other in others))
    return tuple(meaning for meaning in first if meaning.field in agreed)


def _own(name: str, letter: LetterSpec, words: Words) -> tuple[Meaning, ...]:
    """The field that has this name itself, with the parts of it that the name also means."""
    bare = fold_words(name)
    field = own_names(letter).get(bare) or _numbered_own(bare, letter)
    if not field:
        return ()
    parts = [meaning for meaning in _of_words(name, letter, words) if meaning.field.startswith(f"{field}.")]
    return (Meaning(field), *parts)


def own_names(letter: LetterSpec) -> dict[str, str]:
    """The fields, their parts and those of the envelope by their own names, folded."""
    known = {fold_words(name): name for name in (*ENVELOPE, CURRENCY) if name != STATUS or has_status(letter)}
    for field in letter.fields.values():
        names = [field.name]
        if not field.many:
            names += [f"{field.name}.{part}" for part in (NAME_PARTS if has_parts(field) else field.parts)]
        # In a table of customers, a column "Company" is the customer's.
        before = SENDER if field.sender else ""
        known |= {fold_words(f"{before}{name}"): name for name in names}
    known |= {fold_words(field.item): field.name for field in letter.fields.values() if field.item}
    return known


def _numbered_own(bare: str, letter: LetterSpec) -> str:
    """The field of a name with a number: a further value of one that takes several, or a part of a record."""
    match = re.fullmatch(r"(\D+)(\d{1,2})(\D*)", bare)
    if not match:
        return ""
    if not match[3] and match[1] == "address":
        return "address"
    for field in letter.fields.values():
        if field.many and match[1] in (fold_words(field.name), fold_words(field.item)):
            if field.type != RECORD:
                return "" if match[3] else field.name
            parts = {"": next(iter(field.parts)), **{fold_words(part): part for part in field.parts}}
            part = parts.get(match[3], "")
            return f"{field.name}.{int(match[2])}.{part}" if part and 1 <= int(match[2]) <= MAX_NUMBER else ""
    return ""


def _of_words(name: str, letter: LetterSpec, words: Words) -> tuple[Meaning, ...]:
    """The fields of this letter among those that a name means; with a number, in fields that take several."""
    if found := _fitting(words.named(name), letter, 0):
        return found
    numbers = _NUMBER.findall(ascii_digits(name))
    if len(numbers) != 1 or not 1 <= int(numbers[0]) <= MAX_NUMBER:
        return ()
    return _fitting(words.named(_NUMBER.sub(" ", ascii_digits(name))), letter, int(numbers[0]))


def _fitting(found: Iterable[Meaning], letter: LetterSpec, number: int) -> tuple[Meaning, ...]:
    fitting = (meaning._replace(field=_field(meaning.field, letter, number)) for meaning in found)
    return tuple(dict.fromkeys(meaning for meaning in fitting if meaning.field))


def _field(field: str, letter: LetterSpec, number: int) -> str:
    """A field as a key of this letter's values; empty where the letter has none, or only one, of what is numbered."""
    if field == STATUS and STATUS not in letter.fields:
        return field if has_status(letter) and not number else ""
    if field in ENVELOPE or field == CURRENCY:
        is_there = field != CURRENCY or any(spec.type == "money" for spec in letter.fields.values())
        return field if is_there and (not number or field == "address") else ""
    base, _, part = field.partition(".")
    spec = letter.fields.get(base)
    if spec is None or (number and not spec.many):
        return ""
    if not part:
        return base
    if spec.type == RECORD and part in spec.parts:
        if not spec.many:
            return field
        if not number and part == next(iter(spec.parts)):
            return base
        return f"{base}.{number or 1}.{part}"
    return field if has_parts(spec) and part in NAME_PARTS else ""


def spec_of(field: str, letter: LetterSpec) -> FieldSpec | None:
    """The field, or the part of a record, that a key of a letter's values names; None for the envelope's parts."""
    base, *rest = field.split(".")
    spec = letter.fields.get(base)
    if spec and rest and spec.type == RECORD:
        return spec.parts.get(rest[-1])
    return spec


def is_many(field: str, letter: LetterSpec) -> bool:
    """Whether several columns may fill a field."""
    return field == "address" or (field in letter.fields and letter.fields[field].many)
