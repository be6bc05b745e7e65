"""Chromium, for tests of what a reader sees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api")
# Waits for what a page does a frame later, e.g. giving the focus to a control with autofocus.
expect = playwright.expect
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := Path("/usr/bin", name)).exists()),
    None,
)


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
        yield opened
        opened.close()


def tabbed(page: Page, most: int) -> Iterator[str]:
    """Press the Tab key, at most so often; gives the id or the text of what then has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        yield page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
