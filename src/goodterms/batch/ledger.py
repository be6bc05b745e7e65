"""The ledger of an outbox: which letters of which rows are in it, so that a run can continue an interrupted one.

Entries follow the letters they describe, a shard at a time. So the ledger never lists a letter that is incomplete; a
complete letter that is not listed yet is written again, with the same bytes. The names of files that are about to be
written or removed are recorded first, so that an interrupted run leaves no unknown files.
"""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import ledger_schema
from goodterms.errors import OutputRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


class LedgerEntry(NamedTuple):
    """The entry of a row: its digest, its files with their sizes in bytes, how often it was corrected, its date.

    The date is in ISO 8601, and empty where an earlier version of goodterms did not record it. ``state`` says why the
    meeting is cancelled, empty for a letter that is not; ``said`` is what the row of a cancelled one said.
    """

    digest: bytes
    files: tuple[tuple[str, int], ...]
    sequence: int
    day: str
    state: str
    said: str


class Written(NamedTuple):
    """A row whose letters are in the outbox now, under the date ``day``.

    ``said`` is what the row says, for a later cancellation; empty for a letter that invites to no meeting. ``email`` is
    the recipient's address.
    """

    identity: str
    row: int
    tag: str
    digest: bytes
    files: tuple[tuple[str, int], ...]
    sequence: int
    day: str
    said: str = ""
    email: str = ""


class InOutbox(NamedTuple):
    """A letter in the outbox: the row, what identifies it, its locale, its files with their sizes, its date.

    ``state`` says why its meeting is cancelled, empty for one that is not; the row is 0 for one that is gone. ``said``
    is what the row said.
    """

    row: int
    identity: str
    tag: str
    files: tuple[tuple[str, int], ...]
    day: str
    state: str
    said: str


class Sent(NamedTuple):
    """A letter that may have been sent, for its cancellation; ``is_present``: this run has met its row.

    ``highest`` is the greatest number of corrections among the letters about the same meeting.
    """

    identity: str
    tag: str
    files: tuple[tuple[str, int], ...]
    sequence: int
    day: str
    state: str
    said: str
    is_present: bool
    highest: int


class Received(NamedTuple):
    """A letter that somebody gets: its name, what identifies the row, the email address, its date, the run.

    The address is empty where there is none, and where an earlier version of goodterms did not record it; so is the
    date (ISO 8601).
    """

    letter: str
    identity: str
    email: str
    day: str
    run: int


class Kept(NamedTuple):
    """A letter in the outbox with its files, for whoever sends it; ``state`` says why its meeting is cancelled."""

    letter: str
    identity: str
    row: int
    tag: str
    files: tuple[tuple[str, int], ...]
    sequence: int
    state: str


