"""A line of a catalog with carets under what is wrong in it, in the columns of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.reports.sanitizing import escape, is_unseen, sanitize_line
from goodterms.reports.width import width

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUT = "…"


class Excerpt(NamedTuple):
    """The part of a line that is shown, and the line of carets below it."""

    line: str
    carets: str


def excerpt(line: str, start: int, end: int, columns: int) -> Excerpt:
    """As much of a line round its characters ``start`` to ``end`` as so many columns hold."""
    pieces = [_piece(character, start <= at < end) for at, character in enumerate(line)]
    first, last = _window(pieces, min(start, len(pieces)), columns)
    before = (_CUT if first else "") + "".join(pieces[first:start])
    marked = "".join(pieces[max(first, start) : min(end, last)])
    after = "".join(pieces[max(end, first) : last]) + (_CUT if last < len(pieces) else "")
    return Excerpt(f"{before}{marked}{after}".rstrip(), _carets(before, marked))


def _piece(character: str, is_marked: bool) -> str:
    # A caret under a character that takes no room would stand under its neighbour.
    return escape(character) if is_marked and is_unseen(character) else sanitize_line(character)


def _carets(before: str, marked: str) -> str:
    indent = width(before)
    if marked and width(marked[0]) == 0:
        # A combining mark is drawn over the character before it, so the caret stands under that.
        base = next((character for character in reversed(before) if width(character)), "")
        return " " * (indent - width(base)) + "^" * max(1, width(base + marked))
    return " " * indent + "^" * max(1, width(marked))


def _window(pieces: Sequence[str], start: int, columns: int) -> tuple[int, int]:
    """From which piece up to which a line is shown, so that ``start`` is seen with something round it."""
    widths = [width(piece) for piece in pieces]
    if sum(widths) <= columns:
        return 0, len(pieces)
    room = columns - 2 * width(_CUT)
    first = start
    left = max(room // 3, room - sum(widths[start:]))
    while first and widths[first - 1] <= left:
        first -= 1
        left -= widths[first]
    while first < start and widths[first] == 0:  # no mark without its base
        first += 1
    last = first
    right = room
    while last < len(pieces) and widths[last] <= right:
        right -= widths[last]
        last += 1
    return first, last
