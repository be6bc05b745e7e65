"""What a workbook hides: rows and columns that its reader cannot see, and that are read all the same."""

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
    """How many rows and columns a sheet hides; a filter hides rows, too."""

    rows: int
    columns: int

    def told(self) -> str:
        """What is hidden, in words; empty when nothing is."""
        counted = ((self.rows, "row"), (self.columns, "column"))
        return " and ".join(f"{count} hidden {word}{'s' if count != 1 else ''}" for count, word in counted if count)


def hidden_in(path: Path, sheet: str) -> Hidden:
    """What a sheet of an XLSX workbook hides (ECMA-376, 18.3.1.13 and 18.3.1.73); nothing of a file of another kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = _file_of(archive, sheet)
            return _counted(archive, name) if name else Hidden(0, 0)
    except (zipfile.BadZipFile, KeyError, OSError, ET.ParseError):
        return Hidden(0, 0)  # whether the workbook can be read at all, its reader tells


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
    rows = columns = 0
    for one in _elements(archive, name, f"{_MAIN}row", f"{_MAIN}col"):
        if one.get("hidden") in _YES:
            if one.tag == f"{_MAIN}row":
                rows += 1
            else:
                columns += int(one.get("max", "1")) - int(one.get("min", "1")) + 1
    return Hidden(rows, columns)


def _elements(archive: zipfile.ZipFile, name: str, *tags: str) -> Iterator[ET.Element]:
    """The elements of a part with one of these tags, one after the other; each is let go of after its turn."""
    with archive.open(name) as part:
        for _, element in ET.iterparse(part):  # noqa: S314
            if element.tag in tags:
                yield element
                element.clear()
