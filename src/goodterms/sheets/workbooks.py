"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS): the first visible worksheet, or the named one.

What a file holds says its format, not its name: programs save one format with the suffix of another.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults.causes import cause
from goodterms.sheets import ods, xls, xlsb, xlsx
from goodterms.sheets.other_formats import refuse_other_format
from goodterms.speech import joined, said, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from goodterms.sheets.sheet_info import SheetInfo
    from goodterms.sheets.table import Table

_HEAD = 4096


class _Format(NamedTuple):
    sheets: Callable[[Path], Sequence[SheetInfo]]
    read: Callable[[Path, str], Table]


_XLSX, _XLSB = _Format(xlsx.sheets, xlsx.read), _Format(xlsb.sheets, xlsb.read)
_XLS, _ODS = _Format(xls.sheets, xls.read), _Format(ods.sheets, ods.read)


def names(path: Path) -> tuple[str, ...]:
    """The names of the visible worksheets of a workbook, in order; charts, dialogs and macro sheets are left out.

    Raises :class:`InvalidRequest` for a file that is not a workbook.
    """
    return tuple(sheet.name for sheet in _format(path).sheets(path) if sheet.is_visible)


def read(path: Path, sheet: str | None = None) -> Table:
    """The table on a worksheet of a workbook.

    Raises :class:`InvalidRequest` for a file that is not a workbook, for a sheet that it does not have, and for a
    workbook or a sheet that is too large.
    """
    form = _format(path)
    sheets = form.sheets(path)
    known = [info.name for info in sheets]
    name = _first_visible(path, sheets) if sheet is None else sheet
    if name not in known:
        raise InvalidRequest.of("unknown-sheet", str(path), given=name, known=known)
    table = form.read(path, name)
    others = [other for other in known if other != name]
    if not others:
        return table
    note = speak("the sheet {name!r} is read, not {others}", name=name, others=joined([*map(repr, others)]))
    return table._replace(notes=(note, *table.notes))


def _first_visible(path: Path, sheets: Sequence[SheetInfo]) -> str:
    for sheet in sheets:
        if sheet.is_visible:
            return sheet.name
    raise InvalidRequest.of("no-visible-sheet", str(path))


def _format(path: Path) -> _Format:
    """The format of a workbook by what it holds; raises :class:`InvalidRequest` for another file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"PK"):
            return _zipped(path)
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=cause(error)) from None
    refuse_other_format(path, head)
    return _XLS


def _zipped(path: Path) -> _Format:
    with zipfile.ZipFile(path) as archive:
        parts = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if "content.xml" in parts or "encrypted-package" in parts:
        return _ODS
    if "xl/workbook.bin" in parts:
        return _XLSB
    if "xl/workbook.xml" in parts or "_rels/.rels" in parts:
        return _XLSX
    raise InvalidRequest.of("not-a-workbook", str(path), reason=said("it is an archive without a workbook"))
