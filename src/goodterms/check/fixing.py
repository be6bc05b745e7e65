"""Mends what one thing alone makes right: in the file's own lines, and nothing else of it.

What was mended is checked again. A change that brings a new finding is taken back, and so is one that would touch a
msgid; so a file is never worse afterwards.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import runner, suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms import po
    from goodterms.check.runner import Choice
    from goodterms.check.subjects import CheckedCatalog

_MAX_PASSES = 5
"""How often a file is gone through: what is mended may show what is to be mended next to it."""
_BOM = b"\xef\xbb\xbf"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"})

_Key = tuple[str | None, str]


class FixResult(NamedTuple):
    """A file after it was mended: its bytes, and how many places were changed."""

    data: bytes
    places: int


class _Change(NamedTuple):
    """A change of the string of an entry at ``keyword``, from ``start`` up to ``end``, made for a rule."""

    entry: po.Entry
    keyword: str
    start: int
    end: int
    new: str


def fix(catalog: CheckedCatalog, data: bytes, choice: Choice, again: Callable[[bytes], CheckedCatalog]) -> FixResult:
    """A catalog's file with all mended that can be; ``again`` reads the catalog from other bytes.

    A file that is not well-formed is left as it is.
    """
    count = 0
    if any(not flaw.harmless for flaw in catalog.file.flaws):
        return FixResult(data, 0)
    left_alone: set[_Key] = set()
    for _ in range(_MAX_PASSES):
        changes = [one for one in _changes(catalog, choice) if one.entry.key not in left_alone]
        if not changes:
            break
        made = _written(catalog, data, changes)
        after = again(made)
        if worse := _made_worse(catalog, after, choice):
            left_alone |= worse & {one.entry.key for one in changes} or {one.entry.key for one in changes}
            continue
        catalog, data, count = after, made, count + len(changes)
    return FixResult(data, count)


def _changes(catalog: CheckedCatalog, choice: Choice) -> list[_Change]:
    """What would mend the catalog's texts, in their order; of two changes of one place, the first."""
    silenced = {(id(mark.entry), mark.rule) for mark in suppressions.suppressions_in(catalog)}
    found: list[_Change] = []
    for made in runner.hits(catalog, choice):
        for edit in made.hit.fix:
            entry = edit.entry or made.entry
            if entry is not None and (id(entry), made.rule.name) not in silenced:
                keyword = edit.keyword or (made.text.keyword if made.text else "")
                found.append(_Change(entry, keyword, edit.start, edit.end, edit.new))
    found.sort(key=lambda one: (one.entry.first, one.keyword, one.start, one.end))
    kept: list[_Change] = []
    for one in found:
        last = kept[-1] if kept else None
        is_same = last is not None and (last.entry is one.entry and last.keyword == one.keyword)
        if not (is_same and last is not None and one.start < max(last.end, last.start + 1)):
            kept.append(one)
    return kept


def _written(catalog: CheckedCatalog, data: bytes, changes: list[_Change]) -> bytes:
    """The file's bytes with the changes in its lines."""
    edits: dict[int, list[tuple[int, int, str]]] = {}
    for change in changes:
        for index, start, end, new in _in_lines(catalog.file, change):
            edits.setdefault(index, []).append((start, end, new))
    lines = list(catalog.file.lines)
    for index, of_line in edits.items():
        for start, end, new in sorted(of_line, reverse=True):
            lines[index] = lines[index][:start] + new + lines[index][end:]
    ends = [*re.findall(rb"\r\n|\r|\n", data), b""]
    made = b"".join(line.encode() + end for line, end in zip(lines, ends, strict=True))
    return _BOM + made if data.startswith(_BOM) else made


def _in_lines(file: po.File, change: _Change) -> Iterator[tuple[int, int, int, str]]:
    """A change as changes of lines: the line's index, the columns from and up to, and what stands there then."""
    spans = list(file.spans(change.entry, change.keyword))
    new = change.new.translate(_ESCAPES)
    if change.start == change.end:
        index, start, end = spans[change.start - 1] if change.start else spans[0]
        at = end if change.start else start
        yield index, at, at, new
        return
    for number, (index, start, end) in enumerate(spans[change.start : change.end]):
        yield index, start, end, "" if number else new


def _made_worse(before: CheckedCatalog, after: CheckedCatalog, choice: Choice) -> set[_Key]:
    """The messages that have a finding which they did not have; all, when anything but translations has changed."""
    if [_unchanging(one) for one in before.file.entries] != [_unchanging(one) for one in after.file.entries]:
        return {one.key for one in before.file.entries}
    # What a habit's first place tells, another may tell when that is mended; so texts are left out of the account.
    known = {(one.rule, one.msgctxt, one.msgid) for one in runner.check(before, choice)}
    return {
        (one.msgctxt, one.msgid)
        for one in runner.check(after, choice)
        if (one.rule, one.msgctxt, one.msgid) not in known
    }


def _unchanging(entry: po.Entry) -> tuple[object, ...]:
    """What of a message no change may touch."""
    shape = tuple(bool(string.strip()) for string in entry.strings)
    return (entry.key, entry.msgid_plural, entry.flags, entry.comments, entry.references, entry.obsolete, shape)
