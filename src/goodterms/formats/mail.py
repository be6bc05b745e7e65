"""A complete message (RFC 5322): the letter as text and as a page, its invitation last, its files around them.

The same letter in the same envelope is the same bytes: boundaries and ids come from what the message holds.
"""

from __future__ import annotations

from binascii import b2a_base64
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import Fault, legacy
from goodterms.formats import headers, invitation, mail_page, text, without_isolates
from goodterms.formats.addresses import parties

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.formats.addresses import Parties
    from goodterms.model import Document, Envelope

_MAX_LINE = 76
"""The longest line of base64 (RFC 2045, section 6.8)."""
_BASE64 = headers.field("Content-Transfer-Encoding", "base64")
_MIME = headers.field("MIME-Version", "1.0")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Part(NamedTuple):
    """A part of a message: the headers that say what it is, and its content before it is encoded."""

    headers: str
    content: bytes

    def encode(self) -> bytes:
        """The part with its content in base64, which every server lets pass as it is."""
        body = b2a_base64(self.content, newline=False)
        lines = [body[at : at + _MAX_LINE] for at in range(0, len(body), _MAX_LINE)]
        return b"\r\n".join([f"{self.headers}{_BASE64}".encode(), *lines, b""])


def check(letter: Letter, envelope: Envelope) -> list[Fault]:
    """Every fault for which :func:`write` would refuse the letter."""
    steps = (
        lambda: parties(letter, envelope, needed=True),
        lambda: _subject(letter),
        lambda: invitation.meeting(letter, envelope),
        lambda: invitation.written_at(letter, envelope),
    )
    return invitation.faults_of(steps)


def write(content: Content, letter: Letter, envelope: Envelope, attachments: Iterable[Document]) -> bytes:
    """The letter as a message to one recipient.

    Raises :class:`InvalidRequest` with every fault of the addresses; for a value in the subject that could be taken for
    more than it is; for a file to attach that is none; and where :func:`invitation.meeting` does.
    """
    who = parties(letter, envelope, needed=True)
    subject = _subject(letter)
    tag = letter.request.locale.tag
    bodies = [
        _body("text/plain; charset=utf-8", tag, text.write(content, letter)),
        _body("text/html; charset=utf-8", tag, mail_page.write(content, letter)),
    ]
    if found := invitation.meeting(letter, envelope):
        kind = _content_type("text/calendar; charset=utf-8; method=REQUEST")
        bodies.append(_Part(kind, invitation.to_calendar(letter, envelope, found, who)))
    files = [_attachment(document) for document in attachments]
    head = _header_fields(who, subject, invitation.written_at(letter, envelope), tag)
    digest = _digest(head, letter, envelope, [*bodies, *files])
    message_id = headers.field("Message-ID", f"<{digest}@{who.sender.domain}>")
    message = _multipart("alternative", f"=_a{digest}", [part.encode() for part in bodies])
    if files:
        message = _multipart("mixed", f"=_m{digest}", [message, *(part.encode() for part in files)])
    return f"{head}{message_id}{_MIME}".encode() + message


def _subject(letter: Letter) -> str:
    subject = without_isolates.subject(letter)
    if wrong := headers.fault_in(subject):
        raise InvalidRequest([legacy("subject", wrong, "write the values that it holds in plain text")])
    return subject


@lru_cache(maxsize=1024)
def _content_type(media_type: str) -> str:
    return headers.field("Content-Type", media_type)


def _body(media_type: str, tag: str, words: str) -> _Part:
    """A part that is read: its lines end as lines do in mail, base64 or not (RFC 2045, section 6.8)."""
    described = _content_type(media_type) + headers.field("Content-Language", tag)
    return _Part(described, words.replace("\n", "\r\n").encode())


def _attachment(document: Document) -> _Part:
    """A part that is a file."""
    disposition = headers.field("Content-Disposition", f"attachment{headers.parameter('filename', document.name)}")
    return _Part(_content_type(document.media_type) + disposition, document.content)


def _header_fields(who: Parties, subject: str, written: datetime, tag: str) -> str:
    return (
        headers.field("Date", _format_date(written))
        + headers.mailbox("From", *who.sender)
        + headers.mailbox("To", *who.recipient)
        + headers.unstructured("Subject", subject)
        + headers.field("Content-Language", tag)
    )


def _format_date(at: datetime) -> str:
    """A moment as headers have it (RFC 5322, section 3.3): in English in every letter."""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at:%Y %H:%M:%S %z}"


def _digest(head: str, letter: Letter, envelope: Envelope, parts: list[_Part]) -> str:
    """What tells this message from every other: a program that has seen it may take it for seen, and none but it."""
    digest = blake2b(f"{letter.request.letter.name}\0{envelope.key}\0{head}".encode(), digest_size=16)
    for part in parts:
        digest.update(f"\0{part.headers}\0{len(part.content)}\0".encode())
        digest.update(part.content)
    return digest.hexdigest()


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    """Parts between boundaries; no line of base64 begins as a boundary does."""
    described = headers.field("Content-Type", f'multipart/{kind};\r\n boundary="{boundary}"')
    between = f"--{boundary}\r\n".encode()
    return b"".join([f"{described}\r\n".encode(), *(between + part for part in parts), f"--{boundary}--\r\n".encode()])
