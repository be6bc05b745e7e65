"""Mails that came back: who gets one again, and who never does, whatever is read again and in whatever order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from test_matching import invitation, reply

from goodterms.send import outcome, planning, returned
from goodterms.send.mail_list import MailList
from goodterms.send.never import NeverList
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.send.mails import Mail
    from goodterms.send.record import State

EVERYTHING = planning.Choice()
RETRY = planning.Choice(retry_returned=True)
NAMED = planning.Choice(retry_returned=True, only=("K-1",))
FULL, NOBODY, POLICY = "4.2.2 mailbox is full", "5.1.1 550 no such user", "5.7.1 550 not wanted"
REPORT = """From: MAILER-DAEMON@mx.example.com
Date: {date}
Content-Type: multipart/report; boundary=B

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}
--B
Content-Type: text/rfc822-headers

Message-ID: {of}
--B--
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """A record whose clock says 10:00, and one hour later with every attempt."""
    opened = Record(tmp_path)
    opened.begin()
    hours = iter(range(10, 24))

    def now() -> str:
        return f"2026-11-21T{hour[0]:02}:00:00Z"

    hour = [next(hours)]
    monkeypatch.setattr("goodterms.send.record._now", now)
    monkeypatch.setattr(Record, "later", lambda _self: hour.__setitem__(0, next(hours)), raising=False)
    yield opened
    opened.close()


def give(record: Record, mail: Mail, state: State = "accepted") -> None:
    (number,) = record.plan([mail])
    record.change([Change(number, state, "250 ok")])
    record.later()  # type: ignore[attr-defined]


def report(
    of: Mail, detail: str = FULL, hour: int = 10, address: str = "ana@example.com", action: str = "failed"
) -> bytes:
    status, _, words = detail.partition(" ")
    date = f"Sat, 21 Nov 2026 {hour:02}:00:05 +0000"
    return REPORT.format(
        of=of.message_id, date=date, address=address, action=action, status=status, words=words
    ).encode()


def take(record: Record, mail: Mail, *mails: bytes) -> outcome.Taken:
    return outcome.take_answers(MailList([mail]), record, mails)


def verdict(
    record: Record, mail: Mail, choice: planning.Choice = EVERYTHING, never: tuple[str, ...] = ()
) -> tuple[str, tuple[str, ...]]:
    """What happens with a mail, and to whom it goes, if it does."""
    plan = planning.plan(MailList([mail]), record.attempts(), choice, NeverList(never), record.notes_of_returned())
    (one,) = plan.mails
    return one.verdict, next((due.recipients for due in plan.due), ())


def result(record: Record, mail: Mail) -> str:
    (one,) = outcome.Outcomes(MailList([mail]), record)
    return one.result


def corrected(mail: Mail, *recipients: str) -> Mail:
    """The mail as it is after its row has another address."""
    words = " ".join(recipients).encode()
    digest = hashlib.sha256(words).digest()
    return mail._replace(recipients=recipients, digest=digest, message_id=f"<{digest.hex()}@lipa.example>")


@pytest.mark.parametrize(
    ("detail", "alone", "retried", "named"),
    [
        (FULL, "returned", "send", "send"),
        ("5.2.2 552 mailbox is full", "returned", "send", "send"),
        ("4.4.7 451 delivery time expired", "returned", "send", "send"),
        ("5.0.0 550 sorry", "returned", "send", "send"),
        (POLICY, "unwanted", "send", "send"),
        ("5.0.0 550 5.7.26 unauthenticated", "unwanted", "send", "send"),
        (NOBODY, "wrong address", "wrong address", "send"),
        ("5.0.0 550 5.1.10 null MX", "wrong address", "wrong address", "send"),
        ("5.2.1 550 closed", "wrong address", "wrong address", "send"),
        ("5.1.8 550 the sender's domain is unknown", "returned", "send", "send"),
        ("5.0.0 mail from 10.5.1.1 is refused", "returned", "send", "send"),
    ],
)
def test_why_it_came_back(tmp_path: Path, record: Record, detail: str, alone: str, retried: str, named: str) -> None:
    """Unchanged, to the same address."""
    mail = invitation(tmp_path)
    give(record, mail)
    assert verdict(record, mail, RETRY)[0] == "sent"
    take(record, mail, report(mail, detail))
    assert [verdict(record, mail, choice)[0] for choice in (EVERYTHING, RETRY, NAMED)] == [alone, retried, named]
    assert verdict(record, mail, RETRY, ("example.com",))[0] == "never"


def test_it_goes_once_more_and_then_no_more(tmp_path: Path, record: Record) -> None:
    """Whoever reads the mailbox again finds the former report there again."""
    mail = invitation(tmp_path)
    give(record, mail)
    first = report(mail, hour=10)
    assert take(record, mail, first).answers == 1
    give(record, mail)
    for _ in range(2):
        assert take(record, mail, first, first).answers == 0
        assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("accepted", "sent")


