"""Outboxes to send: written once by goodterms itself, and copied for each test."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

SETTINGS = """[sender]
company = "Lipa d.o.o."
signature = "Maja Kovač"
company_email = "care@lipa.example"

[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
NAMES = {"sl": "Ana Novak", "te": "రవి రావు", "ne": "सुनिता श्रेष्ठ", "ur": "محمد علی", "en": "Ann Lee"}


def table(count: int) -> str:
    """A table of customers in five languages."""
    tags = list(NAMES)
    rows = (
        f"K-{number},customer-{number}@example.com,{tags[number % 5]},{NAMES[tags[number % 5]]},{NAMES[tags[number % 5]]},orders,call\n"
        for number in range(1, count + 1)
    )
    return "key,email,locale,name,sender contact,signs,help\n" + "".join(rows)


def write_outbox(folder: Path, rows: str, letter: str = "quiet-customer", *options: str, status: int = 0) -> Path:
    """Write an outbox of mails in a folder with its settings; returns the outbox. ``status`` is that of the run."""
    folder.mkdir(exist_ok=True)
    if not (folder / "goodterms.toml").exists():
        (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    (folder / "customers.csv").write_text(rows, "utf-8")
    command = [
        sys.executable,
        "-m",
        "goodterms",
        "batch",
        letter,
        "customers.csv",
        "-o",
        "out",
        "--format",
        "eml",
        "--date",
        "2026-11-21",
        *options,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return folder / "out"


@lru_cache(maxsize=1)
def _six() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="goodterms-outbox-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_outbox(folder, table(6))
    return folder


def six(target: Path) -> Path:
    """A folder with settings and an outbox, ``out``, of six mails, which are written once."""
    shutil.copytree(_six(), target / "work")
    return target / "work"
