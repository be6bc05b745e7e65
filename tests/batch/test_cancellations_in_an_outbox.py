"""Meetings that are called off: a row is gone, its status says so, or whoever runs the batch does."""

from __future__ import annotations

import csv
import email
import email.policy
import itertools
import mailbox
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC
from typing import TYPE_CHECKING, Any

import icalendar
import pypdf
import pytest
from click.testing import CliRunner, Result

from goodterms import sheets
from goodterms.batch import work
from goodterms.batch.ledger import Ledger
from goodterms.batch.outbox import Outbox
from goodterms.cli import main
from goodterms.content import column_words
from goodterms.content.layers import Content
from goodterms.formats import fonts
from goodterms.project import Project
from goodterms.recipients.first_look import words_of
from goodterms.recipients.status import Statuses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = ["key", "locale", "email", "name", "mode", "call number", "meeting date", "meeting time", "duration", "offer"]
ANA = [
    "K-1",
    "sl",
    "ana@example.com",
    "Ana Novak",
    "phone",
    "+386 1 555 07 89",
    "2026-12-03",
    "14:30",
    "45 min",
    "none",
]
BORIS = [
    *("K-2", "en", "boris@example.com", "Boris Kos", "phone"),
    *("+386 1 555 07 90", "2026-12-04", "9:30", "1 h", "none"),
]
UMA = ["K-3", "ur", "uma@example.com", "Uma", "phone", "+386 1 555 07 91", "2026-12-05", "10:00", "1 h", "none"]
SETTINGS = """
[sender]
company = "Lipa"
signature = "Maja"
company_email = "care@lipa.example"

[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
FORMATS = ("--format", "ics", "--format", "text")
PROJECT = Project(Content())
LANGUAGES = PROJECT.catalogs.languages


@pytest.fixture
def office(folder: Path) -> Path:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    return folder


def table(folder: Path, *rows: list[str], header: list[str] | None = None) -> None:
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header or HEADER, *rows])


def arguments(day: str, *more: str, letter: str = "check-in", outbox: str = "out") -> list[str]:
    formats = () if "--format" in more or "--into" in more else FORMATS
    return ["batch", letter, "a.csv", "-o", outbox, "--date", day, *formats, *more]


def run(day: str, *more: str, letter: str = "check-in", outbox: str = "out") -> Result:
    result = CliRunner().invoke(main, arguments(day, *more, letter=letter, outbox=outbox))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def counts(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout.partition("recipients: ")[2].strip()


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def calendars(outbox: Path) -> dict[str, tuple[str, int, str]]:
    """The method, the SEQUENCE and the UID of each calendar, by the key of its row."""
    found = {}
    for name, content in tree(outbox).items():
        if name.endswith(".ics"):
            calendar = icalendar.Calendar.from_ical(content)
            (event,) = calendar.walk("VEVENT")
            key = name.split("/")[-1].split(".")[0]
            assert key not in found, "an invitation beside its cancellation"
            found[key] = str(calendar["METHOD"]), int(str(event["SEQUENCE"])), str(event["UID"])
    return found


def test_a_row_that_is_gone_gets_a_cancellation_until_it_is_back(office: Path) -> None:
    table(office, ANA, BORIS, UMA)
    run("2026-11-21")
    first = calendars(office / "out")
    table(office, ANA, BORIS)
    assert "would be cancelled" in counts(run("2026-11-22", "--dry-run"))
    assert calendars(office / "out") == first
    assert counts(run("2026-11-22")) == "0 written, 2 up to date, 1 cancelled"
    off = calendars(office / "out")
    assert off["K-3"] == ("CANCEL", 1, first["K-3"][2])
    assert sorted(name for name in tree(office / "out") if "K-3" in name) == [
        "ur/K-3.check-in-cancellation.ics",
        "ur/K-3.check-in-cancellation.txt",
    ]
    letters = tree(office / "out")
    for day in ("2026-11-22", "2026-11-23", "2027-03-01"):  # it stays, also when the meeting would be over
        assert counts(run(day)) == "0 written, 2 up to date"
        assert tree(office / "out") == letters
    table(office, ANA, [*BORIS[:7], "11:00", *BORIS[8:]])
    assert counts(run("2026-11-24")) == "1 written, 1 up to date"
    assert calendars(office / "out")["K-3"] == off["K-3"]
    table(office, ANA, BORIS, UMA)
    assert counts(run("2026-11-25")) == "2 written, 1 up to date"
    back = calendars(office / "out")
    assert back["K-3"] == ("REQUEST", 2, first["K-3"][2])
    assert back["K-2"][:2] == ("REQUEST", 2)
    assert not [name for name in tree(office / "out") if "cancellation" in name]


@pytest.mark.parametrize("catalog", LANGUAGES)
def test_words_for_a_meeting_that_is_called_off_are_understood_in_each_language(office: Path, catalog: str) -> None:
    words = column_words.read(PROJECT.content, catalog, PROJECT._known_columns).values["status"]
    statuses = Statuses(lambda: words_of(PROJECT))
    for choice, values in words.items():
        for value in values:
            for spelled in (value, value.upper(), f" {value}. "):
                found = statuses.is_off(spelled)
                assert found is (choice == "cancelled") or (choice == "postponed" and found), spelled
    assert not statuses.notes
    table(office, [*ANA, ""], [*BORIS, words["planned"][0]], header=[*HEADER, "Status"])
    run("2026-11-21", "--format", "ics")
    table(office, [*ANA, words["cancelled"][0]], [*BORIS, words["planned"][0]], header=[*HEADER, "Status"])
    assert counts(run("2026-11-21", "--format", "ics")) == "0 written, 1 up to date, 1 cancelled"
    assert {key: each[0] for key, each in calendars(office / "out").items()} == {"K-1": "CANCEL", "K-2": "REQUEST"}


def test_a_status_is_never_guessed(office: Path) -> None:
    header = [*HEADER, "status"]
    table(office, [*ANA, "cancelld"], [*BORIS, "not cancelled"], [*UMA, "ملتوی"], header=header)
    refused = run("2026-11-21")
    assert refused.exit_code == 2
    assert "row 2, status: it is not clear whether 'cancelld' calls the meeting off" in refused.stderr
    assert "row 3, status: it is not clear whether 'not cancelled' calls the meeting off" in refused.stderr
    assert "row 4, status: 'ملتوی' leaves the meeting open" in refused.stderr
    table(office, [*ANA, "VIP"], [*BORIS, "written"], [*UMA, "planned"], header=header)
    done = run("2026-11-21")
    assert counts(done) == "3 written"
    assert "the status calls no meeting off: 'VIP' in 1 row" in done.stderr
    table(office, [*ANA, "new"], [*BORIS, "cancelled"], header=header)
    assert "1 row is called off and has no letter" in run("2026-11-21", outbox="other").stderr
    assert sorted(calendars(office / "other")) == ["K-1"]


def test_a_status_that_says_so_no_more_brings_the_meeting_back(office: Path) -> None:
    header = [*HEADER, "status"]
    table(office, [*ANA, ""], [*BORIS, ""], header=header)
    run("2026-11-21")
    for round_, status in enumerate(("cancelled", "odpovedano")):
        table(office, [*BORIS, ""], [*ANA, status], header=header)
        run("2026-11-22", "--report", "r.csv", "--force")
        assert calendars(office / "out")["K-1"][:2] == ("CANCEL", 2 * round_ + 1)
        rows = [row.cells for row in sheets.read(office / "r.csv").rows]
        assert [row[-3] for row in rows[1:]] == ["written", "cancelled"]
        assert rows[2][-2] == "sl/K-1.check-in-cancellation.ics; sl/K-1.check-in-cancellation.txt"
        table(office, [*BORIS, ""], [*ANA, "confirmed"], header=header)
        run("2026-11-23")
        assert calendars(office / "out")["K-1"][:2] == ("REQUEST", 2 * round_ + 2)


def test_a_report_of_a_table_with_a_status_is_read_as_that_table(office: Path) -> None:
    header = [*HEADER, "Status"]
    table(office, [*ANA, ""], [*BORIS, "confirmed"], header=header)
    counts(run("2026-11-21", "--report", "r.csv"))
    (office / "r.csv").replace(office / "a.csv")
    again = run("2026-11-21")
    assert counts(again) == "0 written, 2 up to date"
    assert "columns that are not used: row, locale used, status, output, error" in again.stderr


def test_meetings_are_called_off_by_their_keys(office: Path) -> None:
    nobody = ["", *UMA[1:]]
    table(office, ANA, BORIS, nobody)
    run("2026-11-21")
    done = run("2026-11-22", "--cancel", "K-1", "--cancel", "uma@example.com")
    assert counts(done) == "0 written, 1 up to date, 2 cancelled"
    off = calendars(office / "out")
    assert sorted(method for method, *_ in off.values()) == ["CANCEL", "CANCEL", "REQUEST"]
    letters = tree(office / "out")
    # The rows are still in the table, and say the same.
    assert counts(run("2026-11-23")) == "0 written, 1 up to date"
    assert counts(run("2026-11-23", "--cancel", "K-1")) == "0 written, 1 up to date"
    assert tree(office / "out") == letters
    # A new column, another order, another spelling, a new number: it is still the same meeting.
    order = [9, *range(9)]
    said = ([*ANA[:5], "+386 1 555 00 00", "3. december 2026", *ANA[7:]], BORIS, nobody)
    table(office, *([*(row[n] for n in order), "x"] for row in said), header=[*(HEADER[n] for n in order), "Note"])
    run("2026-11-23")
    assert tree(office / "out") == letters
    table(office, [*ANA[:6], "2026-12-10", *ANA[7:]], BORIS, nobody)
    assert counts(run("2026-11-24")) == "1 written, 1 up to date"
    assert calendars(office / "out")["K-1"] == ("REQUEST", 2, off["K-1"][2])


@pytest.mark.parametrize(
    ("letter", "key", "told"),
    [
        ("check-in", "K-9", "there is no letter to 'K-9' in this outbox"),
        ("check-in", "k-1", "did you mean 'K-1'?"),
        ("check-in", "K-1", "the meeting with 'K-1' was on 2026-12-03, before the date of the run"),
        ("farewell", "K-1", "farewell does not invite to a meeting"),
        ("check-in-reminder", "K-1", "check-in-reminder does not invite to a meeting"),
    ],
)
def test_what_cannot_be_cancelled_is_refused(office: Path, letter: str, key: str, told: str) -> None:
    table(office, ANA)
    run("2026-11-21")
    before = tree(office / "out")
    if letter == "farewell":
        assert CliRunner().invoke(main, ["fields", letter, "--sheet", "b.csv", "--locale", "sl"]).exit_code == 0
        (office / "b.csv").replace(office / "a.csv")
        more: tuple[str, ...] = ("--format", "text")
    else:
        more = FORMATS
    refused = run("2026-12-04" if key == "K-1" else "2026-11-22", *more, "--cancel", key, letter=letter)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert tree(office / "out") == before


def test_a_meeting_that_is_over_is_not_cancelled(office: Path) -> None:
    table(office, ANA, BORIS, UMA)
    run("2026-11-21")
    table(office, BORIS, UMA)
    assert counts(run("2026-12-04")) == "0 written, 2 up to date, 1 removed, because their rows are gone or have faults"
    table(office, UMA)  # today's may still be ahead
    assert counts(run("2026-12-04")) == "0 written, 1 up to date, 1 cancelled"


def test_a_row_that_only_its_number_identifies_is_not_cancelled(office: Path) -> None:
    rows = [["", row[1], "", *row[3:]] for row in (ANA, BORIS, UMA)]
    table(office, *rows)
    run("2026-11-21", "--format", "text")
    table(office, *rows[:2])
    assert "1 removed" in counts(run("2026-11-21", "--format", "text"))
    assert not [name for name in tree(office / "out") if "cancellation" in name]


def test_a_cancellation_says_what_the_invitation_said(office: Path) -> None:
    """Not what the row, the settings or the options say now."""
    header = [name for name in HEADER if name != "meeting time"]
    (office / "goodterms.toml").write_text(SETTINGS.replace("[mail]", 'meeting_time = "14:30"\n\n[mail]'), "utf-8")
    rows = [[*row[:7], *row[8:]] for row in (ANA, BORIS, UMA)]
    rows[0][6] = "3. 12. 2026"
    table(office, *rows, header=header)
    counts(run("2026-11-21", "--dates", "dmy"))
    (office / "goodterms.toml").write_text(SETTINGS.replace("[mail]", 'meeting_time = "9:00"\n\n[mail]'), "utf-8")
    table(office, *rows[1:], header=header)
    counts(run("2026-11-22", "--dates", "mdy"))
    text = tree(office / "out")["sl/K-1.check-in-cancellation.txt"].decode()
    assert "3.\xa0december 2026" in text
    assert "14.30" in text
    (ics,) = [content for name, content in tree(office / "out").items() if name.endswith("cancellation.ics")]
    assert b"DTSTART;TZID=Europe/Ljubljana:20261203T143000" in ics


@pytest.mark.parametrize("mode", ["phone", "at-yours"])
def test_a_cancellation_is_about_the_same_moment_in_each_time_zone(office: Path, mode: str) -> None:
    """Late in the evening here is the next day elsewhere: the day and the hour are converted once."""
    header = [*HEADER, "timezone", "place"]
    rows = []
    for number, zone in enumerate(("", "Asia/Karachi", "America/Los_Angeles", "Europe/Ljubljana")):
        row = [f"Z-{number}", ("sl", "ur", "en", "en")[number], f"z{number}@example.com", *UMA[3:]]
        row[4], row[7] = mode, "23:30"
        rows.append([*row, zone, "Trg 1"])
    table(office, *rows, header=header)
    counts(run("2026-11-21", "--format", "ics"))

    def moments() -> dict[str, object]:
        found = {}
        for name, content in tree(office / "out").items():
            event: Any = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
            found[name.split("/")[-1].split(".")[0]] = event["DTSTART"].dt.astimezone(UTC)
        return found

    before = moments()
    assert counts(run("2026-11-22", "--format", "ics", *(f"--cancel=Z-{n}" for n in range(4)))).endswith("4 cancelled")
    assert moments() == before
    assert {method for method, *_ in calendars(office / "out").values()} == {"CANCEL"}
    table(office, *([*row, "x"] for row in rows), header=[*header, "Note"])
    assert counts(run("2026-11-23", "--format", "ics")) == "0 written"  # they are still called off
    assert moments() == before


def test_a_time_zone_that_has_changed_since_the_invitation_stops_the_run(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    before = tree(office / "out")
    (office / "goodterms.toml").write_text(SETTINGS.replace("Europe/Ljubljana", "Europe/London"), "utf-8")
    refused = run("2026-11-22", "--cancel", "K-1")
    assert refused.exit_code == 2
    assert "K-1: mail.timezone: the invitation was written with the time zone Europe/Ljubljana" in refused.stderr
    assert tree(office / "out") == before


def test_a_cancellation_that_cannot_be_written_stops_the_run(office: Path) -> None:
    (office / "goodterms.toml").write_text(SETTINGS, "utf-8")
    answer = "https://lipa.example/answer"
    header = [*HEADER, "answer_link"]
    table(office, [*ANA, answer], [*BORIS, answer], [*UMA, answer], header=header)
    run("2026-11-21", "--format", "eml")
    before = tree(office / "out")
    (office / "goodterms.toml").write_text(SETTINGS + '\n[letterhead]\ncolour = "#ffffff"\n', "utf-8")
    (office / "own/templates/check-in-cancellation").mkdir(parents=True)
    (office / "own/templates/check-in-cancellation/letter.toml").write_text(
        'extends = "check-in-cancellation"\n[fields.reason]\ntype = "text"\nrequired = true\nsample = "x"\n', "utf-8"
    )
    table(office, [*ANA, answer], [*BORIS, answer], header=header)
    refused = run("2026-11-22", "--format", "eml", "--content", "own")
    assert refused.exit_code == 2
    assert "check-in-cancellation: cannot be written for K-3: reason: is missing" in refused.stderr
    assert tree(office / "out") == before


def test_rows_with_faults_are_not_cancelled_and_keep_their_numbers(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    table(office, ANA, [*BORIS[:7], "soon", *BORIS[8:]])
    skipped = run("2026-11-22", "--skip-bad-rows")
    assert skipped.exit_code == 1
    assert "1 up to date, 1 removed" in skipped.stdout
    assert sorted(calendars(office / "out")) == ["K-1"]
    table(office, ANA, [*BORIS[:7], "11:00", *BORIS[8:]])
    assert counts(run("2026-11-23")) == "1 written, 1 up to date"
    assert calendars(office / "out")["K-2"][:2] == ("REQUEST", 1)


def test_a_reminder_is_not_written_for_a_meeting_that_is_called_off(office: Path) -> None:
    header = [*HEADER, "status"]
    table(office, [*ANA, ""], [*BORIS, ""], header=header)
    run("2026-11-21", letter="check-in-reminder")
    table(office, [*ANA, "cancelled"], [*BORIS, ""], header=header)
    run("2026-11-22", letter="check-in-reminder")
    assert {key: method for key, (method, *_) in calendars(office / "out").items()} == {"K-2": "REQUEST"}
    # The letter that calls off is written for the rows that are called off.
    done = run("2026-11-22", letter="check-in-cancellation", outbox="off")
    assert counts(done) == "2 written"
    assert "columns that are not used: " in done.stderr


def test_a_cancellation_follows_the_corrections_of_a_reminder(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    for at in ("10:00", "11:00", "12:00"):
        table(office, ANA, [*BORIS[:7], at, *BORIS[8:]])
        run("2026-11-22", letter="check-in-reminder")
    table(office, ANA)
    run("2026-11-23")
    (off,) = [
        content for name, content in tree(office / "out").items() if name.endswith("K-2.check-in-cancellation.ics")
    ]
    assert b"SEQUENCE:3\r\n" in off


def test_most_meetings_are_called_off_only_on_request(office: Path) -> None:
    table(office, ANA, BORIS, UMA)
    run("2026-11-21")
    before = tree(office / "out")
    table(office, ANA)
    assert "does not have 2 of the 3 recipients" in run("2026-11-22").stderr
    assert tree(office / "out") == before
    assert counts(run("2026-11-22", "--remove")) == "0 written, 1 up to date, 2 cancelled"


def test_cancellations_are_repaired_and_follow_the_formats(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    table(office, ANA)
    run("2026-11-22")
    before = tree(office / "out")
    (office / "out/en/K-2.check-in-cancellation.txt").write_text("")
    assert counts(run("2026-11-25")) == "0 written, 1 up to date"
    assert tree(office / "out") == before
    run("2026-11-26", *FORMATS, "--format", "eml")
    run("2026-11-27", "--format", "ics", "--format", "eml", "--remove")
    assert sorted(tree(office / "out")) == [
        f"{name}.{kind}" for name in ("en/K-2.check-in-cancellation", "sl/K-1.check-in") for kind in ("eml", "ics")
    ]
    assert tree(office / "out")["en/K-2.check-in-cancellation.ics"] == before["en/K-2.check-in-cancellation.ics"]
    assert counts(run("2026-11-28", "--into", "mbox", "--remove")) == "1 written"
    assert sorted(tree(office / "out")) == ["check-in.mbox"]


def test_a_mail_and_a_mailbox_carry_the_cancellation(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21", "--into", "mbox")
    table(office, ANA)
    for day in ("2026-11-22", "2026-11-23"):
        run(day, "--into", "mbox")
        box = mailbox.mbox(str(office / "out/check-in.mbox"))
        methods = {}
        for message in box:
            whole = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
            (part,) = [each for each in whole.walk() if each.get_content_type() == "text/calendar"]
            methods[whole["To"].addresses[0].addr_spec] = part.get_param("method")
        box.close()
        assert methods == {"ana@example.com": "REQUEST", "boris@example.com": "CANCEL"}


@pytest.mark.skipif(not fonts.families(), reason="fonts are missing: goodterms doctor tells how to get them")
def test_a_cancellation_does_not_take_the_place_of_another_letter(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    # Somebody writes the cancellations themselves, into the same outbox.
    sheet = ["fields", "check-in-cancellation", "--sheet", "off.csv", "--locale", "sl"]
    assert CliRunner().invoke(main, sheet).exit_code == 0
    rows = list(csv.reader((office / "off.csv").read_text("utf-8-sig").splitlines()))
    rows[1][[name.casefold() for name in rows[0]].index("key")] = ANA[0]
    with (office / "off.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:2])
    command = ["batch", "check-in-cancellation", "off.csv", "-o", "out", "--date", "2026-11-21"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    before = tree(office / "out")
    table(office, BORIS)
    refused = run("2026-11-22")
    assert refused.exit_code == 2, refused.output
    assert f"check-in-cancellation: cannot be written for {ANA[0]}" in refused.stderr
    assert "same file name as check-in-cancellation" in refused.stderr
    assert tree(office / "out") == before


def test_a_printed_file_has_the_cancellations(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21", "--into", "pdf")
    table(office, ANA)
    assert counts(run("2026-11-22", "--into", "pdf")) == "0 written, 1 up to date, 1 cancelled"
    pages = [page.extract_text() for page in pypdf.PdfReader(str(office / "out/check-in.pdf")).pages]
    assert len(pages) == 3
    assert "21. november 2026" in pages[1].replace("\xa0", " ")
    assert "will not take place" in pages[2]


def test_what_an_earlier_version_wrote_is_removed_with_a_word(office: Path) -> None:
    table(office, ANA, BORIS)
    run("2026-11-21")
    with sqlite3.connect(office / "out/.goodterms/ledger.sqlite") as base:
        base.execute("UPDATE letters SET said = '', day = '', digest = x'00'")
    base.close()
    assert "did not record what it says" in run("2026-11-22", "--cancel", "K-1").stderr
    table(office, ANA)
    done = run("2026-11-22")
    assert "1 letter is removed without a cancellation, as an earlier version of goodterms wrote" in done.stderr
    table(office, BORIS)
    assert "cancelled" in counts(run("2026-11-23", "--remove"))


def test_a_run_that_cancels_goes_on_after_any_stop(office: Path) -> None:
    many = [
        [
            f"N-{n:04}",
            ("sl", "en")[n % 2],
            f"n{n}@example.com",
            f"Nina {n}",
            *ANA[4:6],
            f"2026-12-{n % 20 + 4:02}",
            *ANA[7:],
        ]
        for n in range(500)
    ]
    how = ("--format", "ics")
    table(office, *many)
    for outbox in ("broken", "whole"):
        assert counts(run("2026-11-21", *how, outbox=outbox)) == "500 written"
    # Some rows are gone, some are called off, some come back in the end.
    states = [many[:300], [*many[100:300], *([*row[:6], "2026-12-30", *row[7:]] for row in many[300:450])]]
    chance = random.Random(20261122)  # noqa: S311 — no secret
    killed = 0
    for day, rows in zip(("2026-11-22", "2026-11-23"), states, strict=True):
        table(office, *rows)
        more = ("--cancel", "N-0150", *how)
        assert run(day, *more, outbox="whole").exit_code == 0
        # With the least priority, so that a busy machine does not finish the run before it is killed.
        command = ["nice", "-n", "19", sys.executable, "-m", "goodterms", *arguments(day, *more, outbox="broken")]
        for longest in (0, 0.3, 0.8):
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            while process.poll() is None and not any((office / "broken/.goodterms").glob("run-*/shards")):
                time.sleep(0.002)
            time.sleep(chance.uniform(0, longest))
            killed += process.poll() is None
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        done = run(day, *more, outbox="broken")
        assert done.exit_code == 0, done.stderr
        assert tree(office / "broken") == tree(office / "whole")
    assert killed
    found = b"".join(tree(office / "whole").values())
    assert len(re.findall(rb"METHOD:CANCEL|method=CANCEL", found)) == 151


STEPS = [
    (Ledger, "keep"),
    (Ledger, "write"),
    (Ledger, "intend"),
    (Ledger, "settle"),
    (Ledger, "begin"),
    (Ledger, "cancel"),
    (Ledger, "withhold"),
    (Ledger, "keep_cancelled"),
    (Ledger, "finish"),
    (Outbox, "remove"),
    (work, "replace"),
]
"""What changes an outbox."""


def stopped_at(moment: int, monkeypatch: pytest.MonkeyPatch, step: Callable[[], Result]) -> bool:
    """Carry out a step that is interrupted before its ``moment``-th change of the outbox; whether it was."""
    count = 0

    def counting(done: Callable[..., object]) -> Callable[..., object]:
        def once_more(*given: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == moment:
                raise KeyboardInterrupt
            return done(*given, **named)

        return once_more

    with monkeypatch.context() as patch:
        for owner, name in STEPS:
            wrapped = counting(getattr(owner, name))
            patch.setattr(owner, name, staticmethod(wrapped) if owner is Outbox else wrapped)
        return step().exit_code == 130


@pytest.mark.parametrize(("how", "more"), [(FORMATS, ()), (("--into", "mbox"), ("--redate",))])
def test_a_run_that_is_stopped_before_any_change_goes_on(
    office: Path, how: tuple[str, ...], more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    header = [*HEADER, "status"]
    eva = [*("K-4", "sl", "eva@example.com", "Eva Kos"), *ANA[4:]]
    table(office, *([*row, ""] for row in (ANA, BORIS, UMA, eva)), header=header)
    run("2026-11-21", *how, outbox="first")
    table(office, *([*row, ""] for row in (ANA, BORIS, UMA)), header=header)
    counts(run("2026-11-21", *how, outbox="first"))
    # Ana gets another language, Boris is called off, Uma is gone, Eva is back, Vid is new.
    vid = [*("K-5", "en", "vid@example.com", "Vid Kos"), *ANA[4:]]
    table(office, [ANA[0], "en", *ANA[2:], ""], [*BORIS, "off"], [*eva, ""], [*vid, ""], header=header)
    (office / "own/locales/en").mkdir(parents=True)
    (office / "own/locales/en/columns.toml").write_text('[values.status]\ncancelled = ["off"]\n', "utf-8")

    def step(outbox: str) -> Result:
        return run("2026-11-22", *how, *more, "--content", "own", outbox=outbox)

    shutil.copytree(office / "first", office / "whole")
    counts(step("whole"))
    for moment in itertools.count(1):
        outbox = f"stopped-{moment}"
        shutil.copytree(office / "first", office / outbox)
        was_stopped = stopped_at(moment, monkeypatch, lambda outbox=outbox: step(outbox))  # type: ignore[misc]
        counts(step(outbox))
        assert tree(office / outbox) == tree(office / "whole"), moment
        assert counts(step(outbox)) == "0 written, 3 up to date"
        shutil.rmtree(office / outbox)
        if not was_stopped:
            break
    assert moment > 12
