"""The catalog templates of a folder, extracted again only when a file has changed from which they are."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from goodterms.content.layers import catalog_template
from goodterms.translating.workflow import templates_of

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from goodterms.project import Project
    from goodterms.translating.workflow import Templates


class TemplateCache:
    """The templates of the folder that was last asked for; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: Hashable = None
        self._templates: Templates | None = None

    def of(self, project: Project, folder: Path) -> Templates:
        """The templates of a project whose catalogs are in a folder; raises :class:`BrokenContent`."""
        state = (folder, *_state_of(project))
        with self._lock:
            if self._templates is None or state != self._state:
                self._templates, self._state = templates_of(project, folder), state
            return self._templates


def _state_of(project: Project) -> list[Hashable]:
    """What differs when a file of the letters has changed: the path, the time and the size of each."""
    paths = [
        path
        for layer in project.content.layers
        for path in (catalog_template(layer), *sorted((layer / "templates").rglob("*")))
        if path.is_file()
    ]
    found: list[Hashable] = []
    for path in paths:
        status = path.stat()
        found.append((path, status.st_mtime_ns, status.st_size))
    return found
