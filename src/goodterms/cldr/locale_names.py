"""Locales by name: a language or a country as people call it, in each language that letters are written in (CLDR)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import babel
from babel.core import get_global

from goodterms.cldr import tags
from goodterms.cldr.tags import Tag
from goodterms.expressions import expression
from goodterms.faults.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WITH_REGION = expression(r"(.+?)\s*\((.+)\)")
_OFFICIAL = {"official", "de_facto_official", "official_regional"}
_CODE = expression(r"[A-Za-z]{2}")
_TAG_LENGTH = 3
_NEAR = 0.75
"""How alike a misspelled name must be to one that is suggested for it."""


class Meant(NamedTuple):
    """What a name means: the tag of a locale with letters; or else the tags among which it leaves the choice open.

    ``name`` is the name that is suggested for one that is not known; ``is_known``: it names a language or a country.
    """

    tag: str = ""
    open_tags: tuple[str, ...] = ()
    name: str = ""
    is_known: bool = False


NOTHING = Meant()


def find(given: str, languages: tuple[str, ...]) -> Meant:
    """What ``given`` means where letters are in ``languages``: codes of languages in which there are letters.

    A language has the names that CLDR has for it in each of these languages, and may have its region in brackets. A
    country, by its name or its code (ISO 3166), means a language if it is the likely one there (UTS #35, part 1,
    "Likely Subtags") and no other of these languages is official. A code is not taken for a country where it may be
    meant for a language without letters.
    """
    names = _names(languages)
    if _CODE.fullmatch(given):
        return _of_code(given, languages)
    if len(given) <= _TAG_LENGTH and given.isascii():
        return NOTHING
    bracketed = _WITH_REGION.fullmatch(given.strip())
    if bracketed and (found := _with_region(bracketed[1], bracketed[2], languages)):
        return found
    key = _folded(given)
    of_languages, of_regions = names.languages.get(key, ()), names.regions.get(key, ())
    if not of_languages and not of_regions:
        return _nearest(given, names)
    # A name of several is open among those with letters, one of a language and of its country is not.
    found = _of_languages(of_languages, languages) if of_languages else _of_region(of_regions, languages)
    return found._replace(is_known=True)


class _Names(NamedTuple):
    """The codes of languages, and of regions, by their folded names; the tags and names of those with letters."""

    languages: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, tuple[str, ...]]
    with_letters: Mapping[str, tuple[str, str]]


@lru_cache(maxsize=8)
def _names(languages: tuple[str, ...]) -> _Names:
    of_languages: dict[str, dict[str, None]] = {}
    of_regions: dict[str, dict[str, None]] = {}
    with_letters: dict[str, tuple[str, str]] = {}
    for data in _in_each(languages):
        for code, name in data.languages.items():
            tag = code.replace("_", "-")
            of_languages.setdefault(_folded(name), {})[tag] = None
            if code in languages:
                with_letters.setdefault(_without_marks(name), (tag, name))
        for code, name in data.territories.items():
            if len(code) == 2:
                of_regions.setdefault(_folded(name), {})[code] = None
    return _Names(
        {name: tuple(codes) for name, codes in of_languages.items()},
        {name: tuple(codes) for name, codes in of_regions.items()},
        with_letters,
    )


def _in_each(languages: tuple[str, ...]) -> Iterator[babel.Locale]:
    for language in languages:
        try:
            yield babel.Locale.parse(language)
        except (babel.UnknownLocaleError, ValueError):
            continue


def _folded(name: str) -> str:
    """A name without the details that are no spelling: case, blanks at its ends, the form of its accents."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _without_marks(name: str) -> str:
    """A folded name without the accents of its letters."""
    return "".join(one for one in unicodedata.normalize("NFD", _folded(name)) if unicodedata.category(one) != "Mn")


def _of_languages(codes: tuple[str, ...], languages: tuple[str, ...]) -> Meant:
    with_letters = tuple(code for code in codes if code.split("-")[0] in languages)
    if len(codes) == 1:
        return Meant(with_letters[0] if with_letters else "")
    return Meant(open_tags=with_letters)


def _with_region(name: str, region: str, languages: tuple[str, ...]) -> Meant | None:
    """What a name with a region in brackets means; None for a name that is not known."""
    names = _names(languages)
    codes = names.languages.get(_folded(name)) or tuple(code for code in languages if code == name.lower())
    if len(codes) != 1:
        return None
    language = codes[0].split("-")[0]
    if language not in languages:
        return Meant(is_known=True)
    regions = names.regions.get(_folded(region)) or tuple(_region_codes(region))
    if len(regions) != 1:
        return Meant(open_tags=(language,), name=name)
    return Meant(f"{language}-{regions[0]}", is_known=True)


def _region_codes(code: str) -> Iterator[str]:
    """The current code of a region for a code, such as GB for UK."""
    upper = code.upper()
    current = get_global("territory_aliases").get(upper, [upper])
    if len(current) == 1 and current[0] in get_global("territory_languages"):
        yield current[0]


def _of_code(code: str, languages: tuple[str, ...]) -> Meant:
    """What two letters mean that are not the code of a language with letters: a country, unless in doubt."""
    regions = tuple(_region_codes(code))
    found = _of_region(regions, languages)
    if not is_language(code.lower(), languages):
        return found._replace(is_known=bool(regions))
    if not found.tag:
        return found if code.isupper() else NOTHING
    is_own = tags.maximize(Tag(found.tag)).region == code.upper()
    if code.isupper() and is_own:
        return found
    # Codes of languages are usually written in small letters: the other language may be meant.
    return Meant(open_tags=(found.tag,)) if code.isupper() or is_own else NOTHING


def is_language(code: str, languages: tuple[str, ...]) -> bool:
    """Whether a code is that of a language, which need not be one with letters."""
    return code in get_global("language_aliases") or any(code in data.languages for data in _in_each(languages))


def _of_region(regions: tuple[str, ...], languages: tuple[str, ...]) -> Meant:
    """What a country means: its likely language, or those that are open."""
    if len(regions) != 1:
        return NOTHING
    region = regions[0]
    known = get_global("territory_languages").get(region, {})
    official = {code for code, facts in known.items() if facts["official_status"] in _OFFICIAL and code in languages}
    likely = tags.maximize(Tag(region=region)).language
    if official == {likely}:
        is_own = tags.maximize(Tag(likely)).region == region
        return Meant(likely if is_own else f"{likely}-{region}")
    return Meant(
        open_tags=tuple(f"{code}-{region}" for code in sorted(official, key=lambda code: (code != likely, code)))
    )


def _nearest(given: str, names: _Names) -> Meant:
    """The name of a language with letters that is meant by a misspelled one; nothing if none is near."""
    bare = _without_marks(given)
    near = bare if bare in names.with_letters else nearest(bare, names.with_letters, _NEAR)
    if not near:
        return NOTHING
    tag, name = names.with_letters[near]
    return Meant(open_tags=(tag,), name=name)


def regions_called(given: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The codes (ISO 3166) of the countries that a name or a code means, by CLDR's names in some languages."""
    bare = given.strip()
    if _CODE.fullmatch(bare):
        return (bare.upper(),)
    return _names(languages).regions.get(_folded(bare), ())
