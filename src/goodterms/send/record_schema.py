"""The tables of the record of sending, and how those of earlier versions are brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused
from goodterms.send import reasons

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_VERSION = 3
_TABLES = """
CREATE TABLE IF NOT EXISTS attempts (
  attempt INTEGER PRIMARY KEY, run INTEGER NOT NULL, letter TEXT NOT NULL, identity TEXT NOT NULL, name TEXT NOT NULL,
  recipients TEXT NOT NULL, message_id TEXT NOT NULL, digest BLOB NOT NULL, sequence INTEGER NOT NULL,
  cancels INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT ''
);
DROP INDEX IF EXISTS of_mail;
DROP INDEX IF EXISTS of_message;
DROP INDEX IF EXISTS open_attempts;
CREATE TABLE IF NOT EXISTS notes (
  message_id TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '', attempt INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (message_id, kind, address)
);
CREATE TABLE IF NOT EXISTS copies (attempt INTEGER PRIMARY KEY, place TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, boot TEXT NOT NULL, began TEXT NOT NULL);
"""
"""An attempt changes twice for each mail, so it has no index: whoever asks for attempts reads them all."""


def prepare(base: sqlite3.Connection, path: Path) -> None:
    """Create what is missing; raises :class:`OutputRefused` for the record of a later version of goodterms."""
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise OutputRefused.of("ledger-other-version", str(path))
    base.executescript(_TABLES)
    if version < _VERSION:
        base.execute("BEGIN")
        _bring_up_to_date(base)
        base.execute(f"PRAGMA user_version={_VERSION}")
        base.execute("COMMIT")


def _bring_up_to_date(base: sqlite3.Connection) -> None:
    """Add the columns that earlier versions lack: the first one recorded reasons as sentences, among answers.

    A record that was killed while it was created has no version. What came back before a mail could go again is about
    its last attempt.
    """
    if not _has_column(base, "notes", "said"):
        base.execute("ALTER TABLE notes ADD COLUMN said TEXT NOT NULL DEFAULT ''")
    if not _has_column(base, "notes", "attempt"):
        base.execute("ALTER TABLE notes ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0")
        about = "message_id IN (SELECT message_id FROM notes)"
        query = f"SELECT max(attempt), message_id FROM attempts WHERE {about} GROUP BY message_id"  # noqa: S608
        base.executemany("UPDATE notes SET attempt = ? WHERE message_id = ?", base.execute(query).fetchall())
    if not _has_column(base, "attempts", "reason"):
        base.execute("ALTER TABLE attempts ADD COLUMN reason TEXT NOT NULL DEFAULT ''")
        rows = base.execute("SELECT attempt, answer FROM attempts WHERE answer != ''").fetchall()
        known = [(reason, number) for number, answer in rows if (reason := reasons.of_former(answer))]
        query = "UPDATE attempts SET answer = '', reason = ? WHERE attempt = ?"
        base.executemany(query, [(reasons.recorded(reason), number) for reason, number in known])


def _has_column(base: sqlite3.Connection, table: str, column: str) -> bool:
    return column in {name for _, name, *_ in base.execute(f"PRAGMA table_info({table})")}
