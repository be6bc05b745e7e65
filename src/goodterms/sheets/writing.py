"""Tables written as CSV, safe to open in spreadsheet programs, and as XLSX."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.model import Direction

_TO_GUARD = expression(r"(?:\A|(?<=[;\t\r\n]))( *)(?=[=+\-@'\t\r])")
"""Where a formula begins: at the start, and wherever a program that separates cells otherwise begins another cell."""
_GUARDED = expression(r"(?:\A|(?<=[;\t\r\n]))( *)'(?=[=+\-@'\t\r])")
MAX_XLSX = 32_767
"""The most characters of a cell of a workbook (ECMA-376, 18.3.1.4, as spreadsheet programs implement it)."""
_MAX_WIDTH = 70
_MAX_CHOICES = 255
"""The most characters of a list of choices in a workbook (ECMA-376, 18.3.1.32)."""
_LAST_ROW = 1_048_575
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of every workbook; with a fixed date, the same table gives the same bytes."""


class Column(NamedTuple):
    """A column: its name, its width in characters, the direction of its cells, a note on how to fill it in.

    ``choices`` are offered in each cell of a workbook; other values may be written, too.
    """

    name: str
    width: int = 20
    direction: Direction = "ltr"
    note: str = ""
    is_input: bool = False
    choices: tuple[str, ...] = ()


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, is_quoted: bool = False) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, by which spreadsheet programs recognize its encoding.

    A cell that they would take for a formula gets an apostrophe in front (:func:`unguard` removes it). With
    ``is_quoted``, every cell is in quotation marks.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL)
    writer.writerow([guard(column.name) for column in columns])
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guard(cell: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula, nor a part of it.

    A program whose separator is a semicolon or a tab begins a new cell there, and one may at a line break.
    """
    return _TO_GUARD.sub(r"\1'", cell)


def unguard(cell: str) -> str:
    """The text of a guarded cell."""
    return _GUARDED.sub(r"\1", cell) if "'" in cell else cell


def xlsx_bytes(sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: the header frozen, long texts wrapped, columns to fill in highlighted, choices offered.

    Raises :class:`InvalidRequest` for a text that is longer than a cell can be.
    """
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
        if (
            column.choices
            and len(",".join(column.choices)) <= _MAX_CHOICES
            and not any("," in one for one in column.choices)
        ):
            offer = {"validate": "list", "source": list(column.choices), "show_error": False}
            page.data_validation(1, number, _LAST_ROW, number, offer)
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                if len(cell) > MAX_XLSX:
                    raise InvalidRequest.of(
                        "cell-too-long-for-xlsx",
                        columns[index].name,
                        row=number + 1,
                        length=len(cell),
                        limit=MAX_XLSX,
                    )
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
