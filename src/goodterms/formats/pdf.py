"""PDF to print and to send: for everyone (PDF/UA-1), for archives (PDF/A-2a), the same bytes for the same letter.

A letter goes to the typesetter as data, never as markup. The data is JSON: a plan with holes, as in every format, with
each value in its isolates.
"""

from __future__ import annotations

import json
import math
import re
from itertools import cycle
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from goodterms.cldr.formatter import Formatter
from goodterms.errors import BrokenContent, MissingGlyphs
from goodterms.faults import Fault, legacy
from goodterms.formats import actual_text
from goodterms.formats.joining import join, pages_of
from goodterms.formats.line_breaks import ZWSP, break_endless_words
from goodterms.formats.links import is_safe_link, link_target
from goodterms.formats.pdf_file import PdfFile
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.typesetting import press
from goodterms.formats.words import page_title
from goodterms.text import bidi, marks
from goodterms.text.blocks import Break, Emphasis, Heading, Link, List, Paragraph, Quote, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.formats.typesetting import Press
    from goodterms.model import Direction, Envelope, Locale, Slot
    from goodterms.text.blocks import Block, Inline

_LAYOUT = "_layout/blocks.typ"
# Where letters are written on Letter paper (CLDR, supplemental data, paperSize).
_ON_LETTER_PAPER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
_ISOLATES = re.compile("[\u2066-\u2069]")
_LETTERS_AT_ONCE = 25
_MAX_LINES, _MAX_LINE = 6, 42


