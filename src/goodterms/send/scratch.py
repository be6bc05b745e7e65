"""Private files of SQLite that are gone with their connection: for what is too much to keep in memory."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator


def connection() -> sqlite3.Connection:
    """A new file, in the system's folder for temporary ones; nothing waits for the disk."""
    base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    return base


@contextmanager
def guarded() -> Iterator[None]:
    """Raise :class:`OutputRefused` where there is no room for a file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutputRefused.of("no-room-for-scratch", reason=cause(error)) from None
