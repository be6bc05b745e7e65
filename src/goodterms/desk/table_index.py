"""The rows of a table in a database of its own, so that a page reads only those that it shows.

A process that checks a table fills it; the desk reads it, also while the check goes on. The file is beside the table,
in the private folder of the desk.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from goodterms.recipients.recipient import Recipient
    from goodterms.recipients.report import Result

UNCHANGED = "unchanged"
"""The status of a row whose letter an earlier run wrote, beside those of a report."""
ROWS = 50
"""The rows of a page."""
_TABLES = """
CREATE TABLE rows (
  at INTEGER PRIMARY KEY, row INTEGER UNIQUE, letter TEXT, cells TEXT, recipient TEXT, key TEXT, is_meant INTEGER
);
CREATE TABLE found (row INTEGER, place INTEGER, kind TEXT, column TEXT, problem TEXT, hint TEXT);
CREATE INDEX found_of_row ON found (row, kind);
CREATE INDEX meant_rows ON rows (row) WHERE is_meant;
"""
_RESULTS = "CREATE TABLE results (row INTEGER PRIMARY KEY, status TEXT, output TEXT, error TEXT)"
_COUNT = "SELECT count(*) FROM rows"
_SELECT = "SELECT at, row, letter, cells, key, is_meant FROM rows"
ALL, MEANT, WITH_FAULTS = "all", "chosen", "faults"
"""Which rows a page shows: all of them, those that are to get a letter, those with faults."""
_WHICH = {
    ALL: "WHERE true",
    MEANT: "WHERE is_meant",
    WITH_FAULTS: "WHERE row IN (SELECT row FROM found WHERE kind = 'fault')",
}
_AT_ONCE = 1000
_MAX_CELL = 300
"""The characters of a cell that a page shows."""


class Found(NamedTuple):
    """What was found in a row: its number, the place of its column (-1: none), ``fault`` or ``advice``, its words."""

    row: int
    place: int
    kind: str
    column: str
    problem: str
    hint: str


class IndexedRow(NamedTuple):
    """A row: the place among all rows (from 0), its number, the letter that it asks for, its cells as texts.

    ``key`` is what people call the row by, ``is_meant`` whether it is among the rows that are to get a letter.
    """

    at: int
    row: int
    letter: str
    cells: list[str]
    key: str
    is_meant: bool


class RowResult(NamedTuple):
    """What became of a row: its status, its files, why it was left out."""

    status: str
    output: str
    error: str


class Filled(NamedTuple):
    """A row as it is added: its number, its letter, its cells, and what it asks for where it asks for a letter.

    ``key`` and ``is_meant`` are those of an :class:`IndexedRow`.
    """

    row: int
    letter: str
    cells: Sequence[str]
    recipient: Recipient | None
    key: str = ""
    is_meant: bool = True


def create(path: Path, rows: Iterable[Filled]) -> int:
    """Make the index of the rows of a table; returns their number."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.executescript(_TABLES)
        base.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", map(_as_record, enumerate(rows)))
        base.commit()
        return int(base.execute("SELECT count(*) FROM rows").fetchone()[0])


def _as_record(numbered: tuple[int, Filled]) -> tuple[int, int, str, str, str, str, bool]:
    at, (row, letter, cells, recipient, key, is_meant) = numbered
    shown = [cell if len(cell) <= _MAX_CELL else f"{cell[:_MAX_CELL]}…" for cell in cells]
    asked = json.dumps([*recipient], ensure_ascii=False) if recipient else ""
    return at, row, letter, json.dumps(shown, ensure_ascii=False), asked, key, is_meant


