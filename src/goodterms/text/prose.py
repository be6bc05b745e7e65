"""Parses CommonMark prose into blocks. Raw HTML and markup that letters do not use become text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyromark

from goodterms.faults import fault
from goodterms.text import marks
from goodterms.text.bidi import describe
from goodterms.text.blocks import (
    Block,
    Break,
    Emphasis,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.faults import Fault

_INLINE = {"Strong", "Emphasis", "Link", "Image"}


class ForgedMark(ValueError):  # noqa: N818 — named for what it says
    """Prose with a character reference to a mark; ``fault`` says which, without a place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault

    def __str__(self) -> str:
        return str(self.fault)


def parse(prose: str) -> tuple[Block, ...]:
    """The blocks of a text in CommonMark; the parser treats the marks of values and spans as letters.

    Raises :class:`ForgedMark`, a ValueError, when a character reference produces a mark (``&#xF0000;``).
    """
    events = list(pyromark.events(prose))
    text = "".join(str(event["Text"]) for event in events if isinstance(event, dict) and "Text" in event)
    if forged := Counter(marks.RESERVED.findall(text)) - Counter(marks.RESERVED.findall(prose)):
        raise ForgedMark(fault("forged-mark", character=describe(min(forged))))
    return tuple(_Reader(events).blocks(None))


class _Reader:
    """Builds blocks from the parser's flat list of events."""

    def __init__(self, events: list[Any]) -> None:
        self._events = events
        self._at = 0

    def blocks(self, end: str | None) -> Iterator[Block]:
        """The blocks up to the end of the tag ``end``; inline parts outside a paragraph form a tight one."""
        while self._at < len(self._events):
            event = self._events[self._at]
            if _is_end(event, end):
                self._at += 1
                return
            if _is_bare_inline(event):
                yield Paragraph(_merge(self._inlines(None)), tight=True)
                continue
            self._at += 1
            yield from self._block(event)

    def _block(self, event: Any) -> Iterator[Block]:
        if event == "Rule":
            yield Rule()
            return
        name, detail = _start(event)
        if name == "Paragraph":
            yield Paragraph(_merge(self._inlines(name)))
        elif name == "Heading":
            yield Heading(int(detail["level"][1:]), _merge(self._inlines(name)))
        elif name == "BlockQuote":
            yield Quote(tuple(self.blocks(name)))
        elif name == "List":
            yield List(detail, tuple(self._items()))
        elif name in {"CodeBlock", "HtmlBlock"}:
            text = "".join(part.text for part in self._inlines(name) if isinstance(part, Text))
            lines = text.rstrip("\n").split("\n")
            yield Paragraph(tuple(part for line in lines for part in (Text(line), Break()))[:-1])
        else:
            yield from self.blocks(name)

    def _items(self) -> Iterator[tuple[Block, ...]]:
        while not _is_end(self._events[self._at], "List"):
            self._at += 1
            yield tuple(self.blocks("Item"))
        self._at += 1

    def _inlines(self, end: str | None) -> Iterator[Inline]:
        """The inline parts up to the end of the tag ``end``; with None, up to the next event that is not inline."""
        while self._at < len(self._events):
            event = self._events[self._at]
            if end is None and not _is_bare_inline(event):
                return
            self._at += 1
            if _is_end(event, end):
                return
            yield self._inline(event)

    def _inline(self, event: Any) -> Inline:
        if event == "SoftBreak":
            return Text(" ")
        if event == "HardBreak":
            return Break()
        name, detail = _start(event)
        if name == "Strong":
            return Strong(_merge(self._inlines(name)))
        if name == "Link":
            return Link(detail["dest_url"], _merge(self._inlines(name)))
        if name in {"Emphasis", "Image"}:
            return Emphasis(_merge(self._inlines(name)))
        return Text(next(iter(event.values())))


def _start(event: Any) -> tuple[str, Any]:
    """The name and the details of the tag that an event opens; an empty name when it does not open one."""
    if not isinstance(event, dict) or "Start" not in event:
        return "", None
    tag = event["Start"]
    return (tag, None) if isinstance(tag, str) else next(iter(tag.items()))


def _is_end(event: Any, name: str | None) -> bool:
    if name is None or not isinstance(event, dict) or "End" not in event:
        return False
    tag = event["End"]
    return bool((tag if isinstance(tag, str) else next(iter(tag))) == name)


def _is_bare_inline(event: Any) -> bool:
    if isinstance(event, str):
        return event != "Rule"
    if "End" in event:
        return False
    return "Start" not in event or _start(event)[0] in _INLINE


def _merge(inlines: Iterator[Inline]) -> tuple[Inline, ...]:
    """The parts with adjacent texts merged."""
    merged: list[Inline] = []
    for part in inlines:
        if merged and isinstance(part, Text) and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + part.text)
        else:
            merged.append(part)
    return tuple(merged)
