"""The known name that somebody may have meant."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_LONGEST = 200
"""Nobody mistypes a longer name, and to compare it takes long."""


def nearest(given: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """The known name nearest to ``given``, or an empty string when none is near; of several, one that begins alike.

    ``cutoff`` is how near it must be, from 0 for any name to 1 for the same one.
    """
    if len(given) > _LONGEST:
        return ""
    import difflib  # only what is wrong needs it

    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    asked = given.casefold()
    close = difflib.get_close_matches(asked, folded, n=9, cutoff=cutoff)
    best = [name for name in close if _likeness(asked, name) == _likeness(asked, close[0])]
    return folded[max(best, key=lambda name: _common_start(asked, name))] if best else ""


def _common_start(asked: str, name: str) -> int:
    """The number of characters with which two texts begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked, name, strict=False)))


def _likeness(asked: str, name: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, name, asked).ratio()
