"""The logo in a document: a picture in a line of text, sized in English Metric Units (360,000 to the centimetre)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import read_bytes
from goodterms.errors import BrokenContent
from goodterms.formats import typesetting
from goodterms.formats.docx_runs import escape_attribute
from goodterms.speech import said

if TYPE_CHECKING:
    from pathlib import Path

_HIGHEST, _WIDEST = 16 * 36000, 80 * 36000
# The sizes in the first chunk of PNG (PNG, 11.2.1) and in the frame header of JPEG (ITU-T T.81, B.2.2).
_PNG = re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR(?P<width>.{4})(?P<height>.{4})", re.DOTALL)
_JPEG_SEGMENT = re.compile(rb"\xff+(?P<marker>[\xc0-\xfe])(?P<length>..)", re.DOTALL)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Logo(NamedTuple):
    """A logo as a word processor takes it.

    ``picture`` is a PNG or JPEG file, as ``suffix`` says, and ``drawing`` the SVG file that it was made from, if any.
    ``width`` and ``height`` are in pixels.
    """

    picture: bytes
    suffix: str
    width: int
    height: int
    drawing: bytes | None = None


@lru_cache(maxsize=8)
def read_logo(path: Path) -> Logo:
    """The logo in a file.

    Raises :class:`BrokenContent` for a file that is not what its suffix says, :class:`PartMissing` where Typst, which
    makes a picture of a drawing, is missing.
    """
    data, suffix = read_bytes(path), path.suffix.lower().removeprefix(".")
    if suffix == "svg":
        picture = typesetting.png_of(path)
        return Logo(picture, "png", *_size_of(picture), data)
    width, height = _size_of(data) if suffix == "png" else _size_of_jpeg(data)
    if not width or not height:
        raise BrokenContent.at(path, 0, "logo-unreadable", reason=said("expected {format}", format=suffix.upper()))
    return Logo(data, suffix, width, height)


def _size_of(png: bytes) -> tuple[int, int]:
    """The width and the height of a PNG picture; zeros for a file that is none."""
    found = _PNG.match(png)
    return (int.from_bytes(found["width"], "big"), int.from_bytes(found["height"], "big")) if found else (0, 0)


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """The width and the height of a JPEG picture; zeros for a file that is none."""
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while segment := _JPEG_SEGMENT.match(data, at):
        if segment["marker"][0] in _JPEG_FRAMES:
            height, width = data[segment.end() + 1 :][:2], data[segment.end() + 3 :][:2]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at = segment.start("length") + int.from_bytes(segment["length"], "big")
    return 0, 0


def drawing(logo: Logo, name: str) -> str:
    """The picture in a line of text (``wp:inline``), with the sender's name as its text alternative."""
    width, height = _fit(logo)
    text = escape_attribute(name)
    vector = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="drawing"/></a:ext></a:extLst>'
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Logo" descr="{text}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr="{text}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="picture">{vector if logo.drawing else ""}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _fit(logo: Logo) -> tuple[int, int]:
    """The width and the height of a logo on the page: 16 mm high, unless it would be wider than 80 mm."""
    scale = min(_HIGHEST / logo.height, _WIDEST / logo.width)
    return max(round(logo.width * scale), 1), max(round(logo.height * scale), 1)
