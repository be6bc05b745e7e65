"""What assistive technology reads: the logical text of each part of a PDF, put at its place in the structure tree.

The glyphs of a joined script do not tell its letters back, so a tagged file says them apart (ISO 32000-1, 14.9.4).
Typst has no way to say them, so they are put into its file afterwards. The layout gives each block a mark in place of
its region, by which its element is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats.pdf_file import PdfFile, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = tuple(f"Q{letter}" for letter in "MNOPQRSTUVWXYZ")
"""Region codes that stand for no region (ISO 3166-1 leaves them to their users), so no letter has one of them."""

_ROOT = re.compile(rb"/Type/StructTreeRoot\b.*?/K\[(\d+) 0 R\]", re.DOTALL)
_LANG = re.compile(rb"/Lang\([A-Za-z]{2,3}(?:-[A-Za-z]{4})?-(Q[M-Z])\)")
_KIDS = re.compile(rb"/K\[((?:[^\[\]<>]|<<[^<>]*>>)*)\]")
_KID = re.compile(rb"<<.*?>>|(\d+) 0 R|(\d+)")
_KIND = re.compile(rb"/S/(\w+)")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")
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


class LabelsLost(Exception):  # noqa: N818 — what a layout did, for its caller to tell
    """The blocks that a layout printed are not those that it was given."""


def attach_texts(file: PdfFile, blocks: Sequence[Spoken]) -> list[int]:
    """Put the text of each block at the element that has its mark; the objects of the pages on which the blocks begin.

    Raises :class:`LabelsLost` when the marks in the file are not those of the blocks, in their order.
    """
    pages = []
    for element, block in list(_match_blocks(file, blocks)):
        file.objects[element.marked] = _LANG.sub(f"/Lang({block.tag})".encode(), file.objects[element.marked], count=1)
        pieces = _pieces(file, element) if block.in_pieces else [[element.number]]
        if len(pieces) != len(block.texts):
            raise LabelsLost
        for numbers, text in zip(pieces, block.texts, strict=True):
            for place, number in enumerate(numbers):
                own = file.objects[number].replace(b"/S/Strong", b"/S/Span", 1)
                said = b"/ActualText" + _string("" if place else text)
                file.objects[number] = own.replace(b"/P ", said + b"/P ", 1)
        pages.append(_page(file, element.number))
    return pages


def _holds_pieces(file: PdfFile, element: _Element) -> bool:
    return any(_kind(file.objects[kid]) in _PIECES for kid in element.kids)


def _pieces(file: PdfFile, element: _Element) -> list[list[int]]:
    """The links right under an element, and what is between them: several elements where its looks change."""
    pieces: list[list[int]] = []
    was_link = True
    for kid in element.kids:
        is_link = _kind(file.objects[kid]) == b"Link"
        if is_link or was_link:
            pieces.append([kid])
        else:
            pieces[-1].append(kid)
        was_link = is_link
    return pieces


def _match_blocks(file: PdfFile, blocks: Sequence[Spoken]) -> Iterator[tuple[_Element, Spoken]]:
    """Each block with its element: the first under its mark that is a paragraph or holds text by itself."""
    waiting = iter(blocks)
    block = next(waiting, None)
    latest = 0
    for element in _elements(file):
        if not element.mark or element.marked == latest:
            continue  # not the letter's words, or below an element that has its text already
        if block is None or block.mark != element.mark:
            raise LabelsLost
        if element.kind in _WHOLES or element.has_content or _holds_pieces(file, element):
            yield element, block
            block, latest = next(waiting, None), element.marked
    if block is not None:
        raise LabelsLost


def _elements(file: PdfFile) -> Iterator[_Element]:
    """The elements of the structure tree in reading order. What has no mark has that of what is around it."""
    tree = file.structure
    waiting = [(int(find(_ROOT, file.objects[tree])[1]), "", 0)]
    while waiting:
        number, mark, marked = waiting.pop()
        source = file.objects[number]
        if own := _LANG.search(source):
            mark, marked = own[1].decode(), number
        kids = list(_KID.finditer(match[1])) if (match := _KIDS.search(source)) else []
        inner = [int(kid[1]) for kid in kids if kid[1]]
        yield _Element(number, _kind(source), mark, marked, inner, any(kid[2] for kid in kids))
        waiting.extend((kid, mark, marked) for kid in reversed(inner))


def _page(file: PdfFile, number: int) -> int:
    """The page of an element, or of the first in it that says one."""
    source = file.objects[number]
    while (page := _PAGE.search(source)) is None:
        source = file.objects[int(find(_KID, find(_KIDS, source)[1])[1])]
    return int(page[1])


def _kind(source: bytes) -> bytes:
    return find(_KIND, source)[1]


def _string(text: str) -> bytes:
    data = _SPECIAL.sub(rb"\\\1", b"\xfe\xff" + text.encode("utf-16-be")).replace(b"\r", b"\\r")
    return b"(" + data + b")"
