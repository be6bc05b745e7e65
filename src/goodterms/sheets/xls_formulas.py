"""Formulas of an XLS sheet that were never calculated: programs other than Excel store 0 for them.

Excel calculates before it saves. LibreOffice saves 0 for a formula with a text that it has not calculated since it
opened the file. The two are told apart by the record that begins a sheet ([MS-XLS], 2.4.21): such programs give the
build of Excel 97.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from xlrd import formula as parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlrd import Book

_BOF, _EOF, _FORMULA = 0x0809, 0x000A, 0x0006
_EXCEL_97 = struct.pack("<HH", 0x0DBB, 0x07CC)
_HEAD = struct.Struct("<HH")
_ZERO = bytes(8)
_OPERATORS = frozenset({*range(0x03, 0x08), *range(0x09, 0x0F), 0x12, 0x13, 0x14})
"""The last bytes of formulas that give a number or a truth value: arithmetic and comparisons ([MS-XLS], 2.5.198)."""
_SUM = b"\x19\x10\x00\x00"
_NUMERIC = frozenset(
    {0, 4, 5, 6, 7, 24, 25, 27, 32, 39, *range(65, 75), 169, 212, 213, 221, 228, 345, 346, 351}
)  # fmt: skip
"""Functions that give numbers, such as SUM, ROUND, DATE and COUNTIF ([MS-XLS], 2.5.198.17)."""
_CALLS, _CALLS_OF_ANY_LENGTH = b"\x21\x41\x61", b"\x22\x42\x62"


def never_calculated(book: Book, position: int) -> dict[tuple[int, int], str]:
    """The cells of the sheet at a position of the workbook's stream, by row and column from 0, with their formulas.

    A formula that gives a number is left out: its 0 is right, or as good as any other number that was stored.
    """
    if book.biff_version < 80:
        return {}
    found = {}
    for record, start, length in _records(book.mem, position):
        if record == _BOF and book.mem[start + 4 : start + 8] != _EXCEL_97:
            return {}
        if record == _FORMULA and book.mem[start + 6 : start + 14] == _ZERO:
            tokens = _tokens(book.mem[start : start + length])
            if not _is_numeric(tokens):
                row, column = _HEAD.unpack_from(book.mem, start)
                found[row, column] = _text(book, tokens, row, column)
    return found


def _records(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """The records of a sheet: their kind, the position of their data, and its length; those of charts are left out."""
    depth = 0
    while position + 4 <= len(data):
        kind, length = _HEAD.unpack_from(data, position)
        position += 4
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        depth += kind == _BOF
        if depth == 1:
            yield kind, position, length
        position += length


def _tokens(record: bytes) -> bytes:
    size = int.from_bytes(record[20:22], "little")
    return record[22 : 22 + size]


def _is_numeric(tokens: bytes) -> bool:
    if not tokens or tokens[-1] in _OPERATORS or tokens.endswith(_SUM):
        return True
    function = int.from_bytes(tokens[-2:], "little")
    is_call = tokens[-3:-2] in _CALLS if len(tokens) == 3 or tokens[-4:-3] not in _CALLS_OF_ANY_LENGTH else True
    return is_call and len(tokens) >= 3 and function in _NUMERIC


def _text(book: Book, tokens: bytes, row: int, column: int) -> str:
    """The formula as a person writes it; a sign of one where xlrd cannot say it."""
    try:
        text = parsed.decompile_formula(book, tokens, len(tokens), parsed.FMLA_TYPE_CELL, row, column)
    except Exception:  # noqa: BLE001 — it is only for the message, and xlrd raises errors of every kind
        return "=…"
    return f"={text}" if text else "=…"
