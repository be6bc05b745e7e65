"""What an email shows of its sender's letterhead: a line in the sender's colour, and the logo as a picture in the mail.

Mail programs do not draw SVG, and many change the colours of a page, but not those of pictures, to dark ones. So every
logo becomes a PNG of moderate size, drawn on white by the layout ``mail_logo.typ``.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.envelopes import Envelope

PIXELS_PER_POINT = 2
"""The pixels of a logo for each pixel of the page (CSS), so that it is sharp on fine screens."""
_WIDTH, _HEIGHT = slice(16, 20), slice(20, 24)
"""The places of the size in a PNG file (PNG, section 11.2.1)."""


class Logo(NamedTuple):
    """A logo in a mail: a PNG file, its id (RFC 2392) without angle brackets, its size in pixels of the page."""

    content: bytes
    content_id: str
    width: int
    height: int


class Brand(NamedTuple):
    """What a mail shows of its sender: a colour (``#RRGGBB``, empty for none), a logo, the logo's text alternative."""

    colour: str = ""
    logo: Logo | None = None
    name: str = ""


NO_BRAND = Brand()


def brand_of(content: Content, envelope: Envelope, domain: str) -> Brand:
    """What a mail from an address at ``domain`` shows of its sender.

    Raises :class:`BrokenContent` for a logo that is not a picture, :class:`PartMissing` where Typst is missing, or the
    fonts for an SVG.
    """
    head = envelope.letterhead
    if not envelope.branding:
        return NO_BRAND
    if not head.logo:
        return Brand(head.colour)
    from goodterms.formats.typesetting import press_for  # here, because it takes time to load

    picture = press_for(content).logo_picture(head.logo, PIXELS_PER_POINT)
    return Brand(head.colour, _logo(picture, domain), envelope.sender)


def _logo(picture: bytes, domain: str) -> Logo:
    width, height = (max(1, int.from_bytes(picture[place], "big") // PIXELS_PER_POINT) for place in (_WIDTH, _HEIGHT))
    digest = blake2b(picture, digest_size=16).hexdigest()
    return Logo(picture, f"{digest}@{domain}", width, height)
