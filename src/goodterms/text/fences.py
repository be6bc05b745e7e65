"""Fenced blocks that are a bar or lines to write on, because ``bar 30`` or ``lines 3`` follows the fence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.faults import Fault

_LIMITS = {"bar": (0, 100), "lines": (1, 30)}
_FENCE = expression(r"[\s>*+-]*(?:\d{1,9}[.)]\s+)?(?:`{3,}|~{3,})\s*((?:bar|lines)(?:\s.*)?)$")
"""A line of a template that opens such a block: perhaps in a list or a quotation, then the fence, and what follows."""
_TAG = "{%"


class Fence(NamedTuple):
    """What a fenced block is: a bar of which ``number`` percent are full, or so many lines to write on."""

    kind: Literal["bar", "lines"]
    number: int


def read_info(info: str) -> Fence | Fault | None:
    """What the info string of a fenced block (CommonMark, section 4.5) asks for: ``bar 30``, ``lines 3``.

    None for any other info string. A fault without a place for a number that is missing, is not a whole number, or is
    not from 0 to 100 percent for a bar, from 1 to 30 for lines.
    """
    word, _, given = info.strip().partition(" ")
    if word not in _LIMITS:
        return None
    given = marks.ANY.sub("{{ … }}", given.strip())
    low, high = _LIMITS[word]
    if given.isascii() and given.isdecimal() and low <= int(given) <= high:
        return Fence("bar" if word == "bar" else "lines", int(given))
    if not given:
        return fault("bar-without-share") if word == "bar" else fault("lines-without-number")
    return fault("bar-share", given=given) if word == "bar" else fault("lines-number", given=given)


def find_faults(template: str) -> Iterator[tuple[int, Fault]]:
    """The faults of the fenced blocks in a template, each with its line (1-based).

    A number that tags choose is only known in the finished prose, so it is left to the parser of prose.
    """
    for number, line in enumerate(template.split("\n"), 1):
        match = _FENCE.match(line)
        if match and _TAG not in match[1]:
            meaning = read_info(match[1])
            if meaning and not isinstance(meaning, Fence):
                yield number, meaning
