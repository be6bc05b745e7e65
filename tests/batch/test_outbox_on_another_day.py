"""An outbox on another day: letters keep their dates, earlier outboxes go on, and nothing much is removed unasked."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.batch import ledger_schema
from goodterms.cli import main

if TYPE_CHECKING:
    from conftest import Company

HEADER = ["key", "email", "name", "day", "at", "town"]
LETTER_TOML = """
title = "Visit"
before = ["subject"]
[steps.body]
[envelope]
recipient = "name"
[meeting]
date = "day"
time = "at"
[fields.name]
type = "name"
required = true
sample = "Ana"
[fields.day]
type = "date"
lies = "ahead"
required = true
sample = "2026-12-03"
[fields.at]
type = "time"
required = true
sample = "14:30"
[fields.town]
type = "text"
sample = "Celje"
"""
BODY = (
    "{% block subject %}{% trans %}Our visit{% endtrans %}{% endblock %}\n"
    "{% block body %}{{ name }}, {{ date }}: {{ day }}, {{ at }}{% if town %} {{ town }}{% endif %}{% endblock %}\n"
)
ANA = ["K-1", "ana@example.com", "Ana Novak", "2026-12-03", "15:30", "Celje"]
BORIS = ["K-2", "boris@example.com", "Boris Kos", "2026-12-04", "9:00", "Kranj"]
CENE = ["K-3", "cene@example.com", "Cene Zupan", "2026-12-05", "10:00", "Ptuj"]
LEDGERS = Path(__file__).parent / "ledgers"
"""Ledgers that earlier versions of goodterms wrote for these three rows, the first of them corrected once."""


@pytest.fixture
def visits(company: Company, folder: Path) -> Company:
    company.file("templates/visit/letter.toml", LETTER_TOML)
    company.file("templates/visit/letter.md.j2", BODY)
    settings = '[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n'
    (folder / "goodterms.toml").write_text(settings, "utf-8")
    return company


def table(folder: Path, *rows: list[str]) -> Path:
    path = folder / "visits.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def arguments(company: Company, day: str, *more: str, outbox: str = "out") -> list[str]:
    into = [] if "--into" in more or "--format" in more else ["--format", "text", "--format", "ics"]
    given = ["batch", "visit", "visits.csv", "-o", outbox, "--date", day, "--locale", "en", *into, *more]
    return [*given, "--content", str(company.root)]


def run(company: Company, day: str, *more: str, outbox: str = "out") -> Result:
    result = CliRunner().invoke(main, arguments(company, day, *more, outbox=outbox))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def counts(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout.partition("recipients: ")[2].strip()


def tree(folder: Path) -> dict[str, bytes]:
    """Every letter in an outbox."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def dated(outbox: Path) -> dict[str, tuple[str, int]]:
    """The date and the SEQUENCE of each letter, by its key."""
    found = {}
    for name, content in tree(outbox).items():
        if name.endswith(".ics"):
            stamp = re.search(rb"^DTSTAMP:(\d{8})", content, re.MULTILINE)
            sequence = re.search(rb"^SEQUENCE:(\d+)", content, re.MULTILINE)
            assert stamp
            assert sequence
            found[name.split("/")[-1].split(".")[0]] = (stamp[1].decode(), int(sequence[1]))
    return found


def test_a_run_on_another_day_writes_what_has_changed_and_the_others_keep_their_dates(
    visits: Company, folder: Path
) -> None:
    table(folder, ANA, BORIS)
    assert counts(run(visits, "2026-11-21")) == "2 written"
    before = tree(folder / "out")
    again = run(visits, "2026-11-22")
    assert counts(again) == "0 written, 2 up to date"
    assert "2 letters have not changed and keep their date, 2026-11-21; --redate gives all letters" in again.stderr
    table(folder, ANA, [*BORIS[:4], "9:30", "Kranj"], CENE)
    corrected = run(visits, "2026-11-23")
    assert counts(corrected) == "2 written, 1 up to date"
    assert "1 letter has not changed and keeps its date, 2026-11-21" in corrected.stderr
    assert dated(folder / "out") == {"K-1": ("20261121", 0), "K-2": ("20261123", 1), "K-3": ("20261123", 0)}
    assert {name: tree(folder / "out")[name] for name in before if "K-1" in name} == {
        name: content for name, content in before.items() if "K-1" in name
    }
    assert counts(run(visits, "2026-11-24", "--redate")) == "3 written"
    assert dated(folder / "out") == {"K-1": ("20261124", 1), "K-2": ("20261124", 2), "K-3": ("20261124", 1)}
    assert counts(run(visits, "2026-11-24", "--redate")) == "0 written, 3 up to date"


