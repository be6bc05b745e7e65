"""Fixes what has exactly one right form, in the lines of the file, and nothing else.

A fixed file is checked again. A change that brings a new finding is taken back, and so is one that would touch anything
but a translation; so a file is never worse afterwards.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.check import runner, suppressions
from goodterms.content.layers import read_bytes
from goodterms.envelopes import Document
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.po import editing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from goodterms import po
    from goodterms.check.runner import RuleHit, RuleSelection
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.check.targets import Target
    from goodterms.po.editing import StringEdit

_MAX_PASSES = 5
"""How often a file is fixed: a fix may bring to light what is to be fixed next to it."""

_Key = tuple[str | None, str]


class FixResult(NamedTuple):
    """A file after fixing: its bytes, and how many places were changed."""

    data: bytes
    places: int


class FixedFile(NamedTuple):
    """A file that was fixed and written, and how many places were changed."""

    path: Path
    places: int


def fix_files(target: Target, selection: RuleSelection) -> Iterator[FixedFile]:
    """Fix the catalogs of a target one by one, and yield each that changed, once it is written.

    Catalog templates are left out: they are generated from the letters. Raises :class:`InvalidRequest` for a file that
    cannot be read, and :class:`OutputRefused` for one that cannot be written.
    """
    for path in target.paths:
        if path.suffix == ".pot":
            continue
        try:
            data = read_bytes(path)
        except BrokenContent as error:
            raise InvalidRequest(error.faults) from None
        reload = partial(runner.load, path, target.library.content, target.source)
        result = fix(reload(data), data, selection, reload)
        if result.places:
            document = Document(path.name, "text/x-gettext-translation", result.data)
            output.write(str(path), document, force=True)
            yield FixedFile(path, result.places)


def fix(
    catalog: CheckedCatalog, data: bytes, selection: RuleSelection, reload: Callable[[bytes], CheckedCatalog]
) -> FixResult:
    """A catalog's bytes with everything fixed that can be; ``reload`` reads the catalog from other bytes.

    A file that is not well-formed is left as it is.
    """
    count = 0
    if any(not flaw.harmless for flaw in catalog.file.flaws):
        return FixResult(data, 0)
    excluded: set[_Key] = set()
    for _ in range(_MAX_PASSES):
        edits = [edit for edit in _edits(catalog, selection) if edit.entry.key not in excluded]
        if not edits:
            break
        fixed_data = editing.apply(catalog.file, data, edits)
        fixed = reload(fixed_data)
        if worse := _worse(catalog, fixed, selection):
            keys = {edit.entry.key for edit in edits}
            excluded |= worse & keys or keys
            continue
        catalog, data, count = fixed, fixed_data, count + len(edits)
    return FixResult(data, count)


def edits_of(found: RuleHit) -> Iterator[StringEdit]:
    """The edits that fix what a rule has found; none when there is more than one way to."""
    for change in found.hit.fix:
        entry = change.entry or found.entry
        if entry is not None:
            keyword = change.keyword or (found.text.keyword if found.text else "")
            yield editing.StringEdit(entry, keyword, change.start, change.end, change.new)


def _edits(catalog: CheckedCatalog, selection: RuleSelection) -> list[StringEdit]:
    """The edits that fix the catalog's texts, in their order; of two edits of one place, the first."""
    suppressed = {(id(found.entry), found.rule) for found in suppressions.suppressions_in(catalog)}
    found: list[StringEdit] = []
    for hit in runner.hits(catalog, selection):
        found += [edit for edit in edits_of(hit) if (id(edit.entry), hit.rule.name) not in suppressed]
    found.sort(key=lambda edit: (edit.entry.first, edit.keyword, edit.start, edit.end))
    kept: list[StringEdit] = []
    for edit in found:
        last = kept[-1] if kept else None
        is_same_string = last is not None and (last.entry is edit.entry and last.keyword == edit.keyword)
        if not (is_same_string and last is not None and edit.start < max(last.end, last.start + 1)):
            kept.append(edit)
    return [edit for edit in kept if editing.is_editable(catalog.file, edit.entry, edit.keyword)]


def _worse(before: CheckedCatalog, after: CheckedCatalog, selection: RuleSelection) -> set[_Key]:
    """The messages with a finding that they did not have; all, when anything but translations has changed."""
    if [_invariant(entry) for entry in before.file.entries] != [_invariant(entry) for entry in after.file.entries]:
        return {entry.key for entry in before.file.entries}
    # Once the first place of a habit is fixed, its warning moves to the next; so texts are not compared.
    known = {(finding.rule, finding.msgctxt, finding.msgid) for finding in runner.check(before, selection)}
    return {
        (finding.msgctxt, finding.msgid)
        for finding in runner.check(after, selection)
        if (finding.rule, finding.msgctxt, finding.msgid) not in known
    }


def _invariant(entry: po.Entry) -> tuple[object, ...]:
    """The parts of a message that no fix may change."""
    is_translated = tuple(bool(string.strip()) for string in entry.strings)
    return (
        entry.key, entry.msgid_plural, entry.flags, entry.comments, entry.references, entry.obsolete, is_translated
    )  # fmt: skip
