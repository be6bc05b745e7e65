"""What a workbook's reader does not tell: what is hidden and read all the same, and errors, read as empty cells."""

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
    """How many rows and columns a sheet hides (a filter hides rows, too), and how many of its cells hold an error.

    ``error`` is the first of these, such as ``B7 (#N/A)``.
    """

    rows: int = 0
    columns: int = 0
    errors: int = 0
    error: str = ""

    def told(self) -> str:
        """What is hidden, in words; empty when nothing is."""
        counted = ((self.rows, "row"), (self.columns, "column"))
        return " and ".join(f"{count} hidden {word}{'s' if count != 1 else ''}" for count, word in counted if count)

    def told_of_errors(self) -> str:
        """That cells hold errors, in words; empty when none does."""
        if not self.errors:
            return ""
        if self.errors == 1:
            return f"1 cell holds an error of a formula, {self.error}; it is read as empty"
        return f"{self.errors} cells hold an error of a formula, such as {self.error}; they are read as empty"


def hidden_in(path: Path, sheet: str) -> Hidden:
    """What a sheet of an XLSX workbook hides (ECMA-376, 18.3.1.4, 18.3.1.13 and 18.3.1.73).

    Nothing of a file of another kind.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            name = _file_of(archive, sheet)
            return _counted(archive, name) if name else Hidden()
    except (zipfile.BadZipFile, KeyError, OSError, ET.ParseError):
        return Hidden()  # whether the workbook can be read at all, its reader tells


def _file_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of an archive in which a sheet is."""
    ids = {one.get("name"): one.get(_LINK) for one in _elements(archive, _WORKBOOK, f"{_MAIN}sheet")}
    wanted = ids.get(sheet)
    for link in ET.fromstring(archive.read(_LINKS)):  # noqa: S314 — expat expands no entities without bound
        if link.get("Id") == wanted:
            target = link.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _counted(archive: zipfile.ZipFile, name: str) -> Hidden:
    rows = columns = errors = 0
    error = ""
    for one in _elements(archive, name, f"{_MAIN}row", f"{_MAIN}col", f"{_MAIN}c"):
        if one.tag == f"{_MAIN}c":
            if one.get("t") == "e":
                errors += 1
                error = error or f"{one.get('r', 'a cell')} ({one.findtext(f'{_MAIN}v', '')})"
        elif one.get("hidden") in _YES:
            if one.tag == f"{_MAIN}row":
                rows += 1
            else:
                columns += int(one.get("max", "1")) - int(one.get("min", "1")) + 1
    return Hidden(rows, columns, errors, error)


def _elements(archive: zipfile.ZipFile, name: str, *tags: str) -> Iterator[ET.Element]:
    """The elements of a part with one of these tags, one after the other; each is let go of after its turn."""
    with archive.open(name) as part:
        for _, element in ET.iterparse(part):  # noqa: S314
            if element.tag in tags:
                yield element
                element.clear()
