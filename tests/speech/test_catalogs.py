"""The catalogs of the program's own texts: current, complete, and with translations that fit their facts."""

from __future__ import annotations

import string

import program_catalogs
import pytest
from program_texts import has_facts

from goodterms import po
from goodterms.cldr.locales import of_catalog
from goodterms.messages import program, program_language

LANGUAGES = program_catalogs.languages()


def entries(language: str) -> list[po.Entry]:
    return [entry for entry in po.read(program_language.path_of(language).read_bytes()).entries if not entry.obsolete]


@pytest.fixture(scope="module")
def current() -> dict[str, str]:
    return {path.as_posix(): text for path, text in program_catalogs.files().items()}


def test_the_template_is_current(current: dict[str, str]) -> None:
    path = program_catalogs.TEMPLATE
    assert path.read_text("utf-8") == current[path.as_posix()], "run make program-texts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_is_current(language: str, current: dict[str, str]) -> None:
    path = program_language.path_of(language)
    assert path.read_text("utf-8") == current[path.as_posix()], "run make program-texts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_is_complete(language: str) -> None:
    missing = [entry.msgid for entry in entries(language) if not all(entry.strings)]
    fuzzy = [entry.msgid for entry in entries(language) if entry.fuzzy]
    assert (missing, fuzzy) == ([], [])


def fields(text: str) -> set[tuple[str | None, ...]]:
    return {
        (name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_can_be_filled_with_the_facts_of_its_message(language: str) -> None:
    """What this passes is never written in English because of its braces."""
    wrong = []
    for entry in entries(language):
        sources = "".join(entry.sources)
        if entry.msgid and has_facts(sources):
            known = fields(sources)
            wrong += [string for string in entry.strings if not fields(string) <= known]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalog_is_loaded_as_a_language(language: str) -> None:
    loaded = program.load(language)
    assert loaded is not None
    assert loaded.is_right_to_left == (of_catalog(language).direction == "rtl")
    assert len(loaded.messages) > 1000
    assert loaded.number(1234567).count("7") == 1


def test_the_source_language_is_not_translated() -> None:
    assert program_language.source_language() not in program_language.languages()
