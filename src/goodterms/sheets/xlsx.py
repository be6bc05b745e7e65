"""Workbooks in Office Open XML (XLSX, XLSM; ECMA-376 part 1, 18), transitional and strict, read as streams."""

from __future__ import annotations

import codecs
import re
from typing import IO, TYPE_CHECKING

from goodterms.sheets.books import Formats, Sheet, formats_of
from goodterms.sheets.bounds import MAX_AREAS, MAX_COLUMN_TAGS, MAX_SHEETS, MAX_STYLES, refuse_more
from goodterms.sheets.merging import Area
from goodterms.sheets.office import Reader, Workbook
from goodterms.sheets.packages import local, read_elements
from goodterms.sheets.xlsx_cells import CellReader
from goodterms.sheets.xlsx_strings import OFF, read_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from goodterms.sheets.merging import CellsOfRow
    from goodterms.sheets.packages import Package
    from goodterms.sheets.table import Struck

_WORKBOOK = "xl/workbook.xml"
_YES = {"1", "true", "on"}
_CHUNK = 1 << 20
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_NUMBER = re.compile("[0-9]{1,5}")
_LAST_COLUMN = 16_384
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_LONGEST_TAG = 4096


def _workbook(package: Package) -> Workbook:
    part = package.linked("", "officeDocument") or _WORKBOOK
    links = package.links(part)
    found: list[Sheet] = []
    flags = {"date1904": False, "fullCalcOnLoad": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            ids = (value for key, value in attributes.items() if local(key) == "id" and key != "id")
            link = links.get(next(ids, ""))
            is_visible = attributes.get("state", "visible") == "visible"
            is_table = link is not None and link.kind == "worksheet"
            found.append(Sheet(attributes.get("name", ""), is_visible, is_table, link.part if link else ""))
            refuse_more(found, MAX_SHEETS, "too-many-sheets")
        elif local(name) in {"workbookPr", "calcPr"}:
            for flag in flags:
                flags[flag] |= attributes.get(flag) in _YES

    with package.open(part) as file:
        read_elements(file, start)
    return Workbook(part, found, flags["date1904"], flags["fullCalcOnLoad"])


def _cells(package: Package, workbook: Workbook) -> Callable[[IO[bytes]], Iterable[CellsOfRow]]:
    strings: list[str | Struck] = []
    if part := package.linked(workbook.part, "sharedStrings"):
        with package.open(part) as file:
            strings = read_strings(file)
    return CellReader(strings, _formats(package, workbook), is_uncalculated=workbook.is_uncalculated).read


def _formats(package: Package, workbook: Workbook) -> Formats:
    """The formats of the styles of cells (ECMA-376, 18.8.10, 18.8.31 and 18.8.45)."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    fonts: list[bool] = []
    out: list[int] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        name = local(name)
        if name == "numFmt" and not styles:
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            font = attributes.get("fontId", "0")
            if font.isdecimal() and fonts[int(font) : int(font) + 1] == [True]:
                out.append(len(styles))
            styles.append(int(attributes.get("numFmtId", "0")))
            refuse_more(styles, MAX_STYLES, "too-many-styles")
        elif name == "font" and inside == "fonts":
            fonts.append(False)
            refuse_more(fonts, MAX_STYLES, "too-many-fonts")
        elif name == "strike" and inside == "fonts" and fonts:
            fonts[-1] = attributes.get("val") not in OFF
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "fonts"}:
            inside = name

    if part := package.linked(workbook.part, "styles"):
        with package.open(part) as file:
            read_elements(file, start)
    return formats_of(codes, styles, epoch_1904=workbook.epoch_1904, out=out)


def _outline(package: Package, part: str) -> tuple[int, int, list[Area]]:
    """The hidden rows and columns of a sheet, and its merged areas.

    They are found by their tags, without parsing the others: the sheet is read a second time for its cells.
    """
    rows = 0
    columns: list[int] = []
    areas: dict[Area, None] = {}
    with package.open(part) as file:
        for tag in _tags(file, (b"hidden", b"mergeCell")):
            name, _, rest = tag[1:].partition(b" ")
            attributes = {key.decode(): value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(rest)}
            name = name.rpartition(b":")[2]
            if name == b"mergeCell" and (area := _area(attributes.get("ref", ""))):
                areas[area] = None
                refuse_more(areas, MAX_AREAS, "too-many-merged-areas")
            elif attributes.get("hidden") in _YES:
                rows += name == b"row"
                if name == b"col":
                    columns.append(_width(attributes))
                    refuse_more(columns, MAX_COLUMN_TAGS, "too-many-hidden-columns")
    return rows, sum(columns), list(areas)


def _width(column: dict[str, str]) -> int:
    """The number of columns that an element is about; none where its numbers are not those of columns."""
    first, last = column.get("min", "1"), column.get("max", "1")
    if not (_NUMBER.fullmatch(first) and _NUMBER.fullmatch(last)):
        return 0
    return max(min(int(last), _LAST_COLUMN) - int(first) + 1, 0)


def _tags(file: IO[bytes], words: tuple[bytes, ...]) -> Iterator[bytes]:
    """The tags of an XML file that have one of some words in them, without parsing the others."""
    kept = b""
    for chunk in _as_utf8(file):
        data = kept + chunk
        end = data.rfind(b">") + 1
        kept = data[end:][-_LONGEST_TAG:]
        seen = set()
        for word in words:
            at = data.find(word, 0, end)
            while at >= 0:
                start = data.rfind(b"<", max(0, at - _LONGEST_TAG), at + 1)
                stop = data.find(b">", at, end)
                if start >= 0 and b">" not in data[start:at] and start not in seen:
                    seen.add(start)
                    yield re.sub(rb"\s+", b" ", data[start:stop].rstrip(b"/"))
                at = data.find(word, stop, end)


def _as_utf8(file: IO[bytes]) -> Iterator[bytes]:
    """The chunks of an XML file in UTF-8, which nearly all are; one with a mark is in UTF-16."""
    chunk = file.read(_CHUNK)
    decoder = None
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while chunk:
        yield decoder.decode(chunk).encode() if decoder else chunk
        chunk = file.read(_CHUNK)


def _area(reference: str) -> Area | None:
    """A merged area from its reference, ``A2:B5``; None for a single cell and for what is not a reference."""
    match = _REFERENCE.fullmatch(reference)
    if not match or not match[3]:
        return None
    left, right = sorted((column_number(match[1]), column_number(match[3])))
    top, bottom = sorted((int(match[2]), int(match[4])))
    return Area(top, bottom, left, right) if (top, left) != (bottom, right) else None


def column_number(letters: str) -> int:
    """The number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


_READER = Reader(_workbook, _outline, _cells)
sheets = _READER.sheets
read = _READER.read
