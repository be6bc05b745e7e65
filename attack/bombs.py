"""Small workbooks that ask for much: memory, time, depth. Each must be read or refused within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_MANY = 6_000_000


def xlsx(
    rows: str | bytes = "", strings: str | bytes = "", styles: str | bytes = "", head: str | bytes = "", method: int = 8
) -> bytes:
    """An XLSX workbook with these parts of its XML; a worksheet in bytes is a whole part."""
    links = [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    items = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links)
    )
    sheet = rows if isinstance(rows, bytes) else f'<worksheet xmlns="{_MAIN}">{rows}</worksheet>'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": head
        or f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings if isinstance(strings, bytes) else f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": styles if isinstance(styles, bytes) else f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    return archive(parts, method)


def ods(table: str, styles: str = "", head: str = "") -> bytes:
    """An ODS workbook with these columns and rows."""
    spaces = "".join(
        f' xmlns:{name}="{_ODF}:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
        )
    )
    content = (
        f"{head}<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="A">{table}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def xlsb(sheet: bytes, strings: bytes = b"") -> bytes:
    """An XLSB workbook with the records of its sheet and of its shared strings."""
    links = [("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")]
    items = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links)
    )
    bundle = struct.pack("<II", 0, 1) + _wide("r0") + _wide("A")
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        f'Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": record(156, bundle),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>',
        "xl/worksheets/sheet1.bin": sheet,
        "xl/sharedStrings.bin": strings,
    }
    return archive(parts)


def record(number: int, data: bytes, size: int | None = None) -> bytes:
    """A record of a binary workbook; ``size`` is what it claims."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    left = len(data) if size is None else size
    while True:
        head += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + data


