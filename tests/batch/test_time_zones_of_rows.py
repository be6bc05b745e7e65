"""A column with the readers' time zones: each letter has the hour by its reader's clock, and wrong zones are faults."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = """[sender]
company = "Lipa"
signature = "Maja"
company_email = "care@lipa.example"
mode = "phone"
call_number = "+386 1 555 07 89"
duration = "45 min"
offer = "none"
"""
MAIL = '[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n'
HEADER = "key,locale,email,name,meeting date,meeting time"


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield
    os.chdir(before)


def run(rows: str, header: str = f"{HEADER},Time zone", settings: str = SETTINGS + MAIL) -> Result:
    Path("goodterms.toml").write_text(settings, "utf-8")
    Path("rows.csv").write_text(f"{header}\n{rows}", "utf-8")
    command = [
        "batch",
        "check-in",
        "rows.csv",
        "-o",
        "out",
        "--date",
        "2026-11-21",
        "--format",
        "text",
        "--format",
        "ics",
    ]
    return CliRunner().invoke(main, command)


def written(suffix: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(Path("out").rglob(f"*.{suffix}"))}


def test_each_row_has_the_hour_of_its_reader() -> None:
    result = run(
        "K-1,en,a@example.com,Ana,2026-12-03,14:30,Asia/Karachi\n"
        "K-2,en,b@example.com,Ben,2026-12-03,14:30,Nepal Standard Time\n"
        "K-3,sl,c@example.com,Cene,2026-12-03,14:30,\n"
        "K-4,en-US,d@example.com,Dan,2026-12-03,14:30,\n"
    )
    assert result.exit_code == 0, result.output
    times = [line for text in written("txt").values() for line in text.split("\n") if re.match("• (Time|Ura):", line)]
    assert sorted(line.replace("\u202f", " ") for line in times) == [
        "• Time: 2:30 PM (Central European Time)",
        "• Time: 6:30 PM (Pakistan Time; 2:30 PM Central European Time)",
        "• Time: 7:15 PM (Nepal Time; 2:30 PM Central European Time)",
        "• Ura: 14.30",
    ]
    starts = {stem: re.search(r"DTSTART;TZID=(\S+)", text) for stem, text in written("ics").items()}
    assert sorted(found[1] for found in starts.values() if found) == [
        "Asia/Karachi:20261203T183000",
        "Asia/Kathmandu:20261203T191500",
        "Europe/Ljubljana:20261203T143000",
        "Europe/Ljubljana:20261203T143000",
    ]


def test_a_wrong_zone_is_a_fault_of_its_row() -> None:
    result = run(
        "K-1,en,a@example.com,Ana,2026-12-03,14:30,Asia/Karatchi\nK-2,en,b@example.com,Ben,2026-12-03,14:30,EST\n"
    )
    assert result.exit_code == 2
    assert "fix 2 time zones" in result.output
    assert "did you mean 'Asia/Karachi'?" in result.output
    assert "'EST' does not say which time zone it is" in result.output
    assert "Time zone" in result.output


def test_a_zone_without_the_senders_says_where_to_write_it() -> None:
    result = run("K-1,en,a@example.com,Ana,2026-12-03,14:30,Asia/Karachi\n", settings=SETTINGS)
    assert result.exit_code == 2
    assert '[mail] timezone = "Europe/Ljubljana"' in result.output


def test_another_zone_writes_the_letter_again() -> None:
    row = "K-1,en,a@example.com,Ana,2026-12-03,14:30,"
    assert "1 written" in run(f"{row}Asia/Karachi\n").output
    assert "1 up to date" in run(f"{row}Asia/Karachi\n").output
    assert "1 written" in run(f"{row}Asia/Kathmandu\n").output
    (text,) = written("txt").values()
    assert "Nepal Time" in text


@pytest.mark.parametrize("name", ["timezone", "Time zone", "TZ", "time_zone"])
def test_the_column_has_several_names(name: str) -> None:
    assert run("K-1,en,a@example.com,Ana,2026-12-03,14:30,Asia/Karachi\n", f"{HEADER},{name}").exit_code == 0
    (text,) = written("txt").values()
    assert "Pakistan Time" in text


def test_the_zone_in_the_name_of_a_column_is_that_of_the_meeting() -> None:
    header = f"{HEADER} (UTC),Meeting timezone,Time zone"
    columns = '[columns]\n"meeting time (UTC)" = "meeting_time"\n'
    rows = (
        "K-1,en,ana@example.com,Ana Novak,2026-12-03,14:30,,\n"
        "K-2,en,boris@example.com,Boris Kos,2026-12-03,14:30,UTC,Asia/Karachi\n"
    )
    result = run(rows, header, SETTINGS + MAIL + columns)
    assert result.exit_code == 0, result.output
    texts = written("txt")
    assert "2:30\u202fPM (Coordinated Universal Time)" in texts["K-1.check-in"]
    assert "7:30\u202fPM (Pakistan Time; 2:30\u202fPM Coordinated Universal Time)" in texts["K-2.check-in"]
    result = run(
        rows + "K-3,en,c@example.com,Cene Zupan,2026-12-03,9:30,Asia/Karachi,\n", header, SETTINGS + MAIL + columns
    )
    assert "row 4, meeting time (UTC): Asia/Karachi is not UTC" in " ".join(result.output.split())


def test_a_zone_that_is_not_clear_is_not_read_as_the_senders() -> None:
    columns = '[columns]\n"meeting time (IST)" = "meeting_time"\n'
    result = run("K-1,en,ana@example.com,Ana Novak,2026-12-03,14:30\n", f"{HEADER} (IST)", SETTINGS + MAIL + columns)
    assert result.exit_code == 2
    assert "the time zone of 'meeting time (IST)' is not clear: its name has 'IST'" in " ".join(result.output.split())
