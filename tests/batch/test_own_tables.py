"""Tables with columns and words of their own: from the file and goodterms.toml to the letters, or to what is wrong."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SENDER = """
[sender]
company = "Lipa d.o.o."
signature = "Maja Kovač"
company_email = "care@lipa.example"
"""
ROW = {
    "Customer number": "K-1",
    "Language": "sl",
    "Name": "Ana Novak",
    "Years": "5",
    "Mode": "phone",
    "Call number": "+386 1 555 07 89",
    "Meeting date": "2026-12-03",
    "Meeting time": "14:30",
    "Duration": "45 min",
    "Offer": "none",
}


def run(folder: Path, rows: list[dict[str, str]], settings: str = SENDER, *more: str) -> Result:
    (folder / "goodterms.toml").write_text(settings, "utf-8")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = CliRunner().invoke(main, ["batch", "check-in", "a.csv", "-o", "out", "--date", "2026-11-21", *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def letter(folder: Path) -> str:
    (path,) = (folder / "out").rglob("*.txt")
    return path.read_text("utf-8")


def test_the_customers_company_does_not_sign_the_letter(folder: Path) -> None:
    result = run(folder, [{**ROW, "Company": "Kupec d.o.o."}])
    assert result.exit_code == 0
    assert "'Company' is not used: company is the sender's" in result.stderr
    assert "Lipa d.o.o." in letter(folder)
    assert "Kupec" not in letter(folder)


def test_without_a_sender_the_customers_company_is_a_fault(folder: Path) -> None:
    result = run(folder, [{**ROW, "Company": "Kupec d.o.o."}], "")
    assert result.exit_code == 2
    assert "the column 'Company' is not taken for it" in result.stderr
    assert "under [sender] in goodterms.toml" in result.stderr


@pytest.mark.parametrize(
    ("column", "settings"),
    [("Sender company", SENDER), ("Company", SENDER + '[columns]\n"company" = "company"\n')],
)
def test_a_company_of_the_row_signs_where_the_column_says_so(folder: Path, column: str, settings: str) -> None:
    assert run(folder, [{**ROW, column: "Javor d.o.o."}], settings).exit_code == 0
    assert "Javor d.o.o." in letter(folder)


def test_changed_words_of_the_settings_write_the_letter_again(folder: Path) -> None:
    rows = [{**ROW, "Language": "domače"}]
    assert run(folder, rows, SENDER + '[values.locale]\n"Domače" = "sl"\n').exit_code == 0
    assert (folder / "out" / "sl").is_dir()
    result = run(folder, rows, SENDER + '[values.locale]\n"domače" = "en"\n')
    assert "1 written" in result.stdout
    assert "Kind regards" in letter(folder)


def test_a_column_that_only_some_rows_need_is_reported_with_the_others(folder: Path) -> None:
    rows = [{name: cell for name, cell in ROW.items() if name != "Duration"} for _ in range(3)]
    rows[1] |= {"Mode": "in-person", "Customer number": "K-2"}
    rows[2] |= {"Years": "many", "Customer number": "K-3"}
    told = run(folder, rows, SENDER, "--report", "r.csv")
    assert told.exit_code == 2
    for line in (
        "there is no column 'duration'; how long the meeting takes",
        "row 1 has: Customer number, Language",
        "there is no column 'place'; it is needed in 1 row (3)",
        "row 4, Years: 'many' is not a whole number",
    ):
        assert line in told.stderr
    report = (folder / "r.csv").read_text("utf-8-sig").splitlines()
    assert report[1].endswith(',"2","","not written","",""')
    assert report[2].endswith(',"3","","refused","","place: is missing"')
    assert not (folder / "out").exists()


def test_rows_that_look_alike_because_columns_are_missing_are_not_called_repeated(folder: Path) -> None:
    rows = [{name: cell for name, cell in ROW.items() if name not in {"Name", "Customer number"}}] * 3
    told = run(folder, rows)
    assert "there is no column 'name'" in told.stderr
    assert "same" not in told.stderr.replace("same in all rows", "")


def test_an_empty_language_is_missing(folder: Path) -> None:
    rows = [{**ROW, "Customer number": f"K-{number}", "Name": f"Ana {number}", "Language": ""} for number in range(4)]
    rows[0]["Language"] = "sl"
    told = run(folder, rows).stderr
    assert "Language is missing in 3 rows (3, 4, 5); the reader's language" in told
    assert "''" not in told


def test_an_empty_address_of_mail_is_missing_in_words_of_a_table(folder: Path) -> None:
    rows = [{**ROW, "Customer number": f"K-{number}", "Name": f"Ana {number}", "E-mail": ""} for number in range(4)]
    rows[0]["E-mail"] = "ana@example.com"
    settings = SENDER + '[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n'
    told = run(folder, rows, settings, "--format", "eml").stderr
    assert "E-mail is missing in 3 rows (3, 4, 5); the recipient's email address" in told
    assert "--to" not in told


def test_a_language_that_is_misspelled_in_many_rows_is_one_line(folder: Path) -> None:
    rows = [
        {**ROW, "Customer number": f"K-{number}", "Name": f"Ana {number}", "Language": "slo"} for number in range(17)
    ]
    rows[0]["Language"] = "en"
    told = run(folder, rows).stderr
    assert "Language 'slo' in 16 rows (3, 4, 5, 6 …): did you mean 'sl'?" in told
    assert len(told.splitlines()) == 2


def test_skipped_rows_are_grouped_too(folder: Path) -> None:
    rows = [{**ROW, "Customer number": f"K-{number}", "Name": f"Ana {number}", "Years": "0"} for number in range(5)]
    rows[0]["Years"] = "5"
    result = run(folder, rows, SENDER, "--skip-bad-rows")
    assert result.exit_code == 1
    assert "Years '0' in 4 rows (3, 4, 5, 6)" in result.stderr


def test_missing_columns_are_not_skipped(folder: Path) -> None:
    rows = [{name: cell for name, cell in ROW.items() if name != "Duration"}]
    assert run(folder, rows, SENDER, "--skip-bad-rows").exit_code == 2
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("language", "salutation", "expected"),
    [
        ("en", "Dear Ms.", "Dear Ms. Novak,"),
        ("sl", "Dear Ms.", "Spoštovana gospa Novak,"),
        ("sl", "Spoštovani gospod", "Spoštovani gospod Novak,"),
        ("sl", "Spoštovana", ""),
        ("ne", "आदरणीय", ""),
        ("ur", "محترمہ جناب", ""),
    ],
)
def test_a_salutation_gives_its_title_or_is_refused(
    folder: Path, language: str, salutation: str, expected: str
) -> None:
    row = {**ROW, "Language": language, "Salutation": salutation, "First name": "Ana", "Last name": "Novak"}
    del row["Name"]
    result = run(folder, [row])
    if expected:
        assert expected in letter(folder).replace("\u00a0", " ")
    else:
        assert f"row 2, Salutation: {salutation!r} greets" in result.stderr


@pytest.mark.parametrize(
    ("unused", "name", "parts"),
    [
        ("Last name", "Ana", '"Name" = "name.given"\n"Last name" = "name.surname"'),
        ("First name", "Novak", '"Name" = "name.surname"\n"First name" = "name.given"'),
    ],
)
def test_a_name_beside_a_part_of_one_is_a_fault(folder: Path, unused: str, name: str, parts: str) -> None:
    other = "Novak" if name == "Ana" else "Ana"
    rows = [{**ROW, "Name": name, unused: other}]
    told = run(folder, rows)
    assert told.exit_code == 2
    assert f"the name would come from 'Name', and '{unused}' would not be used" in told.stderr
    assert parts.replace("\n", ", ") in told.stderr
    assert run(folder, rows, f"{SENDER}[columns]\n{parts}\n").exit_code == 0
    assert "Ana Novak" in letter(folder)


def test_a_row_without_a_language_is_not_blamed_for_the_words_in_it(folder: Path) -> None:
    in_words = {"Meeting date": "3. decembra 2026", "Duration": "1 ura in 30 minut"}
    result = run(folder, [{**ROW, **in_words}, {**ROW, **in_words, "Customer number": "K-2", "Language": ""}])
    assert result.exit_code == 2
    assert "enter missing data in 1 row; nothing was written" in result.stderr
    assert "row 3, Language: is missing" in result.stderr
    assert "1 ura" not in result.stderr
    assert "decembra" not in result.stderr
