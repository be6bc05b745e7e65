"""The day of a new user: a list of customers in her own words becomes fifty letters in three commands.

``new_user/stranke.csv`` is the list in Windows-1250, ``new_user/stranke.xlsx`` the same as LibreOffice 7.4 saves it, which
makes dates of what is one in Slovenian. To make it again::

    soffice --headless --infilter="CSV:59,34,33,1,,1060,false,true" --convert-to xlsx stranke.csv

The filter says: semicolons, quotation marks, Windows-1250, from line 1, Slovenian, and numbers and dates recognised.
"""

from __future__ import annotations

import csv
import html
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from goodterms.cli import main
from goodterms.reports.width import width

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "new_user"
SENDER = (
    "--company", "Lipa d.o.o.", "--signature", "Maja Kovač", "--email", "maja@lipa.example",
    "--phone", "+386 1 555 01 23", "--timezone", "Europe/Ljubljana", "--set", "mode=video",
    "--set", "link=https://meet.lipa.example/maja", "--set", "offer=none",
)  # fmt: skip
TITLES = {"g.": "Spoštovani gospod", "ga.": "Spoštovana gospa", "ga. dr.": "Spoštovana gospa dr."}
LENGTHS = {"30 min": "30 minut", "1 ura 30 minut": "1 ura in 30 minut"}
WHOLE = ["stranka0", "stranka47"]
"""The customers whose letters are compared whole; these were read by a person beside the list."""


def rows() -> Iterator[dict[str, str]]:
    with (HERE / "stranke.csv").open(encoding="cp1250", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(params=["stranke.csv", "stranke.xlsx"])
def letters(folder: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The letters by the customer's address, from three commands with the list as it is."""
    name: str = request.param
    shutil.copy(HERE / name, folder)
    run("init", *SENDER)
    shown = run("columns", "check-in", name, "--write")
    assert not re.search("unsure|Missing|To decide|not used", shown)
    assert all(width(line) <= 80 for line in shown.splitlines() if "not UTF-8" not in line)
    run("batch", "check-in", name, "-o", "letters", "--date", "2026-11-21")
    found = sorted((folder / "letters" / "sl").glob("*.txt"))
    return {path.name.partition("@")[0]: path.read_text("utf-8") for path in found}


def test_each_letter_says_what_the_list_says(letters: dict[str, str]) -> None:
    assert len(letters) == 50
    for row in rows():
        text = letters[row["E-pošta"].partition("@")[0]]
        day, month, year = row["Datum srečanja"].split(". ")
        assert (month, year) == ("12", "2026")
        for said in (
            f"{TITLES[row['Naziv']]} {row['Priimek']},\n",
            f", {day}. december 2026\n",
            f"• Ura: {row['Ura']}\n",
            f"• Trajanje: {LENGTHS.get(row['Trajanje'], row['Trajanje'])}\n",
        ):
            assert said in text.replace("\u00a0", " "), row


@pytest.mark.parametrize("name", WHOLE)
def test_whole_letters_are_those_that_a_person_has_read(letters: dict[str, str], name: str) -> None:
    assert letters[name] == (HERE / f"{name}.txt").read_text("utf-8")


CRM = """\
Account ID,First Name,Last Name,Salutation,Company,Email,Customer Since,Next Meeting,Meeting Length,Owner
0015001,Olivia,Fletcher,Dear Ms.,"Fletcher & Sons, Ltd.",olivia@example.com,2/13/2013,12/2/2026 10:30 AM,45 minutes,Maja
0015002,James,O'Brien,Dear Mr.,Javor,james@example.com,3/4/2019,12/14/2026 1:30 PM,1 hour,Maja
"""
APART = """\
Št. stranke;Priimek Ime;Ulica;Poštna številka;Kraj;E-mail;Jezik;Stranka od;Datum srečanja;Ura;Trajanje
00001;Kovačič Žiga;Hribarjeva ulica 1;1000;Ljubljana;ziga@example.com;slovenščina;1. 3. 2019;3. 12. 2026;14.30;45 minut
00002;Smith Oliver;Trg svobode 2;6000;Koper;oliver@example.com;angleško;23. 4. 2020;14. 12. 2026;9.00;1 ura
00003;Čeh Špela;Cesta 3;2000;Maribor;spela@example.com;;13. 4. 2020;14. decembra 2026;9.00;1 ura
"""


@pytest.mark.parametrize(
    ("table", "locale", "letter", "said"),
    [
        (CRM, "en", "en/0015001", ["Dear Ms. Fletcher,", "13 years", "Wednesday, December 2, 2026", "10:30 AM", "45 min"]),
        (CRM, "en", "en/0015002", ["Dear Mr. O'Brien,", "seven years", "Monday, December 14, 2026", "1:30 PM", "1 hour"]),
        (APART, "sl", "sl/00001", ["Kovačič Žiga,", "3. december 2026", "14.30", "45 minut"]),
        (APART, "sl", "en/00002", ["Smith Oliver,", "Monday, December 14, 2026", "9:00 AM", "1 hour"]),
        (APART, "sl", "sl/00003", ["Čeh Špela,", "14. december 2026", "1 ura"]),
    ],
)  # fmt: skip
def test_exports_and_columns_apart_need_as_few(
    folder: Path, table: str, locale: str, letter: str, said: list[str]
) -> None:
    (folder / "list.csv").write_text(table, "utf-8")
    run("init", *SENDER)
    run("columns", "check-in", "list.csv", "--write")
    run("batch", "check-in", "list.csv", "-o", "out", "--date", "2026-11-21", "--locale", locale, "--format", "html")
    text = (folder / "out" / f"{letter}.check-in.html").read_text("utf-8")
    plain = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").replace("\u202f", " ")
    assert [one for one in said if one not in plain] == []
