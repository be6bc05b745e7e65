"""The desk: its first page beside the imports it needs, a keystroke, a saved file, and memory over many renewals.

The desk runs as its own process, and is asked as a browser asks it; where Chromium and Playwright are installed, also
in Chromium: from the key, or from the saved file, until the letter on the screen is the new one.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 7
KEYS = 41
SAVES = 21
EARLY, RENEWALS = 200, 1000
LIBRARIES = (
    "click, jinja2, babel.dates, babel.numbers, pyromark, tomllib, json, zoneinfo, email.policy, "
    "starlette.applications, uvicorn, h11, watchfiles"
)
LETTER = """title = "Note"
[steps.body]
[fields.name]
type = "name"
sample = "Ana"
"""
NAMES_OF_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES_OF_CHROMIUM if (found := shutil.which(name))), "")


class Desk(NamedTuple):
    """A desk that runs: its process, its port, the cookie of its browser, its folder."""

    process: subprocess.Popen[bytes]
    port: int
    address: str
    cookie: str
    folder: Path

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> bytes:
        """The body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}", "Accept": "application/json"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status} {path}: {body[:300]!r}")
        return body

    def seconds(self) -> float:
        """The processor time that the desk has used."""
        used = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")

    def mebibytes(self) -> float:
        """The memory that the desk holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


@contextmanager
def running() -> Iterator[Desk]:
    """A desk with a letter of its own beside the built-in ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        note = folder / "content/templates/note"
        note.mkdir(parents=True)
        (note / "letter.toml").write_text(LETTER, "utf-8")
        save(folder, 0)
        command = [sys.executable, "-m", "goodterms", "desk", "--port", "0", "--content", "content"]
        log = folder / "log"
        with log.open("wb") as out:
            environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
            process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, env=environment)  # noqa: S603
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/\?key=[A-Za-z0-9_-]+", log.read_text())):
                if process.poll() is not None:
                    raise RuntimeError(log.read_text())
                time.sleep(0.002)
            yield Desk(process, int(found[1]), found[0], _cookie(int(found[1]), found[0]), folder)
        finally:
            process.terminate()
            process.wait()