def write(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    """The letter as PDF.

    Raises :class:`MissingGlyphs` for characters that no font has, and :class:`BrokenContent` for faults of a layout.
    """
    return _Job(press(content), [(letter, envelope)], 1).file().to_bytes()


def check(content: Content, letter: Letter, envelope: Envelope) -> list[Fault]:
    """The characters of a letter that no font has.

    A letter is set into type for it only where it has words or characters that none before it had.
    """
    if faults := _window_faults(envelope):
        return faults
    shown = press(content).shown.setdefault(letter.request.locale.catalog, set())
    characters = set().union(*(slot[0] for slot in letter.slots), *envelope.address, envelope.recipient)
    key = "checked for pdf", letter.request.locale
    if key in letter.wording.plans and characters <= shown:
        return []
    try:
        write(content, letter, envelope)
    except MissingGlyphs as error:
        return list(error.faults)
    letter.wording.plans[key] = True
    shown |= characters
    return []


def _window_faults(envelope: Envelope) -> list[Fault]:
    """What of a postal address an envelope's window does not show: DIN 5008 gives it six lines of the recipient's."""
    lines = sum(math.ceil(max(len(line), 1) / _MAX_LINE) for line in envelope.address)
    if lines <= _MAX_LINES:
        return []
    problem = f"takes {lines} lines with the name; an envelope's window shows {_MAX_LINES}"
    return [legacy("address", problem, f"at most {_MAX_LINES} lines of {_MAX_LINE} characters")]


def merge(content: Content, letters: Sequence[tuple[Letter, Envelope]]) -> bytes:
    """Letters (at least one) to be printed together: a cover that lists them, then each on pages numbered from one.

    Typst needs about a megabyte for each letter of a document, so the letters are set a few at a time, and the files
    joined. A few, and not one by one, for those that are set together share their fonts.
    """
    own_press = press(content)
    files: list[PdfFile] = []
    starts: list[int] = []
    for at in range(0, len(letters), _LETTERS_AT_ONCE):
        job = _Job(own_press, letters[at : at + _LETTERS_AT_ONCE], at + 1)
        file = job.file(is_alone=False)
        starts += [sum(len(pages_of(one)) for one in files) + place for place in job.starts]
        files.append(file)
    cover = _make_cover(own_press, letters, starts)
    files.reverse()
    return join(cover, (files.pop() for _ in range(len(files)))).to_bytes()


def _make_cover(own_press: Press, letters: Sequence[tuple[Letter, Envelope]], starts: Sequence[int]) -> PdfFile:
    """The pages that tell where each letter begins, when these pages are counted, too."""
    pages = 1
    while True:
        unused = cycle(actual_text.LABELS)
        rows: list[dict[str, Any]] = []
        spoken: list[actual_text.Spoken] = []
        for number, ((letter, envelope), start) in enumerate(zip(letters, starts, strict=True), 1):
            name, tag = envelope.recipient, letter.request.locale.tag
            mark = next(unused) if name.strip() else None
            if mark:
                spoken.append(actual_text.Spoken(mark, tag, (_ISOLATES.sub("", name),), in_pieces=False))
            row = {
                "key": envelope.key or str(number),
                "recipient": _isolate_line(name, "ltr"),
                "mark": mark,
                "tag": tag,
            }
            rows.append({**row, "page": start + pages + 1})
        job = {"kind": "cover", "size": _paper_size(*letters[0]), "rows": rows}
        cover = _print_job(own_press, job, [letter for letter, _ in letters], spoken)[0]
        if len(pages_of(cover)) <= pages:
            return cover
        pages = len(pages_of(cover))


def _print_job(
    own_press: Press, job: Mapping[str, object], letters: Sequence[Letter], spoken: Sequence[actual_text.Spoken]
) -> tuple[PdfFile, list[int]]:
    """A job's file, with its text for assistive technology, and the pages on which the blocks begin."""
    file = PdfFile(own_press.pdf(job, max(letter.request.date for letter in letters)))
    try:
        return file, actual_text.attach_texts(file, spoken)
    except actual_text.LabelsLost:
        problem = "does not print each block once, in order and with its mark"
        raise BrokenContent.legacy_at(
            _LAYOUT, 0, problem, "print every section, through prose() of blocks.typ"
        ) from None


def _paper_size(letter: Letter, envelope: Envelope) -> str:
    """The paper of a letter: the sender's own, or that of the letter's region."""
    _, region = _language_and_region(letter.request.locale)
    return envelope.letterhead.paper or ("us-letter" if region in _ON_LETTER_PAPER else "a4")


class _Job:
    """What the typesetter gets, and what is to be found again in what it makes.

    ``starts`` are the pages (the first is 0) on which the letters begin, once the file is made.
    """

    def __init__(self, own_press: Press, letters: Sequence[tuple[Letter, Envelope]], first: int) -> None:
        self.starts: list[int] = []
        self._press = own_press
        self._letters = letters
        self._first = first
        self._marks = cycle(actual_text.LABELS)
        self._spoken: list[actual_text.Spoken] = []
        self._tag = ""

    def file(self, is_alone: bool = True) -> PdfFile:
        """The finished file. A letter that does not stand alone has no bookmarks: they would all be called the same."""
        data = []
        firsts = []
        for number, (letter, envelope) in enumerate(self._letters, self._first):
            firsts.append(len(self._spoken))
            data.append(self._data(number, letter, envelope))
        job = {"kind": "letters", "bookmarked": is_alone, "letters": data}
        file, pages = _print_job(self._press, job, [letter for letter, _ in self._letters], self._spoken)
        order = {number: place for place, number in enumerate(pages_of(file))}
        self.starts = [order[pages[first]] for first in firsts if first < len(pages)]
        return file

    def _data(self, number: int, letter: Letter, envelope: Envelope) -> dict[str, Any]:
        locale, settings = letter.request.locale, letter.settings
        key = "pdf", locale, letter.source_tag
        plan = plan_for(letter.wording, key, lambda: _plan(letter))
        data: dict[str, Any] = json.loads(plan.fill(letter.slots, _fill, _fill_plain))
        self._tag = locale.tag
        for section in data["sections"]:
            for block in section["blocks"]:
                self._lay_out(block)
        language, region = _language_and_region(locale)
        return {
            **data,
            "name": str(number),
            "lang": language,
            "region": region,
            "dir": locale.direction,
            "fonts": settings.fonts,
            "line_height": settings.line_height,
            "style": settings.style,
            "paper": self._paper(envelope, locale.direction) | {"size": _paper_size(letter, envelope)},
        }

    def _paper(self, envelope: Envelope, direction: Direction) -> dict[str, object]:
        head = envelope.letterhead
        return {
            "sender": [_isolate_line(line, direction) for line in head.address],
            "name": envelope.sender,
            "logo": self._press.logo(head.logo) if head.logo else None,
            "colour": head.colour,
            "address": [_isolate_line(line, direction) for line in envelope.address],
        }

    def _lay_out(self, block: dict[str, Any]) -> None:
        """Divide a block's text into pieces: all of it, or, where it holds links, these and what is between them."""
        if "inlines" in block:
            self._lay_out_text(block, _split_at_links(block.pop("inlines")))
        for inner in (*block.get("blocks", ()), *(one for item in block.get("items", ()) for one in item)):
            self._lay_out(inner)

    def _lay_out_text(self, block: dict[str, Any], pieces: list[dict[str, Any]]) -> None:
        texts = [_ISOLATES.sub("", "".join(_reading_order(piece["inlines"]))).replace(ZWSP, "") for piece in pieces]
        is_linked = any("link" in piece for piece in pieces)
        for piece, text in zip(pieces, texts, strict=True):
            piece["alone"] = is_linked and bool(text.strip())
        spoken = tuple(text for text in texts if text.strip())
        block["pieces"], block["mark"] = pieces, None
        if spoken:
            block["mark"] = next(self._marks)
            first = next((one for one in pieces[0]["inlines"] if one), None)
            tag = first["lang"] if isinstance(first, dict) and "lang" in first else self._tag
            self._spoken.append(actual_text.Spoken(block["mark"], tag, spoken, is_linked))


def _split_at_links(inlines: list[Any]) -> list[dict[str, Any]]:
    """The parts of a text: what is one link, and what is between links."""
    parts: list[dict[str, Any]] = []
    for inline in _unnest_links(inlines):
        if isinstance(inline, dict) and "link" in inline:
            parts.append(inline)
        elif parts and "link" not in parts[-1]:
            parts[-1]["inlines"].append(inline)
        else:
            parts.append({"inlines": [inline]})
    return parts


def _unnest_links(inlines: list[Any]) -> Iterator[Any]:
    """The inline parts with no link inside another one: what holds a link is divided around it."""
    for inline in inlines:
        kind = next((key for key in ("strong", "emphasis") if isinstance(inline, dict) and key in inline), "")
        inner = inline[kind] if kind else inline["inlines"] if isinstance(inline, dict) and "lang" in inline else None
        if inner is None or not any("link" in part for part in _split_at_links(inner)):
            yield inline
        else:
            for part in _split_at_links(inner):
                around = {kind: part["inlines"]} if kind else {**inline, "inlines": part["inlines"]}
                yield {"link": part["link"], "inlines": [around]} if "link" in part else around


def _reading_order(inlines: Iterable[Any]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, str):
            yield inline
        elif "value" in inline:
            yield inline["value"]
        elif "break" in inline:
            yield "\n"
        else:
            yield from _reading_order(inline.get("strong") or inline.get("emphasis") or inline.get("inlines") or ())


def _isolate_line(text: str, direction: Direction) -> str:
    """A line of an address, or a name by itself, in the isolates that it needs."""
    isolate = bidi.isolate_text(text, direction)
    return f"{bidi.OPENERS[isolate]}{break_endless_words(text)}{bidi.PDI}" if isolate else break_endless_words(text)


def _fill(slot: Slot) -> str:
    """A value as a piece of JSON inside a string; an isolate or a link ends the string and begins another."""
    text, isolate, link = slot
    shown = _in_json_string(break_endless_words(text))
    if not isolate and not link:
        return shown
    shown = f'{{"value": "{bidi.OPENERS[isolate]}{shown}{bidi.PDI}"}}' if isolate else f'"{shown}"'
    if link:
        shown = f'{{"link": "{_in_json_string(link_target(text, link))}", "inlines": [{shown}]}}'
    return f'", {shown}, "'


def _fill_plain(slot: Slot) -> str:
    return _in_json_string(slot[0])


def _in_json_string(text: str) -> str:
    return encode_basestring(text)[1:-1]


def _language_and_region(locale: Locale) -> tuple[str, str | None]:
    """The language and the region of a locale's tag."""
    language, *rest = locale.tag.split("-")
    return language, next((part for part in rest if len(part) == 2), None)


def _plan(letter: Letter) -> Plan:
    locale, wording = letter.request.locale, letter.wording
    number = Formatter(locale, letter.settings).number
    page = {
        "title": page_title(wording, locale),
        "digits": "".join(number(digit) for digit in range(10)),
        "sections": [
            {"name": section.name, "blocks": [_block(block) for block in section.blocks]}
            for section in wording.sections
        ],
    }
    opener = f'", {{"lang": "{letter.source_tag.split("-")[0]}", "dir": "%s", "inlines": ["'
    spans = {marks.OPEN_LTR: opener % "ltr", marks.OPEN_RTL: opener % "rtl", marks.CLOSE: '"]}, "'}
    return make_plan(json.dumps(page, ensure_ascii=False), spans, letter)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "tight": block.tight, "inlines": _inlines(block.inlines)}
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "inlines": _inlines(block.inlines)}
    if isinstance(block, List):
        return {"kind": "list", "start": block.start, "items": [[_block(one) for one in item] for item in block.items]}
    if isinstance(block, Quote):
        return {"kind": "quote", "blocks": [_block(one) for one in block.blocks]}
    return {"kind": "rule"}


def _inlines(inlines: Iterable[Inline]) -> list[Any]:
    return [one for part in inlines for one in _inline(part)]


def _inline(part: Inline) -> list[Any]:
    if isinstance(part, Text):
        return [part.text]
    if isinstance(part, Break):
        return [{"break": True}]
    if isinstance(part, Strong):
        return [{"strong": _inlines(part.inlines)}]
    if isinstance(part, Emphasis):
        return [{"emphasis": _inlines(part.inlines)}]
    assert isinstance(part, Link)  # noqa: S101 — the last of the inline parts
    return [{"link": part.url, "inlines": _inlines(part.inlines)}] if is_safe_link(part.url) else _inlines(part.inlines)
