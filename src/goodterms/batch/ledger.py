"""The ledger of an outbox: which letters of which rows are in it, so that a run can continue an interrupted one.

Entries follow the letters they describe, a shard at a time. So the ledger never lists a letter that is incomplete; a
complete letter that is not listed yet is written again, with the same bytes. The names of files that are about to be
written or removed are recorded first, so that an interrupted run leaves no unknown files.
"""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING

from goodterms.batch import entries, ledger_schema, places
from goodterms.batch.entries import Files, InOutbox, Kept, LedgerEntry, Received, Sent, Written
from goodterms.batch.ledger_refusals import refusal, refuse_other_files
from goodterms.errors import OutputRefused
from goodterms.faults.causes import Damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path


class Ledger:
    """The ledger of one outbox, for one letter. Only one run at a time may have it.

    Its methods raise :class:`sqlite3.Error` when it cannot be read or written, and :class:`Damaged` for values
    that no run has written.
    """

    def __init__(self, path: Path, letter: str) -> None:
        """Open or create the ledger; raises :class:`OutputRefused` when that fails or the file is something else."""
        self._letter = letter
        try:
            refuse_other_files(path)
            # SQLite gives its other files the same mode.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, places.PRIVATE.file))
            self._base = sqlite3.connect(path, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise refusal(path, error) from None
        try:
            self._base.execute("PRAGMA trusted_schema=OFF")
            ledger_schema.refuse_other(self._base, path)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("PRAGMA temp_store=FILE")
            self._base.execute("PRAGMA secure_delete=ON")  # nothing of a customer stays in unused parts of the file
            ledger_schema.set_up(self._base)
            (last,) = self._base.execute("SELECT coalesce(max(run), 0) FROM letters").fetchone()
            self.run = entries.number(last) + 1
            self._base.execute("CREATE TEMP TABLE seen (what TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")
            for name in ("present", "called_off"):
                self._base.execute(f"CREATE TEMP TABLE {name} (identity TEXT PRIMARY KEY) WITHOUT ROWID")
        except (sqlite3.Error, Damaged, OutputRefused) as error:
            self._base.close()
            raise (error if isinstance(error, OutputRefused) else refusal(path, error)) from None

    def close(self) -> None:
        """Close the ledger."""
        self._base.close()

    def refuse_damage(self) -> None:
        """Raise :class:`Damaged` when the file of the ledger is damaged."""
        (said,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise Damaged.of("base-faulty", english=str(said).partition("\n")[0])

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
        return {identity: entries.entry(*rest) for identity, *rest in rows}

    def owners(self, wanted: Collection[str]) -> dict[str, tuple[str, str]]:
        """Whose files are at these places (folded): the letter, and what identifies the row."""
        marks = ",".join("?" * len(wanted))
        query = f"SELECT place, letter, identity FROM letters WHERE place IN ({marks})"  # noqa: S608
        rows = self._base.execute(query, tuple(wanted))
        return {place: (entries.text(letter), entries.text(identity)) for place, letter, identity in rows}

    def owned(self, wanted: Collection[str]) -> list[str]:
        """The names of all files of letters at these places (folded)."""
        marks = ",".join("?" * len(wanted))
        rows = self._base.execute(f"SELECT files FROM letters WHERE place IN ({marks})", tuple(wanted))  # noqa: S608
        return [name for (files,) in rows for name, _ in entries.files(files)]

    def is_present(self, identity: str) -> bool:
        """Whether this run has met the row of an entry."""
        query = "SELECT 1 FROM present WHERE identity = ?"
        return self._base.execute(query, (identity,)).fetchone() is not None

    def release(self, wanted: Iterable[str]) -> None:
        """Give up places (folded) of letters whose rows are gone, because other rows have them now."""
        self._base.execute("BEGIN")
        self._base.executemany("UPDATE letters SET place = NULL WHERE place = ?", ((place,) for place in wanted))
        self._base.execute("COMMIT")

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
        return {entries.file_name(name) for (name,) in rows}

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
            (
                letter,
                *row[:4],
                json.dumps(row.files),
                row.sequence,
                self.run,
                row.day,
                row.said,
                entries.address_digest(row.email),
                _place(row),
            )
            for row in rows
        )
        self._base.execute("BEGIN")
        self._base.executemany(_WRITE, values)
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
                entries.text(identity),
                entries.tag(tag),
                entries.files(files),
                entries.number(sequence),
                entries.day(day),
                entries.state(state),
                entries.text(said),
                bool(is_present),
                max(sequence, highest or 0),
            )
            for identity, tag, files, sequence, day, state, said, is_present, highest in rows
        ]

    def cancel(self, rows: Sequence[tuple[Written, str]]) -> list[str]:
        """Record that cancellations have taken the place of letters, each with why; returns the files that must go."""
        before = self.entries([row.identity for row, _ in rows])
        now = {name for row, _ in rows for name, _ in row.files}
        stale = [name for entry in before.values() for name, _ in entry.files if name not in now]
        values = (
            (
                *(json.dumps(row.files), row.sequence, self.run, row.day, row.row, why, _place(row)),
                *(self._letter, row.identity),
            )
            for row, why in rows
        )
        query = "SET digest = x'', files = ?, sequence = ?, run = ?, day = ?, row = ?, state = ?, place = ?"
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

    def gone(self) -> Iterator[Files]:
        """The files of rows that this run has not met, but for cancellations."""
        absent = "identity NOT IN (SELECT identity FROM present)"
        query = f"SELECT files FROM letters WHERE letter = ? AND state = '' AND {absent}"  # noqa: S608
        for (files,) in self._base.execute(query, (self._letter,)).fetchall():
            yield entries.files(files)

    def stale(self) -> Iterator[tuple[str, Files]]:
        """Identity and files of rows that an earlier run wrote and this one neither wrote nor kept."""
        query = "SELECT identity, files FROM letters WHERE letter = ? AND run != ? AND state = '' AND files != '[]'"
        for identity, files in self._base.execute(query, (self._letter, self.run)).fetchall():
            yield entries.text(identity), entries.files(files)

    def withhold(self) -> None:
        """Forget the letters that are :meth:`stale`, but for how often an invitation of a row with faults was sent.

        When its row is right again, a calendar that has the meeting needs a higher number.
        """
        self._base.execute("BEGIN")
        where = "WHERE letter = ? AND run != ? AND state = ''"
        kept = "said != '' AND identity IN (SELECT identity FROM present)"
        self._base.execute(f"DELETE FROM letters {where} AND NOT ({kept})", (self._letter, self.run))  # noqa: S608
        emptied = "SET digest = x'', files = '[]', place = NULL"
        self._base.execute(f"UPDATE letters {emptied} {where}", (self._letter, self.run))
        self._base.execute("COMMIT")

    def letters(self, run: int | None = None) -> Iterator[InOutbox]:
        """Every letter in the outbox, in the order of the rows.

        With ``run``, only those that this run wrote or found up to date.
        """
        columns = "row, identity, tag, files, day, state, said"
        query = f"SELECT {columns} FROM letters WHERE letter = ? AND ? IN (run, -1) ORDER BY row, identity"  # noqa: S608
        rows = self._base.execute(query, (self._letter, -1 if run is None else run))
        for row in rows:
            yield entries.in_outbox(*row)

    def everybody(self) -> Iterator[Received]:
        """Every letter in the outbox, also those of other letters than the ledger's own, but no cancelled ones."""
        columns = "letter, identity, email, day, run"
        there = "state = '' AND files != '[]'"
        query = f"SELECT {columns} FROM letters WHERE {there} ORDER BY letter, row, identity"  # noqa: S608
        for row in self._base.execute(query):
            yield entries.received(*row)

    def kept(self) -> Iterator[Kept]:
        """Every letter in the outbox with its files, also those of other letters than the ledger's own."""
        columns = "letter, identity, row, tag, files, sequence, state"
        query = f"SELECT {columns} FROM letters WHERE files != '[]' ORDER BY letter, row, identity"  # noqa: S608
        for row in self._base.execute(query):
            yield entries.kept(*row)

    @property
    def unfinished(self) -> list[str]:
        """The letters, by name, of which files were about to be written or removed when a run ended."""
        rows = self._base.execute("SELECT DISTINCT letter FROM pending ORDER BY letter")
        return [entries.text(name) for (name,) in rows]

    def count_by_locale(self) -> dict[str, int]:
        """How many recipients' letters there are in each locale."""
        there = "state = '' AND files != '[]'"
        query = f"SELECT tag, count(*) FROM letters WHERE letter = ? AND {there} GROUP BY tag ORDER BY tag"  # noqa: S608
        rows = self._base.execute(query, (self._letter,))
        return {entries.tag(tag): entries.number(count) for tag, count in rows}

    def other_days(self, day: str, run: int | None = None) -> dict[str, int]:
        """How many letters have another date than ``day``, by their dates; with ``run``, as for :meth:`letters`."""
        which = "letter = ? AND day != ? AND state = '' AND ? IN (run, -1)"
        query = f"SELECT day, count(*) FROM letters WHERE {which} GROUP BY day"  # noqa: S608
        rows = self._base.execute(query, (self._letter, day, -1 if run is None else run))
        return {entries.day(other): entries.number(count) for other, count in rows}

    @property
    def finished(self) -> bytes:
        """The digest of the last run that finished; empty when there was none, or when one has started since."""
        row = self._base.execute("SELECT digest FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return entries.blob(row[0]) if row else b""

    @property
    def kind(self) -> str | None:
        """The kind of file that gathers the letters; empty for a file for each, None when there are no letters yet."""
        row = self._base.execute("SELECT kind FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return entries.kind(row[0]) if row else None

    @property
    def gathered(self) -> str:
        """The digest of the one file that the last run gathered the letters in; empty when there is none on record."""
        row = self._base.execute("SELECT gathered FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        return entries.text(row[0]) if row else ""

    def note_gathered(self, name: str, digest: str) -> None:
        """Record the one file that has all letters."""
        self._base.execute("BEGIN")
        self._base.execute("UPDATE runs SET gathered = ? WHERE letter = ?", (digest, self._letter))
        self._base.execute("DELETE FROM pending WHERE letter = ? AND name = ?", (self._letter, name))
        self._base.execute("COMMIT")

    @property
    def suffixes(self) -> set[str]:
        """The endings of the files of each letter, as the last run wrote them."""
        row = self._base.execute("SELECT suffixes FROM runs WHERE letter = ?", (self._letter,)).fetchone()
        if row is None:
            return set()
        if row[0] is None:  # version 1 of the ledger
            return {name.rpartition(".")[2] for each in self.letters() for name, _ in each.files}
        return set(entries.text(row[0]).split())

    def begin(self, kind: str, suffixes: Iterable[str], *, by_column: bool = False) -> None:
        """Record that a run has started to write letters of this kind, in files with these endings.

        ``by_column`` says that a column of the table tells which rows ask for the letter.
        """
        values = (self._letter, b"", kind, " ".join(suffixes), by_column, self.gathered)
        columns = "letter, digest, kind, suffixes, by_column, gathered"
        self._base.execute(f"INSERT OR REPLACE INTO runs ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)  # noqa: S608

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
        return [entries.text(name) for (name,) in self._base.execute(query)]

    def finish(self, digest: bytes) -> None:
        """Record that a run has finished."""
        self._base.execute("UPDATE runs SET digest = ? WHERE letter = ?", (digest, self._letter))


def _place(row: Written) -> str | None:
    """The place of the files of a letter; None for one without files."""
    return places.folded(places.place_of(row.files[0][0])) if row.files else None


_WRITE = """
INSERT INTO letters (letter, identity, row, tag, digest, files, sequence, run, day, said, email, place)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (letter, identity) DO UPDATE SET row = excluded.row, tag = excluded.tag, digest = excluded.digest,
  files = excluded.files, sequence = excluded.sequence, run = excluded.run, day = excluded.day, said = excluded.said,
  state = '', email = excluded.email, place = excluded.place
"""
"""An entry, in the place of an earlier one of the same row. The place of another row is an error, and stays its own."""
_OF_TESTS = 0x74657374
"""The application id (PRAGMA application_id) of the ledger of an outbox of tests."""
