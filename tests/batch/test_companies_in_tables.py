"""Companies in a table, among persons: with a column of forms of address, and without one."""

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
signs = "orders"
help = "call"
contact = "Peter Hribar"
[mail]
from = "care@lipa.example"
"""
HEADER = ["Key", "Language", "Name", "Email"]
ROWS = [
    ["K-1", "sl", "Lesna, d. o. o.", "a@example.com"],
    ["K-2", "sl", "Ana Novak", "b@example.com"],
    ["K-3", "ne", "3M & Moss Ltd", "c@example.com"],
    ["K-4", "te", "లక్ష్మీ ట్రేడర్స్", "d@example.com"],
    ["K-5", "ur", '"Moss" Pvt. Ltd.', "e@example.com"],
    ["K-6", "en", "Alder GmbH, Graz", "f@example.com"],
]
GREETINGS = {
    "K-1": "Spoštovani,",
    "K-2": "Pozdravljeni, Ana Novak,",
    "K-3": "श्री 3M & Moss Ltd,",
    "K-4": "లక్ష్మీ ట్రేడర్స్ వారికి,",
    "K-5": 'معزز انتظامیہ، "Moss" Pvt. Ltd.،',
    "K-6": "Dear team at Alder GmbH, Graz,",
}
NO_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069\u200e\u200f")


def run(folder: Path, header: list[str], rows: list[list[str]], *command: str) -> Result:
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    result = CliRunner().invoke(main, [*command])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def greetings(folder: Path) -> dict[str, str]:
    """The sixth line of each letter, by its key."""
    lines = {
        path.name.partition(".")[0]: path.read_text("utf-8").splitlines()[5] for path in folder.glob("out/*/K-*.txt")
    }
    return {key: line.translate(NO_MARKS) for key, line in lines.items()}


BATCH = ("batch", "quiet-customer", "t.csv", "-o", "out", "--date", "2026-11-21", "--format", "text", "--format", "eml")


def test_legal_forms_tell_companies_from_persons_without_a_column(folder: Path) -> None:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    assert run(folder, HEADER, ROWS, *BATCH).exit_code == 0
    assert greetings(folder) == GREETINGS
    assert 'To: "Lesna, d. o. o." <a@example.com>' in (folder / "out/sl/K-1.quiet-customer.eml").read_text("utf-8")


@pytest.mark.parametrize(
    "words", [["podjetje", "", "कम्पनी", "సంస్థ", "ادارہ", "firm"], ["company", "neutral", *["company"] * 4]]
)
def test_a_column_says_so_in_the_words_of_any_language(folder: Path, words: list[str]) -> None:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    names = ["Lesna", "Ana Novak", "3M & Moss", "లక్ష్మీ", "Moss", "Alder"]
    rows = [[*row[:2], name, row[3], word] for row, name, word in zip(ROWS, names, words, strict=True)]
    header = [*HEADER, "Spol"]
    assert run(folder, header, rows, "columns", "quiet-customer", "t.csv", "--write").exit_code == 0
    result = run(folder, header, rows, *BATCH)
    assert result.exit_code == 0, result.stderr
    assert greetings(folder) == {
        "K-1": "Spoštovani,",
        "K-2": "Pozdravljeni, Ana Novak,",
        "K-3": "श्री 3M & Moss,",
        "K-4": "లక్ష్మీ వారికి,",
        "K-5": "معزز انتظامیہ، Moss،",
        "K-6": "Dear team at Alder,",
    }


def test_what_contradicts_is_refused_with_its_row_and_nothing_is_written(folder: Path) -> None:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    rows = [
        ["K-1", "sl", "Lesna d.o.o.", "a@example.com", "feminine"],
        ["K-2", "sl", "Janez Kos s. p.", "b@example.com", ""],
        ["K-3", "sl", "Ana Novak, Lesna d.o.o.", "c@example.com", ""],
    ]
    result = run(folder, [*HEADER, "Form"], rows, *BATCH)
    assert result.exit_code == 2
    for line in (
        "row 2, Form: is feminine, but 'Lesna d.o.o.' is the name of a company; leave out the form of address or write company",
        "row 3, Name: 'Janez Kos s. p.' is the business of one person",
        "row 4, Name: 'Ana Novak, Lesna d.o.o.' has a comma before the legal form",
    ):
        assert f"  {line}" in result.stderr
    assert not (folder / "out").exists()
