"""The letter as a document for word processors, to be edited before it is sent (Office Open XML, ISO/IEC 29500).

The XML is a plan with holes, as in the other formats, and a file is its parts in a ZIP archive. No library is between:
python-docx has neither right-to-left paragraphs nor dates that stay the same, and takes as long for an empty document
as this takes for twenty letters.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import docx_head
from goodterms.formats.docx_blocks import BodyWriter
from goodterms.formats.docx_head import Head, Page
from goodterms.formats.docx_logo import read_logo
from goodterms.formats.docx_package import Parts, package_for
from goodterms.formats.docx_runs import CLOSE, Runs, character_not_in_xml, escape_text
from goodterms.formats.links import link_target
from goodterms.formats.paper import paper_size
from goodterms.formats.plan import Plan, make_plan
from goodterms.formats.words import page_title
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.formats.docx_blocks import Hole
    from goodterms.formats.docx_layout import Layout
    from goodterms.model import Slot

_WINDOW_LINES, _WINDOW_WIDTH = 6, 42
"""The lines of an address and their characters that the window shows; a word processor does not say what fits."""
_NO_MARKS = dict.fromkeys((marks.OPEN_LTR, marks.OPEN_RTL, marks.CLOSE), "")


class _Sheet(NamedTuple):
    """The words of a letter, ready for values: what a plan has, and what surrounds each hole."""

    body: Plan
    title: Plan
    holes: tuple[Hole, ...]
    starts: tuple[int, ...]
    links: Mapping[str, str]
    runs: Runs


def write(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    """The letter as a document.

    Raises :class:`InvalidRequest` for what :func:`check` finds, and :class:`BrokenContent` for faults of a layout.
    """
    if faults := check(content, letter, envelope):
        raise InvalidRequest(faults)
    package, size = package_for(content), paper_size(letter.request.locale, envelope)
    sheet = _sheet_for(letter, size, package.layout)
    filled = _Filling(sheet, letter)
    if package.layout:
        head = Head(docx_head.write_window(sheet.runs, envelope, package.layout), None)
        page = Page(package.layout.section_for(sheet.runs.direction), is_lowered=False)
    else:
        head = docx_head.write(sheet.runs, envelope, size)
        page = docx_head.page_of(size, sheet.runs, envelope)
    parts = Parts(
        body=head.xml + filled.body,
        title=filled.title,
        author=escape_text(envelope.sender),
        day=letter.request.date,
        starts=sheet.starts,
        links=filled.links,
        picture=head.logo,
        page=page,
    )
    return package.file(letter, sheet.runs, parts)


def check(_: Content, letter: Letter, envelope: Envelope) -> list[Fault]:
    """The fault of an address that is too long for the window, and of characters that no XML document can contain.

    Raises :class:`BrokenContent` for a logo that cannot be read.
    """
    head = envelope.letterhead
    if head.logo:
        read_logo(head.logo)
    texts = {
        "address": envelope.address,
        "letterhead.address": head.address,
        "letterhead.footer": head.footer,
        "sender": (envelope.sender,),
        letter.request.letter.name: tuple(text for text, _, _ in letter.slots),
    }
    refused = [
        fault("not-in-xml", place, character=bidi.describe(character))
        for place, lines in texts.items()
        for line in lines
        if not line.isascii() or not line.isprintable()
        if (character := character_not_in_xml(line))
    ]
    return [*_address_faults(envelope.address), *refused]


class _Filling:
    """The words of a letter with its values: ``body`` and ``title``, and the ids of all addresses that it links to."""

    def __init__(self, sheet: _Sheet, letter: Letter) -> None:
        self.links = dict(sheet.links)
        self._runs = sheet.runs
        self._holes: Iterator[Hole] = iter(sheet.holes)  # a plan fills its holes in order
        self._marks = bidi.DIRECTIONAL_MARKS[sheet.runs.direction]
        home = sheet.runs.opening(sheet.runs.home)
        self.body = sheet.body.fill(letter.slots, self._fill, _fill_plain).replace(home + CLOSE, "")
        self.title = sheet.title.fill(letter.slots, _fill_plain, _fill_plain)

    def _fill(self, slot: Slot) -> str:
        text, isolate, link = slot
        hole = next(self._holes)
        if not link and (inline := self._runs.inline(text, isolate)) is not None:
            return escape_text(inline)
        is_linked = bool(link) and not hole.is_link
        runs, mark = self._runs.value(text, isolate, hole.is_strong, bool(link) or hole.is_link)
        if is_linked:
            address = self.links.setdefault(link_target(text, link), f"link{len(self.links) + 1}")
            runs = f'<w:hyperlink r:id="{address}">{runs}</w:hyperlink>'
        return f"{mark}{CLOSE}{runs}{hole.opening}{mark}"


def _fill_plain(slot: Slot) -> str:
    return escape_text(slot[0])


def _sheet_for(letter: Letter, size: str, layout: Layout | None) -> _Sheet:
    key = "docx", letter.request.locale, letter.source_tag, size
    sheet = letter.wording.plans.get(key)
    if not isinstance(sheet, _Sheet):
        sheet = letter.wording.plans[key] = _make_sheet(letter, size, layout)
    return sheet


def _make_sheet(letter: Letter, size: str, layout: Layout | None) -> _Sheet:
    fonts = letter.settings.fonts if layout else ()
    runs = Runs(letter.request.locale, letter.source_tag, next(iter(fonts), ""))
    width = layout.text_width if layout else docx_head.text_width(size)
    writer = BodyWriter(letter, runs, width, layout.numbering + 1 if layout else 1)
    body = make_plan(writer.sections(letter.wording.sections), _NO_MARKS, letter)
    title = make_plan(escape_text(page_title(letter.wording, letter.request.locale)), _NO_MARKS, letter)
    return _Sheet(body, title, tuple(writer.holes), tuple(writer.starts), writer.links, runs)


def _address_faults(address: Sequence[str]) -> list[Fault]:
    """The fault of an address with more lines than the window of an envelope shows (DIN 5008: six)."""
    taken = list(accumulate(math.ceil(max(len(line), 1) / _WINDOW_WIDTH) for line in address))
    over = [line for line, lines in zip(address, taken, strict=True) if lines > _WINDOW_LINES]
    if not over:
        return []
    quoted = ", ".join(f"“{line}”" for line in over)
    return [fault("address-too-long", "address", lines=taken[-1], holds=_WINDOW_LINES, over=quoted)]
