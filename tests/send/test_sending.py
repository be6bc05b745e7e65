"""The mails of a real outbox, sent to scripted servers: what became of each is recorded, and none goes twice."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

import outboxes
import pytest
from servers import CUT, SILENT, Script, server

from goodterms.content.smtp_settings import SmtpSettings
from goodterms.errors import InvalidRequest
from goodterms.send import never as never_of
from goodterms.send import planning, run
from goodterms.send.delivery import Pace
from goodterms.send.dialogue import Server, ServerUnusable

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.send.delivery import Sent

EVERYTHING = planning.Choice()
QUICK = Pace(pauses=(0.01, 0.02), reconnect_seconds=0.01)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings and an outbox, ``out``, of six mails."""
    return outboxes.six(tmp_path)


class Scripted:
    """Scripts of servers that take commands one by one, or several at once (RFC 2920)."""

    def __init__(self, *features: str) -> None:
        self.features = features

    def __call__(self, **answers: list[str]) -> Script:
        script = Script(**answers)
        script.features += self.features
        return script


@pytest.fixture(params=[(), ("PIPELINING",)], ids=["one-by-one", "pipelined"])
def scripted(request: pytest.FixtureRequest) -> Scripted:
    return Scripted(*request.param)


def settings(port: int, **given: object) -> SmtpSettings:
    return SmtpSettings(host="127.0.0.1", port=port, tls="none")._replace(**given)  # type: ignore[arg-type]


def send(
    outbox: Path,
    port: int,
    choice: planning.Choice = EVERYTHING,
    pace: Pace = QUICK,
    seconds: float = 2,
    **given: object,
) -> Sent:
    known = settings(port, **given)
    with run.Sending(outbox) as sending:
        due = sending.plan(choice, known).due
        return sending.send(
            due, Server(known, seconds=seconds, seconds_for_data=seconds), pace, lambda _sent, _left: None
        )


def verdicts(outbox: Path, choice: planning.Choice = EVERYTHING) -> dict[str, str]:
    with run.Sending(outbox) as sending:
        return {one.mail.identity: one.verdict for one in sending.plan(choice, SmtpSettings()).mails}


