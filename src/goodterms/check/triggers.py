"""Triggers: what must be in the texts of a message, or in their sources, for a rule to find anything.

A catalog has many messages, and most of them concern few rules. A trigger may go off in vain, but must go off wherever
its rule finds something; a test compares each rule with its triggers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.masking import mask
from goodterms.check.notations.icu import is_plainly_icu
from goodterms.expressions import expression

if TYPE_CHECKING:
    from goodterms.content.terms import Glossary
    from goodterms.model import Writing
    from goodterms.po import Entry

OfTexts = Callable[[Sequence[str], Sequence[str]], bool]
"""A condition on the texts of a message that are not blank, and on its sources: msgid, msgid_plural."""
OfEntry = Callable[["Entry"], bool]
"""A condition on a message, for rules that look at messages as a whole."""


Trigger = str | OfTexts | OfEntry
"""Characters and ranges of them, as between the brackets of a regular expression; or a condition."""


class ByWriting(NamedTuple):
    """A trigger that depends on how the language is written; None for a rule that looks at every text then."""

    of: Callable[[Writing], Trigger | None]


class ByTerms(NamedTuple):
    """A trigger that depends on the terms of the catalog."""

    of: Callable[[Glossary], Trigger]


Condition = Trigger | ByWriting | ByTerms
"""A trigger, or what makes one for a catalog."""

# How nearly all texts in Latin letters end; other ends need a closer look.
_ENDS = ".?!:…"
# The ranges are written out, as building them from the character database takes long.
_BEYOND_LATIN = "\u0370-\u1dff\u1f00-\u1fff\u2070-\u209f\u20d0-\ufffb\ufffd-\U0010ffff"
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0"
    "\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10"
)
DIGITS_BEYOND_ASCII = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS) + "\U00010000-\U0010ffff"
NOT_ALWAYS_NFC = "\u0300-\u1dff\u1f00-\u2001\u20d0-\u20ff\u2126-\U0010ffff"
# Placeholders and tags of the usual shapes, and numbers; a single character and two slashes need a closer look.
_FACTS = expression(
    r"[{}%<@/0-9](?:(?<=[0-9])(?<![\w.%{(][0-9])[0-9]*+(?:[.,:/\u066b\u066c]+[0-9]+)*+|(?<=\{)\w++\}"
    r"|(?<=[}{@])|(?<=/)/|(?<=%)(?:(?:\(\w+\))?[sd](?![0-9]))?|(?<=<)(?:/?[A-Za-z]++>)?)"
)
_INNER_FULL_STOP = expression(r"\.[A-Za-z0-9]").search
_UNUSUAL = frozenset({"{", "}", "%", "<", "@", "//"})
_ORDERED = frozenset({"%s", "%d"})
_ONLY_NAMES_IN_BRACES = expression(r"[^{}%]*+(?:\{\w++\}[^{}%]*+)*+")


def facts_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether texts and sources differ in placeholders or numbers, or have any of an unusual shape."""
    find = _FACTS.findall
    expected = find(sources[0])
    if not _UNUSUAL.isdisjoint(expected):
        return True
    for text in texts if len(sources) == 1 else (*texts, *sources[1:]):
        facts = find(text)
        if facts != expected and (set(facts) != set(expected) or _by_order(facts) != _by_order(expected)):
            return True
    return False


def _by_order(facts: Sequence[str]) -> list[str]:
    """The placeholders that take values in order."""
    return [fact for fact in facts if fact in _ORDERED]


PLACEHOLDERS: list[Condition] = [facts_differ, "`|$:'\\]~"]
"""The triggers of rules that look at the placeholders of any format."""


FORMATS: list[Condition] = [facts_differ, "~"]
"""The triggers of rules that look at how the placeholders of any format are written."""


def ends_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether not all texts and sources end alike: in the same punctuation, or in a letter, digit or placeholder."""
    expected = _end_of(sources[0])
    if expected is None:
        return True
    for text in texts if len(sources) == 1 else (*texts, *sources[1:]):  # noqa: SIM110 — runs for every message, and any() takes twice as long
        if _end_of(text) != expected:
            return True
    return False


def _end_of(text: str) -> str | None:
    """The punctuation that a text ends in, empty for none; None if it needs a closer look."""
    last = text[-1:]
    if last.isalnum() or last == "}" or last == ",":
        return ""
    before = text[-2:-1]
    return last if last in _ENDS and (before.isalnum() or before == "}") else None


def edges_are_blank(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text or a source begins or ends with a space or a line break."""
    for text in (*texts, *sources):  # noqa: SIM110
        if text != text.strip():
            return True
    return False


