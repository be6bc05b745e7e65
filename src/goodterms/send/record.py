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
from goodterms.send import reasons, record_schema
from goodterms.send.answers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.send.answers import Answer
    from goodterms.send.mails import Mail

State = Literal["planned", "intended", "accepted", "refused", "failed", "unknown", "drafted"]
_STATES = get_args(State)
FILE, BEGUN = "sending.sqlite", "sending.begun"
"""The record, and the file that says that there is one."""
_LEAST_BYTES = 100
"""The header of every base of SQLite has so many."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PAGES_OF_LOG = 4000
"""After so many pages, SQLite moves what is in its log to the base, and waits for the disk."""


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

    ``at`` is when this became known here, ``said`` when an answer or a report was written, by the clock of who wrote it
    (both UTC). ``attempt`` is the number of the attempt of which it speaks, as far as is known.
    """

    message_id: str
    kind: Kind
    address: str
    detail: str
    at: str
    said: str = ""
    attempt: int = 0


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


_OF_NOTE = "message_id, kind, address, detail, at, said, attempt"


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
        self._refuse_lost(working)
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

    def _refuse_lost(self, working: Path) -> None:
        """Raise :class:`OutputRefused` where mails were sent and the record is gone: SQLite would make a new one."""
        self._begun = working / BEGUN
        size = self.path.stat().st_size if self.path.is_file() else 0
        if size < _LEAST_BYTES and self._begun.exists():
            raise OutputRefused.of("record-lost", str(self.path), begun=str(self._begun))

    def _prepare(self) -> tuple[int | None, int]:
        """Make the base ready; returns its log, opened, if it has one, and the number of the last attempt."""
        self._base.execute("PRAGMA page_size=2048")  # what is written for each mail is a page
        has_log = self._base.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"  # some file systems cannot
        self._base.execute(f"PRAGMA synchronous={'NORMAL' if has_log else 'FULL'}")
        self._base.execute(f"PRAGMA wal_autocheckpoint={_PAGES_OF_LOG}")
        record_schema.prepare(self._base, self.path)
        (last,) = self._base.execute("SELECT coalesce(max(attempt), 0) FROM attempts").fetchone()
        return os.open(f"{self.path}-wal", os.O_RDWR) if has_log else None, entries.number(last)

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
            os.close(os.open(self._begun, os.O_WRONLY | os.O_CREAT, 0o600))

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

    def with_numbers(self, numbers: Sequence[int]) -> dict[int, Attempt]:
        """The attempts with some numbers, few enough for one question to SQLite."""
        marks = ",".join("?" * len(numbers))
        with self._guarded():
            rows = self._base.execute(f"SELECT {_COLUMNS} FROM attempts WHERE attempt IN ({marks})", numbers)  # noqa: S608
            found = [_attempt(*row) for row in rows]
        return {one.number: one for one in found}

    def note(self, message_id: str, answer: Answer, attempt: int = 0) -> bool:
        """Keep what a mail says of one that was sent; False if it is known already, and no later answer says so."""
        values = (message_id, answer.kind, answer.address.lower(), answer.detail, _now(), answer.said, attempt)
        query = (
            "INSERT INTO notes (message_id, kind, address, detail, at, said, attempt) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET detail = excluded.detail, at = excluded.at, said = excluded.said, "
            "attempt = excluded.attempt WHERE excluded.said > said"
        )
        with self._guarded():
            return bool(self._base.execute(query, values).rowcount)

    def notes(self) -> Iterator[Noted]:
        """What mails that came back said: by the time of the answer, else as it became known."""
        with self._guarded():
            yield from map(_noted, self._base.execute(f"SELECT {_OF_NOTE} FROM notes ORDER BY said, rowid"))  # noqa: S608

    def ids_in_doubt(self) -> frozenset[bytes]:
        """The Message-IDs of the mails of which no attempt is known to have been accepted."""
        query = "SELECT message_id FROM attempts GROUP BY message_id HAVING max(state = 'accepted') = 0"
        with self._guarded():
            return frozenset(entries.text(message_id).encode() for (message_id,) in self._base.execute(query))

    def has_notes(self) -> bool:
        """Whether anything came back."""
        with self._guarded():
            return bool(self._base.execute("SELECT EXISTS (SELECT 1 FROM notes)").fetchone()[0])

    def notes_about(self, message_id: str) -> list[Noted]:
        """What they said of one mail, in the same order."""
        with self._guarded():
            query = f"SELECT {_OF_NOTE} FROM notes WHERE message_id = ? ORDER BY said, rowid"  # noqa: S608
            return [_noted(row) for row in self._base.execute(query, (message_id,))]

    def notes_of_returned(self) -> dict[str, list[Noted]]:
        """What is known of each mail that came back, by its Message-ID."""
        which = "message_id IN (SELECT message_id FROM notes WHERE kind = 'failed')"
        found: dict[str, list[Noted]] = {}
        with self._guarded():
            query = f"SELECT {_OF_NOTE} FROM notes WHERE {which} ORDER BY said, rowid"  # noqa: S608
            for note in map(_noted, self._base.execute(query)):
                found.setdefault(note.message_id, []).append(note)
        return found

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


def _noted(row: tuple[object, ...]) -> Noted:
    """What a mail that came back said, of what the record has; raises :class:`Damaged` as :func:`_attempt` does."""
    message_id, kind, address, detail, at, said, attempt = row
    if kind not in get_args(Kind):
        raise entries.damaged("answer", kind)
    text = entries.text
    return Noted(
        text(message_id), cast("Kind", kind), text(address), text(detail), text(at), text(said), entries.number(attempt)
    )


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
