"""Time zones by name and by region, and their names in letters, which must never say a wrong hour."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import pytest

from goodterms.cldr import zones
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.locales import of_catalog

if TYPE_CHECKING:
    from goodterms.project import Project

INSTANTS = [datetime(2027, month, 15, 12, tzinfo=UTC) for month in (1, 4, 7, 10)]
SCRIPTS = {"te": "TELUGU", "ne": "DEVANAGARI", "ur": "ARABIC"}


def formatter_of(project: Project, language: str) -> Formatter:
    locale = of_catalog(language)
    return Formatter(locale, project.language_of(locale))


@pytest.mark.parametrize("language", ["en", "sl", "te", "ne", "ur"])
def test_zones_with_one_name_show_one_time(language: str, project: Project) -> None:
    formatter = formatter_of(project, language)
    for at in INSTANTS:
        found: dict[str, dict[str, object]] = defaultdict(dict)
        for zone in sorted(zones.zone_names()):
            local = at.astimezone(ZoneInfo(zone))
            found[formatter.zone_name(local)][zone] = local.utcoffset()
        wrong = {name: offsets for name, offsets in found.items() if len({*offsets.values()}) > 1}
        assert not wrong, at


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_names_are_in_the_script_of_the_language(language: str, script: str, project: Project) -> None:
    formatter = formatter_of(project, language)
    at = INSTANTS[0]
    for zone in sorted(zones.zones_of_region("IN") + zones.zones_of_region("US") + zones.zones_of_region("SI")):
        name = formatter.zone_name(at.astimezone(ZoneInfo(zone)))
        assert all(script in unicodedata.name(one, "") for one in name if one.isalpha()), (zone, name)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Europe/Ljubljana", "Europe/Ljubljana"),
        (" europe/ljubljana ", "Europe/Ljubljana"),
        ("America/New York", "America/New_York"),
        ("Central Europe Standard Time", "Europe/Budapest"),
        ("nepal standard time", "Asia/Kathmandu"),
        ("India Standard Time", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_several_names(given: str, expected: str) -> None:
    assert zones.find(given).zone == expected


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("Ljubljana", "Europe/Ljubljana"),
        ("Europe/Lublana", "Europe/Ljubljana"),
        ("Karachi", "Asia/Karachi"),
        ("Katmandu", "Asia/Kathmandu"),
        ("New Yrok", "America/New_York"),
        ("Pakistan Standart Time", "Pakistan Standard Time"),
        ("over there", ""),
    ],
)
def test_an_unknown_name_has_the_nearest_right_one(given: str, near: str) -> None:
    named = zones.find(given)
    assert (named.zone, named.near) == ("", near)
    assert not near or zones.find(near).zone


def test_a_zone_of_cldr_is_what_the_list_of_all_zones_says() -> None:
    """It is found without that list, which takes hundreds of files to put together."""
    from babel.core import get_global

    known = [name for name in get_global("zone_territories") if zones.is_zone_of_cldr(name)]
    assert len(known) > 300
    assert set(known) <= zones.zone_names()
    assert {name: zones.find(name).zone for name in known} == {
        name: zones._by_folded_name()[name.casefold()] for name in known
    }


@pytest.mark.parametrize("given", ["CET", "EST", "ist", "PST"])
def test_an_abbreviation_is_no_zone(given: str) -> None:
    assert zones.find(given) == ("", "", True)


def test_every_zone_of_windows_is_known() -> None:
    """The names are in CLDR's table, and each leads to a zone of the tz database."""
    from babel.core import get_global

    for name in get_global("windows_zone_mapping"):
        assert zones.find(name).zone in available_timezones()


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("SI", "Europe/Ljubljana"), ("PK", "Asia/Karachi"), ("NP", "Asia/Kathmandu"), ("IN", "Asia/Kolkata"),
        ("DE", "Europe/Berlin"), ("US", ""), ("ES", ""), ("CN", ""), ("XX", ""),
    ],
)  # fmt: skip
def test_a_region_has_a_zone_where_all_its_clocks_agree(region: str, expected: str) -> None:
    assert zones.zone_of_region(region, 2027) == expected
