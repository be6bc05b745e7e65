"""The day of a new user: a list of customers in her own words becomes fifty letters in three commands.

``new_user/stranke.csv`` is the list in Windows-1250, ``new_user/stranke.xlsx`` the same as LibreOffice 7.4 saves it, which
makes dates of what is one in Slovenian. To make it again::

    soffice --headless --infilter="CSV:59,34,33,1,,1060,false,true" --convert-to xlsx stranke.csv

The filter says: semicolons, quotation marks, Windows-1250, from line 1, Slovenian, and numbers and dates recognised.
"""

from __future__ import annotations

import csv
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
