"""Where the table begins in a file: the sheet, and the row in which column names are recognised."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.recipients.cells import text_of
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets import Row, Table
    from goodterms.sheets.encodings import Judge

_MAX_ROWS_ABOVE = 20
"""In how many rows that are not blank the names of columns are looked for."""
_MAX_SHEETS = 20
ENOUGH = 2
"""How many columns must be recognised in a row that is not the first one: one word may stand in any title."""

Knows = Callable[[str], bool]
"""Whether a text is the name of a column that a letter can use."""


class Heading(NamedTuple):
    """The sheet of a workbook (empty for the default one), the number of the header row, the names in it.

    ``known`` is the number of names that are those of columns. ``more`` are the numbers of rows directly below it that
    name the columns once more; ``notes`` are sentences on how the file was read. ``encoding`` is that of a text file.
    """

    sheet: str
    row: int
    names: tuple[str, ...]
    known: int = 0
    more: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = ""


class _Found(NamedTuple):
    """A heading, and whether a row comes after it."""

    heading: Heading
    has_rows: bool


def find(
    path: Path,
    sheet: str | None,
    row: int | None,
    knows: Knows,
    *,
    encoding: str = "",
    judge: Judge | None = None,
) -> Heading:
    """The heading of a table; ``sheet`` and ``row`` are given, or else found by the column names that are known.

    Without a row in which at least two columns are recognised, it is the first row that is not blank, of the first
    sheet. ``encoding`` and ``judge`` are those of :func:`goodterms.sheets.read`. Raises :class:`InvalidRequest` for a
    file that cannot be read, one without rows, and for a ``row`` that is blank or does not exist.
    """
    if path.suffix.lower() in sheets.WITH_NAMES:
        if row is not None:
            raise InvalidRequest.of("table-without-header-row", str(path), row=row)
        knows = _nothing
    names = [sheet] if sheet is not None else list(sheets.names(path)[:_MAX_SHEETS])
    found: list[_Found] = []
    for name in names or [""]:
        table = sheets.read(path, name or None, encoding, judge)
        if one := _in_table(table, name, row, knows):
            found.append(one)
    if not found:
        if row is not None:
            raise InvalidRequest.of("header-row-blank", str(path), row=row)
        raise InvalidRequest.of("no-rows", str(path))
    best = max(found, key=lambda one: one.heading.known)
    chosen = best if best.heading.known >= ENOUGH else found[0]
    if not chosen.has_rows:
        raise InvalidRequest.of("no-rows", str(path))
    return chosen.heading


def _nothing(_: str) -> bool:
    """What is known of names in a file that says by itself which are those of the columns."""
    return False


def rows_below(table: Table, heading: Heading) -> Iterator[Row]:
    """The rows of recipients: those below the header that are not blank and do not name the columns again."""
    for row in table.rows:
        below = row.number > heading.row and row.number not in heading.more
        # A table that was put together has the header of each part.
        if below and not row.is_blank and not _repeats(row, heading.names):
            yield row


def _in_table(table: Table, sheet: str, number: int | None, knows: Knows) -> _Found | None:
    """The heading of one sheet; None where it has no row, or none with the given number."""
    rows = (row for row in table.rows if not row.is_blank and row.number >= (number or 0))
    first = list(itertools.islice(rows, _MAX_ROWS_ABOVE))
    if not first or number not in (None, first[0].number):
        return None
    known = [_count(row, knows) for row in first]
    place = known.index(max(known)) if max(known) >= ENOUGH and number is None else 0
    below = list(itertools.takewhile(lambda row: _is_header(row, knows), first[place + 1 :]))
    header = first[place]
    notes = [*table.notes]
    if place:
        notes.append(speak("the names of the columns are in row {row}", row=header.number))
    notes += [speak("row {row} names the columns once more and is skipped", row=row.number) for row in below]
    has_rows = place + 1 + len(below) < len(first) or next(rows, None) is not None
    more = tuple(row.number for row in below)
    heading = Heading(sheet, header.number, _names(header), known[place], more, tuple(notes), table.encoding)
    return _Found(heading, has_rows)


def _repeats(row: Row, names: tuple[str, ...]) -> bool:
    """Whether a row names the columns; nearly every row differs in its first cell."""
    return text_of(row.cells[0]) == names[0] and _names(row) == names


def _names(row: Row) -> tuple[str, ...]:
    return tuple(map(text_of, row.cells))


def _count(row: Row, knows: Knows) -> int:
    """How many different names of columns a row has."""
    return len({text for cell in row.cells if isinstance(cell, str) and (text := cell.strip()) and knows(text)})


def _is_header(row: Row, knows: Knows) -> bool:
    """Whether all cells of a row are names of columns."""
    filled = [name for name in _names(row) if name]
    return len(filled) > ENOUGH and all(map(knows, filled))
