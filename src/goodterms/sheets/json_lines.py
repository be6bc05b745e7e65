"""JSON Lines: an object a line; the columns are all names that any of them has."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from goodterms.sheets.table import Row, Table, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_LINE = 5_000_000
_HALF = re.compile(r"\\u[dD][89abcdefABCDEF]")
"""What a surrogate begins with; two of them may be a whole character."""


def read(path: Path) -> Table:
    """The table in a file of JSON Lines; the row of an object is its line, the header is row 0.

    An empty list, null and a name that is not there are empty cells; the items of a list are cells of columns of one
    name. Raises :class:`InvalidRequest` with the line of what is no object.
    """
    widths: dict[str, int] = {}
    for _, found in _objects(path):
        for name, value in found.items():
            widths[name] = max(widths.get(name, 1), len(value) if isinstance(value, list) else 1)
    return Table(checked(path, _rows(path, widths)))


def _rows(path: Path, widths: dict[str, int]) -> Iterator[Row]:
    yield Row(0, tuple(name for name, width in widths.items() for _ in range(width)))
    for number, found in _objects(path):
        cells: list[object] = []
        for name, width in widths.items():
            value = found.get(name)
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
        raise refused(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise refused(path, "is not UTF-8", "save it as UTF-8") from None


def _object(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise refused(path, f"line {number} is no JSON: {_told(error)}", "write one object a line") from None
    if not isinstance(found, dict):
        raise refused(path, f"line {number} is no object", 'write {"name": …, …}')
    if _HALF.search(line) and not _is_whole(found):
        raise refused(path, f"line {number} has half a character (U+D800 to U+DFFF)", "write characters as they are")
    for name, value in found.items():
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list)) for item in items):
            raise refused(path, f"line {number}: {name!r} is nested", "give texts, numbers and lists of them")
    return found


def _told(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number has too many digits"


def _is_whole(found: object) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