def keep_results(path: Path, results: Mapping[int, Result], unchanged: Collection[int]) -> None:
    """Keep what became of each row in a run; those that are ``unchanged`` were written by an earlier one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute(_RESULTS)
        records = (
            (row, UNCHANGED if row in unchanged else one.status, one.output, one.error) for row, one in results.items()
        )
        base.executemany("INSERT INTO results VALUES (?, ?, ?, ?)", records)
        base.commit()


def results(path: Path, rows: Iterable[int]) -> Mapping[int, RowResult]:
    """What became of some rows in a run, by their numbers."""
    numbers = list(rows)
    query = f"SELECT * FROM results WHERE row IN ({', '.join('?' * len(numbers))})"  # noqa: S608 -- only marks
    return {row: RowResult(status, files, error) for row, status, files, error in _all(path, query, *numbers)}


class Finds:
    """Adds what is found in rows; the desk sees it a thousand at a time, and all of it at the end."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._waiting: list[Found] = []

    def add(self, found: Iterable[Found]) -> None:
        """Add what was found in some rows."""
        self._waiting += found
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def close(self) -> None:
        """Write what is left."""
        self._write()
        self._base.close()

    def _write(self) -> None:
        self._base.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", self._waiting)
        self._base.commit()
        self._waiting.clear()


class Index:
    """The index of a table, to read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def page(self, at: int, which: str = ALL) -> list[IndexedRow]:
        """The rows of a page that begins at the place ``at`` among those of a kind, such as :data:`WITH_FAULTS`."""
        query = f"{_SELECT} {_WHICH[which]} ORDER BY row LIMIT ? OFFSET ?"
        return [_row(*record) for record in self._all(query, ROWS, at)]

    def row(self, number: int) -> IndexedRow | None:
        """A row by its number; None for one that the table does not have."""
        found = self._all(f"{_SELECT} WHERE row = ?", number)
        return _row(*found[0]) if found else None

    def place(self, row: IndexedRow, which: str) -> int | None:
        """The place of a row among those of a kind; None for one that is not among them."""
        if not self._one(f"{_COUNT} {_WHICH[which]} AND row = ?", row.row):
            return None
        return self._one(f"{_COUNT} {_WHICH[which]} AND row < ?", row.row)

    def recipient(self, number: int) -> list[object] | None:
        """What a row asks for, as it was added; None for a row that asks for no letter."""
        found = self._all("SELECT recipient FROM rows WHERE row = ?", number)
        asked: list[object] | None = json.loads(found[0][0]) if found and found[0][0] else None
        return asked

    def beside(self, number: int) -> tuple[int, int]:
        """The numbers of the rows before and after a row; 0 for none."""
        before = self._one("SELECT max(row) FROM rows WHERE row < ?", number)
        return before, self._one("SELECT min(row) FROM rows WHERE row > ?", number)

    def next_with_fault(self, number: int) -> int:
        """The number of the first row with a fault after a row, or of the first of all; 0 where no row has any."""
        query = "SELECT min(row) FROM found WHERE kind = 'fault' AND row > ?"
        return self._one(query, number) or self._one(query, 0)

    def count(self, which: str = ALL) -> int:
        """How many rows of a kind there are."""
        if which == WITH_FAULTS:  # which needs no look at the rows
            return self._one("SELECT count(DISTINCT row) FROM found WHERE kind = 'fault'")
        return self._one(f"{_COUNT} {_WHICH[which]}")

    def found(self, rows: Iterable[int]) -> Mapping[int, list[Found]]:
        """What was found in some rows, by their numbers."""
        numbers = list(rows)
        marks = ", ".join("?" * len(numbers))
        query = f"SELECT * FROM found WHERE row IN ({marks}) ORDER BY row, kind DESC, place"  # noqa: S608 -- only marks
        by_row: dict[int, list[Found]] = {}
        for record in self._all(query, *numbers):
            by_row.setdefault(record[0], []).append(Found(*record))
        return by_row

    def _one(self, query: str, *values: object) -> int:
        return int(self._all(query, *values)[0][0] or 0)

    def _all(self, query: str, *values: object) -> list[Any]:
        return _all(self._path, query, *values)


def _all(path: Path, query: str, *values: object) -> list[Any]:
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as base:
        return base.execute(query, values).fetchall()


def _row(at: int, row: int, letter: str, cells: str, key: str, is_meant: int) -> IndexedRow:
    return IndexedRow(at, row, letter, json.loads(cells), key, bool(is_meant))
