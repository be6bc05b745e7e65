"""The rows of a worksheet of an XLSX workbook in the shape in which nearly all programs write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.faults.causes import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.sheets.books import Formats
    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.table import Cell, Struck

    ValueOf = Callable[[dict[str, str], str, list[str] | None], Cell]

ROW, END_OF_ROW = b"<row ", b"</row>"
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_LONGEST_NUMBER = 20
_START = re.compile(r'<row r="([0-9]{1,7})"(?: (?!r=)[A-Za-z0-9:]+="[^"<&]*")*(/?)>')
_SPACE = r'(?: xml:space="preserve")?'
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,5})")?(?: t="([A-Za-z]{1,9})")?(?:/>|>'
    r'(<f(?: [A-Za-z0-9:]+="[^"<>]*")*(?:/>|>[^<]*</f>))?'
    rf"(?:<v{_SPACE}>([^<]*)</v>|<is><t{_SPACE}>([^<]*)</t></is>)?"
    r"</c>)|([\s\S])"
)
"""A cell: its column, style and type, its formula with the tags, its value, its text; else a character."""
_MOST_REMEMBERED = 1 << 14


class Columns(dict[str, int]):
    """The numbers of columns by their letters, 1 for A; raises :class:`Damaged` for one that no sheet has."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters[:4].upper():
            if not "A" <= letter <= "Z":
                raise Damaged.of("cell-in-column-named", column=letters[:20])
            number = number * 26 + ord(letter) - 64
        if not 1 <= number <= _LAST_COLUMN:
            raise Damaged.of("cell-in-column-named", column=letters[:20])
        self[letters] = number
        return number


def next_row(before: int, given: str | None) -> int:
    """The number of a row from that of the row before it and its attribute; raises :class:`Damaged`, ValueError."""
    row = before + 1 if given is None else int(given) if len(given) < _LONGEST_NUMBER else _LAST_ROW + 1
    if not before < row <= _LAST_ROW:
        raise Damaged.of("row-follows-row", row=(given or str(row))[:_LONGEST_NUMBER], before=before)
    return row


class UsualRows:
    """Reads whole rows; ``value_of`` gives the values of all cells but plain numbers and shared texts."""

    def __init__(self, strings: Sequence[str | Struck], formats: Formats, columns: Columns, value_of: ValueOf) -> None:
        self._strings = strings
        self._has_writers = bool(formats.writers)
        # By the text of the attribute; a cell without one has the first style, and so has one with an unknown one.
        self._numbers = {str(style): show for style, show in enumerate(formats.numbers)}
        self._default = formats.numbers[0]
        self._columns = columns
        self._value_of = value_of
        self._shown: dict[tuple[str, str], Cell] = {}

    def read(self, text: str, row: int) -> tuple[int, list[CellsOfRow]] | None:
        """The rows in a text and the number of the last one; ``row`` is that of the row before them.

        None where anything is in another shape, or damaged: then a parser is to read it.
        """
        found: list[CellsOfRow] = []
        try:
            for piece in text.split("</row>")[:-1]:
                is_blank, at = "/", 0
                while is_blank:
                    if not (start := _START.match(piece, at)):
                        return None
                    row, is_blank, at = next_row(row, start[1]), start[2], start.end()
                cells = self._cells(piece, at)
                if cells is None:
                    return None
                if cells:
                    found.append((row, cells))
        except (ValueError, IndexError):
            return None
        return row, found

    def _cells(self, piece: str, at: int) -> dict[int, Cell] | None:
        columns, strings, shown, has_writers = self._columns, self._strings, self._shown, self._has_writers
        cells: dict[int, Cell] = {}
        cell: Cell
        for letters, style, kind, formula, value, text, other in _CELL.findall(piece, at):
            if other:
                return None
            column = columns[letters]
            if kind == "s" and value.isdecimal() and not has_writers:
                cell = strings[int(value)]
            elif value and not (kind or formula):
                remembered = shown.get((style, value))
                cell = self._number(style, value) if remembered is None else remembered
            elif value or text or formula:
                if "&" in value or "&" in text or "&" in formula:
                    return None
                cell = self._other(style, kind, formula, value or text)
            else:
                continue
            if cell != "":
                cells[column] = cell
        return cells

    def _number(self, style: str, value: str) -> Cell:
        """A number as its style shows it; most numbers of a sheet recur, and few are shown in no time."""
        cell = self._numbers.get(style or "0", self._default)(float(value))
        if len(self._shown) >= _MOST_REMEMBERED:
            self._shown.clear()
        self._shown[style, value] = cell
        return cell

    def _other(self, style: str, kind: str, formula: str, given: str) -> Cell:
        attributes = {"s": style or "0", "t": kind or "n"}
        _, _, inner = formula.removesuffix("</f>").partition(">")
        return self._value_of(attributes, given, [inner] if formula else None)
