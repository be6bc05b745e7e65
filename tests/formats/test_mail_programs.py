"""Real mail programs show what was meant: notmuch and mu read with GMime 3.2, which joins adjacent encoded words.

Each test is skipped, with a word, where its program is missing: ``apt-get install notmuch maildir-utils``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import Content
from goodterms.formats import document, headers
from test_headers import SUBJECTS
from test_mail import ENVELOPE, LOCALES, letter_of

if TYPE_CHECKING:
    from goodterms.project import Project

needs_notmuch = pytest.mark.skipif(shutil.which("notmuch") is None, reason="without notmuch, it cannot be asked")
needs_mu = pytest.mark.skipif(shutil.which("mu") is None, reason="without mu (maildir-utils), it cannot be asked")


def maildir(folder: Path, messages: dict[str, bytes]) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    for name, raw in messages.items():
        (folder / "mail" / "cur" / f"{name}:2,S").write_bytes(raw)
    return folder / "mail"


def seen_by_notmuch(folder: Path, messages: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """The headers of each message as notmuch shows them, by the name of its file."""
    mail = maildir(folder, messages)
    config = folder / "notmuch-config"
    config.write_text(f"[database]\npath={mail}\n[user]\nname=Ana\nprimary_email=ana@lipa.example\n")
    environment = {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": str(folder)}

    def notmuch(*arguments: str) -> bytes:
        return subprocess.run(["notmuch", *arguments], env=environment, capture_output=True, check=True).stdout

    notmuch("new")
    shown: dict[str, dict[str, str]] = {}

    def note(node: object) -> None:
        if isinstance(node, dict):
            shown[Path(node["filename"][0]).name.partition(":")[0]] = node["headers"]
        elif isinstance(node, list):
            for inner in node:
                note(inner)

    note(json.loads(notmuch("show", "--format=json", "--body=false", "--entire-thread=false", "*")))
    return shown


def display_name(mailbox: str) -> str:
    """The name before the address; notmuch puts it in quotes for some commas, and not for others."""
    return mailbox.rpartition(" <")[0].strip('"')


def message(name: str, subject: str) -> bytes:
    fields = [
        headers.field("Date", "Sat, 21 Nov 2026 09:00:00 +0100"),
        headers.mailbox("From", subject, "care@breza.example"),
        headers.mailbox("To", subject, "ana@lipa.example"),
        headers.unstructured("Subject", subject),
        headers.field("Message-ID", f"<{name}@breza.example>"),
    ]
    return ("".join(fields) + "\r\nbody\r\n").encode("ascii")


@needs_notmuch
def test_notmuch_shows_subjects_and_names_whole_at_any_length(tmp_path: Path) -> None:
    texts = {
        f"{language}-{length}": (f"{subject} " * 3)[:length].strip()
        for language, subject in {
            **SUBJECTS,
            "emoji": "🙂 तपाईंलाई 🧑‍🤝‍🧑🧑‍🤝‍🧑🧑‍🤝‍🧑🧑‍🤝‍🧑 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        }.items()
        for length in (*range(12, 130, 9), 190)
    }
    shown = seen_by_notmuch(tmp_path, {name: message(name, text) for name, text in texts.items()})
    assert {name: found["Subject"] for name, found in shown.items()} == texts
    for part in ("From", "To"):
        assert {name: display_name(found[part]) for name, found in shown.items()} == texts


def bare(text: str) -> str:
    """The text without marks and isolates: a subject has the first where a letter has the others."""
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", text)


@needs_notmuch
def test_notmuch_shows_every_letter_under_its_own_heading(project: Project, tmp_path: Path) -> None:
    letters = {
        f"{locale}-{letter}": letter_of(project, locale, letter) for locale in LOCALES for letter in Content().letters()
    }
    raws = {name: document(project.content, letter, "eml", ENVELOPE).content for name, letter in letters.items()}
    shown = seen_by_notmuch(tmp_path, raws)
    assert shown.keys() == letters.keys()
    for name, letter in letters.items():
        text = document(project.content, letter, "text").content.decode()
        assert bare(shown[name]["Subject"]) in bare(text).split("\n")
        assert display_name(shown[name]["To"]) == letter.request.names["recipient"]


@needs_mu
def test_mu_lists_long_subjects_whole(tmp_path: Path) -> None:
    texts = {language: f"{subject} {subject}" for language, subject in SUBJECTS.items()}
    mail = maildir(tmp_path, {name: message(name, text) for name, text in texts.items()})

    def mu(*arguments: str) -> str:
        command = ["mu", *arguments, f"--muhome={tmp_path / 'mu'}"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    mu("init", f"--maildir={mail}")
    mu("index")
    listed = dict(line.split("\t", 1) for line in mu("find", "", "--fields=i\ts", "--nocolor").splitlines())
    assert {name.partition("@")[0]: subject for name, subject in listed.items()} == texts
