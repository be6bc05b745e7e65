"""Records in a table: a fault of a part is reported at the part's own column, with its cell, as one of its type."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

LETTER = """
before = ["subject"]
[steps.body]
[fields.providers]
type = "record"
many = true
item = "provider"
required = true
[fields.providers.parts.name]
type = "name"
required = true
sample = "Northlight"
help = "the provider's name"
[fields.providers.parts.link]
type = "url"
sample = "https://northlight.example"
"""


@pytest.fixture
def letter(company: Company, folder: Path) -> Company:  # noqa: ARG001 — the working folder is its own
    company.file("templates/note/letter.toml", LETTER)
    company.file(
        "templates/note/letter.md.j2",
        "{% block subject %}S{% endblock %}"
        "{% block body %}{% for p in providers %}{{ p.name }} {% if p.link %}{{ p.link }}{% endif %}\n{% endfor %}{% endblock %}",
    )
    return company


def run(company: Company, header: list[str], *rows: list[str]) -> Result:
    with (company.root / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    words = ("batch", "note", "a.csv", "-o", "out", "--locale", "en", "--content", str(company.root))
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


HEADER = ["Provider 1 name", "Provider 1 link", "Provider 2 name", "Provider 2 link", "Provider 3 name"]


def test_a_fault_of_a_part_has_the_columns_own_name_the_cell_and_its_type(letter: Company) -> None:
    result = run(letter, HEADER, ["A", "", "B", "not a link", ""], ["", "", "", "https://b.example", "C"])
    assert "row 2, Provider 2 link: 'not a link' is not " in result.stderr
    assert "row 3, Provider 2 name: is missing; the provider's name" in result.stderr
    assert "fix 1 web address; enter missing data in 1 row" in result.stderr


def test_a_part_without_a_column_has_that_of_the_record(letter: Company) -> None:
    long = "x" * 600
    result = run(letter, ["Providers", "key"], [f"A; {long}", "1"])
    assert "row 2, Providers 'xxxx" in result.stderr
    assert "fix 1 name" in result.stderr
    result = run(letter, ["Provider 1 name", "Provider 2 link"], ["A", "https://b.example"])
    assert "row 2, providers.2.name: is missing" in result.stderr


def test_empty_records_are_skipped_and_those_behind_them_keep_their_columns(letter: Company, folder: Path) -> None:
    assert run(letter, HEADER, ["A", "", "", "", "C"]).exit_code == 0
    (path,) = (folder / "out").rglob("*.txt")
    assert path.read_text("utf-8").split() == ["S", "A", "C"]
    result = run(letter, [*HEADER, "Provider 3 link"], ["A", "", "", "", "C", "no link"])
    assert "row 2, Provider 3 link: 'no link'" in result.stderr
