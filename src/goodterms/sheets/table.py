"""A table that was read: its rows with their numbers, and notes on how the file was read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Cell = str | int | float | bool | date | datetime | time | timedelta
"""The value of a cell as the file has it; an empty cell is an empty string."""

MAX_COLUMNS = 1000
MAX_CHARACTERS = 100_000
"""The most columns that a row may have, and the most characters that a cell may have."""


class Row(NamedTuple):
    """A row and its number, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Whether all cells are empty or blank."""
        return not any(not isinstance(cell, str) or cell.strip() for cell in self.cells)


class Table(NamedTuple):
    """A table in a file: ``rows`` is an iterator; ``notes`` are sentences about how the file was read."""

    rows: Iterator[Row]
    notes: tuple[str, ...] = ()


def limit_rows(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; raises :class:`InvalidRequest` at one that has too many columns or too long a cell."""
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            raise InvalidRequest.of(
                "row-too-many-columns", str(path), row=row.number, count=len(row.cells), limit=MAX_COLUMNS
            )
        for number, cell in enumerate(row.cells, 1):
            if isinstance(cell, str) and len(cell) > MAX_CHARACTERS:
                raise InvalidRequest.of(
                    "cell-too-long",
                    str(path),
                    row=row.number,
                    column=number,
                    length=len(cell),
                    limit=MAX_CHARACTERS,
                )
        yield row
