"""Workbooks (XLSX, XLS, ODS), read by calamine: the first visible sheet, or the named one."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import python_calamine as calamine

from goodterms.errors import InvalidRequest
from goodterms.sheets.hidden import find_hidden
from goodterms.sheets.table import MAX_COLUMNS, Row, Table, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets.table import Cell

_MAX_BYTES = 500_000_000
"""The most bytes that a workbook may unpack to."""


def read(path: Path, sheet: str | None = None) -> Table:
    """The table on a sheet of a workbook.

    Raises :class:`InvalidRequest` for a file that is not a workbook, for a sheet that it does not have, and for a
    workbook or a sheet that is too large.
    """
    _refuse_bombs(path)
    try:
        workbook = calamine.CalamineWorkbook.from_path(path)
        page = workbook.get_sheet_by_name(_name(path, workbook, sheet))
    except calamine.PasswordError:
        raise InvalidRequest.of("workbook-locked", str(path)) from None
    except (calamine.CalamineError, OSError) as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=str(error)) from None
    if page.total_width > MAX_COLUMNS:
        raise InvalidRequest.of(
            "sheet-too-many-columns", str(path), sheet=page.name, count=page.total_width, limit=MAX_COLUMNS
        )
    notes = _notes(path, workbook, page.name)
    hidden = find_hidden(path, page.name)
    if errors := hidden.describe_errors():
        notes = (*notes, f"{path}, sheet {page.name!r}: {errors}")
    if counts := hidden.describe():
        notes = (*notes, f"{path}, sheet {page.name!r}: read including {counts}")
    return Table(limit_rows(path, _rows(page)), notes)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    # calamine begins at the first row that is not empty, or at the first row if all are.
    first = 0 if sheet.start is None else sheet.start[0]
    rows = sheet.to_python(skip_empty_area=True)
    left = ("",) * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(rows, first + 1):
        yield Row(number, (*left, *map(_value, cells)))


def _value(cell: Cell) -> Cell:
    """A cell's value; a number without a fraction becomes an int, because spreadsheets store only floats."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _name(path: Path, workbook: calamine.CalamineWorkbook, name: str | None) -> str:
    """The name of the sheet to read: the given one, or else the first visible one."""
    if name is None:
        sheets = workbook.sheets_metadata
        visible = [sheet.name for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible]
        if not visible:
            raise InvalidRequest.of("no-visible-sheet", str(path))
        return visible[0]
    if name not in workbook.sheet_names:
        raise InvalidRequest.of("unknown-sheet", str(path), given=name, known=workbook.sheet_names)
    return name


def _notes(path: Path, workbook: calamine.CalamineWorkbook, name: str) -> tuple[str, ...]:
    others = [other for other in workbook.sheet_names if other != name]
    return (f"{path}: the sheet {name!r} is read, not {', '.join(map(repr, others))}",) if others else ()


def _refuse_bombs(path: Path) -> None:
    """Raise :class:`InvalidRequest` for an archive that would unpack to too many bytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # an XLS file is not an archive; calamine reports any other file
    if size > _MAX_BYTES:
        raise InvalidRequest.of("workbook-too-large", str(path), size=size, limit=_MAX_BYTES)