def states(outbox: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(outbox / ".goodterms" / "sending.sqlite") as base:
        return base.execute("SELECT identity, state FROM attempts ORDER BY attempt").fetchall()


def test_every_mail_once_and_byte_for_byte(folder: Path, scripted: Scripted) -> None:
    script = scripted()
    with server(script) as port:
        assert send(folder / "out", port).accepted == 6
        assert send(folder / "out", port).accepted == 0
    files = {path.read_bytes() for path in (folder / "out").rglob("*.eml")}
    assert {one.data for one in script.accepted} == files
    assert len(script.accepted) == len(files) == 6
    parsed = [BytesParser(policy=policy.default).parsebytes(one.data) for one in script.accepted]
    assert {tuple(each.addr_spec for each in mail["To"].addresses) for mail in parsed} == {
        one.recipients for one in script.accepted
    }
    assert {one.sender for one in script.accepted} == {"care@lipa.example"}


def test_a_line_that_begins_with_a_full_stop(folder: Path) -> None:
    path = next((folder / "out").rglob("*.eml"))
    path.write_bytes(path.read_bytes() + b".\r\n..\r\n.x\r\n")
    script = Script()
    with server(script) as port:
        send(folder / "out", port)
    assert path.read_bytes() in {one.data for one in script.accepted}


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_connection_that_breaks_before_the_end_is_tried_again(folder: Path, scripted: Scripted, stage: str) -> None:
    script = scripted(**{stage: ["", CUT, CUT]})
    with server(script) as port:
        assert send(folder / "out", port) == (6, 0, 0, 0, "")
    assert len({one.recipients for one in script.accepted}) == len(script.accepted) == 6


def test_a_connection_that_breaks_in_the_text_may_be_unknown(folder: Path, scripted: Scripted) -> None:
    """A short mail has left this machine as a whole before the break is noticed, so nobody knows what the server has."""
    script = scripted(text=["", CUT])
    with server(script) as port:
        sent = send(folder / "out", port)
    assert (sent.accepted + sent.unknown, sent.failed) == (6, 0)
    assert len({one.recipients for one in script.accepted}) == len(script.accepted) == sent.accepted


def test_a_connection_that_breaks_before_the_answer_is_unknown(folder: Path, scripted: Scripted) -> None:
    outbox = folder / "out"
    script = scripted(end=["", CUT])
    with server(script) as port:
        sent = send(outbox, port)
        assert (sent.accepted, sent.unknown) == (5, 1)
        assert list(verdicts(outbox).values()).count("unknown") == 1
        assert send(outbox, port).accepted == 0  # never guessed
        (unknown,) = [key for key, verdict in verdicts(outbox).items() if verdict == "unknown"]
        assert send(outbox, port, planning.Choice(retry_unknown=True)).accepted == 1
    twice = [one for one in script.accepted if one.recipients == (f"customer-{unknown[2:]}@example.com",)]
    assert len(twice) == 2
    assert twice[0].data == twice[1].data  # the same Message-ID
    assert set(verdicts(outbox).values()) == {"sent"}


@pytest.mark.parametrize(("stage", "unknown"), [("MAIL", 0), ("RCPT", 0), ("DATA", 0), ("end", 1)])
def test_a_server_that_falls_silent(folder: Path, scripted: Scripted, stage: str, unknown: int) -> None:
    script = scripted(**{stage: [SILENT]})
    with server(script) as port:
        sent = send(folder / "out", port, seconds=0.5)
    assert (sent.accepted, sent.unknown) == (6 - unknown, unknown)


def test_a_mail_to_several_goes_to_all_or_to_none(folder: Path, scripted: Scripted) -> None:
    path = next((folder / "out").rglob("K-1.*"))
    path.write_bytes(
        path.read_bytes().replace(b"<customer-1@example.com>", b"<customer-1@example.com>, boris@example.com", 1)
    )
    script = scripted(RCPT=["", "550 no such user"])
    with server(script) as port:
        assert send(folder / "out", port, planning.Choice(only=("K-1",))).refused == 1
        assert script.accepted == []
        assert send(folder / "out", port, planning.Choice(only=("K-1",), retry_refused=True)).accepted == 1
    assert script.accepted[0].recipients == ("customer-1@example.com", "boris@example.com")
    assert script.commands.count("DATA") == 1  # who refused one of them was not asked to take the text


@pytest.mark.parametrize(("word", "verdict"), [("sent", "sent"), ("unsent", "send")])
def test_what_is_unknown_is_settled_by_a_person(folder: Path, word: str, verdict: str) -> None:
    outbox = folder / "out"
    with server(Script(end=[CUT])) as port:
        send(outbox, port)
    (unknown,) = [key for key, each in verdicts(outbox).items() if each == "unknown"]
    with run.Sending(outbox) as sending:
        with pytest.raises(InvalidRequest) as raised:
            sending.resolve(run.resolutions_of(["K-9=sent", f"{unknown}=sent"]))
        assert unknown in raised.value.faults[0].hint
        assert sending.resolve(run.resolutions_of([f"{unknown}={word}"])) == 1
    assert verdicts(outbox)[unknown] == verdict


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "end"])
def test_refused_for_now_is_tried_again(folder: Path, scripted: Scripted, stage: str) -> None:
    script = scripted(**{stage: ["450 greylisted", "450 still"]})
    with server(script) as port:
        assert send(folder / "out", port) == (6, 0, 0, 0, "")
    assert len(script.accepted) == 6


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "end"])
def test_refused_for_good_is_not(folder: Path, scripted: Scripted, stage: str) -> None:
    outbox = folder / "out"
    script = scripted(**{stage: ["", "550 no such user"]})
    with server(script) as port:
        assert send(outbox, port) == (5, 1, 0, 0, "")
        assert send(outbox, port) == (0, 0, 0, 0, "")
        assert list(verdicts(outbox).values()).count("refused") == 1
        assert send(outbox, port, planning.Choice(retry_refused=True)).accepted == 1
    with sqlite3.connect(outbox / ".goodterms" / "sending.sqlite") as base:
        answers = base.execute("SELECT answer FROM attempts WHERE state = 'refused'").fetchall()
    assert answers == [("550 no such user",)]


def test_commands_go_together(folder: Path) -> None:
    script = Scripted("PIPELINING")()
    script.is_patient = True
    with server(script) as port:
        assert send(folder / "out", port).accepted == 6


@pytest.mark.parametrize("said", ["354 go on", "554 no valid recipients"])
def test_a_recipient_who_is_refused_after_all_commands_have_left(folder: Path, said: str) -> None:
    """The server may ask for the text all the same; it gets an empty one, and the mails after it go."""
    script = Scripted("PIPELINING")(RCPT=["", "550 no such user"], DATA=["", said])
    with server(script) as port:
        assert send(folder / "out", port) == (5, 1, 0, 0, "")
    assert all(one.data for one in script.accepted)
    assert sum(command.upper().startswith("EHLO") for command in script.commands) == 2


