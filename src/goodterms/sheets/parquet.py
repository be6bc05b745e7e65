"""Parquet, read by PyArrow (the extra ``parquet``) a batch of rows at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.sheets.table import Row, Table, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets.table import Cell

_ROWS_AT_ONCE = 1000


def read(path: Path) -> Table:
    """The table in a Parquet file; rows are numbered as below a header.

    Raises :class:`InvalidRequest` for what is no Parquet file, and when PyArrow is not installed.
    """
    try:
        import pyarrow as pa  # an extra, and slow to load
        from pyarrow import parquet
    except ImportError:
        raise refused(path, "is read by PyArrow, which is not installed", "pip install 'goodterms[parquet]'") from None
    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise refused(path, f"is no Parquet file that can be read: {error}") from None
    return Table(checked(path, _rows(file)))


def _rows(file: object) -> Iterator[Row]:
    names = file.schema_arrow.names  # type: ignore[attr-defined]
    widths: dict[str, int] = dict.fromkeys(names, 1)
    for batch in file.iter_batches(_ROWS_AT_ONCE):  # type: ignore[attr-defined]
        for name in names:
            lists = (value for value in batch.column(name).to_pylist() if isinstance(value, list))
            widths[name] = max([widths[name], *map(len, lists)])
    number = 1
    yield Row(number, tuple(name for name in names for _ in range(widths[name])))
    for batch in file.iter_batches(_ROWS_AT_ONCE):  # type: ignore[attr-defined]
        for found in batch.to_pylist():
            number += 1
            yield Row(number, tuple(cell for name in names for cell in _cells(found[name], widths[name])))


def _cells(value: Any, width: int) -> list[Cell]:
    items = value if isinstance(value, list) else [value]
    cells: list[Cell] = ["" if item is None else str(item) if isinstance(item, Decimal) else item for item in items]
    return cells + [""] * (width - len(items))
