"""The names of places and of time zones that a text may have, with other endings than in CLDR: ``po Ljubljani``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.cldr import zones
from goodterms.expressions import expression
from goodterms.text.typed import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import babel

_BETWEEN = expression(r"[\s()\[\]{},;:./|_+*–—-]+")
_LEAST = 4
_ENDED = 5
"""The fewest characters of a name that may have other endings; the last letter of a longer one may be another."""
_LONGEST_ENDING = 3


def names(languages: Iterable[babel.Locale]) -> Iterator[str]:
    """The names of the cities and the countries that have time zones, and of the zones, as plain texts."""
    for zone in zones.zone_names():
        area, _, city = zone.rpartition("/")
        if area and area != "Etc":
            yield plain(city.replace("_", " "))
    for data in languages:
        yield from (plain(str(named["city"])) for named in data.time_zones.values() if "city" in named)
        yield from (plain(str(name)) for code, name in data.territories.items() if len(code) == 2)
        for named in data.meta_zones.values():
            yield from (plain(str(name)) for name in named.get("long", {}).values())


def named_in(text: str, places: Collection[str]) -> str:
    """The first word, or several, of a text that is such a name; empty without one."""
    words = [word for word in _BETWEEN.split(plain(text)) if word]
    single = [place for place in places if len(place) >= _LEAST and not re.search(r"\s", place)]
    for word in words:
        if any(_is_form_of(word, place) for place in single):
            return word
    whole = f" {' '.join(words)} "
    several = (place for place in places if " " in place)
    return next((place for place in sorted(several, key=len, reverse=True) if f" {place} " in whole), "")


def _is_form_of(word: str, place: str) -> bool:
    """Whether a word is the name of a place, perhaps with another ending."""
    if word == place:
        return True
    if len(place) < _ENDED or len(word) > len(place) + _LONGEST_ENDING:
        return False
    return word.startswith(place if len(place) == _ENDED else place[:-1])
