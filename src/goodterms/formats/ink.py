"""Where the ink of a line is, above its baseline and below it, from the outlines that Typst draws as SVG.

Typst itself measures glyphs as if each were on the baseline. In Nastaliq, where words climb from their last letter to
their first, that is far too little. And as only a few letters of a line climb high or hang low, two lines can be nearer
to each other than the highest and the lowest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from goodterms.model import Direction

STEP, WIDTH = 100.0, 2000.0
"""The distance of the baselines of the measured lines, and of the first from the top; the width of their page; points.
"""
SIZE = 10.0
"""The size of the measured lines, in points."""

_UNIT = re.compile("f[fijlt]+|[ -~\u00a0-\u024f\u0370-\u052f\u1e00-\u1eff\u2010-\u2027]")
"""A letter of Latin, Greek or Cyrillic in one character, or a sign; the letters that fonts join to an f with it."""
_NO_INK = re.compile("[\u200b\u2066-\u2069]")
"""Isolates, and places where a line may end."""
_SYMBOL = re.compile(r'<symbol id="(\w+)"[^>]*><path d="([^"]*)"')
_GROUP = re.compile(r'<g transform="matrix\(1 0 0 -1 (\S+) (\S+)\)">(.*?)</g>')
_USE = re.compile(r'href="#(\w+)" x="(\S+)" y="(\S+)"')
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_POINTS = {"m": 1, "l": 1, "q": 2, "c": 3}
_COLUMN = 0.25
"""The width of the columns in which ink is compared, as a part of the size."""


class Ink(NamedTuple):
    """The ink of a line: in columns from where the line starts, how far it rises and falls; parts of its size."""

    rises: tuple[float, ...]
    falls: tuple[float, ...]

    @property
    def rise(self) -> float:
        """The height of the ink above the baseline."""
        return max(self.rises, default=0.0)

    @property
    def fall(self) -> float:
        """The depth of the ink below the baseline."""
        return max(self.falls, default=0.0)

    def distance_to(self, lower: Ink) -> float:
        """The distance of its baseline from that of the line below at which their ink touches."""
        return max((fall + rise for fall, rise in zip(self.falls, lower.rises, strict=False)), default=0.0)


def units_of(line: str) -> list[str] | None:
    """The parts of a line whose ink is as high and as deep wherever they stand; None where it depends on neighbours."""
    bare = _NO_INK.sub("", line)
    units = _UNIT.findall(bare)
    return units if "".join(units) == bare else None


def ink_of_units(units: Iterable[Ink]) -> Ink:
    """The ink of a line of such parts, as if the highest and the lowest were everywhere in it."""
    inks = list(units)
    return Ink((max((ink.rise for ink in inks), default=0.0),), (max((ink.fall for ink in inks), default=0.0),))


class _Box(NamedTuple):
    left: float
    low: float
    right: float
    high: float


def ink_of(svg: str, count: int, direction: Direction) -> list[Ink]:
    """The ink of the lines on a page, which start at its left or its right, each a :data:`STEP` below the last."""
    outlines = {match[1]: _box_of(match[2]) for match in _SYMBOL.finditer(svg)}
    lines: list[tuple[dict[int, float], dict[int, float]]] = [({}, {}) for _ in range(count)]
    for group in _GROUP.finditer(svg):
        number = round(float(group[2]) / STEP)
        above = number * STEP - float(group[2])
        rises, falls = lines[number - 1]
        for use in _USE.finditer(group[3]):
            if box := outlines.get(use[1]):
                x, y = float(group[1]) + float(use[2]), above + float(use[3])
                ends = sorted(at if direction == "ltr" else WIDTH - at for at in (x + box.left, x + box.right))
                # A column more on each side, so that no ink is beside other ink.
                first, last = (int(at // (SIZE * _COLUMN)) + more for at, more in zip(ends, (-1, 1), strict=True))
                for column in range(max(first, 0), last + 1):
                    rises[column] = max(rises.get(column, 0.0), y + box.high)
                    falls[column] = max(falls.get(column, 0.0), -y - box.low)
    return [Ink(_columns(rises), _columns(falls)) for rises, falls in lines]


def _columns(heights: dict[int, float]) -> tuple[float, ...]:
    return tuple(heights.get(column, 0.0) / SIZE for column in range(max(heights, default=-1) + 1))


@lru_cache(maxsize=4096)
def _box_of(path: str) -> _Box | None:
    """The box around an outline; around a curve, with the points that it bends to."""
    points = [*_points_of(path)]
    if not points:
        return None
    across, up = zip(*points, strict=True)
    return _Box(min(across), min(up), max(across), max(up))


def _points_of(path: str) -> Iterator[tuple[float, float]]:
    at = [0.0, 0.0]
    for command, rest in _COMMAND.findall(path):
        kind: Literal["m", "l", "q", "c", "h", "v", "z"] = command.lower()
        base = at if command == kind else [0.0, 0.0]
        numbers = [float(number) for number in rest.split()]
        if kind in {"h", "v"}:
            axis = "hv".index(kind)
            for number in numbers:
                at = [*at]
                at[axis] = number + (at[axis] if command == kind else 0.0)
                yield at[0], at[1]
            continue
        for place in range(0, len(numbers), 2):
            now = [base[0] + numbers[place], base[1] + numbers[place + 1]]
            if command != "M" or len(numbers) > 2:
                yield now[0], now[1]
            if (place // 2 + 1) % _POINTS[kind] == 0:  # the points before are those of a curve
                at = now
                base = at if command == kind else base
