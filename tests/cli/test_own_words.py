"""The day of a new user: a list of customers in her own words becomes fifty letters in three commands."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from goodterms.cli import main
from goodterms.sheets.writing import Column, xlsx_bytes

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Ime;Priimek;Naziv;E-pošta;Jezik;Stranka od;Datum srečanja;Ura;Trajanje"
GIVEN = ["Žiga", "Špela", "Črt", "Maša", "Anže", "Nežka", "Boštjan", "Urška", "Matjaž", "Živa"]
SURNAMES = ["Kovačič", "Žnidaršič", "Šuštar", "Novak", "Čeh"]
PEOPLE = list(itertools.product(GIVEN, SURNAMES))
ROWS = [
    [
        given,
        surname,
        "ga." if given in ("Špela", "Maša", "Nežka", "Urška", "Živa") else "g.",
        f"stranka-{number}@example.com",
        "sl",
        f"{number % 28 + 1}. {number % 12 + 1}. 20{10 + number % 9}",
        f"{number % 15 + 1}. 12. 2026",
        f"{9 + number % 8}.30",
        "45 minut" if number % 2 else "1 ura",
    ]
    for number, (given, surname) in enumerate(PEOPLE)
]
SENDER = (
    "--company", "Lipa", "--signature", "Maja Kovač", "--email", "care@lipa.example", "--phone", "+386 1 555 01 23",
    "--timezone", "Europe/Ljubljana", "--set", "mode=video", "--set", "link=https://meet.lipa.example/1",
    "--set", "offer=none",
)  # fmt: skip


def write(path: Path) -> None:
    if path.suffix == ".xlsx":
        columns = [Column(name, 12) for name in HEADER.split(";")]
        path.write_bytes(xlsx_bytes("Stranke", columns, ROWS))
    else:
        lines = [HEADER, *map(";".join, ROWS)]
        path.write_bytes("\r\n".join([*lines, ""]).encode("cp1250"))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", ["stranke.csv", "stranke.xlsx"])
def test_a_list_in_ones_own_words_needs_three_commands(folder: Path, name: str) -> None:
    write(folder / name)
    run("init", *SENDER)
    shown = run("columns", "check-in", name, "--write")
    assert "unsure" not in shown
    assert "Missing" not in shown
    run("batch", "check-in", name, "-o", "letters", "--date", "2026-11-21")
    letters = sorted((folder / "letters" / "sl").glob("*.txt"))
    assert len(letters) == len(PEOPLE) == 50
    texts = "".join(path.read_text("utf-8") for path in letters)
    assert texts.count("Spoštovana gospa ") == 25
    assert texts.count("Spoštovani gospod ") == 25
    assert texts.count("Žnidaršič,") == 10