def archive(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with these parts, packed by a method."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=6) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _row(cells: str = "", attributes: str = "") -> str:
    return f"<row{attributes}>{cells}</row>"


def _sheet(inside: str) -> str:
    return f"<sheetData>{inside}</sheetData>"


def _head(doctype: str) -> bytes:
    return f'{doctype}<worksheet xmlns="{_MAIN}"><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'.encode()


_ONE = _row('<c r="A1" t="str"><v>name</v></c>', ' r="1"')
_ENTITIES = (
    "<!DOCTYPE a ["
    + '<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)
_ODS_ROW = '<table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell></table:table-row>'
_UTF16 = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{_MAIN}">{_sheet(_ONE)}</worksheet>'

BOMBS: dict[str, Callable[[], bytes]] = {
    "corner.xlsx": lambda: xlsx(_sheet(_ONE + _row('<c r="XFD1048576"><v>1</v></c>', ' r="1048576"'))),
    "beyond.xlsx": lambda: xlsx(_sheet(_ONE + _row('<c r="ZZZ1048576"><v>1</v></c>', ' r="1048576"'))),
    "row.xlsx": lambda: xlsx(_sheet(_ONE + _row('<c r="A1"><v>1</v></c>', ' r="99999999999"'))),
    "row-digits.xlsx": lambda: xlsx(_sheet(_ONE + _row('<c r="A1"><v>1</v></c>', f' r="{"9" * 5000}"'))),
    "columns-x.xlsx": lambda: xlsx('<cols><col min="1" max="x" hidden="1"/></cols>' + _sheet(_ONE)),
    "columns-wide.xlsx": lambda: xlsx(f'<cols><col min="1" max="{"9" * 4000}" hidden="1"/></cols>' + _sheet(_ONE)),
    "many-hidden.xlsx": lambda: xlsx('<cols><col min="1" max="9" hidden="1"/></cols>' * 1_000_000 + _sheet(_ONE)),
    "deep.xlsx": lambda: xlsx(_sheet("<a>" * _MANY)),
    "deep-cells.xlsx": lambda: xlsx(_sheet("<row>" + "<c>" * _MANY)),
    "deep-phonetic.xlsx": lambda: xlsx(_sheet("<row><c>" + "<rPh>" * _MANY)),
    "deep-values.xlsx": lambda: xlsx(_sheet("<row><c>" + "<v>" * _MANY)),
    "deep-strings.xlsx": lambda: xlsx(_sheet(_ONE), "<si>" * _MANY),
    "deep-styles.xlsx": lambda: xlsx(_sheet(_ONE), "", "<xf>" * _MANY),
    "deep-workbook.xlsx": lambda: xlsx(_sheet(_ONE), head="<a>" * _MANY),
    "strings.xlsx": lambda: xlsx(_sheet(_ONE), "<si/>" * 9_000_000),
    "strings-usual.xlsx": lambda: xlsx(_sheet(_ONE), "<si><t>a</t></si>" * 2_900_000),
    "string-long.xlsx": lambda: xlsx(_sheet(_ONE), f"<si><t>{'a' * 45_000_000}</t></si>"),
    "text-long.xlsx": lambda: xlsx(
        _sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 45_000_000}</t></is></c></row>')
    ),
    "styles.xlsx": lambda: xlsx(_sheet(_ONE), "", f"<cellXfs>{'<xf/>' * 9_000_000}</cellXfs>"),
    "formats.xlsx": lambda: xlsx(
        _sheet(_ONE), "", "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(1_000_000))
    ),
    "format-long.xlsx": lambda: xlsx(
        _sheet(_row('<c r="A1" s="0"><v>1</v></c>', ' r="1"')),
        "",
        f'<numFmt numFmtId="200" formatCode="{"0;" * 3_000_000}"/><cellXfs><xf numFmtId="200"/></cellXfs>',
    ),
    "attributes.xlsx": lambda: xlsx(_sheet("<row " + " ".join(f'a{n}="1"' for n in range(3_000_000)) + "/>")),
    "attribute-long.xlsx": lambda: xlsx(_sheet(f'<row r="1" spans="{">" * 45_000_000}"/>')),
    "comment-long.xlsx": lambda: xlsx(_sheet(f"<!--{'a' * 45_000_000}-->")),
    "areas.xlsx": lambda: xlsx(
        _sheet(_ONE) + "".join(f'<mergeCell ref="A{n}:B{n + 5}"/>' for n in range(1, 1_000_001))
    ),
    "areas-tall.xlsx": lambda: xlsx(
        _sheet("".join(_row(f'<c r="A{n}"><v>1</v></c>', f' r="{n}"') for n in range(1, 60_001)))
        + "<mergeCells>"
        + "".join(f'<mergeCell ref="A{n}:ALL60000"/>' for n in range(1, 5_001))
        + "</mergeCells>"
    ),
    "sheets.xlsx": lambda: xlsx(_sheet(_ONE), head=f'<workbook xmlns="{_MAIN}">{"<sheet/>" * 5_000_000}</workbook>'),
    "zip.xlsx": lambda: xlsx(_sheet(_ONE), f"<!--{'a' * 400_000_000}-->"),
    "lzma.xlsx": lambda: xlsx(_sheet(_ONE), method=zipfile.ZIP_LZMA),
    "entities.xlsx": lambda: xlsx(_head(_ENTITIES)),
    "entity-outside.xlsx": lambda: xlsx(_head('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "utf16.xlsx": lambda: xlsx(_UTF16.encode("utf-16")),
    "references-long.xlsx": lambda: xlsx(_sheet(_row(f'<c r="{"A" * 3_000_000}1"><v>1</v></c>', ' r="1"'))),
    "number-long.xlsx": lambda: xlsx(_sheet(_row(f'<c r="A1"><v>{"1" * 3_000_000}</v></c>', ' r="1"'))),
    "number-huge.xlsx": lambda: xlsx(_sheet(_row('<c r="A1"><v>1e308</v></c><c r="B1"><v>1e999</v></c>', ' r="1"'))),
    "repeated-rows.ods": lambda: ods(
        _ODS_ROW + _ODS_ROW.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048575">')
    ),
    "repeated-far.ods": lambda: ods(
        _ODS_ROW.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="999999999">')
    ),
    "repeated-cells.ods": lambda: ods(
        _ODS_ROW.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="999999999" ')
    ),
    "repeated-digits.ods": lambda: ods(
        _ODS_ROW.replace("<table:table-cell ", f'<table:table-cell table:number-columns-repeated="{"9" * 9000}" ')
    ),
    "spaces.ods": lambda: ods(_ODS_ROW.replace("name", '<text:s text:c="999999999"/>' * 1000)),
    "deep.ods": lambda: ods("<table:table-row>" * 2_000_000),
    "deep-drawn.ods": lambda: ods("<table:shapes>" + "<a>" * _MANY),
    "columns.ods": lambda: ods('<table:table-column table:visibility="collapse"/>' * 900_000 + _ODS_ROW),
    "styles.ods": lambda: ods(
        _ODS_ROW,
        "".join(
            f'<style:style style:name="a{n}" style:family="table-cell" style:data-style-name="b"/>'
            for n in range(1_500_000)
        ),
    ),
    "tables.ods": lambda: ods(
        _ODS_ROW + "</table:table>" + '<table:table table:name="b"/>' * 1_400_000 + "<table:table>"
    ),
    "text-long.ods": lambda: ods(_ODS_ROW.replace("name", "a" * 45_000_000)),
    "entities.ods": lambda: ods(_ODS_ROW.replace("name", "&a;"), head=_ENTITIES),
    "merged.ods": lambda: ods(
        _ODS_ROW.replace(
            "<table:table-cell ",
            '<table:table-cell table:number-rows-spanned="999999999" table:number-columns-spanned="999999999" ',
        )
        * 3_000
    ),
    "record-long.xlsb": lambda: xlsb(record(0, b"", 0xFFFFFFF)),
    "record-full.xlsb": lambda: xlsb(record(0, bytes(15_000_000) + bytes(30_000_000))),
    "strings.xlsb": lambda: xlsb(b"", record(19, b"\0\0\0\0\0") * _MANY),
    "areas.xlsb": lambda: xlsb(b"".join(record(176, struct.pack("<IIII", n, n + 1, 0, 1)) for n in range(1_000_000))),
    "corner.xlsb": lambda: xlsb(
        record(0, struct.pack("<I", 1_048_575) + bytes(13)) + record(5, struct.pack("<IId", 16_383, 0, 1.0))
    ),
}


def write_bombs(folder: Path, names: list[str] | None = None) -> list[Path]:
    """The files of the bombs in a folder."""
    paths = []
    for name in names or BOMBS:
        path = folder / name
        path.write_bytes(BOMBS[name]())
        paths.append(path)
    return paths