class Ledger:
    """The ledger of one outbox, for one letter. Only one run at a time may have it."""

    def __init__(self, path: Path, letter: str) -> None:
        """Open or create the ledger; raises :class:`OutputRefused` when that fails or the file is something else."""
        self._letter = letter
        try:
            # It holds what the rows say, so nobody else may read it; SQLite gives its other files the same mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("PRAGMA temp_store=FILE")
            ledger_schema.set_up(self._base, path)
        except (sqlite3.Error, OSError) as error:
            raise OutputRefused.of("ledger-unusable", str(path), reason=str(error)) from None
        last = self._base.execute("SELECT coalesce(max(run), 0) FROM letters").fetchone()[0]
        self.run = last + 1
        self._base.execute("CREATE TEMP TABLE seen (what TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")
        for name in ("present", "called_off"):
            self._base.execute(f"CREATE TEMP TABLE {name} (identity TEXT PRIMARY KEY) WITHOUT ROWID")

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
        said = "CASE state WHEN '' THEN '' ELSE said END"
        query = f"SELECT identity, digest, files, sequence, day, state, {said} FROM letters WHERE {where}"  # noqa: S608
        rows = self._base.execute(query, (self._letter, *identities))
        return {identity: LedgerEntry(digest, _files(files), *rest) for identity, digest, files, *rest in rows}

    def note_present(self, identities: Iterable[str]) -> None:
        """Note rows with entries that the table still has."""
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((identity,) for identity in identities))
        self._base.execute("COMMIT")

    def count_gone(self) -> tuple[int, int]:
        """How many of the rows with letters the table has no longer, and the number of all of them."""
        gone = "identity NOT IN (SELECT identity FROM present)"
        query = f"SELECT coalesce(sum({gone}), 0), count(*) FROM letters WHERE letter = ? AND state = ''"  # noqa: S608
        (count, known) = self._base.execute(query, (self._letter,)).fetchone()
        return int(count), int(known)

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

    def write(self, rows: Sequence[Written], stale: Iterable[str] = ()) -> None:
        """Record that the letters of these rows are in the outbox, and that the files ``stale`` must be removed."""
        letter = self._letter
        values = (
            (letter, *row[:4], json.dumps(row.files), row.sequence, self.run, row.day, row.said, "", row.email)
            for row in rows
        )
        self._base.execute("BEGIN")
        self._base.executemany("INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        written = ((letter, name) for row in rows for name, _ in row.files)
        self._base.executemany("DELETE FROM pending WHERE letter = ? AND name = ?", written)
        self._base.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", ((letter, name) for name in stale))
        self._base.execute("COMMIT")

    def sent(self, identities: Iterable[str] | None = None, repeated_by: Iterable[str] = ()) -> list[Sent]:
        """The letters of these rows, those of rows that this run has not met, and the cancellations; None for all.

        ``repeated_by`` are the names of other letters about the same meetings.
        """
        others = tuple(repeated_by)
        present = "identity IN (SELECT identity FROM present)"
        same = f"same.identity = letters.identity AND same.letter IN ({','.join('?' * len(others))})"
        highest = f"(SELECT max(sequence) FROM letters AS same WHERE {same})"  # noqa: S608
        columns = f"identity, tag, files, sequence, day, state, said, {present}, {highest}"
        query = f"SELECT {columns} FROM letters"  # noqa: S608
        where = " WHERE letter = ?"
        if identities is not None:
            self._base.execute("DELETE FROM called_off")
            self._base.executemany("INSERT OR IGNORE INTO called_off VALUES (?)", ((name,) for name in identities))
            off = "identity IN (SELECT identity FROM called_off)"
            where += f" AND (state != '' OR NOT {present} OR {off})"
        rows = self._base.execute(f"{query}{where} ORDER BY row, identity", (*others, self._letter))
        return [
            Sent(
                identity, tag, _files(files), sequence, day, state, said, bool(is_present), max(sequence, highest or 0)
            )
            for identity, tag, files, sequence, day, state, said, is_present, highest in rows
        ]

    def cancel(self, rows: Sequence[tuple[Written, str]]) -> list[str]:
        """Record that cancellations have taken the place of letters, each with why; returns the files that must go."""
        before = self.entries([row.identity for row, _ in rows])
        now = {name for row, _ in rows for name, _ in row.files}
        stale = [name for entry in before.values() for name, _ in entry.files if name not in now]
        values = (
            (json.dumps(row.files), row.sequence, self.run, row.day, row.row, why, self._letter, row.identity)
            for row, why in rows
        )
        query = "SET digest = x'', files = ?, sequence = ?, run = ?, day = ?, row = ?, state = ?"
        self._base.execute("BEGIN")
        self._base.executemany(f"UPDATE letters {query} WHERE letter = ? AND identity = ?", values)
        self._base.executemany("DELETE FROM pending WHERE letter = ? AND name = ?", ((self._letter, n) for n in now))
        self._base.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", ((self._letter, n) for n in stale))
        self._base.execute("COMMIT")
        return stale

    def keep_cancelled(self, rows: Iterable[tuple[str, int]]) -> None:
        """Record that all cancellations are up to date, and the numbers of the rows that the table still has."""
        self._base.execute("BEGIN")
        cancelled = "WHERE letter = ? AND state != ''"
        self._base.execute(f"UPDATE letters SET run = ?, row = 0 {cancelled}", (self.run, self._letter))  # noqa: S608
        numbers = ((row, self._letter, identity) for identity, row in rows)
        self._base.executemany(f"UPDATE letters SET row = ? {cancelled} AND identity = ?", numbers)  # noqa: S608
        self._base.execute("COMMIT")

    def stale(self) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Identity and files of rows that an earlier run wrote and this one neither wrote nor kept."""
        query = "SELECT identity, files FROM letters WHERE letter = ? AND run != ? AND state = '' AND files != '[]'"
        for identity, files in self._base.execute(query, (self._letter, self.run)).fetchall():
            yield identity, _files(files)

    def withhold(self) -> None:
        """Forget the letters that are :meth:`stale`, but for how often an invitation of a row with faults was sent.

        When its row is right again, a calendar that has the meeting needs a higher number.
        """
        self._base.execute("BEGIN")
        where = "WHERE letter = ? AND run != ? AND state = ''"
        kept = "said != '' AND identity IN (SELECT identity FROM present)"
        self._base.execute(f"DELETE FROM letters {where} AND NOT ({kept})", (self._letter, self.run))  # noqa: S608
        self._base.execute(f"UPDATE letters SET digest = x'', files = '[]' {where}", (self._letter, self.run))  # noqa: S608
        self._base.execute("COMMIT")

    def letters(self, run: int | None = None) -> Iterator[InOutbox]:
        """Every letter in the outbox, in the order of the rows.

        With ``run``, only those that this run wrote or found up to date.
        """
        columns = "row, identity, tag, files, day, state, said"
        query = f"SELECT {columns} FROM letters WHERE letter = ? AND ? IN (run, -1) ORDER BY row, identity"  # noqa: S608
        rows = self._base.execute(query, (self._letter, -1 if run is None else run))
        for row, identity, tag, files, *rest in rows:
            yield InOutbox(row, identity, tag, _files(files), *rest)

    def everybody(self) -> Iterator[Received]:
        """Every letter in the outbox, also those of other letters than the ledger's own, but no cancelled ones."""
        columns = "letter, identity, email, day, run"
        there = "state = '' AND files != '[]'"
        query = f"SELECT {columns} FROM letters WHERE {there} ORDER BY letter, row, identity"  # noqa: S608
        for row in self._base.execute(query):
            yield Received(*row)

    def kept(self) -> Iterator[Kept]:
        """Every letter in the outbox with its files, also those of other letters than the ledger's own."""
        columns = "letter, identity, row, tag, files, sequence, state"
        query = f"SELECT {columns} FROM letters WHERE files != '[]' ORDER BY letter, row, identity"  # noqa: S608
        for letter, identity, row, tag, files, *rest in self._base.execute(query):
            yield Kept(letter, identity, row, tag, _files(files), *rest)

    @property
    def unfinished(self) -> list[str]:
        """The letters, by name, whose last run has not finished."""
        rows = self._base.execute("SELECT letter FROM runs WHERE digest = x'' ORDER BY letter")
        return [str(name) for (name,) in rows]

    def count_by_locale(self) -> dict[str, int]:
        """How many recipients' letters there are in each locale."""
        there = "state = '' AND files != '[]'"
        query = f"SELECT tag, count(*) FROM letters WHERE letter = ? AND {there} GROUP BY tag ORDER BY tag"  # noqa: S608
        return dict(self._base.execute(query, (self._letter,)).fetchall())

    def other_days(self, day: str, run: int | None = None) -> dict[str, int]:
        """How many letters have another date than ``day``, by their dates; with ``run``, as for :meth:`letters`."""
        which = "letter = ? AND day != ? AND state = '' AND ? IN (run, -1)"
        query = f"SELECT day, count(*) FROM letters WHERE {which} GROUP BY day"  # noqa: S608
        return dict(self._base.execute(query, (self._letter, day, -1 if run is None else run)).fetchall())

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

    @property
    def suffixes(self) -> set[str]:
        """The endings of the files of each letter, as the last run wrote them."""
        row = self._base.execute("SELECT suffixes FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        if row is None:
            return set()
        if row[0] is None:  # version 1 of the ledger
            return {name.rpartition(".")[2] for each in self.letters() for name, _ in each.files}
        return set(str(row[0]).split())

    def begin(self, kind: str, suffixes: Iterable[str], *, by_column: bool = False) -> None:
        """Record that a run has started to write letters of this kind, in files with these endings.

        ``by_column`` says that a column of the table tells which rows ask for the letter.
        """
        values = (self._letter, b"", kind, " ".join(suffixes), by_column)
        self._base.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)", values)

    @property
    def is_of_tests(self) -> bool:
        """Whether the outbox is for tests on oneself."""
        return bool(self._base.execute("PRAGMA application_id").fetchone()[0] == _OF_TESTS)

    @is_of_tests.setter
    def is_of_tests(self, is_test: bool) -> None:
        self._base.execute(f"PRAGMA application_id={_OF_TESTS if is_test else 0}")

    @property
    def has_letters(self) -> bool:
        """Whether a run has written letters of any name, or has begun to."""
        return self._base.execute("SELECT 1 FROM runs LIMIT 1").fetchone() is not None

    def by_column(self) -> list[str]:
        """All letters in the outbox that rows asked for in a column, by name."""
        there = "SELECT letter FROM letters WHERE files != '[]'"
        query = f"SELECT letter FROM runs WHERE by_column AND letter IN ({there}) ORDER BY letter"  # noqa: S608
        return [str(name) for (name,) in self._base.execute(query)]

    def finish(self, digest: bytes) -> None:
        """Record that a run has finished."""
        self._base.execute("UPDATE runs SET digest = ? WHERE letter = ?", (digest, self._letter))


def _files(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, size) for name, size in json.loads(text))


_OF_TESTS = 0x74657374
"""The application id (PRAGMA application_id) of the ledger of an outbox of tests."""


def refuse_other_kind(path: Path, outbox: str, *, is_test: bool) -> None:
    """Raise :class:`OutputRefused` for an outbox of tests in a real run, and for a real one in a test.

    The ledger of an outbox without letters becomes one of this kind.
    """
    ledger = Ledger(path, "")
    try:
        kind = "outbox-of-tests" if ledger.is_of_tests else "outbox-not-of-tests"
        if ledger.is_of_tests != is_test:
            if ledger.has_letters:
                raise OutputRefused.of(kind, outbox, name=outbox)
            ledger.is_of_tests = is_test
    finally:
        ledger.close()


def letters_by_column(path: Path) -> list[str]:
    """The letters in an outbox that rows asked for in a column, by name; raises :class:`OutputRefused` as a ledger."""
    ledger = Ledger(path, "")
    try:
        return ledger.by_column()
    finally:
        ledger.close()
