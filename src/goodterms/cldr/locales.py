"""Locales: a tag in BCP 47 or POSIX spelling matched to the nearest catalog; a locale's names, region and currency."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import babel
import babel.localedata
from babel.core import get_global

from goodterms.cldr import locale_names, tags
from goodterms.cldr.calendars import KNOWN
from goodterms.cldr.digits import NATIVE, SYSTEMS
from goodterms.cldr.supplement import supplemental
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import Fault, fault
from goodterms.model import Locale

_LONGEST = 100
"""The most characters of what can be a locale: a tag with all its parts, or the name of a language."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.cldr.locale_names import Meant
    from goodterms.cldr.tags import Tag

_COUNTRY_CODE = 2
"""The characters of a code of ISO 3166-1 alpha-2; longer ones are those of parts of the world."""
_USUAL_WEEKEND = frozenset({5, 6})
"""That of the world (region 001) in CLDR."""
_PSEUDO_REGION = expression(r"_X[ABC]$")


def match(given: str, catalogs: Iterable[str]) -> Locale:
    """The locale of the tag ``given``, with the nearest of ``catalogs`` (folder names) and its own region for formats.

    A language or a country by its name is understood where it leaves no doubt (:mod:`goodterms.cldr.locale_names`); a
    tag of a language with letters comes first: ``ne`` is a language, though NE is a country, too.
    The nearest catalog is the one that the locale inherits from, or else the one with the same likely subtags (UTS #35,
    part 1): without a catalog ``en``, letters in ``en`` use ``en_US``, and never ``en_ZA``. Raises
    :class:`InvalidRequest` when the tag is malformed, its region, numbering system or calendar is unknown, or no
    catalog is in its language and script.
    """
    if len(given) > _LONGEST:
        raise InvalidRequest.of("locale-too-long", "locale", length=len(given), limit=_LONGEST)
    known = sorted(catalogs)
    tag = tags.parse(given)
    if tag and (locale := _match_tag(tag, known, given)):
        return locale
    meant = locale_names.find(given, _languages(known))
    named = tags.parse(meant.tag)
    if named and (locale := _match_tag(named, known, given)):
        return locale
    raise InvalidRequest([_unmatched(given, known, meant, tag)])


def _match_tag(tag: Tag, known: list[str], given: str) -> Locale | None:
    """The locale of a parsed tag with the nearest catalog; None without one."""
    by_tag = {str(tags.parse(catalog)): catalog for catalog in reversed(known)}
    for candidate in _candidates(tag):
        if catalog := by_tag.get(str(candidate)):
            return _locale(tag, catalog, given)
    likely = {tags.maximize(parsed): catalog for catalog in known if (parsed := tags.parse(catalog))}
    for candidate in _candidates(tag):
        if catalog := likely.get(tags.maximize(candidate), ""):
            return _locale(tag, catalog, given)
    return None


def _languages(catalogs: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.language for catalog in catalogs if (tag := tags.parse(catalog))))


def _unmatched(given: str, known: list[str], meant: Meant, tag: Tag | None) -> Fault:
    """The fault of what is no locale with letters."""
    if meant.name:
        (near,) = meant.open_tags
        return fault("unknown-locale-name", "locale", given=given, name=meant.name, tag=near, known=known)
    if meant.open_tags:
        return fault("locale-open", "locale", given=given, tags=meant.open_tags)
    if tag and _is_language(given, tag.language, known):
        return fault("no-letters-in-language-yet", "locale", given=given, known=known, tag=str(usual(tag)))
    if meant.is_known:
        return fault("no-letters-in-language", "locale", given=given, known=known)
    if tag:
        return fault("no-letters-in-locale", "locale", given=given, known=known)
    return _malformed_tag(given, known)


def _is_language(given: str, code: str, known: list[str]) -> bool:
    """Whether a tag names a language by its own code, not by an older one that may be a misspelling."""
    return given.lower().startswith(code) and locale_names.is_language(code, _languages(known))


def usual(tag: Tag) -> Tag:
    """A tag without a region that its language and script imply, and without keywords: ``hr`` for ``hr-HR``."""
    shorter = tag._replace(region="", keywords=())
    is_implied = tag.region == tags.maximize(shorter).region
    return shorter if is_implied else tag._replace(keywords=())


