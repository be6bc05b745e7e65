"""A letter as data for the typesetter: JSON with holes, filled like any other plan, with each value in its isolates.

A block has its ``inlines``. A table has the cells of its ``header`` and of its ``rows``, and a bar and lines have a
``label``; each of these is like a block. The inline parts are strings, ``{"value": …}`` (a value in its isolates),
``{"break": true}``, ``{"strong": […]}``, ``{"emphasis": […]}``, ``{"link": address, "inlines": […]}``, and for words in
the source language ``{"lang": …, "dir": …, "inlines": […]}``.
"""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from goodterms.cldr.formatter import Formatter
from goodterms.formats.line_breaks import break_endless_words
from goodterms.formats.links import is_safe_link, link_target
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.words import page_title
from goodterms.text import bidi, marks
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
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.compose import Letter
    from goodterms.model import Direction, Slot
    from goodterms.text.blocks import Block, Inline


def letter_content(letter: Letter) -> dict[str, Any]:
    """The title, the digits and the sections of a letter, with the values filled in."""
    key = "pdf", letter.request.locale, letter.source_tag
    plan = plan_for(letter.wording, key, lambda: _plan(letter))
    content: dict[str, Any] = json.loads(plan.fill(letter.slots, _fill, _fill_plain))
    return content


def isolate_line(text: str, direction: Direction) -> str:
    """A line of an address, or a name by itself, in the isolates that it needs."""
    isolate = bidi.isolate_text(text, direction)
    words = break_endless_words(text)
    return f"{bidi.OPENERS[isolate]}{words}{bidi.PDI}" if isolate else words


def split_at_links(inlines: list[Any]) -> list[dict[str, Any]]:
    """A text in pieces, ``{"inlines": […]}``: each link, with its ``link``, and what is between links."""
    pieces: list[dict[str, Any]] = []
    for inline in _unnest_links(inlines):
        if isinstance(inline, dict) and "link" in inline:
            pieces.append(inline)
        elif pieces and "link" not in pieces[-1]:
            pieces[-1]["inlines"].append(inline)
        else:
            pieces.append({"inlines": [inline]})
    return pieces


def spoken_words(inlines: Iterable[Any]) -> Iterator[str]:
    """The words of inline parts in logical order."""
    for inline in inlines:
        if isinstance(inline, str):
            yield inline
        elif "value" in inline:
            yield inline["value"]
        elif "break" in inline:
            yield "\n"
        else:
            yield from spoken_words(inline.get("strong") or inline.get("emphasis") or inline.get("inlines") or ())


def _unnest_links(inlines: list[Any]) -> Iterator[Any]:
    """The inline parts with no link inside another part: a part with a link in it is split around the link."""
    for inline in inlines:
        kind = next((key for key in ("strong", "emphasis") if isinstance(inline, dict) and key in inline), "")
        inner = inline[kind] if kind else inline["inlines"] if isinstance(inline, dict) and "lang" in inline else None
        if inner is None or not any("link" in piece for piece in split_at_links(inner)):
            yield inline
        else:
            for piece in split_at_links(inner):
                around = {kind: piece["inlines"]} if kind else {**inline, "inlines": piece["inlines"]}
                yield {"link": piece["link"], "inlines": [around]} if "link" in piece else around


def _fill(slot: Slot) -> str:
    """A value as a piece of JSON inside a string; an isolate or a link ends the string and begins another."""
    text, isolate, link = slot
    json_text = _in_json_string(break_endless_words(text))
    if not isolate and not link:
        return json_text
    part = f'{{"value": "{bidi.OPENERS[isolate]}{json_text}{bidi.PDI}"}}' if isolate else f'"{json_text}"'
    if link:
        part = f'{{"link": "{_in_json_string(link_target(text, link))}", "inlines": [{part}]}}'
    return f'", {part}, "'


def _fill_plain(slot: Slot) -> str:
    return _in_json_string(slot[0])


def _in_json_string(text: str) -> str:
    return encode_basestring(text)[1:-1]


def _plan(letter: Letter) -> Plan:
    locale, wording = letter.request.locale, letter.wording
    formatter = Formatter(locale, letter.settings)
    content = {
        "title": page_title(wording, locale),
        "digits": "".join(formatter.number(digit) for digit in range(10)),
        "sections": [
            {"name": section.name, "blocks": [_block(block, formatter) for block in section.blocks]}
            for section in wording.sections
        ],
    }
    opener = f'", {{"lang": "{letter.source_tag.split("-")[0]}", "dir": "%s", "inlines": ["'
    spans = {marks.OPEN_LTR: opener % "ltr", marks.OPEN_RTL: opener % "rtl", marks.CLOSE: '"]}, "'}
    return make_plan(json.dumps(content, ensure_ascii=False), spans, letter)


def _block(block: Block, formatter: Formatter) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "tight": block.tight, "inlines": _inlines(block.inlines)}
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "inlines": _inlines(block.inlines)}
    if isinstance(block, List):
        items = [[_block(inner, formatter) for inner in item] for item in block.items]
        return {"kind": "list", "start": block.start, "items": items}
    if isinstance(block, Quote):
        return {"kind": "quote", "blocks": [_block(inner, formatter) for inner in block.blocks]}
    if isinstance(block, Table):
        return {"kind": "table", "header": _row(block.header), "rows": [_row(row) for row in block.rows]}
    if isinstance(block, Bar):
        share = formatter.percent(Decimal(block.percent))
        return {"kind": "bar", "percent": block.percent, "share": share, "label": _row([block.label])[0]}
    if isinstance(block, Lines):
        return {"kind": "lines", "number": block.number, "label": _row([block.label])[0] if block.label else None}
    return {"kind": "rule"}


def _row(cells: Iterable[Iterable[Inline]]) -> list[dict[str, Any]]:
    return [{"inlines": _inlines(cell)} for cell in cells]


def _inlines(inlines: Iterable[Inline]) -> list[Any]:
    return [json_part for part in inlines for json_part in _inline(part)]


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
