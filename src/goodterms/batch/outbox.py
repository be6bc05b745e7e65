"""The folder that letters are written into: one run at a time, with a working folder of its own inside."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING, Self

from goodterms.batch import places
from goodterms.batch.places import PARTS
from goodterms.errors import OutputRefused
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_WORKING = ".goodterms"
_RUN, _PUT_AWAY = "run-", "old-"
"""What the names of the folders of runs begin with, and those of folders that are about to be removed."""
_OF_EARLIER_VERSIONS = ("shards", "cancellations", "unfinished", "faults.jsonl")


class Outbox:
    """An outbox, locked by a run. Use it as a context manager: the lock is released at the end.

    What a run needs for itself is in a folder whose name has a token of its own. The next run moves this folder away
    before it does anything else. So a worker that is left over from an earlier run cannot put a letter into its place.
    """

    def __init__(self, folder: Path, *, shared: bool | None = None) -> None:
        """``shared`` gives the group its rights, as far as the umask leaves them; None leaves them as they are."""
        self.name = str(folder)
        """The folder as the user names it, for messages."""
        folder = folder.resolve()  # workers have working folders of their own
        self.folder = folder
        self.working = folder / _WORKING
        self._run = self.working / f"{_RUN}{secrets.token_hex(8)}"
        self.shards = self._run / "shards"
        self.cancellations = self._run / "cancellations"
        self.unfinished = self._run / "unfinished"
        self.faults = self._run / "faults.jsonl"
        """The file with the faults of all rows during a run."""
        self.parts = folder / PARTS
        self.ledger = self.working / "ledger.sqlite"
        self.modes = places.SHARED if shared else places.PRIVATE
        self._keeps_rights = shared is None
        self._lock = -1
        self._was_used = False
        self._created: list[Path] = []

    def __enter__(self) -> Self:
        """Lock the outbox; raises :class:`OutputRefused` when it cannot be created, or another run has locked it."""
        self._was_used = self.ledger.exists()
        self._created = [folder for folder in (self.folder, *self.folder.parents) if not folder.exists()]
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(self.modes.folder, exist_ok=True)
            places.open_folder(self.folder, _WORKING, self.modes.folder)
            lock = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self._lock = os.open(self.working / "lock", lock, self.modes.file)
        except OSError as error:
            raise OutputRefused.of("outbox-unwritable", self.name, reason=cause(error)) from None
        try:
            _lock_file(self._lock)
        except OSError:
            os.close(self._lock)
            raise OutputRefused.of("outbox-busy", self.name) from None
        try:
            self._sweep()
            for folder in (self._run, self.shards, self.cancellations, self.unfinished):
                folder.mkdir(self.modes.folder)
            self._protect()
        except OSError as error:
            self.__exit__()
            raise OutputRefused.of("outbox-unwritable", self.name, reason=cause(error)) from None
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._put_away(self._run)
        os.close(self._lock)

    def _sweep(self) -> None:
        """Move away what runs have left that were interrupted, and remove it; raises :class:`OSError`."""
        for path in list(self.working.iterdir()):
            if path.name in _OF_EARLIER_VERSIONS or path.name.startswith((_RUN, _PUT_AWAY)):
                self._put_away(path)

    def _put_away(self, path: Path) -> None:
        """Remove a file or a folder with all that is in it, also where a left-over worker goes on to write into it."""
        gone = self.working / f"{_PUT_AWAY}{secrets.token_hex(8)}"
        path.rename(gone)
        if gone.is_dir() and not gone.is_symlink():
            shutil.rmtree(gone, ignore_errors=True)
        else:
            gone.unlink()

    def _protect(self) -> None:
        """Give the ledger its permissions before anything is in it, and the folders of runs theirs."""
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.ledger, os.O_CREAT | os.O_EXCL | os.O_RDWR, self.modes.file))
        if self._keeps_rights:
            return
        files = [self.working / name for name in ("lock", *(f"ledger.sqlite{each}" for each in ("", "-wal", "-shm")))]
        for path, mode in ((self.working, self.modes.folder), *((path, self.modes.file) for path in files)):
            _set_rights(path, mode & ~_umask())

    def protect(self, folders: Iterable[str]) -> None:
        """Give folders below the outbox their permissions, which earlier versions made for everybody to read."""
        for folder in folders:
            _set_rights(self.folder / folder, self.modes.folder & ~_umask())

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
        """Remove a letter, and its folder when it is empty then; raises :class:`OutputRefused` for links."""
        places.refuse_links(target, name.rpartition("/")[0])
        path = target / name
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _set_rights(path: Path, mode: int) -> None:
    """Give a file or a folder the rights of others that ``mode`` has; what belongs to somebody else is let be."""
    with contextlib.suppress(OSError):
        known = path.lstat()
        now = stat.S_IMODE(known.st_mode)
        wanted = now & 0o700 | mode & 0o070
        if now != wanted and not stat.S_ISLNK(known.st_mode):
            path.chmod(wanted)


def _lock_file(number: int) -> None:
    """Lock the file, or raise :class:`OSError`; the system releases the lock when the process ends, in any way."""
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
