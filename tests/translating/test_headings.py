"""The headings of tables for translators: in the language that is translated, and taken back in any language."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodterms.errors import InvalidRequest
from goodterms.messages import program, program_language
from goodterms.sheets.table import Row
from goodterms.speech import speaking
from goodterms.translating import headings, todo_sheet

TODO = ("language", "context", "message", "form", "translation")
TERMS = ("term", "translations")
PATH = Path("to-do.csv")


def headed(language: str) -> dict[str, str]:
    with headings.for_translators(language):
        return dict(headings.headings())


@pytest.mark.parametrize("language", ["xx", *program_language.languages()])
def test_a_table_is_taken_back_whatever_the_language_of_its_headings(language: str) -> None:
    names = headed(language)
    assert (names["translation"] == "translation") is (language == "xx")
    for required, optional in ((TODO, ("current",)), (TERMS, ("note", "level", "except"))):
        columns = (*optional, *required)
        header = Row(1, tuple(f" {names[name].upper()} " for name in columns))
        assert headings.positions(PATH, header, required, optional) == {name: columns.index(name) for name in columns}


@pytest.mark.parametrize("language", program_language.languages())
def test_no_heading_is_that_of_two_columns(language: str) -> None:
    """Neither in one table, nor by the words of two languages."""
    for columns in (
        (*TODO, "letter", "step", "order", "numbers", "current", "printed", "notes"),
        (*TERMS, "note", "level", "except"),
    ):
        for heading in (headed(language)[name] for name in columns):
            known = [name for name in columns if heading.casefold() in headings.spellings(name)]
            assert len(known) == 1, heading


def test_the_headings_are_in_the_language_that_is_translated_not_in_that_of_the_program() -> None:
    with speaking(program.load("ur")):
        assert [column.name for column in todo_sheet.columns("sl", "ltr")][5] == "sporočilo"
        assert [column.name for column in todo_sheet.columns("hi", "ltr")][5] == "message"
        notes = [column.note for column in todo_sheet.columns("sl", "ltr")]
    assert "Pisma, v katerih je sporočilo." in notes


def test_a_missing_column_is_named_in_the_language_of_the_program() -> None:
    header = Row(1, ("jezik", "kontekst", "sporočilo", "oblika"))
    with pytest.raises(InvalidRequest, match="there is no column 'translation'"):
        headings.positions(PATH, header, TODO)
    with speaking(program.load("sl")):
        with pytest.raises(InvalidRequest) as caught:
            headings.positions(PATH, header, TODO)
        assert "'prevod'" in str(caught.value)
        assert "jezik, kontekst, sporočilo, oblika, prevod" in caught.value.faults[0].hint


def test_a_misspelled_heading_is_named_in_its_own_language() -> None:
    header = Row(1, ("jezik", "kontekst", "sporočilo", "oblika", "prevood"))
    with pytest.raises(InvalidRequest) as caught:
        headings.positions(PATH, header, TODO)
    assert caught.value.faults[0].hint == "if you mean the column 'prevood', rename it to 'prevod'"
