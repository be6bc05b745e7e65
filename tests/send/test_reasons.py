"""Why a mail was not sent, where no server said it: recorded as a kind, read in any language, from old records, too."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from goodterms import speech
from goodterms.faults import Fault, fault
from goodterms.messages import program
from goodterms.send import reasons
from goodterms.send.record import FILE, Change, Record
from goodterms.speech import aloud

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_VERSION = """
CREATE TABLE attempts (
  attempt INTEGER PRIMARY KEY, run INTEGER NOT NULL, letter TEXT NOT NULL, identity TEXT NOT NULL, name TEXT NOT NULL,
  recipients TEXT NOT NULL, message_id TEXT NOT NULL, digest BLOB NOT NULL, sequence INTEGER NOT NULL,
  cancels INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT ''
);
CREATE TABLE notes (
  message_id TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (message_id, kind, address)
);
CREATE TABLE copies (attempt INTEGER PRIMARY KEY, place TEXT NOT NULL);
CREATE TABLE runs (run INTEGER PRIMARY KEY, boot TEXT NOT NULL, began TEXT NOT NULL);
"""
REASONS = [
    fault("settled-by-hand"),
    fault("run-ended-before-answer"),
    fault("mail-file-changed"),
    fault("saved-as-draft", mailbox="imaps://care@mail.example.com/Drafts"),
    fault("connection-broke-before", reason="Broken pipe"),
    fault("connection-broke-within", reason="Connection reset by peer: really"),
    fault("connection-broke-after", reason=reasons.NO_ANSWER),
]
SENTENCES = [
    "settled by hand",
    "the run ended before the server's answer",
    "the file has changed since this run began",
    "a draft in imaps://care@mail.example.com/Drafts",
    "the connection broke before the mail was given: Broken pipe",
    "the connection broke in the mail: Connection reset by peer: really",
    "the connection broke before the answer: no answer in time",
]
OF_SERVERS = ["250 kept", "550 the connection broke in the mail: twice", "451 4.3.0 settled by hand", ""]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)


def base_of(folder: Path, answers: list[str | Fault]) -> sqlite3.Connection:
    """The base of a record of this version, with an attempt for each answer."""
    record = Record(folder)
    record.begin()
    base = sqlite3.connect(folder / FILE)
    with base:
        for number in range(len(answers)):
            values = (number + 1, "check-in", f"K-{number}", "", "", "", b"", 0, 0, "intended")
            into = "attempt, letter, identity, name, recipients, message_id, digest, sequence, cancels, state, run"
            base.execute(f"INSERT INTO attempts ({into}) VALUES (?,?,?,?,?,?,?,?,?,?,1)", values)  # noqa: S608
    record.change(Change(number, "failed", answer) for number, answer in enumerate(answers, 1))
    record.close()
    return base


@pytest.mark.parametrize(("reason", "sentence"), list(zip(REASONS, SENTENCES, strict=True)))
def test_a_reason_is_recorded_as_its_kind_and_read_in_the_language(reason: Fault, sentence: str) -> None:
    speech.choose(program.load("sl"))
    text = reasons.recorded(reason)
    assert sentence not in text
    read = reasons.read(text)
    assert read == sentence  # English, for programs
    assert aloud(read) == str(reason) != sentence
    speech.choose(program.load("te"))
    assert aloud(read) == str(reason) != sentence


def test_a_fault_of_the_server_keeps_its_place_and_its_answer() -> None:
    wrong = fault("smtp-refused", "mail.example.com:587", answer="554 no")
    read = reasons.read(reasons.recorded(wrong))
    assert read == "mail.example.com:587: the mail server refuses: 554 no"
    speech.choose(program.load("ur"))
    assert aloud(read) == str(wrong)
    assert "554 no" in aloud(read)


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "of-a-later-version", "place": "", "facts": {}}',
        '{"kind": "smtp-refused", "place": "", "facts": {}}',
        '{"kind": "smtp-refused"}',
        '{"kind": 1, "place": 2, "facts": 3}',
        "[]",
        "{}",
        "not JSON",
    ],
)
def test_a_reason_that_is_not_known_is_shown_as_it_is_recorded(text: str) -> None:
    read = reasons.read(text)
    assert (read, aloud(read)) == (text, text)


def test_what_is_recorded_depends_on_no_language(tmp_path: Path) -> None:
    bases = []
    for language in ("sl", "ur"):
        speech.choose(program.load(language))
        (folder := tmp_path / language).mkdir()
        base = base_of(folder, [*REASONS, *OF_SERVERS])
        bases.append(base.execute("SELECT answer, reason FROM attempts ORDER BY attempt").fetchall())
        base.close()
    assert bases[0] == bases[1]
    assert [answer for answer, reason in bases[0] if not reason] == OF_SERVERS


@pytest.mark.parametrize("version", [0, 1])  # one that was killed while it was created has the version 0
def test_the_record_of_an_earlier_version_is_read(tmp_path: Path, version: int) -> None:
    base = sqlite3.connect(tmp_path / FILE)
    base.executescript(f"{FIRST_VERSION}PRAGMA user_version={version};")
    with base:
        for number, answer in enumerate([*SENTENCES, *OF_SERVERS], 1):
            values = (number, "check-in", f"K-{number}", "failed", answer, "2026-11-21T08:00:00Z")
            base.execute("INSERT INTO attempts VALUES (?, 1, ?, ?, '', '', '', x'', 0, 0, ?, ?, ?)", values)
    base.close()
    for _ in range(2):  # once brought up to date, it is read as any other
        record = Record(tmp_path)
        attempts = list(record.attempts())
        record.close()
        assert [one.answer for one in attempts] == [*SENTENCES, *OF_SERVERS]
        assert {one.at for one in attempts} == {"2026-11-21T08:00:00Z"}
    speech.choose(program.load("sl"))
    assert [aloud(one.answer) for one in attempts] == [*map(str, REASONS), *OF_SERVERS]


def test_an_interrupted_run_of_an_earlier_version_is_settled(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / FILE)
    base.executescript(f"{FIRST_VERSION}PRAGMA user_version=1;")
    with base:
        base.execute("INSERT INTO attempts VALUES (1, 1, 'check-in', 'K-1', '', '', '', x'', 0, 0, 'intended', '', '')")
    base.close()
    record = Record(tmp_path)
    record.settle_interrupted()
    (attempt,) = record.attempts()
    record.close()
    assert (attempt.state, attempt.answer) == ("unknown", "the run ended before the server's answer")
    speech.choose(program.load("ne"))
    assert aloud(attempt.answer) == str(fault("run-ended-before-answer"))
