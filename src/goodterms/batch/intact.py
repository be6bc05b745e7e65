"""Whether the letters in an outbox are what a run has written: one that somebody has changed is not overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.batch import places
from goodterms.errors import OutputRefused
from goodterms.speech import Some

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

_SHOWN = 5
"""How many files are named that somebody has changed."""


class Files:
    """Compares files with what the ledger says of them, and collects those that somebody has ``changed``."""

    def __init__(self, target: Path, unsure: Collection[str] = ()) -> None:
        """``unsure`` are the names of files that an interrupted run was about to write or remove."""
        self._target = target
        self._unsure = unsure
        self._folders: set[str] = set()
        self.changed: list[str] = []

    def are_intact(self, files: Iterable[tuple[str, str]]) -> bool:
        """Whether all files are as they were recorded, with their digests.

        A file that is missing, or empty as after a power failure, is not; nor is one that an earlier version recorded
        without a digest. Raises :class:`OutputRefused` for a file behind a link.
        """
        # All of them are looked at, so that all that was changed is reported.
        found = [self._is_intact(name, recorded) for name, recorded in files]
        return all(found)

    def _is_intact(self, name: str, recorded: str) -> bool:
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            places.refuse_links(self._target, folder)
            self._folders.add(folder)
        try:
            content = places.content(self._target, name)
        except FileNotFoundError:
            return False
        except OSError:
            self.changed.append(name)  # a link or a folder is in its place
            return False
        if not recorded or name in self._unsure:
            return False  # perhaps it was replaced already
        if places.digest(content) == recorded:
            return True
        if content.strip(b"\0"):
            self.changed.append(name)
        return False

    def refuse_changed(self, outbox: str) -> None:
        """Raise :class:`OutputRefused` when somebody has changed files, with their names."""
        if self.changed:
            names = list(dict.fromkeys(self.changed))
            kind = "letter-changed" if len(names) == 1 else "letters-changed"
            raise OutputRefused.of(kind, outbox, files=Some(names, _SHOWN))
