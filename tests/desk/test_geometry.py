"""Letters as Chromium draws them: values in reading order, lines that do not collide, fonts of the stack, narrow screens."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from browsers import CHROMIUM, browser  # noqa: F401

from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

WORKSPACE = Workspace()
LETTERS = [letter.name for letter in WORKSPACE.letters()]
TAGS = [locale.tag for locale in WORKSPACE.locales()]
DAY = date(2026, 11, 21)
VALUES = {"name": "Ana Novak-Kovačič", "company": "Lipa d.o.o. (Ljubljana)", "contact": "Peter Hribar"}
"""Left-to-right values with marks that could move in a right-to-left line."""
BLOCKS = "p, li, td, th, h1, h2, dt, dd, address"
# Every piece of a line in the order of the text: a word, or a value in an element of its own direction; with the place
# of each of its parts, a part for each line that it is on.
PIECES = """
(blocks) => [...document.querySelectorAll(blocks)].filter((block) => !block.querySelector(blocks)).map((block) => {
    const pieces = [];
    const add = (range, text, isValue) => {
        const parts = [...range.getClientRects()].filter((one) => one.width > 0.5)
            .map((one) => ({ left: one.left, right: one.right, top: one.top, bottom: one.bottom }));
        if (parts.length) pieces.push({ text, isValue, parts });
    };
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            for (const word of node.data.matchAll(/[^\\s]+/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                add(range, word[0], false);
            }
        } else if (node.nodeType === Node.ELEMENT_NODE) {
            if (node.matches("bdi, [dir]")) {
                const range = document.createRange();
                range.selectNodeContents(node);
                add(range, node.textContent, true);
            } else node.childNodes.forEach(walk);
        }
    };
    block.childNodes.forEach(walk);
    return { direction: getComputedStyle(block).direction, pieces };
})
"""
# The place of each character of a value that runs from left to right.
CHARACTERS = """
() => [...document.querySelectorAll("main bdi, main [dir=ltr], main a")].filter((one) => getComputedStyle(one).direction === "ltr" && /[A-Za-z0-9]/.test(one.textContent)).map((one) => {
    const places = [];
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let number = 0; number < node.data.length; number++) {
            const range = document.createRange();
            range.setStart(node, number);
            range.setEnd(node, number + 1);
            const [place] = range.getClientRects();
            if (place && place.width > 0) places.push([place.left, Math.round((place.top + place.bottom) / 2)]);
        }
    }
    return { text: one.textContent, places };
})
"""
# Of each two words one above the other in a block, how much is free between the ink of the upper and that of the lower
# one, measured as the browser measures a text. The box of a word is as high as its font, so its top gives the base line.
FREE = """
(blocks) => {
    const canvas = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll(blocks)].filter((block) => !block.querySelector(blocks)).flatMap((block) => {
        const words = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const style = getComputedStyle(node.parentElement);
            canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            for (const word of node.data.matchAll(/[^\\s]+/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const parts = range.getClientRects();
                if (parts.length !== 1) continue;
                const ink = canvas.measureText(word[0]), base = parts[0].top + ink.fontBoundingBoxAscent;
                const { actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = ink;
                const { left, right } = parts[0];
                words.push({ text: word[0], left, right, base, top: base - ascent, bottom: base + descent });
            }
        }
        return words.flatMap((word) => words
            .filter((other) => other.base - word.base > 8 && other.left < word.right && other.right > word.left)
            .map((other) => ({ text: `${word.text} / ${other.text}`, free: other.top - word.bottom })));
    });
}
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 640, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


def shown(page: Page, letter: str, tag: str, **values: str) -> Page:
    """A letter with its sample values, and with some others where the letter has these fields."""
    known = {field.name for field in WORKSPACE.fields(letter)}
    given = {name: value for name, value in values.items() if name in known}
    content = WORKSPACE.render(letter, tag, given, sample=True, date=DAY, format="html").content
    page.set_content(content.decode())
    return page


