"""The catalogs that are open in an editor, each as it is typed, and the project that they belong to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.opening import open_catalog
from goodterms.check.scope import scope_of
from goodterms.language_server.editor_text import EditorText, Place
from goodterms.project import open_project
from goodterms.translating.letter_texts import LetterTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from goodterms.check.open_catalog import OpenCatalog, OpenFinding
    from goodterms.project import Project
    from goodterms.workspace import Workspace


class Change(NamedTuple):
    """A change of an open file: what is between two places becomes ``text``; without places, all of it does."""

    text: str
    start: Place | None = None
    end: Place | None = None


class Fix(NamedTuple):
    """Edits that fix a finding: for each, the places between which the text becomes another, in the editor's units."""

    edits: tuple[tuple[Place, Place, str], ...]


class OpenFile:
    """A catalog that is open in an editor."""

    def __init__(self, path: Path, text: EditorText, catalog: OpenCatalog) -> None:
        self.path = path
        self.text = text
        self.catalog = catalog

    def change(self, changes: Iterable[Change]) -> None:
        """Take changes in their order, and look at the result."""
        for change in changes:
            if change.start is None or change.end is None:
                self.text = self.text.with_text(change.text)
            else:
                self.text.change(change.start, change.end, change.text)
        self.catalog.change(str(self.text))

    def span(self, found: OpenFinding) -> tuple[Place, Place]:
        """Where a finding is, from its first character to the one after its last."""
        finding = found.finding
        return self._place(finding.line, finding.column), self._place(*found.end)

    def fix(self, found: OpenFinding) -> Fix | None:
        """The edits that fix a finding; None when there is more than one way to."""
        if not found.edits:
            return None
        edits = self.catalog.line_edits(found.edits)
        return Fix(
            tuple(
                (self._place(each.line + 1, each.start + 1), self._place(each.line + 1, each.end + 1), each.raw)
                for each in edits
            )
        )

    def fix_all(self) -> list[tuple[Place, Place, str]]:
        """The edits that fix everything that can be fixed in only one way, line by line."""
        old, new = self.catalog.catalog.file.lines, self.catalog.fixed().split("\n")
        changed = [number for number, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
        return [
            (Place(number, 0), Place(number, self.text.column(number, len(old[number]))), new[number])
            for number in changed
        ]

    def _place(self, line: int, column: int) -> Place:
        return Place(line - 1, self.text.column(line - 1, column - 1))


class OpenFiles:
    """The catalogs that are open, by the names that the editor has for them."""

    def __init__(self, open_workspace: Callable[[], Workspace], encoding: str) -> None:
        self._open_workspace = open_workspace
        self._encoding = encoding
        self._files: dict[str, OpenFile] = {}
        self.letter_texts = LetterTexts(self._project_of_letters)

    @cached_property
    def workspace(self) -> Workspace:
        """The content and the settings of the project, read once, until :meth:`forget`."""
        return self._open_workspace()

    def forget(self) -> None:
        """Read content and settings again when they are next needed: they have changed on the disk."""
        self.__dict__.pop("workspace", None)
        self.letter_texts.forget()
        for uri, file in list(self._files.items()):
            self.open(uri, file.path, str(file.text))

    def open(self, uri: str, path: Path, text: str) -> OpenFile:
        """Take a file that the editor has opened."""
        editor_text = EditorText(text, self._encoding)
        catalog = open_catalog(self.workspace.project, self.workspace.settings, path, text)
        self._files[uri] = OpenFile(path, editor_text, catalog)
        return self._files[uri]

    def uris(self) -> list[str]:
        """The names of the open files."""
        return list(self._files)

    def get(self, uri: str) -> OpenFile | None:
        """An open file; None for one that is not open, or not a catalog."""
        return self._files.get(uri)

    def close(self, uri: str) -> None:
        """Let go of a file that the editor has closed."""
        self._files.pop(uri, None)

    def _project_of_letters(self) -> Project:
        """The letters that the check without a path would look at, opened as they are on the disk."""
        workspace = self._open_workspace()
        if len(workspace.project.content.layers) > 1:
            return workspace.project
        asked = scope_of((), (), built_in=False, configured=workspace.settings.check.content)
        return open_project(asked.overlays, workspace.settings.conventions)
