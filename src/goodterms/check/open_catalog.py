"""A catalog that is open in an editor: checked as it is typed, unsaved, with the fixes of what is found.

After a change, only the messages around it are read, and the rules look only at messages that are new or had findings:
of all others it is known, by their text, that the rules find nothing in them. The findings are the same as those of
:func:`goodterms.check.runner.check`; a test compares both.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from goodterms import po
from goodterms.check import fixing, runner
from goodterms.check.subjects import NO_TERMS
from goodterms.po import editing
from goodterms.po.rereading import reread

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from goodterms.check.runner import RuleHit, RuleSelection
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.content.layers import Content
    from goodterms.content.terms import Glossary
    from goodterms.findings import Finding
    from goodterms.po.editing import LineEdit, StringEdit


class OpenFinding(NamedTuple):
    """A finding in an open catalog, and the end of what is wrong: line and column from 1, the column after it.

    ``edits`` fix it; there are none when there is more than one way to.
    """

    finding: Finding
    end: tuple[int, int]
    edits: tuple[StringEdit, ...] = ()


class OpenCatalog:
    """A catalog as it is typed. ``path`` need not exist; what is on the disk is never read."""

    def __init__(
        self,
        path: Path,
        content: Content,
        source_language: str,
        selection: RuleSelection,
        text: str,
        terms: Callable[[str], Glossary] = lambda _: NO_TERMS,
    ) -> None:
        """``terms`` gives those of a language."""
        self._content = content
        self._source_language = source_language
        self._selection = selection
        self._terms = terms
        self._language = ""
        self._glossary = NO_TERMS
        self._facts: tuple[Hashable, ...] = ()
        self._clean: set[tuple[Hashable, ...]] = set()
        self._path = path
        self._set(po.read(text.encode("utf-8", "replace")))

    def change(self, text: str) -> None:
        """Take the whole text of the catalog as it is now."""
        self._set(reread(self.catalog.file, text.encode("utf-8", "replace")))

    def _set(self, file: po.File) -> None:
        catalog = runner.catalog_of(self._path, file, self._content, self._source_language)
        catalog = catalog._replace(terms=self._terms_of(catalog.language))
        facts = (catalog.language, tuple(file.header.items()))
        if facts != self._facts:  # what a header says decides on what is found in messages
            self._clean.clear()
            self._facts = facts
        unclean = [entry for entry in catalog.living if _content_of(entry) not in self._clean]
        self.catalog: CheckedCatalog = catalog._replace(unclean=unclean)
        self._hits = list(runner.hits(self.catalog, self._selection))
        found = {id(hit.entry) for hit in self._hits if hit.entry is not None}
        self._clean.update(_content_of(entry) for entry in unclean if id(entry) not in found)

    def _terms_of(self, language: str) -> Glossary:
        if self._language != language:
            self._language, self._glossary = language, self._terms(language)
        return self._glossary

    @property
    def findings(self) -> list[OpenFinding]:
        """What the rules find in the text as it is now, in the order of its lines."""
        of_hits = {runner.finding_of(self.catalog, hit): hit for hit in reversed(self._hits)}
        found = runner.findings_of(self.catalog, self._hits, self._selection)
        opened = [self._open(finding, of_hits.get(finding)) for finding in dict.fromkeys(found)]
        levelled = self._selection.levelled([each.finding for each in opened])
        return [each._replace(finding=finding) for each, finding in zip(opened, levelled, strict=True)]

    def _open(self, finding: Finding, found: RuleHit | None) -> OpenFinding:
        edits = tuple(fixing.edits_of(found)) if found else ()
        is_possible = all(editing.is_editable(self.catalog.file, edit.entry, edit.keyword) for edit in edits)
        return OpenFinding(finding, self._end(finding, found), edits if is_possible else ())

    def _end(self, finding: Finding, found: RuleHit | None) -> tuple[int, int]:
        """Where the text that is wrong ends; without such a text, the end of the line."""
        hit = found.hit if found else None
        if found and found.text and hit and hit.text and found.text.text.startswith(hit.text, hit.offset):
            return self.catalog.file.place(found.text.entry, found.text.keyword, hit.offset + len(hit.text))
        lines = self.catalog.file.lines
        line = lines[finding.line - 1] if finding.line <= len(lines) else ""
        return finding.line, max(len(line.rstrip()), finding.column) + 1

    def line_edits(self, edits: Sequence[StringEdit]) -> list[LineEdit]:
        """Edits of texts as edits of the lines of the file."""
        return editing.line_edits(self.catalog.file, edits)

    def fixed(self) -> str:
        """The text with everything fixed that can be fixed in only one way, as ``goodterms check --fix`` does it."""
        text = self.catalog.file.text

        def reload(data: bytes) -> CheckedCatalog:
            return runner.load(self._path, self._content, self._source_language, data)

        whole = self.catalog._replace(unclean=None)
        return fixing.fix(whole, text.encode(), self._selection, reload).data.decode()

    def entry_at(self, line: int) -> po.Entry | None:
        """The message at a line (from 1): the last one whose comments or strings begin at or above it."""
        number = bisect_right(self.catalog.file.entries, line, key=attrgetter("begins"))
        return self.catalog.file.entries[number - 1] if number else None

    def string_at(self, line: int) -> tuple[po.Entry | None, str]:
        """The message at a line, and the keyword of its string there: msgid, msgstr[1] …; empty in its comments."""
        entry = self.entry_at(line)
        above = {at: keyword for keyword, at in entry.lines.items() if at <= line} if entry else {}
        return entry, above[max(above)] if above else ""


def _content_of(entry: po.Entry) -> tuple[Hashable, ...]:
    """All of a message on which findings in it depend: not its place."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural, entry.strings, entry.above, entry.previous
