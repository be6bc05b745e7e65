"""A table as it was read: its rows with their numbers, and what a reader should be told of the file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import legacy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Cell = str | int | float | bool | date | datetime | time | timedelta
"""The value of a cell as the file has it; an empty cell is an empty text."""

MAX_COLUMNS = 1000
MAX_CHARACTERS = 100_000
"""The longest text that a cell may hold."""


class Row(NamedTuple):
    """A row and its number, from 1."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks is in it."""
        return not any(not isinstance(cell, str) or cell.strip() for cell in self.cells)


class Table(NamedTuple):
    """A table in a file: ``rows`` can be gone through once; ``notes`` tell how the file was understood."""

    rows: Iterator[Row]
    notes: tuple[str, ...] = ()


def refused(path: Path, problem: str, hint: str = "") -> InvalidRequest:
    """The error of a file that is no table that can be read."""
    return InvalidRequest([legacy(str(path), problem, hint)])


def checked(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, as long as none is wider and no cell is longer than any table for people is."""
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            problem = f"row {row.number} has {len(row.cells):,} columns; at most {MAX_COLUMNS:,} are read"
            raise refused(path, problem, "is the file what it seems to be?")
        for number, cell in enumerate(row.cells, 1):
            if isinstance(cell, str) and len(cell) > MAX_CHARACTERS:
                problem = f"row {row.number}, column {number} has {len(cell):,} characters"
                raise refused(path, problem, f"at most {MAX_CHARACTERS:,} are read in a cell")
        yield row
