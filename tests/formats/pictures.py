"""Pages of a PDF as pictures, by another program (PDFium), and where their ink is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOTS_PER_MM = 5
_INK = 160
"""A dot that is darker than this, of 255, is ink."""


class Picture(NamedTuple):
    """A page in grey, five dots a millimetre, a row of bytes for each row of dots."""

    rows: list[bytes]
    width: int

    def ink(self, x: tuple[float, float] = (0, 1000), y: tuple[float, float] = (0, 1000)) -> Box | None:
        """The box of the ink between the given millimetres from the left and from the top; None for no ink."""
        left, right = (min(round(at * _DOTS_PER_MM), self.width) for at in x)
        first, last = (round(at * _DOTS_PER_MM) for at in y)
        found = [
            (number, row)
            for number, row in enumerate((row[left:right] for row in self.rows[first:last]), first)
            if row and min(row) < _INK
        ]
        if not found:
            return None
        columns = [at for at in range(right - left) if min(row[at] for _, row in found) < _INK]
        top, bottom = found[0][0], found[-1][0] + 1
        return Box(*(at / _DOTS_PER_MM for at in (left + columns[0], top, left + columns[-1] + 1, bottom)))

    def lines(self, x: tuple[float, float], y: tuple[float, float]) -> list[tuple[float, float]]:
        """The top and the bottom of each strip of ink between blank rows, in millimetres."""
        left, right = (min(round(at * _DOTS_PER_MM), self.width) for at in x)
        first, last = (round(at * _DOTS_PER_MM) for at in y)
        strips: list[list[int]] = []
        for number, row in enumerate(self.rows[first:last], first):
            if min(row[left:right]) < _INK:
                if strips and strips[-1][1] == number:
                    strips[-1][1] = number + 1
                else:
                    strips.append([number, number + 1])
        return [(top / _DOTS_PER_MM, bottom / _DOTS_PER_MM) for top, bottom in strips]


class Box(NamedTuple):
    """Where ink is, in millimetres from the left and the top of the page."""

    left: float
    top: float
    right: float
    bottom: float


def pictures(data: bytes) -> Iterator[Picture]:
    """The pages of a file as pictures."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield _picture(page)
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage) -> Picture:
    bitmap = page.render(scale=_DOTS_PER_MM * 25.4 / 72, grayscale=True, optimize_mode=None)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    rows = [data[at * stride : at * stride + bitmap.width] for at in range(bitmap.height)]
    return Picture(rows, bitmap.width)
