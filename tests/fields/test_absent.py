"""What stands for a missing value is a fault, and characters without width at the ends are not part of a value."""

from __future__ import annotations

import pytest
from reading import read, refusal, spec

from goodterms.fields import ANY_CURRENCY, InvalidValue, not_a_value, parse
from goodterms.values import Person

ERRORS = [
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#¡VALOR!",
    "#WERT!",
    "Err:502",
]
ABSENT = ["NULL", "null", "None", "nan", "NaN", "n/a", "N/A", "-", "--", "?", "???", "—", "–", ".", "…", "− −"]
PRINTED = ["name", "person", "text", "dated", "reference", "url", "phone", "email"]


@pytest.mark.parametrize("kind", [*PRINTED, "count", "date", "time", "money", "duration", "number", "month", "flag"])
@pytest.mark.parametrize("text", [*ERRORS, *ABSENT])
def test_what_stands_for_no_value_is_refused(kind: str, text: str) -> None:
    told = refusal(kind, "sl", text)
    assert f"{text!r} is not a value" in told
    assert "formula" in told if text in ERRORS else "leave it empty" in told


@pytest.mark.parametrize(
    "text",
    ["(null)", "<null>", "NONE", "none", "nil", "undefined", "NAN", "NaT", "NA", "<NA>", "N/a", "N.A.", "n.a.", "\\N"],
)
def test_what_programs_write_for_no_value_is_refused(text: str) -> None:
    assert f"{text!r} is not a value" in refusal("name", "sl", text)


@pytest.mark.parametrize("kind", PRINTED)
def test_a_character_that_was_lost_is_told(kind: str) -> None:
    assert "contains U+FFFD, which replaces a character that was lost" in refusal(kind, "sl", "Nov\ufffdk")


@pytest.mark.parametrize("part", ["given", "surname", "title", "credentials"])
@pytest.mark.parametrize("text", ["#N/A", "NULL", "-", "?", "N\ufffdvak"])
def test_parts_of_a_name_are_values_too(part: str, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(spec("person"), {"given_informal": "Ana", part: text, "surname2": "Kos"}, ANY_CURRENCY)
    assert part in [fault.place for fault in caught.value.faults]


@pytest.mark.parametrize("text", ["Null", "Nan", "Na", "Ng", "3M", "O", "Ø", "王", "अ", "#1 Print", "C#"])
def test_short_and_unlucky_names_are_names(text: str) -> None:
    assert read("name", "sl", text) == text
    assert read("person", "sl", text) == Person(whole=text)
    assert read("person", "sl", {"given": text}) == Person(given=text)


@pytest.mark.parametrize("text", ["365", "☺", "12-34", "+386"])
def test_a_name_has_a_letter_in_it(text: str) -> None:
    told = f"{text!r} is not a name: it contains no letter"
    assert told in refusal("name", "sl", text)
    assert told in refusal("person", "sl", text)
    assert told in refusal("person", "sl", {"": text})


def test_parts_that_make_a_name_have_letters_and_others_need_none() -> None:
    assert "contains no letter" in refusal("person", "sl", {"given": "365", "title": "dr."})
    assert read("person", "sl", {"given": "Ana", "generation": "3"}) == Person(given="Ana", generation="3")


@pytest.mark.parametrize("text", ["👍", "Yes 👍", "#0417", "none of them", "A–", "N/A for you", "1.", "½", ""])
def test_a_text_that_says_something_is_a_value(text: str) -> None:
    assert not_a_value(text) is None


def test_a_choice_may_be_called_none() -> None:
    assert parse(spec("choice", options=("own", "none")), "none", ANY_CURRENCY) == "none"


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\ufeff", "\u2060", "\u200e", "\u200f", "\u200c", "\u200d", "\u00a0\u200b "]
)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "ana@lipa.example"),
        ("url", "https://lipa.example"),
        ("phone", "+386 1 555 01 23"),
        ("reference", "INV-1"),
        ("number", "12.5"),
        ("count", "3"),
        ("money", "12.50 EUR"),
        ("currency", "EUR"),
        ("date", "2026-12-31"),
        ("month", "2026-12"),
        ("time", "14:30"),
        ("duration", "45 min"),
        ("flag", "yes"),
    ],
)
def test_characters_without_width_at_the_ends_are_left_out(kind: str, text: str, unseen: str) -> None:
    assert read(kind, "sl", f"{unseen}{text}{unseen}") == read(kind, "sl", text)


def test_joiners_at_the_end_of_a_name_are_spelling() -> None:
    assert read("name", "ne", "र्‍") == "र्‍"
    assert read("text", "ur", "می\u200c") == "می\u200c"


@pytest.mark.parametrize("text", ["Ma?ek", "Ana Kova?", "?iga Kos", "Ana ?ofi?", "\u200c?iga Kos", "Kova\u200d?"])
def test_a_question_mark_in_the_place_of_a_letter_is_told(text: str) -> None:
    told = f"{text!r} has a question mark in a word, which often replaces a letter that was lost"
    assert told in refusal("person", "sl", text)
    assert told in refusal("person", "sl", {"given": text, "title": "dr."})
    if text == "Ma?ek":
        assert told in refusal("name", "sl", text)


def test_a_company_may_be_a_question() -> None:
    assert read("name", "en", "Who?") == "Who?"
    assert read("name", "en", "Lipa ? Co") == "Lipa ? Co"


def test_an_address_is_not_a_name() -> None:
    assert "'ana@example.com' is an email address, not a name" in refusal("person", "en", "ana@example.com")
    assert "'ana@example.com' is an email address, not a name" in refusal("person", "en", {"given": "ana@example.com"})
