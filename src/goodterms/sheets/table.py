"""A table that was read: its rows with their numbers, and notes on how the file was read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path


class Shown(NamedTuple):
    """A number in a cell whose format shows more than the number, or another one.

    ``value`` is the number in the cell at the 15 digits that spreadsheets have. ``text`` is what the cell shows, in the
    notation of format codes, which is the English one: ``R-00815``, ``1,234.57``, ``12.5%``. ``number`` is the number
    that it shows, rounded as the format rounds, 12.5 for ``12.5%``; None where what is shown is not a number in digits
    (a fraction, a number in thousands) or where the format is not understood: then ``text`` is the format's code.
    ``currency`` is the ISO 4217 code that the format names; ``symbol`` is a sign of several currencies, such as ``$``,
    where it does not say which.
    """

    value: Decimal
    text: str
    number: Decimal | None
    is_percent: bool = False
    currency: str = ""
    symbol: str = ""
    is_rounded: bool = False
    """Whether the format shows fewer decimals than the value has."""
    is_understood: bool = True
    """Whether ``text`` is what the cell shows; else it is the code of the format."""


class Broken(NamedTuple):
    """A cell without a usable value: an error, ``#N/A``, or a formula that was never calculated, ``=B2+1``."""

    text: str


class Struck(Broken):
    """A cell whose text is struck through, all of it or a part: whoever did so may not want it in a letter."""


class InPart(date):
    """A date of which the cell does not show the day, ``Dec 26``: what was typed was hardly a day."""


class Yearless(InPart):
    """A date of which the cell does not show the year, ``3-Dec``: the program put in that of the day of typing."""


class YearlessMoment(datetime):
    """The same with a time of day."""


def struck(cell: Cell) -> Cell:
    """A cell of a style that strikes out what it shows."""
    if isinstance(cell, (Broken, Shown)):
        return Struck(cell.text)
    return Struck(str(cell)) if cell != "" else cell


Cell = str | int | float | bool | date | datetime | time | timedelta | Shown | Broken
"""The value of a cell; an empty cell is an empty string.

A number is an int or a float where the cell shows just its value, else a :class:`Shown`. A time of day and a moment are
rounded to the second. A duration (``[h]:mm``, ``PT01H30M``) is a timedelta.
"""

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
    """A table in a file: ``rows`` is an iterator; ``notes`` are sentences about how the file was read.

    ``encoding`` is Python's name of the encoding of a text file, with which it can be read again.
    """

    rows: Iterator[Row]
    notes: tuple[str, ...] = ()
    encoding: str = ""


def limit_rows(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows; raises :class:`InvalidRequest` at one that has too many columns or too long a cell."""
    for row in rows:
        if len(row.cells) > MAX_COLUMNS:
            raise InvalidRequest.of(
                "row-too-many-columns", str(path), row=row.number, count=len(row.cells), limit=MAX_COLUMNS
            )
        for cell in row.cells:
            if isinstance(cell, str) and len(cell) > MAX_CHARACTERS:
                raise InvalidRequest.of(
                    "cell-too-long",
                    str(path),
                    row=row.number,
                    column=row.cells.index(cell) + 1,
                    length=len(cell),
                    limit=MAX_CHARACTERS,
                )
        yield row
