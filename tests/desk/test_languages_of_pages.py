"""The desk in other languages: its own pages are in them, and the letters are not affected."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desks import desk, open_desk  # noqa: F401

from goodterms import speech
from goodterms.desk import messages, table_columns, table_messages
from goodterms.messages import program
from goodterms.workspace import Workspace

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


def test_no_text_takes_the_name_of_another() -> None:
    """The texts of tables are put among the others, where one of the same name would replace it."""
    table = next(
        node
        for node in ast.walk(ast.parse(Path(messages.__file__).read_text("utf-8")))
        if isinstance(node, ast.Dict) and None in node.keys
    )
    own = [key.value for key in table.keys if isinstance(key, ast.Constant)]
    assert len(own) + len(table_messages.TABLES) == len(messages.TEXTS)


@pytest.mark.parametrize("tag", ["te", "ne", "ur"])
def test_every_column_has_a_name_in_the_language_of_the_page(tag: str) -> None:
    """Those of the parts of a name and of a record, too; only what is the same everywhere has Latin letters."""
    project = Workspace().project
    speech.choose(lambda: program.load(tag))
    labels = [
        table_columns.label(name)
        for letter in project.letters()
        for field in letter.fields.values()
        for name in table_columns.names_of(field)
    ]
    assert labels
    assert not [label for label in labels if re.search("[A-Za-z]{2}", label)]


def test_the_parts_of_a_column_are_named_as_in_the_form() -> None:
    assert table_columns.label("name.surname") == "Name: Surname"
    assert table_columns.label("provider.2.link") == "Provider 2: Link"
    speech.choose(lambda: program.load("sl"))
    assert table_columns.label("name.surname") == "Ime: Priimek"
    assert table_columns.label("provider.2.link") == "Ponudnik 2: Povezava"


@pytest.mark.parametrize("tag", ["en", "sl", "te", "ne", "ur"])
def test_no_part_of_a_field_has_the_name_of_the_field(tag: str) -> None:
    """A group and a control in it, or a column for a part, would read as the same twice: "Ime: Ime"."""
    project = Workspace().project
    speech.choose(None if tag == "en" else lambda: program.load(tag))
    names = {
        name for spec in project.letters() for field in spec.fields.values() for name in table_columns.names_of(field)
    }
    labels = {name: [table_columns.label(one) for one in name.split(".") if not one.isdecimal()] for name in names}
    assert any(len(one) > 1 for one in labels.values())
    assert not [one for one in labels.values() if len(one) != len(set(one))]


@pytest.mark.parametrize("tag", ["xx", "%2e%2e", "sl%2F..", "C"])
def test_a_language_that_the_desk_does_not_have_is_refused(desk: Desk, tag: str) -> None:
    assert desk.get(f"/speak/{tag}").status_code == 404
    assert speech.current() is None
