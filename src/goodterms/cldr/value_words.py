"""The words and signs in the values that people give: of dates, times of day, lengths of time and amounts."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from babel.core import get_global

from goodterms.cldr import supplement, zones
from goodterms.cldr.date_fields import TOKEN
from goodterms.cldr.date_words import DateWords, Language, whole_words
from goodterms.cldr.dates import time_pattern
from goodterms.cldr.day_periods import DayPeriods
from goodterms.cldr.locales import babel_locale, region
from goodterms.text.typed import plain

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from goodterms.model import LanguageSettings, Locale

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_BIKRAM = "bikram"
_BIKRAM_REGION = "NP"
_WITHOUT_MINOR_UNIT = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
"""The currencies that have no minor unit by ISO 4217, table A.1; CLDR writes more of them without decimals."""
_ALSO_WRITTEN = {
    "Rs": ("INR",),
    "C$": ("CAD",),
    "Bs": ("VES",),
    "FCFA": ("XOF",),
    "US$": ("USD",),
    "U$S": ("USD",),
    "USD$": ("USD",),
    "AU$": ("AUD",),
    "CA$": ("CAD",),
    "CAD$": ("CAD",),
    "S$": ("SGD",),
    "SG$": ("SGD",),
    "SFr": ("CHF",),
    "TL": ("TRY",),
}
"""Signs that CLDR does not have, or has for another currency only: that of the Indian rupee before 2010, and others."""
_NOT_WRITTEN = frozenset(("Db",))
"""Signs of CLDR that mean something else beside an amount: a debit."""


class ValueWords:
    """The words of a locale and of the source language, each table made when it is first asked for.

    The names of months, days, and units of time are also those of other languages: a list of customers is in the
    language of its owner, its letters are in many. A sign such as Rs means what it means in the locale.

    Two of them are equal only if they are the same object, so that they are hashed at once.
    """

    def __init__(
        self,
        *languages: tuple[Locale, LanguageSettings],
        others: Callable[[], Iterable[tuple[Locale, LanguageSettings]]] = tuple,
    ) -> None:
        """Keep the locales, the one of the letter first, with the settings of each.

        ``others`` only lend names; they are asked for when one is looked up.
        """
        self._given = languages
        self._others = others
        self._locale = languages[0][0]

    @cached_property
    def _languages(self) -> tuple[Language, ...]:
        return tuple(_language(*one) for one in self._given)

    @cached_property
    def _every_language(self) -> tuple[Language, ...]:
        return (*self._languages, *(_language(*one) for one in self._others()))

    @cached_property
    def has_bikram(self) -> bool:
        """Whether people here also write the dates of Bikram Sambat.

        The source language has the names of its months, too, for its readers in Nepal; elsewhere nobody writes them.
        """
        _, settings = self._given[0]
        is_source = len(self._given) == 1
        return region(self._locale) == _BIKRAM_REGION or (_BIKRAM in settings.calendars and not is_source)

    @cached_property
    def dates(self) -> DateWords:
        """The words of dates."""
        return DateWords(self._every_language, bikram=self.has_bikram)

    def from_bikram(self, year: int, month: int, day: int) -> date | None:
        """The Gregorian date of a day in Bikram Sambat; None for one that is not known."""
        from goodterms.cldr import bikram  # a table that few letters need

        return bikram.to_gregorian(year, month, day)

    @cached_property
    def units(self) -> Mapping[str, int]:
        """The names of hours and minutes, and the minutes in each; a name that means both is left out."""
        hours, minutes = ({*_unit_names(self._every_language, unit)} for unit in ("hour", "minute"))
        return {**dict.fromkeys(hours - minutes, 60), **dict.fromkeys(minutes - hours, 1)}

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """Lengths of time in words, and the minutes of each."""
        return {
            plain(said): length for one in self._every_language for said, length in one.settings.reading.lengths.items()
        }

    @cached_property
    def unit_joints(self) -> frozenset[str]:
        """What stands between hours and minutes, such as ``and``."""
        return frozenset(joint for one in self._every_language for joint in _joints(one) if joint)

    def day_periods(self, moment: time) -> frozenset[str]:
        """The names, in all widths, of the period and of the half of the day in which a time is."""
        return frozenset(name for one in self._every_language for name in _period_names(one, moment))

    @cached_property
    def has_twelve_hours(self) -> bool:
        """Whether times are written on a clock of 12 hours."""
        data, cldr, settings = self._languages[0]
        pattern = time_pattern(self._locale, data, cldr, settings)
        return any(letter in ("h", "K") for _, run, letter, _ in TOKEN.findall(pattern) if run)

    @cached_property
    def beside_times(self) -> re.Pattern[str]:
        """The words that may stand beside a time of day and add nothing, such as ``ob``, in a plain text."""
        return whole_words(word for one in self._every_language for word in one.settings.reading.beside_times)

    @cached_property
    def beside_amounts(self) -> re.Pattern[str]:
        """The words that may stand beside an amount and add nothing, such as the Urdu for *only*."""
        return whole_words(word for one in self._every_language for word in one.settings.reading.beside_amounts)

    def currencies_called(self, text: str) -> tuple[str, ...]:
        """The codes (ISO 4217) that a sign or a name of a currency may mean, the most likely first; empty for none."""
        sign = plain(text).rstrip(".")
        return self._currencies.get(sign) or self._currencies.get(sign.replace(" ", ""), ())

    @cached_property
    def _currencies(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        signs = supplement.supplemental()["currency_signs"]
        for sign in dict.fromkeys((*signs, *_ALSO_WRITTEN)):
            codes = (*signs.get(sign, ()), *_ALSO_WRITTEN.get(sign, ()))
            found.setdefault(plain(sign), {}).update(dict.fromkeys(codes))
        for one in self._languages:
            for name, code in _currency_names(one):
                found.setdefault(plain(name).rstrip("."), {}).setdefault(code)
        for sign in _NOT_WRITTEN:
            found.pop(plain(sign), None)
        return {name: tuple(codes) for name, codes in found.items() if name}

    def zone_called(self, text: str) -> tuple[str, str, bool]:
        """The IANA name of the time zone of a name, else a name that may be meant; whether it is an abbreviation."""
        return zones.find(text)

    def is_part_of_day(self, text: str) -> bool:
        """Whether a text is the name of a part of the day, such as ``afternoon``, in any language."""
        return any(plain(text) in self.day_periods(time(hour)) for hour in range(24))

    def zone_in(self, text: str) -> str:
        """The word of a text that names a place with a time zone, or a zone, in any language; empty without one."""
        from goodterms.cldr import zone_places  # few tables need it

        return zone_places.named_in(text, self._zone_places)

    @cached_property
    def _zone_places(self) -> frozenset[str]:
        from goodterms.cldr import zone_places

        return frozenset(zone_places.names(language.data for language in self._every_language))

    def decimals(self, currency: str) -> int:
        """The most decimals that an amount in a currency has: CLDR's, and 2 where ISO 4217 has a minor unit."""
        fractions = get_global("currency_fractions")
        by_cldr = fractions.get(currency, fractions["DEFAULT"])[0]
        known: int = supplement.supplemental()["currency_decimals"].get(currency, by_cldr)
        return known or (0 if currency in _WITHOUT_MINOR_UNIT else 2)


