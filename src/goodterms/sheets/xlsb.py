"""Binary workbooks of Office (XLSB; [MS-XLSB]), read as streams."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from goodterms.faults.causes import Damaged
from goodterms.sheets.books import Formats, Sheet, formats_of
from goodterms.sheets.bounds import MAX_AREAS, MAX_SHEETS, MAX_STRINGS, MAX_STYLES, refuse_more
from goodterms.sheets.merging import Area
from goodterms.sheets.office import Reader, Workbook
from goodterms.sheets.xlsb_cells import read_cells
from goodterms.sheets.xlsb_records import records, rich_text, wide_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.packages import Package

_WORKBOOK = "xl/workbook.bin"
_SST_ITEM, _FONT, _FMT, _XF, _BEGIN_CELL_XFS, _END_CELL_XFS = 19, 43, 44, 47, 617, 618
_FONT_IS_STRUCK = 8
_BUNDLE_SHEET, _WORKBOOK_PROPERTIES, _CALCULATION = 156, 153, 157
_ROW, _COLUMN, _MERGED = 0, 60, 176
_LAST_COLUMN = 16_383
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x10, 0x01
"""The records that are read, and bits in them ([MS-XLSB] 2.4)."""


def _workbook(package: Package) -> Workbook:
    part = package.linked("", "officeDocument") or _WORKBOOK
    links = package.links(part)
    found: list[Sheet] = []
    epoch_1904 = is_uncalculated = False
    with package.open(part) as file:
        for number, data in records(file):
            if number == _BUNDLE_SHEET:
                state = int.from_bytes(data[:4], "little")
                link_id, end = wide_text(data, 8)
                name, _ = wide_text(data, end)
                link = links.get(link_id)
                is_table = link is not None and link.kind == "worksheet"
                found.append(Sheet(name, state == 0, is_table, link.part if link else ""))
                refuse_more(found, MAX_SHEETS, "too-many-sheets")
            elif number == _WORKBOOK_PROPERTIES:
                epoch_1904 = bool(data[0] & 1)
            elif number == _CALCULATION and len(data) >= 26:
                is_uncalculated = bool(data[24] & 1)
    return Workbook(part, found, epoch_1904, is_uncalculated)


def _cells(package: Package, workbook: Workbook) -> Callable[[IO[bytes]], Iterable[CellsOfRow]]:
    strings: list[str] = []
    if part := package.linked(workbook.part, "sharedStrings"):
        with package.open(part) as file:
            for number, data in records(file):
                if number == _SST_ITEM:
                    strings.append(rich_text(data))
                    refuse_more(strings, MAX_STRINGS, "too-many-texts")
    formats = _formats(package, workbook)
    return partial(read_cells, strings=strings, formats=formats, is_uncalculated=workbook.is_uncalculated)


def _formats(package: Package, workbook: Workbook) -> Formats:
    codes: dict[int, str] = {}
    styles: list[int] = []
    fonts: list[bool] = []
    out: list[int] = []
    part = package.linked(workbook.part, "styles")
    if part:
        inside = False
        with package.open(part) as file:
            for number, data in records(file):
                if number == _FMT:
                    codes[int.from_bytes(data[:2], "little")] = wide_text(data, 2)[0]
                elif number == _FONT and not styles:
                    fonts.append(bool(int.from_bytes(data[2:4], "little") & _FONT_IS_STRUCK))
                    refuse_more(fonts, MAX_STYLES, "too-many-fonts")
                elif number == _XF and inside:
                    font = int.from_bytes(data[4:6], "little")
                    if fonts[font : font + 1] == [True]:
                        out.append(len(styles))
                    styles.append(int.from_bytes(data[2:4], "little"))
                    refuse_more(styles, MAX_STYLES, "too-many-styles")
                elif number in (_BEGIN_CELL_XFS, _END_CELL_XFS):
                    inside = number == _BEGIN_CELL_XFS
    return formats_of(codes, styles, epoch_1904=workbook.epoch_1904, out=out)


def _outline(package: Package, part: str) -> tuple[int, int, list[Area]]:
    """The hidden rows and columns of a sheet, and its merged areas."""
    rows = columns = 0
    areas: dict[Area, None] = {}
    with package.open(part) as file:
        for number, data in records(file):
            if number == _ROW:
                rows += len(data) > 11 and bool(data[11] & _ROW_IS_HIDDEN)
            elif number == _COLUMN:
                first, last, _, _, flags = _unpack("<IIIIH", data)
                columns += max(min(last, _LAST_COLUMN) - first + 1, 0) if flags & _COLUMN_IS_HIDDEN else 0
            elif number == _MERGED:
                top, bottom, left, right = _unpack("<IIII", data)
                if (top, left) != (bottom, right) and top <= bottom and left <= right:
                    areas[Area(top + 1, bottom + 1, left + 1, right + 1)] = None
                    refuse_more(areas, MAX_AREAS, "too-many-merged-areas")
    return rows, columns, list(areas)


def _unpack(layout: str, data: bytes) -> tuple[int, ...]:
    if len(data) < struct.calcsize(layout):
        raise Damaged.of("record-cut-short")
    return struct.unpack_from(layout, data)


_READER = Reader(_workbook, _outline, _cells)
sheets = _READER.sheets
read = _READER.read
