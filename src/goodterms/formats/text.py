"""Plain text: a paragraph is one line; isolates and right-to-left marks stand only where they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.text import bidi, marks
from goodterms.text.blocks import Break, Link, List, Paragraph, Quote, Rule, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Direction, Slot
    from goodterms.text.blocks import Block, Inline, Section

SPAN_ISOLATES = {marks.OPEN_LTR: bidi.LRI, marks.OPEN_RTL: bidi.RLI, marks.CLOSE: bidi.PDI}
_BULLET = "•"


def write(_: Content, letter: Letter) -> str:
    """The letter as plain text, a blank line between paragraphs."""
    direction = letter.request.locale.direction
    plan = plan_for(letter.wording, ("text", direction), lambda: _plan(letter.wording.sections, direction))
    return plan.fill(letter.slots, isolate_slot, isolate_slot)


def isolate_slot(slot: Slot) -> str:
    """A value between the isolates it needs (UAX #9, section 2.4)."""
    text, isolate, _ = slot
    return f"{bidi.OPENERS[isolate]}{text}{bidi.PDI}" if isolate else text


def _plan(sections: Iterable[Section], direction: Direction) -> Plan:
    text = "\n\n".join(
        "\n".join(_with_base_direction(line, direction) for line in lines) for lines in paragraphs(sections)
    )
    return make_plan(text + "\n", span_markers(text, direction))


def paragraphs(sections: Iterable[Section]) -> list[list[str]]:
    """The lines of each paragraph of some sections, with marks in them."""
    return [lines for section in sections for block in section.blocks for lines in _paragraphs(block)]


def span_markers(text: str, direction: Direction) -> dict[str, str]:
    """What the marks of spans become: nothing where a span reads as the letter does, else isolates."""
    return dict.fromkeys(SPAN_ISOLATES, "") if direction == "ltr" and marks.OPEN_RTL not in text else SPAN_ISOLATES


def _paragraphs(block: Block) -> Iterable[list[str]]:
    """The lines of each paragraph of a block."""
    if isinstance(block, Rule):
        yield ["———"]
    elif isinstance(block, List):
        yield from _list_paragraphs(block)
    elif isinstance(block, Quote):
        for inner in block.blocks:
            for lines in _paragraphs(inner):
                yield [f"  {line}" for line in lines]
    else:
        yield [line.rstrip() for line in _inline_text(block.inlines).split("\n")]


def _list_paragraphs(block: List) -> Iterable[list[str]]:
    """A list is one paragraph of lines, unless an item has more than one paragraph: then it is spread out."""
    paragraphs: list[list[str]] = []
    for number, blocks in enumerate(block.items, block.start or 0):
        label = _BULLET if block.start is None else f"{number}."
        for place, lines in enumerate(lines for inner in blocks for lines in _paragraphs(inner)):
            margins = [f"{label} " if place == 0 else "  ", *["  "] * (len(lines) - 1)]
            paragraphs.append([margin + line for margin, line in zip(margins, lines, strict=True)])
    if any(len(item) > 1 and any(isinstance(one, Paragraph) and not one.tight for one in item) for item in block.items):
        yield from paragraphs
    else:
        yield [line for lines in paragraphs for line in lines]


def _inline_text(inlines: tuple[Inline, ...]) -> str:
    parts = []
    for part in inlines:
        if isinstance(part, Text):
            parts.append(part.text)
        elif isinstance(part, Break):
            parts.append("\n")
        elif isinstance(part, Link):
            words = _inline_text(part.inlines)
            # An address that a value is part of could be anything; the words alone are safe.
            is_plain = words == part.url or marks.RESERVED.search(part.url)
            parts.append(words if is_plain else f"{words} ({part.url})")
        else:
            parts.append(_inline_text(part.inlines))
    return "".join(parts)


def _with_base_direction(line: str, direction: Direction) -> str:
    """The line with a mark before it when its first strong character would turn it round (UAX #9, rule P2).

    Every value in a right-to-left line stands in an isolate, which rule P2 passes over; so the words alone decide.
    """
    if direction == "ltr" or not line.strip():
        return line
    words = marks.SLOT.sub("", line)
    for mark, control in SPAN_ISOLATES.items():
        words = words.replace(mark, control)
    return line if bidi.first_strong(words) == "rtl" else bidi.RLM + line