def _language(locale: Locale, settings: LanguageSettings) -> Language:
    return Language(babel_locale(locale), supplement.of_locale(settings.cldr, locale.tag), settings)


def _currency_names(language: Language) -> Iterator[tuple[str, str]]:
    """The signs and names of currencies in a language: its own, CLDR's in every plural form, and what people type."""
    data, _, settings = language
    for table in (settings.currency_symbols, data.currency_symbols, data.currencies):
        for code, name in table.items():
            yield str(name), code
    for code, forms in data._data.get("currency_names_plural", {}).items():
        for name in forms.values():
            yield str(name), code
    for code, names in settings.reading.currencies.items():
        for name in names:
            yield name, code


def _unit_names(languages: Iterable[Language], unit: str) -> Iterator[str]:
    for data, cldr, settings in languages:
        yield from (plain(name).rstrip(".") for name in getattr(settings.reading, f"{unit}s"))
        widths: Mapping[str, Any] = data._data["unit_patterns"].get(f"duration-{unit}", {})
        for patterns in (*widths.values(), cldr.get("units", {}).get(unit, {}), settings.units.get(unit, {})):
            for category in _CATEGORIES:
                if "{0}" in (pattern := str(patterns.get(category, ""))):
                    yield plain(pattern.replace("{0}", "")).rstrip(".")


def _joints(language: Language) -> Iterator[str]:
    data, cldr, settings = language
    kinds = [dict(data.list_patterns[kind]) for kind in ("unit", "standard") if kind in data.list_patterns]
    own = [cldr.get("lists", {}).get(kind, {}) for kind in ("unit", "and")]
    for patterns in (*kinds, *own, settings.lists.get("unit", {}), settings.lists.get("and", {})):
        for pattern in patterns.values():
            yield plain(str(pattern).replace("{0}", "").replace("{1}", ""))


def _period_names(language: Language, moment: time) -> Iterator[str]:
    data, _, settings = language
    periods = DayPeriods(data, settings)
    half = "am" if moment.hour < 12 else "pm"
    typed = settings.reading.day_periods.items()
    yield from (plain(name).rstrip(".") for name, (begin, end) in typed if begin <= moment.hour < end)
    for width in ("wide", "abbreviated", "narrow"):
        yield plain(periods.name(moment, width)).rstrip(".")
        for kind in ("format", "stand-alone"):
            yield plain(str(data.day_periods.get(kind, {}).get(width, {}).get(half, ""))).rstrip(".")
