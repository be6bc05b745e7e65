"""Workbooks (XLSX, XLS, ODS), read by calamine: the first sheet that can be seen, or the one that is named."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import python_calamine as calamine

from goodterms.errors import suggestion
from goodterms.sheets.hidden import hidden_in
from goodterms.sheets.table import MAX_COLUMNS, Row, Table, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets.table import Cell

_MAX_BYTES = 500_000_000
"""The most that a workbook may unpack to."""


def read(path: Path, sheet: str | None = None) -> Table:
    """The table on a sheet of a workbook.

    Raises :class:`InvalidRequest` for a file that is no workbook, a sheet that it does not have, and one that would
    unpack to more than any workbook of people does.
    """
    _refuse_bombs(path)
    try:
        workbook = calamine.CalamineWorkbook.from_path(path)
        found = workbook.get_sheet_by_name(_name(path, workbook, sheet))
    except calamine.PasswordError:
        raise refused(path, "is locked with a password", "save it without one") from None
    except (calamine.CalamineError, OSError) as error:
        raise refused(path, f"is no workbook that can be read: {error}", "save it as .xlsx or as CSV") from None
    if found.total_width > MAX_COLUMNS:
        problem = f"the sheet {found.name!r} has {found.total_width:,} columns; at most {MAX_COLUMNS:,} are read"
        raise refused(path, problem, "delete the columns that are not needed")
    notes = _notes(path, workbook, found.name)
    hidden = hidden_in(path, found.name)
    if told := hidden.told_of_errors():
        notes = (*notes, f"{path}, sheet {found.name!r}: {told}")
    if told := hidden.told():
        notes = (*notes, f"{path}: also read of the sheet {found.name!r}: {told}")
    return Table(checked(path, _rows(found)), notes)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    # calamine begins at the first row that holds something, or at the first one there is.
    first = 0 if sheet.start is None else sheet.start[0]
    rows = sheet.to_python(skip_empty_area=True)
    left = ("",) * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(rows, first + 1):
        yield Row(number, (*left, *map(_value, cells)))


def _value(cell: Cell) -> Cell:
    """A cell's value; spreadsheets have no whole numbers but those without a fraction."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _name(path: Path, workbook: calamine.CalamineWorkbook, wanted: str | None) -> str:
    visible = [one.name for one in workbook.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
    if wanted is None:
        if not visible:
            raise refused(path, "has no sheet that can be seen")
        return visible[0]
    if wanted not in workbook.sheet_names:
        raise refused(path, f"has no sheet {wanted!r}", suggestion(wanted, workbook.sheet_names))
    return wanted


def _notes(path: Path, workbook: calamine.CalamineWorkbook, name: str) -> tuple[str, ...]:
    others = [one for one in workbook.sheet_names if one != name]
    return (f"{path}: the sheet {name!r} is read, not {', '.join(map(repr, others))}",) if others else ()


def _refuse_bombs(path: Path) -> None:
    """Refuse an archive that would unpack to more than it can honestly hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # an XLS file is no archive; what is neither is told by the reader
    if size > _MAX_BYTES:
        raise refused(path, f"unpacks to {size:,} bytes; at most {_MAX_BYTES:,} are read", "delete what is not needed")
