"""What CLDR has and Babel's data lacks: of each language in its cldr.json, of all languages in supplemental.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.cldr import tags

if TYPE_CHECKING:
    from collections.abc import Mapping


def of_locale(data: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """A language's data with what the regions of ``tag`` have otherwise, from the farthest parent to itself."""
    found = {key: value for key, value in data.items() if key != "regions"}
    regions = data.get("regions", {})
    parsed = tags.parse(tag)
    for one in reversed(list(tags.inherited(parsed))) if parsed else ():
        found = _merged(found, regions.get(str(one), {}))
    return found


def _merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(lower)
    for key, value in upper.items():
        own = found.get(key)
        found[key] = _merged(own, value) if isinstance(own, dict) and isinstance(value, dict) else value
    return found


@lru_cache(maxsize=1)
def supplemental() -> dict[str, Any]:
    """What is of no language.

    ``currency_decimals`` by currency where Babel has an older number, ``twelve_hours``: the regions whose clocks go
    from 1 to 12, ``first_day``: the regions whose week begins on a day (``fri``, ``sat``, ``sun``), others on Monday.
    """
    found: dict[str, Any] = json.loads(Path(__file__).with_name("supplemental.json").read_text("utf-8"))
    return found
