"""The manual of every rule: read from its docstring, with its code as facts, and the same text for programs as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program_texts import has_words

from goodterms import speech
from goodterms.check import manuals
from goodterms.check.manuals import MARK, Passage
from goodterms.check.registry import RULES
from goodterms.messages import program, program_language
from goodterms.speech.code import PDI
from goodterms.speech.language import FSI, Language

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPLANATION = """A plural is wrong.

A form that serves `1` may
be `{n}`.

It is a note.
Bad: in a language, `msgid "{n}"` for `"a  b"`
Good: `"{n}" → "a  b"`
Good: nothing
"""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)


def passages(explanation: str) -> list[Passage]:
    manual = manuals.read(explanation)
    return [manual.summary, *manual.paragraphs, *(example.passage for example in manual.examples)]


def test_a_manual_has_a_summary_paragraphs_and_examples() -> None:
    manual = manuals.read(EXPLANATION)
    assert manual.summary == ("A plural is wrong.", {})
    assert manual.paragraphs == (
        ("A form that serves {code1} may be {code2}.", {"code1": "1", "code2": "{n}"}),
        ("It is a note.", {}),
    )
    assert manual.examples == (
        ("Bad", ("in a language, {code1} for {code2}", {"code1": 'msgid "{n}"', "code2": '"a  b"'})),
        ("Good", ("{code}", {"code": '"{n}" → "a  b"'})),
        ("Good", ("nothing", {})),
    )


def test_an_example_is_in_the_language_and_its_code_is_as_it_was() -> None:
    messages: dict[tuple[str | None, str], tuple[str, ...]] = {
        (None, "Bad: {example}"): ("Napačno: {example}",),
        (None, "Good: {example}"): ("Pravilno: {example}",),
        (None, "in a language, {code1} for {code2}"): ("{code2} kot {code1}",),
    }
    shown = ['Bad: in a language, msgid "{n}" for "a  b"', 'Good: "{n}" → "a  b"', "Good: nothing"]
    assert [example.aloud() for example in manuals.read(EXPLANATION).examples] == shown
    speech.choose(Language("sl", False, messages, lambda _: 0))
    shown = ['Napačno: "a  b" kot msgid "{n}"', 'Pravilno: "{n}" → "a  b"', "Pravilno: nothing"]
    assert [example.aloud() for example in manuals.read(EXPLANATION).examples] == shown
    speech.choose(Language("xx", True, messages, lambda _: 0))
    assert manuals.read(EXPLANATION).examples[0].aloud() == f'Napačno: {FSI}"a  b"{PDI} kot {FSI}msgid "{{n}}"{PDI}'
    assert manuals.read(EXPLANATION).examples[1].aloud() == f'Pravilno: {FSI}"{{n}}" → "a  b"{PDI}'


def test_programs_get_the_text_without_marks() -> None:
    plain = manuals.plain(EXPLANATION)
    assert MARK not in plain
    assert 'Good: "{n}" → "a  b"\n' in plain


@pytest.mark.parametrize("name", RULES)
def test_every_manual_marks_its_code(name: str) -> None:
    """Braces, backslashes and arrows are code: unmarked, they would be a translator's to keep, or to lose."""
    explanation = RULES[name].explanation
    assert explanation.count(MARK) % 2 == 0
    manual = manuals.read(explanation)
    assert {example.verdict for example in manual.examples} == {"Bad", "Good"}
    for passage in passages(explanation)[1:]:
        words = passage.msgid.format_map(dict.fromkeys(passage.code, ""))
        assert not set(words) & set('{}\\→<>"'), passage.msgid
        assert passage.code or has_words(passage.msgid)


@pytest.mark.parametrize("name", RULES)
def test_an_english_manual_says_what_its_docstring_says(name: str) -> None:
    explanation = RULES[name].explanation
    manual = manuals.read(explanation)
    spoken = [one.aloud() for one in (manual.summary, *manual.paragraphs)]
    spoken += [example.aloud() for example in manual.examples]
    assert " ".join(spoken).split() == manuals.plain(explanation).split()


@pytest.mark.parametrize("language", program_language.languages())
def test_every_manual_is_translated_with_all_its_code(language: str) -> None:
    speech.choose(program.load(language))
    for name, rule in RULES.items():
        for passage in passages(rule.explanation):
            if has_words(passage.msgid):
                spoken = passage.aloud()
                assert spoken != passage.msgid.format_map(passage.code), name
                assert all(code in spoken for code in passage.code.values()), name
