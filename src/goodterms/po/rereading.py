"""Reads a .po file again after a change of its text, but only the messages around the change.

For a file that is open in an editor: a keystroke changes one message of thousands. The result is the same as that of
reading the whole file; a test compares both.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from goodterms import po
from goodterms.po import plain

if TYPE_CHECKING:
    from goodterms.po.parts import Entry, File, Flaw

_LOOK_AHEAD = 16
"""Characters that must be the same after the place at which reading begins or ends: those by which a message begins."""


def reread(before: File, data: bytes) -> File:
    """The file in ``data``, like :func:`goodterms.po.read`; what is as in ``before`` is taken from there."""
    flaws: list[Flaw] = []
    text = po.decoded(data, flaws)
    same_before = _common_prefix(before.text, text)
    same_after = _common_suffix(before.text, text, same_before)
    first = _restart_before(before, same_before - _LOOK_AHEAD)
    last = _restart_after(before, len(before.text) - same_after)
    if first is None or last is None or last[1] <= first[1]:
        return po.read(data)
    (head, start, line), (tail, end, end_line) = first, last
    change = text[start : len(text) - (len(before.text) - end)]
    changed: list[Flaw] = []
    middle = [_moved(entry, line - 1) for entry in plain.entries(change, changed)]
    delta = line + change.count("\n") - end_line
    kept = [one for one in before.reading_flaws if one.line < line]
    flaws += [*kept, *(_moved_flaw(one, line - 1) for one in changed)]
    flaws += [_moved_flaw(one, delta) for one in before.reading_flaws if one.line >= end_line]
    entries = before.entries[:head] + middle
    entries += [_moved(entry, delta) for entry in before.entries[tail:]] if delta else before.entries[tail:]
    return po.finished(text, entries, flaws)


def _restart_before(file: File, at: int) -> tuple[int, int, int] | None:
    """The last message that begins before a character and at which reading can begin: its number, offset and line."""
    if at <= 0:
        return None
    line = file.text.count("\n", 0, at) + 1
    number = bisect_right(file.entries, line, key=attrgetter("begins")) - 1
    offset = _offset(file.text, at, line, file.entries[number].begins) if number > 0 else 0
    while number > 1:
        previous = file.entries[number - 1]
        start = _back(file.text, offset, file.entries[number].begins - previous.begins)
        if _is_plain(file, previous, start, offset):
            return number, offset, file.entries[number].begins
        number, offset = number - 1, start
    return None


def _restart_after(file: File, at: int) -> tuple[int, int, int] | None:
    """The first message after a character at which reading can begin, and that follows a message after it as well."""
    line = file.text.count("\n", 0, at) + 1
    number = bisect_right(file.entries, line, key=attrgetter("begins"))
    if number >= len(file.entries):
        return None
    offset = _forward(file.text, at, file.entries[number].begins - line)
    while number + 1 < len(file.entries):
        following = file.entries[number + 1]
        end = _forward(file.text, offset - 1, following.begins - file.entries[number].begins + 1)
        if _is_plain(file, file.entries[number], offset, end):
            return number + 1, end, following.begins
        number, offset = number + 1, end
    return None


def _is_plain(file: File, entry: Entry, start: int, end: int) -> bool:
    """Whether an entry is all that is written between two offsets, so that another one can begin at the second."""
    message = plain.MESSAGE.match(file.text, start)
    return message is not None and message.end() == end and not entry.obsolete


def _offset(text: str, at: int, line: int, wanted: int) -> int:
    """The offset of the line ``wanted``, which is not after the line ``line``, in which ``at`` is."""
    return _back(text, text.rfind("\n", 0, at) + 1, line - wanted)


def _back(text: str, start: int, lines: int) -> int:
    """The start of the line that is so many lines before the one that begins at ``start``."""
    for _ in range(lines):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _forward(text: str, at: int, lines: int) -> int:
    """The start of the line that is so many lines after the one in which ``at`` is."""
    for _ in range(lines):
        at = text.index("\n", at) + 1
    return at


def _moved(entry: Entry, lines: int) -> Entry:
    return entry._replace(first=entry.first + lines)


def _moved_flaw(flaw: Flaw, lines: int) -> Flaw:
    params = tuple((key, value + lines if key == "first" else value) for key, value in flaw.params)  # type: ignore[operator]
    return flaw._replace(line=flaw.line + lines, params=params)


def _common_prefix(one: str, other: str) -> int:
    """How many characters at the start are the same; found by halving, as slices compare fast."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _common_suffix(one: str, other: str, prefix: int) -> int:
    """How many characters at the end are the same, not counting any of the prefix."""
    low, high = 0, min(len(one), len(other)) - prefix
    while low < high:
        middle = (low + high + 1) // 2
        first, second = one[len(one) - middle : len(one) - low], other[len(other) - middle : len(other) - low]
        low, high = (middle, high) if first == second else (low, middle - 1)
    return low
