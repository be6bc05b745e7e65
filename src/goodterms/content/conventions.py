"""A language's formats beside CLDR: its cldr.json, the keys of its language.toml, those of a sender's settings."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr import calendars, patterns
from goodterms.cldr.digits import SYSTEMS
from goodterms.cldr.lists import KINDS, PLACES
from goodterms.cldr.locales import currencies, is_region, region_meant, unknown
from goodterms.cldr.numbers import pattern_fault
from goodterms.cldr.plurals import CATEGORIES
from goodterms.cldr.spans import UNITS, WAYS
from goodterms.content.layers import read_text
from goodterms.content.tables import Table
from goodterms.errors import BrokenContent, nearest, suggestion
from goodterms.model import CalendarNames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from goodterms.content.layers import Content
    from goodterms.model import LanguageSettings

_PATTERNS = ("time", "date_short", "date_medium", "date_long", "date_full")
KEYS = (
    *_PATTERNS,
    "date_time",
    "numbering",
    "calendar",
    "calendars",
    "minimum_grouping",
    "currency_symbols",
    "numbers",
    "units",
    "relative",
    "lists",
    "weekdays",
)
"""The keys by which a language's formats differ from CLDR's."""
KEYS_AND_REGIONS = (*KEYS, "regions")
"""The same with the tables of regions."""
_AREA = re.compile("[0-9]{3}")
_CURRENCY = re.compile("[A-Z]{3}")
_PLACES = re.compile(r"\{[01]\}")
_NUMBER_KEYS = ("decimal", "percent", "money", "range")
_WIDTHS = ("full", "long", "medium", "short")
_CALENDAR_KEYS = ("months", "months_abbreviated", "era", *(f"date_{width}" for width in _WIDTHS))
# Gregorian dates have the file's own keys.
_OTHER_CALENDARS = tuple(name for name in calendars.KNOWN if name != calendars.GREGORIAN)


class SenderConventions(NamedTuple):
    """The conventions in a sender's settings: by language, keys that take precedence over those of its language.toml.

    ``values`` is JSON, so that two batches can be compared by it; ``path`` and ``table`` say where it was read.
    """

    path: Path = Path()
    table: str = "conventions"
    values: str = "{}"

    def of(self, catalog: str) -> Table | None:
        """The table of one language, None when there is none; its faults carry the lines of the settings."""
        values = json.loads(self.values).get(catalog)
        if values is None:
            return None
        source = read_text(self.path) if self.path.is_file() else ""
        return Table(self.path, source, values, f"{self.table}.{catalog}")

    def text_of(self, catalog: str) -> str:
        """What the table of one language says, as text to compare."""
        return _text_of(self.values, catalog)


@lru_cache(maxsize=256)
def _text_of(values: str, catalog: str) -> str:
    return json.dumps(json.loads(values).get(catalog))


def of_cldr(content: Content, catalog: str) -> Mapping[str, Any]:
    """The data of the topmost cldr.json of a language; empty when it has none."""
    path = next(content.locale_paths(catalog, "cldr.json"), None)
    if path is None:
        return {}
    try:
        found: object = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BrokenContent.legacy_at(
            path, 0, f"is no JSON: {error}", "scripts/cldr_data.py of the project's sources writes it"
        ) from None
    if not isinstance(found, dict):
        raise BrokenContent.legacy_at(
            path, 0, "holds no JSON object", "scripts/cldr_data.py of the project's sources writes it"
        )
    return found


def _of_regions(table: Table) -> list[tuple[str, Table]]:
    """The formats of single regions in a table: its tables ``regions``, by the code of a region (ISO 3166)."""
    found = list(table.tables("regions"))
    for code, own in found:
        meant = region_meant(code)
        if not is_region(code) and (meant or not _AREA.fullmatch(code)):
            hint = f"did you mean {meant!r}?" if meant else "expected two capitals, such as IN"
            raise table.table("regions").fault(code, "is no code of a region", hint)
        own.refuse_unknown(KEYS)
    return found


def overlay(found: LanguageSettings, table: Table, region: str = "") -> LanguageSettings:
    """The settings with the formats of a table over their own; with what it has for a region (ISO 3166) over all."""
    found = _overlay(found, table)
    for code, own in _of_regions(table):
        # Those of other regions are read, too: a fault is told to whoever is at work.
        of_region = _overlay(found, own)
        found = of_region if code == region else found
    return found


def _overlay(found: LanguageSettings, table: Table) -> LanguageSettings:
    table.refuse_unprintable()
    return found._replace(
        patterns={**found.patterns, **_patterns(table)},
        numbering=_known(table, "numbering") or found.numbering,
        calendar=_known(table, "calendar") or found.calendar,
        calendars={**found.calendars, **_calendars(found, table)},
        minimum_grouping=table.count("minimum_grouping", found.minimum_grouping),
        currency_symbols={**found.currency_symbols, **_symbols(table.table("currency_symbols"))},
        numbers=_merged(found.numbers, _number_patterns(table), _NUMBER_KEYS),
        units=_merged(found.units, _by_unit(table, "units"), CATEGORIES),
        relative={way: _merged(found.relative.get(way, {}), own, keys) for way, own, keys in _relative(table)},
        lists=_merged(found.lists, _lists(table), PLACES),
        weekdays=_weekdays(table) or found.weekdays,
    )


def _patterns(table: Table) -> dict[str, str]:
    found = {key: table.text(key) for key in (*_PATTERNS, "date_time") if key in table}
    for key in _PATTERNS:
        if key in found:
            _refuse_faulty(table, key, patterns.TIME if key == "time" else patterns.DATE)
    if "date_time" in found:
        _refuse_without(table, "date_time", found["date_time"], "{0}", "{1}")
    return found


def _refuse_faulty(table: Table, key: str, kind: patterns.Kind) -> None:
    """Refuse a pattern of a date or of a time of day that is none."""
    pattern = table.text(key)
    if wrong := patterns.fault_of(pattern, kind):
        raise table.invalid(key, [wrong])


def _symbols(table: Table) -> dict[str, str]:
    """The symbols of currencies, each by its code; the empty one stands for CLDR's own."""
    for code in table.raw():
        if not _CURRENCY.fullmatch(code):
            near = nearest(code.upper(), sorted(currencies()))
            hint = f"did you mean {near!r}?" if near else "expected three capitals (ISO 4217), such as EUR"
            raise table.fault(code, "is no code of a currency", hint)
    return {code: table.text(code).strip() for code in table.raw()}