def of_catalog(catalog: str) -> Locale:
    """The locale that a catalog's folder name denotes."""
    return Locale(catalog.replace("_", "-"), catalog, tags.direction_of(_catalog_data(catalog)))


def name_in(language: Locale, locale: Locale) -> str:
    """The name of ``locale`` in ``language``."""
    return babel_locale(locale).get_display_name(babel_locale(language)) or locale.tag


def endonym(locale: Locale) -> str:
    """The locale's name in its own language."""
    return babel_locale(locale).get_display_name() or locale.tag


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The code of every currency in use (ISO 4217, by CLDR's supplemental data)."""
    by_region = get_global("territory_currencies").values()
    return frozenset(code for codes in by_region for code, _, until, is_tender in codes if until is None and is_tender)


_WITH_ALIASES = ("currency_formats", "day_periods", "days", "eras", "months", "quarters")


def babel_locale(locale: Locale) -> babel.Locale:
    """Babel's data for a locale; if CLDR does not have it, the data of the nearest locale that it inherits from."""
    tag = tags.parse(locale.tag)
    for candidate in _candidates(tag) if tag else ():
        if babel.localedata.exists(name := str(candidate).replace("-", "_")):
            return _unshared(name)
    return _unshared(str(_catalog_data(locale.catalog)))


@lru_cache(maxsize=64)
def _unshared(name: str) -> babel.Locale:
    """The data of a locale by Babel's name, with its own copies of the tables in which Babel resolves aliases.

    Babel writes what it resolves into tables that a language may share with all others, so that one which is loaded
    later has, for example, the weekdays of another.
    """
    data = babel.Locale.parse(name)
    loaded = babel.localedata.load(str(data))
    own = {**loaded, **{name: deepcopy(loaded[name]) for name in _WITH_ALIASES if name in loaded}}
    data._Locale__data = babel.localedata.LocaleDataDict(own)  # type: ignore[attr-defined, arg-type]  # where Babel keeps it
    return data


@lru_cache(maxsize=256)
def region(locale: Locale) -> str:
    """The region of a locale: the one in its tag, or else the likely one (UTS #35, part 1, "Likely Subtags")."""
    return tags.maximize(tags.parse(locale.tag) or tags.Tag(locale.catalog)).region


@lru_cache(maxsize=256)
def names_region(locale: Locale) -> bool:
    """Whether the tag of a locale names its region, so that it is not only the likely one."""
    tag = tags.parse(locale.tag)
    return bool(tag and tag.region)


@lru_cache(maxsize=256)
def fallback(locale: Locale) -> tuple[str, ...]:
    """The tags of a locale and of those that it inherits from, the nearest first: ``ur-PK``, ``ur``."""
    tag = tags.parse(locale.tag)
    return tuple(dict.fromkeys(map(str, _candidates(tag)))) if tag else (locale.tag,)


def currency(locale: Locale) -> str:
    """The currency in use in the locale's region (ISO 4217); empty if there is none."""
    codes = get_global("territory_currencies").get(region(locale), ())
    return next((code for code, _, until, is_tender in codes if until is None and is_tender), "")


def is_region(code: str) -> bool:
    """Whether a code is a current one of a country or territory (ISO 3166), or one of a pseudo-locale."""
    return bool(code in _regions() or _PSEUDO_REGION.fullmatch(f"_{code}"))


def region_meant(code: str) -> str:
    """The current code of a region for another spelling or an older code, such as GB for UK; empty for neither."""
    upper = code.upper()
    current = next(iter(get_global("territory_aliases").get(upper, ())), upper)
    return current if is_region(current) else ""


@lru_cache(maxsize=64)
def regions_using(language: str) -> frozenset[str]:
    """The current codes of the regions in which people use a language, by CLDR; ``language`` is its code."""
    used = {code for code, languages in get_global("territory_languages").items() if language in languages}
    return frozenset(used & _regions())


@lru_cache(maxsize=16)
def region_names(language: Locale) -> Mapping[str, str]:
    """The names of all countries and territories in a language, by their current codes, in the order of the names."""
    known = babel_locale(language).territories
    names = {code: str(known[code]) for code in _regions() if len(code) == _COUNTRY_CODE and code in known}
    return MappingProxyType(dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))))


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    """The current code of every region; a language's own list of region names can be short or empty."""
    known = {*get_global("territory_currencies"), *get_global("territory_languages")}
    return frozenset(known.difference(get_global("territory_aliases")))


