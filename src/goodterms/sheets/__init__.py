"""Tables in files that people keep: CSV and TSV in the encodings there are, workbooks (XLSX, XLS, ODS); both ways.

Rows are numbered as a spreadsheet program shows them: the first is 1, and blank rows count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.sheets import delimited, json_lines
from goodterms.sheets.table import Row, Table, refused

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SUFFIXES", "XLSX", "Row", "Table", "read"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
_TEXT = (".csv", ".tsv")
_WORKBOOKS = (".xlsx", ".xls", ".ods")
_JSON_LINES = (".jsonl", ".ndjson")
_PARQUET = (".parquet",)
SUFFIXES = (*_TEXT, *_WORKBOOKS, *_JSON_LINES, *_PARQUET)
"""How the names of files end in which there are tables."""


def read(path: Path, sheet: str | None = None) -> Table:
    """The table in a file, of the kind that its name tells; ``sheet`` names a sheet of a workbook.

    Raises :class:`InvalidRequest` for a file that cannot be read, or is not of its kind.
    """
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        from goodterms.sheets import workbooks  # loaded when a workbook is there to be read

        return workbooks.read(path, sheet)
    if suffix not in SUFFIXES:
        raise refused(path, "is of an unknown kind", f"expected a name that ends in {', '.join(SUFFIXES)}")
    if sheet is not None:
        raise refused(path, f"has no sheets, and {sheet!r} is named", "leave --sheet out")
    if suffix in _PARQUET:
        from goodterms.sheets import parquet  # loaded when a Parquet file is there to be read

        return parquet.read(path)
    return json_lines.read(path) if suffix in _JSON_LINES else delimited.read(path)
