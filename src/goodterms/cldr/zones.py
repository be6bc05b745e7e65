"""Time zones: by the names that people type, by region, and how the clocks of two zones compare.

The rules of zones are those of the tz database; their names in Windows, and their regions, are CLDR's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import get_global

from goodterms.faults.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

CLDR_IDS = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Argentina/Catamarca": "America/Catamarca",
    "America/Argentina/Cordoba": "America/Cordoba",
    "America/Argentina/Jujuy": "America/Jujuy",
    "America/Argentina/Mendoza": "America/Mendoza",
    "America/Atikokan": "America/Coral_Harbour",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Kentucky/Louisville": "America/Louisville",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
    "Pacific/Chuuk": "Pacific/Truk",
    "Pacific/Kanton": "Pacific/Enderbury",
    "Pacific/Pohnpei": "Pacific/Ponape",
}
"""CLDR's ids of zones that the tz database has renamed: an id of CLDR never changes (UTS #35, part 1, "Time Zone
Identifiers")."""
IANA_NAMES = {cldr: name for name, cldr in CLDR_IDS.items()}
"""The present names of the same zones, by CLDR's ids."""
_NOT_ZONES = frozenset({"Factory", "localtime"})
_ABBREVIATIONS = frozenset({"EST", "MST", "HST", "CET", "EET", "MET", "WET", "IST", "PST", "CST", "BST", "PKT", "NPT"})
"""What people call the hour of several zones, or that of one zone in one half of the year."""
_DAY = timedelta(days=1)


class Named(NamedTuple):
    """What a name of a time zone means: the ``zone``, else the ``near`` name that may be meant, both IANA names."""

    zone: str
    near: str = ""
    is_abbreviation: bool = False

    @property
    def fault_kind(self) -> str:
        """The kind of the fault of a name without a zone."""
        return "timezone-abbreviation" if self.is_abbreviation else f"not-a-timezone{'-near' if self.near else ''}"


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The IANA name of every time zone; the list is put together from hundreds of files."""
    return frozenset(available_timezones() - _NOT_ZONES - _ABBREVIATIONS)


@lru_cache(maxsize=1)
def listed() -> tuple[str, ...]:
    """The IANA names of the zones of all regions, without older names of them, in alphabetical order."""
    every = (one for code in get_global("territory_zones") for one in zones_of_region(code))
    return tuple(sorted({IANA_NAMES.get(one, one) for one in every}))


@lru_cache(maxsize=1024)
def find(text: str) -> Named:
    """The zone of a name: an IANA name, in small letters or with spaces, too, or the name of a zone in Windows."""
    given = " ".join(text.split())
    if is_zone_of_cldr(given):
        return Named(IANA_NAMES.get(given, given))
    known = _by_folded_name()
    if zone := known.get(_fold(given)):
        return Named(zone)
    if given.upper() in _ABBREVIATIONS:
        return Named("", is_abbreviation=True)
    zones, windows = sorted(zone_names() - IANA_NAMES.keys()), [*get_global("windows_zone_mapping")]
    by_city = {_fold(zone.rpartition("/")[2]): zone for zone in reversed(zones) if "/" in zone}
    city = by_city.get(nearest(_fold(given), sorted(by_city), cutoff=0.75), "")
    return Named("", nearest(given, zones) or city if "/" in given else city or nearest(given, windows))


@lru_cache(maxsize=1)
def _by_folded_name() -> dict[str, str]:
    names = {**get_global("windows_zone_mapping"), **{zone: zone for zone in zone_names()}}
    return {_fold(name): IANA_NAMES.get(zone, zone) for name, zone in names.items()}


def _fold(name: str) -> str:
    return name.casefold().replace(" ", "_")


@lru_cache(maxsize=1)
def metazones() -> tuple[str, ...]:
    """The names of CLDR's groups of zones that share their names, such as ``Europe_Central``."""
    return tuple(sorted(set(get_global("meta_zones").values())))


def is_zone_of_cldr(name: str) -> bool:
    """Whether a name is exactly that of a zone of CLDR, which is known without the list of all zones."""
    return name in get_global("zone_territories") and _exists(name)


def is_zone_or_metazone(name: str) -> bool:
    """Whether a name is exactly that of a zone, or of a group of zones."""
    return is_zone_of_cldr(name) or name in metazones() or name in zone_names()


@lru_cache(maxsize=1024)
def _exists(zone: str) -> bool:
    """Whether the tz database of this machine has a zone of CLDR."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return zone not in _ABBREVIATIONS


@lru_cache(maxsize=256)
def zones_of_region(code: str) -> tuple[str, ...]:
    """The zones of a region (ISO 3166), by CLDR; empty for an unknown one."""
    return tuple(zone for zone in get_global("territory_zones").get(code, ()) if _exists(zone))


def zone_of_region(code: str, year: int) -> str:
    """The zone of a region where all clocks show the same time all through a year; empty where they do not."""
    zones = zones_of_region(code)
    return zones[0] if zones and agree(zones, zones[0], year) else ""


def agree(zones: Iterable[str], zone: str, year: int) -> bool:
    """Whether the clocks of all ``zones`` show the time of ``zone`` all through a year."""
    return all(one == zone or _have_same_rules(*sorted((one, zone)), year) for one in zones)


@lru_cache(maxsize=4096)
def _have_same_rules(first: str, second: str, year: int) -> bool:
    start = datetime(year, 1, 1, tzinfo=UTC)
    one, other = ZoneInfo(first), ZoneInfo(second)
    return all(offset(one, at) == offset(other, at) for at in (start + day * _DAY for day in range(367)))


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    """The offset of a zone from UTC at an instant."""
    return at.astimezone(zone).utcoffset() or timedelta()


def is_skipped(at: datetime) -> bool:
    """Whether the clock of its zone skips a time: then it does not survive a round trip through UTC."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != at.replace(tzinfo=None)


def is_repeated(at: datetime) -> bool:
    """Whether the clock of its zone shows a time twice."""
    return not is_skipped(at) and at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def region_of_zone(zone: str) -> str:
    """The region (ISO 3166) of a zone by CLDR; empty for one that is in none, such as UTC."""
    known = get_global("zone_territories")
    region = str(known.get(zone) or known.get(CLDR_IDS.get(zone, zone), ""))
    return region if len(region) == 2 else ""
