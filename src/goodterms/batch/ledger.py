"""The ledger of an outbox: which letters of which rows lie in it, so that a run can go on where one was stopped.

It is written after the letters that it tells of, a shard at a time. So it never tells of a letter that is not whole;
one that is whole and not in it yet is written again, to the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import OutputRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letters (
  letter TEXT NOT NULL, identity TEXT NOT NULL, row INTEGER NOT NULL, tag TEXT NOT NULL,
  digest BLOB NOT NULL, files TEXT NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (letter, identity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (letter TEXT PRIMARY KEY, digest BLOB NOT NULL);
"""
_CHANGES_OF_FORM = 1


class Entry(NamedTuple):
    """What the ledger holds of a row: its digest, and its files with their sizes in bytes."""

    digest: bytes
    files: tuple[tuple[str, int], ...]


class Written(NamedTuple):
    """A row whose letters are in the outbox now."""

    identity: str
    row: int
    tag: str
    digest: bytes
    files: tuple[tuple[str, int], ...]


class Ledger:
    """The ledger of one outbox, for one letter. Only one run at a time may have it."""

    def __init__(self, path: Path, letter: str) -> None:
        """Open the ledger, or begin one; raises :class:`OutputRefused` when it cannot be, or is none."""
        self._letter = letter
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("PRAGMA temp_store=FILE")
            self._base.executescript(_SCHEMA)
            form = self._base.execute("PRAGMA user_version").fetchone()[0]
            self._base.execute(f"PRAGMA user_version={_CHANGES_OF_FORM}")
        except sqlite3.Error as error:
            raise OutputRefused(f"{path} cannot be used: {error}", "is it the ledger of an outbox?") from None
        if form not in (0, _CHANGES_OF_FORM):
            raise OutputRefused(f"{path} was written by another version of goodterms", "choose another outbox")
        last = self._base.execute("SELECT coalesce(max(run), 0) FROM letters").fetchone()[0]
        self._run = last + 1
        self._base.execute("CREATE TEMP TABLE seen (what TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")

    def close(self) -> None:
        """Let go of the ledger."""
        self._base.close()

    def first_with(self, what: str, row: int) -> int:
        """The first row of this run that said the same of itself; this row itself when it is the first."""
        self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (what, row))
        return int(self._base.execute("SELECT row FROM seen WHERE what = ?", (what,)).fetchone()[0])

    def entries(self, identities: Sequence[str]) -> dict[str, Entry]:
        """What the ledger holds of these rows, by their identity."""
        marks = ",".join("?" * len(identities))
        query = f"SELECT identity, digest, files FROM letters WHERE letter = ? AND identity IN ({marks})"  # noqa: S608
        found = self._base.execute(query, (self._letter, *identities))
        return {identity: Entry(digest, _files(files)) for identity, digest, files in found}

    def keep(self, rows: Iterable[tuple[str, int]]) -> None:
        """Note that the letters of these rows (identity and number) are up to date."""
        self._base.execute("BEGIN")
        query = "UPDATE letters SET run = ?, row = ? WHERE letter = ? AND identity = ?"
        self._base.executemany(query, ((self._run, row, self._letter, identity) for identity, row in rows))
        self._base.execute("COMMIT")

    def write(self, rows: Iterable[Written]) -> None:
        """Note that the letters of these rows lie in the outbox."""
        self._base.execute("BEGIN")
        self._base.executemany(
            "INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (self._letter, one.identity, one.row, one.tag, one.digest, json.dumps(one.files), self._run)
                for one in rows
            ),
        )
        self._base.execute("COMMIT")

    def gone(self) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """What an earlier run wrote and this one neither wrote nor kept: identity and files."""
        query = "SELECT identity, files FROM letters WHERE letter = ? AND run != ?"
        for identity, files in self._base.execute(query, (self._letter, self._run)).fetchall():
            yield identity, _files(files)

    def forget(self, identities: Iterable[str]) -> None:
        """Strike rows out."""
        self._base.execute("BEGIN")
        pairs = ((self._letter, identity) for identity in identities)
        self._base.executemany("DELETE FROM letters WHERE letter = ? AND identity = ?", pairs)
        self._base.execute("COMMIT")

    def letters(self) -> Iterator[tuple[int, str, str, tuple[tuple[str, int], ...]]]:
        """The row, identity, locale and files of every letter in the outbox, in the order of the rows."""
        query = "SELECT row, identity, tag, files FROM letters WHERE letter = ? ORDER BY row"
        for row, identity, tag, files in self._base.execute(query, (self._letter,)):
            yield row, identity, tag, _files(files)

    def count_by_locale(self) -> dict[str, int]:
        """How many recipients' letters there are in each locale."""
        query = "SELECT tag, count(*) FROM letters WHERE letter = ? GROUP BY tag ORDER BY tag"
        return dict(self._base.execute(query, (self._letter,)).fetchall())

    @property
    def finished(self) -> bytes:
        """The digest of the last run that came to its end; empty when there was none, or one has begun since."""
        found = self._base.execute("SELECT digest FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return bytes(found[0]) if found else b""

    @finished.setter
    def finished(self, digest: bytes) -> None:
        self._base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?)", (self._letter, digest))


def _files(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, size) for name, size in json.loads(text))
