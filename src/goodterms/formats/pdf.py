"""PDF to print and to send: accessible (PDF/UA-1), archivable (PDF/A-2a), the same bytes for the same letter.

A letter goes to the typesetter as data, never as markup.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain, cycle
from typing import TYPE_CHECKING, Any

from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.formats import actual_text
from goodterms.formats.invitation import link_of
from goodterms.formats.joining import add_blank_page, join, pages_of
from goodterms.formats.line_breaks import ZWSP
from goodterms.formats.link_descriptions import describe_links
from goodterms.formats.paper import faults_of_paper, language_and_region, paper_of, paper_size
from goodterms.formats.pdf_content import isolate_line, letter_content, split_at_links, spoken_words
from goodterms.formats.pdf_file import PdfFile
from goodterms.formats.qr import code_of
from goodterms.formats.typesetting import LayoutRefused, press_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.formats.typesetting import Press

_LAYOUT = "_layout/blocks.typ"
_ISOLATES = re.compile("[\u2066-\u2069]")
_LETTERS_AT_ONCE = 25
_PIXELS_PER_INCH = 110
"""The resolution of pages on a screen."""


def write(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    """The letter as PDF.

    Raises :class:`MissingGlyphs` for characters that no font has, :class:`InvalidRequest` for an address or a
    letterhead that does not fit, :class:`BrokenContent` for faults of a layout, and :class:`PartMissing` where Typst or
    fonts are missing.
    """
    return _Job(press_for(content), [(letter, envelope)], 1).file().to_bytes()


def pictures(content: Content, letter: Letter, envelope: Envelope) -> list[bytes]:
    """The pages of the PDF as PNG pictures, to look at on a screen; raises what :func:`write` raises."""
    return _Job(press_for(content), [(letter, envelope)], 1).pictures()


def check(content: Content, letter: Letter, envelope: Envelope) -> list[Fault]:
    """The faults for which :func:`write` raises :class:`InvalidRequest`: of the address, of characters without a font.

    The letter is only typeset when its words or its characters are new. Raises what :func:`write` raises otherwise.
    """
    press = press_for(content)
    faults = _faults_of(lambda: _Job(press, [(letter, envelope)], 1).check()) if envelope.address else []
    shown = press.shown.setdefault(letter.request.locale.catalog, set())
    characters = set().union(*(slot[0] for slot in letter.slots), *envelope.address, envelope.recipient)
    key = "checked for pdf", letter.request.locale
    if key in letter.wording.plans and characters <= shown:
        return faults
    if faults:  # an address that does not fit is set at the foot, for its characters
        head = envelope.letterhead._replace(footer=envelope.address)
        envelope = envelope._replace(address=(), letterhead=head)
    letter_faults = _faults_of(lambda: write(content, letter, envelope))
    if not letter_faults:
        letter.wording.plans[key] = True
        shown |= characters
    return [*faults, *letter_faults]


def _faults_of(step: Callable[[], object]) -> list[Fault]:
    try:
        step()
    except InvalidRequest as error:
        return list(error.faults)
    return []


def merge(content: Content, letters: Sequence[tuple[Letter, Envelope]], duplex: bool | None = None) -> bytes:
    """One or more letters to print together: a cover that lists them, then each on pages numbered from one.

    With ``duplex``, each letter begins on a right-hand page, behind a blank page where it needs one, so that no sheet
    has pages of two letters; None for that where a letter has several pages, as only then sheets have two sides.

    Typst needs about a megabyte of memory for each letter of a document, so the letters are typeset a few at a time
    and the files joined. Letters that are typeset together share their fonts.
    """
    press = press_for(content)
    files: list[PdfFile] = []
    lengths: list[list[int]] = []
    for at in range(0, len(letters), _LETTERS_AT_ONCE):
        job = _Job(press, letters[at : at + _LETTERS_AT_ONCE], at + 1)
        file = job.file(is_alone=False)
        ends = [*job.starts[1:], len(pages_of(file))]
        lengths.append([end - start for start, end in zip(job.starts, ends, strict=True)])
        files.append(file)
    if duplex is None:
        duplex = any(length > 1 for several in lengths for length in several)
    if duplex:
        for file, several in zip(files, lengths, strict=True):
            several[:] = _fill_sheets(file, several)
    starts = [0, *accumulate(chain.from_iterable(lengths))][:-1]
    cover = _make_cover(press, letters, starts, duplex)
    files.reverse()
    return join(cover, (files.pop() for _ in range(len(files)))).to_bytes()


def _fill_sheets(file: PdfFile, lengths: Sequence[int]) -> list[int]:
    """Add a blank page to each part of a file with an odd number of pages; returns the new numbers."""
    end = len(pages_of(file))
    for length in reversed(lengths):
        if length % 2:
            add_blank_page(file, end - 1)
        end -= length
    return [length + length % 2 for length in lengths]


def _make_cover(
    press: Press, letters: Sequence[tuple[Letter, Envelope]], starts: Sequence[int], duplex: bool
) -> PdfFile:
    """The pages that list on which page each letter begins, counting these pages; whole sheets with ``duplex``."""
    pages = 1
    while True:
        before = pages + (pages % 2 if duplex else 0)
        labels = cycle(actual_text.LABELS)
        rows: list[dict[str, Any]] = []
        spoken: list[actual_text.Spoken] = []
        for number, ((letter, envelope), start) in enumerate(zip(letters, starts, strict=True), 1):
            name, tag = envelope.recipient, letter.request.locale.tag
            label = next(labels) if name.strip() else None
            if label:
                spoken.append(actual_text.Spoken(label, tag, (_ISOLATES.sub("", name),), in_pieces=False))
            row = {"key": envelope.key or str(number), "recipient": isolate_line(name, "ltr"), "mark": label}
            rows.append({**row, "tag": tag, "page": before + start + 1})
        size = paper_size(letters[0][0].request.locale, letters[0][1])
        job = {"kind": "cover", "size": size, "rows": rows}
        cover = _print_job(press, job, [letter for letter, _ in letters], spoken)[0]
        if len(pages_of(cover)) <= pages:
            if duplex:
                _fill_sheets(cover, [len(pages_of(cover))])
            return cover
        pages = len(pages_of(cover))


def _print_job(
    press: Press, job: Mapping[str, object], letters: Sequence[Letter], spoken: Sequence[actual_text.Spoken]
) -> tuple[PdfFile, list[int]]:
    """The file of a job with the text for assistive technology, and the pages on which its blocks begin."""
    file = PdfFile(_typeset(press, job, letters))
    try:
        return file, actual_text.attach_texts(file, spoken)
    except actual_text.LabelsLost:
        raise BrokenContent.at(_LAYOUT, 0, "layout-blocks") from None


def _typeset(press: Press, job: Mapping[str, object], letters: Sequence[Letter]) -> bytes:
    """The job as PDF, with the date of its latest letter; raises what the layout refuses as faults."""
    try:
        return press.pdf(job, max(letter.request.date for letter in letters))
    except LayoutRefused as error:
        raise InvalidRequest(faults_of_paper(error.refused)) from None


def _blocks_inside(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The blocks, cells and labels inside a block, in reading order."""
    yield from block.get("blocks", ())
    for several in (*block.get("items", ()), block.get("header", ()), *block.get("rows", ())):
        yield from several
    if label := block.get("label"):
        yield label


