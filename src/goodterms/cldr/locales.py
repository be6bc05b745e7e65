"""Locale tags: read in BCP 47 or POSIX spelling, matched to the nearest catalog, named for people."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import babel
import babel.localedata
from babel.core import get_global

from goodterms.cldr import tags
from goodterms.cldr.calendars import KNOWN
from goodterms.cldr.digits import NATIVE, SYSTEMS
from goodterms.cldr.supplement import supplemental
from goodterms.errors import BrokenContent, InvalidRequest, suggestion
from goodterms.faults import Fault, legacy
from goodterms.model import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.cldr.tags import Tag
    from goodterms.model import Direction

_PSEUDO_REGION = re.compile(r"_X[ABC]$")


def match(given: str, catalogs: Iterable[str]) -> Locale:
    """The locale of ``given`` over the nearest of ``catalogs`` (folder names), its region kept for formats.

    The nearest is the one that the locale inherits from, else the one that is likely the same (UTS #35, part 1):
    letters in ``en`` are written in ``en-US`` where there is no catalog ``en``, and never in ``en-ZA``. Raises
    :class:`InvalidRequest` when the tag is malformed, its region, numbering system or calendar is unknown, or no
    catalog is in its language and script; the error names the known ones and the nearest.
    """
    known = sorted(catalogs)
    tag = tags.parse(given)
    if not tag:
        raise InvalidRequest([_malformed(given, known)])
    by_tag = {str(tags.parse(catalog)): catalog for catalog in reversed(known)}
    for candidate in _candidates(tag):
        if catalog := by_tag.get(str(candidate)):
            return _located(tag, catalog, given)
    likely = {tags.maximized(parsed): catalog for catalog in known if (parsed := tags.parse(catalog))}
    for candidate in _candidates(tag):
        if catalog := likely.get(tags.maximized(candidate), ""):
            return _located(tag, catalog, given)
    raise InvalidRequest([legacy("locale", f"no letters are written in {given!r}", suggestion(given, known))])


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
    """Babel's data for a locale: the region's own where CLDR has it, else that of what it inherits from."""
    tag = tags.parse(locale.tag)
    for candidate in _candidates(tag) if tag else ():
        if babel.localedata.exists(name := str(candidate).replace("-", "_")):
            return babel.Locale.parse(name)
    return _parsed(locale.catalog)


def region(locale: Locale) -> str:
    """The region that a locale names, else the one that is likely for it (UTS #35, part 1, "Likely Subtags")."""
    return tags.maximized(tags.parse(locale.tag) or tags.Tag(locale.catalog)).region


def currency(locale: Locale) -> str:
    """The currency that is in use in the locale's region (ISO 4217); empty where there is none."""
    codes = get_global("territory_currencies").get(region(locale), ())
    return next((code for code, _, until, is_tender in codes if until is None and is_tender), "")


def is_region(code: str) -> bool:
    """Whether a code is that of a country or territory (ISO 3166) as it is now, or of a pseudo-locale."""
    return bool(code in _regions() or _PSEUDO_REGION.fullmatch(f"_{code}"))


def region_meant(code: str) -> str:
    """The code of a region that another spelling or an older code stands for, such as GB for UK; empty for none."""
    upper = code.upper()
    meant = next(iter(get_global("territory_aliases").get(upper, ())), upper)
    return meant if is_region(meant) else ""


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    """Every region in use, by its newest code; many languages have names of few of them, or of none."""
    known = {*get_global("territory_currencies"), *get_global("territory_languages")}
    return frozenset(known.difference(get_global("territory_aliases")))


def first_day(locale: Locale) -> int:
    """The day on which a week begins in the locale's region, from 0 for Monday (UTS #35, part 4, "Week Data")."""
    days = {"fri": 4, "sat": 5, "sun": 6}
    own = region(locale)
    return next((days[day] for day, regions in supplemental()["first_day"].items() if own in regions), 0)


def _parsed(catalog: str) -> babel.Locale:
    """Babel's data for a catalog's folder name; a name that CLDR does not know is a fault of the content.

    The regions of pseudo-locales (XA, XB, XC; ISO 3166 leaves them to its users) have the data of their language.
    """
    try:
        return babel.Locale.parse(_PSEUDO_REGION.sub("", catalog.replace("-", "_")))
    except (babel.UnknownLocaleError, ValueError):
        raise BrokenContent.legacy_at(
            f"locales/{catalog}", 0, "is no locale that CLDR knows", "name it by its BCP 47 tag"
        ) from None


def _malformed(given: str, known: list[str]) -> Fault:
    if used := tags.beginning(given):
        hint = f"try {used!r}, or {used}-u- with nu (numbering system) or ca (calendar)"
        return legacy("locale", f"{given!r} has parts after the region that letters do not use", hint)
    expected = "a tag such as " + " or ".join(known[:2]) if known else "a BCP 47 tag"
    return legacy("locale", f"{given!r} is no locale tag", f"expected {expected}; known: {', '.join(known)}")


def _candidates(tag: Tag) -> dict[Tag, None]:
    """What a locale inherits from, as it is written and with its likely script, from the nearest on."""
    written = (tag, tags.maximized(tag)._replace(region=tag.region))
    return dict.fromkeys(candidate for one in written for candidate in tags.inherited(one))


def _located(tag: Tag, catalog: str, given: str) -> Locale:
    locale = Locale(str(tag), catalog, "ltr", **_keywords(tag, given))
    data = babel_locale(locale)
    if tag.region and not (tag.region in data.territories or is_region(tag.region)):
        hint = f"try {tag.language!r}"
        raise InvalidRequest([legacy("locale", f"{given!r} names the unknown region {tag.region!r}", hint)])
    return locale._replace(direction=_direction(data))


def _keywords(tag: Tag, given: str) -> dict[str, str]:
    """The numbering system and the calendar that a tag asks for; raises :class:`InvalidRequest` for unknown ones."""
    keys = {"nu": "numbering", "ca": "calendar"}
    faults: list[Fault] = []
    found: dict[str, str] = {}
    for key, value in tag.keywords:
        if key not in keys:
            hint = "letters use nu (numbering system) and ca (calendar)"
            faults.append(legacy("locale", f"{given!r} has the keyword {key!r}", hint))
        elif problem := unknown(keys[key], value):
            faults.append(legacy("locale", f"{given!r} {problem[0]}", problem[1]))
        found.setdefault(keys.get(key, key), value)  # of the same key twice, the first counts (RFC 6067, 2.1.1)
    if faults:
        raise InvalidRequest(faults)
    return found


def unknown(kind: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a ``numbering`` system or a ``calendar``, and what would be right; None for a known one."""
    known = [NATIVE, *sorted(SYSTEMS)] if kind == "numbering" else list(KNOWN)
    name = "numbering system" if kind == "numbering" else kind
    return None if value in known else (f"names the unknown {name} {value!r}", suggestion(value, known))


def _direction(data: babel.Locale) -> Direction:
    return "rtl" if data.character_order == "right-to-left" else "ltr"
