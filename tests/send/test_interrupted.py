"""A run that is stopped or killed at any point: no mail is accepted twice, none is lost, and both accounts agree."""

from __future__ import annotations

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

if TYPE_CHECKING:
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
    """Do as a person does: look which of the unknown mails the server has, and say so; returns how many there were."""
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
    assert set(addresses(script).values()) == {1}
    assert len(script.accepted) == mails
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        accepted = base.execute("SELECT recipients FROM attempts WHERE state = 'accepted'").fetchall()
    assert sorted(one for (one,) in accepted) == sorted(addresses(script))


@pytest.mark.parametrize(("connections", "seed"), [(1, 1), (3, 2)])
def test_a_run_that_is_killed_goes_on(tmp_path: Path, connections: int, seed: int) -> None:
    kill_and_go_on(tmp_path / "work", MAILS, 4, connections, seed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_after_the_mail_under_way(tmp_path: Path, number: signal.Signals) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    script.seconds = 0.1
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


def test_only_so_many_mails_a_minute(tmp_path: Path) -> None:
    folder, script = outboxes.six(tmp_path), Script()
    with server(script) as port:
        with_server(folder, port)
        begun = time.monotonic()
        assert send(folder, "--per-minute=240", "--connections=2") == 0
    assert time.monotonic() - begun >= 5 * 60 / 240
    assert len(script.accepted) == 6
