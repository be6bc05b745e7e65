"""Locale tags: read in BCP 47 or POSIX spelling, matched to the nearest catalog, named for people."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import babel
from babel.core import get_global

from goodterms.errors import BrokenContent, Fault, InvalidRequest, suggestion
from goodterms.model import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.model import Direction

# RFC 5646, section 2.1, as far as letters need it: language, script, region. POSIX adds ".charset" and "@modifier".
_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})"
    r"(?:[-_](?P<script>[A-Za-z]{4}))?"
    r"(?:[-_](?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:\.[A-Za-z0-9-]+)?(?:@[A-Za-z0-9=-]+)?"
)
# The same with what BCP 47 allows after the region: variants and extensions.
_LONGER = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?)(?:[-_][A-Za-z0-9]{1,8})+")

_PSEUDO_REGION = re.compile(r"_X[ABC]$")


def match(given: str, catalogs: Iterable[str]) -> Locale:
    """The locale of ``given`` over the nearest of ``catalogs`` (folder names), its region kept for formats.

    Raises :class:`InvalidRequest` when the tag is malformed, its region is unknown, or no catalog is in its language
    and script; the error names the known locales and the nearest.
    """
    known = sorted(catalogs)
    found = _TAG.fullmatch(given)
    if not found:
        if longer := _LONGER.fullmatch(given):
            problem = f"{given!r} has parts after the region that letters do not use"
            raise InvalidRequest([Fault("locale", problem, f"try {longer[1]!r}")])
        expected = "a tag such as " + " or ".join(known[:2]) if known else "a BCP 47 tag"
        raise InvalidRequest(
            [Fault("locale", f"{given!r} is no locale tag", f"expected {expected}; known: {', '.join(known)}")]
        )
    language = found["language"].lower()
    script = (found["script"] or "").title()
    region = (found["region"] or "").upper()
    for candidate in _candidates(language, script, region):
        for catalog in known:
            if catalog.replace("-", "_") == candidate and (not script or script == _script_of(catalog)):
                return _located(language, script, region, catalog, given)
    raise InvalidRequest([Fault("locale", f"no letters are written in {given!r}", suggestion(given, known))])


def of_catalog(catalog: str) -> Locale:
    """The locale of a catalog's folder name itself."""
    found = _parsed(catalog)
    return Locale(catalog.replace("_", "-"), catalog, _direction(found))


def name_in(language: Locale, locale: Locale) -> str:
    """The name of ``locale`` in ``language``."""
    return babel_locale(locale).get_display_name(babel_locale(language)) or locale.tag


def endonym(locale: Locale) -> str:
    """The locale's name in its own language."""
    return babel_locale(locale).get_display_name() or locale.tag


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The code of every currency that is in use somewhere (ISO 4217, by CLDR's supplemental data)."""
    used = get_global("territory_currencies").values()
    return frozenset(code for codes in used for code, _, until, is_tender in codes if until is None and is_tender)


def babel_locale(locale: Locale) -> babel.Locale:
    """Babel's data for a locale: the region's own where CLDR has it, else the language's."""
    try:
        return babel.Locale.parse(locale.tag, sep="-")
    except babel.UnknownLocaleError:
        return _parsed(locale.catalog)


def _parsed(catalog: str) -> babel.Locale:
    """Babel's data for a catalog's folder name; a name that CLDR does not know is a fault of the content.

    The regions of pseudo-locales (XA, XB, XC; ISO 3166 leaves them to its users) have the data of their language.
    """
    try:
        return babel.Locale.parse(_PSEUDO_REGION.sub("", catalog.replace("-", "_")))
    except (babel.UnknownLocaleError, ValueError):
        raise BrokenContent(
            f"locales/{catalog}", 0, "is no locale that CLDR knows", "name it by its BCP 47 tag"
        ) from None


def _candidates(language: str, script: str, region: str) -> list[str]:
    parts = [(language, script, region), (language, script, ""), (language, "", region), (language, "", "")]
    return list(dict.fromkeys("_".join(part for part in candidate if part) for candidate in parts))


def _script_of(catalog: str) -> str:
    parsed = _parsed(catalog)
    likely = get_global("likely_subtags").get(parsed.language, "")
    return parsed.script or (likely.split("_")[1] if "_" in likely else "")


def _located(language: str, script: str, region: str, catalog: str, given: str) -> Locale:
    locale = Locale("-".join(part for part in (language, script, region) if part), catalog, "ltr")
    data = babel_locale(locale)
    if region and region not in data.territories and not _PSEUDO_REGION.fullmatch(f"_{region}"):
        raise InvalidRequest([Fault("locale", f"{given!r} names the unknown region {region!r}", f"try {language!r}")])
    return Locale(locale.tag, catalog, _direction(data))


def _direction(data: babel.Locale) -> Direction:
    return "rtl" if data.character_order == "right-to-left" else "ltr"