def test_it_comes_back_again(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    take(record, mail, report(mail, hour=10))
    give(record, mail)
    mails = [report(mail, NOBODY, hour=11), report(mail, hour=10)]
    assert take(record, mail, *mails).answers == 1
    assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("came back", "wrong address")
    assert take(record, mail, *mails).answers == 0


def test_a_second_report_about_the_first_time_is_none_about_the_second(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    take(record, mail, report(mail, hour=9, action="delayed"), report(mail, hour=10))
    give(record, mail)
    assert take(record, mail, report(mail, hour=10).replace(b":05 +", b":55 +")).answers == 1
    assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("accepted", "sent")


def test_an_address_that_was_corrected(tmp_path: Path, record: Record) -> None:
    former = invitation(tmp_path)
    give(record, former)
    take(record, former, report(former, NOBODY))
    mail = corrected(former, "ana@new.example")
    assert verdict(record, mail)[0] == "returned"  # never by itself
    assert verdict(record, mail, RETRY) == ("send", ("ana@new.example",))
    assert verdict(record, mail, planning.Choice(again=True)) == ("send", ("ana@new.example",))
    assert verdict(record, mail, RETRY, ("ana@new.example",))[0] == "never"
    give(record, mail)
    assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("accepted", "sent")


def test_a_letter_that_changed_and_goes_to_the_same_address(tmp_path: Path, record: Record) -> None:
    former = invitation(tmp_path)
    give(record, former)
    mail = former._replace(digest=b"new" * 10, message_id="<new@lipa.example>")
    assert verdict(record, mail, RETRY)[0] == "changed"
    take(record, former, report(former))
    assert verdict(record, mail, RETRY)[0] == "send"


def test_of_several_only_those_who_lack_it_get_it(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)._replace(recipients=("ana@example.com", "bor@example.com", "eva@example.com"))
    give(record, mail)
    take(record, mail, report(mail), report(mail, NOBODY, address="EVA@example.com"))
    assert verdict(record, mail, RETRY) == ("send", ("ana@example.com",))
    give(record, mail._replace(recipients=("ana@example.com",)))
    assert result(record, mail) == "came back"  # from one of them still
    assert verdict(record, mail, RETRY)[0] == "wrong address"
    changed = corrected(mail, "ana@example.com", "bor@example.com", "eva@new.example")
    assert verdict(record, changed, RETRY) == ("send", ("eva@new.example",))
    give(record, changed._replace(recipients=("eva@new.example",)))
    assert (result(record, changed), verdict(record, changed, RETRY)[0]) == ("accepted", "sent")


def test_who_has_answered_has_it(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    take(record, mail, report(mail), reply())
    assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("accepted", "sent")


def test_what_was_passed_on_may_have_arrived(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    take(record, mail, report(mail, address="ana@elsewhere.example"))
    assert verdict(record, mail, RETRY)[0] == "passed on"
    assert verdict(record, mail, NAMED) == ("send", mail.recipients)
    give(record, mail)
    assert (result(record, mail), verdict(record, mail, NAMED)[0]) == ("accepted", "sent")
    several = mail._replace(recipients=("Ana@example.com", "bor@example.com"))
    assert verdict(record, several, RETRY)[0] == "sent"


@pytest.mark.parametrize(("state", "alone"), [("unknown", "unknown"), ("refused", "refused"), ("failed", "returned")])
def test_what_became_of_the_second_time_counts(tmp_path: Path, record: Record, state: State, alone: str) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    take(record, mail, report(mail))
    give(record, mail, state)
    assert verdict(record, mail)[0] == alone
    choices = {
        "unknown": planning.Choice(retry_unknown=True),
        "refused": planning.Choice(retry_refused=True),
        "failed": RETRY,
    }
    assert verdict(record, mail, choices[state])[0] == "send"
    assert verdict(record, mail, RETRY)[0] == ("send" if state == "failed" else alone)


def test_the_cancellation_of_an_invitation_that_came_back(tmp_path: Path, record: Record) -> None:
    """Who was not invited is not called off."""
    former = invitation(tmp_path)
    give(record, former)
    take(record, former, report(former))
    mail = invitation(tmp_path, 1, cancels=True)
    for choice in (EVERYTHING, planning.Choice(corrections=True), RETRY):
        assert verdict(record, mail, choice)[0] == "uninvited"
    assert verdict(record, mail, planning.Choice(corrections=True, only=("K-1",)))[0] == "send"


def test_a_draft_that_came_back_was_sent_from_there(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail, "drafted")
    assert take(record, mail, report(mail)).settled == 1
    assert (result(record, mail), verdict(record, mail, RETRY)[0]) == ("came back", "send")


@pytest.mark.parametrize("state", ["unknown", "refused", "failed"])
@pytest.mark.parametrize(
    ("action", "expected"), [("failed", "came back"), ("delayed", "delayed"), ("relayed", "delivered")]
)
def test_a_report_settles_what_nobody_knew(
    tmp_path: Path, record: Record, state: State, action: str, expected: str
) -> None:
    mail = invitation(tmp_path)
    give(record, mail, state)
    for settled in (1, 0):
        assert take(record, mail, report(mail, action=action)).settled == settled
        assert result(record, mail) == expected
    (attempt,) = record.attempts()
    assert (attempt.state, attempt.answer) == ("accepted", "a report about ana@example.com shows that it was accepted")


def in_words(of: str, sender: str = "Ana Novak <Ana@Example.com>", more: str = "") -> bytes:
    return f"From: {sender}\nIn-Reply-To: {of}\n{more}\nThank you!\n".encode()


RECEIPT = """From: mallory@other.example
Content-Type: multipart/report; report-type=disposition-notification; boundary=B

--B
Content-Type: message/disposition-notification

Final-Recipient: rfc822;ana@example.com
Original-Message-ID: {of}
Disposition: manual-action/MDN-sent-manually; displayed
--B--
"""


def test_an_answer_settles_what_nobody_knew(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    for data in (
        reply(),
        in_words(mail.message_id),
        in_words(mail.message_id, more="Auto-Submitted: auto-replied\n"),
        RECEIPT.format(of=mail.message_id).encode(),
    ):
        give(record, mail, "unknown")
        assert result(record, mail) == "unknown"
        assert take(record, mail, data).settled == 1
        assert (result(record, mail), verdict(record, mail)[0]) == ("accepted", "sent")
        assert [one.answer for one in record.attempts()] == ["ana@example.com has answered it, so it has arrived"]
        record._base.execute("DELETE FROM attempts")
        record._base.execute("DELETE FROM notes")


def test_what_does_not_prove_that_it_arrived(tmp_path: Path, record: Record) -> None:
    """An answer of a stranger, one to another mail, one that may be about another mail of the same meeting."""
    mail = invitation(tmp_path)
    give(record, mail, "unknown")
    for data in (
        in_words(mail.message_id, "mallory@other.example"),
        in_words("<other@lipa.example>"),
        in_words("Your mail of 21 November"),
        reply(address="mallory@other.example"),
        reply(sequence=7).replace(b"7f1c", b"8f1c"),
    ):
        assert take(record, mail, data).settled == 0
        assert verdict(record, mail)[0] == "unknown"
    reminder = invitation(tmp_path, letter="check-in-reminder")
    give(record, reminder)
    outbox = MailList([mail, reminder])
    assert outcome.take_answers(outbox, record, [reply()]).settled == 0
    assert verdict(record, mail)[0] == "unknown"


def test_an_answer_to_a_meeting_that_names_its_mail(tmp_path: Path, record: Record) -> None:
    """So it is sure which of two mails about the meeting has arrived."""
    mails = [invitation(tmp_path), invitation(tmp_path, letter="check-in-reminder")]
    for mail in mails:
        give(record, mail, "unknown")
    data = reply().replace(b"From: x@", f"In-Reply-To: {mails[1].message_id}\nFrom: ana@".encode())
    assert outcome.take_answers(MailList(mails), record, [data]).settled == 1
    assert [one.state for one in record.attempts()] == ["unknown", "accepted"]


@pytest.mark.parametrize("stamp", [b"20269999T999999Z", b"00000000T000000Z", b"99991231T235959Z", b"20261124T080000Z"])
def test_a_time_that_is_none(tmp_path: Path, record: Record, stamp: bytes) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    data = reply().replace(b"20261124T080000Z", stamp)
    late = report(mail).replace(b"Sat, 21 Nov 2026", b"Fri, 31 Dec 9999")
    assert take(record, mail, data, late, report(mail).replace(b"Nov 2026", b"Nov 0000")).answers >= 2


def test_what_is_known_is_not_settled_again(tmp_path: Path, record: Record) -> None:
    mail = invitation(tmp_path)
    give(record, mail)
    give(record, mail, "unknown")  # with --again, of the same letter
    assert take(record, mail, reply(), in_words(mail.message_id)).settled == 0


def test_an_unknown_attempt_before_one_that_failed(tmp_path: Path, record: Record) -> None:
    """It may have arrived, whatever became of the next one."""
    mail = invitation(tmp_path)
    give(record, mail, "unknown")
    give(record, mail, "failed")
    assert (result(record, mail), verdict(record, mail)[0]) == ("unknown", "unknown")
    assert take(record, mail, reply()).settled == 1
    assert (result(record, mail), verdict(record, mail)[0]) == ("accepted", "sent")


@pytest.mark.parametrize("detail", ["", "x", "5.1.1", "5.1", "1.5.1.1.2", "5.7.1 550 5.1.1"])
def test_any_words_have_a_reason(detail: str) -> None:
    expected = {"5.1.1": "wrong address", "5.7.1 550 5.1.1": "unwanted"}
    assert returned.reason_in(detail) == expected.get(detail, "returned")
