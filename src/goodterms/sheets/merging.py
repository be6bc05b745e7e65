"""Merged cells: each cell of a merged area has the value of its first one, because that is what a person sees."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.bounds import refuse_more
from goodterms.sheets.table import MAX_COLUMNS, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.sheets.table import Cell


class Area(NamedTuple):
    """A merged area: its first and its last row, and its first and its last column, from 1."""

    top: int
    bottom: int
    left: int
    right: int


CellsOfRow = tuple[int, dict[int, "Cell"]]
"""The number of a row, and its cells that are not blank, by the number of their column; both from 1."""


def rows_of(rows: Iterable[CellsOfRow], areas: Iterable[Area]) -> Iterator[Row]:
    """The rows that are not blank, without cells at their ends that are blank or white space; ``rows`` are in order.

    A row that would have nothing but values from merged areas above it is blank. An area that is wider than a table may
    be is filled up to that width.
    """
    waiting = sorted(areas, reverse=True)
    open_areas: list[tuple[Area, Cell]] = []
    for number, cells in rows:
        if waiting or open_areas:
            while waiting and waiting[-1].bottom < number:
                waiting.pop()
            open_areas = [pair for pair in open_areas if pair[0].bottom >= number]
            new = []
            while waiting and waiting[-1].top <= number:
                area = waiting.pop()
                if area.bottom >= number:
                    value = cells.get(area.left, "") if area.top == number else ""
                    new.append((area, value))
            refuse_more(open_areas, MAX_COLUMNS, "too-many-merged-in-row")
            _cover(cells, [*open_areas, *new], {area for area, _ in new if area.top == number})
            open_areas += [pair for pair in new if pair[1] != "" and pair[0].bottom > number]
        last = max(cells, default=0)
        if last and _is_blank(cells[last]):
            last = max((column for column, cell in cells.items() if not _is_blank(cell)), default=0)
        if last:
            yield Row(number, tuple(map(cells.get, range(1, last + 1), repeat(""))))


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _cover(cells: dict[int, Cell], areas: list[tuple[Area, Cell]], first: set[Area]) -> None:
    """Write the values of areas into the cells of a row; ``first`` are the areas that begin in it.

    What the file keeps in a covered cell is not shown, so it is not read.
    """
    for area, _ in areas:
        if area.right - area.left < len(cells):
            for column in range(area.left + (area in first), area.right + 1):
                cells.pop(column, None)
        else:
            for column in [c for c in cells if area.left + (area in first) <= c <= area.right]:
                del cells[column]
    if not cells:
        return
    for area, value in areas:
        if value != "":
            right = max(area.left, min(area.right, MAX_COLUMNS))
            cells.update(dict.fromkeys(range(area.left, right + 1), value))
