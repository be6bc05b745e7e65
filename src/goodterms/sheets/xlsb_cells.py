"""The cells of a worksheet of a binary workbook ([MS-XLSB] 2.4, 2.5.9 and 2.5.123)."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

from goodterms.faults.causes import Damaged
from goodterms.sheets.books import ERRORS, Formats
from goodterms.sheets.table import Broken
from goodterms.sheets.xlsb_records import records, rich_text, wide_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.table import Cell

_ROW, _END_SHEET_DATA = 0, 146
_BLANK = (1, 12)
_FIRST_SHORT, _LAST_SHORT = 12, 18
_FORMULAS = (8, 9, 10, 11)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def read_cells(
    file: IO[bytes], strings: Sequence[str], formats: Formats, *, is_uncalculated: bool
) -> Iterator[CellsOfRow]:
    """The rows of a worksheet's part; blank cells and blank rows are left out.

    Raises :class:`Damaged`, IndexError and struct.error for a damaged part.
    """
    readers = _readers(strings, formats)
    row = column = -1
    cells: dict[int, Cell] = {}
    for number, data in records(file):
        if number == _ROW:
            if cells:
                yield row + 1, cells
            cells = {}
            row, column = _next_row(row, data), -1
        elif number in readers or number in _BLANK:
            is_short = _FIRST_SHORT <= number <= _LAST_SHORT
            column = column + 1 if is_short else int.from_bytes(data[:4], "little")
            if column >= _LAST_COLUMN:
                raise Damaged.of("cell-in-column", column=column + 1)
            if number in readers:
                at = 0 if is_short else 4
                value = _value(readers[number], data, at)
                if value == 0 and is_uncalculated and number in _FORMULAS and value is not False:
                    value = Broken("=")
                if value != "":
                    cells[column + 1] = value
        elif number == _END_SHEET_DATA:
            break
    if cells:
        yield row + 1, cells


def _next_row(before: int, data: bytes) -> int:
    row = int.from_bytes(data[:4], "little")
    if not before < row < _LAST_ROW:
        raise Damaged.of("row-follows-row", row=row + 1, before=before + 1)
    return row


def _value(reader: Callable[[bytes, int, int], Cell], data: bytes, at: int) -> Cell:
    style = int.from_bytes(data[at : at + 3], "little")
    try:
        return reader(data, at + 4, style)
    except (struct.error, IndexError):
        raise Damaged.of("cell-value-unreadable") from None


def _readers(strings: Sequence[str], formats: Formats) -> dict[int, Callable[[bytes, int, int], Cell]]:
    """The reader of a value for each kind of cell."""
    numbers, writers = formats.numbers, formats.writers

    def number(value: float, style: int) -> Cell:
        return numbers[style if style < len(numbers) else 0](value)

    def text(value: str, style: int) -> Cell:
        writer = writers.get(style)
        return writer(value) if writer and value else value

    def real(data: bytes, at: int, style: int) -> Cell:
        return number(struct.unpack_from("<d", data, at)[0], style)

    def rk(data: bytes, at: int, style: int) -> Cell:
        return number(_rk(data[at : at + 4]), style)

    def error(data: bytes, at: int, _: int) -> Cell:
        return Broken(ERRORS.get(data[at], "#N/A"))

    def flag(data: bytes, at: int, _: int) -> Cell:
        return bool(data[at])

    def wide(data: bytes, at: int, style: int) -> Cell:
        return text(wide_text(data, at)[0], style)

    def rich(data: bytes, at: int, style: int) -> Cell:
        return text(rich_text(data, at), style)

    def shared(data: bytes, at: int, style: int) -> Cell:
        return text(strings[struct.unpack_from("<I", data, at)[0]], style)

    plain = (rk, error, flag, real, wide, shared)
    return {
        **dict(zip(range(2, 8), plain, strict=True)),
        **dict(zip(range(13, 19), plain, strict=True)),
        **dict(zip(_FORMULAS, (wide, real, flag, error), strict=True)),
        62: rich,
    }


def _rk(data: bytes) -> float:
    """A number in four bytes: an integer of 30 bits or the upper 30 bits of a float, perhaps times a hundred."""
    if len(data) < 4:
        raise IndexError(data)
    bits = int.from_bytes(data, "little", signed=True)
    if bits & 2:
        value = float(bits >> 2)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + ((bits & 0xFFFF_FFFC).to_bytes(4, "little")))[0]
    return value / 100 if bits & 1 else value
