"""Workbooks of Excel's newer formats, written by programs that are not ours: a cell is read as what it shows."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time as clock
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import python_calamine as calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.sheets.table import Broken, InPart, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

BOOKS = Path(__file__).parent / "books"
SHOWN = json.loads((BOOKS / "shown.json").read_text("utf-8"))
"""The code, the number and what SheetJS shows, for each row of the sheet 'shown' of the workbooks that it wrote."""
WRITTEN = ["sheetjs.xlsx", "sheetjs.xlsb", "libreoffice.xlsx"]
MOMENTS = {
    "yyyy-mm-dd": date(2026, 12, 3),
    "d.m.yyyy": date(2026, 12, 3),
    "mmm yyyy": InPart(2026, 12, 3),
    "h:mm": time(14, 30),
    "h:mm AM/PM": time(14, 30),
    "[h]:mm": timedelta(hours=1, minutes=30),
    "[h]:mm:ss": timedelta(hours=25, minutes=30),
    "mm:ss": timedelta(minutes=45),
    "yyyy-mm-dd hh:mm": datetime.fromisoformat("2026-12-03T14:30"),
}

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def cells(path: Path, sheet: str | None = None) -> dict[int, tuple[object, ...]]:
    return {row.number: row.cells for row in sheets.read(path, sheet).rows}


def refusal(path: Path) -> str:
    with pytest.raises(InvalidRequest) as error:
        cells(path)
    return "\n".join(error.value.lines())


def workbook(
    path: Path,
    rows: str,
    *,
    strings: str = "",
    after: str = "",
    formats: tuple[str, ...] = (),
    properties: str = "",
    prefix: str = "",
    namespace: str = MAIN,
    head: str = "<?xml version='1.0' encoding='UTF-8'?>",
) -> Path:
    """A small XLSX with one sheet; the cells' style 1 is the first of the formats."""
    p = f"{prefix}:" if prefix else ""
    xmlns = f'xmlns{":" + prefix if prefix else ""}="{namespace}"'
    codes = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for i, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *range(200, 200 + len(formats))))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{properties}<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="/xl/sheet.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="s.xml"/><Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/s.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sheet.xml": f"{head}<{p}worksheet {xmlns}><{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-16") if "UTF-16" in text else text.encode())
    return path


@pytest.mark.parametrize("name", WRITTEN)
def test_a_cell_is_what_it_shows(name: str) -> None:
    rows = cells(BOOKS / name)
    assert len(rows) == len(SHOWN) + 1
    for number, (code, value, shown) in enumerate(SHOWN, 2):
        cell = rows[number][1]
        if code in MOMENTS:
            assert (cell, type(cell)) == (MOMENTS[code], type(MOMENTS[code]))
        elif isinstance(cell, Shown):
            assert (cell.text, float(cell.value)) == (shown, value)
        else:
            assert (cell, str(cell)) == (pytest.approx(value), shown.replace(",", ""))


def test_days_from_1904_are_later() -> None:
    assert cells(BOOKS / "sheetjs-1904.xlsx")[19][1] == date(2030, 12, 4)


def test_days_from_1904_are_later_in_xlsb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(BOOKS / "sheetjs.xlsb") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.bin":  # the record of the workbook's properties, and its first byte of flags
                at = data.index(b"\x99\x01") + 3
                data = data[:at] + bytes([data[at] | 1]) + data[at + 1 :]
            new.writestr(name, data)
    assert cells(path)[19][1] == date(2030, 12, 4)


@pytest.mark.parametrize("name", WRITTEN)
def test_errors_merged_and_hidden_cells_are_read_and_reported(name: str) -> None:
    path = BOOKS / name
    assert cells(path, "layout") == {
        1: ("name", "town", "amount", "agreed"),
        2: ("Ana Čeh", "Škofja Loka", Broken("#N/A"), True),
        3: ("Bor\nKos", "Škofja Loka", Broken("#DIV/0!"), False),
        4: ("Cene", "Škofja Loka", 3),
        5: ("Darja", "Koper", 2.5),
    }
    others, hidden, merged = sheets.read(path, "layout").notes
    assert others == "the sheet 'layout' is read, not 'shown', 'hidden'"
    assert hidden == "sheet 'layout': read including 1 hidden row and 1 hidden column"
    assert merged == "sheet 'layout': each cell of the merged area has its value"


@pytest.mark.parametrize("name", WRITTEN)
def test_the_names_are_those_of_visible_sheets(name: str) -> None:
    assert sheets.names(BOOKS / name) == ("shown", "layout")
    assert cells(BOOKS / name, "hidden") == {1: ("secret",)}


def test_only_worksheets_are_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    chart = book.add_chart({"type": "line"})
    book.add_chartsheet("chart").set_chart(chart)
    page = book.add_worksheet("people")
    page.write_row(0, 0, ["name", "years"])
    chart.add_series({"values": "=people!$B$2:$B$3"})
    book.close()
    assert sheets.names(path) == ("people",)
    assert sheets.read(path).notes == ()
    with pytest.raises(InvalidRequest, match="has no sheet 'chart'"):
        sheets.read(path, "chart")
    assert sheets.names(tmp_path / "a.csv") == ()


