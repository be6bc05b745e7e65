"""Locale tags by themselves: read in any spelling, with deprecated parts replaced, inherited from, made whole."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.core import get_global

if TYPE_CHECKING:
    from collections.abc import Iterator

# RFC 5646, section 2.1, as far as letters need it: language, script, region, the extension "u" (RFC 6067). POSIX adds
# ".charset" and "@modifier".
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:[-_](?P<script>[a-z]{4}))?"
    r"(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?:[-_]u(?P<keywords>(?:[-_][a-z0-9]{2}(?:[-_][a-z0-9]{3,8})*)+))?"
    r"(?:\.[a-z0-9-]+)?(?:@(?P<modifier>[a-z0-9]+))?",
    re.IGNORECASE | re.ASCII,
)
# The same with what BCP 47 allows besides: variants and other extensions.
_LONGER = re.compile(
    r"([a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|[0-9]{3}))?)(?:[-_][a-z0-9]{1,8})+", re.IGNORECASE | re.ASCII
)
# The modifiers of POSIX that name a script; others, such as euro, say nothing that letters need.
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
_KEYWORD = re.compile(r"[-_]([a-z0-9]{2})((?:[-_][a-z0-9]{3,8})*)(?![a-z0-9])")


ROOT = "und"
"""The language of a tag that names none."""


class Tag(NamedTuple):
    """A locale tag taken apart: ``sl``, ``Latn``, ``IT``, ``{"nu": "latn"}``; what it does not say is empty."""

    language: str = ROOT
    script: str = ""
    region: str = ""
    keywords: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "-".join(filter(None, self[:3]))

    def shorter(self) -> list[Tag]:
        """The tag, then without its region, then without its script, then its language alone."""
        language, script, region, _ = self
        kept = [(language, script, region), (language, script, ""), (language, "", region), (language, "", "")]
        return [Tag(*one) for one in dict.fromkeys(kept)]


def parse(given: str) -> Tag | None:
    """A tag in BCP 47 or POSIX spelling, its deprecated parts replaced; None for what is none, or has other parts."""
    found = _TAG.fullmatch(given)
    if not found:
        return None
    keywords = _KEYWORD.findall((found["keywords"] or "").lower().replace("_", "-"))
    script = found["script"] or _SCRIPTS.get((found["modifier"] or "").lower(), "")
    tag = Tag(found["language"].lower(), script.title(), (found["region"] or "").upper())
    return _canonical(tag)._replace(keywords=tuple((key, value.strip("-")) for key, value in keywords))


def beginning(given: str) -> str:
    """The part that letters use of a tag that has more parts; empty for what is no tag at all."""
    found = _LONGER.fullmatch(given)
    return found[1] if found else ""


@lru_cache(maxsize=1024)
def maximized(tag: Tag) -> Tag:
    """The tag with its likely script and region, and language where it has none (UTS #35, part 1, "Likely Subtags")."""
    likely = get_global("likely_subtags")
    bare = [Tag(ROOT, tag.script)] if tag.script else []
    for asked in [*tag.shorter(), *bare]:
        if found := likely.get(str(asked).replace("-", "_")):
            language, script, region = (*found.split("_"), "", "")[:3]
            return Tag(language if tag.language == ROOT else tag.language, tag.script or script, tag.region or region)
    return tag._replace(keywords=())


def inherited(tag: Tag) -> Iterator[Tag]:
    """The tag and those that it inherits from, from the nearest to its bare language (UTS #35, part 1).

    A script that is likely anyway is as good as not said. A parent in another script is none: ``zh-TW`` does not
    inherit from ``zh``, whose script is another.
    """
    script = maximized(tag).script
    bare = tag._replace(script="", keywords=())
    chains = [tag._replace(keywords=())]
    if maximized(bare).script == script:
        chains.insert(0, bare)
    if tag.script:
        yield chains[-1]
    for start in chains:
        current: Tag | None = start
        while current:
            if maximized(current).script == script:
                yield current
            current = _parent(current)


def _parent(tag: Tag) -> Tag | None:
    exception = get_global("parent_exceptions").get("_".join(filter(None, tag[:3])))
    if exception:
        return None if exception == "root" else parse(exception)
    if tag.region:
        return tag._replace(region="")
    return tag._replace(script="") if tag.script else None


def _canonical(tag: Tag) -> Tag:
    """The tag without deprecated parts (UTS #35, part 1, "LocaleId Canonicalization"): ``npi`` is ``ne``, UK is GB."""
    replacement = parse(get_global("language_aliases").get(tag.language, "")) or Tag(tag.language)
    regions = get_global("territory_aliases").get(tag.region) or [tag.region]
    # A region that became several: the one where the language is at home, else the first.
    own = maximized(Tag(replacement.language)).region
    region = own if own in regions else regions[0]
    return Tag(replacement.language, tag.script or replacement.script, region or replacement.region)
