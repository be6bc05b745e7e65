"""Workbooks of Excel 5 to 2003 (XLS, [MS-XLS]), read by xlrd; numbers are shown by the format codes of their cells.

xlrd holds the cells of one sheet in memory; a sheet has at most 65,536 rows and 256 columns.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import xlrd

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.causes import cause
from goodterms.sheets.merging import Area, rows_of
from goodterms.sheets.number_formats import formatter, show_text
from goodterms.sheets.other_formats import refuse_other_format
from goodterms.sheets.sheet_info import SheetInfo
from goodterms.sheets.table import Broken, Table, limit_rows, struck
from goodterms.sheets.xls_container import stream_of
from goodterms.sheets.xls_formulas import never_calculated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from goodterms.sheets.table import Cell, Row

MAX_BYTES = 200_000_000
"""The most bytes that a workbook may have; in memory its cells take some five times as many."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The name of the part of a newer workbook that has a password ([MS-OFFCRYPTO], 2.3.4.4)."""
_WORKBOOK = "Workbook".encode("utf-16-le")
_BLANK = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def sheets(path: Path) -> list[SheetInfo]:
    """The worksheets of a workbook, hidden ones included, in order; charts and macro sheets are left out.

    Raises :class:`InvalidRequest` for a file that is not an XLS workbook, or one with a password, or too large.
    """
    with _refusing(path), _opened(path) as book:
        # xlrd has the visibility only of sheets that were read, which takes long; the list behind it has it at once.
        return [
            SheetInfo(name, state == 0) for name, state in zip(book.sheet_names(), book._sheet_visibility, strict=True)
        ]


def read(path: Path, name: str) -> Table:
    """The table on a sheet of a workbook.

    Raises :class:`InvalidRequest` as :func:`sheets` does, and for a sheet that it does not have.
    """
    with _refusing(path), _opened(path) as book:
        names = book.sheet_names()
        if name not in names:
            raise InvalidRequest.of("unknown-sheet", str(path), given=name, known=names)
        missing = never_calculated(book, book._sh_abs_posn[names.index(name)])
        page = _Page(book, book.sheet_by_name(name), missing)
        info = page.info()
    return Table(limit_rows(path, _rows(path, page)), info.notes())


def _rows(path: Path, page: _Page) -> Iterator[Row]:
    with _refusing(path):
        yield from page.rows()


class _Page:
    """A sheet that xlrd has read."""

    def __init__(self, book: xlrd.Book, sheet: xlrd.sheet.Sheet, missing: Mapping[tuple[int, int], str]) -> None:
        self._book = book
        self._sheet = sheet
        self._missing = missing
        self._formatters: dict[int, Callable[[float], Cell]] = {}
        self._codes: dict[int, str] = {}
        self._areas = [Area(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells]

    def info(self) -> SheetInfo:
        """What is hidden among the cells with content, and how many merged areas have a value."""
        sheet = self._sheet
        widths = [self._width(row) for row in range(sheet.nrows)]
        width = max(widths, default=0)
        hidden = sum(bool(count) and self._is_hidden(row) for row, count in enumerate(widths))
        columns = sum(bool(info.hidden) for column, info in sheet.colinfo_map.items() if column < width)
        merged = sum(self._own(area.top - 1, area.left - 1) != "" for area in self._areas)
        return SheetInfo(sheet.name, True, hidden, columns, merged)

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank; a cell of a merged area has its value."""
        return rows_of(((row + 1, self._cells(row)) for row in range(self._sheet.nrows)), self._areas)

    def _cells(self, row: int) -> dict[int, Cell]:
        cells = ((column + 1, self._own(row, column)) for column in range(self._width(row)))
        return {column: cell for column, cell in cells if cell != ""}

    def _width(self, row: int) -> int:
        """The number of cells of a row up to its last that is not blank."""
        types = self._sheet.row_types(row)
        width = len(types)
        while width and types[width - 1] in _BLANK:
            width -= 1
        return width

    def _is_hidden(self, row: int) -> bool:
        info = self._sheet.rowinfo_map.get(row)
        return bool(info.hidden if info else self._sheet.default_row_hidden)

    def _own(self, row: int, column: int) -> Cell:
        """The value of a cell, apart from merged areas."""
        if row >= self._sheet.nrows or column >= self._sheet.row_len(row):
            return ""
        kind, value = self._sheet.cell_type(row, column), self._sheet.cell_value(row, column)
        if kind == xlrd.XL_CELL_TEXT:
            style = self._sheet.cell_xf_index(row, column)
            text = show_text(value, self._code(style))
            return struck(text) if self._is_struck(style) else text
        if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            if value == 0 and (row, column) in self._missing:
                return Broken(self._missing[row, column])
            style = self._sheet.cell_xf_index(row, column)
            shown = self._formatter(style)(value)
            return struck(shown) if self._is_struck(style) else shown
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == xlrd.XL_CELL_ERROR:
            return Broken(xlrd.error_text_from_code.get(value, "error"))
        return ""

    def _is_struck(self, style: int) -> bool:
        return bool(self._book.font_list[self._book.xf_list[style].font_index].struck_out)

    def _code(self, style: int) -> str:
        if style not in self._codes:
            self._codes[style] = self._book.format_map[self._book.xf_list[style].format_key].format_str
        return self._codes[style]

    def _formatter(self, style: int) -> Callable[[float], Cell]:
        if style not in self._formatters:
            self._formatters[style] = formatter(self._code(style), self._book.datemode == 1)
        return self._formatters[style]


@contextmanager
def _opened(path: Path) -> Iterator[xlrd.Book]:
    data = _bytes(path)
    with open(os.devnull, "w", encoding="utf-8") as log:  # noqa: PTH123 — it is no file of ours
        book = xlrd.open_workbook(
            file_contents=stream_of(data, log), logfile=log, formatting_info=True, on_demand=True, ragged_rows=True
        )
        try:
            yield book
        finally:
            book.release_resources()


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InvalidRequest.of("workbook-too-large", str(path), size=size, limit=MAX_BYTES)
    data = path.read_bytes()
    if _ENCRYPTED_PACKAGE in data and _WORKBOOK not in data:
        raise InvalidRequest.of("workbook-locked", str(path))
    refuse_other_format(path, data)
    return data


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Raise :class:`InvalidRequest` for whatever xlrd raises; for damaged files these are errors of every kind."""
    try:
        yield
    except InvalidRequest:
        raise
    except Exception as error:  # noqa: BLE001
        if str(error) == "Workbook is encrypted":
            raise InvalidRequest.of("workbook-locked", str(path)) from None
        # What the library says of a damaged file is about bytes that it expects.
        reason = cause(error) if isinstance(error, OSError) and error.errno else fault("workbook-damaged")
        raise InvalidRequest.of("not-a-workbook", str(path), reason=reason) from None
