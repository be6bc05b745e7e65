"""Scripts and likely subtags: what a language tag leaves out, and what script a text is written in.

UTS #35, part 1, "Likely Subtags"; the data is Babel's. Scripts of characters are those of the Unicode Character
Database, which the library regex carries.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import regex
from babel.core import get_global

from goodterms.errors import Fault, InvalidRequest

ROOT = "und"
UNKNOWN = "Zzzz"
_TAG = regex.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_.@][A-Za-z0-9@=._-]*)?"
)
# A letter that belongs to one script; the others are Common, Inherited or not assigned.
_OF_A_SCRIPT = regex.compile(r"[^\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]")
# The codes that stand for more than one script (UTS #35, part 8, "Switch the formatting locale if necessary").
_SETS = {
    "Hanb": {"Hani", "Bopo"},
    "Hans": {"Hani"},
    "Hant": {"Hani"},
    "Hrkt": {"Hira", "Kana"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}


class Subtags(NamedTuple):
    """A language, its script (ISO 15924) and region (ISO 3166); an empty string for one that is not known."""

    language: str = ROOT
    script: str = ""
    region: str = ""

    def joined(self) -> str:
        """The tag of these, with hyphens."""
        return "-".join(filter(None, self))

    def shorter(self) -> list[Subtags]:
        """These, then without the region, then without the script, then the language alone."""
        language, script, region = self
        kept = [(language, script, region), (language, script, ""), (language, "", region), (language, "", "")]
        return [Subtags(*one) for one in dict.fromkeys(kept)]


@lru_cache(maxsize=256)
def subtags(tag: str) -> Subtags:
    """The language, script and region that a tag tells; variants and extensions are left out.

    Raises :class:`InvalidRequest` for what is no tag.
    """
    found = _TAG.fullmatch(tag)
    if not found:
        raise InvalidRequest([Fault("locale", f"{tag!r} is no locale tag", "give a BCP 47 tag, a language first")])
    return Subtags(found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())


@lru_cache(maxsize=256)
def maximized(given: Subtags) -> Subtags:
    """The same with what is likely for all that it leaves out ("Add Likely Subtags")."""
    likely = get_global("likely_subtags")
    asked = [*given.shorter(), Subtags(ROOT, given.script)] if given.script else given.shorter()
    for one in asked:
        if found := likely.get("_".join(filter(None, one))):
            full = subtags(found)
            language = full.language if given.language == ROOT else given.language
            return Subtags(language, given.script or full.script, given.region or full.region)
    return given


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
