"""The tables of a ledger, and how one that an earlier version of goodterms wrote goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from goodterms.batch import entries, naming, places
from goodterms.errors import OutputRefused
from goodterms.speech import said

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

VERSION = 4
_TABLES = """
CREATE TABLE IF NOT EXISTS letters (
  letter TEXT NOT NULL, identity TEXT NOT NULL, row INTEGER NOT NULL, tag TEXT NOT NULL,
  digest BLOB NOT NULL, files TEXT NOT NULL, sequence INTEGER NOT NULL, run INTEGER NOT NULL,
  day TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '', place TEXT,
  PRIMARY KEY (letter, identity)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS places ON letters (place);
CREATE TABLE IF NOT EXISTS runs (
  letter TEXT PRIMARY KEY, digest BLOB NOT NULL, kind TEXT NOT NULL, suffixes TEXT,
  by_column INTEGER NOT NULL DEFAULT 0, gathered TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS pending (letter TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (letter, name)) WITHOUT ROWID;
"""
_COLUMNS = {
    "letters": {
        *("letter", "identity", "row", "tag", "digest", "files", "sequence", "run"),
        *("day", "said", "state", "email", "place"),
    },
    "runs": {"letter", "digest", "kind", "suffixes", "by_column", "gathered"},
    "pending": {"letter", "name"},
}
"""The columns of all tables. ``place`` is that of a letter's files, folded; ``gathered`` the digest of the one file."""
_ADDED = {
    "letters": (
        "day TEXT NOT NULL DEFAULT ''",
        "said TEXT NOT NULL DEFAULT ''",
        "state TEXT NOT NULL DEFAULT ''",
        "email TEXT NOT NULL DEFAULT ''",
        "place TEXT",
    ),
    "runs": ("suffixes TEXT", "by_column INTEGER NOT NULL DEFAULT 0", "gathered TEXT NOT NULL DEFAULT ''"),
}
"""What later versions added to the tables of version 1: columns that are empty in older rows."""


def refuse_other(base: sqlite3.Connection, path: Path) -> None:
    """Raise :class:`OutputRefused` for a ledger of a later version, and for a file with other tables than a ledger has.

    Both are left as they are.
    """
    version = _version(base)
    if not 0 <= version <= VERSION:
        raise OutputRefused.of("ledger-other-version", str(path))
    tables = _objects(base, "table")
    known = {table: {name for _, name, *_ in base.execute(f"PRAGMA table_info({table})")} for table in _COLUMNS}
    is_ledger = tables == _COLUMNS.keys() and all(known[table] <= columns for table, columns in _COLUMNS.items())
    if version == VERSION:
        is_ledger = is_ledger and known == _COLUMNS and "places" in _objects(base, "index")
    is_new = version == 0 and not tables
    if not (is_ledger or is_new) or _objects(base, "trigger") or _objects(base, "view"):
        raise OutputRefused.of("ledger-unusable", str(path), reason=said("it has other tables than a ledger"))


_BREAK = "\n"
"""What is between the address and the name that identify a row without a key."""


def set_up(base: sqlite3.Connection) -> None:
    """Create the tables of a new ledger, or bring those of an older one up to date, all at once or not at all."""
    if _version(base) == VERSION:
        return
    base.execute("BEGIN IMMEDIATE")
    if "letters" in _objects(base, "table"):
        _migrate(base)
    for statement in _TABLES.split(";")[:-1]:
        base.execute(statement)
    base.execute(f"PRAGMA user_version={VERSION}")
    base.execute("COMMIT")


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _objects(base: sqlite3.Connection, kind: str) -> set[str]:
    return {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))}


def _migrate(base: sqlite3.Connection) -> None:
    """Add what version 1 lacks. An older goodterms marks a later ledger as its own, so look at the tables as well."""
    for table, columns in _ADDED.items():
        known = {name for _, name, *_ in base.execute(f"PRAGMA table_info({table})")}
        missing = [column for column in columns if column.split()[0] not in known]
        for column in missing:
            base.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        if table == "runs" and "suffixes" not in known:
            _name_parts(base)
    _note_places(base)
    _forget_addresses(base)


def _forget_addresses(base: sqlite3.Connection) -> None:
    """Put digests in the place of the addresses and the names of customers, where nothing else is needed."""
    rows = base.execute(f"SELECT letter, identity, email FROM letters WHERE identity LIKE '%{_BREAK}%'").fetchall()  # noqa: S608
    for letter, identity, email in rows:
        address = email or identity.partition(_BREAK)[0]
        if naming.recorded(entries.text(identity)) == identity:
            continue
        new = (naming.recorded(entries.text(identity)), address if "@" in address else "", identity, letter, identity)
        said = "said = CASE said WHEN '' THEN '' ELSE json_set(said, '$.identity', ?) END"
        query = f"UPDATE letters SET identity = ?, email = ?, {said} WHERE letter = ? AND identity = ?"  # noqa: S608
        base.execute(query, new)
    rows = base.execute("SELECT DISTINCT email FROM letters WHERE email LIKE '%@%'").fetchall()
    digests = ((entries.address_digest(entries.text(address)), address) for (address,) in rows)
    base.executemany("UPDATE letters SET email = ? WHERE email = ?", digests)


def _note_places(base: sqlite3.Connection) -> None:
    """Note the place of each letter. Where two have one, only one letter is there: both are to be written again."""
    rows = base.execute("SELECT letter, identity, files FROM letters").fetchall()
    owners: dict[str, list[tuple[str, str]]] = {}
    for letter, identity, text in rows:
        if found := entries.files(text):
            owners.setdefault(places.folded(places.place_of(found[0][0])), []).append((letter, identity))
    base.execute("UPDATE letters SET place = NULL")
    for place, each in owners.items():
        if len(each) == 1:
            base.execute("UPDATE letters SET place = ? WHERE letter = ? AND identity = ?", (place, *each[0]))
            continue
        for letter, identity in each:
            _forget_files(base, letter, identity)


def _forget_files(base: sqlite3.Connection, letter: str, identity: str) -> None:
    where = "WHERE letter = ? AND identity = ?"
    (text,) = base.execute(f"SELECT files FROM letters {where}", (letter, identity)).fetchone()  # noqa: S608
    names = ((letter, name) for name, _ in entries.files(text))
    base.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", names)
    base.execute(f"UPDATE letters SET digest = x'', files = '[]' {where}", (letter, identity))  # noqa: S608
    base.execute("UPDATE runs SET digest = x'' WHERE letter = ?", (letter,))


def _name_parts(base: sqlite3.Connection) -> None:
    """Name the letters that are gathered by their place in the outbox; version 1 named them by that in their folder."""
    gathered = "letter IN (SELECT letter FROM runs WHERE kind != '')"
    rows = base.execute(f"SELECT letter, identity, files FROM letters WHERE {gathered}").fetchall()  # noqa: S608
    moved = (
        (json.dumps([[f"{places.PARTS}/{name}", mark] for name, mark in entries.files(text)]), letter, identity)
        for letter, identity, text in rows
    )
    base.executemany("UPDATE letters SET files = ? WHERE letter = ? AND identity = ?", moved)
    base.execute(f"UPDATE pending SET name = '{places.PARTS}/' || name WHERE {gathered}")  # noqa: S608