def test_a_date_is_checked_against_that_of_its_letter(visits: Company, folder: Path) -> None:
    table(folder, ANA)
    assert counts(run(visits, "2026-12-01")) == "1 written"
    table(folder, ANA, CENE)  # Ana's meeting was yesterday, and her letter was written before it
    assert counts(run(visits, "2026-12-04")) == "1 written, 1 up to date"
    visits.catalog('msgid "Elsewhere"\nmsgstr "Elsewhere"\n', "en")
    assert counts(run(visits, "2026-12-04")) == "0 written, 2 up to date"
    table(folder, [*ANA[:5], "Domžale"], CENE)
    refused = run(visits, "2026-12-04")
    assert refused.exit_code == 2
    assert "row 2, day: " in refused.stderr
    redated = run(visits, "2026-12-04", "--redate")
    assert redated.exit_code == 2
    assert dated(folder / "out") == {"K-1": ("20261201", 0), "K-3": ("20261204", 0)}


@pytest.mark.parametrize(
    ("change", "is_changed"),
    [
        ("catalog", False),  # words of another letter
        ("template", True),
        ("comment", False),
        ("spread", False),
        ("sender", True),
    ],
)
def test_what_changes_a_letter_renews_its_date_and_what_does_not_does_not(
    visits: Company, folder: Path, change: str, is_changed: bool
) -> None:
    table(folder, ANA)
    run(visits, "2026-11-21")
    if change == "catalog":
        visits.catalog('msgid "Elsewhere"\nmsgstr "Elsewhere"\n', "en")
    elif change == "template":
        visits.file("templates/visit/letter.md.j2", BODY.replace("Our visit", "A visit"))
    elif change == "comment":
        visits.file("templates/visit/letter.md.j2", BODY + "{# nothing #}")
    elif change == "sender":
        settings = (folder / "goodterms.toml").read_text("utf-8")
        (folder / "goodterms.toml").write_text(settings.replace("care@", "hello@"), "utf-8")
    else:  # from one thousand rows on, letters go into subfolders
        many = [[f"N-{n}", f"n{n}@example.com", f"Nina {n}", "2026-12-03", "9:00", ""] for n in range(1000)]
        table(folder, ANA, *many)
    run(visits, "2026-11-25", *(["--jobs", "2"] if change == "spread" else []))
    assert dated(folder / "out")["K-1"] == (("20261125", 1) if is_changed else ("20261121", 0))
    assert len([name for name in tree(folder / "out") if "K-1." in name]) == 2


def test_a_format_is_added_under_the_date_that_the_letter_has(visits: Company, folder: Path) -> None:
    table(folder, ANA, [*BORIS[:1], "boris@", *BORIS[2:]])
    three = ("--format", "text", "--format", "ics", "--format", "eml")
    assert run(visits, "2026-11-21", "--format", "text").exit_code == 0
    refused = run(visits, "2026-11-25", *three)
    assert refused.exit_code == 2  # the format is checked, though the letter is the same
    assert "row 3, email: 'boris@'" in refused.stderr
    table(folder, ANA)
    assert counts(run(visits, "2026-11-25", *three)).startswith("1 written, 1 removed")
    assert dated(folder / "out") == {"K-1": ("20261121", 0)}
    assert b"\nDate: Sat, 21 Nov 2026 09:00:00 +0100" in b"\n" + tree(folder / "out")["en/K-1.visit.eml"]


