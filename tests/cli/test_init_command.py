"""``goodterms init``: a goodterms.toml from options, from answers in a terminal, and from a table."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

SENDER = (
    "--company", "Lipa", "--signature", "Maja Kovač", "--email", "care@lipa.example",
    "--phone", "+386 1 555 01 23", "--currency", "EUR", "--timezone", "Europe/Ljubljana",
)  # fmt: skip
TABLE = "Ime;Priimek;Naziv;E-pošta;Jezik\nAna;Novak;ga.;ana@example.com;sl\nBoris;Kos;g.;boris@example.com;sl\n"


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["init", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


def settings(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "goodterms.toml").read_text("utf-8"))


def test_options_become_settings_that_are_read(folder: Path) -> None:
    assert run(*SENDER, "--set", "mode=video", "--set", "attendees=Ana", "--set", "attendees=Boris").stdout == ""
    workspace = Workspace(settings=folder / "goodterms.toml")
    assert workspace.sender_values.filled == {
        "company": "Lipa",
        "signature": "Maja Kovač",
        "company_phone": "+386 1 555 01 23",
        "company_email": "care@lipa.example",
        "currency": "EUR",
        "mode": "video",
        "attendees": ["Ana", "Boris"],
    }
    assert workspace.settings.envelope.sender_email == "care@lipa.example"
    assert workspace.settings.envelope.timezone == "Europe/Ljubljana"


def test_without_options_everything_is_an_example_in_a_comment(folder: Path) -> None:
    run()
    assert settings(folder) == {"sender": {}, "mail": {}}
    text = (folder / "goodterms.toml").read_text("utf-8")
    uncommented = re.sub(r"(?m)^# (?=\[|\w+ = |\")", "", text).replace("address = [", 'address = [ "x", ')
    examples = tomllib.loads(uncommented)
    assert examples["mail"] == {"from": "care@lipa.example", "timezone": "Europe/Ljubljana"}
    assert set(examples["sender"]) == {"company", "signature", "company_phone", "company_email", "currency", "mode"}


def test_an_existing_file_is_kept_without_force(folder: Path) -> None:
    path = folder / "goodterms.toml"
    path.write_text("[sender]\n", "utf-8")
    assert "goodterms.toml already exists" in run(*SENDER, status=2).stderr
    assert path.read_text("utf-8") == "[sender]\n"
    run(*SENDER, "--force")
    assert settings(folder)["sender"]


def test_every_fault_is_shown_at_once_and_nothing_is_written(folder: Path) -> None:
    shown = run(
        "--email", "care", "--phone", "none", "--currency", "EURO", "--timezone", "Europe/Lubljana",
        "--set", "mode=vidio", "--set", "compny=Lipa", "--set", "offer", status=2,
    ).stderr  # fmt: skip
    for problem in (
        "7 faults; nothing was written",
        "--email: 'care' is not a valid email address",
        "--phone: 'none' is not a valid phone number",
        "--currency: ",
        "--timezone: 'Europe/Lubljana' is not a known time zone\n    did you mean 'Europe/Ljubljana'?",
        "mode: 'vidio' is not one of the options",
        "did you mean 'company'?",
        "'offer' is not an assignment",
    ):
        assert problem in shown
    assert not (folder / "goodterms.toml").exists()


def test_a_table_gives_the_columns_as_well(folder: Path) -> None:
    (folder / "stranke.csv").write_text(TABLE, "utf-8")
    result = run("check-in", "stranke.csv", *SENDER)
    assert settings(folder)["columns"] == {
        "Ime": "name.given",
        "Priimek": "name.surname",
        "Naziv": "name.title",
        "E-pošta": "email",
        "Jezik": "locale",
    }
    missing = result.stdout[result.stdout.index("Missing:") :]
    assert [line.split()[0] for line in missing.splitlines()[1:] if line[:3].strip()][:5] == [
        "mode", "meeting_date", "meeting_time", "duration", "offer"
    ]  # fmt: skip
    assert result.stdout.endswith("Next:\n  goodterms batch check-in stranke.csv -o outbox\n")


def test_a_letter_without_a_table_is_refused(folder: Path) -> None:
    assert "LETTER needs a TABLE" in run("check-in", status=2).stderr
    assert not (folder / "goodterms.toml").exists()


def in_terminal(folder: Path, *arguments: str, answers: str) -> str:
    """What the command prints in a terminal in which a person types ``answers``."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answers}\x04".encode())  # after the last answer, the input ends
    process = subprocess.Popen(
        [sys.executable, "-m", "goodterms", "init", *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        printed += chunk
    os.close(ours)
    assert process.wait(60) == 0, printed.decode()
    return printed.decode()


def test_a_terminal_is_asked_until_the_answer_is_right(folder: Path) -> None:
    shown = in_terminal(
        folder, "--company", "Lipa",
        answers="Maja Kovač\ncare\ncare@lipa.example\n\n\nEurope/Lubljana\nEurope/Ljubljana\n",
    )  # fmt: skip
    assert "Your company's name" not in shown
    assert "'care' is not a valid email address" in shown
    assert "did you mean 'Europe/Ljubljana'?" in shown
    assert settings(folder) == {
        "sender": {"company": "Lipa", "signature": "Maja Kovač", "company_email": "care@lipa.example"},
        "mail": {"from": "care@lipa.example", "timezone": "Europe/Ljubljana"},
    }


def test_a_terminal_is_asked_for_what_the_table_lacks(folder: Path) -> None:
    (folder / "stranke.csv").write_text(
        TABLE.replace("Jezik\n", "Jezik;Datum srečanja;Ura;Trajanje\n").replace(";sl", ";sl;2026-12-03;9.30;1 h"),
        "utf-8",
    )
    shown = in_terminal(
        folder, "check-in", "stranke.csv", *SENDER, answers="vidio\nvideo\nhttps://meet.lipa.example/1\nnone\n"
    )
    assert "mode: how you meet" in shown
    assert "'vidio' is not one of the options" in shown
    sender = settings(folder)["sender"]
    assert isinstance(sender, dict)
    assert {name: sender[name] for name in ("mode", "offer", "link")} == {
        "mode": "video",
        "offer": "none",
        "link": "https://meet.lipa.example/1",
    }
    assert "Missing" not in shown
