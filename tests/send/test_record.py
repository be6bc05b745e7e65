"""The record of sending on a bad day: a full disk, a file that was changed by hand, the record of another version."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import outboxes
import pytest
from servers import Script, server
from test_sending import QUICK, send, settings, states, verdicts

from goodterms.errors import OutputRefused
from goodterms.send import planning, run
from goodterms.send.answers import Answer
from goodterms.send.delivery import Delivery
from goodterms.send.dialogue import Server
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings and an outbox, ``out``, of six mails, two of which were sent."""
    folder = outboxes.six(tmp_path)
    with server(Script()) as port:
        send(folder / "out", port, planning.Choice(limit=2))
    return folder


def read(outbox: Path) -> None:
    with run.Sending(outbox) as sending:
        sending.plan(planning.Choice(), settings(25))
        list(sending.record.notes())


def record_of(folder: Path) -> Path:
    return folder / "out" / ".goodterms" / "sending.sqlite"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE attempts SET state = 'maybe'",
        "UPDATE attempts SET state = x'00'",
        "UPDATE attempts SET recipients = 7.5, digest = 'x'",
        "UPDATE attempts SET sequence = -1",
        "UPDATE attempts SET sequence = 'many'",
        "UPDATE attempts SET message_id = x'ff'",
        "DROP TABLE attempts; CREATE TABLE attempts (attempt INTEGER PRIMARY KEY)",
        "DROP TABLE runs; CREATE VIEW runs AS SELECT 1 AS run",
        "INSERT INTO notes VALUES ('<1@x>', 'applauded', '', '', '', '', 0)",
        "INSERT INTO notes VALUES ('<1@x>', 'failed', x'00', '', '', '', 0)",
        "INSERT INTO notes VALUES ('<1@x>', 'failed', '', '', '', '', 'first')",
    ],
)
def test_a_record_that_was_changed_by_hand(folder: Path, change: str) -> None:
    with sqlite3.connect(record_of(folder)) as base:
        base.executescript(change)
    with pytest.raises(OutputRefused) as raised:
        read(folder / "out")
    assert raised.value.faults[0].kind == "ledger-unusable"
    assert str(record_of(folder)) in str(raised.value)


@pytest.mark.parametrize("damage", ["text", "cut", "folder", "link"])
def test_another_file_in_its_place(folder: Path, tmp_path: Path, damage: str) -> None:
    path = record_of(folder)
    data = path.read_bytes()
    for one in path.parent.glob("sending.sqlite*"):
        one.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(b"")
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.write_bytes(b"not a base\n" * 500 if damage == "text" else data[:3000])
    with pytest.raises(OutputRefused):
        read(folder / "out")


def test_the_record_of_an_earlier_version_is_kept(folder: Path) -> None:
    with sqlite3.connect(record_of(folder)) as base:
        base.execute("ALTER TABLE attempts DROP COLUMN reason")
        base.execute("ALTER TABLE notes DROP COLUMN said")
        base.execute("ALTER TABLE notes DROP COLUMN attempt")
        (message_id,) = base.execute("SELECT message_id FROM attempts WHERE attempt = 2").fetchone()
        for each in ("<1@x>", message_id):
            row = (each, "failed", "customer-2@example.com", "", "2026-11-21T10:00:00Z")
            base.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", row)
        base.execute("PRAGMA user_version=1")
    with run.Sending(folder / "out") as sending:
        assert [(one.kind, one.attempt) for one in sending.record.notes()] == [("failed", 0), ("failed", 2)]
    assert sorted(verdicts(folder / "out").values()) == ["returned", *["send"] * 4, "sent"]


def test_the_record_of_a_later_version_is_refused(folder: Path) -> None:
    with sqlite3.connect(record_of(folder)) as base:
        base.execute("PRAGMA user_version=99")
    with pytest.raises(OutputRefused) as raised, run.Sending(folder / "out"):
        pass
    assert raised.value.faults[0].kind == "ledger-other-version"


class _Full(Record):
    """A record on a disk that is full once so many changes are written."""

    left = 3

    def change(self, changes: Iterable[Change]) -> None:
        self.left -= 1
        if self.left <= 0:
            (pages,) = self._base.execute("PRAGMA page_count").fetchone()
            self._base.execute(f"PRAGMA max_page_count={pages}")
            changes = [one._replace(answer="x" * 100_000) for one in changes]
        super().change(changes)


def test_a_full_disk_ends_the_run_and_what_was_under_way_is_unknown(tmp_path: Path) -> None:
    outbox, script = outboxes.six(tmp_path) / "out", Script()
    with server(script) as port, run.Sending(outbox) as sending:
        known = settings(port)
        record = _Full(outbox / ".goodterms")
        with pytest.raises(OutputRefused) as raised:
            Delivery(Server(known), record, QUICK).run(sending.plan(planning.Choice(), known).due)
        record.close()
    assert "full" in str(raised.value)
    assert sorted(verdicts(outbox).values()).count("unknown") == 1
    assert len(script.accepted) < 6


def test_where_there_is_no_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def probe(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("goodterms.batch.ledger_refusals.tempfile.TemporaryFile", probe)
    record = Record(folder / "out" / ".goodterms")
    (pages,) = record._base.execute("PRAGMA page_count").fetchone()
    record._base.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(OutputRefused) as raised:
        record.change([Change(1, "failed", "x" * 100_000)])
    record.close()
    assert raised.value.faults[0].kind == "record-not-written"
    assert os.strerror(errno.ENOSPC) in str(raised.value)


def test_two_runs_at_once(folder: Path) -> None:
    with run.Sending(folder / "out"), pytest.raises(OutputRefused), run.Sending(folder / "out"):
        pass


def test_a_clock_that_is_put_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What became known later counts, whatever the clock says; and no mail goes twice."""
    monkeypatch.setattr("goodterms.send.record._now", lambda: "1999-01-01T00:00:00Z")
    script = Script()
    with server(script) as port:
        assert send(folder / "out", port).accepted == 4
        assert send(folder / "out", port).accepted == 0
    with run.Sending(folder / "out") as sending:
        sending.record.note("<1@x>", Answer("delayed", "<1@x>"))
        sending.record.note("<1@x>", Answer("failed", "<1@x>"))
        assert [one.kind for one in sending.record.notes()] == ["delayed", "failed"]


def test_a_copy_of_an_outbox_knows_what_was_sent(folder: Path) -> None:
    shutil.copytree(folder / "out", folder / "copy")
    assert states(folder / "copy") == states(folder / "out")
    assert sorted(verdicts(folder / "copy").values()) == ["send"] * 4 + ["sent"] * 2
