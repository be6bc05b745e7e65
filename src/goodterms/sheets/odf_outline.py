"""What an OpenDocument spreadsheet has: its sheets, what is hidden or merged on them, and the styles of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.sheets.bounds import MAX_COLUMN_TAGS, MAX_DEPTH, MAX_SHEETS, MAX_STYLES, refuse_more
from goodterms.sheets.odf_events import (
    COLUMNS_REPEATED,
    COLUMNS_SPANNED,
    NUMBER,
    OFFICE,
    ROWS_REPEATED,
    ROWS_SPANNED,
    STYLE,
    TABLE,
    TEXT,
    VALUE_TYPE,
    Attributes,
    Events,
    count,
)
from goodterms.sheets.sheet_info import SheetInfo

if TYPE_CHECKING:
    from collections.abc import Callable

_DATA_STYLES = ("number", "currency", "percentage", "date", "time", "boolean", "text")
_PARTS = {
    "era": "y",
    "year": "y",
    "quarter": "m",
    "month": "m",
    "week-of-year": "d",
    "day": "d",
    "day-of-week": "d",
    "hours": "h",
    "minutes": "n",
    "seconds": "s",
}
"""The elements of styles of dates and times (ODF 1.3 part 3, 16.29.11 to 16.29.22), by the part that they show."""


class Styles:
    """The styles of tables and cells in content.xml and styles.xml, as far as they say how a value is shown."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self.data: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.durations: set[str] = set()
        self.parts: dict[str, set[str]] = {}
        self.struck: dict[str, bool] = {}

    def is_struck(self, cell_style: str) -> bool:
        """Whether a cell's style, or the nearest of its parents that says so, strikes out what the cell shows."""
        for _ in range(16):
            if cell_style in self.struck:
                return self.struck[cell_style]
            cell_style = self.parents.get(cell_style, "")
        return False

    def data_style(self, cell_style: str) -> str:
        """The name of the data style of a cell's style or of the nearest of its parents; empty if there is none."""
        for _ in range(16):  # styles that are their own ancestors are possible in a damaged file
            if cell_style in self.data:
                return self.data[cell_style]
            cell_style = self.parents.get(cell_style, "")
        return ""