def test_a_formula_without_a_result_is_broken(tmp_path: Path) -> None:
    rows = """<row r="1"><c r="A1"><f>B1+1</f><v></v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c>
    <c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1" t="str"><f>x</f><v>#REF!</v></c>
    <c r="G1"><f>0</f><v>0</v></c><c r="H1" t="e"><v>42</v></c><c r="I1"><f t="shared" si="0"/></c></row>"""
    expected = [
        Broken("=B1+1"),
        Broken("=1+1"),
        2,
        "",
        Broken("#DIV/0!"),
        Broken("#REF!"),
        0,
        Broken("#N/A"),
        Broken("="),
    ]
    assert cells(workbook(tmp_path / "a.xlsx", rows)) == {1: tuple(expected)}
    # A program that calculates nothing asks for all to be calculated, and writes zeros.
    path = workbook(tmp_path / "b.xlsx", rows, properties='<calcPr fullCalcOnLoad="1"/>')
    assert cells(path)[1][6] == Broken("=0")


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
@pytest.mark.parametrize("prefix", ["", "x"])
def test_cells_of_every_kind_and_namespace_are_read(tmp_path: Path, namespace: str, prefix: str) -> None:
    p = f"{prefix}:" if prefix else ""
    rows = """<row><c><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><t>in</t></is></c><c t="str"><v>a_x000D_
b</v></c><c t="b"><v>1</v></c><c t="d" s="1"><v>2026-12-03T00:00:00</v></c><c t="d"><v>2026-12-03T14:30:00</v></c>
    <c t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>
    <row r="7"><c r="C7" s="1"><v>46359</v></c><c r="A7"><v> 2.50 </v></c></row>"""
    rows = re.sub(r"<(/?)(\w)", rf"<\1{p}\2", rows)
    strings = "<si><r><t>Ana</t></r><r><t xml:space='preserve'> Čeh_x005F_x</t></r><rPh><t>no</t></rPh></si>"
    path = workbook(tmp_path / "a.xlsx", rows, strings=strings, formats=("yyyy",), prefix=prefix, namespace=namespace)
    day, moment = date(2026, 12, 3), datetime.fromisoformat("2026-12-03T14:30")
    assert cells(path) == {
        1: (1, "Ana Čeh_x", "in", "a\nb", True, day, moment, "rich"),
        7: (2.5, "", day),
    }


def test_text_and_merged_cells_in_utf_16(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="str"><v>Čeh</v></c></row><row r="2" hidden="true"><c r="B2"><v>1</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
        head='<?xml version="1.0" encoding="UTF-16"?>',
    )
    assert cells(path) == {1: ("Čeh",), 2: ("Čeh", 1)}
    assert len(sheets.read(path).notes) == 2


def test_what_a_merged_cell_hides_is_not_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        """<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c><c r="C1"><v>3</v></c></row>
        <row r="2"><c r="A2"><v>8</v></c></row><row r="3"><c r="D3"><v>4</v></c></row>""",
        after='<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="C1:XFD1048576"/><mergeCell ref="A9:B9"/></mergeCells>',
    )
    rows = cells(path)
    assert list(rows) == [1]  # D3 is covered, too, so nothing else is shown
    assert rows[1] == (1, 1, *[3] * 998)


def test_texts_have_formats_too(tmp_path: Path) -> None:
    rows = '<row><c s="1" t="str"><v>Kos</v></c><c s="1" t="s"><v>0</v></c><c s="1"><v>5</v></c></row>'
    path = workbook(tmp_path / "a.xlsx", rows, formats=('0;-0;0;"Dr. "@',), strings="<si><t>Čeh</t></si>")
    assert cells(path) == {1: ("Dr. Kos", "Dr. Čeh", 5)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="1"><c r="A1"><v>1,5</v></c></row>', "column 1 of row 1 has the value '1,5'"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "column 1 of row 1 has the value '7'"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "column 1 of row 1 has the value '-1'"),
        ('<row r="1"><c r="A1" t="z"><v>7</v></c></row>', "column 1 of row 1 has the value '7'"),
        ('<row r="2"/><row r="2"/>', "row 2 follows row 2"),
        ('<row r="1048577"/>', "row 1048577 follows row 0"),
        ('<row r="x"/>', "is not a readable workbook"),
        ('<row r="1"><c r="ZZZZ1"><v>7</v></c></row>', "a cell is in the column 'ZZZZ'"),
        ('<row r="1"><c r="ALM1"><v>7</v></c></row>', "row 1 has 1,001 columns; the limit is 1,000"),
        ('<row r="1"><c', "its XML is damaged"),
    ],
)
def test_a_damaged_sheet_is_refused_with_the_place(tmp_path: Path, rows: str, expected: str) -> None:
    assert expected in refusal(workbook(tmp_path / "a.xlsx", rows))


