"""What a letter travels with, its envelope and letterhead, and what it becomes: a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Letterhead(NamedTuple):
    """The letterhead of a sender.

    ``address`` is the sender's postal address, a line each. ``logo`` is an SVG, PNG or JPEG file. ``colour`` is
    ``#RRGGBB``, empty for none. ``paper`` is ``a4`` or ``us-letter``, empty for the usual one of the letter's region.
    ``footer`` are the entries at the foot of the first page. ``qr`` is whether the link of a meeting is printed as a QR
    code, too.
    """

    address: tuple[str, ...] = ()
    logo: Path | None = None
    colour: str = ""
    paper: str = ""
    footer: tuple[str, ...] = ()
    qr: bool = True


class Envelope(NamedTuple):
    """What a letter is sent with, apart from its text.

    ``key`` distinguishes the letter from all others of its sender; ids are derived from it and stay the same.
    ``recipient`` and ``sender`` are names, ``recipient_email`` and ``sender_email`` email addresses. ``address`` is the
    recipient's postal address, a line each. ``timezone`` is the IANA name of the zone of a meeting and of the date of a
    message; empty when unknown. ``attached`` are the formats to attach to a message. ``sequence`` is the revision of an
    invitation, from 0 (RFC 5545, 3.8.7.4). A ``draft`` is a message that mail programs open to edit and send.
    ``branding`` says whether a message shows the letterhead's logo and colour. ``mark`` is what stands before the
    subject of a message and a meeting; empty for nothing.
    """

    key: str = ""
    recipient: str = ""
    recipient_email: str = ""
    address: tuple[str, ...] = ()
    sender: str = ""
    sender_email: str = ""
    timezone: str = ""
    letterhead: Letterhead = Letterhead()
    attached: tuple[str, ...] = ()
    sequence: int = 0
    draft: bool = False
    branding: bool = True
    mark: str = ""


class Document(NamedTuple):
    """A finished letter in a format: the name of its file, its media type (RFC 2046), its bytes."""

    name: str
    media_type: str
    content: bytes
