"""What is read of a mail before it is sent, and the form in which a server gets it, beside the standard library."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.utils import getaddresses
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodterms.batch.entries import Kept
from goodterms.errors import InvalidRequest
from goodterms.send import mails
from goodterms.send.dialogue import Text

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = [
    b"From: a@lipa.example\r\nTo: Ana Novak <ana@example.com>\r\nMessage-ID: <1@lipa.example>\r\n\r\nTo: nobody@example.com\r\n",
    b'From: "Lipa d.o.o." <a@lipa.example>\nTo:\n Ana Novak\n <ana@example.com>\nMessage-ID:\n <1@lipa.example>\n\nx\n',
    b"FROM: a@lipa.example\r\nto: ana@example.com,\r\n\tBor <bor@example.com>\r\nX-To: x@example.com\r\nmessage-id: <1@l.example>\r\n\r\n",
    b"From: a@lipa.example\r\nTo: team: ana@example.com, bor@example.com;\r\nCC: ana@example.com\r\nMessage-ID: <1@l.example>",
    b'From: a@lipa.example\r\nTo: "Novak, Ana" <ana@example.com>\r\nBcc: "a b"@example.com\r\nMessage-ID: <1@l.example>\r\n\r\n',
    b"From: a@lipa.example\r\nTo: Ana (at work) <ana@example.com>\r\nMessage-ID: <1@l.example>\r\n\r\n",
    "From: Živa <živa@lipa.example>\r\nTo: రవి <రవి@example.com>\r\nMessage-ID: <1@l.example>\r\n\r\n".encode(),
    b"From: a@lipa.example\r\nTo: =?utf-8?q?Ana_=C5=BDit=2C?= <ana@example.com>\r\nMessage-ID: <1@l.example>\r\n\r\n",
]


def read(folder: Path, data: bytes) -> mails.Mail:
    (folder / "sl").mkdir(exist_ok=True)
    (folder / "sl" / "K-1.eml").write_bytes(data)
    (found,) = mails.of_outbox(folder, [Kept("farewell", "K-1", 1, "sl", (("sl/K-1.eml", ""),), 0, "")])
    return found


def _in_utf8(text: str) -> str:
    """A text of the parser, which keeps bytes that are not ASCII as surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8")


@pytest.mark.parametrize("data", HEADERS)
def test_the_headers_of_a_mail(tmp_path: Path, data: bytes) -> None:
    found = read(tmp_path, data)
    parsed = message_from_bytes(data, policy=policy.SMTPUTF8)
    recipients = [
        each.addr_spec for name in ("To", "Cc", "Bcc") for value in parsed.get_all(name, []) for each in value.addresses
    ]
    assert found.recipients == tuple(dict.fromkeys(map(_in_utf8, recipients)))
    assert found.sender == _in_utf8(parsed["From"].addresses[0].addr_spec)
    assert found.message_id == str(parsed["Message-ID"]).strip()
    assert mails.data_of(found) == data


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (HEADERS[0].replace(b"From:", b"X-From:"), "mail-without-sender"),
        (HEADERS[0].replace(b"From: ", b"From: b@lipa.example, "), "mail-without-sender"),
        (HEADERS[0].replace(b"To: Ana", b"X-To: Ana"), "mail-without-recipient"),
        (HEADERS[0].replace(b"Message-ID", b"Message-Id-2"), "mail-without-id"),
        (b"X-Unsent: 1\r\n" + HEADERS[0], "mail-is-a-draft"),
        (HEADERS[0].replace(b"<ana@", b"<ana@x\rRCPT TO:<bor@"), "mail-with-wrong-address"),
        (HEADERS[0].replace(b"<ana@example.com>", b"<ana@example.com> SIZE=1"), "mail-with-wrong-address"),
        (HEADERS[0].replace(b"example.com>", b"example.com\0>"), "mail-with-wrong-address"),
        (HEADERS[0].replace(b"Ana Novak <ana@example.com>", b"ana"), "mail-with-wrong-address"),
        (HEADERS[0].replace(b"<ana@example.com>", b"<ana@example.com\x1b[31m>"), "mail-with-wrong-address"),
    ],
)
def test_a_mail_that_cannot_be_sent(tmp_path: Path, data: bytes, kind: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        read(tmp_path, data)
    assert [fault.kind for fault in raised.value.faults] == [kind]


@given(st.from_regex(mails.ONE_ADDRESS, fullmatch=True))
@example("Ana Novak <ana@example.com>")
@example('"Novak, Ana" <a.b+c@example.com>')
@example("<a-b_c@x>")
@example("=?utf-8?b?4LCw4LC14LC/?= =?utf-8?q?=C4=8C_x?= <ana@example.com>")
def test_a_usual_header_has_the_address_that_the_standard_library_finds(value: str) -> None:
    match = mails.ONE_ADDRESS.fullmatch(value)
    assert match
    assert [address for _, address in getaddresses([value])] == [match[1]]


@given(st.lists(st.sampled_from([b".", b"..", b"\r", b"\n", b"\r\n", b"a", "č".encode()])).map(b"".join))
@example(b"")
@example(b".")
@example(b"\n\r")
@example(b"a\r\n.\r\nMAIL FROM:<x@example.com>")
def test_a_text_has_no_end_within(data: bytes) -> None:
    text = Text.of(data).lines
    assert text.endswith(b"\r\n.\r\n")
    lines = text.removesuffix(b"\r\n.\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or (line.startswith(b".") and line[1:2] != b".") for line in lines)
    kept = b"\r\n".join(line.removeprefix(b".") for line in lines)
    assert kept == re.sub(rb"\r\n\Z", b"", re.sub(rb"\r\n|\r|\n", b"\r\n", data))