def test_a_server_that_refuses_and_closes_at_once(folder: Path) -> None:
    script = Scripted("PIPELINING")(MAIL=["", "550 not you"], DATA=["", CUT])
    with server(script) as port:
        assert send(folder / "out", port) == (5, 1, 0, 0, "")


def test_greylisting_that_does_not_end(folder: Path) -> None:
    with server(Script(RCPT=["450 later"] * 99)) as port:
        assert send(folder / "out", port) == (0, 0, 6, 0, "")
    assert {state for _, state in states(folder / "out")} == {"failed"}
    assert set(verdicts(folder / "out").values()) == {"send"}


def test_many_refusals_in_a_row_end_the_run(folder: Path, scripted: Scripted) -> None:
    script = scripted(MAIL=["554 you are blocked"] * 99)
    with server(script) as port:
        sent = send(folder / "out", port, pace=QUICK._replace(most_refusals=3))
    assert sent.refused == 3
    assert "3 mails in a row" in sent.stopped
    assert "554 you are blocked" in sent.stopped
    assert len(states(folder / "out")) == 3  # nothing is left of those that were planned


def test_a_server_that_closes_is_asked_over_a_new_connection(folder: Path, scripted: Scripted) -> None:
    script = scripted(MAIL=["", "", "421 too many mails"])
    with server(script) as port:
        assert send(folder / "out", port).accepted == 6
    assert (
        sum(command.upper().startswith("EHLO") for command in script.commands) == 3
    )  # the first one asks what the server has


def test_several_connections(folder: Path, scripted: Scripted) -> None:
    script = scripted()
    script.seconds = 0.02
    with server(script) as port:
        assert send(folder / "out", port, pace=QUICK._replace(connections=3)).accepted == 6
    assert len({one.recipients for one in script.accepted}) == 6


def test_a_mail_that_changed_after_it_was_sent(folder: Path) -> None:
    outbox = folder / "out"
    with server(Script()) as port:
        send(outbox, port)
        path = next(outbox.rglob("*.eml"))
        path.write_bytes(path.read_bytes() + b"\r\n")
        assert sorted(verdicts(outbox).values()) == ["changed", *["sent"] * 5]
        assert send(outbox, port).accepted == 0
        assert send(outbox, port, planning.Choice(corrections=True)).accepted == 0
        assert send(outbox, port, planning.Choice(again=True)).accepted == 1
    assert set(verdicts(outbox).values()) == {"sent"}


def test_a_file_that_changes_meanwhile_is_not_waited_for(folder: Path) -> None:
    """It does not change back; the next run finds what it is then."""
    outbox = folder / "out"
    with server(Script()) as port, run.Sending(outbox) as sending:
        known = settings(port)
        due = sending.plan(EVERYTHING, known).due
        path = due[-1].folder / due[-1].name
        path.write_bytes(path.read_bytes() + b"\r\n")
        assert sending.send(due, Server(known), QUICK, lambda _sent, _left: None) == (5, 0, 1, 0, "")
    assert [state for _, state in states(outbox)].count("failed") == 1
    assert sorted(verdicts(outbox).values()) == ["send", *["sent"] * 5]


def test_who_never_gets_a_mail(folder: Path) -> None:
    never = folder / "never.csv"
    never.write_text("address,why\ncustomer-2@example.com,asked\n@other.example\n", "utf-8")
    script = Script()
    with server(script) as port:
        assert send(folder / "out", port, never=never).accepted == 5
    assert ("customer-2@example.com",) not in {one.recipients for one in script.accepted}
    never.write_text("example.com\n", "utf-8")
    assert never_of.read(never).has("Ana@mail.EXAMPLE.com")
    assert not never_of.read(never).has("ana@notexample.com")
    never.write_text("address\ncustomer-2@example.com\nall of them\n", "utf-8")
    with pytest.raises(InvalidRequest) as raised:
        never_of.read(never)
    assert raised.value.faults[0].line == 3


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        (planning.Choice(limit=2), {"K-1", "K-2"}),
        (planning.Choice(only=("K-3", "customer-5@example.com")), {"K-3", "K-5"}),
        (planning.Choice(where=(("locale", "ur"),)), {"K-3"}),
    ],
)
def test_only_some(folder: Path, choice: planning.Choice, keys: set[str]) -> None:
    with server(Script()) as port:
        send(folder / "out", port, choice)
    assert {identity for identity, _ in states(folder / "out")} == keys


