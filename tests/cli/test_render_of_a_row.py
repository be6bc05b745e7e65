"""One letter from a row of a table: it is the letter that a batch writes, and options go before the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.sheets import writing

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
offer = "none"
[sender.ur]
signature = "مایا کوواچ"
[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
[columns]
"Ime" = "name"
"Opombe" = false
[values.mode]
"klic" = "phone"
"""
NAMES = ["Key", "Jezik", "Locale", "E-mail", "Address 1", "Ime", "Mode", "Call number", "Meeting date", "Meeting time"]
NAMES += ["Duration", "Opombe"]
ROWS = [
    [
        "K-1",
        "",
        "slovenščina",
        "ana@example.com",
        "Trg 1",
        "Ana Novak",
        "klic",
        "+386 1 555 07 89",
        "3. 12. 2026",
        "14.30",
        "45 min",
        "x",
    ],
    [
        "K-2",
        "",
        "ur-PK",
        "aisha@example.com",
        "Park Road 2",
        "عائشہ خان",
        "klic",
        "+92 21 3555 0123",
        "13. 12. 2026",
        "9.30",
        "1 h",
        "",
    ],
    ["K-7", "", "ne", "ram@example.com", "Marg 3", "राम", "klic", "+977 1 555 0123", "4. 12. 2026", "10.00", "1 h", ""],
]


@pytest.fixture
def table(folder: Path) -> Path:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    blank = [""] * len(NAMES)
    columns = [writing.Column(name) for name in ["Stranke 2026", *blank[1:]]]
    body = [blank, NAMES, *ROWS[:2], blank, ROWS[2]]
    path = folder / "t.xlsx"
    path.write_bytes(writing.xlsx_bytes("Stranke", columns, body))
    return path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def render(*more: str, table: str = "t.xlsx") -> Result:
    return run("render", "check-in", "--date", "2026-11-21", "--from", table, *more)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(("key", "row", "name"), [("K-1", 4, "sl/K-1"), ("k-2", 5, "ur-PK/K-2"), ("K-7", 7, "ne/K-7")])
def test_the_letter_is_that_of_the_batch_to_the_byte(folder: Path, key: str, row: int, name: str) -> None:
    formats = ("text", "eml", "ics")
    options = [word for form in formats for word in ("--format", form)]
    written = run("batch", "check-in", "t.xlsx", "-o", "out", "--date", "2026-11-21", *options, "--only", key)
    assert written.exit_code == 0, written.stderr
    for form, which in zip(formats, (["--key", key], ["--row", str(row)], ["--key", key]), strict=True):
        suffix = {"text": "txt"}.get(form, form)
        assert render(*which, "-o", f"one.{suffix}").exit_code == 0
        assert (folder / f"one.{suffix}").read_bytes() == (folder / f"out/{name}.check-in.{suffix}").read_bytes()


@pytest.mark.usefixtures("table")
def test_options_go_before_the_row(folder: Path) -> None:
    said = render("--row", "4", "--locale", "en", "--set", "meeting_date=2026-12-04", "--set", "name.given=Eva").stdout
    assert "Dear Eva," in said
    assert "Friday, December 4, 2026" in said
    assert "Trg" not in said
    assert render("--row", "4", "--to", "me@lipa.example", "--set", "name=Eva", "-o", "a.eml").exit_code == 0
    mail = (folder / "a.eml").read_text()
    assert "To: Eva <me@lipa.example>" in mail
    assert "ana@example.com" not in mail


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--row", "3"], "did you mean 4? the recipients are in the rows 4 to 7"),
        (["--row", "6"], "did you mean 5?"),
        (["--row", "99"], "did you mean 7?"),
        (["--key", "K-77"], "did you mean 'K-7'?"),
        (["--key", "xyz"], "no row has the key 'xyz'"),
        (["--row", "4", "--key", "K-1"], "leave out one of them"),
        ([], "give its number with --row N, or its key with --key KEY"),
        (["--row", "4", "--sheet", "Strnke"], "has no sheet 'Strnke'"),
        (["--row", "4", "--header-row", "1"], "row 4: is beyond the last column"),
    ],
)
def test_a_row_that_is_not_there_is_refused_with_the_nearest(options: list[str], told: str) -> None:
    refused = render(*options)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_the_faults_of_a_row_name_its_columns(folder: Path, table: Path) -> None:  # noqa: ARG001
    lines = ["Key;Locale;Ime;Priimek;Mode;Call number;Meeting date;Duration;Link"]
    lines += ["K-1;sl;Ana;Novak;klic;abc;32.13.2026;45 min;", "K-1;sl;Bo;Novak;klic;;2026-12-03;45 min;;x"]
    (folder / "bad.csv").write_text("\n".join(lines) + "\n", "utf-8")
    told = render("--row", "2", table="bad.csv").stderr
    assert "row 2, Call number: 'abc' is not a valid phone number" in told
    assert "row 2, Meeting date: '32.13.2026'" in told
    assert "there is no column 'meeting_time'" in told
    assert "'Priimek' would not be used" in told
    assert told.count("meeting_time") == 1
    given = render("--row", "2", "--set", "meeting_time=14:30", "--set", "name=Ana Novak", table="bad.csv").stderr
    assert "meeting_time" not in given
    assert "Priimek" not in given
    assert "the rows 2 and 3 have the same key 'K-1'" in render("--key", "K-1", table="bad.csv").stderr
    assert "row 3: is beyond the last column" in render("--row", "3", table="bad.csv").stderr


def test_a_letter_without_a_table_needs_its_locale(folder: Path) -> None:  # noqa: ARG001
    assert "Missing option '--locale'" in run("render", "check-in", "--sample").stderr
    assert "give the table with --from TABLE" in run("render", "check-in", "--locale", "sl", "--row", "2").stderr
