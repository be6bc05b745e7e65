"""Takes the pictures of the desk for the documentation, or with ``--all FOLDER`` every page in each form, to look at.

It needs Chromium and Playwright: ``make desk-pictures``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parents[1] / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = (1360, 900), (390, 844)
SETTINGS = """[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"

[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
TABLE = (
    "key,locale,name,form,email,years,mode,meeting date,meeting time,duration,place,offer",
    "K-1,sl,Ana Novak,feminine,ana@example.com,5,in-person,2026-12-10,10:30,45 min,Lipova 4,none",
    "K-2,ne,सीता थापा,feminine,sita@example.com,3,in-person,2026-02-30,14:00,45 min,Lipova 4,none",
    "K-3,ur,محمد عبدالرحمٰن,masculine,rahman@example.com,2,in-person,2026-12-11,25:30,45 min,Lipova 4,none",
    "K-4,te,సీత రాణి,feminine,rani@example.com,2,in-person,2026-12-11,11:00,45 min,Lipova 4,none",
)
"""A table with two slips."""


@contextmanager
def desk(settings: str = "") -> Iterator[str]:
    """A desk in a folder with nothing but the settings; its address with the key."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "goodterms.toml").write_text(settings, "utf-8")
        log = Path(folder, "log")
        command = [sys.executable, "-m", "goodterms", "desk", "--port", "0"]
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 -- our own command
                command, cwd=folder, stdout=out, stderr=out, env={**os.environ, "PYTHONUNBUFFERED": "1"}
            )
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/\?key=[A-Za-z0-9_-]+", log.read_text())):
                if process.poll() is not None:
                    raise RuntimeError(log.read_text())
                time.sleep(0.05)
            yield found[0]
        finally:
            process.terminate()
            process.wait()


def opened(browser: Browser, address: str, size: tuple[int, int], scheme: str, path: str) -> Page:
    """A page of the desk, as soon as its letters are drawn."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.goto(address.partition("/?")[0] + path)
    for number in range(page.locator("iframe:visible").count()):
        page.frame_locator(f"iframe >> nth={number}").locator("main").wait_for()
    return page


def choose_a_day(page: Page) -> None:
    """Open the days of Bikram Sambat."""
    page.get_by_role("button", name="Last day: choose a day").click()
    page.get_by_role("dialog").get_by_label("Calendar").select_option("bikram")
    page.get_by_text("BS").first.wait_for()


def open_a_table(page: Page) -> None:
    """Open a table with two slips, at what is wrong in it."""
    page.get_by_label("Letter").select_option("check-in")
    content = "\n".join(TABLE).encode()
    page.set_input_files("#upload-table", {"name": "customers.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Open the table").click()
    page.get_by_role("heading", name="What is wrong").scroll_into_view_if_needed()
    page.locator("td .lines.fault, td.fault").first.wait_for()
    page.get_by_role("heading", name="What is wrong").evaluate("each => each.scrollIntoView()")


def for_docs(browser: Browser, address: str) -> None:
    """Two of the pictures of docs/desk.md."""
    page = opened(browser, address, (1360, 860), "light", "/letters/farewell?locale=ur&beside=en")
    page.screenshot(path=IMAGES / "desk.png")
    page.context.close()
    page = opened(browser, address, (820, 640), "light", "/letters/farewell?locale=ne&beside=")
    choose_a_day(page)
    page.screenshot(path=IMAGES / "desk-days.png")
    page.context.close()


def of_a_table(browser: Browser, address: str) -> None:
    """The third picture of docs/desk.md."""
    page = opened(browser, address, (1280, 860), "light", "/tables")
    open_a_table(page)
    page.screenshot(path=IMAGES / "desk-table.png")
    page.context.close()


def everything(browser: Browser, address: str, folder: Path) -> None:
    """Every page in Urdu, Nepali and English, wide and narrow, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {"letters": "/", "nothing": "/nothing"}
    paths |= {
        f"{letter}-{tag}": f"/letters/{letter}?locale={tag}"
        for letter in ("farewell", "check-in")
        for tag in ("ur", "ne", "en")
    }
    for form, size in (("wide", WIDE), ("narrow", NARROW)):
        for scheme in ("light", "dark"):
            for name, path in paths.items():
                page = opened(browser, address, size, scheme, path)
                page.screenshot(path=folder / f"{name}-{form}-{scheme}.png", full_page=form == "narrow")
                if name.startswith("farewell-ne"):
                    choose_a_day(page)
                    page.screenshot(path=folder / f"days-{form}-{scheme}.png")
                    page.keyboard.press("Escape")
                    page.locator("#f-last_day").fill("2026-02-30")
                    page.locator("#notes-last_day p").wait_for()
                    for fold in page.locator("details").all():
                        fold.evaluate("one => { one.open = true; }")
                    page.get_by_text("Email", exact=True).click()
                    page.locator("#f-last_day").fill("2026-12-31")
                    page.locator(".remedies pre").first.wait_for()
                    page.screenshot(path=folder / f"missing-{form}-{scheme}.png", full_page=True)
                page.context.close()


def main() -> None:
    """Take the pictures."""
    chromium = next((found for name in NAMES if (found := shutil.which(name))), None)
    with desk() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        if "--all" in sys.argv:
            everything(browser, address, Path(sys.argv[sys.argv.index("--all") + 1]))
        else:
            for_docs(browser, address)
            with desk(SETTINGS) as address_of_table:
                of_a_table(browser, address_of_table)
        browser.close()


if __name__ == "__main__":
    main()
