"""Reports and answers as real programs write them, and mails that are made to cost time."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from goodterms.send import answers, parts
from goodterms.send.answers import Answer

RETURNED = sorted((Path(__file__).parent / "returned").glob("*.eml"))


def expected_of(data: bytes) -> list[Answer]:
    """What the header X-Expected says: kind | Message-ID or UID | address | detail | sequence | time."""
    mail = email.message_from_bytes(data, policy=policy.default)
    return [_answer(str(said)) for said in mail.get_all("X-Expected", []) if str(said).strip()]


def _answer(said: str) -> Answer:
    kind, of, address, detail, sequence, at = [one.strip() for one in f"{said} | | |".split("|")][:6]
    message_id, uid = (of, "") if of.startswith("<") else ("", of)
    return Answer(kind, message_id, uid, address, detail, int(sequence or 0), at)  # type: ignore[arg-type]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", RETURNED, ids=lambda path: path.stem)
def test_what_programs_write(path: Path, ends: bytes) -> None:
    data = path.read_bytes()
    assert list(answers.read(data.replace(b"\n", ends))) == expected_of(data)


@pytest.mark.parametrize("path", RETURNED, ids=lambda path: path.stem)
def test_what_is_not_understood_is_named(path: Path) -> None:
    """Only what is a report or an answer: whoever reads a mailbox looks at it."""
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    shown = f"{mail['From']}, {mail['Subject']}, {mail['Date']}".replace('"', "") if mail["X-Not-Understood"] else ""
    assert answers.found_in(path.read_bytes()).puzzle == shown


@pytest.mark.parametrize("path", RETURNED, ids=lambda path: path.stem)
def test_the_parts_are_those_that_the_standard_library_finds(path: Path) -> None:
    data = path.read_bytes()
    found = [(part.content_type, part.content.strip()) for part in parts.of_mail(data)]
    mail = email.message_from_bytes(data)
    walked = [part for part in mail.walk() if not part.is_multipart() and part.get_content_maintype() != "message"]
    # The standard library takes the blocks of a report for mails, and walks into the mails that come back.
    library = [(part.get_content_type(), bytes(part.get_payload(decode=True) or b"").strip()) for part in walked]
    texts = [one for one in found if not one[0].startswith(("multipart/", "message/"))]
    assert [one for one in texts if one not in library] == []
    assert found[0][0] == mail.get_content_type()


def nested(depth: int, content: bytes) -> bytes:
    opening = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one) for one in range(depth))
    return b"".join(opening) + content


REPORT = b"Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: "
CALENDAR = b"Content-Type: text/calendar\n\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:x\n"


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/report;\n" + b" a;\n" * 1_000_000 + b"\n\nx",
        b"Content-Type: multipart/mixed; boundary=" + b"a" * 4_900_000,
        nested(300, b"Content-Type: text/plain\n\n" + b"--\n" * 1_500_000),
        b"Content-Type: message/rfc822\n\n" * 150_000,
        b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n\nx\n" * 600_000,
        REPORT
        + b"message/delivery-status\n\n"
        + b"Action: failed\n\n" * 300_000
        + b"--B\nContent-Type: message/rfc822\n"
        b"\nMessage-ID: <1@x>\n--B--",
        REPORT + b"text/rfc822-headers\n\nmessage-id:" + b"\n " * 2_000_000 + b"--B--",
        CALENDAR.replace(b"calendar", b"calendar; charset=punycode")
        + b"UID:"
        + b"z" * 2_000_000
        + b"-"
        + b"9" * 900_000,
        CALENDAR + b"ATTENDEE" + b';A="' * 1_000_000 + b"\nEND:VEVENT\n",
        CALENDAR + b"ATTENDEE" + b";A" * 2_000_000 + b"\nEND:VEVENT\n",
        CALENDAR + b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\n" * 100_000 + b"END:VEVENT\n",
        b"X-Failed-Recipients: " + b"a@b," * 20_000 + b"\n\nMessage-ID: <1@x>\n" + b"message-id: \n" * 300_000,
        b"".join(b"X%d: y\n" % one for one in range(400_000)),
        b"\nHi. This is the\n\n" + b"<a@b>:\nx\n\n" * 500_000 + b"-\n\nMessage-ID: <1@x>\n",
        b"\nHi. This is the\n\n" + b" \n" * 2_000_000,
        b"From: mailer-daemon@x " + b"=?utf-8?q?=" * 400_000 + b"\n\nx",
        b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22" + b"IPM.Schedule.Meeting." * 250_000,
    ],
    ids=lambda data: data[:60].decode("ascii", "replace"),
)
def test_a_mail_that_is_made_to_cost_time(data: bytes) -> None:
    """The parser of the standard library needs a minute for the first of them, and finds 300,000 reports in another."""
    assert len(answers.read(data)) <= 100


def test_a_large_mail_is_looked_at_too() -> None:
    """A report may give back the whole mail, with its attachments."""
    data = next(path for path in RETURNED if path.stem == "postfix").read_bytes()
    large = data.replace(b"\nText.\n", b"\n" + b"QUFB" * 18 + b"\n" * 6_000_000)
    assert list(answers.read(large)) == expected_of(data)
