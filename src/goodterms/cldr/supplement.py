"""CLDR data that Babel lacks: a language's from its cldr.json, that of all languages from supplemental.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.cldr import tags

if TYPE_CHECKING:
    from collections.abc import Mapping


def of_locale(data: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """A language's data with the values of its regions merged in, from the farthest parent of ``tag`` to itself."""
    merged = {key: value for key, value in data.items() if key != "regions"}
    regions = data.get("regions", {})
    parsed = tags.parse(tag)
    for parent in reversed(list(tags.inheritance(parsed))) if parsed else ():
        merged = _merge(merged, regions.get(str(parent), {}))
    return merged


def _merge(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """``lower`` with the values of ``upper`` in place of its own, table by table."""
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


@lru_cache(maxsize=1)
def supplemental() -> dict[str, Any]:
    """The data that belongs to no language.

    ``currency_decimals`` by currency, for those where Babel's number is out of date; ``currency_signs``: the codes of
    the currencies that a sign may mean, first that which has it for its own; ``twelve_hours``: the regions with a
    12-hour clock; ``first_day``: the regions whose week begins on ``fri``, ``sat`` or ``sun``; others on Monday.
    """
    data: dict[str, Any] = json.loads(Path(__file__).with_name("supplemental.json").read_text("utf-8"))
    return data
