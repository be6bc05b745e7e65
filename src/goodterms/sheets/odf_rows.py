"""The rows of a sheet of an OpenDocument spreadsheet, one after the other (ODF 1.3 part 3, 9.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.faults.causes import Damaged
from goodterms.sheets.odf_cells import Style, is_only_text, value_of
from goodterms.sheets.odf_events import (
    COLUMNS_REPEATED,
    COLUMNS_SPANNED,
    OFFICE,
    ROWS_REPEATED,
    ROWS_SPANNED,
    TABLE,
    TEXT,
    Attributes,
    Events,
    count,
)
from goodterms.sheets.table import MAX_CHARACTERS, MAX_COLUMNS, Row, struck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from goodterms.sheets.odf_outline import Styles
    from goodterms.sheets.table import Cell

MAX_ROWS = 1_048_576
"""The most rows that a sheet can have in the spreadsheet programs that write OpenDocument files."""
MAX_REPEATS = 100_000
"""How often a row with content may be repeated: in a list of people, hardly ever."""
_STYLE, _DEFAULT_STYLE = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
_SPACE, _TAB, _BREAK = "\0\1\2"
"""Stand for white space that is an element of its own; XML cannot contain these characters."""
_LINE_BREAKS = re.compile("[\t\r\n]+")
"""White space of an indented file; it is one space (ODF 1.3 part 3, 6.1.2). Programs write other spaces as they are."""
_MADE = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_CONTROLS = re.compile("[\0-\x1f]")


class TooManyRows(Exception):  # noqa: N818 — named for what it says; it does not leave this package
    """A row with content behind the last that a sheet can have; ``number`` is its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Rows(Events):
    """Reads the rows of the sheet with an index among the sheets of content.xml.

    Blank rows are left out. A cell of a merged area has the area's value; a row that has nothing else is blank.
    """

    def __init__(self, index: int, styles: Styles) -> None:
        self._index = index
        self._styles = styles
        self._known: dict[str, Style | None] = {}
        self._is_here = self._is_done = False
        self._is_spreadsheet = False
        self._found: list[tuple[int, int, tuple[Cell, ...]]] = []
        self._number = 1
        self._column_styles: list[str] = []
        self._merged: dict[int, tuple[Cell, int]] = {}
        self._row: Attributes = {}
        self._cells: list[Cell] = []
        self._column = 0
        self._has_own = False
        self._cell: Attributes | None = None
        self._paragraphs: list[str] | None = None
        self._text: list[str] | None = None
        self._length = 0
        self._has_struck_part = False
        starts = {
            f"{OFFICE}spreadsheet": self._start_spreadsheet,
            f"{TABLE}table": self._start_table,
            f"{TABLE}table-column": self._start_column,
            f"{TABLE}table-row": self._start_row,
            f"{TABLE}table-cell": self._start_cell,
            f"{TABLE}covered-table-cell": self._start_covered,
            f"{TEXT}p": self._start_paragraph,
            f"{TEXT}h": self._start_paragraph,
            f"{TEXT}span": self._start_span,
            f"{TEXT}s": self._spaces,
            f"{TEXT}tab": lambda _: self._characters(_TAB),
            f"{TEXT}line-break": lambda _: self._characters(_BREAK),
        }
        ends = {
            f"{TABLE}table": self._end_table,
            f"{TABLE}table-row": self._end_row,
            f"{TABLE}table-cell": self._end_cell,
            f"{TEXT}p": self._end_paragraph,
            f"{TEXT}h": self._end_paragraph,
        }
        super().__init__(starts, ends, self._characters)

    def read(self, file: IO[bytes]) -> Iterator[Row]:
        """The rows, in constant memory; raises :class:`TooManyRows`."""
        for _ in self.feed(file):
            found, self._found = self._found, []
            for first, repeats, cells in found:
                if first + repeats - 1 > MAX_ROWS:
                    raise TooManyRows(first + repeats - 1)
                if repeats > MAX_REPEATS:
                    raise Damaged.of("row-repeated", row=first, count=repeats, limit=MAX_REPEATS)
                for number in range(first, first + repeats):
                    yield Row(number, cells)
            if self._is_done:
                return

    def _start_spreadsheet(self, _attributes: Attributes) -> None:
        self._is_spreadsheet = True

    def _start_table(self, _attributes: Attributes) -> None:
        if self._is_here or not self._is_spreadsheet:
            self.leave_out()
        elif self._index:
            self._index -= 1
            self.leave_out()
        else:
            self._is_here = True

    def _end_table(self) -> None:
        self._is_done = True

    def _start_column(self, attributes: Attributes) -> None:
        left = MAX_COLUMNS - len(self._column_styles)
        repeats = min(count(attributes, COLUMNS_REPEATED), left)
        self._column_styles += [attributes.get(_DEFAULT_STYLE, "")] * repeats

    def _start_row(self, attributes: Attributes) -> None:
        self._row = attributes
        self._cells = []
        self._column = 0
        self._has_own = False

    def _end_row(self) -> None:
        repeats = count(self._row, ROWS_REPEATED)
        if self._has_own and not self._is_done:
            self._found.append((self._number, repeats, tuple(self._cells)))
        self._number += repeats

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._has_struck_part = False
        self._paragraphs = None
        self._length = 0

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if attributes is None:
            return
        text = None if self._paragraphs is None else "\n".join(self._paragraphs)
        value: Cell = text or ""
        if not is_only_text(attributes, text):
            value = value_of(attributes, text, self._style(attributes))
        if self._has_struck_part or (self._styles.struck and self._styles.is_struck(self._style_name(attributes))):
            value = struck(value)
        repeats = count(attributes, COLUMNS_REPEATED)
        if COLUMNS_SPANNED in attributes or ROWS_SPANNED in attributes:
            self._keep_merged(attributes, value)
        if not isinstance(value, str) or value.strip():
            self._has_own = True
            self._put(value, repeats)
        self._column += repeats

    def _put(self, value: Cell, repeats: int) -> None:
        """Put a value into cells of the row; one more cell than a row can have is enough to refuse the row."""
        if repeats == 1 and len(self._cells) == self._column < MAX_COLUMNS:
            self._cells.append(value)
            return
        end = min(self._column + repeats, MAX_COLUMNS + 1)
        start = min(self._column, MAX_COLUMNS)
        self._cells += [""] * (start - len(self._cells))
        self._cells += [value] * (end - start)

    def _keep_merged(self, attributes: Attributes, value: Cell) -> None:
        rows, columns = count(attributes, ROWS_SPANNED), count(attributes, COLUMNS_SPANNED)
        if rows > 1 or columns > 1:
            for column in range(self._column, min(self._column + columns, MAX_COLUMNS)):
                self._merged[column] = (value, self._number + rows - 1)

    def _start_covered(self, attributes: Attributes) -> None:
        repeats = count(attributes, COLUMNS_REPEATED)
        for column in range(self._column, min(self._column + repeats, MAX_COLUMNS)):
            value, last = self._merged.get(column, ("", 0))
            if value != "" and last >= self._number:
                self._cells += [""] * (column - len(self._cells))
                self._cells.append(value)
        self._column += repeats

    def _style_name(self, attributes: Attributes) -> str:
        """The name of the style of a cell: its own, its row's or its column's (ODF 1.3 part 3, 19.615)."""
        name = attributes.get(_STYLE) or self._row.get(_DEFAULT_STYLE)
        if name:
            return name
        return self._column_styles[self._column] if self._column < len(self._column_styles) else ""

    def _style(self, attributes: Attributes) -> Style | None:
        """How a cell shows dates and times; None for one without a data style."""
        name = self._style_name(attributes)
        if name not in self._known:
            data = self._styles.data_style(name)
            parts = frozenset(self._styles.parts.get(data, ()))
            self._known[name] = Style(parts, data in self._styles.durations) if data else None
        return self._known[name]

    def _start_paragraph(self, _attributes: Attributes) -> None:
        if self._cell is not None and self._text is None:
            self._text = []

    def _end_paragraph(self) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text), None
        if _CONTROLS.search(text):
            if _LINE_BREAKS.search(text):
                text = " ".join(filter(None, (part.strip(" ") for part in _LINE_BREAKS.split(text))))
            text = text.translate(_MADE)
        if self._paragraphs is None:
            self._paragraphs = [text]
        else:
            self._paragraphs.append(text)

    def _start_span(self, attributes: Attributes) -> None:
        self._has_struck_part |= self._styles.is_struck(attributes.get(f"{TEXT}style-name", ""))

    def _spaces(self, attributes: Attributes) -> None:
        self._characters(_SPACE * min(count(attributes, f"{TEXT}c"), MAX_CHARACTERS + 1))

    def _characters(self, text: str) -> None:
        # What is longer than a cell may be is refused; it need not be kept.
        if self._text is not None and self._length <= MAX_CHARACTERS:
            self._length += len(text)
            self._text.append(text)
