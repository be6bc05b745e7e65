"""XLS: what a cell shows is what is read; what is hidden, merged, broken or never calculated is known."""

from __future__ import annotations

import contextlib
import json
import random
import struct
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import python_calamine as calamine

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.sheets import xls
from goodterms.sheets.number_formats import show
from goodterms.sheets.table import Broken, Shown

BOOKS = Path(__file__).parent / "books_old"
SHOWN = json.loads((BOOKS / "shown.json").read_text("utf-8"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cells(path: Path, name: str = "people") -> list[tuple[int, tuple[object, ...]]]:
    return [(found.number, found.cells) for found in xls.read(path, name).rows]


@lru_cache
def shown(name: str) -> dict[int, tuple[object, ...]]:
    return dict(cells(BOOKS / "shown.xls", name))


def refusal(path: Path) -> str:
    with pytest.raises(InvalidRequest) as error:
        [cells(path, sheet.name) for sheet in xls.sheets(path)]
    return "\n".join(error.value.lines())


# What LibreOffice shows


@pytest.mark.parametrize(
    ("name", "number", "value", "code", "expected"),
    [(name, n, *line) for name in ("numbers", "moments") for n, line in enumerate(SHOWN[name], 1)],
    ids=str,
)
def test_a_cell_is_what_libreoffice_shows(name: str, number: int, value: float, code: str, expected: str) -> None:
    cell = shown(name)[number][1:]
    if not expected:
        assert cell == ()
        return
    same = show(float(value), code)
    if isinstance(same, Shown) and same.text == code:  # not understood; LibreOffice writes the code with backslashes
        assert isinstance(cell[0], Shown)
        assert (cell[0].value, cell[0].number) == (same.value, None)
        return
    assert cell[0] == same
    if isinstance(same, Shown):
        assert same.text == expected


def test_a_workbook_of_libreoffice_is_read_as_a_person_sees_it() -> None:
    path = BOOKS / "people.xls"
    assert [(sheet.name, sheet.is_visible) for sheet in xls.sheets(path)] == [("people", True), ("old", False)]
    assert xls.read(path, "people").notes == (
        "sheet 'people': read including 1 hidden row and 1 hidden column",
        "sheet 'people': each cell of the 4 merged areas has the value of its area",
    )
    assert cells(path) == [
        (1, ("Customers",) * 6),
        (3, ("Name", "Town", "Years", "Hidden", "Note", "Member")),
        (4, ("Ana Novak", "Koper", 5, "x", "two  lines\nof text", True)),
        (5, ("Bor Čeh", "Koper", Broken("#N/A"))),
        (6, ("Cilka Žagar", "Ptuj", Broken("#DIV/0!"))),
        # LibreOffice has stored 0 for this formula, whose text it did not need to calculate.
        (7, ("Dora Hribar", "Bled", 7, "", Broken('="x"&1.0'))),
        (9, ("Edo Kos", "Piran")),
        (10, ("Edo Kos", "Piran")),
        (11, ("Edo Kos", "Piran")),
    ]
    assert cells(path, "old") == [(1, ("not seen",))]
    with pytest.raises(InvalidRequest, match="has no sheet 'new'"):
        xls.read(path, "new")


def test_dates_from_1904_are_the_same_days() -> None:
    assert cells(BOOKS / "mac.xls", "days") == [(1, (date(2026, 12, 31),))]


def test_values_are_those_of_calamine() -> None:
    book = calamine.CalamineWorkbook.from_path(BOOKS / "shown.xls")
    for name in ("numbers", "local"):
        theirs = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for number, (_, *rest) in shown(name).items():
            if rest:
                value = rest[0].value if isinstance(rest[0], Shown) else rest[0]
                assert float(str(value)) == pytest.approx(theirs[number - 1][1], rel=1e-14)


# Files as other programs write them: a stream of records without a container ([MS-XLS], 2.1.4)


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def bof(kind: int, version: int = 0x0600, build: int = 0x0DBB) -> bytes:
    return record(0x0809, struct.pack("<HHHH", version, kind, build, 0x07CC) + bytes(8 if version == 0x0600 else 0))


def globals_of(pages: list[tuple[bytes, int, int]], version: int, *records: bytes) -> bytes:
    """The records of a workbook with pages: the content, the visibility and the type of each."""
    fonts = (
        record(
            0x31,
            struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
            + b"\x05"
            + (b"\0" if version == 0x0600 else b"")
            + b"Arial",
        )
        * 5
    )
    styles = record(0xE0, bytes(20 if version == 0x0600 else 16)) * 16
    head = bof(0x0005, version) + b"".join(records) + fonts + styles
    names = [b"S%d" % number for number in range(len(pages))]
    unicode = b"\0" if version == 0x0600 else b""
    size = sum(4 + 7 + len(unicode) + len(name) for name in names)
    position = len(head) + size + 4
    bounds = b""
    for name, (content, visibility, kind) in zip(names, pages, strict=True):
        bounds += record(0x85, struct.pack("<IBBB", position, visibility, kind, len(name)) + unicode + name)
        position += len(content)
    return head + bounds + record(0x0A) + b"".join(content for content, _, _ in pages)


def page(*records: bytes, version: int = 0x0600, build: int = 0x0DBB) -> bytes:
    return bof(0x0010, version, build) + b"".join(records) + record(0x0A)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 15, value))


def formula(row: int, column: int, result: bytes, tokens: bytes) -> bytes:
    return record(
        0x06, struct.pack("<HHH", row, column, 15) + result + bytes(6) + struct.pack("<H", len(tokens)) + tokens
    )