def _number_patterns(table: Table) -> Iterator[tuple[str, Table]]:
    """The tables of number patterns by numbering system; raises :class:`BrokenContent` for what is none."""
    table.table("numbers").refuse_unknown(SYSTEMS)
    for system, own in table.tables("numbers"):
        for key in (one for one in _NUMBER_KEYS if one in own):
            pattern = own.text(key)
            if key == "range":
                _refuse_without(own, key, pattern, "{0}", "{1}")
            elif wrong := pattern_fault(key, pattern):
                raise own.invalid(key, [wrong])
        yield system, own


def _refuse_without(table: Table, key: str, pattern: str, *places: str) -> None:
    """Refuse a pattern that has not each of these places, and each once."""
    if sorted(_PLACES.findall(pattern)) != [*places]:
        raise table.fault(key, f"is {pattern!r}", f"expected {' and '.join(places)} in it, once")


def _relative(table: Table) -> Iterator[tuple[str, list[tuple[str, Table]], Collection[str]]]:
    """What a table has of distances in time: the ``words`` of some, patterns for the ``past`` and the ``future``."""
    own = table.table("relative")
    own.refuse_unknown(("words", *WAYS))
    own.table("words").refuse_unknown(UNITS)
    yield "words", list(own.tables("words")), [str(number) for number in range(-2, 3)]
    for way in WAYS:
        yield way, _by_unit(own, way), CATEGORIES


def _lists(table: Table) -> Iterator[tuple[str, Table]]:
    table.table("lists").refuse_unknown(KINDS)
    for kind, own in table.tables("lists"):
        for place in own.raw():
            _refuse_without(own, place, own.text(place), "{0}", "{1}")
        yield kind, own


def _weekdays(table: Table) -> tuple[str, ...]:
    found = table.texts("weekdays")
    if "weekdays" in table and len(found) != 7:
        raise table.fault("weekdays", f"has {len(found)} names", "expected 7, from Monday on")
    return found


def _by_unit(table: Table, key: str) -> list[tuple[str, Table]]:
    table.table(key).refuse_unknown(UNITS)
    found = list(table.tables(key))
    for _, own in found:
        for category in own.raw():
            # A form for a single number may say it in words.
            if category not in ("zero", "one", "two") or _PLACES.search(own.text(category)):
                _refuse_without(own, category, own.text(category), "{0}")
    return found


def _known(table: Table, key: str) -> str:
    """The numbering system or calendar that a table names; raises :class:`BrokenContent` for an unknown one."""
    value = table.text(key)
    if value and (wrong := unknown(key, value)):
        raise table.invalid(key, [wrong])
    return value


def _merged(
    found: Mapping[str, Mapping[str, str]], by_name: Iterable[tuple[str, Table]], keys: Collection[str]
) -> dict[str, Mapping[str, str]]:
    """Tables of texts by name, over those that were found before."""
    merged = dict(found)
    for name, own in by_name:
        own.refuse_unknown(keys)
        merged[name] = {**merged.get(name, {}), **{key: own.text(key) for key in own.raw()}}
    return merged


def _calendars(found: LanguageSettings, table: Table) -> dict[str, CalendarNames]:
    """The calendars that a table names, each over what the layers below have of it; checked to be whole with CLDR's."""
    named = {}
    for name, one in table.tables("calendars"):
        if name not in _OTHER_CALENDARS:
            raise table.table("calendars").fault(name, "is no calendar", suggestion(name, _OTHER_CALENDARS))
        own = named[name] = _calendar(one, found.calendars.get(name, CalendarNames()))
        whole = calendars.overlay_names(found.cldr.get("calendars", {}).get(name), own)
        lacking = [key for key in ("months", "era") if not getattr(whole, key)]
        lacking += [f"date_{width}" for width in _WIDTHS if width not in whole.patterns]
        if lacking:
            needed = [key for key in _CALENDAR_KEYS if key != "months_abbreviated"]
            raise one.fault(lacking[0], "is missing", f"a calendar needs {', '.join(needed)}")
    return named


def _calendar(table: Table, below: CalendarNames) -> CalendarNames:
    table.refuse_unknown(_CALENDAR_KEYS)
    for key in ("months", "months_abbreviated"):
        given = table.texts(key)
        if key in table and (len(given) != 12 or not all(one.strip() for one in given)):
            raise table.fault(key, f"has {sum(1 for one in given if one.strip())} names", "expected 12, one a month")
    own = dict(below.patterns)
    for width in _WIDTHS:
        if (key := f"date_{width}") in table:
            _refuse_faulty(table, key, patterns.DATE)
            own[width] = table.text(key)
    months = table.texts("months")
    # Own months do without the abbreviations of other months.
    abbreviated = table.texts("months_abbreviated") or (months or below.months_abbreviated)
    return CalendarNames(months or below.months, abbreviated, table.text("era").strip() or below.era, own)
