"""The cells that are no fields go through the door of the fields: one fault a cell, with its row and column."""

from __future__ import annotations

import csv
import resource
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.recipients.door import refused

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "key": "K-1",
    "locale": "sl",
    "email": "ana@example.com",
    "address 1": "Ana Novak",
    "address 2": "Lipova 4",
    "time zone": "Europe/Ljubljana",
    "status": "planned",
    "letter": "check-in",
    "name": "Ana Novak",
    "call number": "+386 1 555 07 89",
    "meeting date": "2026-12-03",
    "meeting time": "14:30",
    "duration": "45 min",
}
SETTINGS = """
[sender]
company = "Lipa"
signature = "Maja Kovač"
company_email = "care@lipa.example"
offer = "none"
mode = "phone"
[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
PARTS = ("key", "locale", "email", "address 1", "time zone", "status", "letter")
HOSTILE = {
    "control": "x\x07y",
    "escape": "x\x1b[31my",
    "override": "x\u202ey",
    "open isolate": "x\u2067y",
    "line separator": "x\u2028y",
    "paragraph separator": "x\u2029y",
    "vertical tab": "x\x0by",
    "form feed": "x\x0cy",
    "next line": "x\x85y",
    "carriage return": "x\ry",
    "private use": "x\ue000y",
    "thirty lines": "\u2028".join(f"line {number}" for number in range(30)),
    "nothing to see": "\u200b",
    "left behind": "x\ufeffy",
    "soft hyphen": "x\u00ady",
    "tag characters": "x\U000e0041y",
}  # fmt: skip


def run(folder: Path, rows: list[dict[str, str]], *more: str) -> Result:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([ROW, *([row.get(name, "") for name in ROW] for row in rows)])
    command = ["batch", "t.csv", "-o", "out", "--date", "2026-11-21", "--format", "eml", "--report", "r.csv", "--force"]
    result = CliRunner().invoke(main, [*command, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def distinct(number: int) -> dict[str, str]:
    return {**ROW, "key": f"K-{number}", "email": f"ana{number}@example.com", "name": f"Ana Novak-{number}"}


def errors(folder: Path) -> list[str]:
    with (folder / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        return [line[-1] for line in csv.reader(file)][1:]


@pytest.mark.parametrize("part", PARTS)
def test_a_hostile_cell_has_one_fault_with_its_row_and_column(folder: Path, part: str) -> None:
    rows = [{**distinct(number), part: value} for number, value in enumerate(HOSTILE.values())]
    told = run(folder, rows)
    assert told.exit_code == 2, told.stderr
    found = errors(folder)
    assert len(found) == len(HOSTILE)
    for kind, error in zip(HOSTILE, found, strict=True):
        assert error.startswith(f"{part}"), (kind, error)
        assert f"; {part}" not in error, (kind, error)
        assert error.isprintable(), (kind, error)
    assert not (folder / "out").exists()


@pytest.mark.parametrize("part", PARTS)
def test_a_long_cell_is_refused_in_a_short_sentence(folder: Path, part: str) -> None:
    """Twenty thousand characters in a thousand rows once took 600 MB, and the report 63 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    long = [{**distinct(number), part: f"{number}" + "y" * 21_000} for number in range(60)]
    assert run(folder, long).exit_code == 2
    assert {len(error) < 200 and error.startswith(part) for error in errors(folder)} == {True}
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000 < 100


def test_rows_of_which_none_names_a_letter_are_refused(folder: Path) -> None:
    rows = [{**distinct(number), "letter": "chek-in"} for number in range(3)]
    for more in ((), ("--dry-run",), ("--skip-bad-rows",)):
        told = run(folder, rows, *more)
        assert told.exit_code == 2
        assert "Error: t.csv: fix 3 names of letters" in told.stderr
        assert "letter 'chek-in' in all 3 rows: did you mean 'check-in'?" in told.stderr
        assert [error.startswith("letter: ") for error in errors(folder)] == [True] * 3


@pytest.mark.parametrize("part", ["key", "email", "name"])
def test_a_cell_that_says_who_a_row_is_for_has_its_own_fault_and_no_other(folder: Path, part: str) -> None:
    """Without what the cell should say, the rows look as if they were for one person."""
    rows = [
        {**ROW, "key": "", part: wrong, "duration": minutes} for wrong, minutes in (("x\x07", "45"), ("#N/A", "50"))
    ]
    told = run(folder, rows, "--format", "text")
    assert told.exit_code == 2
    assert "cannot be distinguished" not in told.stderr
    assert [error.startswith(f"{part}: ") for error in errors(folder)] == [True, True], errors(folder)


def test_two_rows_to_one_person_that_differ_in_no_cell_of_theirs_are_refused(folder: Path) -> None:
    rows = [{**ROW, "key": "", "duration": minutes} for minutes in ("45", "50")]
    assert "cannot be distinguished from row 2" in run(folder, rows).stderr


def test_what_people_write_is_taken(folder: Path) -> None:
    people = {"address 1": "Ana Novak\nLipova 4\r\n1000 Ljubljana", "status": "planned\nby phone", "key": " K-1 "}
    assert run(folder, [{**ROW, **people}]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("x" * 500, "key", ""),
        ("x" * 501, "key", "cell-text-too-long"),
        ("x" * 501, "locale", ""),
        ("-", "key", "absent-value"),
        ("-", "address", "absent-value"),
        ("-", "status", ""),
        ("a\nb", "address", ""),
        ("a\n\nb", "address", ""),
        ("a\nb\x1b", "address", "cell-control-character"),
        ("a\nb", "key", "cell-control-character"),
        ("x" * 501 + "\nb", "address", "cell-text-too-long"),
        ("کراچی\u200cشہر", "address", ""),
        ("", "key", ""),
    ],
)
def test_the_verdict_of_the_door(text: str, part: str, kind: str) -> None:
    wrong = refused(text, part)
    assert (wrong.kind if wrong else "") == kind
    assert wrong is None or len(wrong.given) <= 60


def test_the_fault_names_the_character_or_the_limit() -> None:
    assert [refused(text, "key").format for text in ("a\x1b", "x" * 501)] == ["U+001B", "500"]  # type: ignore[union-attr]
