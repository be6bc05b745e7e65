"""What became of mails: reports of servers and answers of customers are found, and hostile mails change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import outboxes
import pytest
from commands import goodterms
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import CUT, Script, server
from test_interrupted import send, with_server

from goodterms import sheets
from goodterms.send import answers

REPORT = """From: MAILER-DAEMON@mail.example
To: care@lipa.example
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

It could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B
Content-Type: {kind}

{returned}
--B--
"""
REPLY = """From: {address}
To: care@lipa.example
Subject: Accepted
Content-Type: multipart/mixed; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/calendar; method={method}; charset=utf-8

BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
ATTENDEE;CN="Novak, Ana: home";PARTSTAT={status};ROLE=REQ-PARTICIPANT:mailto
 :{address}
END:VEVENT
END:VCALENDAR
--B--
"""
RETURNED = sorted((Path(__file__).parent / "returned").glob("*.eml"))
ROWS = """key,email,locale,name,mode,meeting_date,meeting_time,duration,offer,link
K-1,ana@example.com,sl,Ana Novak,video,2026-12-10,10:00,30 min,none,https://meet.lipa.example/1
K-2,ravi@example.com,te,రవి రావు,video,2026-12-10,11:00,30 min,none,https://meet.lipa.example/2
K-3,ali@example.com,ur,محمد علی,video,2026-12-10,12:00,30 min,none,https://meet.lipa.example/3
"""


def report(
    message_id: str, address: str = "customer-1@example.com", action: str = "failed", kind: str = "message/rfc822"
) -> bytes:
    returned = f"Subject: x\nMessage-ID:\n {message_id}\nTo: {address}\n\ntext\n"
    return REPORT.format(address=address, action=action, kind=kind, returned=returned).encode()


def reply(uid: str, status: str = "ACCEPTED", method: str = "REPLY", address: str = "ana@example.com") -> bytes:
    return REPLY.format(uid=uid, status=status, method=method, address=address).encode()


def said(folder: Path, *options: str, lang: str = "en") -> str:
    """What the command prints."""
    done = goodterms(folder, "outcome", "out", *options, lang=lang)
    assert done.exit_code == 0, done.output
    return done.stdout


def outcome(folder: Path, *options: str, lang: str = "en") -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(said(folder, "--json", *options, lang=lang))
    return found


def header(path: Path, name: str) -> str:
    return next(
        line.partition(":")[2].strip() for line in path.read_text("utf-8").splitlines() if line.startswith(name)
    )


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("action", "expected"), [("failed", "failed"), ("delayed", "delayed"), ("relayed", "delivered")]
)
def test_a_report(kind: str, action: str, expected: str) -> None:
    (found,) = answers.read(report("<1@lipa.example>", action=action, kind=kind))
    said = ("<1@lipa.example>", "", "customer-1@example.com", "5.1.1 550 5.1.1 User unknown", 0, "")
    assert tuple(found) == (expected, *said)


@pytest.mark.parametrize(
    ("status", "expected"), [("ACCEPTED", "accepted"), ("declined", "declined"), ("TENTATIVE", "tentative")]
)
def test_an_answer_to_an_invitation(status: str, expected: str) -> None:
    (found,) = answers.read(reply("u1@lipa.example", status))
    assert (found.kind, found.uid, found.address) == (expected, "u1@lipa.example", "ana@example.com")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: x\n\ny",
        reply("u", method="REQUEST"),
        reply("u", "NEEDS-ACTION"),
        report("<1@x>", action="lost"),
        REPORT.encode(),
    ],
)
def test_what_is_no_answer(data: bytes) -> None:
    assert not answers.read(data)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from([report("<1@lipa.example>"), reply("u1"), *(path.read_bytes() for path in RETURNED)]),
    st.integers(0, 900),
    st.integers(0, 40),
    st.binary(max_size=30),
)
def test_a_damaged_mail_never_raises(data: bytes, at: int, length: int, new: bytes) -> None:
    found = answers.found_in(data[:at] + new + data[at + length :])
    assert all(str(part).isprintable() for answer in found.answers for part in answer)
    assert found.puzzle.isprintable()


def test_a_mail_with_many_parts_inside_each_other() -> None:
    data = b"Content-Type: multipart/mixed; boundary=B\n\n--B\n" * 3000
    assert answers.read(data) == []


def test_what_became_of_each_mail(tmp_path: Path) -> None:
    folder = outboxes.six(tmp_path)
    with server(Script(RCPT=["550 no such user"])) as port:
        with_server(folder, port)
        assert send(folder, "--limit=4") == 1
    bounced = next((folder / "out").rglob("K-2*.eml"))
    returned = folder / "returned"
    returned.mkdir()
    (returned / "1.eml").write_bytes(report(header(bounced, "Message-ID"), "customer-2@example.com"))
    (returned / "2.eml").write_bytes(report("<unknown@lipa.example>"))
    (returned / "3.eml").write_bytes(b"\x00\xff not a mail")
    found = outcome(folder, "--bounces", "returned", "--report", "outcome.csv")
    assert [one["result"] for one in found] == ["refused", "came back", "accepted", "accepted", "written", "written"]
    assert found[0]["server's answer"] == "550 no such user"
    assert found[1]["server's answer"] == "5.1.1 550 5.1.1 User unknown"
    assert (folder / "outcome.csv").read_text("utf-8-sig").count("\n") == 7
    assert outcome(folder) == found  # they are kept
    assert "K-2  ne  quiet-customer  came back: 5.1.1 550 5.1.1 User unknown" in said(folder)


def test_why_no_server_answered_is_said_in_the_language_of_who_asks(tmp_path: Path) -> None:
    folder = outboxes.six(tmp_path)
    with server(Script(end=[CUT])) as port:
        with_server(folder, port)
        send(folder, "--limit=1")
    in_english = outcome(folder, "--report", "english.csv")[0]["server's answer"]
    assert in_english.startswith("the connection broke before the answer: ")
    assert outcome(folder, lang="sl")[0]["server's answer"] == in_english  # programs read it
    assert in_english in (folder / "english.csv").read_text("utf-8-sig")
    outcome(folder, "--report", "report.csv", lang="sl")
    assert "povezava se je prekinila pred odgovorom: " in (folder / "report.csv").read_text("utf-8-sig")
    assert "neznano: povezava se je prekinila pred odgovorom: " in said(folder, lang="sl")


def test_what_customers_answered(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    outboxes.write_outbox(folder, ROWS, "check-in")
    with server(Script()) as port:
        with_server(folder, port)
        assert send(folder) == 0
    uids = {path.name[:3]: answers.uid_of(path.read_bytes()) for path in (folder / "out").rglob("*.eml")}
    mails = [reply(uids["K-1"]), reply(uids["K-3"], "DECLINED", address="ali@example.com"), reply("unknown")]
    (folder / "inbox.mbox").write_bytes(b"".join(b"From x Sat Nov 21 10:00:00 2026\n" + mail + b"\n" for mail in mails))
    found = outcome(folder, "--bounces", "inbox.mbox")
    assert [(one["key"], one["customer's answer"]) for one in found] == [
        ("K-1", "accepted"),
        ("K-2", ""),
        ("K-3", "declined"),
    ]


@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_the_report_is_the_users_own_table(tmp_path: Path, name: str) -> None:
    folder = outboxes.six(tmp_path)
    rows = (folder / "customers.csv").read_text("utf-8")
    (folder / "customers.csv").write_text(
        f"Customers of the year\n\n{rows}K-9,new@example.com,sl,Nova Stranka,x,orders,call\n", "utf-8"
    )
    with server(Script(RCPT=["550 no such user"])) as port:
        with_server(folder, port)
        assert send(folder, "--limit=2") == 1
    outcome(folder, "customers.csv", "--report", name)
    table = [[str(cell or "") for cell in (*row.cells, *[""] * 11)][:11] for row in sheets.read(folder / name).rows]
    assert table[0] == [*rows.splitlines()[0].split(","), "result", "time", "server's answer", "customer's answer"]
    assert [row[0] for row in table[1:]] == ["K-1", "K-2", "K-3", "K-4", "K-5", "K-6", "K-9"]
    assert [row[7] for row in table[1:]] == ["refused", "accepted", "written", "written", "written", "written", ""]
    assert table[1][9] == "550 no such user"
