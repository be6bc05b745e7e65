"""A workspace: content and settings, read once, from which any number of letters are written."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.compose import CURRENCY
from goodterms.content.settings import Settings
from goodterms.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.project import Project


class Workspace:
    """Content and settings, read once; may be used from several threads.

    ``content`` are folders that are laid over the built-in content, the first one topmost. ``settings`` is a
    goodterms.toml; without it there are no settings: the working folder is never consulted.
    """

    def __init__(self, content: Iterable[Path | str] | Path | str = (), *, settings: Path | str | None = None) -> None:
        folders = [content] if isinstance(content, (str, Path)) else content
        self.settings = Settings(None if settings is None else Path(settings))
        self._overlays = tuple(map(Path, folders))

    @cached_property
    def project(self) -> Project:
        """The letters and languages of the content, with the conventions of the settings."""
        return open_project(self._overlays, self.settings.conventions)

    @cached_property
    def sender_values(self) -> dict[str, object]:
        """The sender's values for every letter, raw, by field."""
        return self.settings.sender(lambda: self.project.known_fields() | {CURRENCY})
