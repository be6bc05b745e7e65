"""Tables for tests of the desk, and what a test does with the page of one."""

from __future__ import annotations

import re
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx2 as httpx
    from desks import Desk

SETTINGS = """\
# The sender's settings.
[sender]
company = "Lipa Office Care" # everywhere
signature = "Maja Kovač"
company_email = "care@lipa.example"
mode = "phone"
offer = "none"

[columns]
# what is not used
"Opombe" = false # never

[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
SLOVENIAN = """\
Šifra;Ime;Priimek;Naziv;E-pošta;Jezik;Telefon;Datum srečanja;Ura;Trajanje;Opombe
K-1;Ana;Novak;ga.;ana@example.com;slovenščina;+386 1 555 07 89;3. 12. 2026;9.30;45 minut;
K-2;Boris;Kos;g.;boris@example.com;slovenščina;+386 1 555 07 90;14. 12. 2026;14.30;1 ura;redna
K-3;Črt;Žagar;g.;crt(at)example.com;SI;+386 1 555 07 91;4. 12. 2026;10.00;45 minut;
K-4;Špela;Čuk;ga.;spela@example.com;SI;+386 1 555 07 92;31. 11. 2026;10.00;45 minut;
"""
"""A list of customers as people have it, with a slip in two rows."""
CORRECT = SLOVENIAN.replace("crt(at)", "crt@").replace("31. 11.", "30. 11.")
HEADER = "Key,Locale,E-mail,Name,Call number,Meeting date,Meeting time,Duration\n"
DAY = "2026-11-21"
ROOT = "goodterms-desk-"


@pytest.fixture(autouse=True)
def private(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which desks make their private folders."""
    folder = tmp_path_factory.mktemp("private")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "goodterms.toml"
    path.write_text(SETTINGS, "utf-8")
    return path


@pytest.fixture
def at_desk(settings: Path, open_desk: Callable[..., Desk]) -> Desk:
    assert settings.is_file()
    return open_desk()


def rows(count: int) -> str:
    """A table in English with so many good rows."""
    lines = (
        f"K-{number},en,k{number}@example.com,Ana Novak-{number},+386 1 555 07 89,2026-12-03,14:30,45 min\n"
        for number in range(count)
    )
    return HEADER + "".join(lines)


def send(desk: Desk, name: str, content: bytes, letter: str = "check-in", **headers: str) -> httpx.Response:
    """The form of the page of tables, or what differs from one."""
    sent = {"origin": "http://127.0.0.1:8470", **headers}
    values = {"token": desk.key.token, "letter": letter}
    return desk.client.post(
        "/tables", data=values, files={"table": (name, content)}, headers=sent, follow_redirects=False
    )


def opened(desk: Desk, name: str, content: bytes, letter: str = "check-in") -> str:
    """The address of a table that was sent and checked."""
    answer = send(desk, name, content, letter)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    finished(desk, address)
    return str(address)


def finished(desk: Desk, address: str) -> None:
    """Wait until nothing is done with a table."""
    deadline = time.monotonic() + 120
    desk.get(address)
    while desk.get(address, accept="application/json").json()["running"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def shown(desk: Desk, address: str) -> str:
    """The text of a page."""
    answer = desk.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def written(desk: Desk, address: str, **values: str) -> None:
    """Write an outbox, and wait until it is written, or not."""
    answer = desk.post(f"/save{address}/outbox", {"outbox": "outbox", "date": DAY, **values})
    assert answer.status_code == 303, answer.text
    finished(desk, address)


def letters(folder: Path) -> dict[str, bytes]:
    """The bytes of each letter in an outbox, by its place."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