def _cookie(port: int, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/" + address.partition("/?")[2].join(("?", "")))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return str(answer.headers["set-cookie"]).partition(";")[0]


def save(folder: Path, number: int) -> None:
    """Save the template of the own letter with other words, as an editor does: into another file, then in its place."""
    path = folder / "content/templates/note/letter.md.j2"
    other = path.with_suffix(".new")
    other.write_text(f"{{% block body %}}Version {number}, {{{{ name }}}}.{{% endblock %}}\n", "utf-8")
    other.replace(path)


def token(desk: Desk, path: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser sends them: here those that a letter needs to be shown."""
    page = desk.request("GET", path).decode()
    return {"token": re.search(r'name="token" value="([^"]+)"', page)[1]}  # type: ignore[index]


def milliseconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def first_page(name: str, path: str) -> None:
    """The processor time of the desk up to the end of its first page, beside that of the imports."""
    pairs = []
    for _ in range(ROUNDS):
        with running() as desk:
            desk.request("GET", path)
            ours = desk.seconds()
        before = os.times()
        subprocess.run([sys.executable, "-c", f"import {LIBRARIES}"], check=True)  # noqa: S603
        after = os.times()
        imports = after.children_user + after.children_system - before.children_user - before.children_system
        pairs.append((ours, imports))
    whole, imports = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{name:<38} {whole * 1000:6.0f} ms, its imports {imports * 1000:6.0f} ms, ratio {ratio:.2f}")


def _told(name: str, times: list[float], most: int) -> None:
    ordered = sorted(times)
    middle, high = statistics.median(ordered), ordered[int(len(ordered) * 0.9)]
    print(f"{name:<38} median {middle:5.0f} ms, 9 in 10 below {high:5.0f} (at most {most})")


def asked_over_http(desk: Desk) -> None:
    """What the desk needs for a keystroke, and from a saved file until the letter can be fetched."""
    form = token(desk, "/letters/farewell?locale=ur")
    form |= {"locale": "ur", "beside": "en", "view": "page", "missing": "refuse", "date": "2026-11-21"}
    form |= {f"v.{name}": value for name, value in {
        "name": "ثمینہ اشفاق", "thanks": "services", "reason": "shipments", "shipments": "3", "last_day": "2026-12-31",
        "goodwill": "none", "provider.1.name": "Birch & Sons", "company": "Lipa", "signature": "Maja",
        "contact": "Peter", "company_phone": "+386 1 555 01 23",
    }.items()}  # fmt: skip
    times = []
    for number in range(KEYS):
        form["v.company"] = f"Lipa {number}"
        times.append(milliseconds(lambda: desk.request("POST", "/letters/farewell", form)))
    _told("a keystroke, two languages, the desk", times[1:], 150)


def memory(desk: Desk) -> None:
    """The memory of the desk after some renewals, with the letters that were shown last, and after all of them."""
    form = token(desk, "/letters/note?locale=en") | {"locale": "en", "beside": "sl", "view": "page"}
    form |= {"missing": "mark", "v.name": "Ana", "step": "body"}
    early = 0.0
    for number in range(1, RENEWALS + 1):
        save(desk.folder, number)
        deadline = time.monotonic() + 30
        while f"Version {number}," not in desk.request("POST", "/letters/note", form).decode():
            if time.monotonic() > deadline:
                raise RuntimeError("the saved file was not noticed")
            time.sleep(0.005)
        if number == EARLY:
            early = desk.mebibytes()
    late = desk.mebibytes()
    print(f"memory after {EARLY} renewals {early:.0f} MiB, after {RENEWALS:,} {late:.0f} MiB, ratio {late / early:.2f}")


def in_chromium(desk: Desk) -> None:
    """From the key, and from the saved file, until the letter on the screen is the new one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(desk.address)
        home = f"http://127.0.0.1:{desk.port}"
        page.goto(f"{home}/letters/farewell?locale=ur&beside=en")
        page.frame_locator("iframe >> nth=1").locator("main").wait_for()
        page.evaluate(SEEN)
        times = page.evaluate(
            """async (count) => {
                const field = document.getElementById("f-company"), times = [];
                for (let number = 0; number < count; number++) {
                    const start = performance.now();
                    field.value = `Lipa ${number}.`;
                    field.dispatchEvent(new Event("input", { bubbles: true }));
                    await seen(`Lipa ${number}.`);
                    times.push(performance.now() - start);
                }
                return times;
            }""",
            KEYS,
        )
        _told("a keystroke until it is on the screen", times[1:], 150)
        farewell = desk.folder / "content/templates/farewell"
        for name, letter, path in (("own letter", "note", None), ("built-in letter", "farewell", farewell)):
            if path:
                shutil.copytree(TEMPLATES / "farewell", path)
                time.sleep(1)
            page.goto(f"{home}/letters/{letter}?locale=en&beside=ur")
            page.locator("#missing").select_option("mark")
            page.frame_locator("iframe >> nth=1").locator("main").wait_for()
            page.evaluate(SEEN)
            times = [_saved(page, desk, number, path) for number in range(SAVES)]
            _told(f"a saved template, {name}", times[1:], 300)
        browser.close()


TEMPLATES = Path(__file__).parents[1] / "templates"
SEEN = """
() => {
    window.seen = (text) => new Promise((resolve) => {
        const look = () => {
            const frame = document.querySelector("iframe").contentDocument;
            if (frame && frame.body && frame.body.textContent.includes(text)) resolve(Date.now());
            else setTimeout(look, 2);
        };
        look();
    });
}
"""


def _saved(page: object, desk: Desk, number: int, path: Path | None) -> float:
    words = f"Edition {number + 1}000,"
    if path is None:
        file = desk.folder / "content/templates/note/letter.md.j2"
        text = f"{{% block body %}}{words} {{{{ name }}}}.{{% endblock %}}\n"
    else:
        file = path / "letter.md.j2"
        text = re.sub(r"(Edition \d+, )?\{% block closing", "{% block closing", file.read_text("utf-8"))
        text = re.sub(r"(\{% block appreciate %\})(Edition \d+,)?", rf"\1{words}", text)
    time.sleep(0.4)
    page.evaluate("(text) => { window.found = window.seen(text); }", words)  # type: ignore[attr-defined]
    other = file.with_suffix(".new")
    other.write_text(text, "utf-8")
    start = time.time()
    other.replace(file)
    return float(page.evaluate("() => window.found")) - start * 1000  # type: ignore[attr-defined]


def main() -> None:
    """Print all figures."""
    print("\nThe desk")
    first_page("first page, all letters", "/")
    first_page("first page, a letter beside another", "/letters/farewell?locale=ur")
    with running() as desk:
        asked_over_http(desk)
        memory(desk)
    try:
        import playwright  # noqa: F401
    except ImportError:
        return
    if CHROMIUM:
        with running() as desk:
            in_chromium(desk)


if __name__ == "__main__":
    main()
