"""Parses CommonMark prose, with the tables of GitHub Flavored Markdown (GFM), into blocks.

Raw HTML and markup that letters do not use become text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyromark

from goodterms.faults import fault
from goodterms.text import marks, references
from goodterms.text.bidi import describe
from goodterms.text.blocks import (
    Bar,
    Block,
    Break,
    Emphasis,
    Heading,
    Inline,
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
from goodterms.text.fences import Fence, read_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.faults import Fault

_CODE = ("CodeBlock", "HtmlBlock")
_INLINE = {"Strong", "Emphasis", "Link", "Image"}
_TABLES = pyromark.Options.ENABLE_TABLES


class BrokenProse(ValueError):  # noqa: N818 — named for what it says
    """Prose that cannot be a letter; ``faults`` says why, without a place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(map(str, self.faults))


def parse(prose: str) -> tuple[Block, ...]:
    """The blocks of a text in CommonMark; the parser treats the marks of values and spans as letters.

    A fenced block is a bar or lines to write on if its info string says so (:mod:`goodterms.text.fences`).

    Raises :class:`BrokenProse`, a ValueError, with every fault: a character reference that produces a mark
    (``&#xF0000;``), a control or what reorders text, a row with more cells than its table has columns, a bar or lines
    without a right number, a bar without a label.
    """
    events = list(pyromark.events(prose, options=_TABLES))
    faults = list(_forged_characters(prose, events)) if "&" in prose else []
    if any(_start(event)[0] == "Table" for event in events):
        faults += _rows_too_long(prose)
    blocks = tuple(_Reader(events, faults).blocks(None))
    if faults:
        raise BrokenProse(faults)
    return blocks


def _forged_characters(prose: str, events: Iterable[Any]) -> Iterator[Fault]:
    """The fault of characters that only a reference produces: marks, controls, and what reorders text.

    Nothing is resolved in code, whose line feeds are part of its text.
    """
    texts: list[str] = []
    is_code = False
    for event in events:
        name, _ = _start(event)
        if name in _CODE:
            is_code = True
        elif any(_is_end(event, one) for one in _CODE):
            is_code = False
        elif isinstance(event, dict) and "Text" in event and not is_code:
            texts.append(event["Text"])
    forged = Counter(references.NOT_BY_REFERENCE.findall("".join(texts)))
    # Marks are in the prose already. Line feeds are, too, but never in a text, which ends with its line.
    written = Counter(references.NOT_BY_REFERENCE.findall(prose.replace("\n", "")))
    if forged := forged - written:
        character = min(forged)
        kind = "forged-mark" if marks.RESERVED.match(character) else "forged-character"
        yield fault(kind, character=describe(character))


def _rows_too_long(prose: str) -> Iterator[Fault]:
    """A fault for each row of a table with more cells than the table has columns, which GFM would leave out."""
    source = prose.encode()
    columns = last = 0
    for event, place in pyromark.events_with_range(prose, options=_TABLES):
        name, detail = _start(event)
        if name == "Table":
            columns = len(detail)
        elif name == "TableCell":
            last = place["end"]
        elif _is_end(event, "TableRow") and source[last : place["end"]].strip(b" \t\n|"):
            row = source[place["start"] : place["end"]].decode().strip()
            yield fault("table-row-too-long", columns=columns, row=marks.ANY.sub("{{ … }}", row))


class _Reader:
    """Builds blocks from the parser's flat list of events, and adds what is wrong with them to ``faults``."""

    def __init__(self, events: list[Any], faults: list[Fault]) -> None:
        self._events = events
        self._faults = faults
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
        elif name == "Table":
            yield self._table()
        elif name in _CODE:
            text = "".join(part.text for part in self._inlines(name) if isinstance(part, Text))
            yield from self._code(detail["Fenced"] if isinstance(detail, dict) else "", text)
        else:
            yield from self.blocks(name)

    def _code(self, info: str, text: str) -> Iterator[Block]:
        """The bar or the lines that the info string of a fenced block asks for; else its text, which is a paragraph."""
        meaning = read_info(info)
        if meaning is None:
            yield Paragraph(_in_lines(text.rstrip("\n").split("\n")))
        elif not isinstance(meaning, Fence):
            self._faults.append(meaning)
        else:
            label = _in_lines([line.strip() for line in text.split("\n") if line.strip()])
            if meaning.kind == "lines":
                yield Lines(meaning.number, label)
            elif label:
                yield Bar(meaning.number, label)
            else:
                self._faults.append(fault("bar-without-label", share=meaning.number))

    def _table(self) -> Table:
        header, *rows = self._rows()
        return Table(header, tuple(rows))

    def _rows(self) -> Iterator[tuple[tuple[Inline, ...], ...]]:
        """The cells of each row of the open table."""
        while not _is_end(self._events[self._at], "Table"):
            name, _ = _start(self._events[self._at])
            self._at += 1
            yield tuple(self._cells(name))
        self._at += 1

    def _cells(self, row: str) -> Iterator[tuple[Inline, ...]]:
        while not _is_end(self._events[self._at], row):
            self._at += 1
            yield _merge(self._inlines("TableCell"))
        self._at += 1

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


def _in_lines(lines: Iterable[str]) -> tuple[Inline, ...]:
    """The lines as texts, with breaks between them."""
    return tuple(part for line in lines for part in (Text(line), Break()))[:-1]


def _merge(inlines: Iterator[Inline]) -> tuple[Inline, ...]:
    """The parts with adjacent texts merged."""
    merged: list[Inline] = []
    for part in inlines:
        if merged and isinstance(part, Text) and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + part.text)
        else:
            merged.append(part)
    return tuple(merged)
