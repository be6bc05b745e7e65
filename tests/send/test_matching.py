"""To which mail an answer belongs, and which of several counts: in whatever order they come, and whoever writes them."""

from __future__ import annotations

import hashlib
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from goodterms.send import outcome
from goodterms.send.mail_list import MailList
from goodterms.send.mails import Mail
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.send.record import State

UID = "7f1c@lipa.example"
INVITATION = """Message-ID: <{letter}-{sequence}@lipa.example>
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
END:VEVENT
END:VCALENDAR
"""
REPLY = """From: x@example.com
Content-Type: text/calendar; method={method}

BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20261124T{hour:02}0000Z
DTSTART:20261204T090000Z
ATTENDEE;PARTSTAT={status}{more}:mailto:{address}
END:VEVENT
END:VCALENDAR
"""
REPORT = """Content-Type: multipart/report; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.0.0
--B
Content-Type: text/rfc822-headers

Message-ID: {of}
--B--
"""


def invitation(folder: Path, sequence: int = 0, letter: str = "check-in", *, cancels: bool = False) -> Mail:
    """A mail about the meeting, in its file, which a corrected one replaces."""
    data = INVITATION.format(letter=letter, sequence=sequence, uid=UID).encode()
    (folder / "sl").mkdir(exist_ok=True)
    (folder / "sl" / f"K-1.{letter}.eml").write_bytes(data)
    return Mail(
        letter, "K-1", 1, "sl", folder, f"sl/K-1.{letter}.eml", sequence, cancels, hashlib.sha256(data).digest(),
        f"<{letter}-{sequence}@lipa.example>", "care@lipa.example", ("Ana@example.com",), len(data),
    )  # fmt: skip


def reply(
    status: str = "ACCEPTED", hour: int = 8, sequence: int = 0, address: str = "ana@example.com", more: str = ""
) -> bytes:
    method = "COUNTER" if status == "TENTATIVE" and more == "new" else "REPLY"
    more = "" if more == "new" else more
    return REPLY.format(
        uid=UID, status=status, hour=hour, sequence=sequence, address=address, method=method, more=more
    ).encode()


def report(action: str, of: Mail, address: str = "ana@example.com") -> bytes:
    return REPORT.format(action=action, of=of.message_id, address=address).encode()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record(tmp_path)
    opened.begin()
    yield opened
    opened.close()


def give(record: Record, mail: Mail, state: State = "accepted") -> None:
    (number,) = record.plan([mail])
    record.change([Change(number, state, "250 ok")])


def said(record: Record, mails: list[Mail], returned: list[bytes]) -> list[tuple[str, str]]:
    """What became of the mails, and what was answered."""
    outbox = MailList(mails)
    outcome.take_answers(outbox, record, returned)
    found = outcome.Outcomes(outbox, record)
    return [(one.result, outcome.reply_of(one)) for one in found]


def test_an_answer_to_the_former_time_is_none_to_the_new_one(tmp_path: Path, record: Record) -> None:
    give(record, invitation(tmp_path))
    corrected = invitation(tmp_path, 1)
    # It is written, and not sent yet: the answer to the first is kept, and shown with what was sent.
    assert said(record, [corrected], [reply()]) == [("changed", "accepted")]
    give(record, corrected)
    assert said(record, [corrected], [reply()]) == [("accepted", "")]
    assert said(record, [corrected], [reply("DECLINED", 9, 1)]) == [("accepted", "declined")]


def test_an_answer_to_what_was_corrected_before_it_was_sent(tmp_path: Path, record: Record) -> None:
    """A program that leaves out SEQUENCE means 0 (RFC 5546)."""
    mail = invitation(tmp_path, 2)
    give(record, mail)
    assert said(record, [mail], [reply(sequence=0)]) == [("accepted", "accepted")]


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_reminder_does_not_take_the_answers_of_its_invitation(
    tmp_path: Path, record: Record, *, is_sent: bool
) -> None:
    mails = [invitation(tmp_path), invitation(tmp_path, letter="check-in-reminder")]
    give(record, mails[0])
    if is_sent:
        give(record, mails[1])
    state = "accepted" if is_sent else "written"
    assert said(record, mails, [reply()]) == [("accepted", "accepted"), (state, "")]


def test_a_cancellation_has_no_answers(tmp_path: Path, record: Record) -> None:
    give(record, invitation(tmp_path))
    cancelled = invitation(tmp_path, 1, cancels=True)
    give(record, cancelled)
    assert said(record, [cancelled], [reply(sequence=1)]) == [("accepted", "")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_last_answer_counts(tmp_path: Path, record: Record, order: tuple[int, ...]) -> None:
    """Also where somebody says the same again, and the answers are read a second time."""
    mail = invitation(tmp_path)
    give(record, mail)
    answers = [reply("ACCEPTED", 8), reply("DECLINED", 9), reply("ACCEPTED", 10)]
    assert said(record, [mail], [answers[number] for number in order]) == [("accepted", "accepted")]
    assert said(record, [mail], answers) == [("accepted", "accepted")]


@pytest.mark.parametrize("order", list(permutations(["delayed", "delivered", "failed"])))
def test_of_several_reports_it_came_back(tmp_path: Path, record: Record, order: tuple[str, ...]) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    assert said(record, [mail], [report(action, mail) for action in order]) == [("came back", "")]


def test_a_stranger_who_knows_the_meeting(tmp_path: Path, record: Record) -> None:
    """The UID is a digest of what others may know; so an answer from elsewhere is shown as one, and hides no other."""
    mail = invitation(tmp_path)
    give(record, mail)
    stranger = reply("DECLINED", 23, address="mallory@other.example")
    assert said(record, [mail], [stranger]) == [("accepted", "declined (mallory@other.example)")]
    assert said(record, [mail], [reply("ACCEPTED", 8), stranger]) == [("accepted", "accepted")]


def test_somebody_else_comes_instead(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    delegated = reply("DELEGATED", 9, more=';DELEGATED-TO="mailto:bor@example.com"')
    assert said(record, [mail], [delegated]) == [("accepted", "delegated: bor@example.com")]
    accepted = reply("ACCEPTED", 10, address="bor@example.com")
    assert said(record, [mail], [accepted]) == [("accepted", "accepted (bor@example.com)")]


def test_another_time_is_proposed(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    proposed = reply("TENTATIVE", more="new")
    assert said(record, [mail], [proposed]) == [("accepted", "another time proposed: 2026-12-04 09:00 UTC")]


def test_reports_and_answers_about_what_was_never_sent(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    assert said(record, [mail], [reply(), report("failed", mail)]) == [("written", "")]
    give(record, mail, "refused")
    assert said(record, [mail], [reply()]) == [("refused", "")]


def test_a_mail_that_was_passed_on(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    outcome.take_answers(MailList([mail]), record, [report("failed", mail, "ana@elsewhere.example")])
    (found,) = outcome.Outcomes(MailList([mail]), record)
    assert (found.result, found.answer) == ("came back", "5.0.0 (ana@elsewhere.example)")


def test_an_answer_about_another_customer_changes_nothing_of_this_one(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    other = reply().replace(UID.encode(), b"other@lipa.example")
    assert said(record, [mail], [other, report("failed", mail._replace(message_id="<x@y>"))]) == [("accepted", "")]
