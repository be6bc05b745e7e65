"""A line of a catalog with carets under the fault, in the columns of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.reports.sanitizing import escape, is_invisible, sanitize_line
from goodterms.reports.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUT = "…"
_NEAR = 4
"""How many times the columns are looked at on each side: some characters take none."""


class Excerpt(NamedTuple):
    """The part of a line that is shown, and the line of carets below it."""

    line: str
    carets: str


def excerpt(line: str, start: int, end: int, columns: int) -> Excerpt:
    """The part of a line around its characters ``start`` up to ``end`` that fits into so many columns."""
    # Of a long line, only what may be shown is looked at: it may have a finding in each word.
    left, right = max(0, start - _NEAR * columns), start + _NEAR * columns
    while 0 < left < start and width(line[left]) == 0:  # no combining character on the sign of the cut
        left += 1
    is_cut_before, is_cut_after = left > 0, right < len(line)
    line, start, end = line[left:right], start - left, min(end, right) - left
    pieces = [_piece(character, start <= at < end) for at, character in enumerate(line)]
    first, last = _window(pieces, min(start, len(pieces)), columns)
    before = (_CUT if first or is_cut_before else "") + "".join(pieces[first:start])
    fault = "".join(pieces[max(first, start) : min(end, last)])
    after = "".join(pieces[max(end, first) : last]) + (_CUT if last < len(pieces) or is_cut_after else "")
    return Excerpt(f"{before}{fault}{after}".rstrip(), _carets(before, fault))


def _piece(character: str, is_fault: bool) -> str:
    # A character without width would leave the caret under its neighbour.
    return escape(character) if is_fault and is_invisible(character) else sanitize_line(character)


def _carets(before: str, fault: str) -> str:
    indent = width(before)
    if fault and width(fault[0]) == 0:
        # A combining character is drawn on the character before it, so the caret goes under that one.
        base = next((character for character in reversed(before) if width(character)), "")
        return " " * (indent - width(base)) + "^" * max(1, width(base + fault))
    return " " * indent + "^" * max(1, width(fault))


def _window(pieces: Sequence[str], start: int, columns: int) -> tuple[int, int]:
    """The first piece of a line to show and the end of the last, so that ``start`` is visible with some context."""
    widths = [width(piece) for piece in pieces]
    if sum(widths) <= columns:
        return 0, len(pieces)
    room = columns - 2 * width(_CUT)
    first = start
    left = max(room // 3, room - sum(widths[start:]))
    while first and widths[first - 1] <= left:
        first -= 1
        left -= widths[first]
    while first < start and widths[first] == 0:  # no combining character without its base
        first += 1
    last = first
    right = room
    while last < len(pieces) and widths[last] <= right:
        right -= widths[last]
        last += 1
    return first, last
