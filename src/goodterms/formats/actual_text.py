"""What assistive technology reads: the logical text of each part of a PDF, put at its place in the structure tree.

The glyphs of a joined script do not tell its letters back, so a tagged file says them apart (ISO 32000-1, 14.9.4). Typst
has no way to say them; it writes its files plainly, however (each object by itself, one table of places), so they are
put in afterwards. The layout gives each part a mark in place of its region, by which its element is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARKS = tuple(f"Q{letter}" for letter in "MNOPQRSTUVWXYZ")
"""Region codes that stand for no region (ISO 3166-1 leaves them to their users), so no letter has one of them."""

_ENTRY = 20
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*?\n")
_ROOT = re.compile(rb"/Type/StructTreeRoot\b.*?/K\[(\d+) 0 R\]", re.DOTALL)
_LANG = re.compile(rb"/Lang\([A-Za-z]{2,3}(?:-[A-Za-z]{4})?-(Q[M-Z])\)")
_KIDS = re.compile(rb"/K\[((?:[^\[\]<>]|<<[^<>]*>>)*)\]")
_KID = re.compile(rb"<<.*?>>|(\d+) 0 R|(\d+)")
_KIND = re.compile(rb"/S/(\w+)")
_PIECES = (b"Strong", b"Link")
_WHOLES = (b"P", b"H1", b"H2", b"H3", b"H4", b"H5", b"H6")
_SPECIAL = re.compile(rb"([()\\])")


class Spoken(NamedTuple):
    """What is read of a block: its mark, the language tag to put in its place, its text.

    Text for the whole of a block would hide the links in it, so a block with links has a text for each of its pieces:
    the links, and what is between them.
    """

    mark: str
    tag: str
    texts: tuple[str, ...]
    in_pieces: bool


class _Element(NamedTuple):
    """An element of the structure tree; ``marked`` is the object that has its mark: itself, or one around it."""

    number: int
    kind: bytes
    mark: str
    marked: int
    kids: list[int]
    has_content: bool


class MarksLost(Exception):  # noqa: N818 — what a layout did, for its caller to tell
    """The parts that a layout printed are not those that it was given."""


def put(pdf: bytes, blocks: Sequence[Spoken]) -> bytes:
    """The file with the text of each block at the element that has its mark.

    Raises :class:`MarksLost` when the marks in the file are not those of the blocks, in their order.
    """
    table = int(_found(_START, pdf)[1])
    header = _found(_TABLE, pdf[table : table + 64])
    entries = table + header.end()
    count = int(header[1])
    offsets = [int(pdf[entries + _ENTRY * n : entries + _ENTRY * n + 10]) for n in range(count)]
    objects = _Objects(pdf, offsets, table)
    changed: dict[int, bytes] = {}
    for element, block in _matched(objects, blocks):
        marked = changed.get(element.marked) or objects.source(element.marked)
        changed[element.marked] = _LANG.sub(f"/Lang({block.tag})".encode(), marked, count=1)
        targets = objects.pieces(element) if block.in_pieces else [element.number]
        if len(targets) != len(block.texts):
            raise MarksLost
        for target, text in zip(targets, block.texts, strict=True):
            own = changed.get(target) or objects.source(target)
            own = own.replace(b"/S/Strong", b"/S/Span", 1)
            changed[target] = own.replace(b"/P ", b"/ActualText" + _string(text) + b"/P ", 1)
    return _rewritten(pdf, offsets, table, entries, changed)


def _matched(objects: _Objects, blocks: Sequence[Spoken]) -> Iterator[tuple[_Element, Spoken]]:
    """Each block with its element: the first under its mark that is a paragraph or holds text by itself."""
    waiting = iter(blocks)
    block = next(waiting, None)
    latest = 0
    for element in objects.elements():
        if not element.mark or element.marked == latest:
            continue  # not the letter's words, or below an element that has its text already
        if block is None or block.mark != element.mark:
            raise MarksLost
        if element.kind in _WHOLES or element.has_content:
            yield element, block
            block, latest = next(waiting, None), element.marked
    if block is not None:
        raise MarksLost


class _Objects:
    """The objects of a file, and the structure tree that they make."""

    def __init__(self, pdf: bytes, offsets: Sequence[int], table: int) -> None:
        self._pdf = pdf
        self._starts = offsets
        ordered = [*sorted(offsets), table]
        self._ends = dict(zip(ordered, ordered[1:], strict=False))

    def source(self, number: int) -> bytes:
        """An object's own text."""
        start = self._starts[number]
        return self._pdf[start : self._ends[start]]

    def elements(self) -> Iterator[_Element]:
        """The elements of the structure tree in reading order. What has no mark has that of what is around it."""
        waiting = [(int(_found(_ROOT, self._pdf)[1]), "", 0)]
        while waiting:
            number, mark, marked = waiting.pop()
            source = self.source(number)
            if own := _LANG.search(source):
                mark, marked = own[1].decode(), number
            kids = _KIDS.search(source)
            found = list(_KID.finditer(kids[1])) if kids else []
            inner = [int(kid[1]) for kid in found if kid[1]]
            yield _Element(number, _kind(source), mark, marked, inner, any(kid[2] for kid in found))
            waiting.extend((kid, mark, marked) for kid in reversed(inner))

    def pieces(self, element: _Element) -> list[int]:
        """The links right under an element, and what is between them."""
        return [kid for kid in element.kids if _kind(self.source(kid)) in _PIECES]


def _kind(source: bytes) -> bytes:
    return _found(_KIND, source)[1]


def _rewritten(pdf: bytes, offsets: Sequence[int], table: int, entries: int, changed: dict[int, bytes]) -> bytes:
    """The file with some objects' texts changed, and the table of places with it."""
    parts: list[bytes] = []
    places = [pdf[entries + _ENTRY * n : entries + _ENTRY * (n + 1)] for n in range(len(offsets))]
    order = sorted(range(1, len(offsets)), key=offsets.__getitem__)
    at = offsets[order[0]]
    parts.append(pdf[:at])
    for number, end in zip(order, [*(offsets[n] for n in order[1:]), table], strict=True):
        source = changed.get(number) or pdf[offsets[number] : end]
        places[number] = f"{at:010}".encode() + places[number][10:]
        parts.append(source)
        at += len(source)
    parts += [pdf[table:entries], *places]
    rest = pdf[entries + _ENTRY * len(offsets) :]
    parts.append(_START.sub(f"startxref\n{at}\n%%EOF".encode(), rest))
    return b"".join(parts)


def _string(text: str) -> bytes:
    data = _SPECIAL.sub(rb"\\\1", b"\xfe\xff" + text.encode("utf-16-be")).replace(b"\r", b"\\r")
    return b"(" + data + b")"


def _found(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    found = pattern.search(data)
    if found is None:
        raise ValueError(f"not a file as Typst writes it: no {pattern.pattern!r}")
    return found
