"""The names of time zones in a language (UTS #35, part 4, "Using Time Zone Names").

CLDR groups zones into *metazones* with names of their own: Central European Time. Such a name is right only for a zone
whose clock goes with those of most zones of its metazone; otherwise, the name for the clock of that day is, or that of
the country or the city.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.core import get_global
from babel.dates import get_timezone_gmt

from goodterms.cldr.zones import CLDR_IDS, IANA_NAMES, agree, offset, zone_names, zones_of_region
from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Mapping

    import babel

    from goodterms.model import ZoneWords

_UTC = "Etc/UTC"
_UTC_NAMES = ("UTC", "UCT", "Zulu", "Universal", _UTC, "Etc/UCT", "Etc/Zulu", "Etc/Universal")
_NOWHERE = (None, "001", "ZZ")
"""The territories of zones that are only an offset from UTC."""
_MONTH = timedelta(days=28)
_PLACE = expression(r"\{(\w+)\}")


class ZoneNames:
    """Names time zones in one language; the ``words`` of its language.toml take precedence over CLDR's."""

    def __init__(self, data: babel.Locale, words: ZoneWords) -> None:
        self._data = data
        self._words = words
        self.name = lru_cache(maxsize=1024)(self._name)

    def _name(self, zone: str, year: int, is_summer: bool = False) -> str:
        """The name of a zone by its IANA name, in a year; ``is_summer`` says whether its clock is put forward."""
        own = self._words.names
        metazone = _metazone(zone)
        if name := own.get(zone):
            return name
        is_usual = metazone and _is_usual(zone, metazone, year)
        if is_usual and (name := own.get(metazone)):
            return name
        if name := self._of_cldr(zone, metazone, is_usual=bool(is_usual), is_summer=is_summer):
            return name[:1].lower() + name[1:] if self._words.lowercase else name
        return self._of_place(zone, year)

    def _of_cldr(self, zone: str, metazone: str, *, is_usual: bool, is_summer: bool) -> str:
        of_zone, of_metazone = _long(self._data.time_zones, _cldr_id(zone)), _long(self._data.meta_zones, metazone)
        if is_usual and (name := of_zone.get("generic") or of_metazone.get("generic")):
            return name
        which = "daylight" if is_summer else "standard"
        return of_zone.get(which) or of_metazone.get(which) or ""

    def _of_place(self, zone: str, year: int) -> str:
        """The name by the country, or by the city where the country has several zones; by the offset without either."""
        territories = get_global("zone_territories")
        cldr_id = _cldr_id(zone)
        ids = (zone, cldr_id, IANA_NAMES.get(cldr_id, ""))
        territory = next((territories[one] for one in ids if one in territories), None)
        place = self._data.territories.get(territory, "") if territory not in _NOWHERE else ""
        if not place and not _has_summer_time(zone, year):
            return get_timezone_gmt(datetime(year, 1, 1, tzinfo=ZoneInfo(zone)), "long", locale=self._data)
        if not place or not agree(zones_of_region(territory), zone, year):
            city = zone.rpartition("/")[2].replace("_", " ")
            place = _entry(self._data.time_zones, _cldr_id(zone)).get("city") or city
        pattern = self._words.place or str(self._data.zone_formats["region"]).replace("%s", "{0}")
        return pattern.replace("{0}", place)


def fill_note(pattern: str, **values: str) -> str:
    """A pattern with its values in place; a brace in a value stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), pattern)


def is_summer_time(at: datetime) -> bool:
    """Whether the clock of its zone is put forward at an instant: its offset is not the least one of the year."""
    zone = at.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 — the times of meetings have no others
    start = at.astimezone(UTC)
    return offset(zone, start) > _least_offset(zone, start)


@lru_cache(maxsize=4096)
def _least_offset(zone: ZoneInfo, start: datetime) -> timedelta:
    """The least offset of a zone in the year around an instant; the meetings of a table begin at few different ones."""
    return min(offset(zone, start + month * _MONTH) for month in range(-6, 8))


def _cldr_id(zone: str) -> str:
    if zone in _UTC_NAMES:
        return _UTC
    zone = get_global("zone_aliases").get(zone, zone)
    return CLDR_IDS.get(zone, zone)


def _metazone(zone: str) -> str:
    return str(get_global("meta_zones").get(_cldr_id(zone), ""))


@lru_cache(maxsize=1024)
def _is_usual(zone: str, metazone: str, year: int) -> bool:
    """Whether the clock of a zone goes with those of most zones of its metazone that put theirs forward in summer.

    Eastern Time is that of New York, though in several countries of its metazone the clock never changes.
    """
    by_clock: Counter[str] = Counter()
    for member in _members(metazone):
        by_clock[next((one for one in by_clock if agree([one], member, year)), member)] += 1
    usual = max(by_clock, key=lambda one: (_has_summer_time(one, year), by_clock[one]))
    return agree([usual], zone, year)


def _has_summer_time(zone: str, year: int) -> bool:
    months = (datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13))
    return len({offset(ZoneInfo(zone), month) for month in months}) > 1


@lru_cache(maxsize=256)
def _members(metazone: str) -> tuple[str, ...]:
    return tuple(
        sorted(zone for zone, name in get_global("meta_zones").items() if name == metazone and zone in zone_names())
    )


def _entry(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return table.get(key) or {}


def _long(table: Mapping[str, Any], key: str) -> Mapping[str, str]:
    return _entry(_entry(table, key), "long")