def test_letters_that_are_gathered_keep_their_dates(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21", "--into", "mbox")
    table(folder, ANA, [*BORIS[:5], "Bled"])
    assert counts(run(visits, "2026-11-25", "--into", "mbox")) == "1 written, 1 up to date"
    mbox = tree(folder / "out")["visit.mbox"]
    assert re.findall(rb"^Date: \w+, (\d+)", mbox, re.MULTILINE) == [b"21", b"25"]


def test_a_damaged_letter_is_written_again_under_its_date(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21")
    before = tree(folder / "out")
    (folder / "out/en/K-1.visit.ics").unlink()
    (folder / "out/en/K-2.visit.txt").write_bytes(b"")
    assert counts(run(visits, "2026-11-25")) == "2 written"
    assert tree(folder / "out") == before


def test_a_letter_that_was_about_to_be_replaced_is_written_again(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21")
    before = tree(folder / "out")
    # As a run leaves it that was killed between a file and its entry; the file has the same size.
    path = folder / "out/en/K-1.visit.txt"
    path.write_bytes(path.read_bytes().replace(b"Celje", b"Koper"))
    assert tree(folder / "out") != before
    with sqlite3.connect(folder / "out/.goodterms/ledger.sqlite") as base:
        base.execute("INSERT INTO pending VALUES ('visit', 'en/K-1.visit.txt')")
        base.execute("UPDATE runs SET digest = x''")
    base.close()
    assert counts(run(visits, "2026-11-21")) == "1 written, 1 up to date"
    assert tree(folder / "out") == before


# --- outboxes of earlier versions -------------------------------------------------------------------------------------


def as_version_1(visits: Company, folder: Path, ledger: str, *more: str) -> dict[str, bytes]:
    """Make an outbox as version 1 of the ledger left it on 2026-11-21, and return its letters."""
    table(folder, [*ANA[:4], "14:30", "Celje"], BORIS, CENE)
    run(visits, "2026-11-21", *more)
    table(folder, ANA, BORIS, CENE)
    assert counts(run(visits, "2026-11-21", *more)) == "1 written, 2 up to date"
    path = folder / "out/.goodterms/ledger.sqlite"
    path.unlink()
    base = sqlite3.connect(path)
    base.executescript((LEDGERS / ledger).read_text("utf-8"))
    # The ledger of an outbox has the sizes of the letters in it, and these are letters of today.
    sizes = {letter.name: letter.stat().st_size for letter in (folder / "out").rglob("*.visit.*")}
    for key, files in base.execute("SELECT identity, files FROM letters").fetchall():
        now = [[name, sizes[name.rpartition("/")[2]]] for name, _ in json.loads(files)]
        base.execute("UPDATE letters SET files = ? WHERE identity = ?", (json.dumps(now), key))
    base.commit()
    base.close()
    for letter in (folder / "out").rglob("*.*"):
        os.utime(letter, (0, datetime(2026, 11, 21, 15).timestamp()))  # noqa: DTZ001 — the day on the wall
    return tree(folder / "out")


@pytest.mark.parametrize(
    ("ledger", "more"),
    [
        ("version-1.sql", ("--format", "text", "--format", "ics")),
        ("version-1-mbox.sql", ("--into", "mbox")),
    ],
)
def test_an_outbox_of_version_1_goes_on(visits: Company, folder: Path, ledger: str, more: tuple[str, ...]) -> None:
    before = as_version_1(visits, folder, ledger, *more)
    assert counts(run(visits, "2026-11-25", *more)) == "0 written, 3 up to date"
    assert tree(folder / "out") == before
    table(folder, ANA, [*BORIS[:5], "Bled"], CENE)
    assert counts(run(visits, "2026-11-26", *more)) == "1 written, 2 up to date"
    if not ledger.endswith("mbox.sql"):
        assert dated(folder / "out") == {"K-1": ("20261121", 1), "K-2": ("20261126", 1), "K-3": ("20261121", 0)}
    else:
        letters = re.findall(rb"^Date: \w+, (\d+)", tree(folder / "out")["visit.mbox"], re.MULTILINE)
        assert letters == [b"21", b"26", b"21"]
        assert len([*(folder / "out/.goodterms/parts").rglob("*.eml")]) == 3


@pytest.mark.parametrize("form", ["text", "eml", "ics"])
def test_the_date_of_an_earlier_letter_is_found_in_its_files(visits: Company, folder: Path, form: str) -> None:
    as_version_1(visits, folder, "version-1.sql")
    with sqlite3.connect(folder / "out/.goodterms/ledger.sqlite") as base:
        base.execute(
            "UPDATE letters SET files = replace(files, ?, ?)",
            ("txt" if form == "eml" else "", "eml" if form == "eml" else ""),
        )
    base.close()
    if form == "eml":
        run(visits, "2026-11-21", "--format", "eml", outbox="mails")
        for mail in (folder / "mails/en").glob("*.eml"):
            mail.rename(folder / "out/en" / mail.name)
    for path in (folder / "out/en").iterdir():
        if form != "text":
            os.utime(path, (0, 0))  # as after a copy
        if path.suffix[1:] not in (form, "txt" if form == "text" else form):
            path.unlink()
    assert run(visits, "2026-11-25", "--format", form, "--remove").exit_code == 0
    with sqlite3.connect(folder / "out/.goodterms/ledger.sqlite") as base:
        days = [day for (day,) in base.execute("SELECT day FROM letters")]
    base.close()
    assert days == ["2026-11-25"] + ["2026-11-21"] * 2 if form == "eml" else ["2026-11-21"] * 3


def test_a_ledger_that_an_earlier_version_marked_as_its_own_goes_on(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21")
    with sqlite3.connect(folder / "out/.goodterms/ledger.sqlite") as base:
        base.execute("PRAGMA user_version=1")
        base.execute("UPDATE runs SET digest = x''")
    base.close()
    assert counts(run(visits, "2026-11-25")) == "0 written, 2 up to date"


def test_a_ledger_of_a_later_version_is_refused_and_left_as_it_is(visits: Company, folder: Path) -> None:
    table(folder, ANA)
    run(visits, "2026-11-21")
    path = folder / "out/.goodterms/ledger.sqlite"
    with sqlite3.connect(path) as base:
        base.execute(f"PRAGMA user_version={ledger_schema.VERSION + 1}")
    base.close()
    for _ in range(2):
        refused = run(visits, "2026-11-21")
        assert refused.exit_code == 2
        assert "was written by another version of goodterms" in refused.stderr
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (ledger_schema.VERSION + 1,)
    base.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_nobody_else_may_read_the_ledger(visits: Company, folder: Path) -> None:
    table(folder, ANA)
    run(visits, "2026-11-21")
    assert stat.S_IMODE((folder / "out/.goodterms/ledger.sqlite").stat().st_mode) == 0o600


# --- removal ----------------------------------------------------------------------------------------------------------


def test_most_letters_are_removed_only_on_request(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS, CENE)
    run(visits, "2026-11-21")
    before = tree(folder / "out")
    for rows in ([ANA], [["X", *ANA[1:]], ["Y", *BORIS[1:]]]):  # fewer rows, the table of other customers
        table(folder, *rows)
        for more in ((), ("--dry-run",), ("--skip-bad-rows",)):
            refused = run(visits, "2026-11-21", *more)
            assert refused.exit_code == 2
            gone = 4 - len(rows) if len(rows) == 1 else 3
            assert f"visits.csv: does not have {gone - (len(rows) == 1)} of the 3 recipients" in refused.stderr
            assert tree(folder / "out") == before
    table(folder, ANA)
    assert counts(run(visits, "2026-11-21", "--limit", "1")) == "0 written, 1 up to date"
    assert tree(folder / "out") == before
    assert "2 would be removed" in counts(run(visits, "2026-11-21", "--remove", "--dry-run"))
    assert tree(folder / "out") == before
    assert "2 removed, because" in counts(run(visits, "2026-11-21", "--remove"))
    assert sorted(tree(folder / "out")) == ["en/K-1.visit.ics", "en/K-1.visit.txt"]


def test_some_letters_are_removed_and_counted(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21")
    table(folder, ANA)
    assert "0 would be written, 1 up to date, 1 would be removed" in counts(run(visits, "2026-11-21", "--dry-run"))
    assert "0 written, 1 up to date, 1 removed" in counts(run(visits, "2026-11-21"))


def test_a_format_is_removed_only_on_request(visits: Company, folder: Path) -> None:
    table(folder, ANA, BORIS)
    run(visits, "2026-11-21")
    before = tree(folder / "out")
    refused = run(visits, "2026-11-25", "--format", "html")
    assert refused.exit_code == 2
    assert "this run would remove 2 .txt files, 2 .ics files" in refused.stderr
    assert "keep them with --format text --format ics, or remove them with --remove" in refused.stderr
    assert tree(folder / "out") == before
    assert counts(run(visits, "2026-11-25", "--format", "ics", "--remove")) == "2 written"
    assert sorted(tree(folder / "out")) == ["en/K-1.visit.ics", "en/K-2.visit.ics"]
    assert {day for day, _ in dated(folder / "out").values()} == {"20261121"}
    assert counts(run(visits, "2026-11-25", "--format", "ics", "--format", "text")) == "2 written"
    assert tree(folder / "out") == before


@pytest.mark.parametrize("first", ["text", "mbox"])
def test_letters_are_gathered_or_single_on_request(visits: Company, folder: Path, first: str) -> None:
    table(folder, ANA, BORIS)
    ways = {"text": ("--format", "text", "--format", "eml"), "mbox": ("--into", "mbox")}
    second = "mbox" if first == "text" else "text"
    run(visits, "2026-11-21", *ways[first])
    before = tree(folder / "out")
    refused = run(visits, "2026-11-21", *ways[second])
    assert refused.exit_code == 2
    what = "visit.mbox" if first == "mbox" else "2 .txt files, 2 .eml files"
    assert f"give --remove to replace {what}" in refused.stderr
    assert tree(folder / "out") == before
    assert counts(run(visits, "2026-11-25", *ways[second], "--remove")) == "2 written"
    run(visits, "2026-11-21", *ways[second], outbox="fresh")
    assert tree(folder / "out") == tree(folder / "fresh")
    parts = [len([*(folder / name / ".goodterms/parts").rglob("*.eml")]) for name in ("out", "fresh")]
    assert parts[0] == parts[1]


# --- stopped at any moment --------------------------------------------------------------------------------------------


def files_in(outbox: Path) -> int:
    return sum(len(files) for folder, _, files in os.walk(outbox) if ".goodterms" not in folder)


@pytest.mark.parametrize("what", ["redate", "removal", "gathering"])
def test_a_run_that_changes_an_outbox_goes_on_after_any_stop(visits: Company, folder: Path, what: str) -> None:
    many = [[f"N-{n:04}", f"n{n}@example.com", f"Nina {n}", "2026-12-03", f"{n % 12 + 8}:00", ""] for n in range(600)]
    table(folder, *many)
    form = ("--format", "text")
    for outbox in ("broken", "whole"):
        assert counts(run(visits, "2026-11-21", *form, outbox=outbox)) == "600 written"
    if what == "redate":
        more: tuple[str, ...] = ("--redate", *form)
    elif what == "removal":
        table(folder, *([*row[:5], "Celje"] for row in many[300:]))
        more = ("--remove", *form)
    else:
        more = ("--remove", "--into", "mbox")
    done = run(visits, "2026-11-25", *more, outbox="whole")
    assert done.exit_code == 0, done.stderr
    chance = random.Random(what)  # noqa: S311 — no secret
    killed = 0
    command = [sys.executable, "-m", "goodterms", *arguments(visits, "2026-11-25", *more, outbox="broken")]
    for longest in (0.2, 0.5, 0.8):
        begun = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while process.poll() is None and not any((folder / "broken/.goodterms").glob("run-*/shards")):
            time.sleep(0.002)
        time.sleep(chance.uniform(0, longest))
        killed += process.poll() is None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert time.monotonic() - begun < 60
    assert killed
    assert run(visits, "2026-11-25", *more, outbox="broken").exit_code == 0
    assert tree(folder / "broken") == tree(folder / "whole")
