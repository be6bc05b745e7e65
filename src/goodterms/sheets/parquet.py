"""Parquet, read by PyArrow (the extra ``parquet``) a batch of rows at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.errors import InvalidRequest
from goodterms.faults import legacy
from goodterms.sheets.table import Row, Table, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets.table import Cell

_ROWS_AT_ONCE = 1000
_LISTS = ("list", "large_list", "fixed_size_list")
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
"""The kinds of columns that are read, as the names of PyArrow's questions; those of one value and lists of them."""


def read(path: Path) -> Table:
    """The table in a Parquet file; rows are numbered as below a header.

    Raises :class:`InvalidRequest` for what is no Parquet file, for columns of values that are no texts, numbers, dates
    or lists of them, and when PyArrow is not installed.
    """
    try:
        import pyarrow as pa  # an extra, and slow to load
        from pyarrow import parquet
    except ImportError:
        raise refused(path, "is read by PyArrow, which is not installed", "pip install 'goodterms[parquet]'") from None
    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        raise refused(path, f"is no Parquet file that can be read: {_first_line(error)}") from None
    hint = "give texts, numbers, dates and lists of them"
    faults = [
        legacy(str(path), f"the column {column.name!r} is of the type {column.type}", hint)
        for column in schema
        if not _is_read(pa.types, column.type)
    ]
    if faults:
        raise InvalidRequest(faults)
    return Table(checked(path, _told(path, _rows(file, schema.names), pa.ArrowException)))


def _is_read(types: Any, kind: Any) -> bool:
    """Whether values of a type are cells, or lists of cells."""
    if any(getattr(types, f"is_{name}")(kind) for name in _LISTS):
        kind = kind.value_type
    if types.is_dictionary(kind):
        kind = kind.value_type
    return any(getattr(types, f"is_{name}")(kind) for name in _ONE_VALUE)


def _told(path: Path, rows: Iterator[Row], of_arrow: type[Exception]) -> Iterator[Row]:
    """The rows, until one cannot be read: the file is damaged, or a value is none that Python has."""
    try:
        yield from rows
    except (of_arrow, OSError, ValueError, ArithmeticError, LookupError) as error:
        raise refused(path, f"cannot be read: {_first_line(error)}", "is the file whole?") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _rows(file: Any, names: list[str]) -> Iterator[Row]:
    widths = [1] * len(names)
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        for place, column in enumerate(batch.columns):
            lists = (value for value in column.to_pylist() if isinstance(value, list))
            widths[place] = max([widths[place], *map(len, lists)])
    number = 1
    yield Row(number, tuple(name for name, width in zip(names, widths, strict=True) for _ in range(width)))
    for batch in file.iter_batches(_ROWS_AT_ONCE):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            found = zip(values, widths, strict=True)
            yield Row(number, tuple(cell for value, width in found for cell in _cells(value, width)))


def _cells(value: Any, width: int) -> list[Cell]:
    items = value if isinstance(value, list) else [value]
    cells: list[Cell] = ["" if item is None else str(item) if isinstance(item, Decimal) else item for item in items]
    return cells + [""] * (width - len(items))
