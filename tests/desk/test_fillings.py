"""Values to fill the form with: each letter can be written with each of them, or says what is missing."""

from __future__ import annotations

from datetime import date

import pytest

from goodterms.desk import asked as asking
from goodterms.desk import fillings, making
from goodterms.workspace import Workspace

DAY = date(2026, 11, 21)
WORKSPACE = Workspace()
LETTERS = [letter.name for letter in WORKSPACE.letters()]
TAGS = [locale.tag for locale in WORKSPACE.locales()]


def choices(letter: str, tag: str) -> list[str]:
    first = asking.first(WORKSPACE, letter, tag, "", DAY)
    return [one.value for group in fillings.of(WORKSPACE, first) for one in group.choices]


def filled(letter: str, tag: str, filling: str) -> asking.Asked:
    return fillings.filled(WORKSPACE, asking.first(WORKSPACE, letter, tag, "", DAY), filling, DAY)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_written_with_each_filling(letter: str, tag: str) -> None:
    """All of them but the empty form; what a number or a form of address does not suit is its field's own fault."""
    for filling in choices(letter, tag):
        asked = filled(letter, tag, filling)
        faults = making.all_faults(WORKSPACE, asked, DAY)
        if filling == "nothing":
            assert not asked.values
            assert any(one.kind.startswith("missing") for one in faults)
        elif filling.startswith("number."):
            assert {one.kind for one in faults} <= {"years-contradict"}, (filling, faults)
        else:
            assert not faults, (filling, faults)
        again = fillings.filled(WORKSPACE, asked, filling, DAY)
        assert again == asked


@pytest.mark.parametrize("letter", LETTERS)
def test_what_is_required_is_all_that_is_filled_in(letter: str) -> None:
    """Without any one of these values, the letter has a fault."""
    asked = filled(letter, "sl", "required")
    for name in asked.values:
        others = {other: value for other, value in asked.values.items() if other != name}
        assert making.all_faults(WORKSPACE, asked._replace(values=others), DAY), name


def test_names_are_long_or_in_latin_letters() -> None:
    long = filled("farewell", "ur", "long").values
    assert all(len(str(long[name])) > 75 for name in ("name", "company", "signature", "contact"))
    assert "-" in str(long["name"])
    latin = filled("farewell", "ur", "latin").values
    assert latin["name"] == "Ana Novak"
    assert latin["request" if "request" in latin else "thanks"] != ""
    assert "latin" not in choices("farewell", "sl")
    assert "latin" in choices("farewell", "te")


def test_a_number_comes_with_the_choices_that_show_it() -> None:
    """Only numbers that a field takes are offered; the step of the field is kept."""
    offered = [one for one in choices("farewell", "sl") if one.startswith("number.")]
    assert offered == ["number.1", "number.2", "number.3", "number.5", "number.101"]
    first = asking.first(WORKSPACE, "farewell", "sl", "", DAY)
    without = first._replace(values={**first.values, "reason": "request", "request": "x"}, without=("goodwill",))
    asked = fillings.filled(WORKSPACE, without, "number.101", DAY)
    assert (asked.values["shipments"], asked.values["reason"], asked.without) == ("101", "shipments", ("goodwill",))
    assert "101" in making.document(WORKSPACE, asked, "text", DAY).content.decode()
    assert "number.2.5" in [one for letter in LETTERS for one in choices(letter, "sl")]


@pytest.mark.parametrize("tag", TAGS)
def test_a_form_of_address_comes_with_a_name_that_suits_it(tag: str) -> None:
    texts = set()
    for form in ("feminine", "masculine", "neutral"):
        asked = filled("farewell", tag, f"form.{form}")
        assert asked.values["form"] == form
        texts.add(making.document(WORKSPACE, asked, "text", DAY).content)
    assert len(texts) > 1 or tag == "en"  # English says the same to everyone


@pytest.mark.parametrize("filling", ["", "x", "number.", "number.x", "number.7e9", "form.x", "form.", "samples.x"])
def test_a_filling_that_is_not_offered_changes_nothing_wrong(filling: str) -> None:
    first = asking.first(WORKSPACE, "farewell", "en", "", DAY)
    assert fillings.filled(WORKSPACE, first, filling, DAY) == first
