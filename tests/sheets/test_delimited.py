"""CSV as programs write it: delimiters, quotes, text formulas, marks, and bytes that are not what they seem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.sheets.table import Broken

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["Marko Kovač", "Žiga Zupančič", "Špela Čeh", "Ana Grčar", "Jože Košir"]
SLOVENIAN = "Ime;Naziv\r\n" + "".join(f"{name};gospa\r\n" for name in NAMES)


def cells(path: Path, encoding: str = "") -> list[tuple[object, ...]]:
    return [row.cells for row in sheets.read(path, encoding=encoding).rows]


def refusal(path: Path, encoding: str = "") -> str:
    with pytest.raises(InvalidRequest) as error:
        cells(path, encoding)
    return "\n".join(error.value.lines())


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a¦b\n1¦2\n", [("a", "b"), ("1", "2")]),
        # Commas, semicolons and bars in names and texts
        ("Znesek (EUR, neto)¦Ime\n5¦Ana\n6¦Bor\n", [("Znesek (EUR, neto)", "Ime"), ("5", "Ana"), ("6", "Bor")]),
        ('"x,y;z|w"¦b\n1¦2\n', [("x,y;z|w", "b"), ("1", "2")]),
        ('a¦b\n"x, y"¦2\n', [("a", "b"), ("x, y", "2")]),
        # A delimiter at the end of every line
        ("a¦b¦\n1¦2¦\n3¦¦\n", [("a", "b"), ("1", "2"), ("3", "")]),
        ("a¦b¦\n1¦2¦x\n", [("a", "b", ""), ("1", "2", "x")]),
        # Blank lines and lines of blanks
        ("\n   \na¦b\n\n¦\n1¦2\n", [(), ("   ",), ("a", "b"), (), ("", ""), ("1", "2")]),
        # Rows that are shorter than the header, and a title above it
        ("a¦b¦c\n1\n2¦3\n4¦5¦6\n7¦8\n", [("a", "b", "c"), ("1",), ("2", "3"), ("4", "5", "6"), ("7", "8")]),
        ("Seznam strank\na¦b\n1¦2\n", [("Seznam strank",), ("a", "b"), ("1", "2")]),
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, text: str, expected: list[tuple[str, ...]]) -> None:
    if delimiter == "," and "EUR, neto" in text:
        text = text.replace("Znesek (EUR, neto)", '"Znesek (EUR, neto)"')
    assert cells(written(tmp_path, text.replace("¦", delimiter))) == expected


def test_decimal_commas_do_not_make_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "Ime;Znesek\nAna;1,50\nBor;2,50\n")
    assert cells(path) == [("Ime", "Znesek"), ("Ana", "1,50"), ("Bor", "2,50")]
    path = written(tmp_path, "Ime;Znesek (EUR, neto)\nAna;1,50\nBor;2,50\n")
    assert cells(path)[1] == ("Ana", "1,50")


def test_a_tsv_file_without_tabs_has_its_own_delimiter(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "a;b\n1;2\n", name="a.tsv")) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('="00123",b', ("00123", "b")),
        ('"=""00123""",b', ("00123", "b")),
        ('="1,5",b', ("1,5", "b")),
        ('="a ""b""",c', ('a "b"', "c")),
        ("=B2+1,b", (Broken("=B2+1"), "b")),
        ('=A1&"x",b', (Broken('=A1&"x"'), "b")),
        ("'=B2+1,b", ("'=B2+1", "b")),
        ("=,b", ("=", "b")),
        ("a=b,https://x.example/?a=b", ("a=b", "https://x.example/?a=b")),
    ],
)
def test_a_formula_is_its_text_or_no_value(tmp_path: Path, line: str, expected: tuple[object, ...]) -> None:
    assert cells(written(tmp_path, f"x,y\n{line}\n"))[1] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('a, "b, c"', ("a", "b, c")),
        (' "a, b" , "c"  ', ("a, b", "c")),
        ('a,  "b\nc, d" ', ("a", "b\nc, d")),
        ('"a\nb" , "c, d"', ("a\nb", "c, d")),
        ('a, "b ""c"", d"', ("a", 'b "c", d')),
        # Text that is no quoted cell is unchanged
        (' a, b "c" d', (" a", ' b "c" d')),
        ('5" wide, "b" c', ('5" wide', ' "b" c')),
        ('"a, ""b"", c",d', ('a, "b", c', "d")),
        ('"a\n, ""b"" , c",d', ('a\n, "b" , c', "d")),
    ],
)
def test_a_quote_may_come_after_a_blank(tmp_path: Path, line: str, expected: tuple[str, ...]) -> None:
    assert cells(written(tmp_path, f"x,y\n{line}\n1,2\n"))[1:] == [expected, ("1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marks", [0, 1, 2])
@pytest.mark.parametrize("line", ["", "sep=;\r\n"])
def test_marks_at_the_start_are_no_text(tmp_path: Path, encoding: str, marks: int, line: str) -> None:
    path = written(tmp_path, "\ufeff" * marks + line + SLOVENIAN, encoding)
    assert cells(path)[:2] == [("Ime", "Naziv"), ("Marko Kovač", "gospa")]
    assert sheets.read(path).notes == ()


@pytest.mark.parametrize(
    "text", ["नाम;शहर\nराम;पोखरा\n", "పేరు;ఊరు\nరాము;గుంటూరు\n", "نام;شہر\nعائشہ;لاہور\n", "a;b\n1;2\n", "š\n"]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_utf_16_is_recognized_in_every_script(tmp_path: Path, text: str, encoding: str) -> None:
    expected = [tuple(line.split(";")) for line in text.splitlines()]
    assert cells(written(tmp_path, text, encoding)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Ime,Kraj\nŽiga,Čatež\n".encode() + b"Ren\xe9,Koper\n", "row 3, column 1: byte 0xE9 in 'Ren\ufffd' is not valid UTF-8"),
        ("Ime,Kraj\n\n\"a\nb\",Čatež\nAna,".encode() + b"Ko\xe8\n", "row 4, column 2: byte 0xE8 in 'Ko\ufffd'"),
        (b"\xef\xbb\xbfa,b\nKo\xe8,c\nMa\xe8,d\n", "row 2, column 1: byte 0xE8 in 'Ko\ufffd' is not valid UTF-8, nor are bytes in rows 3"),
        (b"a\n" + "čč\n".encode() * 9 + b"\xe8\n" * 9, "nor are bytes in rows 12, 13, 14, 15 and 4 more"),
        ("a;b\nč;1\nč;č".encode()[:-1], "row 3, column 2: byte 0xC4"),
    ],
)  # fmt: skip
def test_wrong_bytes_of_utf_8_are_refused_with_their_row(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    message = refusal(tmp_path / "a.csv")
    assert expected in message
    assert "save the file as CSV in UTF-8" in message


def test_a_file_in_a_code_page_is_refused_with_its_readings(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, SLOVENIAN, "cp1250"))
    assert "is not UTF-8; row 2 can be read as 'Kovač' in Windows-1250 (cp1250) or 'Kovaè' in Windows-1252" in message
    assert "--encoding" not in message


@pytest.mark.parametrize(
    "encoding", ["cp1250", "windows-1250", "CP1250", "iso-8859-2", "mac_latin2", "cp852", "utf-16", "utf_16_be"]
)
def test_the_user_names_the_encoding(tmp_path: Path, encoding: str) -> None:
    assert cells(written(tmp_path, SLOVENIAN, encoding), encoding)[1] == ("Marko Kovač", "gospa")


@pytest.mark.parametrize(
    ("encoding", "given", "expected"),
    [
        ("utf-8", "windows-1250x", "--encoding: 'windows-1250x' is not the name of an encoding\n  did you mean 'windows-1250'?"),
        ("utf-8", "base64", "'base64' is not the name of an encoding"),
        ("utf-8", "idna", "'idna' is not the name of an encoding"),
        ("utf-8", "a\0b", "is not the name of an encoding"),
        ("utf-8", "cp1250", "is in UTF-8, not in cp1250\n  leave out --encoding"),
        ("utf-8-sig", "cp1250", "is in UTF-8, not in cp1250"),
        ("utf-16", "cp1250", "is in UTF-16, not in cp1250"),
        ("utf-16-be", "cp1250", "is in UTF-16-BE, not in cp1250"),
        ("cp1250", "ascii", "a.csv:2: byte 0xE8 is not valid in ASCII"),
        ("cp1250", "utf-8", "a.csv:2: byte 0xE8 is not valid in UTF-8"),
        ("utf-8", "utf-16", "is in UTF-8, not in utf-16"),
    ],
)  # fmt: skip
def test_an_encoding_that_the_file_is_not_in_is_refused(
    tmp_path: Path, encoding: str, given: str, expected: str
) -> None:
    assert expected in refusal(written(tmp_path, SLOVENIAN, encoding), given)


def test_only_text_files_have_a_named_encoding(tmp_path: Path) -> None:
    assert "is not CSV, but --encoding is 'cp1250'" in refusal(written(tmp_path, "{}", name="a.jsonl"), "cp1250")


def test_utf_16_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(SLOVENIAN.encode("utf-16-le")[:-1])
    assert "is not valid in UTF-16-LE" in refusal(path)
    path.write_bytes(b"a,b\n" + b"\x00\x01\x02\x03" * 8)
    assert "contains NUL bytes" in refusal(path)
    path.write_bytes(b"a,b\n" + b"x,y\n" * 400_000 + b"\x00,z\n")
    assert "contains NUL bytes" in refusal(path)
