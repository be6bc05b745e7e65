"""Servers that break the rules, and whoever sits on the way to them: nothing is taken for what it is not."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import outboxes
import pytest
import trustme
from servers import CUT, DRIP, Script, server
from test_sending import QUICK, Scripted, scripted, send, settings, states, verdicts

from goodterms.send import planning, run
from goodterms.send.dialogue import Login, Server, ServerUnusable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["scripted"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings and an outbox, ``out``, of six mails."""
    return outboxes.six(tmp_path)


def answers(outbox: Path, state: str) -> list[str]:
    with run.Sending(outbox) as sending:
        return [one.answer for one in sending.record.attempts() if one.state == state]


@pytest.mark.parametrize("said", ["SIZE abc", "SIZE " + "9" * 5000, "SIZE ²", "SIZE -1", "SIZE", "=", "8BITMIME\tx"])
def test_features_that_are_nonsense(folder: Path, said: str) -> None:
    script = Script()
    script.features = [said]
    with server(script) as port:
        assert send(folder / "out", port).accepted == 6


@pytest.mark.parametrize("said", ["200 fine", "251 it goes on to another server", "250-kept\r\n250 now", "250"])
def test_every_answer_that_begins_with_2_is_a_yes(folder: Path, scripted: Scripted, said: str) -> None:
    script = scripted(end=["", said])
    with server(script) as port:
        assert send(folder / "out", port) == (6, 0, 0, 0, "")
    assert len(script.accepted) == 6


@pytest.mark.parametrize("said", ["hello", "354 go on", "999 ?", "25 ok", "2500 ok", "-250 ok", "", "\x00"])
def test_an_answer_that_says_neither_yes_nor_no_is_not_guessed(folder: Path, scripted: Scripted, said: str) -> None:
    with server(scripted(end=["250 ok", said or "\r\n"])) as port:
        assert send(folder / "out", port) == (5, 0, 0, 1, "")
    assert list(verdicts(folder / "out").values()).count("unknown") == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "end"])
def test_the_server_leaves_at_any_stage(folder: Path, scripted: Scripted, stage: str) -> None:
    script = scripted(**{stage: ["", "421 closing", "421 closing"]})
    with server(script) as port:
        assert send(folder / "out", port) == (6, 0, 0, 0, "")
    assert len({one.recipients for one in script.accepted}) == len(script.accepted) == 6


@pytest.mark.parametrize("said", ["250-x\r\n" * 20_000, "250-" + "x" * 100_000, DRIP])
@pytest.mark.parametrize(("stage", "unknown"), [("MAIL", 0), ("end", 1)])
def test_an_answer_without_end(folder: Path, said: str, stage: str, unknown: int) -> None:
    with server(Script(**{stage: ["", said]})) as port:
        assert send(folder / "out", port, seconds=1 if said == DRIP else 20) == (6 - unknown, 0, 0, unknown, "")


def test_a_greeting_without_end(folder: Path) -> None:
    with server(Script(EHLO=["250-x\r\n" * 20_000])) as port, pytest.raises(ServerUnusable) as raised:
        send(folder / "out", port)
    assert raised.value.faults[0].kind == "smtp-unreachable"


@pytest.mark.parametrize("said", ["550 \x1b[31mno\x07\x9b \u202eresu hcus\u2028", "550 " + "é" * 5000])
def test_an_answer_becomes_a_short_line_without_controls(folder: Path, scripted: Scripted, said: str) -> None:
    with server(scripted(RCPT=[said])) as port:
        assert send(folder / "out", port).refused == 1
    (kept,) = answers(folder / "out", "refused")
    assert kept.isprintable()
    assert kept.startswith("550 ")
    assert len(kept) <= 500


