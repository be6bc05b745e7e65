"""Conventions: how a language writes dates, numbers, money and lists where it differs from CLDR.

They come from the language's cldr.json and language.toml, and from the sender's goodterms.toml.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr import calendars, day_periods, patterns
from goodterms.cldr.digits import NATIVE, SYSTEMS
from goodterms.cldr.lists import KINDS, PLACES
from goodterms.cldr.locales import currencies, is_region, region_meant
from goodterms.cldr.numbers import pattern_fault
from goodterms.cldr.plurals import CATEGORIES
from goodterms.cldr.spans import UNITS, WAYS
from goodterms.cldr.spellout import HIGHEST
from goodterms.cldr.zones import find, is_zone_or_metazone, metazones
from goodterms.content.layers import read_text
from goodterms.content.tables import Table, as_toml
from goodterms.expressions import expression
from goodterms.faults.nearest import nearest
from goodterms.model import CalendarNames, ZoneWords

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from goodterms.model import LanguageSettings

_PATTERNS = {
    "time": patterns.TIME,
    "month": patterns.MONTH,
    **dict.fromkeys(("date_short", "date_medium", "date_long", "date_full"), patterns.DATE),
}
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
    "number_words",
    "day_periods",
    "day_period_hours",
    "zones",
)
"""The keys of conventions in a language.toml, and in the table of a language in goodterms.toml."""
KEYS_AND_REGIONS = (*KEYS, "regions")
"""The same, and the table with those of regions."""
_AREA = expression("[0-9]{3}")
_CURRENCY = expression("[A-Z]{3}")
_PLACES = expression(r"\{[01]\}")
_NAMED_PLACES = expression(r"\{\w*\}")
_ZONE_PATTERNS = {
    "place": ("{0}",),
    "note": ("{zone}",),
    "note_with_other": ("{zone}", "{other_zone}", "{other_time}"),
    "other_on_another_day": ("{date}", "{time}"),
}
"""The patterns of a table ``zones``, each with its placeholders."""
_UP_TO = "up_to"
_FORM = expression("[a-z]+(?:-[a-z]+)*")
_SPELLED = expression("0|[1-9][0-9]?")
_NUMBER_KEYS = ("decimal", "percent", "money", "range")
_WIDTHS = ("full", "long", "medium", "short")
_REQUIRED_OF_A_CALENDAR = ("months", "era", *(f"date_{width}" for width in _WIDTHS))
_CALENDAR_KEYS = (*_REQUIRED_OF_A_CALENDAR, "months_abbreviated")
# The patterns of Gregorian dates are keys of the file itself.
_OTHER_CALENDARS = tuple(name for name in calendars.KNOWN if name != calendars.GREGORIAN)


class SenderConventions(NamedTuple):
    """The conventions in a goodterms.toml, by language; they take precedence over those of its language.toml.

    ``values`` is a JSON object of the keys of each language, by catalog: text, so that two batches can be compared.
    ``path`` is the file and ``table`` the dotted name of the table there.
    """

    path: Path = Path()
    table: str = "conventions"
    values: str = "{}"

    def of(self, catalog: str) -> Table | None:
        """The table of a language, None when there is none; its faults have the lines of the file."""
        values = json.loads(self.values).get(catalog)
        if values is None:
            return None
        source = read_text(self.path) if self.path.is_file() else ""
        return Table(self.path, source, values, f"{self.table}.{catalog}")

    def text_of(self, catalog: str) -> str:
        """The keys of a language as JSON, to compare; ``null`` when there are none."""
        return _text_of(self.values, catalog)


@lru_cache(maxsize=256)
def _text_of(values: str, catalog: str) -> str:
    return json.dumps(json.loads(values).get(catalog))


def overlay(settings: LanguageSettings, table: Table, region: str = "") -> LanguageSettings:
    """The settings with the conventions of a table in place of theirs, and those for ``region`` (ISO 3166) over all.

    The faults of the table are collected in it.
    """
    overlaid = _overlay(settings, table)
    for code, inner in _of_regions(table):
        # Other regions are read as well: their faults are reported whatever the locale of a letter is.
        of_region = _overlay(overlaid, inner)
        overlaid = of_region if code == region else overlaid
    return overlaid


def _of_regions(table: Table) -> Iterator[tuple[str, Table]]:
    """The conventions of regions in a table, by the code of the region (ISO 3166)."""
    for code, inner in table.tables("regions"):
        near = region_meant(code)
        if not is_region(code) and (near or not _AREA.fullmatch(code)):
            kind = "not-a-region-code-near" if near else "not-a-region-code"
            table.table("regions").refuse(code, kind, given=code, near=near)
        inner.refuse_unknown(KEYS)
        yield code, inner


def _overlay(settings: LanguageSettings, table: Table) -> LanguageSettings:
    table.refuse_unprintable()
    return settings._replace(
        patterns={**settings.patterns, **_patterns(table)},
        numbering=_option(table, "numbering", (NATIVE, *sorted(SYSTEMS))) or settings.numbering,
        calendar=_option(table, "calendar", calendars.KNOWN) or settings.calendar,
        calendars={**settings.calendars, **_calendars(settings, table)},
        minimum_grouping=table.count("minimum_grouping", settings.minimum_grouping),
        currency_symbols={**settings.currency_symbols, **_symbols(table.table("currency_symbols"))},
        numbers=_merge(settings.numbers, _number_patterns(table), _NUMBER_KEYS),
        units=_merge(settings.units, _by_unit(table, "units"), CATEGORIES),
        relative={way: _merge(settings.relative.get(way, {}), inner, keys) for way, inner, keys in _relative(table)},
        lists=_merge(settings.lists, _lists(table), PLACES),
        weekdays=_weekdays(table) or settings.weekdays,
        number_words=_number_words(table.table("number_words"), settings.number_words),
        words_up_to=_words_up_to(table.table("number_words"), settings.words_up_to),
        zones=_zones(table.table("zones"), settings.zones),
        **_day_periods(settings, table),
    )


def _patterns(table: Table) -> dict[str, str]:
    for key in _PATTERNS:
        if key in table:
            _check_date_pattern(table, key, _PATTERNS[key])
    if "date_time" in table:
        _check_placeholders(table, "date_time", "{0}", "{1}")
    return {key: table.text(key) for key in (*_PATTERNS, "date_time") if key in table}


def _check_date_pattern(table: Table, key: str, kind: patterns.Kind) -> None:
    """Refuse a text that is not a pattern of a date, of a month or of a time of day."""
    if wrong := patterns.fault_of(table.text(key), kind):
        table.refuse_invalid(key, [wrong])


def _check_placeholders(table: Table, key: str, *places: str) -> None:
    """Refuse a pattern that does not have each of these placeholders exactly once."""
    pattern = table.text(key)
    if sorted(_PLACES.findall(pattern)) != [*places]:
        table.refuse(key, "pattern-placeholders", given=pattern, places=places)


def _symbols(table: Table) -> dict[str, str]:
    """The symbols of currencies by ISO 4217 code; an empty one restores that of CLDR."""
    for code in table.raw():
        if not _CURRENCY.fullmatch(code):
            near = nearest(code.upper(), sorted(currencies()))
            kind = "not-a-currency-code-near" if near else "not-a-currency-code"
            table.refuse(code, kind, given=code, near=near)
    return {code: table.text(code).strip() for code in table.raw()}


def _number_patterns(table: Table) -> Iterator[tuple[str, Table]]:
    """The tables of number patterns, by numbering system."""
    table.table("numbers").refuse_unknown(SYSTEMS)
    for system, inner in table.tables("numbers"):
        for key in _NUMBER_KEYS:
            if key == "range" and key in inner:
                _check_placeholders(inner, key, "{0}", "{1}")
            elif key in inner and (wrong := pattern_fault(key, inner.text(key))):
                inner.refuse_invalid(key, [wrong])
        yield system, inner


def _relative(table: Table) -> Iterator[tuple[str, list[tuple[str, Table]], Collection[str]]]:
    """The parts of a table ``relative``: ``words`` by unit and number, ``past`` and ``future`` by unit and category."""
    relative = table.table("relative")
    relative.refuse_unknown(("words", *WAYS))
    relative.table("words").refuse_unknown(UNITS)
    yield "words", list(relative.tables("words")), [str(number) for number in range(-2, 3)]
    for way in WAYS:
        yield way, _by_unit(relative, way), CATEGORIES


def _lists(table: Table) -> Iterator[tuple[str, Table]]:
    table.table("lists").refuse_unknown(KINDS)
    for kind, inner in table.tables("lists"):
        for place in inner.raw():
            _check_placeholders(inner, place, "{0}", "{1}")
        yield kind, inner


def _weekdays(table: Table) -> tuple[str, ...]:
    names = table.texts("weekdays")
    if "weekdays" in table and len(names) != 7:
        table.refuse("weekdays", "weekdays-incomplete", count=len(names))
    return names


def _number_words(table: Table, below: Mapping[str, Mapping[int, str]]) -> dict[str, Mapping[int, str]]:
    """Words by form and number: those of a table over those ``below``."""
    merged = dict(below)
    for form, value in table.raw().items():
        if form == _UP_TO:
            continue
        if not isinstance(value, dict):
            table.refuse(form, "unknown-key", given=form, known=(_UP_TO,))
            continue
        if not _FORM.fullmatch(form):
            table.refuse(form, "not-a-number-form", given=form)
            continue
        inner = table.table(form)
        words = {}
        for key in inner.raw():
            word = inner.text(key).strip()
            if inner.is_refused(key):
                continue
            if not _SPELLED.fullmatch(key) or int(key) > HIGHEST:
                inner.refuse(key, "not-a-number-in-words", given=key, most=HIGHEST)
            elif not word:
                inner.refuse(key, "number-without-word", number=key)
            else:
                words[int(key)] = word
        merged[form] = {**merged.get(form, {}), **words}
    return merged


def _words_up_to(table: Table, below: int) -> int:
    """The last number in words, by the key of a table."""
    value = table.raw().get(_UP_TO, below)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST:
        table.refuse(_UP_TO, "not-a-limit-of-words", given=as_toml(value), most=HIGHEST)
        return below
    return value


def _day_periods(settings: LanguageSettings, table: Table) -> dict[str, Any]:
    """The names of the periods of the day, and the hours at which they begin, as fields of the settings."""
    names, hours = table.table("day_periods"), table.table("day_period_hours")
    names.refuse_unknown(day_periods.PERIODS)
    hours.refuse_unknown(day_periods.BY_HOUR)
    by_name = {**settings.day_periods, **{period: names.text(period).strip() for period in names.raw()}}
    begins = {period: hours.integer(period, 0, 23) for period in hours.raw()}
    by_hour: dict[int, str] = {}
    for period, hour in begins.items():
        if hours.is_refused(period):
            continue
        if not by_name.get(period):
            hours.refuse(period, "day-period-without-name", period=period)
        if by_hour.setdefault(hour, period) != period:
            hours.refuse(period, "day-periods-at-one-hour", other=by_hour[hour], hour=hour)
    return {"day_periods": by_name, "day_period_hours": begins or settings.day_period_hours}


def _zones(table: Table, below: ZoneWords) -> ZoneWords:
    """How time zones are named: the keys of a table over those ``below``."""
    table.refuse_unknown((*_ZONE_PATTERNS, "lowercase", "names"))
    for key, places in _ZONE_PATTERNS.items():
        if key in table and sorted(_NAMED_PLACES.findall(table.text(key))) != sorted(places):
            table.refuse(key, "pattern-placeholders", given=table.text(key), places=places)
    names = table.table("names")
    for key in names.raw():
        if not is_zone_or_metazone(key):
            near = nearest(key, metazones()) or find(key).near
            names.refuse(key, "unknown-timezone-near" if near else "unknown-timezone", given=key, near=near)
    return ZoneWords(
        names={**below.names, **{key: names.text(key) for key in names.raw()}},
        lowercase=table.flag("lowercase") if "lowercase" in table else below.lowercase,
        **{key: table.text(key, getattr(below, key)) for key in _ZONE_PATTERNS},
    )


def _by_unit(table: Table, key: str) -> list[tuple[str, Table]]:
    """The tables of patterns in a table ``key``, by unit of time."""
    table.table(key).refuse_unknown(UNITS)
    by_unit = list(table.tables(key))
    for _, inner in by_unit:
        for category in inner.raw():
            # The form for a single number may be in words.
            if category not in ("zero", "one", "two") or _PLACES.search(inner.text(category)):
                _check_placeholders(inner, category, "{0}")
    return by_unit


def _option(table: Table, key: str, known: Sequence[str]) -> str:
    """The text of a key, which must be one of ``known``; empty when it is absent."""
    value = table.text(key)
    if value and value not in known:
        table.refuse(key, "not-an-option", given=value, known=known)
    return value


def _merge(
    below: Mapping[str, Mapping[str, str]], by_name: Iterable[tuple[str, Table]], keys: Collection[str]
) -> dict[str, Mapping[str, str]]:
    """Texts by name and key: those of tables over those ``below``."""
    merged = dict(below)
    for name, table in by_name:
        table.refuse_unknown(keys)
        merged[name] = {**merged.get(name, {}), **{key: table.text(key) for key in table.raw()}}
    return merged


def _calendars(settings: LanguageSettings, table: Table) -> dict[str, CalendarNames]:
    """The calendars of a table, each over that of the settings; with CLDR's data, each must be complete."""
    by_name = {}
    table.table("calendars").refuse_unknown(_OTHER_CALENDARS)
    for name, inner in table.tables("calendars"):
        if name not in _OTHER_CALENDARS:
            continue
        names = by_name[name] = _calendar(inner, settings.calendars.get(name, CalendarNames()))
        complete = calendars.overlay_names(settings.cldr.get("calendars", {}).get(name), names)
        missing = [key for key in ("months", "era") if not getattr(complete, key)]
        missing += [f"date_{width}" for width in _WIDTHS if width not in complete.patterns]
        if missing:
            inner.refuse(missing[0], "calendar-incomplete", needed=_REQUIRED_OF_A_CALENDAR)
    return by_name


def _calendar(table: Table, below: CalendarNames) -> CalendarNames:
    table.refuse_unknown(_CALENDAR_KEYS)
    for key in ("months", "months_abbreviated"):
        names = [name for name in table.texts(key) if name.strip()]
        if key in table and (len(names) != 12 or len(table.texts(key)) != 12):
            table.refuse(key, "months-incomplete", count=len(names))
    by_width = dict(below.patterns)
    for width in _WIDTHS:
        if (key := f"date_{width}") in table:
            _check_date_pattern(table, key, patterns.DATE)
            by_width[width] = table.text(key)
    months = table.texts("months")
    # With months of its own, a table does not take the abbreviations from below.
    abbreviated = table.texts("months_abbreviated") or (months or below.months_abbreviated)
    return CalendarNames(months or below.months, abbreviated, table.text("era").strip() or below.era, by_width)
