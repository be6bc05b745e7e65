"""Scripts, clusters and sentence ends of a text, by the Unicode Character Database, which the library regex carries."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import chain

import regex
from babel.core import get_global

UNKNOWN = "Zzzz"
# A letter that belongs to one script; the others are Common, Inherited or not assigned.
_OF_A_SCRIPT = regex.compile(r"[^\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]")
_GRAPHEME_CLUSTER = regex.compile(r"\X")
# Unicode's terminals, and the ellipsis, which may also be inside a sentence and is not among them.
_SENTENCE_END = regex.compile(r"[\p{Sentence_Terminal}…]")
# The codes that stand for more than one script (UTS #35, part 8, "Switch the formatting locale if necessary").
_SETS = {
    "Hanb": {"Hani", "Bopo"},
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Hrkt": {"Hira", "Kana"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}


def grapheme_clusters(text: str) -> list[str]:
    """What a reader takes for the characters of a text (UAX #29, with the conjuncts of Indic scripts: GB9c)."""
    return _GRAPHEME_CLUSTER.findall(text)


@lru_cache(maxsize=4096)
def is_sentence_end(character: str) -> bool:
    """Whether a character ends a sentence in some script: a full stop, a question mark; not for the empty string."""
    return bool(_SENTENCE_END.fullmatch(character))


def script_in(text: str) -> str:
    """The script of the first letter that belongs to one; ``Zzzz`` for a text without."""
    found = _OF_A_SCRIPT.search(text)
    return _script_of(found[0]) if found else UNKNOWN


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    return next((script for script in _scripts() if _letters(script).match(character)), UNKNOWN)


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, ...]:
    """Every script that some language is likely to be written in, those of most languages first."""
    likely = Counter(tag.split("_")[1] for tag in get_global("likely_subtags").values())
    likely.update(chain.from_iterable(_SETS.values()))
    return tuple(script for script, _ in likely.most_common())


@cache
def _letters(script: str) -> regex.Pattern[str]:
    try:
        return regex.compile(rf"\p{{Script={script}}}")
    except regex.error:
        # A way of writing a script, or several of them: its letters are those of others.
        return regex.compile(r"(?!)")


@lru_cache(maxsize=256)
def match(one: str, other: str) -> bool:
    """Whether two script codes match: they are the same, or sets of scripts that meet. Unknown matches all."""
    if UNKNOWN in (one, other):
        return True
    return not _members(one).isdisjoint(_members(other))


def _members(script: str) -> set[str]:
    return {script, *_SETS.get(script, ())}


@lru_cache(maxsize=256)
def share_han(one: str, other: str) -> bool:
    """Whether both are scripts of Chinese or Japanese, whose names are native to each other ("spaceReplacement")."""
    return {one, other} <= {"Hani", "Hans", "Hant", "Hanb", "Jpan"}
