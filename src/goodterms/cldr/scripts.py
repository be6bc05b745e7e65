"""The scripts, grapheme clusters and sentence ends of texts, by the Unicode Character Database in the library regex.

The library takes long to load, and is only asked where its answer is not known: most names are in letters of Latin
script, and most values end in none of the marks that end a sentence.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from babel.core import get_global

from goodterms.expressions import expression

if TYPE_CHECKING:
    import regex

UNKNOWN = "Zzzz"
# A character that belongs to a script: one that is not Common, Inherited or unassigned.
_OF_A_SCRIPT = r"[^\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]"
_GRAPHEME_CLUSTER = r"\X"
# The terminals of Unicode, and the ellipsis, which is not among them because it may also be inside a sentence.
_SENTENCE_END = r"[\p{Sentence_Terminal}…]"
_USUAL_ENDS = frozenset(".?!…।۔؟")
_NO_ENDS = frozenset("LMNSZ")
"""The first letters of the categories of characters that end no sentence: all that do are punctuation."""
_LATIN = expression("[\x00-\u024f]*")
_LATIN_LETTER = expression("[A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
"""The letters of Latin script up to U+024F; none there is of another script."""
# The codes that mean more than one script (UTS #35, part 8, "Switch the formatting locale if necessary").
_SETS = {
    "Hanb": {"Hani", "Bopo"},
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Hrkt": {"Hira", "Kana"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """A pattern of the library regex; raises its ``error`` for one that is not valid."""
    import regex

    return regex.compile(pattern)


def grapheme_clusters(text: str) -> list[str]:
    """What a reader takes for the characters of a text (UAX #29, with the conjuncts of Indic scripts: GB9c)."""
    return compiled(_GRAPHEME_CLUSTER).findall(text)


@lru_cache(maxsize=4096)
def is_sentence_end(character: str) -> bool:
    """Whether a character ends a sentence in some script: a full stop, a question mark; not for the empty string."""
    if character in _USUAL_ENDS:
        return True
    is_other = character.isascii() or unicodedata.category(character)[0] in _NO_ENDS
    return not is_other and bool(compiled(_SENTENCE_END).fullmatch(character))


def script_in(text: str) -> str:
    """The script (ISO 15924) of the first character that belongs to one; ``Zzzz`` if there is none."""
    if _LATIN.fullmatch(text):
        return "Latn" if _LATIN_LETTER.search(text) else UNKNOWN
    character = compiled(_OF_A_SCRIPT).search(text)
    return _script_of(character[0]) if character else UNKNOWN


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    return next((script for script in _scripts() if _letters(script).match(character)), UNKNOWN)


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, ...]:
    """Every script that is the likely one of some language, those of most languages first."""
    likely = Counter(tag.split("_")[1] for tag in get_global("likely_subtags").values())
    likely.update(chain.from_iterable(_SETS.values()))
    return tuple(script for script, _ in likely.most_common())


@cache
def _letters(script: str) -> regex.Pattern[str]:
    import regex

    try:
        return compiled(rf"\p{{Script={script}}}")
    except regex.error:
        # A code for a style of a script, or for several scripts: no character has it.
        return compiled(r"(?!)")


@lru_cache(maxsize=256)
def match(script: str, other: str) -> bool:
    """Whether two script codes match: they are the same, or they share a script. Unknown matches all."""
    if UNKNOWN in (script, other):
        return True
    return not _members(script).isdisjoint(_members(other))


def _members(script: str) -> set[str]:
    return {script, *_SETS.get(script, ())}


@lru_cache(maxsize=256)
def share_han(script: str, other: str) -> bool:
    """Whether both are scripts of Chinese or Japanese, which take each other's names as native ("spaceReplacement")."""
    return {script, other} <= {"Hani", "Hans", "Hant", "Hanb", "Jpan"}