class Outline(Events):
    """Reads the styles and the sheets of content.xml; of styles.xml, the styles."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.sheets: list[SheetInfo] = []
        self.is_spreadsheet = False
        self._style = self._data_style = ""
        self._table: Attributes | None = None
        self._clear()
        starts = {
            f"{STYLE}style": self._start_style,
            f"{STYLE}table-properties": self._start_table_properties,
            f"{STYLE}text-properties": self._start_text_properties,
            **{f"{NUMBER}{name}-style": self._start_data_style for name in _DATA_STYLES},
            **{f"{NUMBER}{name}": self._part(letter) for name, letter in _PARTS.items()},
            f"{OFFICE}spreadsheet": self._start_spreadsheet,
            f"{TABLE}table": self._start_table,
            f"{TABLE}table-column-group": self._start_group,
            f"{TABLE}table-row-group": self._start_group,
            f"{TABLE}table-column": self._start_column,
            f"{TABLE}table-row": self._start_row,
            f"{TABLE}table-cell": self._start_cell,
            f"{TABLE}covered-table-cell": self._start_covered,
            f"{TEXT}p": self._start_paragraph,
        }
        ends = {
            f"{TABLE}table": self._end_table,
            f"{TABLE}table-column-group": self._end_group,
            f"{TABLE}table-row-group": self._end_group,
            f"{TABLE}table-row": self._end_row,
        }
        super().__init__(starts, ends)

    # Styles

    def _start_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{STYLE}name", "")
        if attributes.get(f"{STYLE}family") == "table-cell":
            if data := attributes.get(f"{STYLE}data-style-name"):
                self.styles.data[self._style] = data
            refuse_more(self.styles.data, MAX_STYLES, "too-many-styles")
            refuse_more(self.styles.parents, MAX_STYLES, "too-many-styles")
            if parent := attributes.get(f"{STYLE}parent-style-name"):
                self.styles.parents[self._style] = parent

    def _start_text_properties(self, attributes: Attributes) -> None:
        line = attributes.get(f"{STYLE}text-line-through-style") or attributes.get(f"{STYLE}text-line-through-type")
        if line and self._style:
            self.styles.struck[self._style] = line != "none"
            refuse_more(self.styles.struck, MAX_STYLES, "too-many-styles")

    def _start_table_properties(self, attributes: Attributes) -> None:
        if attributes.get(f"{TABLE}display") == "false":
            self.styles.hidden_tables.add(self._style)
            refuse_more(self.styles.hidden_tables, MAX_STYLES, "too-many-styles")

    def _start_data_style(self, attributes: Attributes) -> None:
        self._data_style = attributes.get(f"{STYLE}name", "")
        refuse_more(self.styles.parts, MAX_STYLES, "too-many-styles")
        refuse_more(self.styles.durations, MAX_STYLES, "too-many-styles")
        if attributes.get(f"{NUMBER}truncate-on-overflow") == "false":
            self.styles.durations.add(self._data_style)

    def _part(self, letter: str) -> Callable[[Attributes], None]:
        return lambda _: self.styles.parts.setdefault(self._data_style, set()).add(letter)

    # Sheets

    def _start_spreadsheet(self, _attributes: Attributes) -> None:
        self.is_spreadsheet = True

    def _start_table(self, attributes: Attributes) -> None:
        if self._table is not None or not self.is_spreadsheet:
            self.leave_out()  # a table in a cell or in a drawing
            return
        self._table = attributes
        self._clear()

    def _clear(self) -> None:
        self._groups: list[bool] = []
        self._hidden: list[tuple[int, int]] = []
        self._column = self._width = self._hidden_rows = self._merged = 0
        self._row: Attributes = {}
        self._is_merged = self._has_content = False

    def _start_group(self, attributes: Attributes) -> None:
        refuse_more(self._groups, MAX_DEPTH, "too-many-groups")
        self._groups.append(attributes.get(f"{TABLE}display") == "false")

    def _end_group(self) -> None:
        if self._groups:
            self._groups.pop()

    def _is_hidden(self, attributes: Attributes) -> bool:
        return any(self._groups) or attributes.get(f"{TABLE}visibility") in {"collapse", "filter"}

    def _start_column(self, attributes: Attributes) -> None:
        end = self._column + count(attributes, COLUMNS_REPEATED)
        if self._is_hidden(attributes):
            self._hidden.append((self._column, end))
            refuse_more(self._hidden, MAX_COLUMN_TAGS, "too-many-hidden-columns")
        self._column = end

    def _start_row(self, attributes: Attributes) -> None:
        self._row = attributes
        self._column = 0
        self._has_content = False

    def _start_cell(self, attributes: Attributes) -> None:
        self._column += count(attributes, COLUMNS_REPEATED)
        self._is_merged = (COLUMNS_SPANNED in attributes or ROWS_SPANNED in attributes) and (
            count(attributes, COLUMNS_SPANNED) > 1 or count(attributes, ROWS_SPANNED) > 1
        )
        if VALUE_TYPE in attributes:
            self._found()

    def _start_covered(self, attributes: Attributes) -> None:
        self._column += count(attributes, COLUMNS_REPEATED)

    def _start_paragraph(self, _attributes: Attributes) -> None:
        self._found()

    def _found(self) -> None:
        """Take note that the cell is not blank."""
        self._has_content = True
        if self._column > self._width:
            self._width = self._column
        if self._is_merged:
            self._merged += 1
            self._is_merged = False

    def _end_row(self) -> None:
        if self._has_content and self._is_hidden(self._row):
            self._hidden_rows += count(self._row, ROWS_REPEATED)

    def _end_table(self) -> None:
        table, self._table = self._table or {}, None
        columns = sum(max(min(end, self._width) - start, 0) for start, end in self._hidden)
        is_visible = table.get(f"{TABLE}style-name", "") not in self.styles.hidden_tables
        name = table.get(f"{TABLE}name", "")
        self.sheets.append(SheetInfo(name, is_visible, self._hidden_rows, columns, self._merged))
        refuse_more(self.sheets, MAX_SHEETS, "too-many-sheets")