def test_an_old_code_page_is_read(tmp_path: Path) -> None:
    label = record(0x0204, struct.pack("<HHHH", 0, 0, 15, 9) + "Žiga Čeh ".encode("cp1250"))
    content = page(label, number(0, 1, 5), version=0x0500)
    path = tmp_path / "a.xls"
    path.write_bytes(globals_of([(content, 0, 0)], 0x0500, record(0x42, struct.pack("<H", 1250))))
    assert cells(path, "S0") == [(1, ("Žiga Čeh ", 5))]


def test_charts_macros_and_hidden_sheets_are_not_chosen(tmp_path: Path) -> None:
    content = page(number(0, 0, 5))
    kinds = [(0, 2), (0, 1), (0, 6), (2, 0), (1, 0), (0, 0)]
    path = tmp_path / "a.xls"
    path.write_bytes(globals_of([(content, *kind) for kind in kinds], 0x0600))
    assert [(sheet.name, sheet.is_visible) for sheet in xls.sheets(path)] == [
        ("S3", False),
        ("S4", False),
        ("S5", True),
    ]
    assert sheets.names(path) == ("S5",)
    assert [row.cells for row in sheets.read(path).rows] == [(5,)]


ZERO = bytes(8)
REFERENCE = b"\x44\x00\x00\x02\xc0"
FORMULAS: list[tuple[bytes, bytes, int, object]] = [
    (ZERO, REFERENCE, 0x0DBB, Broken("=C1")),  # it could refer to a text
    (ZERO, b"\x17\x01\x00a", 0x0DBB, Broken('="a"')),
    (ZERO, REFERENCE + b"\x1e\x01\x00\x05", 0x0DBB, 0),  # C1*1
    (ZERO, REFERENCE + b"\x1e\x02\x00\x41\x1b\x00", 0x0DBB, 0),  # ROUND(C1,2)
    (ZERO, REFERENCE + b"\x19\x10\x00\x00", 0x0DBB, 0),  # SUM(C1)
    (ZERO, REFERENCE + b"\x42\x01\x04\x00", 0x0DBB, 0),  # SUM(C1), as a function
    (ZERO, b"\x99", 0x0DBB, Broken("=…")),
    (ZERO, REFERENCE, 0x2222, 0),  # Excel has calculated it
    (struct.pack("<d", 7), REFERENCE, 0x0DBB, 7),
    (b"\x02\0\x2a\0\0\0\xff\xff", REFERENCE, 0x0DBB, Broken("#N/A")),
    (b"\x01\0\x01\0\0\0\xff\xff", REFERENCE, 0x0DBB, True),
]


@pytest.mark.parametrize(("result", "tokens", "build", "expected"), FORMULAS, ids=str)
def test_a_formula_that_was_never_calculated_has_no_value(
    tmp_path: Path, result: bytes, tokens: bytes, build: int, expected: object
) -> None:
    chart = bof(0x0020) + formula(0, 1, ZERO, REFERENCE) + record(0x0A)
    path = tmp_path / "a.xls"
    path.write_bytes(
        globals_of([(page(number(0, 0, 1), chart, formula(0, 1, result, tokens), build=build), 0, 0)], 0x0600)
    )
    ((_, found),) = cells(path, "S0")
    assert found == (1, expected)
    assert type(found[1]) is type(expected)


# What cannot be read


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is not a readable workbook: it is empty"),
        (b"\x00\x01\x02", "is not a readable workbook: it is damaged"),
        (OLE + bytes(2000), "is not a readable workbook"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (bof(5) + record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) + record(0x0A), "is protected by a password"),
        (b"<html><table><tr><td>a", "is a web page (HTML), not an XLS workbook"),
        (b"\n  <TABLE border=1>", "is a web page (HTML), not an XLS workbook"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "is a web page (HTML), not an XLS workbook"),
        ("\ufeff<html><head>".encode("utf-16"), "is a web page (HTML), not an XLS workbook"),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "is an XML spreadsheet of Excel 2003, not an XLS workbook\n  open it in a spreadsheet program and save it as .xlsx",
        ),
        (
            b'<?xml?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
            "is a flat OpenDocument",
        ),
        (b"name\ttown\nAna\tKoper\n", "is a text file, not an XLS workbook\n  rename it so that it ends in .tsv"),
        (
            "name;town\nŽiga;Bled\n".encode("cp1250"),
            "is a text file, not an XLS workbook\n  rename it so that it ends in .csv",
        ),
        ("name\ttown".encode("utf-16"), "rename it so that it ends in .tsv"),
        (b"%PDF-1.7 ...", "is a PDF document"),
        (b"PK\x03\x04", "is a damaged archive"),
        ((BOOKS / "people.ods").read_bytes(), "is an ODS workbook"),
    ],
    ids=str,
)
def test_another_file_is_refused_with_what_it_is(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    assert expected in refusal(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "MAX_BYTES", 1000)
    path = tmp_path / "a.xls"
    path.write_bytes(bytes(1001))
    assert "the limit is 1,000" in refusal(path)


@pytest.mark.parametrize("name", ["people", "shown"])
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    original = (BOOKS / f"{name}.xls").read_bytes()
    path = tmp_path / "a.xls"
    chance = random.Random(7)  # noqa: S311
    for _ in range(80):
        data = bytearray(original)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 255, chance.randrange(256)])
        path.write_bytes(data[: chance.choice([len(data), len(data), chance.randrange(len(data))])])
        with contextlib.suppress(InvalidRequest):
            for sheet in xls.sheets(path):
                list(xls.read(path, sheet.name).rows)
    assert capfd.readouterr().out == ""


def test_a_number_at_15_digits_is_kept() -> None:
    assert shown("numbers")[1][1] == Shown(Decimal("1234.5678"), "1,234.57", Decimal("1234.57"), is_rounded=True)
