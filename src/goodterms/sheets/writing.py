"""Tables written for people: CSV that spreadsheet programs open as it is meant, and XLSX."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.model import Direction

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MAX_WIDTH = 70
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date that is written into a workbook, so that the same table gives the same bytes."""


class Column(NamedTuple):
    """A column: its name, its width in characters, the direction of its cells, a note for whoever fills it in."""

    name: str
    width: int = 20
    direction: Direction = "ltr"
    note: str = ""
    is_input: bool = False


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, by which spreadsheet programs know its encoding.

    A cell that one of them would take for a formula begins with an apostrophe (:func:`unguard` takes it away).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guard(cell: str) -> str:
    """A text as a cell of CSV that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith((*_FORMULA_STARTS, "'")) else cell


def unguard(cell: str) -> str:
    """The text of a cell that was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell


def xlsx_bytes(sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: the header frozen, long texts wrapped, columns that are filled in set off."""
    import xlsxwriter  # loaded when a workbook is written

    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _MADE})
    page = workbook.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(columns):
        page.set_column(number, number, min(column.width, _MAX_WIDTH), workbook.add_format(_style(column)))
        page.write_string(0, number, column.name, head)
        if column.note:
            page.write_comment(0, number, column.note, {"x_scale": 2})
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, place, cell)
            else:
                page.write(number, place, cell)
    workbook.close()
    return made.getvalue()


def _style(column: Column) -> dict[str, object]:
    style: dict[str, object] = {"text_wrap": True, "valign": "top", "num_format": "@"}
    if column.direction == "rtl":
        style |= {"reading_order": 2, "align": "right"}
    if column.is_input:
        style |= {"bg_color": "#FFF9E5", "border": 1, "border_color": "#D9D2BC"}
    return style
