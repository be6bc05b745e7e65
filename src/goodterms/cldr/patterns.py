"""Patterns of dates and times (UTS #35, part 4, "Date Format Patterns"): the letters they may and must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.faults import fault

if TYPE_CHECKING:
    from goodterms.faults import Fault

_QUOTED = expression(r"'[^']*'")


class Kind(NamedTuple):
    """A kind of pattern: its ``letters``; sets of letters, of which it needs one each; the fault if it lacks one."""

    letters: frozenset[str]
    needs: tuple[frozenset[str], ...]
    incomplete: str


DATE = Kind(frozenset("GyMLdEc"), (frozenset("y"), frozenset("ML"), frozenset("d")), "date-pattern-incomplete")
"""A date in any calendar."""
MONTH = Kind(frozenset("GyML"), (frozenset("y"), frozenset("ML")), "month-pattern-incomplete")
"""A month of a year."""
TIME = Kind(frozenset("HhmsaB"), (frozenset("Hh"), frozenset("m")), "time-pattern-incomplete")
"""A time of day."""


def fault_of(pattern: str, kind: Kind) -> Fault | None:
    """The fault, without a place, of a pattern that is not valid; None for a valid one."""
    known = sorted(kind.letters)
    bare = _QUOTED.sub("", pattern)
    if "'" in bare:
        return fault("pattern-open-quote", given=pattern, letters=known)
    letters = {letter for letter in bare if letter.isascii() and letter.isalpha()}
    if unknown := sorted(letters - kind.letters):
        return fault("pattern-letter", given=pattern, letter=unknown[0], letters=known)
    if all(letters & choices for choices in kind.needs):
        return None
    return fault(kind.incomplete, given=pattern, letters=known)
