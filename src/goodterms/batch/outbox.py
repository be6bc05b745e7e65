"""The folder that letters are written into: one run at a time, with a working folder inside."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, Self

from goodterms.batch.ledger_schema import PARTS
from goodterms.errors import OutputRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_WORKING = ".goodterms"


class Outbox:
    """An outbox, locked by a run. Use it as a context manager: the lock is released at the end."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        """The folder as the user names it, for messages."""
        folder = folder.resolve()  # workers have working folders of their own
        self.folder = folder
        self.working = folder / _WORKING
        self.shards = self.working / "shards"
        self.cancellations = self.working / "cancellations"
        self.parts = folder / PARTS
        self.ledger = self.working / "ledger.sqlite"
        self.unfinished = self.working / "unfinished"
        self._lock = -1
        self._was_used = False
        self._created: list[Path] = []

    def __enter__(self) -> Self:
        """Lock the outbox; raises :class:`OutputRefused` when it cannot be created, or another run has locked it."""
        self._was_used = self.ledger.exists()
        self._created = [folder for folder in (self.folder, *self.folder.parents) if not folder.exists()]
        try:
            self.working.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.working / "lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise OutputRefused.of("outbox-unwritable", self.name, reason=error.strerror) from None
        try:
            _lock_file(self._lock)
        except OSError:
            os.close(self._lock)
            raise OutputRefused.of("outbox-busy", self.name) from None
        for shards in (self.shards, self.cancellations):
            shutil.rmtree(shards, ignore_errors=True)
            shards.mkdir()
        self.sweep()
        return self

    def __exit__(self, *_: object) -> None:
        for folder in (self.shards, self.cancellations, self.unfinished):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(self._lock)

    def sweep(self) -> None:
        """Remove what an interrupted run left unfinished."""
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir()

    def discard(self) -> None:
        """Remove the outbox if it did not exist before and no letter was written."""
        if self._was_used or any(path.is_file() for path in self._letters()):
            return
        shutil.rmtree(self.working, ignore_errors=True)
        with contextlib.suppress(OSError):  # files of others stay
            for folder in self._created:
                folder.rmdir()

    def _letters(self) -> Iterator[Path]:
        yield from self.parts.rglob("*")
        for path in self.folder.iterdir():
            if path != self.working:
                yield path
                yield from path.rglob("*")

    @staticmethod
    def remove(target: Path, name: str) -> None:
        """Remove a letter, and its folder when it is empty then."""
        path = target / name
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def _lock_file(number: int) -> None:
    """Lock the file, or raise :class:`OSError`; the system releases the lock when the process ends, in any way."""
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
