"""Tables in files: files of common programs are read as intended; a file that cannot be read is refused with its place."""

from __future__ import annotations

import contextlib
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.sheets import delimited, writing
from goodterms.sheets.table import Broken, Shown
from goodterms.sheets.writing import Column, csv_bytes, guard, unguard, xlsx_bytes

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "name;city\r\nDušan Čeh;Škofja Loka\r\n"


def cells(path: Path, sheet: str | None = None) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.number, row.cells) for row in sheets.read(path, sheet).rows]


def refusal(path: Path) -> str:
    with pytest.raises(InvalidRequest) as error:
        cells(path)
    return "\n".join(error.value.lines())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_is_read_in_common_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    bom = "\ufeff" if encoding == "utf-16-le" else ""
    path.write_bytes((bom + TEXT).encode(encoding))
    assert cells(path) == [(1, ("name", "city")), (2, ("Dušan Čeh", "Škofja Loka"))]
    assert sheets.read(path).notes == ()


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_the_delimiter_is_that_of_the_header(tmp_path: Path, name: str, delimiter: str) -> None:
    path = tmp_path / name
    path.write_text(delimiter.join(["name", '"a;b,c"', "city"]) + "\n" + delimiter.join("xyz") + "\n", "utf-8")
    assert cells(path) == [(1, ("name", "a;b,c", "city")), (2, ("x", "y", "z"))]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_line_that_names_the_delimiter_is_not_a_row(tmp_path: Path, line: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{line}\r\nname,a,b;city\r\nAna;Koper\r\n".encode(encoding))
    assert cells(path) == [(1, ("name,a,b", "city")), (2, ("Ana", "Koper"))]
    path.write_bytes(f'{line}\r\nname;city\r\n"Ana'.encode(encoding))
    assert f"{path}:3: row 2: a quoted cell is never closed" in refusal(path)
    path.write_bytes("sep=;x\r\na;b\r\n".encode(encoding))
    assert cells(path) == [(1, ("sep=", "x")), (2, ("a", "b"))]


def test_a_quoted_line_break_does_not_end_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"name, that is\nof ""whom"", and, so";city;5" wide\nAna;Koper;"6,0"\n', "utf-8", newline="")
    assert cells(path) == [(1, ('name, that is\nof "whom", and, so', "city", '5" wide')), (2, ("Ana", "Koper", "6,0"))]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n\n"two\nlines",x\nragged\n', "utf-8", newline="")
    assert cells(path) == [(1, ("a", "b")), (2, ()), (3, ("two\nlines", "x")), (4, ("ragged",))]


def test_hidden_rows_and_columns_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("Ľudia")
    for row in range(5):
        page.write_row(row, 0, ["a", "b", "c"])
    page.set_row(2, None, None, {"hidden": True})
    page.set_row(3, None, None, {"hidden": True})
    page.set_column(1, 1, None, None, {"hidden": True})
    workbook.close()
    table = sheets.read(path)
    assert table.notes == ("sheet 'Ľudia': read including 2 hidden rows and 1 hidden column",)
    assert len(list(table.rows)) == 5


def test_formula_errors_are_broken_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet("people")
    page.write_row(0, 0, ["name", "amount"])
    page.write_row(1, 0, ["Ana"])
    page.write_formula(1, 1, "=NA()", None, "#N/A")
    workbook.close()
    assert cells(path)[1] == (2, ("Ana", Broken("#N/A")))
    assert sheets.read(path).notes == ()


def test_the_text_of_a_cell_is_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "ఆర్డర్\u200cలు गर्\u200dयौं a\u00a0b"
    path.write_text(f"x\n{text}\n", "utf-8")
    assert cells(path)[1] == (2, (text,))


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n", "is a PNG image, not CSV"),
        ("a.csv", b"PK\x03\x04...", "is a ZIP archive or a workbook"),
        ("a.csv", b"a,b\n\x00\x00", "contains NUL bytes"),
        ("a.csv", b'a,b\nx,"open\n', "a.csv:2: row 2: a quoted cell is never closed"),
        ("a.csv", b"a\n" + b"x" * 150_000, "row 2, column 1 has 150,000 characters"),
        ("a.csv", b"a\n" + b"x" * 300_000, "a.csv:2: row 2: a cell has more than 200,000 characters"),
        ("a.csv", b"," * 5000, "more than 1,000 columns"),
        ("a.csv", b"a\n" + b"," * 1500, "row 2 has 1,501 columns"),
        ("a.csv", b"\xff\xfea", "is not valid in UTF-16"),
        ("a.csv", b"a\n\x81\x8d\n", "is not UTF-8; row 2 can be read as"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "is a PNG image"),
        ("a.ods", b"", "is not a readable workbook"),
        ("a.doc", b"", "is not in a known table format"),
        ("a.jsonl", b'{"a": 1}\n{"a": ' + b"9" * 5000 + b"}", "a.jsonl:2: has a number with too many digits"),
        ("a.jsonl", b'{"a": 1}\n{"a": "\\uD83D"}', "a.jsonl:2: contains an unpaired surrogate"),
        ("a.jsonl", b'{"a\\udc00": 1}', "a.jsonl:1: contains an unpaired surrogate"),
        ("a.jsonl", b'{"a": ["b", "\\ude00\\ud83d"]}', "a.jsonl:1: contains an unpaired surrogate"),
        ("a.jsonl", b'{"a": 1}\n{"a": ', "a.jsonl:2: is not valid JSON: expected a value"),
        ("a.jsonl", b"[1]", 'a.jsonl:1: is not a JSON object\n  write {"name": …, …}'),
        ("a.jsonl", b'{"a": 1, "b": 2, "a": 3}', "a.jsonl:1: has the name 'a' twice"),
        ("a.jsonl", b'{"a": {"b": 1}}', "a.jsonl:1: the value of 'a' is nested"),
        ("a.jsonl", b'{"a": ' + b"[" * 200_000, "a.jsonl:1: is nested too deeply"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert expected in refusal(path)


def test_a_character_can_be_two_surrogates(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": "\\uD83D\\uDE00"}\n')
    assert cells(path)[1] == (1, ("\U0001f600",))


def write_parquet(path: Path, **columns: pa.Array) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def test_columns_of_parquet_can_share_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table([pa.array(["A", "B"]), pa.array([["C", "D"], None]), pa.array(["E", None])], ["x", "y", "x"])
    parquet.write_table(table, path)
    assert cells(path) == [(1, ("x", "y", "y", "x")), (2, ("A", "C", "D", "E")), (3, ("B", "", "", ""))]


def test_columns_of_parquet_with_other_values_are_refused_by_name_and_type(tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "a.parquet",
        raw=pa.array([b"a"]),
        person=pa.array([{"name": "Ana"}]),
        known=pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
        nested=pa.array([[["a"]]]),
        name=pa.array(["Ana"]),
        kind=pa.array(["a"]).dictionary_encode(),
    )
    message = refusal(path)
    for name, kind in (("raw", "binary"), ("person", "struct"), ("known", "map"), ("nested", "list")):
        assert f"the column {name!r} has the type {kind}" in message
    assert "'name'" not in message
    assert "'kind'" not in message


def test_numbers_of_parquet_are_what_they_are_written_as(tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "a.parquet",
        amount=pa.array([Decimal("1.250"), Decimal("1250.500"), None], pa.decimal128(12, 3)),
        number=pa.array([Decimal(12345678901234567890), Decimal(7), None], pa.decimal128(20, 0)),
        exact=pa.array([Decimal("12345678901234567.5"), Decimal("0.1"), None], pa.decimal128(20, 1)),
        share=pa.array([0.15, 1250.5, None], pa.float32()),
    )
    assert [row for _, row in cells(path)[1:]] == [
        (Shown(Decimal("1.250"), "1.250", Decimal("1.250")), 12345678901234567890, "12345678901234567.5", 0.15),
        (Shown(Decimal("1250.500"), "1250.500", Decimal("1250.500")), 7, Shown(Decimal("0.1"), "0.1", Decimal("0.1")), 1250.5),
        ("", "", "", ""),
    ]  # fmt: skip


def test_damaged_parquet_and_impossible_dates_are_refused(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", day=pa.array([2**62], pa.timestamp("us")))
    assert "cannot be read" in refusal(path)
    path = write_parquet(tmp_path / "b.parquet", name=pa.array([f"Ana {number}" for number in range(5000)]))
    data = bytearray(path.read_bytes())
    data[4:2000] = b"\xff" * 1996
    path.write_bytes(data)
    assert "cannot be read" in refusal(path)
    path.write_bytes(data[:100])
    assert "is not a readable Parquet file" in refusal(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(600):
            part.write(b"0" * 1_000_000)
    assert path.stat().st_size < 1_000_000
    assert "unpacks to 600,000,000 bytes" in refusal(path)


def test_a_workbook_keeps_the_types_of_its_values(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    hidden, page, other = (workbook.add_worksheet(name) for name in ("old", "people", "more"))
    hidden.hide()
    page.activate()
    page.set_first_sheet()
    day = workbook.add_format({"num_format": "d. m. yyyy"})
    page.write_row(1, 1, ["name", "count", "amount", "day"])
    page.write_row(3, 1, ["Ana", 3, 2.5])
    page.write_datetime(3, 4, datetime(2026, 12, 3), day)  # noqa: DTZ001 — spreadsheets know no time zones
    other.write(0, 0, "x")
    workbook.close()
    rows = [(number, row) for number, row in cells(path) if any(row)]
    assert rows == [(2, ("", "name", "count", "amount", "day")), (4, ("", "Ana", 3, 2.5, date(2026, 12, 3)))]
    assert sheets.read(path).notes == ("the sheet 'people' is read, not 'old', 'more'",)
    assert cells(path, "more") == [(1, ("x",))]
    with pytest.raises(InvalidRequest, match="has no sheet 'pepole'"):
        sheets.read(path, "pepole")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), max_size=12),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    )
)
def test_a_written_table_is_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, kind: str, rows: list[list[str]]
) -> None:
    columns = [Column("one"), Column("two", direction="rtl", note="a note", is_input=True)]
    path = tmp_path_factory.getbasetemp() / f"written.{kind}"
    path.write_bytes(writing.csv_bytes(columns, rows) if kind == "csv" else writing.xlsx_bytes("sheet", columns, rows))
    back = [tuple(map(str, row)) for _, row in cells(path)][1:]
    read = [tuple(unguard(cell) for cell in row) if kind == "csv" else row for row in back]
    expected = [tuple(row) for row in rows]
    if kind == "xlsx":  # blank rows are left out, and blank cells at the ends of rows
        expected = [row if row[1].strip() else (row[0], "") for row in expected if "".join(row).strip()]
        read = [(*row, *[""] * (2 - len(row))) for row in read]
    assert read == expected


@pytest.mark.parametrize("cell", ["=1+1", "+386", "-5", "@x", "'quoted", "'=1", "plain", ""])
def test_a_formula_is_guarded_and_comes_back(cell: str) -> None:
    assert not guard(cell).startswith(("=", "+", "-", "@"))
    assert unguard(guard(cell)) == cell


def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = (writing.xlsx_bytes("a", [Column("x", note="n")], [["1"]]) for _ in range(2))
    assert first == second


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_the_readers(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for name in ("fuzz.csv", "fuzz.xlsx", "fuzz.xls", "fuzz.ods"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        with contextlib.suppress(InvalidRequest):
            list(sheets.read(path).rows)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="cannot be read"):
        delimited.read(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "cell", ["a;=1", "a;  +1", "a\t@x", "a\n-1", "a;'=1", "a\r\n=1", "O'Neill; Ana", "'t Hooft", "a  b"]
)
def test_a_formula_inside_a_cell_is_guarded_and_comes_back(cell: str) -> None:
    guarded = guard(cell)
    assert not any(part.lstrip(" ").startswith(("=", "+", "-", "@")) for part in re.split("[;\t\r\n]", guarded))
    assert unguard(guarded) == cell


def test_all_cells_and_names_of_a_report_are_quoted_and_guarded() -> None:
    made = csv_bytes([Column("=name"), Column("b")], [["x;=1", ""]], is_quoted=True).decode("utf-8-sig")
    assert made == '"\'=name","b"\r\n"x;\'=1",""\r\n'


def test_a_text_that_is_too_long_for_a_cell_is_refused() -> None:
    with pytest.raises(InvalidRequest) as caught:
        xlsx_bytes("a", [Column("name")], [["x"], ["x" * 32_768]])
    assert "row 3 has 32,768 characters" in str(caught.value)
    assert xlsx_bytes("a", [Column("name")], [["x" * 32_767]])
