"""Tables in files: CSV, TSV, workbooks (XLSX, XLSM, XLSB, XLS, ODS), JSON Lines, Parquet; writes CSV and XLSX, too.

Rows are numbered as a spreadsheet program shows them: from 1, including blank rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.sheets import delimited
from goodterms.sheets.table import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.sheets.encodings import Judge

__all__ = ["SUFFIXES", "WITH_NAMES", "XLSX", "Row", "Table", "names", "read"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
_TEXT = (".csv", ".tsv")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_JSON_LINES = (".jsonl", ".ndjson")
_PARQUET = (".parquet",)
SUFFIXES = (*_TEXT, *_WORKBOOKS, *_JSON_LINES, *_PARQUET)
"""The suffixes of files that can be read."""
WITH_NAMES = (*_JSON_LINES, *_PARQUET)
"""The suffixes of files that name their columns themselves; in others, a row does."""


def names(path: Path) -> tuple[str, ...]:
    """The names of the visible worksheets of a workbook, in order; empty for a file of another format.

    Raises :class:`InvalidRequest` for a workbook that cannot be read.
    """
    if path.suffix.lower() not in _WORKBOOKS:
        return ()
    from goodterms.sheets import workbooks

    return workbooks.names(path)


def read(path: Path, sheet: str | None = None, encoding: str = "", judge: Judge | None = None) -> Table:
    """The table in a file, whose suffix says its format; ``sheet`` names a sheet of a workbook.

    ``encoding`` names the encoding of a CSV or TSV file; ``judge`` chooses one for a file in an old code page.
    Raises :class:`InvalidRequest` for a file that cannot be read or has another format than its suffix says. The rows
    of the table raise it, too, because they are read one after the other.
    """
    suffix = path.suffix.lower()
    if encoding and suffix not in _TEXT:
        raise InvalidRequest.of("table-without-encoding", str(path), given=encoding)
    if suffix in _WORKBOOKS:
        from goodterms.sheets import workbooks  # loads readers that other formats do not need

        return workbooks.read(path, sheet)
    if suffix not in SUFFIXES:
        raise InvalidRequest.of("unknown-table-format", str(path), known=SUFFIXES)
    if sheet is not None:
        raise InvalidRequest.of("table-without-sheets", str(path), sheet=sheet)
    if suffix in _PARQUET:
        from goodterms.sheets import parquet  # few tables are Parquet

        return parquet.read(path)
    if suffix in _JSON_LINES:
        from goodterms.sheets import json_lines

        return json_lines.read(path)
    return delimited.read(path, encoding, judge)
