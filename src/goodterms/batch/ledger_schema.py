"""The tables of a ledger, and how one that an earlier version of goodterms wrote goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

VERSION = 3
PARTS = ".goodterms/parts"
"""The folder of letters that are gathered in one file, below the outbox."""
_TABLES = """
CREATE TABLE IF NOT EXISTS letters (
  letter TEXT NOT NULL, identity TEXT NOT NULL, row INTEGER NOT NULL, tag TEXT NOT NULL,
  digest BLOB NOT NULL, files TEXT NOT NULL, sequence INTEGER NOT NULL, run INTEGER NOT NULL,
  day TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (letter, identity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
  letter TEXT PRIMARY KEY, digest BLOB NOT NULL, kind TEXT NOT NULL, suffixes TEXT,
  by_column INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS pending (letter TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (letter, name)) WITHOUT ROWID;
"""
_ADDED = {
    "letters": (
        "day TEXT NOT NULL DEFAULT ''",
        "said TEXT NOT NULL DEFAULT ''",
        "state TEXT NOT NULL DEFAULT ''",
        "email TEXT NOT NULL DEFAULT ''",
    ),
    "runs": ("suffixes TEXT", "by_column INTEGER NOT NULL DEFAULT 0"),
}
"""What later versions added to the tables of version 1: columns that are empty in older rows."""


def set_up(base: sqlite3.Connection, path: Path) -> None:
    """Create the tables of a new ledger, or bring those of an older one up to date, all at once or not at all.

    Raises :class:`OutputRefused` for a ledger of a later version of goodterms, which is left as it is.
    """
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise OutputRefused.of("ledger-other-version", str(path))
    if version == VERSION:
        return
    base.execute("BEGIN IMMEDIATE")
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "letters" in tables:
        _migrate(base)
    for statement in _TABLES.split(";")[:-1]:
        base.execute(statement)
    base.execute(f"PRAGMA user_version={VERSION}")
    base.execute("COMMIT")


def _migrate(base: sqlite3.Connection) -> None:
    """Add what version 1 lacks. An older goodterms marks a later ledger as its own, so look at the tables as well."""
    for table, columns in _ADDED.items():
        known = {name for _, name, *_ in base.execute(f"PRAGMA table_info({table})")}
        missing = [column for column in columns if column.split()[0] not in known]
        for column in missing:
            base.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        if table == "runs" and "suffixes" not in known:
            _name_parts(base)


def _name_parts(base: sqlite3.Connection) -> None:
    """Name the letters that are gathered by their place in the outbox; version 1 named them by that in their folder."""
    gathered = "letter IN (SELECT letter FROM runs WHERE kind != '')"
    rows = base.execute(f"SELECT letter, identity, files FROM letters WHERE {gathered}").fetchall()  # noqa: S608
    moved = (
        (json.dumps([[f"{PARTS}/{name}", size] for name, size in json.loads(files)]), letter, identity)
        for letter, identity, files in rows
    )
    base.executemany("UPDATE letters SET files = ? WHERE letter = ? AND identity = ?", moved)
    base.execute(f"UPDATE pending SET name = '{PARTS}/' || name WHERE {gathered}")  # noqa: S608
