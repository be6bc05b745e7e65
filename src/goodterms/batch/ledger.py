"""The ledger of an outbox: which letters of which rows are in it, so that a run can continue an interrupted one.

Entries follow the letters they describe, a shard at a time. So the ledger never lists a letter that is incomplete; a
complete letter that is not listed yet is written again, with the same bytes. The names of files that are about to be
written or removed are recorded first, so that an interrupted run leaves no unknown files.
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
  digest BLOB NOT NULL, files TEXT NOT NULL, sequence INTEGER NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (letter, identity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (letter TEXT PRIMARY KEY, digest BLOB NOT NULL, kind TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pending (letter TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (letter, name)) WITHOUT ROWID;
"""
_SCHEMA_VERSION = 1


class LedgerEntry(NamedTuple):
    """The entry of a row: its digest, its files with their sizes in bytes, how often it was corrected."""

    digest: bytes
    files: tuple[tuple[str, int], ...]
    sequence: int


class Written(NamedTuple):
    """A row whose letters are in the outbox now."""

    identity: str
    row: int
    tag: str
    digest: bytes
    files: tuple[tuple[str, int], ...]
    sequence: int


class Ledger:
    """The ledger of one outbox, for one letter. Only one run at a time may have it."""

    def __init__(self, path: Path, letter: str) -> None:
        """Open or create the ledger; raises :class:`OutputRefused` when that fails or the file is something else."""
        self._letter = letter
        try:
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("PRAGMA temp_store=FILE")
            self._base.executescript(_SCHEMA)
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            self._base.execute(f"PRAGMA user_version={_SCHEMA_VERSION}")
        except sqlite3.Error as error:
            raise OutputRefused.of("ledger-unusable", str(path), reason=str(error)) from None
        if version not in (0, _SCHEMA_VERSION):
            raise OutputRefused.of("ledger-other-version", str(path))
        last = self._base.execute("SELECT coalesce(max(run), 0) FROM letters").fetchone()[0]
        self.run = last + 1
        self._base.execute("CREATE TEMP TABLE seen (what TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")

    def close(self) -> None:
        """Close the ledger."""
        self._base.close()

    def first_with(self, what: str, row: int) -> int:
        """The first row of this run with the same ``what``; the row itself when it is the first."""
        if self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (what, row)).rowcount:
            return row
        return int(self._base.execute("SELECT row FROM seen WHERE what = ?", (what,)).fetchone()[0])

    def entries(self, identities: Sequence[str]) -> dict[str, LedgerEntry]:
        """The entries of these rows, by identity; rows without an entry are left out."""
        marks = ",".join("?" * len(identities))
        where = f"letter = ? AND identity IN ({marks})"
        query = f"SELECT identity, digest, files, sequence FROM letters WHERE {where}"  # noqa: S608
        rows = self._base.execute(query, (self._letter, *identities))
        return {identity: LedgerEntry(digest, _files(files), sequence) for identity, digest, files, sequence in rows}

    def keep(self, rows: Iterable[tuple[str, int]]) -> None:
        """Record that the letters of these rows (identity and number) are up to date."""
        self._base.execute("BEGIN")
        query = "UPDATE letters SET run = ?, row = ? WHERE letter = ? AND identity = ?"
        self._base.executemany(query, ((self.run, row, self._letter, identity) for identity, row in rows))
        self._base.execute("COMMIT")

    def intend(self, names: Iterable[str]) -> None:
        """Record the names of files that are about to be written or removed."""
        self._base.execute("BEGIN")
        pairs = ((self._letter, name) for name in names)
        self._base.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", pairs)
        self._base.execute("COMMIT")

    def pending(self) -> set[str]:
        """The names of files that were about to be written or removed, and may or may not exist."""
        rows = self._base.execute("SELECT name FROM pending WHERE letter = ?", (self._letter,))
        return {name for (name,) in rows}

    def settle(self, names: Iterable[str]) -> None:
        """Record that nothing is left to do for files."""
        self._base.execute("BEGIN")
        pairs = ((self._letter, name) for name in names)
        self._base.executemany("DELETE FROM pending WHERE letter = ? AND name = ?", pairs)
        self._base.execute("COMMIT")

    def write(self, rows: Sequence[Written], stale: Iterable[str]) -> None:
        """Record that the letters of these rows are in the outbox, and that the files ``stale`` must be removed."""
        letter = self._letter
        values = [
            (letter, row.identity, row.row, row.tag, row.digest, json.dumps(row.files), row.sequence, self.run)
            for row in rows
        ]
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        written = ((letter, name) for row in rows for name, _ in row.files)
        self._base.executemany("DELETE FROM pending WHERE letter = ? AND name = ?", written)
        self._base.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", ((letter, name) for name in stale))
        self._base.execute("COMMIT")

    def stale(self) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Identity and files of rows that an earlier run wrote and this one neither wrote nor kept."""
        query = "SELECT identity, files FROM letters WHERE letter = ? AND run != ?"
        for identity, files in self._base.execute(query, (self._letter, self.run)).fetchall():
            yield identity, _files(files)

    def forget(self, identities: Iterable[str]) -> None:
        """Delete the entries of rows."""
        self._base.execute("BEGIN")
        pairs = ((self._letter, identity) for identity in identities)
        self._base.executemany("DELETE FROM letters WHERE letter = ? AND identity = ?", pairs)
        self._base.execute("COMMIT")

    def letters(self, run: int | None = None) -> Iterator[tuple[int, str, str, tuple[tuple[str, int], ...]]]:
        """The row, identity, locale and files of every letter in the outbox, in the order of the rows.

        With ``run``, only of those that this run wrote or found up to date.
        """
        query = "SELECT row, identity, tag, files FROM letters WHERE letter = ? AND ? IN (run, -1) ORDER BY row"
        for row, identity, tag, files in self._base.execute(query, (self._letter, -1 if run is None else run)):
            yield row, identity, tag, _files(files)

    def count_by_locale(self) -> dict[str, int]:
        """How many recipients' letters there are in each locale."""
        query = "SELECT tag, count(*) FROM letters WHERE letter = ? GROUP BY tag ORDER BY tag"
        return dict(self._base.execute(query, (self._letter,)).fetchall())

    @property
    def finished(self) -> bytes:
        """The digest of the last run that finished; empty when there was none, or when one has started since."""
        row = self._base.execute("SELECT digest FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return bytes(row[0]) if row else b""

    @property
    def kind(self) -> str | None:
        """The kind of file that gathers the letters; empty for a file for each, None when there are no letters yet."""
        row = self._base.execute("SELECT kind FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return str(row[0]) if row else None

    def begin(self, kind: str) -> None:
        """Record that a run has started to write letters of this kind."""
        self._base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", (self._letter, b"", kind))

    def finish(self, digest: bytes) -> None:
        """Record that a run has finished."""
        self._base.execute("UPDATE runs SET digest = ? WHERE letter = ?", (digest, self._letter))


def _files(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, size) for name, size in json.loads(text))
