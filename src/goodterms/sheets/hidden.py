"""Hidden rows and columns of a sheet, and its cells with errors: calamine reads them without reporting them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_YES = {"1", "true"}


class Hidden(NamedTuple):
    """The number of hidden rows (a filter hides rows, too), of hidden columns, and of cells with an error.

    ``error`` is the first of these cells, such as ``B7 (#N/A)``.
    """

    rows: int = 0
    columns: int = 0
    errors: int = 0
    error: str = ""

    def describe(self) -> str:
        """The hidden rows and columns in words; empty if there are none."""
        counts = ((self.rows, "row"), (self.columns, "column"))
        return " and ".join(f"{count} hidden {word}{'s' if count != 1 else ''}" for count, word in counts if count)

    def describe_errors(self) -> str:
        """The cells with errors in words; empty if there are none."""
        if not self.errors:
            return ""
        if self.errors == 1:
            return f"1 cell has a formula error, {self.error}; it is read as empty"
        return f"{self.errors} cells have formula errors, such as {self.error}; they are read as empty"


def find_hidden(path: Path, sheet: str) -> Hidden:
    """What is hidden on a sheet of an XLSX workbook (ECMA-376, 18.3.1.4, 18.3.1.13 and 18.3.1.73).

    All zero for a file of another format.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            name = _file_of(archive, sheet)
            return _count(archive, name) if name else Hidden()
    except (zipfile.BadZipFile, KeyError, OSError, ET.ParseError):
        return Hidden()  # calamine reports what it cannot read


def _file_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the archive's file that holds a sheet; empty if there is none."""
    ids = {element.get("name"): element.get(_LINK) for element in _elements(archive, _WORKBOOK, f"{_MAIN}sheet")}
    sheet_id = ids.get(sheet)
    for link in ET.fromstring(archive.read(_LINKS)):  # noqa: S314 — expat limits the expansion of entities
        if link.get("Id") == sheet_id:
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _count(archive: zipfile.ZipFile, name: str) -> Hidden:
    rows = columns = errors = 0
    error = ""
    for element in _elements(archive, name, f"{_MAIN}row", f"{_MAIN}col", f"{_MAIN}c"):
        if element.tag == f"{_MAIN}c":
            if element.get("t") == "e":
                errors += 1
                error = error or f"{element.get('r', 'a cell')} ({element.findtext(f'{_MAIN}v', '')})"
        elif element.get("hidden") in _YES:
            if element.tag == f"{_MAIN}row":
                rows += 1
            else:
                columns += int(element.get("max", "1")) - int(element.get("min", "1")) + 1
    return Hidden(rows, columns, errors, error)


def _elements(archive: zipfile.ZipFile, name: str, *tags: str) -> Iterator[ET.Element]:
    """The elements of an archive's file with one of these tags; each is cleared after its turn to save memory."""
    with archive.open(name) as part:
        for _, element in ET.iterparse(part):  # noqa: S314
            if element.tag in tags:
                yield element
                element.clear()
