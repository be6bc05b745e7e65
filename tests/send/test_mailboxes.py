"""Mailboxes with much else in them: only what may be a report or an answer is fetched; and copies that are put there."""

from __future__ import annotations

import imaplib
import mailbox
from pathlib import Path
from typing import TYPE_CHECKING

import outboxes
import pytest
from servers import Script, server
from test_sending import send, settings, verdicts

from goodterms.errors import InvalidRequest
from goodterms.send import answers, copies, planning, run
from goodterms.send.mail_list import MailList
from goodterms.send.mailboxes import Address, ImapBox, MailboxUnusable, mails_in
from goodterms.send.parts import MAX_BYTES
from goodterms.send.record import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

RETURNED = Path(__file__).parent / "returned"
ADDRESS = Address("imap", "care", "127.0.0.1", 143, "INBOX")
TEXT = b'("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 20 1 NIL NIL NIL NIL)'
REPORT = (
    b'(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 9 1)("message" "delivery-status" NIL NIL NIL "7BIT" 99)("TEXT" '
    b'"RFC822-HEADERS" NIL NIL NIL "7BIT" 9 1) "REPORT" ("REPORT-TYPE" "delivery-status"))'
)
CALENDAR = (
    b'(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 9 1)("TEXT" "CALENDAR" ("METHOD" "REPLY") NIL NIL "BASE64" 99) "MIXED")'
)


class Imap(imaplib.IMAP4):
    """What the library does with a server that has some mails; it keeps what was fetched and what was put there."""

    def __init__(self, structures: Sequence[bytes], *, with_failed: Sequence[int] = (), fails: bool = False) -> None:
        self.structures = structures
        self.with_failed = with_failed
        self.fails = fails
        self.asked: list[str] = []
        self.fetched: list[int] = []
        self.put: list[bytes] = []

    def select(self, *_: object, **given: object) -> tuple[str, list[object]]:  # type: ignore[override]
        assert given["readonly"]
        return "OK", [b"1"]

    def search(self, *criteria: object) -> tuple[str, list[object]]:
        found = any(str(criteria[-1]).strip('"').encode() in data for data in self.put)
        return "OK", [b"1" if found else b""]

    def append(self, *given: object) -> tuple[str, list[object]]:  # type: ignore[override]
        self.put.append(bytes(given[-1]))  # type: ignore[call-overload]
        return "OK", [b""]

    def uid(self, command: str, *arguments: str) -> tuple[str, list[object]]:
        self.asked.append(f"{command} {' '.join(arguments)}")
        if command == "SEARCH":
            every = range(1, len(self.structures) + 1)
            named = every if arguments == ("ALL",) else self.with_failed
            return "OK", [" ".join(map(str, named)).encode()]
        numbers = [int(one) for one in arguments[0].split(",")]
        if "BODYSTRUCTURE" in arguments[1]:
            return ("NO", [b"failed"]) if self.fails else ("OK", [line for one in numbers for line in self._said(one)])
        self.fetched += numbers
        return "OK", [(b"1 (UID 1 BODY[]<0> {9}", b"X: mail\n\n"), b")"]

    def _said(self, number: int) -> list[object]:
        structure = self.structures[number - 1]
        if structure is TEXT and number % 2:  # a name that the server sends by its length
            literal = b"a (UID 9)"
            return [(b'%d (UID %d BODYSTRUCTURE (("TEXT" "PLAIN" ("NAME" {9}' % (number, number), literal), b")))"]
        return [b"%d (UID %d BODYSTRUCTURE %s)" % (number, number, structure)]


def test_of_a_full_mailbox_little_is_fetched() -> None:
    structures = [TEXT] * 1000
    structures[10], structures[777] = REPORT, CALENDAR
    imap = Imap(structures, with_failed=[500])
    found = list(ImapBox(imap, ADDRESS).mails())
    assert imap.fetched == [11, 500, 778]
    assert [number for number, data in enumerate(found, 1) if data] == imap.fetched
    assert len(found) == 1000
    assert len(imap.asked) == 4 + 5 + 3
    assert sum(f"<0.{MAX_BYTES}>" in one for one in imap.asked) == 3


def test_a_server_that_cannot_say_of_what_a_mail_is() -> None:
    imap = Imap([TEXT] * 3, fails=True)
    assert len(list(ImapBox(imap, ADDRESS).mails())) == 3
    assert imap.fetched == [1, 2, 3]


