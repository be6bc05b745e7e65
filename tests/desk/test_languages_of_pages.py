"""The desk in other languages: its own pages are in them, and the letters are not affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desks import desk, open_desk  # noqa: F401

from goodterms import speech
from goodterms.desk import messages
from goodterms.messages import program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desks import Desk


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)


@pytest.mark.parametrize(("tag", "direction"), [("sl", "ltr"), ("te", "ltr"), ("ne", "ltr"), ("ur", "rtl")])
def test_pages_are_in_the_language_that_is_chosen(desk: Desk, tag: str, direction: str) -> None:
    before = desk.get("/").text
    assert '<html lang="en" dir="ltr">' in before
    chosen = desk.get(f"/speak/{tag}").text
    assert f'<html lang="{tag}" dir="{direction}">' in chosen
    language = program.load(tag)
    assert language is not None
    for name in ("gallery", "gallery_intro", "tongues"):
        text = language.text(messages.CONTEXT, messages.TEXTS[name])
        assert text in chosen
    letter = desk.get("/letters/farewell?locale=sl").text
    assert language.text("field", "Last day") in letter
    assert language.text(None, "the last day of working together") in letter
    assert desk.get("/speak/en").text == before


def test_letters_are_not_affected(desk: Desk) -> None:
    given: dict[str, str | list[str]] = {"name": "Ana Novak"}
    before = desk.fill("farewell", given, locale="sl")
    desk.get("/speak/ur")
    after = desk.fill("farewell", given, locale="sl")
    assert [side["content"] for side in after["sides"]] == [side["content"] for side in before["sides"]]
    assert after["summary"] != before["summary"]
    assert [note["at"] for note in after["notes"]] == [note["at"] for note in before["notes"]]


@pytest.mark.parametrize("tag", ["xx", "%2e%2e", "sl%2F..", "C"])
def test_a_language_that_the_desk_does_not_have_is_refused(desk: Desk, tag: str) -> None:
    assert desk.get(f"/speak/{tag}").status_code == 404
    assert speech.current() is None
