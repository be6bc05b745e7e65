"""What is wrong with the file of a ledger, for a person: another file in its place, damage, no room on the disk."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import tempfile
from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from pathlib import Path

_BESIDE = ("", "-wal", "-shm", "-journal")
"""The files of SQLite for one base, by what their names end with."""
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN})
"""What SQLite says where the system did not write, for whatever reason."""
_PROBE = bytes(1 << 16)


def refusal(path: Path, error: Exception) -> OutputRefused:
    """What an error of a ledger means to a person."""
    if isinstance(error, OSError):
        return OutputRefused.of("ledger-unusable", str(path), reason=cause(error))
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_ROOM:
        try:
            with tempfile.TemporaryFile(dir=path.parent) as probe:
                probe.write(_PROBE)
                probe.flush()
        except OSError as full:
            return OutputRefused.of("run-failed", reason=cause(full)._replace(place=str(path.parent)))
    return OutputRefused.of("ledger-unusable", str(path), reason=cause(error))


def refuse_other_files(path: Path) -> None:
    """Raise :class:`OSError` where a link, a folder or anything else is in the place of a file of the ledger."""
    for ending in _BESIDE:
        file = path.with_name(path.name + ending)
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(file.lstat().st_mode):
                raise OSError(None, "not a regular file", file.name)
