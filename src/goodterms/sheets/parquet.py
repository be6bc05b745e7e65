"""Parquet, read by PyArrow (the extra ``parquet``) in batches of rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.causes import cause, quoted
from goodterms.sheets.table import Row, Shown, Table, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.sheets.table import Cell

_ROWS_AT_ONCE = 1000
_MOST_DIGITS = 15
"""The most digits of a decimal number that a number in a letter can have."""
_LISTS = ("list", "large_list", "fixed_size_list")
_SHORT_FLOATS = ("halffloat", "float")
_ONE_VALUE = (
    "string",
    "large_string",
    "integer",
    "floating",
    "decimal",
    "boolean",
    "date",
    "time",
    "timestamp",
    "null",
)
"""The types of columns that can be read, by the names in ``pyarrow.types.is_…``: single values, and lists of them."""


def read(path: Path) -> Table:
    """The table in a Parquet file; the header is row 1.

    Raises :class:`InvalidRequest` for a file that is not Parquet, for a column of a type that is not text, a number, a
    date or a list of them, and when PyArrow is not installed.
    """
    try:
        import pyarrow as pa  # an extra, and slow to load
        from pyarrow import parquet
    except ImportError:
        raise InvalidRequest.of("pyarrow-missing", str(path)) from None
    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InvalidRequest.of("not-parquet", str(path), reason=_cause(error)) from None
    faults = [
        fault("parquet-column-type", str(path), column=column.name, type=str(column.type))
        for column in schema
        if not _is_readable(pa.types, column.type)
    ]
    if faults:
        raise InvalidRequest(faults)
    return Table(limit_rows(path, _convert_errors(path, _rows(file, schema.names), pa.ArrowException)))


def _is_readable(types: Any, kind: Any) -> bool:
    """Whether values of a type are cells or lists of cells."""
    if any(getattr(types, f"is_{name}")(kind) for name in _LISTS):
        kind = kind.value_type
    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(getattr(types, f"is_{name}")(kind) for name in _ONE_VALUE)


def _convert_errors(path: Path, rows: Iterator[Row], arrow_error: type[Exception]) -> Iterator[Row]:
    """The rows; raises :class:`InvalidRequest` for a damaged file and for a value that Python cannot represent."""
    try:
        yield from rows
    except (arrow_error, OSError, ValueError, ArithmeticError, LookupError) as error:
        raise InvalidRequest.of("table-damaged", str(path), reason=_cause(error)) from None


def _cause(error: Exception) -> Fault:
    is_of_system = isinstance(error, OSError) and error.errno
    return cause(error) if is_of_system else quoted(str(error).partition("\n")[0])


def _rows(file: Any, names: list[str]) -> Iterator[Row]:
    widths = [1] * len(names)
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        for index, column in enumerate(batch.columns):
            lists = (value for value in column.to_pylist() if isinstance(value, list))
            widths[index] = max([widths[index], *map(len, lists)])
    number = 1
    yield Row(number, tuple(name for name, width in zip(names, widths, strict=True) for _ in range(width)))
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        for values in zip(*map(_values, batch.columns), strict=True):
            number += 1
            pairs = zip(values, widths, strict=True)
            yield Row(number, tuple(cell for value, width in pairs for cell in _cells(value, width)))


def _values(column: Any) -> list[Any]:
    """The values of a column; a short float is 0.1 and not 0.10000000149011612, the same float with more digits."""
    if str(column.type) in _SHORT_FLOATS:
        return [None if text is None else float(text) for text in column.cast("string").to_pylist()]
    values: list[Any] = column.to_pylist()
    return values


def _cells(value: Any, width: int) -> list[Cell]:
    items = value if isinstance(value, list) else [value]
    cells: list[Cell] = [_cell(item) for item in items]
    return cells + [""] * (width - len(items))


def _cell(item: Any) -> Cell:
    """A value as a cell; a decimal number is a number that leaves no doubt, and a text that has all its decimals."""
    if item is None:
        return ""
    if not isinstance(item, Decimal):
        cell: Cell = item
        return cell
    if item == item.to_integral_value() and not item.as_tuple().exponent:
        return int(item)
    text = f"{item:f}"
    return Shown(item, text, item) if sum(map(str.isdigit, text)) <= _MOST_DIGITS else text
