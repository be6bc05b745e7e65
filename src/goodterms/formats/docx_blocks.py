"""A letter's blocks as WordprocessingML (ISO/IEC 29500-1, transitional): the body of a document, with marks for values.

How a block looks is in the styles of the layout; a block only names its style. The order of the elements in ``w:pPr``,
``w:rPr`` and ``w:tblPr`` is that of the schema: other programs forgive another order, Word does not open the file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr.formatter import Formatter
from goodterms.formats.docx_runs import CLOSE, escape_attribute, escape_text, split
from goodterms.formats.links import is_safe_link
from goodterms.text import bidi, marks
from goodterms.text.blocks import (
    Bar,
    Break,
    Emphasis,
    Heading,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from goodterms.text.wording import TEST_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.compose import Letter
    from goodterms.formats.docx_runs import Runs
    from goodterms.model import Direction
    from goodterms.text.blocks import Block, Inline, Lines, Section

STEP = 360
"""How far a level of a list or a quotation is set in, in twentieths of a point."""
DEEPEST = 8
"""The deepest level that a numbering has, counted from 0."""
_HEAD, _CLOSING = "head", "closing"
_LONG_CLOSING = 3
"""A closing of so many paragraphs brings its own last words before the signature."""
_FULL, _EMPTY = "2F4A5C", "FFFFFF"


class Hole(NamedTuple):
    """The surroundings of a value: the opening of the run that it interrupts, and whether it is strong or in a link."""

    opening: str
    is_strong: bool
    is_link: bool


class Place(NamedTuple):
    """Where a block is: the style of its paragraphs, the depth of lists and quotations, the numbering it begins with.

    ``number`` are the level and the id of the numbering of the first paragraph; ``is_kept`` keeps the block on the page
    of the next one.
    """

    style: str = ""
    depth: int = 0
    number: tuple[int, int] | None = None
    is_loose: bool = False
    is_kept: bool = False


class BodyWriter:
    """Writes the blocks of a letter.

    ``width`` is that of the text on the page in twentieths of a point. ``bullets`` is the id of the numbering with
    bullets; lists with numbers follow, each with its own, so that it starts by itself. Afterwards, ``holes`` has the
    surroundings of each value in order, ``starts`` the first number of each list with numbers, and ``links`` the id of
    each address.
    """

    def __init__(self, letter: Letter, runs: Runs, width: int, bullets: int = 1) -> None:
        self.holes: list[Hole] = []
        self.starts: list[int] = []
        self.links: dict[str, str] = {}
        self._runs = runs
        self._width = width
        self._bullets = bullets
        self._is_rtl = letter.request.locale.direction == "rtl"
        self._percent = Formatter(letter.request.locale, letter.settings).percent
        self._parts: list[str] = []
        self._opened = ""
        self._is_source = False
        self._source: Direction = "ltr"

    def sections(self, sections: Sequence[Section]) -> str:
        """The sections of a letter. What is before the closing, a list or a table stays on the page of that.

        So no page has only a signature.
        """
        for number, section in enumerate(sections):
            following = sections[number + 1] if number + 1 < len(sections) else None
            is_last = following is not None and following.name == _CLOSING and len(following.blocks) < _LONG_CLOSING
            for place, block in enumerate(section.blocks):
                after = section.blocks[place + 1] if place + 1 < len(section.blocks) else None
                is_kept = isinstance(after, (List, Table)) or (is_last and after is None)
                self._block(block, Place(style=_style_in(section.name, place), is_kept=is_kept))
        return "".join(self._parts)

    def _block(self, block: Block, place: Place) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block.inlines, place)
        elif isinstance(block, Heading):
            self._paragraph(block.inlines, place._replace(style=f"Heading{block.level}"))
        elif isinstance(block, List):
            self._list(block, place)
        elif isinstance(block, Quote):
            for inner in block.blocks:
                self._block(inner, place._replace(style="Quote", depth=place.depth + 1, number=None))
        elif isinstance(block, Rule):
            self._paragraph((), place._replace(style="Rule"))
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Bar):
            self._bar(block)
        else:
            self._lines(block)

    def _list(self, block: List, place: Place) -> None:
        if block.start is None:
            style, numbering = "ListBullet", self._bullets
        else:
            self.starts.append(block.start)
            style, numbering = "ListNumber", self._bullets + len(self.starts)
        level = min(place.depth, DEEPEST)
        for item in block.items:
            number: tuple[int, int] | None = (level, numbering)
            if not item or not isinstance(item[0], (Paragraph, Heading)):
                # What has no number of its own follows a paragraph that has it.
                self._paragraph((), Place(style, place.depth, number))
                number = None
            for inner in item:
                own = style if number else "ListContinue"
                is_loose = isinstance(inner, Paragraph) and not inner.tight
                self._block(inner, Place(own, place.depth + 1, number, is_loose, place.is_kept))
                number = None

    def _paragraph(self, inlines: Iterable[Inline], place: Place) -> None:
        self._parts.append(f"<w:p><w:pPr>{self._properties(place)}</w:pPr>")
        self._inlines(inlines)
        self._end_run()
        self._parts.append("</w:p>")

    def _properties(self, place: Place) -> str:
        parts = [f'<w:pStyle w:val="{place.style}"/>'] if place.style else []
        if place.is_kept:
            parts.append("<w:keepNext/>")
        if place.number:
            level, numbering = place.number
            parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')
        if self._is_rtl:
            parts.append("<w:bidi/>")
        if not place.number and place.style in ("ListContinue", "Quote"):
            # In a right-to-left paragraph, left is where lines begin.
            parts.append(f'<w:ind w:left="{STEP * place.depth}"/>')
        if place.is_loose:
            parts.append('<w:contextualSpacing w:val="0"/>')
        return "".join(parts)

    def _table(self, block: Table) -> None:
        """A table with columns of the same width; its header is repeated on every page."""
        columns = len(block.header)
        width = self._width // columns
        self._parts.append(f'<w:tbl><w:tblPr><w:tblStyle w:val="LetterTable"/>{self._visual()}')
        self._parts.append(f'<w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblLayout w:type="fixed"/>')
        self._parts.append('<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" ')
        self._parts.append('w:noHBand="1" w:noVBand="1"/></w:tblPr>')
        self._parts.append("<w:tblGrid>" + f'<w:gridCol w:w="{width}"/>' * columns + "</w:tblGrid>")
        self._row(block.header, "<w:cantSplit/><w:tblHeader/>", "TableHeading", width)
        for row in block.rows:
            self._row(row, "", "TableText", width)
        self._parts.append("</w:tbl>")
        self._gap()

    def _row(self, cells: Iterable[Iterable[Inline]], properties: str, style: str, width: int) -> None:
        self._parts.append(f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>")
        for cell in cells:
            self._parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')
            self._paragraph(cell, Place(style))
            self._parts.append("</w:tc>")
        self._parts.append("</w:tr>")

    def _bar(self, block: Bar) -> None:
        """A row of two shaded cells, full from the side where reading begins, with the share as its description."""
        self._paragraph(block.label, Place("Label"))
        share = escape_attribute(self._percent(Decimal(block.percent)))
        full = self._width * block.percent // 100
        cells = [(width, fill) for width, fill in ((full, _FULL), (self._width - full, _EMPTY)) if width]
        line = f'w:val="single" w:sz="6" w:space="0" w:color="{_FULL}"'
        borders = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right"))
        self._parts.append(f'<w:tbl><w:tblPr>{self._visual()}<w:tblW w:w="{self._width}" w:type="dxa"/>')
        self._parts.append(f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>')
        self._parts += [f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right")]
        self._parts.append("</w:tblCellMar>")
        self._parts.append(f'<w:tblDescription w:val="{share}"/></w:tblPr><w:tblGrid>')
        self._parts += [f'<w:gridCol w:w="{width}"/>' for width, _ in cells]
        self._parts.append('</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="200" w:hRule="exact"/></w:trPr>')
        for width, fill in cells:
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
            self._parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>')
            self._parts.append('<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p></w:tc>')
        self._parts.append("</w:tr></w:tbl>")
        self._gap()

    def _lines(self, block: Lines) -> None:
        if block.label:
            self._paragraph(block.label, Place("Label"))
        for _ in range(block.number):
            self._paragraph((), Place("WritingLine"))

    def _visual(self) -> str:
        return "<w:bidiVisual/>" if self._is_rtl else ""

    def _gap(self) -> None:
        """A small paragraph after a table, which another table would continue."""
        self._parts.append('<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>')

    def _inlines(self, inlines: Iterable[Inline], is_strong: bool = False, is_link: bool = False) -> None:
        for part in inlines:
            if isinstance(part, Text):
                self._text(part.text, is_strong, is_link)
            elif isinstance(part, Break):
                self._begin_run(self._runs.opening(self._runs.home, is_strong, is_link))
                self._parts.append('</w:t><w:br/><w:t xml:space="preserve">')
            elif isinstance(part, (Strong, Emphasis)):
                # Bold for emphasis, too: many scripts have no italics.
                self._inlines(part.inlines, is_strong=True, is_link=is_link)
            else:
                self._link(part, is_strong, is_link)

    def _link(self, part: Link, is_strong: bool, is_link: bool) -> None:
        if is_link or not is_safe_link(part.url):
            self._inlines(part.inlines, is_strong, is_link)
            return
        self._end_run()
        address = self.links.setdefault(part.url, f"link{len(self.links) + 1}")
        self._parts.append(f'<w:hyperlink r:id="{address}">')
        self._inlines(part.inlines, is_strong, is_link=True)
        self._end_run()
        self._parts.append("</w:hyperlink>")

    def _text(self, text: str, is_strong: bool, is_link: bool) -> None:
        at = 0
        for match in marks.ANY.finditer(text):
            self._words(text[at : match.start()], is_strong, is_link)
            at = match.end()
            if marks.SLOT.match(match[0]):
                opening = self._runs.opening(self._runs.home, is_strong, is_link)
                self._begin_run(opening)
                self.holes.append(Hole(opening, is_strong, is_link))
                self._parts.append(match[0])
            else:
                self._span(match[0], is_strong, is_link)
        self._words(text[at:], is_strong, is_link)

    def _span(self, mark: str, is_strong: bool, is_link: bool) -> None:
        """Begin or end words of the source language, with marks of direction as around a value."""
        if mark != marks.CLOSE:
            self._source = "rtl" if mark == marks.OPEN_RTL else "ltr"
        outer, inner = (bidi.DIRECTIONAL_MARKS[side] for side in (self._runs.direction, self._source))
        around = "" if outer == inner else f"{outer}{inner}"
        self._begin_run(self._runs.opening(self._runs.home, is_strong, is_link))
        self._parts.append(around if mark != marks.CLOSE else around[::-1])
        self._parts.append(mark)  # the plan looks for it, and leaves it out
        self._is_source = mark != marks.CLOSE

    def _words(self, words: str, is_strong: bool, is_link: bool) -> None:
        if not words:
            return
        base = self._source if self._is_source else self._runs.direction
        home = self._runs.source_home if self._is_source else self._runs.home
        for kind, piece in split(words.replace("\n", " "), base, home):
            is_source = self._is_source and kind == home
            self._begin_run(self._runs.opening(kind, is_strong, is_link, is_source))
            self._parts.append(escape_text(piece))

    def _begin_run(self, opening: str) -> None:
        """Begin a run, unless one with the same properties is open."""
        if self._opened != opening:
            self._end_run()
            self._parts.append(opening)
            self._opened = opening

    def _end_run(self) -> None:
        if self._opened:
            self._parts.append(CLOSE)
            self._opened = ""


def _style_in(section: str, place: int) -> str:
    """The style of the paragraphs of a section; the first of the closing is set apart from the letter."""
    if section == TEST_NOTE:
        return "TestNote"
    if section == _HEAD:
        return "LetterHead"
    if section == _CLOSING:
        return "Signature" if place else "Closing"
    return ""
