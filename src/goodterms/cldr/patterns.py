"""The patterns of dates and times (UTS #35, part 4, "Date Format Patterns"): what they may have, and what they need."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTED = re.compile(r"'[^']*'")


class Kind(NamedTuple):
    """A kind of pattern: its ``letters``, the sets of which it ``needs`` one letter each, and what they are called."""

    letters: frozenset[str]
    needs: tuple[frozenset[str], ...]
    called: str


DATE = Kind(
    frozenset("GyMLdEc"),
    (frozenset("y"), frozenset("ML"), frozenset("d")),
    "the year, the month or the day",
)
"""A date in any calendar."""
TIME = Kind(frozenset("Hhmsa"), (frozenset("Hh"), frozenset("m")), "the hour or the minute")
"""A time of day."""


def fault_of(pattern: str, kind: Kind) -> str:
    """What is wrong with a pattern of a kind; empty when nothing is."""
    bare = _QUOTED.sub("", pattern)
    if "'" in bare:
        return "opens a quotation with ' that it does not close"
    letters = {letter for letter in bare if letter.isascii() and letter.isalpha()}
    if unknown := sorted(letters - kind.letters):
        return f"has the letter {unknown[0]!r}"
    return "" if all(letters & one for one in kind.needs) else f"lacks {kind.called}"
