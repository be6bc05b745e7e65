"""CommonMark that every program renders to the same letter: each value is escaped, and isolated where it needs it.

A table is one of GitHub Flavored Markdown, which a program without tables shows as its rows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.formats.links import is_safe_link
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.text import LINE_TO_WRITE_ON, draw_bar, isolate_slot, span_isolates
from goodterms.text import marks
from goodterms.text.blocks import (
    Bar,
    Break,
    Emphasis,
    Heading,
    Lines,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Slot
    from goodterms.text.blocks import Block, Inline

# What CommonMark and its common extensions may read as markup: anywhere, and at the start of a line.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|$^!:@]|#$)")
_AT_START = re.compile(r"^([#+\-=.)])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_WORDS = re.compile(r"([\\`*_\[\]<>&~|]|[!#]$)")
_APART = (Table, Bar, Lines)
"""Blocks that a blank line separates from the text of their item, which they would otherwise continue."""
_AFTER_VALUE = re.compile(rf"(?m)^((?:[-#>*+] |\d+\. )*{marks.SLOT.pattern})([.)])")


def write(_: Content, letter: Letter) -> str:
    """The letter as CommonMark."""
    key = "md", letter.request.locale.direction, letter.settings.full_stop
    plan = plan_for(letter.wording, key, lambda: _plan(letter))
    return plan.fill(letter.slots, _fill, _fill)


def _fill(slot: Slot) -> str:
    text, isolate, link = slot
    if link == "web" and not _ANYWHERE.search(text.replace(":", "")):
        return isolate_slot((f"<{text}>", isolate, link))
    text = _ANYWHERE.sub(r"\\\1", text)
    text = _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\\\1", text))
    return isolate_slot((text, isolate, link))


def _plan(letter: Letter) -> Plan:
    text = "\n\n".join(_block(block) for section in letter.wording.sections for block in section.blocks)
    # A value that is a number, and the full stop after it, would make its line a list.
    text = _AFTER_VALUE.sub(r"\1\\\2", text)
    return make_plan(text + "\n", span_isolates(text, letter.request.locale.direction), letter)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block.inlines)
    if isinstance(block, Heading):
        words = _inlines(block.inlines).replace("\\\n", " ")
        return f"{'#' * block.level} {words}"
    if isinstance(block, Rule):
        return "***"
    if isinstance(block, List):
        return "\n".join(_item(number, item, block.start) for number, item in enumerate(block.items))
    if isinstance(block, Quote):
        inner = "\n\n".join(map(_block, block.blocks))
        return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bar):
        return f"{_paragraph(block.label)}\\\n{draw_bar(block.percent)}"
    if isinstance(block, Lines):
        label = [_paragraph(block.label)] if block.label else []
        return "\n\n".join([*label, *[LINE_TO_WRITE_ON] * block.number])  # each is a thematic break
    raise TypeError(type(block).__name__)


def _paragraph(inlines: tuple[Inline, ...]) -> str:
    lines = _inlines(inlines).split("\n")
    return "\n".join(_NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\\\1", line)) for line in lines)


def _table(block: Table) -> str:
    rows = [f"| {' | '.join(map(_inlines, row))} |" for row in (block.header, *block.rows)]
    return "\n".join([rows[0], "|" + "---|" * len(block.header), *rows[1:]])


def _item(number: int, blocks: tuple[Block, ...], start: int | None) -> str:
    label = "- " if start is None else f"{start + number}. "
    is_tight = any(isinstance(block, Paragraph) and block.tight for block in blocks)
    is_tight = is_tight and not any(isinstance(block, _APART) for block in blocks)
    inner = ("\n" if is_tight else "\n\n").join(map(_block, blocks)).replace("\n", "\n" + " " * len(label))
    return label + re.sub(r"(?m)^ +$", "", inner)


def _inlines(inlines: tuple[Inline, ...]) -> str:
    return "".join(map(_inline, inlines))


def _inline(part: Inline) -> str:
    if isinstance(part, Text):
        return _WORDS.sub(r"\\\1", part.text)
    if isinstance(part, Break):
        return "\\\n"
    if isinstance(part, Strong):
        return f"**{_inlines(part.inlines)}**"
    if isinstance(part, Emphasis):
        return f"*{_inlines(part.inlines)}*"
    if isinstance(part, Link) and is_safe_link(part.url):
        return f"[{_inlines(part.inlines)}](<{part.url}>)"
    return _inlines(part.inlines)
