"""Locale tags: parsed from any spelling with deprecated parts replaced, their likely subtags, their inheritance."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.core import get_global

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    import babel

    from goodterms.model import Direction

# The parts of RFC 5646, section 2.1, that letters use: language, script, region, the extension "u" (RFC 6067). POSIX
# adds ".charset" and "@modifier".
_TAG = expression(
    r"(?P<language>[a-z]{2,3})"
    r"(?:[-_](?P<script>[a-z]{4}))?"
    r"(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?:[-_]u(?P<keywords>(?:[-_][a-z0-9]{2}(?:[-_][a-z0-9]{3,8})*)+))?"
    r"(?:\.[a-z0-9-]+)?(?:@(?P<modifier>[a-z0-9]+))?",
    re.IGNORECASE | re.ASCII,
)
# The same, followed by the other parts that BCP 47 allows: variants and other extensions.
_LONGER = expression(
    r"([a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|[0-9]{3}))?)(?:[-_][a-z0-9]{1,8})+", re.IGNORECASE | re.ASCII
)
# The POSIX modifiers that name a script; letters ignore others, such as euro.
_SCRIPTS = {
    "latin": "Latn",
    "cyrillic": "Cyrl",
    "devanagari": "Deva",
    "arabic": "Arab",
    "iqtelif": "Latn",
    "shaw": "Shaw",
}
_KEYWORD = expression(r"[-_]([a-z0-9]{2})((?:[-_][a-z0-9]{3,8})*)(?![a-z0-9])")

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
"""The scripts that are written from right to left, of those that some locale of CLDR has."""

ROOT = "und"
"""The language of a tag without one ("undetermined")."""


class Tag(NamedTuple):
    """A parsed locale tag: ``sl``, ``Latn``, ``IT``, ``(("nu", "latn"),)``; a part that it does not have is empty."""

    language: str = ROOT
    script: str = ""
    region: str = ""
    keywords: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return "-".join(filter(None, self[:3]))

    def shorter(self) -> list[Tag]:
        """The tag, the tag without its region, the tag without its script, and only the language."""
        language, script, region, _ = self
        variants = [(language, script, region), (language, script, ""), (language, "", region), (language, "", "")]
        return [Tag(*variant) for variant in dict.fromkeys(variants)]


def parse(given: str) -> Tag | None:
    """A tag in BCP 47 or POSIX spelling, its deprecated parts replaced; None if it is malformed or has other parts."""
    match = _TAG.fullmatch(given)
    if not match:
        return None
    keywords = _KEYWORD.findall((match["keywords"] or "").lower().replace("_", "-"))
    script = match["script"] or _SCRIPTS.get((match["modifier"] or "").lower(), "")
    tag = Tag(match["language"].lower(), script.title(), (match["region"] or "").upper())
    return _canonical(tag)._replace(keywords=tuple((key, value.strip("-")) for key, value in keywords))


def used_part(given: str) -> str:
    """The part that letters use of a tag with more parts; empty if it is malformed."""
    match = _LONGER.fullmatch(given)
    return match[1] if match else ""


@lru_cache(maxsize=1024)
def maximize(tag: Tag) -> Tag:
    """The tag with the likely subtags for those that it does not have (UTS #35, part 1, "Likely Subtags")."""
    likely = get_global("likely_subtags")
    script_only = [Tag(ROOT, tag.script)] if tag.script else []
    for candidate in [*tag.shorter(), *script_only]:
        if subtags := likely.get(str(candidate).replace("-", "_")):
            language, script, region = (*subtags.split("_"), "", "")[:3]
            return Tag(language if tag.language == ROOT else tag.language, tag.script or script, tag.region or region)
    return tag._replace(keywords=())


def direction_of(data: babel.Locale) -> Direction:
    """The direction of a locale's writing: that of its script, as Babel's own answer loads all data of the locale."""
    tag = Tag(data.language, data.script or "", data.territory or "")
    return direction_in(maximize(tag).script)


def direction_in(script: str) -> Direction:
    """The direction of a script (ISO 15924)."""
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def inheritance(tag: Tag) -> Iterator[Tag]:
    """The tag and those that it inherits from, from the nearest to the bare language (UTS #35, part 1).

    A tag with its likely script inherits like the tag without it. A tag never inherits from one in another script:
    ``zh-TW`` does not inherit from ``zh``.
    """
    script = maximize(tag).script
    bare = tag._replace(script="", keywords=())
    chains = [tag._replace(keywords=())]
    if maximize(bare).script == script:
        chains.insert(0, bare)
    if tag.script:
        yield chains[-1]
    for start in chains:
        current: Tag | None = start
        while current:
            if maximize(current).script == script:
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
    # If a region was split into several, take the likely one of the language, or else the first.
    likely = maximize(Tag(replacement.language)).region
    region = likely if likely in regions else regions[0]
    return Tag(replacement.language, tag.script or replacement.script, region or replacement.region)
