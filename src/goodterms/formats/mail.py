"""A complete message (RFC 5322): the letter as text and as a page, its invitation last, files around them.

The same letter in the same envelope is the same bytes: boundaries and ids are digests of the content.
"""

from __future__ import annotations

from binascii import b2a_base64
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.formats import headers, invitation, mail_page, text, without_isolates
from goodterms.formats.addresses import parties
from goodterms.formats.mail_brand import brand_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.envelopes import Document, Envelope
    from goodterms.faults import Fault
    from goodterms.formats.addresses import Parties
    from goodterms.formats.invitation import Meeting
    from goodterms.formats.mail_brand import Logo

_MAX_LINE = 76
"""The longest line of base64 (RFC 2045, section 6.8)."""
_BASE64 = headers.field("Content-Transfer-Encoding", "base64")
_MIME = headers.field("MIME-Version", "1.0")
_DRAFT = headers.field("X-Unsent", "1")
"""What makes Outlook and others open a file to edit and send it; a server removes it from what is sent."""
_RELATED = 'related; type="text/html"'
"""The page and what it shows; the type is that of the first part (RFC 2387, section 3.1)."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Part(NamedTuple):
    """A part of a message: the headers that describe it, and its content before encoding."""

    headers: str
    content: bytes

    def encode(self) -> bytes:
        """The part with its content in base64, which no server changes."""
        body = b2a_base64(self.content, newline=False)
        lines = [body[at : at + _MAX_LINE] for at in range(0, len(body), _MAX_LINE)]
        return b"\r\n".join([f"{self.headers}{_BASE64}".encode(), *lines, b""])


def check(content: Content, letter: Letter, envelope: Envelope) -> list[Fault]:
    """Every fault for which :func:`write` would refuse the letter, those of its attachments aside."""
    return invitation.collect_faults(
        (
            lambda: parties(letter, envelope, needed=True),
            lambda: _subject(letter, envelope),
            lambda: invitation.meeting(letter, envelope),
            lambda: invitation.letter_datetime(letter, envelope),
            lambda: brand_of(content, envelope, ""),
        )
    )


def write(content: Content, letter: Letter, envelope: Envelope, attachments: Iterable[Document]) -> bytes:
    """The letter as a message to one recipient, with ``attachments`` as files.

    Raises :class:`InvalidRequest` for a missing or invalid address, for a subject that is not safe in a header, and
    where :func:`invitation.meeting` does. Raises what :func:`brand_of` does for a logo.
    """
    who = parties(letter, envelope, needed=True)
    subject = _subject(letter, envelope)
    tag = letter.request.locale.tag
    brand = brand_of(content, envelope, who.sender.domain)
    plain = _body("text/plain; charset=utf-8", tag, text.write(content, letter))
    page = _body("text/html; charset=utf-8", tag, mail_page.write(content, letter, brand))
    pictures = [_picture(brand.logo)] if brand.logo else []
    invitations = []
    if meeting := invitation.meeting(letter, envelope):
        invitations.append(_calendar(letter, envelope, meeting, who))
    files = [_attachment(document) for document in attachments]
    fields = _header_fields(who, subject, invitation.letter_datetime(letter, envelope), tag)
    digest = _digest(fields, letter, envelope, [plain, page, *pictures, *invitations, *files])
    message_id = headers.field("Message-ID", f"<{digest}@{who.sender.domain}>")
    shown = page.encode()
    if pictures:
        shown = _multipart(_RELATED, f"=_r{digest}", [shown, *(part.encode() for part in pictures)])
    bodies = [plain.encode(), shown, *(part.encode() for part in invitations)]
    message = _multipart("alternative", f"=_a{digest}", bodies)
    if files:
        message = _multipart("mixed", f"=_m{digest}", [message, *(part.encode() for part in files)])
    draft = _DRAFT if envelope.draft else ""
    return f"{draft}{fields}{message_id}{_MIME}".encode() + message


def _subject(letter: Letter, envelope: Envelope) -> str:
    subject = without_isolates.marked_subject(letter, envelope)
    if unsafe := headers.fault_in(subject):
        raise InvalidRequest([unsafe._replace(place="subject")])
    return subject


@lru_cache(maxsize=1024)
def _content_type(media_type: str) -> str:
    return headers.field("Content-Type", media_type)


def _body(media_type: str, tag: str, words: str) -> _Part:
    """A part to read: its lines end in CRLF, under base64 too (RFC 2045, section 6.8)."""
    description = _content_type(media_type) + headers.field("Content-Language", tag)
    return _Part(description, words.replace("\n", "\r\n").encode())


def _calendar(letter: Letter, envelope: Envelope, meeting: Meeting, who: Parties) -> _Part:
    """The meeting as a part of a message: the whole letter, as some programs show only this part."""
    method = invitation.method(letter, who)
    name = headers.parameter("name", f"{'cancel' if method == 'CANCEL' else 'invite'}.ics")
    description = _content_type(f"text/calendar; charset=utf-8; method={method}{name}") + headers.field(
        "Content-Disposition", f"inline{name.replace('name', 'filename', 1)}"
    )
    return _Part(description, invitation.to_calendar(letter, envelope, meeting, who))


def _attachment(document: Document) -> _Part:
    disposition = headers.field("Content-Disposition", f"attachment{headers.parameter('filename', document.name)}")
    return _Part(_content_type(document.media_type) + disposition, document.content)


def _picture(logo: Logo) -> _Part:
    """A picture that the page shows by its id. With the name of a file, Thunderbird would list it as an attachment."""
    description = _content_type("image/png") + headers.field("Content-ID", f"<{logo.content_id}>")
    return _Part(description + headers.field("Content-Disposition", "inline"), logo.content)


def _header_fields(who: Parties, subject: str, date: datetime, tag: str) -> str:
    return (
        headers.field("Date", _format_date(date))
        + headers.mailbox("From", *who.sender)
        + headers.mailbox("To", *who.recipient)
        + headers.unstructured("Subject", subject)
        + headers.field("Content-Language", tag)
    )


def _format_date(at: datetime) -> str:
    """A date and time as headers have it (RFC 5322, section 3.3): in English, whatever the letter's language."""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at:%Y %H:%M:%S %z}"


def _digest(fields: str, letter: Letter, envelope: Envelope, parts: list[_Part]) -> str:
    """A digest of the whole message, for its id: a program drops a message with an id that it has seen."""
    digest = blake2b(f"{letter.request.letter.name}\0{envelope.key}\0{fields}".encode(), digest_size=16)
    for part in parts:
        digest.update(f"\0{part.headers}\0{len(part.content)}\0".encode())
        digest.update(part.content)
    return digest.hexdigest()


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    """The parts between boundaries; no line of base64 begins like a boundary."""
    description = headers.field("Content-Type", f'multipart/{kind};\r\n boundary="{boundary}"')
    opening = f"--{boundary}\r\n".encode()
    return b"".join(
        [f"{description}\r\n".encode(), *(opening + part for part in parts), f"--{boundary}--\r\n".encode()]
    )
