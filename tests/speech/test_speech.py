"""Sentences: in the language that is chosen, with their facts, and in English wherever a translation does not fit."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from goodterms import speech
from goodterms.faults import fault, wording
from goodterms.speech import Said, Several, joined, plural, said, said_plural, speak, speak_in, unfilled
from goodterms.speech.code import PDI
from goodterms.speech.language import FSI, Language, cleaned, closed, is_closed, isolated
from goodterms.speech.patterns import AND_LAST, GROUPED, LIST, OR_BEFORE, OR_LAST
from goodterms.text.bidi import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGES = {
    (None, "{name} is missing"): ("manjka {name}",),
    (None, "lost {name}"): ("{other} manjka",),
    (None, "stray {name}"): ("{name manjka",),
    (None, "attribute {name}"): ("{name.__class__}",),
    (None, "format {name}"): ("{name:d}",),
    (None, "conversion {name}"): ("{name!x}",),
    (None, "empty"): ("",),
    ("desk", "Text"): ("Besedilo",),
    (None, "{count:,} row"): ("{count:,} vrstica", "{count:,} vrstici", "{count:,} vrstice", "{count:,} vrstic"),
    (LIST, "{list}, {item}"): ("{list}, {item}",),
    (OR_BEFORE, "{list} or {item}"): ("{list}, {item}",),
    (OR_LAST, "{list} or {item}"): ("{list} ali {item}",),
    (AND_LAST, "{list} and {item}"): ("in {item}",),
    (GROUPED, "1,234,567"): ("1.234.567",),
    (None, "braces"): ("{{ ostane",),
    (None, "{given!r} is not a valid date"): ("{given!r} ni veljaven datum",),
    (None, "Usage: {one}"): ("Raba: {two}",),
}


def form_of(number: int) -> int:
    return {1: 0, 2: 1, 3: 2, 4: 2}.get(number % 100, 3)


SLOVENIAN = Language("sl", False, MESSAGES, form_of)
RIGHT_TO_LEFT = Language("xx", True, MESSAGES, form_of)


@pytest.fixture(autouse=True)
def slovenian() -> Iterator[None]:
    speech.choose(SLOVENIAN)
    yield
    speech.choose(None)


def test_a_sentence_is_in_the_language_that_is_chosen() -> None:
    assert speak("{name} is missing", name="datum") == "manjka datum"
    assert speak_in("desk", "Text") == "Besedilo"
    with speech.speaking(None):
        assert speak("{name} is missing", name="datum") == "datum is missing"
    assert speak("{name} is missing", name="datum") == "manjka datum"


def test_a_language_is_loaded_when_it_is_first_needed() -> None:
    loaded = []

    def load() -> Language:
        loaded.append(1)
        return SLOVENIAN

    speech.choose(load)
    assert not loaded
    assert [speak("{name} is missing", name=name) for name in "ab"] == ["manjka a", "manjka b"]
    assert loaded == [1]


def test_a_language_without_a_catalog_is_english() -> None:
    speech.choose(lambda: None)
    assert speak("{name} is missing", name="datum") == "datum is missing"


@pytest.mark.parametrize("kind", ["lost", "stray", "attribute", "format", "conversion"])
def test_a_translation_that_does_not_fit_its_facts_is_english(kind: str) -> None:
    assert speak(f"{kind} {{name}}", name="datum") == f"{kind} datum"


def test_a_message_without_a_translation_is_english() -> None:
    assert speak("empty") == "empty"
    assert speak("unknown {name}", name="x") == "unknown x"
    assert speak("") == ""


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 vrstica"), (2, "2 vrstici"), (3, "3 vrstice"), (5, "5 vrstic"), (1250, "1.250 vrstic")]
)
def test_a_count_takes_the_plural_form_of_the_language(count: int, text: str) -> None:
    assert plural("{count:,} row", "{count:,} rows", count) == text
    assert speech.aloud(said_plural("{count:,} row", "{count:,} rows", count)) == text


def test_a_plural_without_a_translation_is_english() -> None:
    assert plural("1 file", "{count} files", 1) == "1 file"
    assert plural("1 file", "{count} files", 1200) == "1200 files"


@pytest.mark.parametrize(
    ("example", "text"),
    [("1.234.567", "12.345.678"), ("12,34,567", "1,23,45,678"), ("1 234 567", "12 345 678"), ("seven", "12,345,678")],
)
def test_numbers_are_grouped_as_the_example_of_the_catalog(example: str, text: str) -> None:
    language = SLOVENIAN._replace(messages={(GROUPED, "1,234,567"): (example,)})
    assert language.number(12345678) == text
    assert language.number(-12345678) == f"-{text}"
    assert language.number(7) == "7"


def test_lists_are_joined_as_the_language_does() -> None:
    assert joined(["a", "b", "c"]) == "a, b, c"
    assert joined(["a", "b", "c"], "or") == "a, b ali c"
    assert joined(["a"], "or") == "a"
    assert joined([], "or") == ""
    # A pattern that would lose an item is not used.
    assert joined(["a", "b"], "and") == "a, b"


def test_a_text_without_facts_keeps_its_braces() -> None:
    assert speak("braces") == "{{ ostane"
    with speech.speaking(None):
        assert speak("{braces}") == "{braces}"


def test_a_fault_is_worded_in_the_language() -> None:
    wrong = fault("not-a-date", "last_day", given="soon")
    assert str(wrong) == "last_day: 'soon' ni veljaven datum"
    text = wording.said_problem(wrong)
    assert (text, speech.aloud(text)) == ("'soon' is not a valid date", "'soon' ni veljaven datum")


def test_what_is_said_stays_english_until_it_is_read_aloud() -> None:
    text = said("{name} is missing", name=Several(["a", "b"], "or"))
    assert text == "a or b is missing"
    assert speech.aloud(text) == "manjka a ali b"
    assert speech.aloud("a plain text") == "a plain text"
    assert speak("{name} is missing", name=text) == "manjka manjka a ali b"
    with speech.speaking(None):
        assert speak("{name} is missing", name=text) == "a or b is missing is missing"


@pytest.mark.parametrize(
    "text",
    [
        said("{name} is missing", name="a"),
        said_plural("{count:,} row", "{count:,} rows", 2),
        Several(["a", "b"]),
        wording.said_whole(fault("not-a-date", given="soon")),
    ],
)
def test_what_is_said_can_be_sent_to_another_process(text: Said) -> None:
    again = pickle.loads(pickle.dumps(text))  # noqa: S301 — our own
    assert (again, speech.aloud(again)) == (text, speech.aloud(text))


def test_facts_that_others_fill_in_must_be_the_same() -> None:
    assert unfilled("{name} is missing") == "manjka {name}"
    assert unfilled("Usage: {one}") == "Usage: {one}"
    speech.choose(RIGHT_TO_LEFT)
    assert unfilled("{name} is missing") == f"manjka {FSI}{{name}}{PDI}"


def test_values_in_right_to_left_text_are_isolated() -> None:
    speech.choose(RIGHT_TO_LEFT)
    assert speak("{name} is missing", name="a.txt") == f"manjka {FSI}a.txt{PDI}"
    # A sentence in a sentence is in the language already, and an empty value needs nothing around it.
    inner = speak("{name} is missing", name="a.txt")
    assert speak("{name} is missing", name=inner) == f"manjka manjka {FSI}a.txt{PDI}"
    assert speak("{name} is missing", name="") == "manjka "
    assert joined(["a", "b"], "or") == f"{FSI}a{PDI} ali {FSI}b{PDI}"


def test_an_address_to_click_on_ends_where_it_ends() -> None:
    speech.choose(RIGHT_TO_LEFT)
    for address in ("http://127.0.0.1:8470/?key=a_b-c", "https://lipa.example/"):
        assert speak("{name} is missing", name=address) == f"manjka {address}"
    for other in ("http://a b", "https://lipa.example/\u202e", "ftp://lipa.example"):
        assert FSI in speak("{name} is missing", name=other)


@pytest.mark.parametrize("value", ["\u2069", "\u2068", "\u202e", "a\u2069b\u2068", "\u200f"])
def test_a_value_cannot_leave_its_isolate(value: str) -> None:
    text = isolated(value)
    assert is_closed(text)
    assert value not in text[1:-1]
    assert is_closed(isolated(isolated(value)))


def test_lines_that_were_one_close_their_isolates() -> None:
    assert closed([f"a {FSI}b", f"c{PDI} d"]) == [f"a {FSI}b{PDI}", f"{FSI}c{PDI} d"]
    assert closed(["a", "b"]) == ["a", "b"]


def test_only_closed_isolates_reach_a_terminal() -> None:
    assert cleaned(f"{FSI}a\x1b{PDI}", escape_controls) == f"{FSI}a\\u001b{PDI}"
    assert cleaned(f"a{PDI}", escape_controls) == "a\\u2069"
    assert cleaned("\u202ea", escape_controls) == "\\u202ea"