def test_a_choice_that_names_nothing(folder: Path) -> None:
    with pytest.raises(InvalidRequest) as raised:
        verdicts(folder / "out", planning.Choice(only=("K-77",), where=(("colour", "red"), ("locale", "hr"))))
    assert [fault.place for fault in raised.value.faults] == ["--only", "--where", "--where"]


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (Script(connect=["554 go away"] * 9), "smtp-refused"),
        (Script(connect=[CUT] * 9), "smtp-unreachable"),
        (Script(EHLO=[CUT] * 9), "smtp-unreachable"),
    ],
)
def test_a_server_that_cannot_be_used(folder: Path, script: Script, kind: str) -> None:
    with server(script) as port, pytest.raises(ServerUnusable) as raised:
        send(folder / "out", port)
    assert raised.value.faults[0].kind == kind
    assert states(folder / "out") == []


def test_addresses_that_the_server_does_not_take(folder: Path) -> None:
    path = next((folder / "out").rglob("*.eml"))
    path.write_bytes(path.read_bytes().replace(b"customer-", "žiga-".encode(), 1))
    script = Script()
    with server(script) as port:
        with pytest.raises(InvalidRequest) as raised:
            send(folder / "out", port)
        assert [fault.kind for fault in raised.value.faults] == ["server-without-smtputf8"]
        assert script.accepted == []
        script.features.append("SMTPUTF8")
        assert send(folder / "out", port).accepted == 6
    assert [command for command in script.commands if "SMTPUTF8" in command] != []
    assert any(recipient.startswith("žiga-") for one in script.accepted for recipient in one.recipients)


def test_a_mail_that_is_too_large(folder: Path) -> None:
    script = Script()
    script.features = ["SIZE 100"]
    with server(script) as port, pytest.raises(InvalidRequest) as raised:
        send(folder / "out", port)
    assert {fault.kind for fault in raised.value.faults} == {"mail-too-large"}


def goodterms(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "goodterms", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    return done.returncode, done.stdout + done.stderr


def test_the_command_is_dry_by_default(folder: Path) -> None:
    script = Script()
    with server(script) as port:
        text = (folder / "goodterms.toml").read_text("utf-8")
        (folder / "goodterms.toml").write_text(
            f'{text}\n[smtp]\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n', "utf-8"
        )
        status, said = goodterms(folder, "send", "out", "--per-minute", "2")
        assert status == 0
        assert "6 to send" in said
        assert "3 min" in said
        assert "nothing was sent" in said
        assert script.accepted == []
        status, said = goodterms(folder, "send", "out", "--send", "--limit", "2")
        assert (status, "2 accepted" in said) == (0, True)
        status, said = goodterms(folder, "send", "out")
        assert "4 to send" in said
        assert "2 sent before" in said
    assert len(script.accepted) == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "no mail server is set"),
        ('host = "smtp.example.com"\ntls = "none"', "would be readable"),
        ('host = "smtp.example.com"\npassword = "geheim"', "a password does not belong in this file"),
        ('host = "127.0.0.1"\ntls = "none"\nuser = "me"', "there is no password for me"),
        ('host = "127.0.0.1"\nnever = "nobody.csv"', "there is no file 'nobody.csv'"),
        ('host = "127.0.0.1"\ntls = "tls"', "expected one of: starttls, implicit, none"),
    ],
)
def test_settings_at_fault(folder: Path, table: str, said: str) -> None:
    text = (folder / "goodterms.toml").read_text("utf-8")
    (folder / "goodterms.toml").write_text(f"{text}\n[smtp]\n{table}\n", "utf-8")
    status, printed = goodterms(folder, "send", "out", "--send")
    assert status in (2, 3)
    assert said in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("options", "status", "keys"),
    [
        (["--skip-bad-rows"], 1, {"K-1", "K-2", "K-4"}),
        (["--only", "K-2"], 0, {"K-2"}),
        (["--where", "locale=te"], 0, {"K-1"}),
    ],
)
def test_an_outbox_whose_run_left_out_rows(tmp_path: Path, options: list[str], status: int, keys: set[str]) -> None:
    rows = outboxes.table(4).replace("customer-3@example.com", "customer-3" if status else "customer-3@example.com")
    outbox = outboxes.write_outbox(tmp_path, rows, "quiet-customer", *options, status=status)
    script = Script()
    with server(script) as port:
        assert send(outbox, port).accepted == len(keys)
    assert {identity for identity, _ in states(outbox)} == keys
    assert {one.recipients[0] for one in script.accepted} == {f"customer-{key[2:]}@example.com" for key in keys}
