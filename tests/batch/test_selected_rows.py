"""A batch of some rows: chosen by key or by what their columns say; the letters of all others stay as they are."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
place = "Lipa"
[columns]
"Začetek" = "meeting_time"
"Ponudba" = "offer"
[values.offer]
"nič" = "none"
[values.form]
"ženska" = "feminine"
"""
HEADER = [
    "Customer number",
    "Language",
    "E-mail",
    "Name",
    "Form",
    "Mode",
    "Call number",
    "Meeting date",
    "Začetek",
    "Duration",
    "Ponudba",
    "Agenda",
]
ROWS = [
    [
        "K-1",
        "slovenščina",
        "ana@example.com",
        "Ana  Novak",
        "ženska",
        "phone",
        "+386 1 555 07 89",
        "3. 12. 2026",
        "14.30",
        "45 min",
        "nič",
        "Tisk;Selitev",
    ],
    ["K-2", "sl-IT", "boris@example.com", "Boris Kos", "", "in-person", "", "13. 12. 2026", "9.30", "1 ura", "nič", ""],
    [
        "K-3",
        "ur-PK",
        "aisha@example.com",
        "عائشہ خان",
        "feminine",
        "phone",
        "+92 21 3555 0123",
        "4. 12. 2026",
        "10.00",
        "60",
        "none",
        "",
    ],
]


def table(folder: Path, rows: list[list[str]] | None = None) -> None:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *(ROWS if rows is None else rows)])


def run(*more: str, day: str = "2026-11-21") -> Result:
    result = CliRunner().invoke(main, ["batch", "check-in", "t.csv", "-o", "out", "--date", day, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def letters(folder: Path) -> dict[str, bytes]:
    return {path.name.partition(".")[0]: path.read_bytes() for path in (folder / "out").glob("*/K-*")}


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (["--only", "K-1"], ["K-1"]),
        (["--only", "k-3 ", "--only", "K-1"], ["K-1", "K-3"]),
        (["--where", "Language=sl"], ["K-1", "K-2"]),
        (["--where", "locale=Slovenian"], ["K-1", "K-2"]),
        (["--where", "lang=sl-IT"], ["K-2"]),
        (["--where", "Language=ur", "--where", "language = SL_it"], ["K-2", "K-3"]),
        (["--where", "name=ana novak"], ["K-1"]),
        (["--where", "Form=ženska"], ["K-1", "K-3"]),
        (["--where", "form=feminine"], ["K-1", "K-3"]),
        (["--where", "form="], ["K-2"]),
        (["--where", "meeting_date=2026-12-04"], ["K-3"]),
        (["--where", "Meeting Date=3.12.2026"], ["K-1"]),
        (["--where", "začetek=2:30 PM"], ["K-1"]),
        (["--where", "duration=1 h"], ["K-2", "K-3"]),
        (["--where", "duration=1 h", "--where", "Language=sl"], ["K-2"]),
        (["--where", "offer=nič", "--where", "mode=phone", "--only", "K-1", "--only", "K-2"], ["K-1"]),
        (["--where", "Agenda=selitev"], ["K-1"]),
        (["--where", "E-mail=ANA@example.com"], ["K-1"]),
        (["--where", "Language=sl", "--limit", "1"], ["K-1"]),
    ],
)
def test_only_these_rows_are_written(folder: Path, options: list[str], keys: list[str]) -> None:
    table(folder)
    assert run(*options).stdout == f"out: recipients: {len(keys)} written\n"
    assert sorted(letters(folder)) == keys


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--only", "K-11"], "--only: no row has the key 'K-11'\n  did you mean 'K-1'?"),
        (["--only", "Ž"], "--only: no row has the key 'Ž'"),
        (["--where", "Languag=sl"], "--where: the table has no column 'Languag'\n  did you mean 'Language'?"),
        (["--where", "refund=5"], "--where: the table has no column 'refund'"),
        (["--where", "Name=Ana Novk"], "--where: no row has 'Ana Novk' in 'Name'\n  did you mean 'Ana  Novak'?"),
        (["--where", "Language=te"], "no row has 'te' in 'Language'\n  it has slovenščina, sl-IT, ur-PK"),
        (["--where", "Language=sl", "--where", "Language=te"], "no row has 'te' in 'Language'"),
        (["--where", "Language=ur", "--where", "form="], "no row meets all the conditions together"),
        (["--only", "K-1", "--where", "Language=ur"], "no row meets all the conditions together"),
        (["--where", "Language"], "'Language' does not name a column and a value"),
        (["--where", "=sl"], "'=sl' does not name a column and a value"),
    ],
)
def test_what_no_row_has_is_refused_with_the_nearest(folder: Path, options: list[str], told: str) -> None:
    table(folder)
    refused = run(*options)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not (folder / "out").exists()


def test_other_rows_are_neither_checked_nor_written_nor_removed(folder: Path) -> None:
    table(folder)
    run()
    before = letters(folder)
    bad = [row[:] for row in ROWS[:2]]
    bad[0][9] = "2 h"
    bad[1][9] = "long"
    table(folder, bad)  # one changes, one cannot be read, one is gone
    assert run("--only", "K-1").stdout == "out: recipients: 1 written\n"
    after = letters(folder)
    assert {key: after[key] == before[key] for key in after} == {"K-1": False, "K-2": True, "K-3": True}
    assert run("--only", "K-1").stdout == "out: recipients: 0 written, 1 up to date\n"
    bad[1][9] = "1 h"
    table(folder, bad)
    told = "out: recipients: 0 written, 2 up to date, 1 cancelled\n"
    assert run().stdout.replace("1 written, 1 up", "0 written, 2 up") == told


def test_columns_decide_with_all_their_rows(folder: Path) -> None:
    """The row by itself leaves the order of day and month open; another one settles it."""
    table(folder, ROWS[:1])
    assert "is not clear" in run().stderr or "ambiguous" in run().stderr
    table(folder)
    assert run("--only", "K-1").exit_code == 0


def test_a_key_of_a_row_that_is_not_chosen_is_refused(folder: Path) -> None:
    table(folder, [ROWS[0], ROWS[1], ["k-1", *ROWS[2][1:]]])
    refused = run("--where", "Language=sl")
    assert "the rows 2 and 4 have the same key 'K-1'" in refused.stderr
    assert "row 2 has the same key" in run("--only", "K-1").stderr


def test_a_table_without_keys_has_email_addresses(folder: Path) -> None:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER[1:], *(row[1:] for row in ROWS)])
    assert run("--only", "boris@example.com").stdout == "out: recipients: 1 written\n"
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Language", *HEADER[3:]], *(row[1:2] + row[3:] for row in ROWS)])
    assert "the table has no column of keys" in run("--only", "x").stderr


def test_one_file_never_loses_letters(folder: Path) -> None:
    mail = '[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n'
    table(folder)
    (folder / "goodterms.toml").write_text(SETTINGS + mail, "utf-8")
    assert run("--into", "mbox", "--where", "Language=sl").stdout == "out: recipients: 2 written\n"
    assert run("--into", "mbox", "--where", "Language=sl", "--where", "lang=ur").exit_code == 0
    before = (folder / "out/check-in.mbox").read_bytes()
    refused = run("--into", "mbox", "--where", "Language=sl", day="2026-11-22")
    assert "check-in.mbox has 1 letter of a row that is not selected" in refused.stderr
    assert (folder / "out/check-in.mbox").read_bytes() == before
