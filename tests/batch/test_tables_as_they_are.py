"""Tables as people have them: what a careful clerk would print, or why she would ask first.

Each table is in ``tables_as_they_are.toml``: its lines, the settings, and for each key what the letter says, or a part
of what is told of the row. A table without any letters is refused as a whole.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from goodterms.cli import main

if TYPE_CHECKING:
    from conftest import Company

TABLES = tomllib.loads(Path(__file__).with_name("tables_as_they_are.toml").read_text("utf-8"))
FIELDS = {
    "amount": ("money", "1 EUR"),
    "share": ("percent", "5 %"),
    "code": ("reference", "R-1"),
    "day": ("date", "2026-12-01"),
    "at": ("time", "10:00"),
    "length": ("duration", "45 min"),
    "count": ("count", "3"),
    "town": ("text", "Koper"),
    "tel": ("phone", "+386 1 555 01 23"),
    "ready": ("flag", "yes"),
}
LETTER = """title = "Cells"
before = ["subject"]
[steps.body]
[fields.name]
type = "person"
sample = "Ana"
required = true
[envelope]
recipient = "name"
[salutation]
name = "name"
"""


@pytest.fixture
def cells(company: Company) -> Company:
    fields = "".join(
        f'[fields.{name}]\ntype = "{kind}"\nsample = "{sample}"\n' for name, (kind, sample) in FIELDS.items()
    )
    shown = "".join(
        f"{{% if {name} is not none %}}|{name} {{{{ {name} }}}}{{% endif %}}" for name in FIELDS if name != "ready"
    )
    company.file("templates/cells/letter.toml", LETTER + fields)
    company.file(
        "templates/cells/letter.md.j2",
        "{% block subject %}S{% endblock %}\n{% block body %}|name {{ name }}"
        f"{shown}{{% if ready %}}|ready{{% endif %}}{{% endblock %}}\n",
    )
    company.catalog("")
    return company


def written(folder: Path, key: str) -> str:
    """What the letter of a key says between the bars; empty without one."""
    found = list((folder / "out").rglob(f"{key}.cells.txt"))
    text = " ".join(found[0].read_text("utf-8").split()) if found else ""
    return text[text.index("|name") + 1 :].partition("|")[2].replace("\u00a0", " ") if "|name" in text else ""


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if "letters" in table or "refused" in table])
def test_a_row_is_printed_as_a_clerk_would_or_refused(cells: Company, folder: Path, name: str) -> None:
    table: dict[str, Any] = TABLES[name]
    currency = table.get("currency", "EUR")
    (folder / "goodterms.toml").write_text(f'[sender]\ncurrency = "{currency}"\n' + table.get("settings", ""), "utf-8")
    (folder / "a.csv").write_bytes(table["lines"].lstrip("\n").encode(table.get("encoding", "utf-8")))
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--date", "2026-11-21", "--content", str(cells.root)]
    arguments += ["--missing", "fallback", "--skip-bad-rows", *table.get("options", [])]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    said = " ".join(result.output.split())
    for key, expected in table.get("letters", {}).items():
        assert written(folder, key) == expected, said
    for key, told in table.get("refused", {}).items():
        assert not written(folder, key)
        assert told in said


@pytest.mark.parametrize(
    ("header", "cells_of_row", "told"),
    [
        ("Address,City,ZIP", "5 Main St,Leeds,LS1 1AA", "City: 'Leeds' is not in the address"),
        ("Address,City", '"5 Main St, Leeds",Leeds', ""),
        ("Address line 1,Address line 2,Mesto", "5 Main St,LS1 1AA Leeds,Leeds", ""),
        ("Address line 1,Kraj", "Slovenska 5,Koper", "Kraj: 'Koper' is not in the address"),
        ("Postal address,Address", "PO Box 5,5 Main St", "'Postal address' and 'Address'; delete or rename"),
        ("Address 1,Address 2", "Slovenska 5,1000.0 Ljubljana", "'1000.0' is a number as a program writes it"),
        ("Address 1,Address 2", "Slovenska 5,0", "'0' is a number as a program writes it"),
        ("Address,City", ",Leeds", ""),
    ],
)
def test_an_address_is_printed_whole_or_the_row_is_refused(
    cells: Company, folder: Path, header: str, cells_of_row: str, told: str
) -> None:
    (folder / "a.csv").write_text(f"key,locale,name,{header}\n1,sl,Ana Novak,{cells_of_row}\n", "utf-8")
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--content", str(cells.root), "--missing", "fallback"]
    printed = CliRunner().invoke(main, [*arguments, "--format", "docx", "--dry-run"], catch_exceptions=False)
    assert (printed.exit_code, told in " ".join(printed.output.split())) == (2 if told else 0, True)


def test_a_year_that_the_cell_does_not_show_is_not_printed(cells: Company, folder: Path) -> None:
    workbook = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    page = workbook.add_worksheet()
    page.write_row(0, 0, ["key", "locale", "name", "day"])
    codes = ("d-mmm", "dd/mm", "[$-424]d. mmmm;@", "dddd", "d. mmm hh:mm", "d. mmm yy")
    for row, code in enumerate(codes, 1):
        page.write_row(row, 0, [str(row), "sl", f"Ana {'ABCDEF'[row - 1]}"])
        page.write_datetime(row, 3, datetime(2026, 12, 1), workbook.add_format({"num_format": code}))  # noqa: DTZ001
    workbook.close()
    arguments = ["batch", "cells", "a.xlsx", "-o", "out", "--date", "2026-11-21", "--content", str(cells.root)]
    result = CliRunner().invoke(main, [*arguments, "--missing", "fallback", "--skip-bad-rows"], catch_exceptions=False)
    told = "in 5 rows (2, 3, 4, 5, 6): the cell does not show the year of 2026-12-01; check the year, and show"
    assert told in " ".join(result.output.split())
    assert [written(folder, str(row)) for row in (1, 6)] == ["", "day 1. december 2026"]


def test_names_in_capitals_are_noted(cells: Company, folder: Path) -> None:
    (folder / "a.csv").write_text(
        "key,locale,name\n1,sl,ANA NOVAK\n2,sl,boris kos\n3,sl,IBM\n4,sl,Cene Zupan\n", "utf-8"
    )
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--content", str(cells.root), "--missing", "fallback"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    told = (
        "2 names are only in capitals or only in small letters and are written like that, such as 'ANA NOVAK' (row 2)"
    )
    assert (result.exit_code, told in " ".join(result.output.split())) == (0, True)


def test_blanks_in_a_name_are_single(cells: Company, folder: Path) -> None:
    (folder / "a.csv").write_text("key,locale,name\n1,sl,Ana  \u00a0 Novak\n", "utf-8")
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--content", str(cells.root), "--missing", "fallback"]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    (letter,) = (folder / "out").rglob("*.txt")
    assert "|name Ana Novak" in letter.read_text("utf-8").replace("\n", " ")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("name,name", "more than one column gives the name: 'name' and 'name'"),
        ("name,email,E-mail", "more than one column gives the email: 'email' and 'E-mail'"),
        ("name,amount,Amount", "more than one column gives the amount: 'amount' and 'Amount'"),
        ("first name,surname,last name", "more than one column gives the name.surname: 'surname' and 'last name'"),
        ("salutation,honorific,surname", "more than one column gives the name.title: 'salutation' and 'honorific'"),
        ("name,address,Address", "more than one column has the name 'address', and they may be several addresses"),
        ("name,address 1,address 1", "number them: address 1, address 2"),
        ("name,address 1,address 2", ""),
        ("name,notes,notes", ""),
    ],
)
def test_of_two_columns_none_is_chosen(cells: Company, folder: Path, header: str, told: str) -> None:
    values = {"name": "Ana", "email": "a@example.com", "amount": "1 EUR"}
    row = ",".join(values.get(name.lower(), "X") for name in header.split(","))
    (folder / "a.csv").write_text(f"key,locale,{header}\n1,sl,{row}\n", "utf-8")
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--content", str(cells.root), "--missing", "fallback"]
    result = CliRunner().invoke(main, [*arguments, "--dry-run"], catch_exceptions=False)
    assert (result.exit_code, told in " ".join(result.output.split())) == (2 if told else 0, True)


def test_two_columns_of_one_name_are_taken_where_the_settings_say_so(cells: Company, folder: Path) -> None:
    (folder / "a.csv").write_text("key,locale,name,Naslov,Naslov,Kraj,Kraj\n1,sl,Ana,Trg 1,6000 Koper,a,b\n", "utf-8")
    arguments = ["batch", "cells", "a.csv", "-o", "out", "--content", str(cells.root), "--missing", "fallback"]
    for line, told in {
        '"Naslov" = "address"': "1 would be written",
        '"Naslov" = { field = "town", join = ["Kraj"] }': "more than one column has the name 'Kraj', which goodterms.toml",
    }.items():
        (folder / "goodterms.toml").write_text(f"[columns]\n{line}\n", "utf-8")
        result = CliRunner().invoke(main, [*arguments, "--dry-run"], catch_exceptions=False)
        assert told in " ".join(result.output.split())
    result = CliRunner().invoke(main, [*arguments, "--dry-run", "--where", "Kraj=a"], catch_exceptions=False)
    assert "--where: more than one column has the name 'Kraj'" in " ".join(result.output.split())


def test_what_is_struck_through_and_a_day_that_is_not_shown_are_refused(cells: Company, folder: Path) -> None:
    workbook = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    struck, month = workbook.add_format({"font_strikeout": True}), workbook.add_format({"num_format": "mmm yy"})
    page = workbook.add_worksheet()
    page.write_row(0, 0, ["key", "locale", "name", "town", "count", "day"])
    for row in range(1, 5):
        page.write_row(row, 0, [str(row), "sl", f"Ana {'ABCD'[row - 1]}"])
    page.write(1, 3, "Koper", struck)
    page.write(2, 4, 3, struck)
    page.write_datetime(3, 5, datetime(2026, 12, 1), month)  # noqa: DTZ001 — spreadsheets know no time zones
    page.write_rich_string(4, 3, struck, "Koper", " Izola")
    workbook.close()
    arguments = ["batch", "cells", "a.xlsx", "-o", "out", "--date", "2026-11-21", "--content", str(cells.root)]
    result = CliRunner().invoke(main, [*arguments, "--missing", "fallback"], catch_exceptions=False)
    for told in (
        "row 2, town: 'Koper' is struck through",
        "row 3, count: '3' is struck through",
        "row 4, day: the cell does not show the day of 2026-12-01",
        "row 5, town: 'Koper Izola' is struck through",
    ):
        assert told in " ".join(result.output.split())
