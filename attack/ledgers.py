"""Outboxes that somebody has tampered with: each must be refused in words, and nothing outside may change."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEDGER = ".goodterms/ledger.sqlite"
_OUTSIDE = ("../precious.txt", "{outside}/precious.txt", "sl/../../precious.txt", "..\\precious.txt", "C:/precious.txt",
            "C:precious.txt", "//host/share/precious.txt", "sl//precious.txt", "./precious.txt", "sl/./precious.txt",
            "", ".", "..", "/", "precious.txt\0.txt", ".goodterms/ledger.sqlite", ".goodterms/lock",
            ".goodterms/parts/../ledger.sqlite", ".precious.txt", "sl/.precious.txt", "a/b/c/d.txt", "sl/x y.txt",
            "~/precious.txt", "precious.txt", "sl/K-1.txt\n")  # fmt: skip
"""Names of files in a ledger that no run has given to a letter."""
_RESET = "UPDATE runs SET digest = x''"
_VALUES = {
    "files of another kind": "UPDATE letters SET files = '{{}}', {again}",
    "files that are a number": "UPDATE letters SET files = '7', {again}",
    "files that are no JSON": "UPDATE letters SET files = '[[', {again}",
    "files that are bytes": "UPDATE letters SET files = x'ff00', {again}",
    "files nested deeply": "UPDATE letters SET files = replace(hex(zeroblob(50000)), '0', '['), {again}",
    "a file that is a list": "UPDATE letters SET files = '[[[], 1]]', {again}",
    "a digest that is a path": 'UPDATE letters SET files = \'[["sl/a.txt", "../x"]]\', {again}',
    "a locale that is a path": "UPDATE letters SET tag = '../..', {again}",
    "a locale that is bytes": "UPDATE letters SET tag = x'2e2e', {again}",
    "a state that nobody knows": "UPDATE letters SET state = 'stolen', {again}",
    "a date that is none": "UPDATE letters SET day = '2026-13-99', {again}",
    "a date that is a number": "UPDATE letters SET day = 7, {again}",
    "a number of corrections that is a text": "UPDATE letters SET sequence = 'many', {again}",
    "a number of corrections below zero": "UPDATE letters SET sequence = -5, {again}",
    "a huge number of corrections": "UPDATE letters SET sequence = 9e18, {again}",
    "a huge number of a run": "UPDATE letters SET run = 9223372036854775807",
    "a run that is a text": "UPDATE letters SET run = 'last'",
    "a digest that is a text": "UPDATE letters SET digest = 'x'; {reset}",
    "a kind that is a path": "UPDATE runs SET kind = '/../../precious.txt'; {reset}",
    "a text that is not UTF-8": "UPDATE letters SET identity = CAST(x'fffe' AS TEXT) WHERE row = 2; {reset}",
    "two letters in one place": "DROP INDEX places; UPDATE letters SET place = 'x'; {reset}",
    "a later version": "PRAGMA user_version = 99",
    "a version below zero": "PRAGMA user_version = -1",
    "no tables of its version": "DROP TABLE letters",
    "a table without its columns": "DROP TABLE runs; CREATE TABLE runs (letter TEXT)",
    "a table too many": "CREATE TABLE more (a)",
    "a view in place of a table": "DROP TABLE pending; CREATE VIEW pending AS SELECT 'x' AS letter, 'y' AS name",
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON letters BEGIN DELETE FROM letters; END",
}
"""What is changed in the ledger of a run, by SQL."""


def _sql(statements: str) -> Callable[[Path], None]:
    def change(outbox: Path) -> None:
        base = sqlite3.connect(outbox / LEDGER)
        try:
            base.executescript(statements.format(again=f"digest = x''; {_RESET}", reset=_RESET))
        finally:
            base.close()

    return change


def _named(table: str, name: str) -> Callable[[Path], None]:
    def change(outbox: Path) -> None:
        whole = name.replace("{outside}", str(outbox.parent))
        base = sqlite3.connect(outbox / LEDGER, isolation_level=None)
        try:
            if table == "pending":
                base.execute("INSERT INTO pending SELECT letter, ? FROM runs", (whole,))
            else:
                files = "json_array(json_array(?, '00000000000000000000000000000000'))"
                base.execute(f"UPDATE letters SET digest = x'', files = {files}", (whole,))  # noqa: S608
            base.execute(_RESET)
        finally:
            base.close()

    return change


def _scrambled(seed: int) -> Callable[[Path], None]:
    def change(outbox: Path) -> None:
        path, chance = outbox / LEDGER, random.Random(seed)
        data = bytearray(path.read_bytes())
        for _ in range(40):
            at = chance.randrange(100, len(data) - 64)
            data[at : at + 64] = chance.randbytes(64)
        path.write_bytes(data)

    return change


def _in_its_place(name: str, what: str) -> Callable[[Path], None]:
    """A link or a folder is in the place of something of the outbox."""

    def change(outbox: Path) -> None:
        path, elsewhere = outbox / name, outbox.parent / "elsewhere"
        if path.exists():
            shutil.move(path, elsewhere)
        elif what == "link":
            elsewhere.touch()
        if what == "link":
            path.symlink_to(elsewhere)
        else:
            path.mkdir()

    return change


def _written(name: str, content: bytes) -> Callable[[Path], None]:
    def change(outbox: Path) -> None:
        (outbox / name).write_bytes(content)

    return change


REFUSED: dict[str, Callable[[Path], None]] = {
    **{what: _sql(statements) for what, statements in _VALUES.items()},
    **{f"{table}: {name!r}": _named(table, name) for table in ("letters", "pending") for name in _OUTSIDE},
    **{f"scrambled pages {seed}": _scrambled(seed) for seed in range(3)},
    **{f"a link in place of {name}": _in_its_place(name, "link") for name in (".goodterms", LEDGER, "sl")},
    f"a link in place of {LEDGER}-wal": _in_its_place(f"{LEDGER}-wal", "link"),
    "a link in place of the lock": _in_its_place(".goodterms/lock", "link"),
    **{f"a folder in place of {name}": _in_its_place(name, "folder") for name in (LEDGER, ".goodterms/lock")},
    "a ledger that is a text": _written(LEDGER, b"no ledger at all, this is text" * 100),
    "a ledger that is cut": lambda outbox: os.truncate(outbox / LEDGER, 5000),
}
"""What is done to an outbox with the letters of a finished run, whose table has changed since."""
