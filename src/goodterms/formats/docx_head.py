"""The page of a document, its letterhead and the recipient's address: a table whose rows are where the window is.

Lengths are in twentieths of a point, those of pictures in English Metric Units (914,400 to the inch).
"""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import read_bytes
from goodterms.errors import BrokenContent
from goodterms.formats import typesetting
from goodterms.formats.docx_runs import CLOSE, escape_attribute
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.formats.docx_layout import Layout
    from goodterms.formats.docx_runs import Runs
    from goodterms.model import Envelope


def _mm(length: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(length * 1440 / 25.4)


class _Size(NamedTuple):
    """A size of paper, and where the window of its envelope is: its top, its width, the start of the letter below."""

    width: int
    height: int
    window: int
    window_width: int
    letter: int


# DIN 5008, form B, and the window of a No. 10 envelope. Windows are on the left, in right-to-left letters, too.
_SIZES = {
    "a4": _Size(11906, 16838, _mm(45), _mm(80), _mm(98)),
    "us-letter": _Size(12240, 15840, _mm(50), _mm(95), _mm(92)),
}
_NEAR, _FAR = _mm(25), _mm(20)
"""The margins at the sides: that on the left in letters from left to right, and the other."""
_TOP, _TOP_WITH_WINDOW, _BOTTOM, _FOOTER = _mm(20), _mm(10), _mm(22), _mm(10)
_LOGO_HEIGHT, _LOGO_WIDTH = 16 * 36000, 80 * 36000
_LETTERHEAD = _mm(25)
# The signature of a PNG file and its first chunk, whose width and height are not zero.
_PNG = re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR(?!\0{4})(?!.{4}\0{4}).{8}", re.DOTALL)


class Logo(NamedTuple):
    """A logo as a word processor takes it: a PNG picture, and the SVG drawing that it was made from, if any."""

    png: bytes
    svg: bytes | None


class Head(NamedTuple):
    """What is above a letter, and the logo in it."""

    xml: str
    logo: Logo | None


class Page(NamedTuple):
    """The properties of the pages (``w:sectPr``), and whether pages after the first begin lower than the first."""

    xml: str
    is_lowered: bool


def text_width(size: str) -> int:
    """The width of the text on paper of this size, in twentieths of a point."""
    return _SIZES[size].width - _NEAR - _FAR


def page_of(size: str, runs: Runs, has_window: bool) -> Page:
    """The properties of the pages of a letter."""
    sheet = _SIZES[size]
    is_rtl = runs.direction == "rtl"
    left, right = (_FAR, _NEAR) if is_rtl else (_NEAR, _FAR)
    top = _TOP_WITH_WINDOW if has_window else _TOP
    code = ' w:code="1"' if size == "us-letter" else ' w:code="9"'
    lowered = '<w:headerReference w:type="default" r:id="header"/>' if has_window else ""
    return Page(
        f'<w:sectPr>{lowered}<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{code}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{_BOTTOM}" w:left="{left}" w:header="{_TOP_WITH_WINDOW}" '
        f'w:footer="{_FOOTER}" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/>{"<w:bidi/>" if is_rtl else ""}'
        "</w:sectPr>",
        has_window,
    )


def write(runs: Runs, envelope: Envelope, size: str) -> Head:
    """The letterhead and the address; nothing for an envelope with neither."""
    paper, has_window = envelope.letterhead, bool(envelope.address)
    logo = read_logo(paper.logo) if paper.logo else None
    if not (logo or paper.address or paper.colour or has_window):
        return Head("", None)
    sheet, width = _SIZES[size], text_width(size)
    sides = sheet.window_width, width - sheet.window_width
    picture = _paragraph(runs, "Header", _drawing(logo, envelope.sender) if logo else "")
    sender = _lines(runs, "SenderAddress", paper.address)
    # The logo is where lines begin, in a table that reads from left to right.
    cells = (picture, sender) if runs.direction == "ltr" else (sender, picture)
    rows = [_row(zip(sides, cells, strict=True), _LETTERHEAD if has_window else 0, paper.colour.removeprefix("#"))]
    if has_window:
        space = sheet.window - _TOP_WITH_WINDOW - _LETTERHEAD
        rows.append(_row(((side, _gap()) for side in sides), space))
        back = _paragraph(runs, "EnvelopeReturn", _joined(runs, paper.address)) if paper.address else ""
        window = back + _lines(runs, "EnvelopeAddress", envelope.address)
        rows.append(_row(zip(sides, (window, _gap()), strict=True), sheet.letter - sheet.window))
    return Head(_table(runs, sides, rows) + _gap("Gap" if has_window else "BelowLetterhead"), logo)


def write_window(runs: Runs, envelope: Envelope, layout: Layout) -> str:
    """The address in a company's own document, whose headers have the letterhead; nothing without an address."""
    if not envelope.address:
        return ""
    sheet = _SIZES["us-letter" if layout.page_width == _SIZES["us-letter"].width else "a4"]
    sides = sheet.window_width, max(layout.text_width - sheet.window_width, 200)
    space = max(sheet.window - layout.top, 0)
    rows = [_row(((side, _gap()) for side in sides), space)] if space else []
    window = _lines(runs, "EnvelopeAddress", envelope.address)
    rows.append(_row(zip(sides, (window, _gap()), strict=True), sheet.letter - max(sheet.window, layout.top)))
    return _table(runs, sides, rows) + _gap()


def _table(runs: Runs, sides: tuple[int, int], rows: Iterable[str]) -> str:
    """A table without lines, which reads from left to right: the window is on the left."""
    grid = "".join(f'<w:gridCol w:w="{side}"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    # Some programs turn a table around in a right-to-left section unless it says otherwise.
    order = '<w:bidiVisual w:val="off"/>' if runs.direction == "rtl" else ""
    return (
        f'<w:tbl><w:tblPr>{order}<w:tblW w:w="{sum(sides)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: Iterable[tuple[int, str]], height: int, colour: str = "") -> str:
    """A row at least this high, so that nothing in it is ever cut off, with a line of this colour under it."""
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    line = f'<w:tcBorders><w:bottom w:val="single" w:sz="10" w:space="0" w:color="{colour}"/></w:tcBorders>'
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line if colour else ""}</w:tcPr>{inner}</w:tc>'
        for width, inner in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{written}</w:tr>"


def _lines(runs: Runs, style: str, lines: Iterable[str]) -> str:
    return "".join(_paragraph(runs, style, runs.line(line)) for line in lines) or _gap()


def _joined(runs: Runs, lines: Iterable[str]) -> str:
    """The sender's address in one line, for letters that cannot be delivered."""
    mark = bidi.DIRECTIONAL_MARKS[runs.direction]
    between = f"{runs.opening('digits' if runs.direction == 'rtl' else 'plain')}{mark} · {mark}{CLOSE}"
    return between.join(map(runs.line, lines))


def _paragraph(runs: Runs, style: str, inner: str) -> str:
    direction = "<w:bidi/>" if runs.direction == "rtl" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{inner}</w:p>'


def _gap(style: str = "Gap") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'


@lru_cache(maxsize=8)
def read_logo(path: Path) -> Logo:
    """The logo in a file.

    Raises :class:`BrokenContent` for a file that is not what its suffix says, :class:`PartMissing` where Typst, which
    makes a picture of a drawing, is missing.
    """
    data = read_bytes(path)
    if path.suffix.lower() != ".png":
        return Logo(typesetting.png_of(path), data if path.suffix.lower() == ".svg" else None)
    if not _PNG.match(data):
        raise BrokenContent.at(str(path), 0, "logo-broken", format="PNG")
    return Logo(data, None)


def _drawing(logo: Logo, name: str) -> str:
    """The picture in a line of text (``wp:inline``), with the sender's name as its text alternative."""
    width, height = _fit(logo.png)
    text = escape_attribute(name)
    drawing = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="drawing"/></a:ext></a:extLst>'
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Logo" descr="{text}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr="{text}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="picture">{drawing if logo.svg else ""}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _fit(png: bytes) -> tuple[int, int]:
    """The width and the height of a logo: 16 mm high, unless it would be wider than 80 mm."""
    width, height = struct.unpack(">II", png[16:24])
    scale = min(_LOGO_HEIGHT / height, _LOGO_WIDTH / width)
    return max(round(width * scale), 1), max(round(height * scale), 1)