def _add_code(blocks: list[dict[str, Any]], letter: Letter) -> None:
    """Put the QR code of the meeting's link beside the first block that has the link."""
    link, label = link_of(letter), letter.labels.get("code_label", "")
    block = next((block for block in blocks if link and link in _links_in(block)), None)
    if block and label and (code := code_of(link)):
        block["code"] = {"svg": code.svg, "side": code.side, "label": label}


def _links_in(part: object) -> Iterator[str]:
    """The addresses of the links in a block or in its inline parts."""
    if isinstance(part, dict):
        if "link" in part:
            yield part["link"]
        for inner in part.values():
            yield from _links_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _links_in(inner)


class _Job:
    """Letters for the typesetter, numbered from ``first``, and the spoken texts of their blocks.

    ``starts`` are the pages (0 is the first) on which the letters begin; empty before the file is made.
    """

    def __init__(self, press: Press, letters: Sequence[tuple[Letter, Envelope]], first: int) -> None:
        self.starts: list[int] = []
        self._press = press
        self._letters = letters
        self._first = first
        self._labels = cycle(actual_text.LABELS)
        self._spoken: list[actual_text.Spoken] = []
        self._tag = ""

    def file(self, is_alone: bool = True) -> PdfFile:
        """The finished file. Only a letter that is alone gets bookmarks; those of several would all be the same."""
        data = []
        first_blocks = []
        for number, (letter, envelope) in enumerate(self._letters, self._first):
            first_blocks.append(len(self._spoken))
            data.append(self._data(number, letter, envelope))
        job = {"kind": "letters", "bookmarked": is_alone, "letters": data}
        file, pages = _print_job(self._press, job, [letter for letter, _ in self._letters], self._spoken)
        order = {number: page for page, number in enumerate(pages_of(file))}
        self.starts = [order[pages[block]] for block in first_blocks if block < len(pages)]
        ends = [*self.starts[1:], len(order)]
        for (letter, _), start, end in zip(self._letters, self.starts, ends, strict=False):
            describe_links(file, [*order][start:end], letter.labels, letter.request.locale.direction)
        return file

    def pictures(self) -> list[bytes]:
        """The pages as pictures."""
        data = [self._data(number, *pair) for number, pair in enumerate(self._letters, self._first)]
        job = {"kind": "letters", "bookmarked": False, "letters": data}
        try:
            return self._press.pictures(job, _PIXELS_PER_INCH)
        except LayoutRefused as error:
            raise InvalidRequest(faults_of_paper(error.refused)) from None

    def check(self) -> None:
        """Raise the faults of the letters' addresses and letterheads; nothing else of the letters is typeset."""
        data = [self._data(number, *pair) | {"sections": []} for number, pair in enumerate(self._letters, self._first)]
        _typeset(self._press, {"kind": "check", "letters": data}, [letter for letter, _ in self._letters])

    def _data(self, number: int, letter: Letter, envelope: Envelope) -> dict[str, Any]:
        locale, settings = letter.request.locale, letter.settings
        data = letter_content(letter)
        self._tag = locale.tag
        blocks = [block for section in data["sections"] for block in section["blocks"]]
        if envelope.letterhead.qr:
            _add_code(blocks, letter)
        for block in blocks:
            self._lay_out(block)
        language, region = language_and_region(locale)
        data |= {
            "name": str(number),
            "lang": language,
            "region": region,
            "dir": locale.direction,
            "fonts": settings.fonts,
            "line_height": settings.line_height,
            "style": settings.style,
        }
        data["paper"] = paper_of(self._press, data, locale.direction, envelope)
        data["paper"]["size"] = paper_size(locale, envelope)
        return data

    def _lay_out(self, block: dict[str, Any]) -> None:
        """Split a block's text into pieces (links, and what is between them) and label it for its spoken text."""
        if "inlines" in block:
            self._lay_out_text(block, split_at_links(block.pop("inlines")))
        for inner in _blocks_inside(block):
            self._lay_out(inner)

    def _lay_out_text(self, block: dict[str, Any], pieces: list[dict[str, Any]]) -> None:
        texts = [_ISOLATES.sub("", "".join(spoken_words(piece["inlines"]))).replace(ZWSP, "") for piece in pieces]
        has_links = any("link" in piece for piece in pieces)
        for piece, text in zip(pieces, texts, strict=True):
            piece["alone"] = has_links and bool(text.strip())
        spoken = tuple(text for text in texts if text.strip())
        block["pieces"], block["mark"] = pieces, None
        if spoken:
            block["mark"] = next(self._labels)
            first = next((inline for inline in pieces[0]["inlines"] if inline), None)
            tag = first["lang"] if isinstance(first, dict) and "lang" in first else self._tag
            self._spoken.append(actual_text.Spoken(block["mark"], tag, spoken, has_links))
