"""The cells of a worksheet of an XLSX workbook, read as a stream (ECMA-376, 18.3.1.4, 18.3.1.73 and 18.18.11)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from goodterms.faults.causes import Damaged
from goodterms.sheets.books import ERRORS, Formats
from goodterms.sheets.bounds import BoundedXml, Depth, parser_of_xml
from goodterms.sheets.table import Broken, struck
from goodterms.sheets.xlsx_blocks import blocks
from goodterms.sheets.xlsx_strings import OFF, unescape
from goodterms.sheets.xlsx_usual import END_OF_ROW, ROW, Columns, UsualRows, next_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from xml.parsers.expat import XMLParserType

    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.table import Cell, Struck

_DIGITS = "0123456789"
_TAGS = ("c", "v", "f", "t", "row", "rPh", "strike")
_ERROR_TEXTS = frozenset(ERRORS.values())


class CellReader:
    """Reads the cells of a sheet, row by row; blank cells and blank rows are left out."""

    def __init__(self, strings: Sequence[str | Struck], formats: Formats, *, is_uncalculated: bool) -> None:
        self._strings = strings
        self._formats = formats
        self._is_uncalculated = is_uncalculated
        self._columns = Columns()
        self._row = 0

    def read(self, file: IO[bytes]) -> Iterator[CellsOfRow]:
        """The rows of a worksheet's part; raises :class:`Damaged`, ExpatError, ValueError for a damaged one."""
        parser, depth = parser_of_xml(), Depth()
        ready: list[CellsOfRow] = []
        parser.StartElementHandler = self._first(parser, ready, depth)
        xml = BoundedXml(parser, depth)
        usual = UsualRows(self._strings, self._formats, self._columns, self._value)
        for block, text in blocks(file, ROW, END_OF_ROW):
            if text and (found := usual.read(text, self._row)):
                self._row = found[0]
                yield from found[1]
                continue
            xml.feed(block)
            yield from ready
            ready.clear()
        xml.close()
        yield from ready

    def _first(
        self, parser: XMLParserType, ready: list[CellsOfRow], depth: Depth
    ) -> Callable[[str, dict[str, str]], None]:
        """The handler of the first element: its prefix is that of all elements of the sheet."""

        def start(name: str, _: dict[str, str]) -> None:
            prefix, colon, _local = name.rpartition(":")
            depth.now += 1
            self._listen(parser, ready, prefix + colon, depth)

        return start

    def _listen(self, parser: XMLParserType, ready: list[CellsOfRow], prefix: str, depth: Depth) -> None:  # noqa: C901
        """Set the handlers of the parser: closures, because this is called for each cell."""
        c_tag, v_tag, f_tag, t_tag, row_tag, phonetic_tag, strike_tag = (prefix + name for name in _TAGS)
        cells: dict[int, Cell] = {}
        column, text = 0, list[str]()
        cell: dict[str, str] = {}
        formula: list[str] | None = None
        is_struck = False
        columns, value_of = self._columns, self._quick_value()

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal cells, column, cell, formula, is_struck
            depth.now += 1
            if name == c_tag:
                cell, formula, is_struck = attributes, None, False
                text.clear()
                letters = attributes.get("r", "").rstrip(_DIGITS)
                column = columns[letters] if letters else column + 1
            elif name in (v_tag, t_tag):
                parser.CharacterDataHandler = text.append
            elif name == f_tag:
                formula = []
                parser.CharacterDataHandler = formula.append
            elif name == phonetic_tag:
                parser.StartElementHandler = depth.down
            elif name == row_tag:
                self._row = next_row(self._row, attributes.get("r"))
                cells, column = {}, 0
            elif name == strike_tag and attributes.get("val") not in OFF:
                is_struck = True

        def end(name: str) -> None:
            depth.now -= 1
            if name == c_tag and (text or formula is not None):
                given = text[0] if len(text) == 1 else "".join(text)
                try:
                    value = value_of(cell, given, formula)
                except (ValueError, IndexError):
                    raise _unreadable(column, self._row, given) from None
                if value != "":
                    cells[column] = struck(value) if is_struck else value
            elif name in (v_tag, t_tag, f_tag):
                parser.CharacterDataHandler = None
            elif name == phonetic_tag:
                parser.StartElementHandler = start
            elif name == row_tag and cells:
                ready.append((self._row, cells))

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def _quick_value(self) -> Callable[[dict[str, str], str, list[str] | None], Cell]:
        """The function that does what :meth:`_value` does, and does it fast for numbers and shared texts."""
        strings, writers = self._strings, self._formats.writers
        # By the text of the attribute; a cell without one has the first style.
        numbers = {str(style): show for style, show in enumerate(self._formats.numbers)}
        default = self._formats.numbers[0]
        value_of = self._value

        def value(cell: dict[str, str], given: str, formula: list[str] | None) -> Cell:
            kind = cell.get("t")
            if formula is None and kind is None and given:
                return numbers.get(cell.get("s", "0"), default)(float(given))
            if kind == "s" and given.isdecimal() and not writers:
                return strings[int(given)]
            return value_of(cell, given, formula)

        return value

    def _value(self, cell: dict[str, str], text: str, formula: list[str] | None) -> Cell:
        """The value of a cell from its attributes, its text and its formula; empty for a blank cell."""
        kind = cell.get("t", "n")
        style = int(cell.get("s", "0"))
        if formula is not None and self._has_no_result(kind, text):
            return Broken("=" + "".join(formula).strip())
        if kind == "s":
            return self._text(self._strings[_index(text)], style)
        if kind == "n":
            return self._number(text, style)
        if kind in ("str", "inlineStr"):
            is_error = formula is not None and text in _ERROR_TEXTS
            return Broken(text) if is_error else self._text(unescape(text), style)
        return self._special(kind, text.strip(), style)

    def _number(self, text: str, style: int) -> Cell:
        numbers = self._formats.numbers
        if style < 0:
            raise IndexError(style)
        # A style that the workbook does not have is the first one, as for spreadsheet programs.
        return numbers[style if style < len(numbers) else 0](float(text)) if text.strip() else ""

    def _text(self, text: str | Struck, style: int) -> Cell:
        writer = self._formats.writers.get(style)
        return writer(text) if writer and text and isinstance(text, str) else text

    def _special(self, kind: str, text: str, style: int) -> Cell:
        if kind == "e":
            return Broken(ERRORS.get(int(text), text) if text.isdecimal() else text or "#N/A")
        if not text:
            return ""
        if kind == "b":
            return {"1": True, "true": True, "0": False, "false": False}.get(text) or text in {"1", "true"}
        if kind == "d":
            return self._formats.moment(text, style)
        raise ValueError(kind)

    def _has_no_result(self, kind: str, text: str) -> bool:
        if kind == "n":
            return not text.strip() or (self._is_uncalculated and text.strip() == "0")
        return kind in ("s", "b") and not text.strip()


def _index(text: str) -> int:
    index = int(text)
    if index < 0:
        raise IndexError(index)
    return index


def _unreadable(column: int, row: int, given: str) -> Damaged:
    return Damaged.of("cell-number-unreadable", column=column, row=row, given=given[:100])