def has_rare_pieces(texts: Sequence[str], _sources: Sequence[str]) -> bool:
    """Whether a text has two spaces in a row, or perhaps the branches of ICU messages.

    One trigger for several rules: it takes less time than one for each.
    """
    for text in texts:  # noqa: SIM110
        if "  " in text or "plural" in text or "select" in text:
            return True
    return False


def lengths_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text is shorter than half of its source, or more than twice as long."""
    length = len(sources[-1])
    if length >= 40:
        for text in texts:
            if not length <= 2 * len(text) <= 4 * length:
                return True
    return False


def begin_alike(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text may begin with the same word as a source, apart from what is not prose."""
    for source in sources:
        first = source[:1]
        # A source with h or w at the start, or with an @, may be an address.
        if not first.isalpha() or first in "hw" or "@" in source:
            return True
        for text in texts:
            start = text[0]
            if start == first or not start.isalpha() or start in "hw" or "@" in text:
                return True
    return False


def begin_like_lists(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text or a source begins with a space, a digit, or a sign that may begin a list item."""
    for text in (*texts, *sources):
        first = text[:1]
        if not first.isalpha() and (first.isdecimal() or first.isspace() or first in "#*+->"):
            return True
    return False


def has_inner_full_stop(texts: Sequence[str], _sources: Sequence[str]) -> bool:
    """Whether a text has a full stop before a letter or a digit, as the name of a host has."""
    for text in texts:  # noqa: SIM110
        if _INNER_FULL_STOP(text):
            return True
    return False


def has_forms(entry: Entry) -> bool:
    """Whether a message has plural forms."""
    return entry.msgid_plural is not None


def has_previous(entry: Entry) -> bool:
    """Whether a message has a previous msgid."""
    return entry.previous


def has_unusual_format(entry: Entry) -> bool:
    """Whether the sources of a message have signs that may make them invalid in a format.

    Without a flag, only the number of values of a plural is looked at, and whether an ICU message is valid.
    """
    if not entry.flags:
        if entry.msgid_plural is not None and ("%" in entry.msgid_plural or "%" in entry.msgid):
            return True
        return any(map(is_plainly_icu, entry.sources))
    is_usual = _ONLY_NAMES_IN_BRACES.fullmatch
    for source in entry.sources:
        if not is_usual(source) or ("{" in source and "python-brace-format" not in entry.flags):
            return True
    return False


def is_fuzzy(entry: Entry) -> bool:
    """Whether a message is fuzzy."""
    return "fuzzy" in entry.flags


def begins_blank(entry: Entry) -> bool:
    """Whether a message has no translation, or a blank one in its first form."""
    return not entry.strings[0].strip()


def _beyond_latin(writing: Writing) -> str | None:
    return _BEYOND_LATIN if writing.script == "Latn" else None


def _foreign_punctuation(writing: Writing) -> str:
    return _characters("".join(sign for sign, own in writing.punctuation.items() if sign not in own))


def _quotes(writing: Writing) -> str:
    return _characters("".join(writing.quotes))


def _look_alikes(writing: Writing) -> str | None:
    return _characters("".join(writing.letters)) if all(writing.letters) else None


def _mistaken(writing: Writing) -> str:
    return _characters("".join(writing.mistaken))


def _characters(characters: str) -> str:
    """A trigger of single characters, none of which is read as a range."""
    return "".join(f"{character}-{character}" for character in characters)


def _ends(writing: Writing) -> OfTexts | None:
    return None if writing.punctuation else ends_differ


def _terms(terms: Glossary) -> Trigger:
    def have_terms(_texts: Sequence[str], sources: Sequence[str]) -> bool:
        return any(terms.in_source(mask(source)) for source in sources)

    return have_terms if terms else ""


TERMS = ByTerms(_terms)
"""A term in a source; without terms, nothing."""
ENDS = ByWriting(_ends)
"""In a language with the punctuation of the source language: a text that ends differently, or in a rare way."""
BEYOND_LATIN = ByWriting(_beyond_latin)
"""In a language of Latin letters: anything but those, the signs on them, and their punctuation."""
FOREIGN_PUNCTUATION = ByWriting(_foreign_punctuation)
"""The punctuation of the source language for which the language has its own."""
QUOTES = ByWriting(_quotes)
"""The language's quotation marks."""
LOOK_ALIKES = ByWriting(_look_alikes)
"""The letters and digits that look like the language's own."""
MISTAKEN = ByWriting(_mistaken)
"""What the language does not use, and people and programs write for its own letters and signs."""


def ranges_of(characters: str) -> list[tuple[str, str]]:
    """The first and the last character of each range in a trigger; a single character is a range, too."""
    return [(match[1], match[2] or match[1]) for match in re.finditer("(.)(?:-(.))?", characters, re.DOTALL)]