def test_a_single_mail_a_folder_and_an_mbox_file(tmp_path: Path) -> None:
    single = RETURNED / "postfix.eml"
    (expected,) = answers.read(single.read_bytes())
    box = mailbox.mbox(tmp_path / "all.mbox")
    for path in sorted(RETURNED.glob("*.eml")):
        box.add(path.read_bytes())
    box.close()
    assert [answers.read(data) for data in mails_in(single)] == [[expected]]
    in_folder = [answers.read(data) for data in mails_in(RETURNED)]
    assert [answers.read(data) for data in mails_in(tmp_path / "all.mbox")] == in_folder
    assert [expected] in in_folder
    (tmp_path / "copied.eml").write_bytes(b"From MAILER-DAEMON Mon Nov 23 10:00:01 2026\n" + single.read_bytes())
    assert [answers.read(data) for data in mails_in(tmp_path / "copied.eml")] == [[expected]]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MailboxUnusable, match="No such file"):
        list(mails_in(tmp_path / "nowhere"))


def test_drafts_are_no_copies_of_sent_mails(tmp_path: Path) -> None:
    """A person sends them, and has the copy then. A draft is not sent from here, until a person says so."""
    outbox = outboxes.six(tmp_path) / "out"
    drafts, sent = Imap([]), Imap([])
    with run.Sending(outbox) as sending:
        due = list(sending.plan(planning.Choice(limit=2), settings(25)).due)
        assert copies.save_drafts(ImapBox(drafts, ADDRESS), "drafts", due, sending.record) == 2
    assert list(verdicts(outbox).values()).count("drafted") == 2
    with server(Script()) as port:
        assert send(outbox, port).accepted == 4
        with run.Sending(outbox) as sending:
            assert copies.save_sent(ImapBox(sent, ADDRESS), "sent", sending.mails, sending.record) == 4
            assert copies.save_sent(ImapBox(sent, ADDRESS), "sent", sending.mails, sending.record) == 0
            assert sending.resolve(run.resolutions_of([f"{due[0].identity}=unsent"])) == 1
        assert send(outbox, port).accepted == 1
    assert sorted(verdicts(outbox).values()) == ["drafted", *["sent"] * 5]


def test_drafts_that_were_put_there_before_the_run_ended(tmp_path: Path) -> None:
    """Each is there once, and none is unknown: nothing was sent."""
    outbox, imap = outboxes.six(tmp_path) / "out", Imap([])

    class Breaking(ImapBox):
        def append(self, data: bytes, flags: str) -> None:
            super().append(data, flags)
            if len(imap.put) == 2:
                raise MailboxUnusable.of("mailbox-unusable", "drafts", reason="gone")

    with run.Sending(outbox) as sending, pytest.raises(MailboxUnusable):
        copies.save_drafts(Breaking(imap, ADDRESS), "drafts", sending.mails, sending.record)
    assert sorted(verdicts(outbox).values()) == ["drafted", *["send"] * 5]
    with run.Sending(outbox) as sending:
        due = sending.plan(planning.Choice(), settings(25)).due
        copies.save_drafts(ImapBox(imap, ADDRESS), "drafts", due, sending.record)
    assert len(imap.put) == 6
    assert set(verdicts(outbox).values()) == {"drafted"}


def test_the_cancellation_of_what_was_never_sent(tmp_path: Path) -> None:
    """It goes only to those that are named: whoever got the invitation in another way."""
    outbox = outboxes.six(tmp_path) / "out"
    with server(Script()) as port, run.Sending(outbox) as sending:
        known = settings(port)
        cancelled = [mail._replace(cancels=mail.identity in ("K-1", "K-2")) for mail in sending.mails]
        sending.mails = MailList(cancelled)

        def verdict(**given: object) -> list[str]:
            return sorted(one.verdict for one in sending.plan(planning.Choice(**given), known).mails)  # type: ignore[arg-type]

        assert verdict() == ["send"] * 4 + ["uninvited"] * 2
        assert verdict(corrections=True) == ["send"] * 4 + ["uninvited"] * 2
        assert verdict(corrections=True, only=("K-1",)) == ["send"]
        invited = [mail._replace(cancels=False, digest=b"before") for mail in cancelled if mail.identity == "K-2"]
        (number,) = sending.record.plan(invited)

        sending.record.change([Change(number, "accepted")])
        assert verdict(corrections=True) == ["send"] * 5 + ["uninvited"]


def test_mails_that_cannot_be_sent_are_counted_by_what_is_wrong(tmp_path: Path) -> None:
    outbox = outboxes.six(tmp_path) / "out"
    for path in outbox.rglob("*.eml"):
        path.write_bytes(b"X-Unsent: 1\r\n" + path.read_bytes())
    with pytest.raises(InvalidRequest) as raised, run.Sending(outbox):
        pass
    first, names, hint = raised.value.lines()
    assert first == "6 mails cannot be sent; nothing was sent"
    assert names.endswith("and 3 more: is a draft for a mail program")
    assert hint.startswith("    remove draft")
