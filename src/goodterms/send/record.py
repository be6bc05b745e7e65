"""The record of sending: an attempt for each time that a mail was given to a server, on the disk before it begins.

The states of an attempt:

- ``planned``: one of the next mails. It begins only when this is on the disk itself and outlives a failure of power.
- ``intended``: the dialogue with the server begins. What outlives the process, but not the power.
- ``accepted``, ``refused`` (for good), ``failed`` (for now): what the server answered, or that it never got all of it.
- ``unknown``: the server may have accepted it, and nobody knows.
- ``drafted``: it was put into a mailbox as a draft, and a person sends it from there.

After a run that was killed, an intended attempt is unknown, and a planned one has not begun. After a failure of power,
what was written last may be lost, so a planned one is unknown, too. The system's boot id tells the two apart.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

from goodterms.batch import entries, ledger_refusals
from goodterms.errors import OutputRefused
from goodterms.faults import Fault, fault
from goodterms.faults.causes import Damaged
from goodterms.send import reasons
from goodterms.send.answers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.send.answers import Answer
    from goodterms.send.mails import Mail

State = Literal["planned", "intended", "accepted", "refused", "failed", "unknown", "drafted"]
_STATES = get_args(State)
FILE = "sending.sqlite"
_VERSION = 2
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PAGES_OF_LOG = 4000
"""After so many pages, SQLite moves what is in its log to the base, and waits for the disk."""
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
  said TEXT NOT NULL DEFAULT '', PRIMARY KEY (message_id, kind, address)
);
CREATE TABLE IF NOT EXISTS copies (attempt INTEGER PRIMARY KEY, place TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, boot TEXT NOT NULL, began TEXT NOT NULL);
"""
"""An attempt changes twice for each mail, so it has no index: whoever asks for attempts reads them all."""


class Attempt(NamedTuple):
    """An attempt to send a mail; ``at`` is the time of its state in UTC (ISO 8601).

    ``answer`` is what the server said, or why there is no answer: a sentence that can be written in another language.
    """

    number: int
    letter: str
    identity: str
    name: str
    recipients: str
    message_id: str
    digest: bytes
    sequence: int
    cancels: bool
    state: State
    answer: str
    at: str


class Noted(NamedTuple):
    """What a mail that came back says of one that was sent: a delivery report, or an answer to an invitation.

    ``at`` is when this became known here, ``said`` when an answer was given, by the clock of who gave it (both UTC).
    """

    message_id: str
    kind: Kind
    address: str
    detail: str
    at: str
    said: str = ""


class Change(NamedTuple):
    """The new state of an attempt, and why: the answer of the server, or what happened instead."""

    number: int
    state: State
    answer: str | Fault = ""

    @property
    def columns(self) -> tuple[str, str]:
        """What the columns ``answer`` and ``reason`` have of it."""
        return ("", reasons.recorded(self.answer)) if isinstance(self.answer, Fault) else (self.answer, "")


_COLUMNS = (
    "attempt, letter, identity, name, recipients, message_id, digest, sequence, cancels, state, answer, at, reason"
)