def need_font(name: str) -> None:
    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig is not installed")
    if name not in subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout:
        pytest.skip(f"the font {name} is not installed")


@pytest.mark.parametrize("letter", LETTERS)
def test_values_lie_in_reading_order_in_an_urdu_letter(page: Page, letter: str) -> None:
    """Along each line, a word is to the left of the one before it; a left-to-right value is where it is read."""
    seen = 0
    for block in shown(page, letter, "ur", **VALUES).evaluate(PIECES, BLOCKS):
        assert block["direction"] == "rtl"
        for one, other in zip(block["pieces"], block["pieces"][1:], strict=False):
            before, after = one["parts"][-1], other["parts"][0]
            if abs(_middle(before) - _middle(after)) < 8:
                assert after["right"] <= before["left"] + 1, (one["text"], other["text"])
                seen += one["isValue"] or other["isValue"]
            else:
                assert _middle(after) > _middle(before), (one["text"], other["text"])
    assert seen


def _middle(part: dict[str, float]) -> float:
    return (part["top"] + part["bottom"]) / 2


@pytest.mark.parametrize("letter", LETTERS)
def test_a_value_runs_from_left_to_right_in_itself(page: Page, letter: str) -> None:
    """Phone numbers, addresses and Latin names, each character to the right of the one before, or on the next line."""
    found = shown(page, letter, "ur", **VALUES).evaluate(CHARACTERS)
    assert found
    for value in found:
        for (left, middle), (next_left, next_middle) in zip(value["places"], value["places"][1:], strict=False):
            assert next_left >= left - 0.5 or next_middle > middle + 8, value["text"]


@pytest.mark.parametrize("tag", TAGS)
def test_lines_do_not_collide(page: Page, tag: str) -> None:
    """The ink of a line ends above the ink of the next one: in Nastaliq, too, whose words climb."""
    need_font(WORKSPACE.project.language(tag).fonts[0])
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 900})
        found = shown(page, "farewell", tag, **VALUES).evaluate(FREE, BLOCKS)
        assert len(found) > 30
        assert not [one for one in found if one["free"] < -1], width
    page.add_style_tag(content="* { line-height: 1 !important }")
    if tag == "ur":  # the letter needs its line height
        assert [one for one in page.evaluate(FREE, BLOCKS) if one["free"] < -1]


@pytest.mark.parametrize("tag", TAGS)
def test_only_fonts_of_the_stack_are_used(page: Page, tag: str) -> None:
    """No character is in a font that the browser had to look for, which would tear a word apart."""
    fonts = WORKSPACE.project.language(tag).fonts
    need_font(fonts[0])
    need_font("Noto Sans")
    used = _fonts(shown(page, "farewell", tag, **VALUES))
    assert used <= {*fonts, "Noto Sans"}, used
    assert fonts[0] in used
    if tag == "ur":  # Nastaliq fonts draw Latin digits too heavy
        assert "Noto Sans" in used


def _fonts(page: Page) -> set[str]:
    """The families of the fonts that the browser has drawn the texts of a page with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "main *"})["nodeIds"]
    found: list[dict[str, Any]] = []
    for node in nodes:
        found += session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in found}


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_leaves_a_narrow_screen(page: Page, tag: str) -> None:
    """WCAG 2.2, 1.4.10: at 320 pixels, no letter scrolls sideways, and no text goes beyond the edge; nor a long name."""
    page.set_viewport_size({"width": 320, "height": 900})
    long = "Ana-Marija Kovačič-Zupančič Novak-Podobnik Hribar-Vidmar Oblak-Mlakar"
    link = "https://meet.example/" + "a-very-long-path-" * 6
    for letter in LETTERS:
        for values in ({}, {"name": long, "company": long, "signature": long, "link": link, "answer_link": link}):
            wide = shown(page, letter, tag, **values).evaluate(
                """() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll("main *")]
                    .flatMap((one) => [...one.getClientRects()]).filter((one) => one.width > 1).map((one) => Math.max(one.right, 320 - one.left))]"""
            )
            assert max(wide) <= 320.5, letter