def test_entities_are_refused(tmp_path: Path) -> None:
    head = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    rows = '<row><c t="str"><v>&c;</v></c></row>'
    assert "document type" in refusal(workbook(tmp_path / "a.xlsx", rows, head=head))


def measured(path: Path) -> tuple[float, int]:
    """The seconds and the megabytes that it takes to read a table, in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from goodterms import sheets\n"
        "try:\n    [row for row in sheets.read(Path(sys.argv[1])).rows]\n"
        "except sheets.InvalidRequest: pass\n"
        "status = Path('/proc/self/status')\n"
        "print(status.read_text().split('VmHWM:')[1].split()[0] if status.exists() else 0)"
    )
    start = clock.perf_counter()
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    return clock.perf_counter() - start, int(run.stdout) // 1024


@pytest.mark.parametrize("value", ["", "<v></v>", "<is><t xml:space='preserve'> </t></is>", "<v>1</v>"])
def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path: Path, value: str) -> None:
    kind = ' t="inlineStr"' if "<is>" in value else ""
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"{kind}>{value}</c></row>'
    path = workbook(tmp_path / "a.xlsx", rows, after='<mergeCells><mergeCell ref="B2:XFD1048576"/></mergeCells>')
    if value != "<v>1</v>":
        assert cells(path) == {1: (1,)}
    seconds, megabytes = measured(path)
    assert seconds < 5
    assert megabytes < 200


def test_half_a_million_formatted_rows_at_the_end_are_nothing(tmp_path: Path) -> None:
    blank = "".join(
        f'<row r="{n}" spans="1:3" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 500_002)
    )
    path = workbook(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row>{blank}', formats=("0.00",))
    assert list(cells(path)) == [1]
    _, megabytes = measured(path)
    assert megabytes < 200


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods", ".xlsm"])
def test_the_content_says_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes((BOOKS / "sheetjs.xlsx").read_bytes())
    assert sheets.names(path) == ("shown", "layout")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"name,town\nAna,Koper\n", "is a text file"),
        (b"<html><table><tr><td>name</td></tr></table></html>", "is a web page (HTML)"),
        (b"PK\x03\x04", "is not a readable workbook"),
        (b"", "it is empty"),
    ],
)
def test_a_file_that_only_has_the_name_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert expected in refusal(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "an archive without a workbook" in refusal(path)


@pytest.mark.parametrize("name", WRITTEN)
def test_another_library_reads_the_same_values(name: str) -> None:
    book = calamine.CalamineWorkbook.from_path(BOOKS / name)
    ours = cells(BOOKS / name)
    for number, row in enumerate(book.get_sheet_by_name("shown").to_python(), 1):
        for mine, theirs in zip(ours[number], row, strict=False):
            if isinstance(theirs, float):
                assert float(mine.value if isinstance(mine, Shown) else mine) == pytest.approx(theirs)  # type: ignore[arg-type]


def rewritten(name: str, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with some parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(BOOKS / name) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return buffer.getvalue()


def survives(path: Path) -> None:
    """Read all sheets; only :class:`InvalidRequest` may be raised."""
    try:
        for name in sheets.names(path):
            for _ in sheets.read(path, name).rows:
                pass
    except InvalidRequest:
        pass


EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4), st.integers(0, 4)), min_size=1, max_size=6
)


def edited(data: bytes, edits: list[tuple[float, bytes, int]]) -> bytes:
    for place, new, length in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    return data


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WRITTEN),
    EDITS,
    st.booleans(),
    st.sampled_from(["sheet1", "sheet2", "workbook", "styles", "Strings", ".rels"]),
)
def test_no_change_of_bytes_makes_an_error(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    edits: list[tuple[float, bytes, int]],
    inside: bool,
    target: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz{name[-5:]}"
    if inside:
        path.write_bytes(rewritten(name, lambda part, data: edited(data, edits) if target in part else data))
    else:
        path.write_bytes(edited((BOOKS / name).read_bytes(), edits))
    survives(path)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["sheetjs.xlsx", "libreoffice.xlsx"]),
    st.integers(0, 400),
    st.sampled_from(
        [
            "",
            "-1",
            "x",
            "99999999999",
            "1048577",
            "A0",
            "ZZZZ9",
            "é",
            "1e999",
            "true",
            "s",
            "e",
            "d",
            "b",
            "inlineStr",
            "nan",
        ]
    ),
    st.sampled_from(["sheet1", "sheet2", "workbook", "styles"]),
)
def test_no_change_of_an_attribute_or_a_value_makes_an_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, index: int, value: str, target: str
) -> None:
    def change(part: str, data: bytes) -> bytes:
        found = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=<v>)[^<]*(?=</v>)', data)) if target in part else []
        if not found:
            return data
        match = found[index % len(found)]
        return data[: match.start()] + value.encode() + data[match.end() :]

    path = tmp_path_factory.getbasetemp() / "fuzz-attributes.xlsx"
    path.write_bytes(rewritten(name, change))
    survives(path)
