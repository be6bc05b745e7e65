"""The user's table with the result of each row: row, locale used, status, output, error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.recipients.cells import text_of
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from goodterms.recipients.heading import Heading
    from goodterms.sheets import Row, Table

ADDED = ("row", "locale used", "status", "output", "error")
"""The columns that are added; a batch reads none of them, so that the table can be used again."""


STATUSES = ("written", "refused", "not written", "cancelled")


class Result(NamedTuple):
    """The result of a row: its locale, its status (one of :data:`STATUSES`), its files, its faults."""

    tag: str
    status: str
    output: str
    error: str


_NOT_WRITTEN = Result("", "not written", "", "")


def report(path: Path, table: Table, heading: Heading, results: Mapping[int, Result]) -> bytes:
    """The table with the results of its rows, as CSV or, by the name of ``path``, as a workbook.

    What is above the heading is left out. Raises :class:`InvalidRequest` for a text that a workbook cannot hold.
    """
    rows = (row for row in table.rows if row.number > heading.row)
    columns = [Column(name) for name in (*heading.names, *ADDED)]
    filled = _rows(rows, len(heading.names), results)
    if path.suffix.lower() == ".xlsx":
        return xlsx_bytes("report", columns, filled)
    return csv_bytes(columns, filled, is_quoted=True)


def _rows(rows: Iterator[Row], width: int, results: Mapping[int, Result]) -> Iterator[list[str]]:
    for row in rows:
        cells = [text_of(cell) for cell in row.cells][:width]
        result = results.get(row.number, _NOT_WRITTEN if not row.is_blank else Result("", "", "", ""))
        yield [*cells, *[""] * (width - len(cells)), str(row.number), *result]
