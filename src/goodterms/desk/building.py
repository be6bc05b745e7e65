"""Writes the gallery and sample letters as files, to look at without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import output
from goodterms.desk import gallery, gallery_page, pages
from goodterms.desk.messages import text
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import fault
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from goodterms.workspace import Workspace

_STYLES, _HTML = "desk.css", "text/html; charset=utf-8"


def build(workspace: Workspace, folder: Path, day: date) -> int:
    """Write the gallery and every letter that is complete, with sample values, into a new or an empty folder.

    Returns the number of letters. Raises :class:`InvalidRequest` for a folder that has files, and what
    :meth:`Workspace.render` raises.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidRequest([fault("desk-folder-not-empty", "--build", folder=folder)])
    documents = list(_documents(workspace, day))  # all are made before the first is written
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused.of("unwritable", path=folder, reason=cause(error)) from None
    for document in documents:
        output.write(str(folder), document, force=False)
    return len(documents) - 2


def _documents(workspace: Workspace, day: date) -> Iterator[Document]:
    where = pages.Where(is_built=True)
    letters, languages = workspace.letters(), gallery.languages(workspace)
    states = gallery.states(workspace, letters, workspace.check())
    page = gallery_page.page(letters, languages, states, text("built"), where=where)
    yield Document(where.gallery, _HTML, page.encode())
    yield Document(_STYLES, pages.ASSETS[_STYLES], pages.asset(_STYLES).encode())
    for (letter, tag), state in states.items():
        if state.is_complete:
            document = workspace.render(letter, tag, {}, sample=True, date=day)
            yield document._replace(name=where.letter(letter, tag))
