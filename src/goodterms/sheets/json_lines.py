"""JSON Lines: one object per line; the columns are the names of all objects."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.faults.causes import cause
from goodterms.sheets.table import Row, Table, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_LINE = 5_000_000
_SURROGATE = re.compile(r"\\u[dD][89abcdefABCDEF]")
"""The start of an escaped surrogate; two surrogates can be a whole character."""


def read(path: Path) -> Table:
    """The table in a file of JSON Lines; an object's row number is its line, and the header is row 0.

    An empty list, null and a missing name are empty cells; the items of a list are cells in columns of the same name.
    Raises :class:`InvalidRequest` with the line that is not an object.
    """
    widths: dict[str, int] = {}
    for _, record in _objects(path):
        for name, value in record.items():
            widths[name] = max(widths.get(name, 1), len(value) if isinstance(value, list) else 1)
    return Table(limit_rows(path, _rows(path, widths)))


def _rows(path: Path, widths: dict[str, int]) -> Iterator[Row]:
    yield Row(0, tuple(name for name, width in widths.items() for _ in range(width)))
    for number, record in _objects(path):
        cells: list[object] = []
        for name, width in widths.items():
            value = record.get(name)
            items = value if isinstance(value, list) else [value]
            cells += [*("" if item is None else item for item in items), *[""] * (width - len(items))]
        yield Row(number, tuple(cells))  # type: ignore[arg-type]


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(iter(lambda: file.readline(_MAX_LINE), ""), 1):
                if line.strip():
                    yield number, _object(path, number, line)
    except OSError as error:
        raise InvalidRequest.of("table-unreadable", str(path), reason=cause(error)) from None
    except UnicodeDecodeError:
        raise InvalidRequest.of("json-lines-not-utf8", str(path)) from None


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    place = str(path)
    try:
        record = json.loads(line, object_pairs_hook=_unique)
    except _NameTwice as error:
        raise InvalidRequest.of("json-line-name-twice", place, line=number, name=str(error)) from None
    except json.JSONDecodeError as error:
        raise InvalidRequest.of("json-line-syntax", place, line=number, reason=cause(error, is_placed=True)) from None
    except RecursionError:
        raise InvalidRequest.of("json-line-too-deep", place, line=number) from None
    except ValueError:  # Python's limit for the digits of an int
        raise InvalidRequest.of("json-line-number-too-long", place, line=number) from None
    if not isinstance(record, dict):
        raise InvalidRequest.of("json-line-not-an-object", place, line=number)
    if _SURROGATE.search(line) and not _is_encodable(record):
        raise InvalidRequest.of("json-line-half-character", place, line=number)
    for name, value in record.items():
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list)) for item in items):
            raise InvalidRequest.of("json-line-nested", place, line=number, name=name)
    return record


class _NameTwice(Exception):  # noqa: N818 — named for what it says
    """A name that an object has twice; programs read the first of its values, or the last."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise _NameTwice(next(name for name in names if names.count(name) > 1))
    return record


def _is_encodable(record: object) -> bool:
    """Whether all text can be encoded: it has no half of a surrogate pair."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
