"""What a rule waits for: unless it is there, in the texts of a message or in their sources, the rule finds nothing.

A catalog has many messages, and most of them set off few rules. A trigger may go off in vain, but must go off wherever
its rule would find something; a test holds each rule against its triggers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from goodterms.model import Writing
    from goodterms.po import Entry

OfTexts = Callable[[Sequence[str], Sequence[str]], bool]
"""Asked of the texts of a message, those that are not blank, and of its sources: msgid, msgid_plural."""
OfEntry = Callable[["Entry"], bool]
"""Asked of a message as a whole, for the rules that look at it so."""


Trigger = str | OfTexts | OfEntry
"""Characters, ranges among them, as they stand between the brackets of a regular expression; or a question."""


class ByWriting(NamedTuple):
    """A trigger that depends on how the language is written; None where the rule looks at every text."""

    of: Callable[[Writing], Trigger | None]


# How nearly all texts in Latin letters end; in another way the marks have to be looked at one by one.
_ENDS = ".?!:…"
# The ranges of _BEYOND_LATIN and of digits are written out: to build them from the character database takes long.
_BEYOND_LATIN = "\u0370-\u1dff\u1f00-\u1fff\u2070-\u209f\u20d0-\ufffb\ufffd-\U0010ffff"
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0"
    "\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0\uff10"
)
DIGITS_BEYOND_ASCII = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS) + "\U00010000-\U0010ffff"
NOT_ALWAYS_NFC = "\u0300-\u1dff\u1f00-\u2001\u20d0-\u20ff\u2126-\U0010ffff"
# Placeholders and tags of the usual shapes, and numbers; a single character, or two slashes, needs a closer look.
_FACTS = re.compile(
    r"[{}%<@/0-9](?:(?<=[0-9])(?<![\w.%{(][0-9])[0-9]*+(?:[.,:/\u066b\u066c]+[0-9]+)*+|(?<=\{)\w++\}"
    r"|(?<=[}{@])|(?<=/)/|(?<=%)(?:(?:\(\w+\))?[sd](?![0-9]))?|(?<=<)(?:/?[A-Za-z]++>)?)"
)
_UNUSUAL = frozenset({"{", "}", "%", "<", "@", "//"})


def facts_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether texts and sources have other placeholders and numbers, or any of an unusual shape."""
    found = _FACTS.findall
    expected = found(sources[0])
    if not _UNUSUAL.isdisjoint(expected):
        return True
    for one in (*texts, *sources[1:]):
        own = found(one)
        if own != expected and set(own) != set(expected):
            return True
    return False


def ends_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether texts and sources do not all end in the same mark, or all in a letter, a digit or a placeholder."""
    expected = _end_of(sources[0])
    if expected is None:
        return True
    for one in (*texts, *sources[1:]):  # noqa: SIM110 — every message comes by here, and any() takes twice as long
        if _end_of(one) != expected:
            return True
    return False


def _end_of(text: str) -> str | None:
    """The mark that a text ends in, empty for none; None where it takes a closer look."""
    last = text[-1:]
    if last.isalnum() or last == "}" or last == ",":
        return ""
    before = text[-2:-1]
    return last if last in _ENDS and (before.isalnum() or before == "}") else None


def edges_are_blank(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text or a source begins or ends in a blank or a line break."""
    for one in (*texts, *sources):  # noqa: SIM110
        if one != one.strip():
            return True
    return False


def lengths_differ(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text is shorter than half of its source, or more than twice as long."""
    length = len(sources[-1])
    if length >= 40:
        for one in texts:
            if not length <= 2 * len(one) <= 4 * length:
                return True
    return False


def begin_alike(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text may begin with the word with which a source begins, what is no prose aside."""
    for source in sources:
        first = source[:1]
        # What begins with h or w, or has an @, may be an address.
        if not first.isalpha() or first in "hw" or "@" in source:
            return True
        for text in texts:
            own = text[0]
            if own == first or not own.isalpha() or own in "hw" or "@" in text:
                return True
    return False


def begin_like_lists(texts: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a text or a source begins with a blank, a digit, or a mark that stands before a list's item."""
    for one in (*texts, *sources):
        first = one[:1]
        if not first.isalpha() and (first.isdecimal() or first.isspace() or first in "#*+->"):
            return True
    return False


def has_forms(entry: Entry) -> bool:
    """Whether a message has plural forms."""
    return entry.msgid_plural is not None


def has_previous(entry: Entry) -> bool:
    """Whether a message carries the msgid that it had before."""
    return entry.previous


def is_fuzzy(entry: Entry) -> bool:
    """Whether a message is marked fuzzy."""
    return "fuzzy" in entry.flags


def begins_blank(entry: Entry) -> bool:
    """Whether a message has no translation, or a blank one in its first form."""
    return not entry.strings[0].strip()


def _beyond_latin(writing: Writing) -> str | None:
    return _BEYOND_LATIN if writing.script == "Latn" else None


def _foreign_marks(writing: Writing) -> str:
    return _characters("".join(mark for mark, own in writing.punctuation.items() if mark not in own))


def _quotes(writing: Writing) -> str:
    return _characters("".join(writing.quotes))


def _look_alikes(writing: Writing) -> str | None:
    return _characters("".join(writing.letters)) if all(writing.letters) else None


def _characters(each: str) -> str:
    """Characters, each for itself and no range."""
    return "".join(f"{one}-{one}" for one in each)


def _ends(writing: Writing) -> OfTexts | None:
    return None if writing.punctuation else ends_differ


ENDS = ByWriting(_ends)
"""Where a language has the marks of the source language: that its text ends in another one, or in a rare way."""
BEYOND_LATIN = ByWriting(_beyond_latin)
"""In a language of Latin letters: anything else than those, the signs on them, and what marks go with them."""
FOREIGN_MARKS = ByWriting(_foreign_marks)
"""The marks of the source language for which the language has its own."""
QUOTES = ByWriting(_quotes)
"""The language's quotation marks."""
LOOK_ALIKES = ByWriting(_look_alikes)
"""The letters and digits that look like the language's own."""


def ranges_of(characters: str) -> list[tuple[str, str]]:
    """The first and the last character of each range in a trigger of characters; a single one is a range, too."""
    return [(found[1], found[2] or found[1]) for found in re.finditer("(.)(?:-(.))?", characters, re.DOTALL)]
