"""``goodterms columns``: what it shows of a table, and what it adds to goodterms.toml, of which all else stays."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms import settings_file
from goodterms.cli import main
from goodterms.errors import BrokenContent
from goodterms.reports.width import width
from goodterms.settings_file import Additions
from goodterms.sheets.writing import Column, xlsx_bytes

if TYPE_CHECKING:
    from pathlib import Path

SLOVENIAN = """\
Šifra stranke;Ime;Priimek;Naziv;E-pošta;Jezik;Stranka od;Datum srečanja;Ura;Trajanje;Način;Kraj;Opombe
K-1;Ana;Novak;ga.;ana@example.com;sl;1. 3. 2019;3. 12. 2026;9.30;45 min;videoklic;Kranj;
K-2;Boris;Kos;g.;boris@example.com;sl;5. 6. 2020;14. 12. 2026;14.30;1 h;pri Ani;Bled;redna
"""
SENDER = '[sender]\ncompany = "Lipa"   # our name\nsignature = "Maja Kovač"\ncompany_phone = "+386 1 555 01 23"\n'
ADDITIONS = Additions(
    {"Ime": "name.given", "Datum srečanja": {"field": "meeting_date", "dates": "dmy"}, "Naziv 2": False},
    {"form": {"gospa": "feminine"}, "providers.introduce": {"da": "yes"}},
)


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


@pytest.fixture
def table(folder: Path) -> Path:
    path = folder / "stranke.csv"
    path.write_text(SLOVENIAN, "utf-8")
    return path


@pytest.mark.usefixtures("table")
def test_each_column_is_shown_with_its_reason_and_values() -> None:
    lines = run("columns", "check-in", "stranke.csv").stdout.splitlines()
    assert lines[0] == "stranke.csv: 2 rows, the names of the columns are in row 1"
    shown = {lines[number].split("  ")[0]: (line, lines[number + 1]) for number, line in enumerate(lines[:-1])}
    for name, said, values in [
        ("Ime", "name.given    words: Slovenian", "Ana · Boris"),
        ("Naziv", "name.title    words: Slovenian; values: titles", "ga. · g."),
        ("E-pošta", "email         words: Slovenian; values: email addresses", "ana@example.com · boris@example.com"),
        ("Stranka od", "since         words: Slovenian; values: dates; day or month", "first?"),
        ("Kraj", "unsure        place, or a town?", "Kranj · Bled"),
        ("Opombe", "not used      notes", "redna"),
        ("Način", "mode          words: Slovenian; values: choices (1 of 2)", "videoklic · pri Ani"),
    ]:
        assert shown[name][0].endswith(said)
        assert shown[name][1].strip() == values


@pytest.mark.usefixtures("table")
def test_what_is_missing_is_shown_with_the_place_for_standing_values(folder: Path) -> None:
    text = run("columns", "check-in", "stranke.csv").stdout
    missing = text[text.index("\nMissing:") : text.index("Add a column")]
    assert [line.split()[0] for line in missing.splitlines()[2:] if line[2] != " "] == [
        "company", "signature", "link", "offer", "a", "company_email"
    ]  # fmt: skip
    assert "under\n[sender] in goodterms.toml" in text
    (folder / "goodterms.toml").write_text(SENDER + 'offer = "none"\nlink = "https://meet.lipa.example/1"\n', "utf-8")
    assert "Missing" not in run("columns", "check-in", "stranke.csv").stdout


@pytest.mark.usefixtures("table")
def test_lines_for_settings_are_shown_and_what_is_open_as_comments() -> None:
    text = run("columns", "check-in", "stranke.csv").stdout
    start, end = text.index("[columns]"), text.index("To decide")
    assert tomllib.loads(text[start:end]) == {
        "columns": {
            "Šifra stranke": "key",
            "Ime": "name.given",
            "Priimek": "name.surname",
            "Naziv": "name.title",
            "E-pošta": "email",
            "Jezik": "locale",
            "Stranka od": "since",
            "Datum srečanja": {"field": "meeting_date", "dates": "dmy"},
            "Ura": "meeting_time",
            "Trajanje": "duration",
            "Način": "mode",
        },
        "values": {"mode": {"videoklic": "video"}},
    }
    assert text[end:].splitlines()[2:] == [
        '# [columns] "Stranka od" = {field = "since", dates = "dmy"}',
        '# [columns] "Stranka od" = {field = "since", dates = "mdy"}',
        "# Words for mode; each is one of: video, in-person, at-yours, phone",
        '# [values.mode] "pri Ani" = ""',
        '# [columns] "Kraj" = "place"',
    ]


@pytest.mark.parametrize("letter", ["check-in", "farewell", "conversation-guide"])
@pytest.mark.usefixtures("folder")
def test_what_is_shown_fits_a_terminal(letter: str, folder: Path) -> None:
    names = (
        "एक स्तम्भ जसको नाम धेरै लामो छ र सबैतिर भरिन्छ",
        "ملاقات کی تاریخ",
        "A name of a column that is much too long",
        "Link",
    )
    path = folder / "table.csv"
    path.write_text(
        ",".join(names) + "\n" + ",".join(["ایک لمبی قدر " * 9, "2026-12-03", "x " * 80, "https://a.example"]), "utf-8"
    )
    assert all(width(line) <= 80 for line in run("columns", letter, "table.csv").stdout.splitlines())


@pytest.mark.usefixtures("table")
def test_written_lines_are_added_once_and_everything_else_stays(folder: Path) -> None:
    path = folder / "goodterms.toml"
    path.write_text(
        SENDER + '\n[columns]\n"ime" = "name" # as we use it\n\n# about mail\n[mail]\nfrom = "a@lipa.example"\n',
        "utf-8",
    )
    result = run("columns", "check-in", "stranke.csv", "--write")
    assert result.stderr == "Written: goodterms.toml: 10 columns and 1 word added\n"
    text = path.read_text("utf-8")
    assert text.startswith(SENDER + '\n[columns]\n"ime" = "name" # as we use it\n"Šifra stranke" = "key"\n')
    assert '"Način" = "mode"\n\n# about mail\n[mail]\nfrom = "a@lipa.example"\n' in text
    assert '"Ime"' not in text
    again = run("columns", "check-in", "stranke.csv", "--write")
    assert again.stderr == "goodterms.toml: nothing to add\n"
    assert "as goodterms.toml says" in again.stdout
    assert path.read_text("utf-8") == text


@pytest.mark.usefixtures("table")
def test_settings_are_made_where_there_are_none(folder: Path) -> None:
    run("columns", "check-in", "stranke.csv", "--write")
    settings = tomllib.loads((folder / "goodterms.toml").read_text("utf-8"))
    assert settings.keys() == {"columns", "values"}


@pytest.mark.usefixtures("folder")
def test_a_table_of_the_fields_own_names_needs_no_lines(folder: Path) -> None:
    (folder / "table.csv").write_text("Key,Name,Language\nK-1,Ana Novak,sl\n", "utf-8")
    assert run("columns", "check-in", "table.csv").stdout.endswith("\ngoodterms.toml needs no lines for this table.\n")
    run("columns", "check-in", "table.csv", "--write")
    assert not (folder / "goodterms.toml").exists()


@pytest.mark.usefixtures("folder")
def test_the_header_is_found_or_given_and_a_sheet_is_chosen(folder: Path) -> None:
    (folder / "table.csv").write_text("Stranke 2026;\n\nPriimek;Ime\nNovak;Ana\nKos;Boris\n", "utf-8")
    assert "2 rows, the names of the columns are in row 3" in run("columns", "check-in", "table.csv").stdout
    given = run("columns", "check-in", "table.csv", "--header-row", "4").stdout
    assert "1 row, the names of the columns are in row 4" in given
    columns = [Column("Priimek", 9), Column("Ime", 9)]
    (folder / "table.xlsx").write_bytes(xlsx_bytes("Stranke", columns, [["Novak", "Ana"]]))
    assert "name.surname" in run("columns", "check-in", "table.xlsx", "--sheet", "Stranke").stdout
    run("columns", "check-in", "table.xlsx", "--sheet", "Kupci", status=2)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("check-on", "stranke.csv"), "did you mean 'check-in'?"),
        (("check-in", "kupci.csv"), "kupci.csv"),
        (("check-in", "stranke.csv", "--header-row", "0"), "--header-row"),
    ],
)
@pytest.mark.usefixtures("table")
def test_what_cannot_be_done_is_refused(arguments: tuple[str, ...], problem: str) -> None:
    assert problem in run("columns", *arguments, status=2).stderr


SETTINGS = [
    "",
    "# only a comment",
    "[sender]\ncompany = 'x'   # y\n\n\n[mail]\nfrom='a@b.example'\n",
    "[columns]\n'Priimek' = \"name.surname\" # keep\n# trailing\n\n# about mail\n[mail]\nfrom='x@y.example'",
    "[values.form]\nga = 'feminine'\n[sender]\ncompany='x'\n",
    "[values]\n[columns]\n",
    "[values.form]\n\n[sender]\n\n[values.mode]\na='b'\n",
    "columns = {Priimek = 'name'}\n",
    "columns.x = 'name'\n[sender]\na='b'\n",
    "[columns] # c\n\n\n[mail]\n",
    "\ufeff[sender]\r\ncompany='x'\r\n\r\n# c\r\n[columns]\r\na='key'\r\n\r\n[mail]\r\n",
    '[sender]\npersonal = """\n[columns]\n"""\n',
]


@pytest.mark.parametrize("before", SETTINGS)
def test_every_line_of_a_file_stays_as_it_is(tmp_path: Path, before: str) -> None:
    path = tmp_path / "goodterms.toml"
    path.write_bytes(before.encode())
    assert settings_file.write(path, ADDITIONS) == ADDITIONS
    after = path.read_bytes().decode()
    settings, old = tomllib.loads(after.removeprefix("\ufeff")), tomllib.loads(before.removeprefix("\ufeff"))
    for name, value in old.items():
        if name not in ("columns", "values"):
            assert settings[name] == value
    assert settings["columns"] == {**old.get("columns", {}), **ADDITIONS.columns}
    assert settings["values"]["providers"] == {"introduce": {"da": "yes"}}
    if "{" not in before:  # an inline table grows on its line
        remaining = iter(after.splitlines(keepends=True))
        assert all(line in remaining for line in before.splitlines(keepends=True) if line.endswith("\n"))
    assert ("\r\n" in after) == ("\r\n" in before)
    assert settings_file.write(path, ADDITIONS) == Additions({}, {})
    assert path.read_bytes().decode() == after


@pytest.mark.parametrize(
    "before",
    ["[[columns]]\na = 1\n", "columns = 3\n", "values = 'x'\n", "values = {form={a='b'}}\n", "[values]\nform = 5\n"],
)
def test_what_cannot_be_extended_is_refused_and_stays(tmp_path: Path, before: str) -> None:
    path = tmp_path / "goodterms.toml"
    path.write_text(before, "utf-8")
    with pytest.raises(BrokenContent):
        settings_file.write(path, ADDITIONS)
    assert path.read_text("utf-8") == before


def test_odd_names_of_columns_are_written_as_they_are(tmp_path: Path) -> None:
    names = ['a "b"', "a\\b", "a.b", "a = b", "#", "a\tb", "ملاقات", "[x]"]
    path = tmp_path / "goodterms.toml"
    settings_file.write(path, Additions(dict.fromkeys(names, "key"), {"form": dict.fromkeys(names, "feminine")}))
    settings = tomllib.loads(path.read_text("utf-8"))
    assert list(settings["columns"]) == list(settings["values"]["form"]) == names


def test_what_a_person_has_decided_is_not_asked_again(table: Path, folder: Path) -> None:
    run("columns", "check-in", table.name, "--write")
    path = folder / "goodterms.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('"Stranka od" = "since"', '"Stranka od" = {field = "since", dates = "dmy"}')
        + '"pri Ani" = "in-person"\n\n[columns."Kraj"]\nfield = "place"\n',
        "utf-8",
    )
    shown = run("columns", "check-in", table.name).stdout
    assert "To decide" not in shown
    assert "goodterms.toml needs no lines for this table." in shown


def test_a_joined_town_and_a_time_beside_a_date_are_settled_with_their_column(folder: Path) -> None:
    (folder / "a.csv").write_text(
        "Ulica;Poštna številka;Kraj;Termin\nHribarjeva 5;1000;Kranj;14. 12. 2026 9:30\n", "utf-8"
    )
    first = run("columns", "check-in", "a.csv", "--write").stdout
    again = run("columns", "check-in", "a.csv").stdout
    for shown in (first, again):
        assert "meeting_time" in shown[: shown.index("Missing")]
        assert "meeting_time" not in shown[shown.index("Missing") :]
        assert shown.count("  address ") == 3
    assert run("columns", "check-in", "a.csv", "--write").stderr == "goodterms.toml: nothing to add\n"


def test_rows_without_a_language_are_counted(folder: Path) -> None:
    (folder / "a.csv").write_text("Jezik;Ime\nslovenščina;Ana\n;Boris\n;Cene\n", "utf-8")
    assert "2 rows have no language" in run("columns", "check-in", "a.csv").stdout


def test_a_column_of_letters_is_recognised(folder: Path) -> None:
    path = folder / "pisma.csv"
    path.write_text(
        SLOVENIAN.replace("Opombe", "Pismo").replace(";\n", ";vabilo\n").replace("redna", "opomnik"), "utf-8"
    )
    lines = run("columns", "check-in", "pisma.csv").stdout.splitlines()
    assert any(line.split()[:4] == ["Pismo", "letter", "words:", "Slovenian"] for line in lines)
