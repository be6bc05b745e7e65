"""A desk in this process, for tests of its addresses, and one that really runs, for tests of it in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib import request

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("watchfiles")

from starlette.testclient import TestClient

from goodterms.desk import application
from goodterms.desk.desk import Options
from goodterms.desk.guard import Key
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx2 as httpx

PORT = 8470
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


class Desk(NamedTuple):
    """A desk and a browser at it, which has the cookie."""

    client: TestClient
    key: Key

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, values: dict[str, str | list[str]], **headers: str) -> httpx.Response:
        """A form of one of the desk's own pages, or what differs from one."""
        sent = {"origin": ORIGIN, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.client.post(path, data={"token": self.key.token, **values}, headers=sent, follow_redirects=False)

    def fill(self, letter: str, values: dict[str, str | list[str]] | None = None, **others: str | list[str]) -> dict:  # type: ignore[type-arg]
        """What a page's script gets for a filled form."""
        page: dict[str, str | list[str]] = {"locale": "en", "date": "2026-11-21", "view": "text"}
        page |= {f"v.{name}": value for name, value in (values or {}).items()}
        answer = self.post(f"/letters/{letter}", page | others, accept="application/json")
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Opens a desk with other content, or one that writes nothing; it writes into the folder of the test."""
    opened: list[TestClient] = []

    def open_it(*overlays: Path, read_only: bool = False, enter: bool = True) -> Desk:
        key = Key(PORT)
        settings = tmp_path / "goodterms.toml"
        options = Options(overlays, read_only, tmp_path)
        app = application.create(lambda: Workspace(overlays, settings=settings), options, port=PORT, key=key)
        client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False)
        client.__enter__()
        opened.append(client)
        if enter:
            assert client.get(f"/?key={key.value}", follow_redirects=False).status_code == 303
        return Desk(client, key)

    yield open_it
    for client in opened:
        client.__exit__()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


class Running(NamedTuple):
    """A desk that a command serves: its address with the key, its port, its working folder."""

    address: str
    port: int
    folder: Path

    def at(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def version(self) -> int:
        """The version of what the desk shows, which grows with each saved file that it notices."""
        with _opener(self.address).open(self.at("/events"), timeout=60) as stream:
            return int(next(line for line in stream if line.startswith(b"data: ")).removeprefix(b"data: "))

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Wait until the desk has noticed a file that is saved meanwhile: its pages are renewed then, not later."""
        before = self.version()
        yield
        deadline = time.monotonic() + 60
        while self.version() == before:
            assert time.monotonic() < deadline
            time.sleep(0.02)


@cache
def _opener(address: str) -> request.OpenerDirector:
    """A client that has the cookie of a desk."""
    opener = request.build_opener(request.ProxyHandler({}), request.HTTPCookieProcessor())
    opener.open(address, timeout=60).close()
    return opener


def save(path: Path, text: str) -> None:
    """Save a file at once, as editors do: nobody sees a half of it."""
    whole = path.with_suffix(".new")
    whole.write_text(text, "utf-8")
    whole.replace(path)


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Running]:
    """``goodterms desk`` in a folder."""
    command = [sys.executable, "-m", "goodterms", "desk", "--port", "0", *options]
    log = folder / "log"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, env=environment) as process,
    ):
        try:
            deadline = time.monotonic() + 30
            while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/\?key=\S+", log.read_text())):
                assert time.monotonic() < deadline, log.read_text()
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
            yield Running(found[0], int(found[1]), folder)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """``goodterms desk`` with a letter of its own in content/."""
    folder = tmp_path_factory.mktemp("desk")
    templates = folder / "content/templates/note"
    templates.mkdir(parents=True)
    (templates / "letter.toml").write_text(
        'title = "Note"\n[steps.body]\n[fields.name]\ntype = "name"\nsample = "Ana"\n'
    )
    (templates / "letter.md.j2").write_text(
        "{% block body %}{% trans %}Good morning{% endtrans %}, {{ name }}.{% endblock %}\n"
    )
    with serving(folder, "--content", "content") as desk_that_runs:
        yield desk_that_runs
