"""The catalog templates of a folder, extracted again only when a file has changed from which they are."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from goodterms.translating.workflow import templates_of

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from goodterms.content.layers import Content
    from goodterms.project import Project
    from goodterms.translating.workflow import Templates


_CATALOG = ".po"


class TemplateCache:
    """The templates of the folder that was last asked for; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: Hashable = None
        self._templates: Templates | None = None

    def of(self, project: Project, folder: Path) -> Templates:
        """The templates of a project whose catalogs are in a folder; raises :class:`BrokenContent`."""
        state = (folder, state_of(project.content))
        with self._lock:
            if self._templates is None or state != self._state:
                self._templates, self._state = templates_of(project, folder), state
            return self._templates


def state_of(content: Content) -> Hashable:
    """What differs when any file of the content has changed but a catalog: the path, the time and the size of each."""
    found: list[Hashable] = []
    for layer in content.layers:
        for folder in (layer / "templates", layer / "locales"):
            for path in sorted(folder.rglob("*")):
                if path.suffix != _CATALOG and path.is_file():
                    status = path.stat()
                    found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)
