"""Tables written as CSV, safe to open in spreadsheet programs, and as XLSX."""

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
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of every workbook; with a fixed date, the same table gives the same bytes."""


class Column(NamedTuple):
    """A column: its name, its width in characters, the direction of its cells, a note on how to fill it in."""

    name: str
    width: int = 20
    direction: Direction = "ltr"
    note: str = ""
    is_input: bool = False


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, by which spreadsheet programs recognize its encoding.

    A cell that they would take for a formula gets an apostrophe in front (:func:`unguard` removes it).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guard(cell: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith((*_FORMULA_STARTS, "'")) else cell


def unguard(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell


def xlsx_bytes(sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: the header frozen, long texts wrapped, the columns to fill in highlighted."""
    import xlsxwriter  # few commands write a workbook

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _CREATED})
    page = workbook.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(columns):
        page.set_column(number, number, min(column.width, _MAX_WIDTH), workbook.add_format(_style(column)))
        page.write_string(0, number, column.name, head)
        if column.note:
            page.write_comment(0, number, column.note, {"x_scale": 2})
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, index, cell)
            else:
                page.write(number, index, cell)
    workbook.close()
    return buffer.getvalue()


def _style(column: Column) -> dict[str, object]:
    style: dict[str, object] = {"text_wrap": True, "valign": "top", "num_format": "@"}
    if column.direction == "rtl":
        style |= {"reading_order": 2, "align": "right"}
    if column.is_input:
        style |= {"bg_color": "#FFF9E5", "border": 1, "border_color": "#D9D2BC"}
    return style
