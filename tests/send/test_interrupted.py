"""A run that is stopped or killed at any point: no mail is accepted twice, none is lost, and both accounts agree."""

from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import outboxes
import pytest
from servers import Script, server, wait_for

from goodterms.content.smtp_settings import SmtpSettings
from goodterms.send import planning, run
from goodterms.send.delivery import Delivery, Pace
from goodterms.send.dialogue import Server
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAILS = 60


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "goodterms", "send", "out", "--send", "--yes", *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def send(folder: Path, *options: str) -> int:
    running = start(folder, *options)
    running.communicate(timeout=60)
    return running.returncode


def settle(folder: Path, script: Script) -> int:
    """Do as a person does: look which of the unknown mails the server has, and say so; returns how many there were.

    The server has them only when it has read all that the run sent before it was killed.
    """
    wait_for(lambda: script.open == 0)
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        unknown = base.execute(
            "SELECT DISTINCT identity, recipients FROM attempts WHERE state IN ('unknown', 'intended')"
        ).fetchall()
    there = {one.recipients[0] for one in script.accepted}
    options = [f"--resolve={key}={'sent' if address in there else 'unsent'}" for key, address in unknown]
    if options:
        done = subprocess.run(
            [sys.executable, "-m", "goodterms", "send", "out", *options],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return len(unknown)


def addresses(script: Script) -> Counter[str]:
    return Counter(one.recipients[0] for one in script.accepted)


def with_server(folder: Path, port: int) -> None:
    settings = folder / "goodterms.toml"
    settings.write_text(
        f'{settings.read_text("utf-8")}\n[smtp]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n', "utf-8"
    )


def _is_past(script: Script, until: float, running: subprocess.Popen[bytes]) -> bool:
    return len(script.accepted) > until or running.poll() is not None


def kill_and_go_on(folder: Path, mails: int, kills: int, connections: int, seed: int) -> None:
    """Kill a run of so many mails again and again, until all are sent; the two accounts must agree in the end."""
    chance, script = random.Random(seed), Script()  # noqa: S311
    script.seconds = 0.001
    outboxes.write_outbox(folder, outboxes.table(mails))
    with server(script) as port:
        with_server(folder, port)
        for number in range(kills):
            before = len(script.accepted)
            running = start(folder, f"--connections={connections}")
            until = before + (mails - before) * chance.random() / (kills - number)
            # A machine that has much else to do starts a run late; only one that never goes on is a fault.
            wait_for(partial(_is_past, script, until, running), 120)
            time.sleep(chance.random() / 200)
            running.kill()
            running.communicate()
            assert settle(folder, script) <= connections
        finished = start(folder, f"--connections={connections}")
        assert b"Traceback" not in finished.communicate()[1]
        assert finished.returncode == 0
    twice = [address for address, count in addresses(script).items() if count > 1]
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        attempts = base.execute("SELECT recipients, attempt, run, state, answer, at FROM attempts").fetchall()
    assert not twice, [attempt for attempt in attempts if attempt[0] in twice]
    assert len(script.accepted) == mails
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        accepted = base.execute("SELECT recipients FROM attempts WHERE state = 'accepted'").fetchall()
    assert sorted(one for (one,) in accepted) == sorted(addresses(script))


@pytest.mark.parametrize(("connections", "seed"), [(1, 1), (3, 2)])
def test_a_run_that_is_killed_goes_on(tmp_path: Path, connections: int, seed: int) -> None:
    kill_and_go_on(tmp_path / "work", MAILS, 3, connections, seed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_after_the_mail_under_way(tmp_path: Path, number: signal.Signals) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    script.seconds = 0.05
    with server(script) as port:
        with_server(folder, port)
        running = start(folder)
        wait_for(lambda: len(script.accepted) == 2)
        running.send_signal(number)
        _, said = running.communicate(timeout=20)
        assert running.returncode == 130
        assert b"sending was interrupted: " in said
        assert settle(folder, script) == 0  # nothing is unknown
        assert 2 <= len(script.accepted) < 6
        script.seconds = 0
        assert send(folder) == 0
    assert set(addresses(script).values()) == {1}
    assert len(script.accepted) == 6


def test_after_a_failure_of_power_what_was_planned_is_unknown(tmp_path: Path) -> None:
    folder = outboxes.six(tmp_path)
    with server(Script()) as port:
        with_server(folder, port)
        assert send(folder, "--limit=2") == 0
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        base.execute("UPDATE attempts SET state = 'planned' WHERE attempt = 2")
        base.execute("UPDATE runs SET boot = 'another'")
    dry = subprocess.run(
        [sys.executable, "-m", "goodterms", "send", "out"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "1 may have been sent" in dry.stderr


class _WatchedRecord(Record):
    """A record that knows what has reached the disk, which takes its time."""

    def __init__(self, working: Path) -> None:
        super().__init__(working)
        self.on_disk: set[int] = set()
        self.begun: list[int] = []

    def reach_disk(self) -> None:
        with sqlite3.connect(self.path) as base:
            there = {number for (number,) in base.execute("SELECT attempt FROM attempts")}
        time.sleep(0.05)
        super().reach_disk()
        self.on_disk |= there

    def change(self, changes: Iterable[Change]) -> None:
        changes = list(changes)
        begun = [change.number for change in changes if change.state == "intended"]
        assert self.on_disk.issuperset(begun)
        self.begun += begun
        super().change(changes)


@pytest.mark.parametrize("connections", [1, 3])
def test_no_mail_begins_before_the_disk_has_its_plan(tmp_path: Path, connections: int) -> None:
    """Also one that is refused for now, and tried again."""
    outbox = outboxes.write_outbox(tmp_path / "work", outboxes.table(120))
    script = Script(RCPT=["450 later"])
    with server(script) as port, run.Sending(outbox) as sending:
        settings = SmtpSettings(host="127.0.0.1", port=port, tls="none")
        due = sending.plan(planning.Choice(), settings).due
        record = _WatchedRecord(outbox / ".goodterms")
        pace = Pace(connections=connections, pauses=(0.01,))
        assert Delivery(Server(settings), record, pace).run(due).accepted == 120
        record.close()
    assert sorted(record.begun) == list(range(1, 122))


def test_a_disk_that_fails_ends_the_run(tmp_path: Path) -> None:
    """Nothing begins whose plan may be lost."""
    folder, script = outboxes.six(tmp_path), Script()

    class Failing(Record):
        def reach_disk(self) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with server(script) as port, run.Sending(folder / "out") as sending:
        settings = SmtpSettings(host="127.0.0.1", port=port, tls="none")
        due = sending.plan(planning.Choice(), settings).due
        record = Failing(folder / "out" / ".goodterms")
        with pytest.raises(OSError, match="error"):
            Delivery(Server(settings), record, Pace(connections=2)).run(due)
        record.close()
    assert script.accepted == []


def test_only_so_many_mails_a_minute(tmp_path: Path) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    with server(script) as port:
        with_server(folder, port)
        begun = time.monotonic()
        assert send(folder, "--per-minute=600", "--connections=2") == 0
    assert time.monotonic() - begun >= 5 * 60 / 600
    assert len(script.accepted) == 6
