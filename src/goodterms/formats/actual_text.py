"""The text of a PDF for assistive technology: ActualText (ISO 32000-1, 14.9.4) in the elements of its structure tree.

The letters of a joined script cannot be recovered from its glyphs, so a tagged file also holds the text. Typst cannot
write it, so it is added to the finished file. The layout sets a label as the region of each block's language (the key
``mark`` of a block), and by the label its element is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats.pdf_file import PdfFile, find, text_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = tuple(f"Q{letter}" for letter in "MNOPQRSTUVWXYZ")
"""Region codes without a region (ISO 3166-1 leaves them to users), so that no letter has one of them."""

_ROOT = re.compile(rb"/Type/StructTreeRoot\b.*?/K\[(\d+) 0 R\]", re.DOTALL)
_LANG = re.compile(rb"/Lang\([A-Za-z]{2,3}(?:-[A-Za-z]{4})?-(Q[M-Z])\)")
_KIDS = re.compile(rb"/K\[((?:[^\[\]<>]|<<[^<>]*>>)*)\]")
_KID = re.compile(rb"<<.*?>>|(\d+) 0 R|(\d+)")
_KIND = re.compile(rb"/S/(\w+)")
_PAGE = re.compile(rb"/Pg (\d+) 0 R")
_PIECES = (b"Strong", b"Link")
_WHOLES = (b"P", b"H1", b"H2", b"H3", b"H4", b"H5", b"H6")


class Spoken(NamedTuple):
    """The spoken text of a block, its label, and the language tag that replaces the label.

    A text for a whole block would hide the links in it, so a block with links (``in_pieces``) has a text for each of
    them and for each piece between them.
    """

    label: str
    tag: str
    texts: tuple[str, ...]
    in_pieces: bool


class _Element(NamedTuple):
    """An element of the structure tree; ``labelled`` is the object that has its label: itself, or one around it."""

    number: int
    kind: bytes
    label: str
    labelled: int
    kids: list[int]
    has_content: bool


class LabelsLost(Exception):  # noqa: N818 — named for what happened; the caller knows the layout
    """The blocks that a layout printed are not those that it was given."""


def attach_texts(file: PdfFile, blocks: Sequence[Spoken]) -> list[int]:
    """Add the text of each block to the element with its label; returns the objects of the pages where blocks begin.

    Raises :class:`LabelsLost` when the labels in the file are not those of the blocks, in their order.
    """
    pages = []
    for element, block in list(_match_blocks(file, blocks)):
        source = file.objects[element.labelled]
        file.objects[element.labelled] = _LANG.sub(f"/Lang({block.tag})".encode(), source, count=1)
        pieces = _pieces(file, element) if block.in_pieces else [[element.number]]
        if len(pieces) != len(block.texts):
            raise LabelsLost
        for numbers, text in zip(pieces, block.texts, strict=True):
            for place, number in enumerate(numbers):
                source = file.objects[number].replace(b"/S/Strong", b"/S/Span", 1)
                actual_text = b"/ActualText" + text_string("" if place else text)
                file.objects[number] = source.replace(b"/P ", actual_text + b"/P ", 1)
        pages.append(_page(file, element.number))
    return pages


def _holds_pieces(file: PdfFile, element: _Element) -> bool:
    return any(_kind(file.objects[kid]) in _PIECES for kid in element.kids)


def _pieces(file: PdfFile, element: _Element) -> list[list[int]]:
    """The links directly under an element, and the pieces between them: an element for each change of style."""
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
    """Each block with its element: the first with its label that is a paragraph or has text itself.

    Typst writes the label of the first cell in a table or a row at the table or the row. So an element without a text,
    such as an empty cell, can be below a label whose block was found already.
    """
    waiting = iter(blocks)
    block = next(waiting, None)
    latest = 0
    found: set[int] = set()
    for element in _elements(file):
        if not element.label or element.labelled == latest:
            continue  # not the letter's words, or below an element that has its text already
        if block is None or block.label != element.label:
            if element.labelled in found and not element.has_content:
                continue
            raise LabelsLost
        if element.kind in _WHOLES or element.has_content or _holds_pieces(file, element):
            yield element, block
            block, latest = next(waiting, None), element.labelled
            found.add(latest)
    if block is not None:
        raise LabelsLost


def _elements(file: PdfFile) -> Iterator[_Element]:
    """The elements of the structure tree in reading order; one without a label has that of the element around it."""
    tree = file.structure
    waiting = [(int(find(_ROOT, file.objects[tree])[1]), "", 0)]
    while waiting:
        number, label, labelled = waiting.pop()
        source = file.objects[number]
        if language := _LANG.search(source):
            label, labelled = language[1].decode(), number
        kids = list(_KID.finditer(match[1])) if (match := _KIDS.search(source)) else []
        inner = [int(kid[1]) for kid in kids if kid[1]]
        yield _Element(number, _kind(source), label, labelled, inner, any(kid[2] for kid in kids))
        waiting.extend((kid, label, labelled) for kid in reversed(inner))


def _page(file: PdfFile, number: int) -> int:
    """The page of an element, or of the first inside it that names one."""
    source = file.objects[number]
    while (page := _PAGE.search(source)) is None:
        source = file.objects[int(find(_KID, find(_KIDS, source)[1])[1])]
    return int(page[1])


def _kind(source: bytes) -> bytes:
    return find(_KIND, source)[1]
