"""ODS: what a cell shows is what is read, in the notation of any locale; what is hidden, merged or broken is known."""

from __future__ import annotations

import contextlib
import json
import random
import time as clock
import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine as calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.errors import InvalidRequest
from goodterms.sheets import bounds, ods
from goodterms.sheets.number_formats import show
from goodterms.sheets.table import Broken, Shown, Yearless, YearlessMoment

BOOKS = Path(__file__).parent / "books_old"
SHOWN = json.loads((BOOKS / "shown.json").read_text("utf-8"))
HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)
MIDDLE = "<office:body><office:spreadsheet>"
TAIL = "</office:spreadsheet></office:body></office:document-content>"


def written(path: Path, sheets: str, styles: str = "", **parts: str) -> Path:
    """An ODS file with these tables and automatic styles, and more parts by their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = f"{HEAD}<office:automatic-styles>{styles}</office:automatic-styles>{MIDDLE}{sheets}{TAIL}"
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def table(rows: str, name: str = "people") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def text(*words: str) -> str:
    """The cells of a row with texts."""
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{w}</text:p></table:table-cell>' for w in words
    )


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def cells(path: Path, name: str = "people") -> list[tuple[int, tuple[object, ...]]]:
    return [(found.number, found.cells) for found in ods.read(path, name).rows]


def refusal(path: Path) -> str:
    with pytest.raises(InvalidRequest) as error:
        cells(path)
    return "\n".join(error.value.lines())


# What LibreOffice shows

DIFFERENT = {"# ?/?": "1 1/2", "0.00E+00": "1.23E+06"}
"""Formats that are not understood: an ODS file has the text that is shown, an XLSX file only the code."""


@pytest.mark.parametrize(
    ("number", "value", "code", "expected"), [(n, *line) for n, line in enumerate(SHOWN["numbers"], 1)], ids=str
)
def test_a_number_is_what_libreoffice_shows(number: int, value: float, code: str, expected: str) -> None:
    cell = dict(cells(BOOKS / "shown.ods", "numbers"))[number][1:]
    if not expected:
        assert cell == ()
        return
    if isinstance(cell[0], Shown):
        assert cell[0].text == expected
    else:
        assert cell[0] == float(expected.replace(",", ""))
    if code in DIFFERENT:
        assert cell[0] == Shown(Decimal(str(value)), DIFFERENT[code], None)
    else:
        same = show(float(value), code)
        assert cell[0] == (same._replace(is_rounded=False) if isinstance(same, Shown) and same.number is None else same)


@pytest.mark.parametrize(
    ("number", "value", "code", "expected"), [(n, *line) for n, line in enumerate(SHOWN["moments"], 1)], ids=str
)
def test_a_moment_is_that_of_the_format(number: int, value: float, code: str, expected: str) -> None:
    assert expected
    assert dict(cells(BOOKS / "shown.ods", "moments"))[number][1] == show(float(value), code)


LOCAL = [
    ("1234.57", "", False),
    1234567.891,
    ("1250.50", "EUR", False),
    ("12.5", "", True),
    12.5,
    ("1234.57", "", False),
    ("1250.50", "CHF", False),
    ("12345678.90", "", False),
    ("1250.50", "", False),
    ("125050.50", "", False),
    ("12.5", "", True),
]


@pytest.mark.parametrize(("number", "expected"), list(enumerate(LOCAL, 1)))
def test_the_number_in_the_notation_of_a_locale_is_found(number: int, expected: tuple[str, str, bool] | float) -> None:
    cell = dict(cells(BOOKS / "shown.ods", "local"))[number][1]
    if isinstance(expected, float):
        assert cell == expected
        return
    assert isinstance(cell, Shown)
    assert cell.text == SHOWN["local"][number - 1][2]
    assert (str(cell.number), cell.currency, cell.is_percent) == expected


def test_a_workbook_of_libreoffice_is_read_as_a_person_sees_it() -> None:
    path = BOOKS / "people.ods"
    assert [(sheet.name, sheet.is_visible) for sheet in ods.sheets(path)] == [("people", True), ("old", False)]
    assert ods.read(path, "people").notes == (
        "sheet 'people': read including 1 hidden row and 1 hidden column",
        "sheet 'people': each cell of the 4 merged areas has the value of its area",
    )
    assert cells(path) == [
        (1, ("Customers",) * 6),
        (3, ("Name", "Town", "Years", "Hidden", "Note", "Member")),
        (4, ("Ana Novak", "Koper", 5, "x", "two  lines\nof text", True)),
        (5, ("Bor Čeh", "Koper", Broken("#N/A"))),
        (6, ("Cilka Žagar", "Ptuj", Broken("#DIV/0!"))),
        (7, ("Dora Hribar", "Bled", 7, "", "x1")),
        (9, ("Edo Kos", "Piran")),
        (10, ("Edo Kos", "Piran")),
        (11, ("Edo Kos", "Piran")),
    ]
    assert cells(path, "old") == [(1, ("not seen",))]
    assert cells(BOOKS / "mac.ods", "days") == [(1, (date(2026, 12, 31),))]


def test_values_are_those_of_calamine() -> None:
    path = BOOKS / "shown.ods"
    book = calamine.CalamineWorkbook.from_path(path)
    for name in ("numbers", "local"):
        theirs = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for number, (_, *rest) in cells(path, name):
            if rest:
                value = rest[0].value if isinstance(rest[0], Shown) else rest[0]
                assert float(str(value)) == pytest.approx(theirs[number - 1][1], rel=1e-14)


# Cells, as different programs write them

NUMBER = 'office:value-type="float" office:value='
STYLES = """
<number:time-style style:name="T1" number:truncate-on-overflow="false"><number:hours/><number:minutes/></number:time-style>
<number:time-style style:name="T2"><number:hours/><number:minutes/></number:time-style>
<number:time-style style:name="T3"><number:minutes/><number:seconds/></number:time-style>
<number:date-style style:name="D1"><number:day/><number:month/><number:year/></number:date-style>
<number:date-style style:name="D2"><number:day/><number:month/><number:year/><number:hours/></number:date-style>
<number:date-style style:name="D3"><number:day/><number:month/></number:date-style>
<number:date-style style:name="D4"><number:day/><number:month/><number:hours/></number:date-style>
<number:number-style style:name="N1"><number:number/></number:number-style>
""" + "".join(
    f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}"/>'
    for name, data in (
        *(("span", "T1"), ("clock", "T2"), ("mm", "T3"), ("day", "D1"), ("hour", "D2"), ("plain", "N1")),
        *(("yearless", "D3"), ("yearless-hour", "D4")),
    )
)
DATE = 'office:value-type="date" office:date-value='
CELLS: list[tuple[str, str | None, object]] = [
    ('office:value-type="string"', "a &amp; b", "a & b"),
    ("", "no type", "no type"),
    ('office:value-type="string" office:string-value="kept"', None, "kept"),
    ('office:value-type="string" office:string-value="815"', "R-815", "R-815"),
    (f'{NUMBER}"815"', "815", 815),
    (f'{NUMBER}"815"', None, 815),
    (f'{NUMBER}"815" table:style-name="plain"', None, ""),
    (f'{NUMBER}"815"', "00815", Shown(Decimal(815), "00815", Decimal(815))),
    (f'{NUMBER}"1.5"', "1,5", 1.5),
    (f'{NUMBER}"1234"', "1.234", 1234),
    (f'{NUMBER}"1.234"', "1.234", 1.234),
    (f'{NUMBER}"1.2344"', "1,234", Shown(Decimal("1.2344"), "1,234", Decimal("1.234"), is_rounded=True)),
    (f'{NUMBER}"1.1e1"', "11", 11),
    (f'{NUMBER}"12.100000000000001"', "12.1", 12.1),
    (f'{NUMBER}"7"', "8", Shown(Decimal(7), "8", None)),
    (f'{NUMBER}"7"', "###", Shown(Decimal(7), "###", None)),
    (f'{NUMBER}"7"', "1:7", Shown(Decimal(7), "1:7", None)),
    (f'{NUMBER}"50"', "Fr.50.–", Shown(Decimal(50), "Fr.50.–", Decimal(50), symbol="Fr.")),
    (f'{NUMBER}"5"', "५", 5),
    (f'{NUMBER}"NaN"', "NaN", Broken("nan")),
    (f'{NUMBER}"seven"', "seven", "seven"),
    (f'{NUMBER}"1"', "TRUE", True),
    (
        'office:value-type="percentage" office:value="0.125"',
        "12,5 %",
        Shown(Decimal("0.125"), "12,5 %", Decimal("12.5"), True),
    ),
    ('office:value-type="percentage" office:value="0.125"', None, Shown(Decimal("0.125"), "0.125", None)),
    (
        'office:value-type="currency" office:currency="CHF" office:value="1250.5"',
        "CHF 1’250.50",
        Shown(Decimal("1250.5"), "CHF 1’250.50", Decimal("1250.50"), currency="CHF"),
    ),
    (
        'office:value-type="currency" office:currency="USD" office:value="5"',
        "$5",
        Shown(Decimal(5), "$5", Decimal(5), currency="USD"),
    ),
    (
        'office:value-type="currency" office:currency="EUR" office:value="5"',
        "£5",
        Shown(Decimal(5), "£5", None, currency="EUR"),
    ),
    (
        'office:value-type="currency" office:currency="USD" office:value="5"',
        "5 €",
        Shown(Decimal(5), "5 €", None, currency="USD"),
    ),
    (
        'office:value-type="currency" office:value="5"',
        "5 €",
        Shown(Decimal(5), "5 €", Decimal(5), currency="EUR"),
    ),
    ('office:value-type="boolean" office:boolean-value="true"', "DA", True),
    ('office:value-type="boolean" office:boolean-value="false"', "NE", False),
    ('office:value-type="date" office:date-value="2026-12-31"', "31. 12. 2026", date(2026, 12, 31)),
    ('office:value-type="date" office:date-value="2026-12-31T14:29:59.99"', "x", datetime(2026, 12, 31, 14, 30)),  # noqa: DTZ001
    (
        'office:value-type="date" office:date-value="2026-12-31T14:30:00" table:style-name="day"',
        "x",
        date(2026, 12, 31),
    ),
    ('office:value-type="date" office:date-value="2026-12-31" table:style-name="hour"', "x", datetime(2026, 12, 31)),  # noqa: DTZ001
    ('office:value-type="date" office:date-value="2026-02-30"', "30. 2. 2026", "30. 2. 2026"),
    ('office:value-type="date" office:date-value="soon"', None, "soon"),
    ('office:value-type="time" office:time-value="PT14H30M00S"', "14:30", time(14, 30)),
    ('office:value-type="time" office:time-value="PT14H29M59.999999S"', "14:30", time(14, 30)),
    ('office:value-type="time" office:time-value="PT01H30M00S" table:style-name="span"', "1:30", timedelta(minutes=90)),
    ('office:value-type="time" office:time-value="PT36H00M00S"', "36:00", timedelta(hours=36)),
    ('office:value-type="time" office:time-value="PT1104014H30M" table:style-name="clock"', "14:30", time(14, 30)),
    ('office:value-type="time" office:time-value="PT45M" table:style-name="mm"', "45:00", timedelta(minutes=45)),
    ('office:value-type="time" office:time-value="PT1H45M" table:style-name="mm"', "45:00", "45:00"),
    ('office:value-type="time" office:time-value="-PT1H" table:style-name="span"', "-1:00", timedelta(hours=-1)),
    ('office:value-type="time" office:time-value="P"', "x", "x"),
    ('office:value-type="float" office:value="0" calcext:value-type="error"', "#DIV/0!", Broken("#DIV/0!")),
    ('office:value-type="float" office:value="0" table:formula="of:=1/0"', "#DIV/0!", Broken("#DIV/0!")),
    ('office:value-type="float" office:value="0" table:formula="of:=1/0"', "#WERT!", Broken("#WERT!")),
    ('office:value-type="float" office:value="0" table:formula="of:=f()"', "Err:502", Broken("Err:502")),
    ('office:value-type="string" table:formula="of:=NA()"', "#N/A", Broken("#N/A")),
    (f'{DATE}"2026-12-03" table:style-name="yearless"', "3. dec", Yearless(2026, 12, 3)),
    (f'{DATE}"2026-12-03T14:30:00" table:style-name="yearless"', "3. dec", Yearless(2026, 12, 3)),
    (f'{DATE}"2026-12-03T14:30:00" table:style-name="yearless-hour"', "3. 12. 14", YearlessMoment(2026, 12, 3, 14)),
    ('office:value-type="string" table:formula="of:=A1"', "#tag", "#tag"),
    ('table:formula="of:=[.B2]+SUM([.C1:.C3])"', None, Broken("=B2+SUM(C1:C3)")),
    ('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""', None, ""),
    ('office:value-type="float" table:formula="of:=1+1"', None, Broken("=1+1")),
]


@pytest.mark.parametrize(("attributes", "content", "expected"), CELLS, ids=str)
def test_a_cell_has_its_value(tmp_path: Path, attributes: str, content: str | None, expected: object) -> None:
    paragraph = "" if content is None else f"<text:p>{content}</text:p>"
    cell = f"<table:table-cell {attributes}>{paragraph}</table:table-cell>"
    path = written(tmp_path / "a.ods", table(row(text("first") + cell + text("last"))), STYLES)
    ((_, found),) = cells(path)
    assert found == ("first", expected, "last")
    assert type(found[1]) is type(expected)


def test_the_style_of_a_cell_is_that_of_its_row_column_or_parent(tmp_path: Path) -> None:
    cell = '<table:table-cell {} office:value-type="time" office:time-value="PT1H"><text:p>1:00</text:p></table:table-cell>'
    styles = STYLES + '<style:style style:name="own" style:family="table-cell" style:parent-style-name="span"/>'
    column = '<table:table-column table:default-cell-style-name="span"/><table:table-column/>'
    rows = row(cell.format("") + cell.format("")) + row(cell.format('table:style-name="clock"') * 2)
    rows += row(cell.format('table:style-name="own"') * 2)
    rows += row(cell.format("") * 2, 'table:default-cell-style-name="span"')
    hour = timedelta(hours=1)
    found = cells(written(tmp_path / "a.ods", table(column + rows), styles))
    assert [c for _, c in found] == [(hour, time(1)), (time(1), time(1)), (hour, hour), (hour, hour)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ("<text:p>a</text:p><text:p/><text:p>b</text:p>", "a\n\nb"),
        ("<text:p>a<text:s/>b<text:s text:c='3'/>c</text:p>", "a b   c"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>\n   a\n   b <text:span>c</text:span>\n  </text:p>", "a b c"),
        ("<text:p>a <text:a>link</text:a></text:p>", "a link"),
        ("<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>", "a"),
        ("<text:p>a<office:annotation><text:p>note</text:p></office:annotation>b</text:p>", "ab"),
        (
            "<text:p>漢<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>kanji</text:ruby-text></text:ruby></text:p>",
            "漢字",
        ),
        ("<draw:frame><draw:text-box><text:p>drawn</text:p></draw:text-box></draw:frame><text:p>a</text:p>", "a"),
        (
            "<text:p>a</text:p><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
            "a",
        ),
    ],
)
def test_the_text_of_a_cell_is_what_it_shows(tmp_path: Path, paragraphs: str, expected: str) -> None:
    cell = f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    assert cells(written(tmp_path / "a.ods", table(row(cell + text("b"))))) == [(1, (expected, "b"))]


# Sheets


def test_what_is_no_sheet_is_left_out(tmp_path: Path) -> None:
    styles = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
    sheets = (
        "<table:tracked-changes><table:deletion><table:cell-content-deletion>"
        f"{row(text('deleted'))}</table:cell-content-deletion></table:deletion></table:tracked-changes>"
        f"<table:table table:name='off' table:style-name='off'>{row(text('x'))}</table:table>"
        f"<table:table table:name='people'><table:shapes><draw:frame><text:p>drawn</text:p></draw:frame></table:shapes>"
        f"<table:table-header-rows>{row(text('a'))}</table:table-header-rows>{row(text('b'))}</table:table>"
        f"<table:dde-links><table:dde-link>{table(row(text('linked')), 'link')}</table:dde-link></table:dde-links>"
    )
    path = written(tmp_path / "a.ods", sheets, styles)
    assert [(sheet.name, sheet.is_visible) for sheet in ods.sheets(path)] == [("off", False), ("people", True)]
    assert cells(path) == [(1, ("a",)), (2, ("b",))]
    with pytest.raises(InvalidRequest, match="has no sheet 'link'"):
        ods.read(path, "link")


def test_styles_of_the_whole_document_count(tmp_path: Path) -> None:
    styles = f"{HEAD.replace('document-content', 'document-styles')}<office:styles>{STYLES}</office:styles></office:document-styles>"
    cell = '<table:table-cell table:style-name="span" office:value-type="time" office:time-value="PT1H"/>'
    path = written(tmp_path / "a.ods", table(row(cell)), **{"styles.xml": styles})
    assert cells(path) == [(1, (timedelta(hours=1),))]


def test_each_cell_of_a_merged_area_has_its_value(tmp_path: Path) -> None:
    span = '<table:table-cell table:number-rows-spanned="{}" table:number-columns-spanned="{}">{}</table:table-cell>'
    paragraph = "<text:p>{}</text:p>"
    rows = (
        row(
            span.format(1, 16384, paragraph.format("title"))
            + '<table:covered-table-cell table:number-columns-repeated="16383"/>'
        )
        + row(span.format(3, 2, paragraph.format("both")) + "<table:covered-table-cell/>" + text("a"))
        + row('<table:covered-table-cell table:number-columns-repeated="2"/>' + text("b"))
        + row('<table:covered-table-cell table:number-columns-repeated="2"/>')
        + row(span.format(2, 1, "") + text("c"))
        + row(f"<table:covered-table-cell>{paragraph.format('under')}</table:covered-table-cell>" + text("d"))
    )
    path = written(tmp_path / "a.ods", table(rows))
    assert cells(path) == [
        (1, ("title",) * 1000),
        (2, ("both", "both", "a")),
        (3, ("both", "both", "b")),
        (5, ("", "c")),
        (6, ("", "d")),
    ]
    assert "each cell of the 2 merged areas" in ods.read(path, "people").notes[0]


def test_what_is_hidden_is_counted_where_it_has_content(tmp_path: Path) -> None:
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16381"/>'
    )
    rows = (
        row(text("a", "b", "c"))
        + row(text("a", "b"), 'table:visibility="filter" table:number-rows-repeated="2"')
        + f'<table:table-row-group table:display="false"><table:table-row-group>{row(text("a"))}</table:table-row-group>'
        + f"{row(text('a'))}</table:table-row-group>{row(text('a'))}"
        + row("<table:table-cell/>", 'table:visibility="collapse" table:number-rows-repeated="1000000"')
    )
    path = written(tmp_path / "a.ods", table(columns + rows))
    assert ods.read(path, "people").notes == ("sheet 'people': read including 4 hidden rows and 2 hidden columns",)


# Bounds


def test_blank_rows_and_columns_cost_nothing(tmp_path: Path) -> None:
    blanks = '<table:table-cell table:number-columns-repeated="16383" table:style-name="plain"/>'
    rows = row(text("a") + blanks) + row(blanks, 'table:number-rows-repeated="500000"')
    rows += row("<table:table-cell/>" + text("b"))
    rows += "".join(row(blanks) for _ in range(20_000)) + row(blanks, 'table:number-rows-repeated="528574"')
    path = written(tmp_path / "a.ods", table(rows), STYLES)
    start = clock.perf_counter()
    assert cells(path) == [(1, ("a",)), (500_002, ("", "b"))]
    assert clock.perf_counter() - start < 5


def test_repeated_rows_are_a_stream(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ods", table(row(text("a"), 'table:number-rows-repeated="100000"')))
    tracemalloc.start()
    try:
        assert sum(1 for _ in ods.read(path, "people").rows) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (row('<table:table-cell table:number-columns-repeated="16383"/>' + text("x")), "row 1 has 1,001 columns"),
        (
            row('<table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell>'),
            "row 1 has 1,001 columns",
        ),
        (row(text("a"), 'table:number-rows-repeated="99999999"'), "it has content in row 99,999,999"),
        (row(text("x" * 100_001)), "row 1, column 1 has 100,00"),
        (row(text('x<text:s text:c="999999999"/>' * 9)), "row 1, column 1 has 100,00"),
    ],
)
def test_what_is_too_large_is_refused(tmp_path: Path, rows: str, expected: str) -> None:
    assert expected in refusal(written(tmp_path / "a.ods", table(rows)))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_BYTES", 1000)
    assert "the limit is 1,000" in refusal(written(tmp_path / "a.ods", table(row(text("x" * 1000)))))


# What cannot be read


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    for data, expected in (
        (b"", "it is not an archive (ZIP)"),
        (b"<?xml version='1.0'?><office:document/>", "it is not an archive (ZIP)"),
        ((BOOKS / "people.ods").read_bytes()[:3000], "it is not an archive (ZIP)"),
    ):
        path.write_bytes(data)
        assert expected in refusal(path)
    with pytest.raises(InvalidRequest, match="is not a readable workbook"):
        ods.sheets(tmp_path / "missing.ods")
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + HEAD + MIDDLE + TAIL
    for content, expected in (
        (HEAD + MIDDLE, "its XML is damaged"),
        (f"{HEAD}<office:body><office:text/></office:body></office:document-content>", "without sheets"),
        (bomb, "declares a document type"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", content)
        assert expected in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert "it is an archive without content.xml" in refusal(path)


@pytest.mark.parametrize(
    "parts",
    [
        {"META-INF/manifest.xml": "<manifest:encryption-data manifest:checksum-type='SHA1'/>"},
        {"encrypted-package": "…"},
    ],
)
def test_a_workbook_with_a_password_is_refused(tmp_path: Path, parts: dict[str, str]) -> None:
    path = written(tmp_path / "a.ods", table(row(text("a"))), **parts)
    assert refusal(path) == f"{path}: is protected by a password\n  save it without one"


CONTENT = {
    name: zipfile.ZipFile(BOOKS / f"{name}.ods").read("content.xml").decode("utf-8") for name in ("people", "shown")
}
SNIPPETS = [
    "<",
    ">",
    "/>",
    '"',
    "&",
    "<text:p>",
    "</text:p>",
    "<table:table-row>",
    "</table:table-cell>",
    "-1",
    "1e999",
    "",
]


@settings(max_examples=120, deadline=None)
@given(
    name=st.sampled_from(sorted(CONTENT)),
    edits=st.lists(
        st.tuples(st.floats(0, 0.999), st.integers(0, 40), st.sampled_from(SNIPPETS) | st.text(max_size=5)), max_size=6
    ),
)
def test_damaged_content_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, edits: list[tuple[float, int, str]]
) -> None:
    content = CONTENT[name]
    for place, length, snippet in edits:
        start = int(place * len(content))
        content = content[:start] + snippet + content[start + length :]
    path = tmp_path_factory.getbasetemp() / "fuzz.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(InvalidRequest):
        for sheet in ods.sheets(path):
            list(ods.read(path, sheet.name).rows)


@settings(max_examples=100, deadline=None)
@given(
    attribute=st.sampled_from(["value", "date-value", "time-value", "boolean-value"]),
    value=st.text(max_size=12)
    | st.sampled_from(["1e999", "-PT0S", "PT9999999H", "0001-01-01T00:00:00.6", "9999-12-31T23:59:59.9"]),
    shown=st.text(max_size=8),
)
def test_values_of_every_kind_are_read(
    tmp_path_factory: pytest.TempPathFactory, attribute: str, value: str, shown: str
) -> None:
    kinds = ("float", "currency", "percentage", "date", "time", "boolean", "string")
    path = tmp_path_factory.getbasetemp() / "fuzz.ods"
    quoted, content = (
        word.translate({**dict.fromkeys(range(32), "?"), 60: "&lt;", 38: "&amp;", 34: "&quot;"})
        for word in (value, shown)
    )
    quoted, content = (
        word.encode("utf-8", "replace").decode().replace("\ufffe", "").replace("\uffff", "")
        for word in (quoted, content)
    )
    found = "".join(
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{quoted}"><text:p>{content}</text:p></table:table-cell>'
        for kind in kinds
    )
    cells(written(path, table(row(found))))


def test_damaged_bytes_are_read_or_refused(tmp_path: Path) -> None:
    original = (BOOKS / "shown.ods").read_bytes()
    path = tmp_path / "a.ods"
    chance = random.Random(5)  # noqa: S311
    for _ in range(120):
        data = bytearray(original)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
        with contextlib.suppress(InvalidRequest):
            for sheet in ods.sheets(path):
                list(ods.read(path, sheet.name).rows)
