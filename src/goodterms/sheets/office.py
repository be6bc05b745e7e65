"""Workbooks of Office in packages, XLSX and XLSB: what is done alike, whatever the form of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.books import Sheet, find_sheet, refusing
from goodterms.sheets.merging import Area, rows_of
from goodterms.sheets.packages import Package
from goodterms.sheets.sheet_info import SheetInfo
from goodterms.sheets.table import Table, limit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.table import Row


class Workbook(NamedTuple):
    """What the workbook's own part says: its sheets, and how it counts days and calculates."""

    part: str
    sheets: list[Sheet]
    epoch_1904: bool
    is_uncalculated: bool
    """Whether programs are asked to calculate all formulas when they open it: then a 0 may be no result."""


class Reader(NamedTuple):
    """Reads workbooks whose parts have one form.

    ``workbook`` reads the workbook's own part; ``outline`` the numbers of hidden rows and columns of a sheet's part,
    and its merged areas. ``cells`` prepares a function that reads the rows of an open sheet.
    """

    workbook: Callable[[Package], Workbook]
    outline: Callable[[Package, str], tuple[int, int, list[Area]]]
    cells: Callable[[Package, Workbook], Callable[[IO[bytes]], Iterable[CellsOfRow]]]

    def sheets(self, path: Path) -> list[SheetInfo]:
        """The worksheets of a workbook, hidden ones included, in order; charts and macro sheets are left out.

        Raises :class:`InvalidRequest` for a damaged file or one that is too large.
        """
        with refusing(path), Package(path) as package:
            found = self.workbook(package).sheets
            return [SheetInfo(sheet.name, sheet.is_visible) for sheet in found if sheet.is_table]

    def read(self, path: Path, name: str) -> Table:
        """The table on a worksheet; the file is read while its rows are asked for.

        Raises :class:`InvalidRequest` as :meth:`sheets` does, and for a sheet that it does not have; so do the rows.
        """
        with refusing(path), Package(path) as package:
            sheet = find_sheet(path, self.workbook(package).sheets, name)
            rows, columns, areas = self.outline(package, sheet.part)
        info = SheetInfo(name, sheet.is_visible, rows, columns, len(areas))
        return Table(limit_rows(path, self._rows(path, sheet, areas)), info.notes())

    def _rows(self, path: Path, sheet: Sheet, areas: list[Area]) -> Iterator[Row]:
        with refusing(path), Package(path) as package:
            read = self.cells(package, self.workbook(package))
            with package.open(sheet.part) as file:
                yield from rows_of(read(file), areas)
