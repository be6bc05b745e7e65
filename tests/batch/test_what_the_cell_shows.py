"""A letter says what the person sees in her workbook, or the row is refused: the same table in each kind of workbook.

``books/make_books.py`` says which program wrote which file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from goodterms.cli import main

if TYPE_CHECKING:
    from conftest import Company

BOOKS = Path(__file__).parent / "books"
KINDS = ("xlsx", "xlsb", "xls", "ods")
FIELDS = {
    "amount": ("money", "1 EUR"),
    "share": ("percent", "5 %"),
    "figure": ("number", "1.5"),
    "code": ("reference", "R-1"),
    "day": ("date", "2026-12-01"),
    "at": ("time", "10:00"),
    "length": ("duration", "45 min"),
    "count": ("count", "3"),
    "town": ("text", "Koper"),
}
SETTINGS = '[sender]\ncurrency = "EUR"\n'
LETTERS = {
    "rounded": "amount 1234,57 €|code 00815|day 3. december 2026|town Koper",
    "digits": "amount 12,10 €|figure 12,125|count 3|town Koper",
    "dollars": "amount 1250,50 $|code R-00815",
    "francs": "amount 1250,50 CHF|share 12,5 %",
    "times": "at 14.30|length 1 ura in 30 minut",
    "typed": "at 9.30|length 1 ura in 30 minut",
    "midnight": "day 3. december 2026",
}
FAULTS = {
    "decimals": "Amount: '1234.5678' has more decimals than EUR has: 1234.57?",
    "noon": "Day: '2026-12-03 12:00' is a date with a time of day",
    "error": "Count: #N/A is an error of the spreadsheet",
    "fraction": "Amount: ",
    "coded": "Code: the cell holds a date or a time, 2026-12-03",
}


@pytest.fixture
def cells(company: Company, folder: Path) -> Company:
    fields = "\n".join(
        f'[fields.{name}]\ntype = "{kind}"\nsample = "{sample}"\n' for name, (kind, sample) in FIELDS.items()
    )
    company.file(
        "templates/cells/letter.toml",
        f'title = "Cells"\nbefore = ["subject"]\n[steps.body]\n[fields.name]\ntype = "name"\nsample = "Ana"\n{fields}[envelope]\nrecipient = "name"\n',
    )
    shown = "".join(f"{{% if {name} is not none %}}|{name} {{{{ {name} }}}}{{% endif %}}" for name in FIELDS)
    company.file(
        "templates/cells/letter.md.j2",
        f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}{shown}{{% endblock %}}\n",
    )
    company.catalog("")
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    return company


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_workbook_is_read_as_it_shows_its_cells(cells: Company, folder: Path, kind: str) -> None:
    arguments = ["batch", "cells", str(BOOKS / f"cells.{kind}"), "-o", "out", "--date", "2026-11-21"]
    arguments += ["--content", str(cells.root), "--skip-bad-rows", "--report", "report.csv", "--missing", "fallback"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 1, result.output
    for key, expected in LETTERS.items():
        text = (folder / f"out/sl/{key}.cells.txt").read_text("utf-8")
        said = next(line for line in text.splitlines() if "|" in line)
        assert said.replace("\u00a0", " ").lstrip("|") == expected
    for fault in FAULTS.values():
        assert fault in result.stderr
    written = {path.name.partition(".")[0] for path in (folder / "out/sl").iterdir()}
    assert written == set(LETTERS)
    assert "the names of the columns are in row 3" in result.stderr
    assert "1 hidden row and 1 hidden column" in result.stderr
    assert "merged" in result.stderr
    assert "1 cell with errors in columns that are not used, such as row 6, column 13: #DIV/0!" in result.stderr
