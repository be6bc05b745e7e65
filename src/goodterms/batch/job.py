"""What every worker needs to write its part of a batch: small, immutable, the same on every machine."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch.places import PRIVATE
from goodterms.content.conventions import SenderConventions
from goodterms.project import open_project
from goodterms.tact.looking import OFF

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from goodterms.batch.places import Modes
    from goodterms.content.sender_values import SenderValues
    from goodterms.envelopes import Envelope
    from goodterms.fields import Written
    from goodterms.messages.translations import Missing
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns

    _Content = tuple[tuple[Path, ...], SenderConventions, bytes]


class Job(NamedTuple):
    """A batch: which letter, in which formats, with which settings, into which outbox.

    ``checked_for`` are further formats that rows are checked for, because all letters are gathered in one at the end.
    ``day`` is the date of the letters that this run writes; letters that are in the outbox keep theirs. ``sender`` are
    the sender's raw values. ``target`` is the outbox; letters that are gathered are kept in its folder ``parts``, which
    is empty for others.
    ``duplex`` is whether each letter of one file begins on a right-hand page, None to decide by their pages.
    ``written`` says how dates and numbers are written, by the place of a column: ``last_day``, ``name.given``.
    ``unfinished`` is a folder of the run, see :class:`goodterms.batch.outbox.Outbox`; ``modes`` are the permissions of
    what it writes. With ``test_to``, letters go to this address, marked as a test, and nowhere else.
    ``tact`` says what is done about a wording that is not tactful.
    ``content`` is the digest of all templates and catalogs: a worker that outlives a run must not use old ones.
    """

    letter: str
    formats: tuple[str, ...]
    day: date
    layers: tuple[Path, ...]
    sender: SenderValues
    envelope: Envelope
    columns: Columns
    without: tuple[str, ...]
    missing: Missing
    target: Path
    unfinished: Path
    checked_for: tuple[str, ...] = ()
    into: str = ""
    duplex: bool | None = None
    parts: str = ""
    spread: int = 0
    content: bytes = b""
    sender_conventions: SenderConventions = SenderConventions()
    written: Mapping[str, Written] = MappingProxyType({})
    test_to: str = ""
    modes: Modes = PRIVATE
    tact: str = OFF

    @property
    def project(self) -> Project:
        """The project, opened once in each process for each state of its files."""
        project = _PROJECTS.get(self._content)
        if project is None:
            project = open_project(self.layers, lambda _: self.sender_conventions)
            self.take(project)
        return project

    @property
    def _content(self) -> _Content:
        return self.layers, self.sender_conventions, self.content

    def take(self, project: Project) -> None:
        """Use a project that was opened for the same folders and conventions, so that nothing is read twice."""
        if len(_PROJECTS) >= _MAX_PROJECTS:
            _PROJECTS.pop(next(iter(_PROJECTS)), None)
        _PROJECTS[self._content] = project


_PROJECTS: dict[_Content, Project] = {}
"""The projects of this process, by what they were opened from."""
_MAX_PROJECTS = 4
