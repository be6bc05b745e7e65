"""Tables for tests of the desk, and what a test does with the page of one."""

from __future__ import annotations

import re
import tempfile
import time
from html.parser import HTMLParser
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


class _Form(HTMLParser):
    """The values of the form with an id, as a browser would send them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.values: dict[str, str | list[str]] = {}
        self._name = name
        self._select: str | None = None
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == self._name
        elif self._is_inside and tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self._add(given["name"], given.get("value", ""))
        elif self._is_inside and tag == "select":
            self._select = given["name"]
        elif self._is_inside and tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        before = self.values.get(name)
        self.values[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]


def chosen(desk: Desk, address: str, **values: str | list[str]) -> None:
    """Choose something for the letters of a table, and wait until it is checked."""
    form = _Form("reading")
    form.feed(desk.get(address).text)
    answer = desk.post(address, {**form.values, **values})
    assert answer.status_code == 303, answer.text
    finished(desk, address)


def written(desk: Desk, address: str, *, day: str = DAY, **values: str) -> None:
    """Write an outbox under a date, and wait until it is written, or not."""
    if f"--date {day}" not in desk.get(address).text:
        chosen(desk, address, date=day)
    answer = desk.post(f"/save{address}/outbox", {"outbox": "outbox", **values})
    assert answer.status_code == 303, answer.text
    finished(desk, address)


def letters(folder: Path) -> dict[str, bytes]:
    """The bytes of each letter in an outbox, by its place."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