class Record:
    """The record of one outbox. Only one run at a time may have it: the outbox is locked.

    Several threads may use it, one at a time; only :meth:`reach_disk` may be called beside the others.
    """

    def __init__(self, working: Path) -> None:
        """Open or create the record in the working folder of an outbox; raises :class:`OutputRefused`.

        So does everything else here, where the disk is full or the file is damaged.
        """
        self.path = working / FILE
        self._run = 0
        with self._guarded():
            ledger_refusals.refuse_other_files(self.path)
            # It holds addresses, so nobody else may read it; SQLite gives its other files the same mode.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self._base = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                self._log, self._last = self._prepare()
            except BaseException:
                self._base.close()
                raise

    def _prepare(self) -> tuple[int | None, int]:
        """Make the base ready; returns its log, opened, if it has one, and the number of the last attempt."""
        self._base.execute("PRAGMA page_size=2048")  # what is written for each mail is a page
        has_log = self._base.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"  # some file systems cannot
        self._base.execute(f"PRAGMA synchronous={'NORMAL' if has_log else 'FULL'}")
        self._base.execute(f"PRAGMA wal_autocheckpoint={_PAGES_OF_LOG}")
        self._make_tables()
        (last,) = self._base.execute("SELECT coalesce(max(attempt), 0) FROM attempts").fetchone()
        return os.open(f"{self.path}-wal", os.O_RDWR) if has_log else None, entries.number(last)

    def _make_tables(self) -> None:
        """Create what is missing; raises :class:`OutputRefused` for the record of a later version of goodterms."""
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise OutputRefused.of("ledger-other-version", str(self.path))
        self._base.executescript(_TABLES)
        if version < _VERSION:
            self._base.execute("BEGIN")
            self._bring_up_to_date()
            self._base.execute(f"PRAGMA user_version={_VERSION}")
            self._base.execute("COMMIT")

    def _bring_up_to_date(self) -> None:
        """Add the columns that the first version lacks: it recorded reasons as sentences, among the answers of servers.

        A record that was killed while it was created has no version.
        """
        if not self._has_column("notes", "said"):
            self._base.execute("ALTER TABLE notes ADD COLUMN said TEXT NOT NULL DEFAULT ''")
        if not self._has_column("attempts", "reason"):
            self._base.execute("ALTER TABLE attempts ADD COLUMN reason TEXT NOT NULL DEFAULT ''")
            rows = self._base.execute("SELECT attempt, answer FROM attempts WHERE answer != ''").fetchall()
            known = [(reason, number) for number, answer in rows if (reason := reasons.of_former(answer))]
            query = "UPDATE attempts SET answer = '', reason = ? WHERE attempt = ?"
            self._base.executemany(query, [(reasons.recorded(reason), number) for reason, number in known])

    def _has_column(self, table: str, column: str) -> bool:
        return column in {name for _, name, *_ in self._base.execute(f"PRAGMA table_info({table})")}

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Raise :class:`OutputRefused` for a full disk and for a damaged file."""
        try:
            yield
        except (sqlite3.Error, OSError, Damaged) as error:
            refused = ledger_refusals.refusal(self.path, error)
            (fault,) = refused.faults
            if fault.kind == "run-failed":  # the disk is full: what that means for letters is of no use here
                refused = OutputRefused.of("record-not-written", reason=fault.param("reason"))
            raise refused from None

    def close(self) -> None:
        """Close the record."""
        if self._log is not None:
            os.close(self._log)
        self._base.close()

    def settle_interrupted(self) -> None:
        """Decide what became of the attempts of a run that did not end: what may have been accepted is unknown."""
        reason = reasons.recorded(fault("run-ended-before-answer"))
        with self._guarded():
            last = self._base.execute("SELECT boot FROM runs ORDER BY run DESC LIMIT 1").fetchone()
            survived = last is not None and last[0] == _boot_id() != ""
            self._base.execute("BEGIN")
            if survived:
                self._base.execute("DELETE FROM attempts WHERE state = 'planned'")
            self._base.execute(
                "UPDATE attempts SET state = 'unknown', answer = '', reason = ?, at = ? "
                "WHERE state IN ('planned', 'intended')",
                (reason, _now()),
            )
            self._base.execute("COMMIT")

    def begin(self) -> None:
        """Begin a run."""
        values = (_boot_id(), _now())
        with self._guarded():
            self._run = self._base.execute("INSERT INTO runs (boot, began) VALUES (?, ?)", values).lastrowid or 0

    def plan(self, mails: Sequence[Mail]) -> range:
        """Record that these mails come next; returns the numbers of their attempts.

        None of them may begin before :meth:`reach_disk` has returned.
        """
        numbers = range(self._last + 1, self._last + 1 + len(mails))
        now = _now()
        rows = (
            (
                number, self._run, mail.letter, mail.identity, mail.name, ", ".join(mail.recipients), mail.message_id,
                mail.digest, mail.sequence, mail.cancels, "planned", now,
            )
            for number, mail in zip(numbers, mails, strict=True)
        )  # fmt: skip
        into = "attempt, run, letter, identity, name, recipients, message_id, digest, sequence, cancels, state, at"
        marks = ",".join("?" * len(into.split()))
        self._all_or_none(f"INSERT INTO attempts ({into}) VALUES ({marks})", rows)  # noqa: S608
        self._last += len(mails)
        return numbers

    def reach_disk(self) -> None:
        """Return when all that was recorded before this call outlives a failure of power.

        SQLite has written it to its log already, and would wait for the disk itself with ``PRAGMA synchronous=FULL``,
        but only in the thread that sends mails meanwhile. Without a log, each change has waited for the disk.
        """
        if self._log is not None:
            with self._guarded():
                os.fsync(self._log)

    def change(self, changes: Iterable[Change]) -> None:
        """Record new states of attempts, all at once."""
        now = _now()
        query = "UPDATE attempts SET state = ?, answer = ?, reason = ?, at = ? WHERE attempt = ?"
        self._all_or_none(query, ((one.state, *one.columns, now, one.number) for one in changes))

    def _all_or_none(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Run a query for all rows in one transaction."""
        with self._guarded():
            self._base.execute("BEGIN")
            try:
                self._base.executemany(query, rows)
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def drop_planned(self) -> None:
        """Forget the attempts that were planned and have not begun."""
        with self._guarded():
            self._base.execute("DELETE FROM attempts WHERE state = 'planned'")

    def drafted(self, mail: Mail, place: str) -> None:
        """Record that a mail is a draft in a mailbox."""
        (number,) = self.plan([mail])
        self.change([Change(number, "drafted", place)])

    def attempts(self) -> Iterator[Attempt]:
        """Every attempt, in its order."""
        with self._guarded():
            for row in self._base.execute(f"SELECT {_COLUMNS} FROM attempts ORDER BY attempt"):  # noqa: S608
                yield _attempt(*row)

    def note(self, message_id: str, answer: Answer) -> bool:
        """Keep what a mail says of one that was sent; False if it is known already, and no later answer says so."""
        values = (message_id, answer.kind, answer.address.lower(), answer.detail, _now(), answer.said)
        query = (
            "INSERT INTO notes (message_id, kind, address, detail, at, said) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO "
            "UPDATE SET detail = excluded.detail, at = excluded.at, said = excluded.said WHERE excluded.said > said"
        )
        with self._guarded():
            return bool(self._base.execute(query, values).rowcount)

    def notes(self) -> Iterator[Noted]:
        """What mails that came back said: by the time of the answer, else as it became known."""
        with self._guarded():
            query = "SELECT message_id, kind, address, detail, at, said FROM notes ORDER BY said, rowid"
            for message_id, kind, *texts in self._base.execute(query):
                if kind not in get_args(Kind):
                    raise entries.damaged("answer", kind)
                yield Noted(entries.text(message_id), kind, *map(entries.text, texts))

    def without_copy(self, place: str) -> list[Attempt]:
        """The attempts that were accepted and of which a mailbox has no copy yet, as far as is known."""
        where = "state = 'accepted' AND attempt NOT IN (SELECT attempt FROM copies WHERE place = ?)"
        with self._guarded():
            rows = self._base.execute(f"SELECT {_COLUMNS} FROM attempts WHERE {where} ORDER BY attempt", (place,))  # noqa: S608
            return [_attempt(*row) for row in rows]

    def copied(self, attempt: int, place: str) -> None:
        """Record that a mailbox has a copy of what an attempt has sent."""
        with self._guarded():
            self._base.execute("INSERT OR REPLACE INTO copies VALUES (?, ?)", (attempt, place))


def _attempt(
    number: object, letter: object, identity: object, name: object, recipients: object, message_id: object,
    digest: object, sequence: object, cancels: object, state: object, answer: object, at: object, reason: object,
) -> Attempt:  # fmt: skip
    """An attempt, of what the record has; raises :class:`Damaged` for a value that no run has written."""
    if state not in _STATES:
        raise entries.damaged("attempt", state)
    text, number_of = entries.text, entries.number
    return Attempt(
        number_of(number), text(letter), text(identity), text(name), text(recipients), text(message_id),
        entries.blob(digest), number_of(sequence), bool(number_of(cancels)), cast("State", state),
        reasons.read(text(reason)) if reason else text(answer), text(at),
    )  # fmt: skip


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _boot_id() -> str:
    """What changes when the system starts; empty where the system does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""