def first_day(locale: Locale) -> int:
    """The first day of a week in the locale's region, from 0 for Monday (UTS #35, part 4, "Week Data")."""
    days = {"fri": 4, "sat": 5, "sun": 6}
    code = region(locale)
    return next((days[day] for day, regions in supplemental()["first_day"].items() if code in regions), 0)


def _catalog_data(catalog: str) -> babel.Locale:
    """Babel's data for a catalog's folder name; raises :class:`BrokenContent` for a name that CLDR does not know.

    A pseudo-locale (region XA, XB or XC, which ISO 3166 reserves for users) has the data of its language.
    """
    try:
        return babel.Locale.parse(_PSEUDO_REGION.sub("", catalog.replace("-", "_")))
    except (babel.UnknownLocaleError, ValueError):
        raise BrokenContent.at(f"locales/{catalog}", 0, "not-a-locale") from None


def _malformed_tag(given: str, known: list[str]) -> Fault:
    if used := tags.used_part(given):
        return fault("unused-locale-parts", "locale", given=given, used=used)
    return fault("not-a-locale-tag", "locale", given=given, known=known)


def _candidates(tag: Tag) -> dict[Tag, None]:
    """A tag and those that it inherits from, first as given, then with its likely script; each from the nearest on."""
    spellings = (tag, tags.maximize(tag)._replace(region=tag.region))
    return dict.fromkeys(candidate for spelling in spellings for candidate in tags.inheritance(spelling))


def _locale(tag: Tag, catalog: str, given: str) -> Locale:
    """The locale of a parsed tag with a catalog; raises :class:`InvalidRequest` for an unknown region or keyword."""
    locale = Locale(str(tag), catalog, "ltr", **_keywords(tag, given))
    data = babel_locale(locale)
    if tag.region and not (tag.region in data.territories or is_region(tag.region)):
        raise InvalidRequest.of("unknown-region", "locale", given=given, region=tag.region, language=tag.language)
    return locale._replace(direction=tags.direction_of(data))


def _keywords(tag: Tag, given: str) -> dict[str, str]:
    """The numbering system and the calendar in a tag; raises :class:`InvalidRequest` for unknown ones."""
    keys = {"nu": "numbering", "ca": "calendar"}
    faults: list[Fault] = []
    keywords: dict[str, str] = {}
    for key, value in tag.keywords:
        if key not in keys:
            faults.append(fault("unused-locale-keyword", "locale", given=given, keyword=key))
        elif wrong := unknown(keys[key], value):
            faults.append(wrong._replace(place="locale"))
        keywords.setdefault(keys.get(key, key), value)  # if a key comes twice, the first counts (RFC 6067, 2.1.1)
    if faults:
        raise InvalidRequest(faults)
    return keywords


def unknown(setting: str, value: str) -> Fault | None:
    """The fault, without a place, of an unknown ``numbering`` system or ``calendar``; None for a known one."""
    known = (NATIVE, *sorted(SYSTEMS)) if setting == "numbering" else KNOWN
    return None if value in known else fault(f"unknown-{setting}", given=value, known=known)


@lru_cache(maxsize=256)
def weekend(code: str) -> frozenset[int]:
    """The days of the weekend in a region (ISO 3166), from 0 for Monday (UTS #35, part 4, "Week Data")."""
    try:
        data = babel.Locale.parse(f"und_{code}")
    except (babel.UnknownLocaleError, ValueError):
        return _USUAL_WEEKEND
    start, end = data.weekend_start, data.weekend_end
    return frozenset((start + number) % 7 for number in range((end - start) % 7 + 1))


def regions_called(given: str, catalogs: Iterable[str]) -> tuple[str, ...]:
    """The current codes (ISO 3166) of the countries that a name or a code means, in the languages of some catalogs."""
    codes = locale_names.regions_called(given, _languages(sorted(catalogs)))
    return tuple(dict.fromkeys(filter(None, map(region_meant, codes))))
