"""Chromium, for tests of what a reader sees.

A page changes after the event that a test makes: a script answers, a stream says that a file was saved, a browser gives
the focus a frame later. So a test waits for what it expects, with :data:`expect` or :func:`until`, and never reads once.
``GOODTERMS_CHROMIUM_SLOWER=6`` makes the processor of each page six times slower, to find the tests that do not wait.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=30_000)
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := Path("/usr/bin", name)).exists()),
    None,
)
_SLOWER = float(os.environ.get("GOODTERMS_CHROMIUM_SLOWER", "1"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=options)
        if _SLOWER > 1:
            make_slower(opened)
        yield opened
        opened.close()


def make_slower(browser: Browser) -> None:
    """Each page of the browser gets a slower processor."""
    new_context = browser.new_context

    def throttle(page: Page) -> None:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})

    def throttled(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("page", throttle)
        return context

    browser.new_context = throttled  # type: ignore[method-assign]


def until(page: Page, condition: str, given: object = None) -> None:
    """Wait until the page is loaded, with its scripts, and a condition holds; it may use what is ``given``."""
    page.wait_for_function(f"(given) => document.readyState === 'complete' && Boolean({condition})", arg=given)


def tabbed(page: Page, most: int) -> Iterator[str]:
    """Press the Tab key, at most so often; gives the id or the text of what then has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        yield page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
