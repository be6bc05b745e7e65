"""Bad days of a run with a real server on loopback: nobody gets a mail twice, and every mail arrives or is said not to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import outboxes
import pytest
from commands import goodterms
from servers import CUT, Script, server
from test_interrupted import addresses, start, with_server
from test_outcome import header, report
from test_sending import Scripted, send, states, verdicts

from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.send import planning, scratch

if TYPE_CHECKING:
    from pathlib import Path

EVERYBODY = {f"customer-{number}@example.com" for number in range(1, 7)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings and an outbox, ``out``, of six mails."""
    return outboxes.six(tmp_path)


@pytest.fixture(params=[(), ("PIPELINING",)], ids=["one-by-one", "pipelined"])
def scripted(request: pytest.FixtureRequest) -> Scripted:
    return Scripted(*request.param)


@pytest.mark.parametrize(
    "answers",
    [
        {"end": ["", "250 kept\r\n421 too many mails"]},
        {"end": ["", "250 kept\r\n421 too many mails\r\n250 kept\r\n250 kept\r\n250 kept"]},
        {"end": ["", "421 too many mails"]},
        {"MAIL": ["", "421 too many mails"], "connect": ["", "", "421 still too many"]},
        {"RCPT": ["", "421 too many mails", CUT]},
        {"DATA": ["", "421 too many mails"]},
        {"RSET": ["421 too many mails"], "RCPT": ["450 later"]},
    ],
    ids=str,
)
def test_a_server_that_takes_a_mail_and_then_no_more(
    folder: Path, scripted: Scripted, answers: dict[str, list[str]]
) -> None:
    script = scripted(**answers)
    with server(script) as port:
        send(folder / "out", port)
        send(folder / "out", port)
    assert addresses(script) == dict.fromkeys(EVERYBODY, 1)
    assert set(verdicts(folder / "out").values()) == {"sent"}


def test_two_commands_at_once(folder: Path) -> None:
    """One has the outbox, the other says so; together, each mail goes once."""
    script = Script()
    script.seconds = 0.02
    with server(script) as port:
        with_server(folder, port)
        running = [start(folder) for _ in range(3)]
        said = [one.communicate(timeout=120)[1].decode() for one in running]
        assert sorted(one.returncode for one in running) in ([0, 2, 2], [0, 0, 2], [0, 0, 0])
        assert all("another" in text for one, text in zip(running, said, strict=True) if one.returncode)
        assert goodterms(folder, "send", "out", "--send").exit_code == 0
    assert addresses(script) == dict.fromkeys(EVERYBODY, 1)


def test_an_outbox_that_is_moved_between_two_runs(folder: Path) -> None:
    script = Script(end=["", CUT])
    with server(script) as port:
        assert send(folder / "out", port, planning.Choice(limit=3)).unknown == 1
        (folder / "elsewhere").mkdir()
        moved = (folder / "out").rename(folder / "elsewhere" / "odhodna pošta")
        assert send(moved, port).accepted == 3
    assert addresses(script) == dict.fromkeys(EVERYBODY, 1)
    assert Counter(verdicts(moved).values()) == {"sent": 5, "unknown": 1}


def test_a_mail_of_many_megabytes(folder: Path) -> None:
    outbox, script = folder / "out", Script()
    path = next(outbox.rglob("K-3.*"))
    path.write_bytes(path.read_bytes() + (b"Priloga " * 120 + b"\r\n") * 13_000)
    with server(script) as port:
        known = planning.Choice()
        with pytest.raises(InvalidRequest) as raised:
            send(outbox, port, known, seconds=60)
        assert [fault.kind for fault in raised.value.faults] == ["mail-too-large"]
        assert script.accepted == []
        script.features.remove("SIZE 10000000")
        assert send(outbox, port, known, seconds=60).accepted == 6
    assert path.read_bytes() in {one.data for one in script.accepted}


def test_no_room_for_temporary_files() -> None:
    """The outbox has more mails than fit into memory; so it is written to a file first."""
    base = scratch.connection()
    base.execute("PRAGMA max_page_count=5")
    with pytest.raises(OutputRefused) as raised, scratch.guarded():
        base.execute("CREATE TABLE mails AS SELECT hex(randomblob(90000)) AS one")
    assert raised.value.faults[0].kind == "no-room-for-scratch"


def test_a_record_that_is_cut_off_sends_nothing(folder: Path) -> None:
    outbox, script = folder / "out", Script()
    record = outbox / ".goodterms" / "sending.sqlite"
    with server(script) as port:
        assert send(outbox, port, planning.Choice(limit=2)).accepted == 2
        data = record.read_bytes()
        for length in (0, 1, 16, 100, 2048, len(data) // 2):
            record.write_bytes(data[:length])
            with pytest.raises(OutputRefused):
                send(outbox, port)
        record.unlink()
        with pytest.raises(OutputRefused, match="so nobody knows"):
            send(outbox, port)
        record.write_bytes(data)
        assert send(outbox, port).accepted == 4
    assert addresses(script) == dict.fromkeys(EVERYBODY, 1)


def test_from_the_full_mailbox_to_the_second_mail(folder: Path) -> None:
    """As a person does it, with commands: what came back goes again once, and those of whom nobody knew are settled."""
    script = Script(end=["", "", "", CUT])
    with server(script) as port:
        with_server(folder, port)
        assert goodterms(folder, "send", "out", "--send").exit_code == 1
        ids = {number: header(next((folder / "out").rglob(f"K-{number}.*")), "Message-ID") for number in range(1, 7)}
        (folder / "inbox").mkdir()
        unknown = next(key for key, verdict in verdicts(folder / "out").items() if verdict == "unknown")
        for number in {1, 2, int(unknown[2:])}:
            data = report(ids[number], f"customer-{number}@example.com").decode()
            full = data.replace("5.1.1", "4.2.2" if number == 1 else "5.1.1").replace("MIME", "Date: x\nMIME")
            (folder / "inbox" / f"{number}.eml").write_text(full, "utf-8")
        settled = goodterms(folder, "outcome", "out", "--bounces", "inbox")
        assert settled.exit_code == 0
        assert "settled by what came back: 1" in settled.stderr
        for _ in range(2):
            again = goodterms(folder, "send", "out", "--send", "--retry-returned")
            assert (again.exit_code, "came back, as the address" in again.stderr) == (0, True)
            assert goodterms(folder, "outcome", "out", "--bounces", "inbox").exit_code == 0
    expected = dict.fromkeys(EVERYBODY, 1) | {"customer-1@example.com": 2}
    assert addresses(script) == expected
    assert [state for _, state in states(folder / "out")] == ["accepted"] * 7