@pytest.mark.parametrize("said", ["354 go on", "250 ok\r\n250 ok\r\n354 go on"])
def test_answers_that_are_out_of_step(folder: Path, said: str) -> None:
    """A yes to another command must not be taken for a yes to the mail, which the server refuses."""
    script = Scripted("PIPELINING")(MAIL=["", said], end=["", "550 no"])
    script.is_patient = True
    with server(script) as port:
        sent = send(folder / "out", port)
    assert sent == (5, 1, 0, 0, "")
    assert len(script.accepted) == 5


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_server_that_wants_a_login(folder: Path, scripted: Scripted, stage: str) -> None:
    """No mail is refused, and the run ends at once: what is missing is in the settings."""
    script = scripted(**{stage: ["530 5.7.0 Authentication required"] * 99})
    with server(script) as port, pytest.raises(ServerUnusable) as raised:
        send(folder / "out", port)
    assert raised.value.faults[0].kind == "smtp-wants-login"
    assert [state for _, state in states(folder / "out")] == ["failed"]
    assert set(verdicts(folder / "out").values()) == {"send"}


@pytest.mark.parametrize("connect", [["", ""], ["", "", ""]])
def test_a_server_that_allows_fewer_connections(folder: Path, connect: list[str]) -> None:
    """The first connection asks what the server has; of the others, those that are let in send all mails."""
    script = Script(connect=[*connect, *["421 too many connections"] * 99])
    script.seconds = 0.01
    with server(script) as port:
        assert send(folder / "out", port, pace=QUICK._replace(connections=4)) == (6, 0, 0, 0, "")
    assert len({one.recipients for one in script.accepted}) == len(script.accepted) == 6


def test_a_server_that_lets_nobody_in_any_more(folder: Path) -> None:
    script = Script(connect=["", *[CUT] * 99])
    with server(script) as port, pytest.raises(ServerUnusable):
        send(folder / "out", port, pace=QUICK._replace(connections=3))
    assert script.accepted == []
    assert set(verdicts(folder / "out").values()) == {"send"}


def test_a_connection_that_waited_long_is_opened_again(folder: Path) -> None:
    script = Script(RCPT=["450 later"])
    with server(script) as port:
        pace = QUICK._replace(pauses=(0.2,), idle_seconds=0.1)
        assert send(folder / "out", port, planning.Choice(limit=1), pace) == (1, 0, 0, 0, "")
    assert sum(command.upper().startswith("EHLO") for command in script.commands) == 3


@pytest.mark.parametrize("choice", [planning.Choice(limit=1), planning.Choice(only=("K-1",))])
def test_nothing_is_due(folder: Path, choice: planning.Choice) -> None:
    """Then no server is needed."""
    with server(Script()) as port:
        send(folder / "out", port, planning.Choice())
    assert send(folder / "out", port, choice) == (0, 0, 0, 0, "")


@pytest.mark.parametrize("feature", ["8BITMIME", "AUTH GSSAPI NTLM", "AUTH"])
def test_a_server_with_no_login_that_is_known(folder: Path, feature: str) -> None:
    script = Script()
    script.features = [feature]
    with server(script) as port, run.Sending(folder / "out") as sending:
        known = settings(port, user="care")
        with pytest.raises(ServerUnusable) as raised:
            sending.send(sending.mails, Server(known, Login("care", "geheim")), QUICK, lambda _sent, _left: None)
    assert raised.value.faults[0].kind == "smtp-without-login"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("", "smtp-without-starttls"),
        ("220 go ahead\r\n235 you are in\r\n250 ok", "smtp-answered-too-early"),
        ("454 not now", "smtp-refused"),
    ],
)
def test_somebody_on_the_way(folder: Path, tmp_path: Path, authority: trustme.CA, said: str, kind: str) -> None:
    """Who takes STARTTLS away, or puts answers before the encryption, gets neither mail nor password."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    script = Script(STARTTLS=[said])
    with server(script, tls if said else None) as port:
        known = settings(port, tls="starttls", ca=tmp_path / "ca.pem", user="care")
        login = Server(known, Login("care", "geheim"), seconds=2)
        with run.Sending(folder / "out") as sending, pytest.raises(ServerUnusable) as raised:
            sending.send(sending.plan(planning.Choice(), known).due, login, QUICK, lambda _sent, _left: None)
    assert raised.value.faults[0].kind == kind
    assert not any(command.startswith(("AUTH", "MAIL")) for command in script.commands)
    assert "geheim" not in str(raised.value)
