"""The page of a document, its letterhead and the recipient's address: a table whose rows are where the window is.

Lengths are in twentieths of a point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats.docx_logo import drawing, read_logo
from goodterms.formats.docx_runs import CLOSE
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.envelopes import Envelope
    from goodterms.formats.docx_layout import Layout
    from goodterms.formats.docx_logo import Logo
    from goodterms.formats.docx_runs import Runs


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
_LETTERHEAD = _mm(25)
_BETWEEN = "\u2003"
"""What is between the lines at the foot: an em space, where a line may end."""


class Head(NamedTuple):
    """What is above a letter, and the logo in it."""

    xml: str
    logo: Logo | None


class Page(NamedTuple):
    """The properties of the pages (``w:sectPr``), and what is at the foot of the first, which may be nothing.

    ``is_lowered`` says whether the pages after the first begin lower than the first.
    """

    xml: str
    is_lowered: bool
    foot: str = ""


def text_width(size: str) -> int:
    """The width of the text on paper of this size, in twentieths of a point."""
    return _SIZES[size].width - _NEAR - _FAR


def page_of(size: str, runs: Runs, envelope: Envelope) -> Page:
    """The properties of the pages of a letter."""
    has_window, foot = bool(envelope.address), _joined(runs, envelope.letterhead.footer, _BETWEEN)
    sheet = _SIZES[size]
    is_rtl = runs.direction == "rtl"
    left, right = (_FAR, _NEAR) if is_rtl else (_NEAR, _FAR)
    top = _TOP_WITH_WINDOW if has_window else _TOP
    code = ' w:code="1"' if size == "us-letter" else ' w:code="9"'
    lowered = '<w:headerReference w:type="default" r:id="header"/>' if has_window else ""
    first = '<w:footerReference w:type="first" r:id="first-footer"/>' if foot else ""
    return Page(
        f'<w:sectPr>{lowered}{first}<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{code}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{_BOTTOM}" w:left="{left}" w:header="{_TOP_WITH_WINDOW}" '
        f'w:footer="{_FOOTER}" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/>{"<w:bidi/>" if is_rtl else ""}'
        "</w:sectPr>",
        has_window,
        _paragraph(runs, "FirstFooter", foot) if foot else "",
    )


def write(runs: Runs, envelope: Envelope, size: str) -> Head:
    """The letterhead and the address; nothing for an envelope with neither."""
    paper, has_window = envelope.letterhead, bool(envelope.address)
    logo = read_logo(paper.logo) if paper.logo else None
    if not (logo or paper.address or paper.colour or has_window):
        return Head("", None)
    sheet, width = _SIZES[size], text_width(size)
    sides = sheet.window_width, width - sheet.window_width
    picture = _paragraph(runs, "Header", drawing(logo, envelope.sender) if logo else "")
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


def _joined(runs: Runs, lines: Iterable[str], between: str = " · ") -> str:
    """Lines in one, with ``between`` between them, such as the sender's address above the recipient's."""
    mark = bidi.DIRECTIONAL_MARKS[runs.direction]
    opening = runs.opening("digits" if runs.direction == "rtl" else "plain")
    return f"{opening}{mark}{between}{mark}{CLOSE}".join(map(runs.line, lines))


def _paragraph(runs: Runs, style: str, inner: str) -> str:
    direction = "<w:bidi/>" if runs.direction == "rtl" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{inner}</w:p>'


def _gap(style: str = "Gap") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'
