"""Plain text: a paragraph is one line, with isolates and right-to-left marks only where they are needed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.formats.links import is_safe_link
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.text import bidi, marks
from goodterms.text.blocks import Bar, Break, Lines, Link, List, Paragraph, Quote, Rule, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Direction, Slot
    from goodterms.text.blocks import Block, Inline, Section

SPAN_ISOLATES = {marks.OPEN_LTR: bidi.LRI, marks.OPEN_RTL: bidi.RLI, marks.CLOSE: bidi.PDI}
"""The marks of spans, each with the isolate character that replaces it."""
LINE_TO_WRITE_ON = "_" * 60
_BULLET = "•"
_VALUE = expression(f"{marks.ANY.pattern}(?:.$)?")
"""A value; with it, the last character of a line, which may be a full stop."""
_BAR_CELLS = 20
_FULL, _EMPTY = "█", "░"  # neither is mirrored in right-to-left text, and most fonts give both the same width


def write(_: Content, letter: Letter) -> str:
    """The letter as plain text, with a blank line between paragraphs."""
    key = "text", letter.request.locale.direction, letter.settings.full_stop
    plan = plan_for(letter.wording, key, lambda: _plan(letter))
    return plan.fill(letter.slots, isolate_slot, isolate_slot)


def isolate_slot(slot: Slot) -> str:
    """A value, in an isolate where it needs one (UAX #9, section 2.4)."""
    text, isolate, _ = slot
    return f"{bidi.OPENERS[isolate]}{text}{bidi.PDI}" if isolate else text


def paragraphs(sections: Iterable[Section]) -> list[list[str]]:
    """The lines of each paragraph, with marks in place of values."""
    return [lines for section in sections for block in section.blocks for lines in _paragraphs(block)]


def draw_bar(percent: int) -> str:
    """A bar of 20 characters; the first and the last one are only alike at 0 and at 100 percent."""
    full = round(percent * _BAR_CELLS / 100)
    full = min(max(full, percent > 0), _BAR_CELLS - (percent < 100))
    return _FULL * full + _EMPTY * (_BAR_CELLS - full)


def span_isolates(text: str, direction: Direction) -> dict[str, str]:
    """What replaces the marks of spans: isolates, or nothing where every span reads as the letter does."""
    return dict.fromkeys(SPAN_ISOLATES, "") if direction == "ltr" and marks.OPEN_RTL not in text else SPAN_ISOLATES


def _plan(letter: Letter) -> Plan:
    direction = letter.request.locale.direction
    every = paragraphs(letter.wording.sections)
    text = "\n\n".join("\n".join(_fix_direction(line, direction) for line in lines) for lines in every)
    return make_plan(text + "\n", span_isolates(text, direction), letter)


def _paragraphs(block: Block) -> Iterable[list[str]]:
    if isinstance(block, Rule):
        yield ["———"]
    elif isinstance(block, List):
        yield from _list_paragraphs(block)
    elif isinstance(block, Quote):
        for inner in block.blocks:
            for lines in _paragraphs(inner):
                yield [f"  {line}" for line in lines]
    elif isinstance(block, Table):
        yield from _table_paragraphs(block)
    elif isinstance(block, Bar):
        yield [*_lines_of(block.label), draw_bar(block.percent)]
    elif isinstance(block, Lines):
        if block.label:
            yield _lines_of(block.label)
        yield from [[LINE_TO_WRITE_ON]] * block.number
    else:
        yield _lines_of(block.inlines)


def _lines_of(inlines: tuple[Inline, ...]) -> list[str]:
    return [line.rstrip() for line in _inline_text(inlines).split("\n")]


def _table_paragraphs(block: Table) -> Iterable[list[str]]:
    """A paragraph for each row, a line for each cell after its header: columns would not survive a screen reader.

    A table without rows is the paragraph of its header.
    """
    headers = [_inline_text(header) for header in block.header]
    for row in block.rows or [((),) * len(headers)]:
        lines = [_after_header(header, _inline_text(cell)) for header, cell in zip(headers, row, strict=True)]
        yield [line for line in lines if line]


def _after_header(header: str, cell: str) -> str:
    """The line of a cell; a header that ends in a punctuation mark needs no colon."""
    colon = "" if not header or unicodedata.category(header[-1]) == "Po" else ":"
    return f"{header}{colon} {cell}".strip()


def _list_paragraphs(block: List) -> Iterable[list[str]]:
    """A list is one paragraph, a line for each item, unless an item has several paragraphs: then each is separate."""
    paragraphs: list[list[str]] = []
    for number, blocks in enumerate(block.items, block.start or 0):
        label = _BULLET if block.start is None else f"{number}."
        for place, lines in enumerate(lines for inner in blocks for lines in _paragraphs(inner)):
            margins = [f"{label} " if place == 0 else "  ", *["  "] * (len(lines) - 1)]
            paragraphs.append([margin + line for margin, line in zip(margins, lines, strict=True)])
    if any(_has_paragraphs(item) for item in block.items):
        yield from paragraphs
    else:
        yield [line for lines in paragraphs for line in lines]


def _has_paragraphs(item: tuple[Block, ...]) -> bool:
    return len(item) > 1 and any(isinstance(block, Paragraph) and not block.tight for block in item)


def _inline_text(inlines: tuple[Inline, ...]) -> str:
    parts = []
    for part in inlines:
        if isinstance(part, Text):
            parts.append(part.text)
        elif isinstance(part, Break):
            parts.append("\n")
        elif isinstance(part, Link):
            words = _inline_text(part.inlines)
            shown = words != part.url and is_safe_link(part.url)
            parts.append(f"{words} ({part.url})" if shown else words)
        else:
            parts.append(_inline_text(part.inlines))
    return "".join(parts)


def _fix_direction(line: str, direction: Direction) -> str:
    """The line, with right-to-left marks where a right-to-left line needs them.

    Every value in such a line is in an isolate, which has no direction for the text around it. The character after a
    value may be a full stop, which is left out when the value has its own.
    """
    return line if direction == "ltr" else bidi.keep_right_to_left(line, _VALUE.sub(bidi.PDI, line))
