"""ICU MessageFormat: ICU itself says what is valid, and what a message prints."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icu4py.messageformat import MessageFormat

from goodterms import speech
from goodterms.check.notations.icu import ICU, Message, always_shown, parse, shown
from goodterms.check.notations.reading import Defect
from goodterms.messages import program
from one_message import levels, verdict

PIECES = [
    "a", " ", "{", "}", "{n}", "{name}", "{0}", "#", "'", "''", "'{'", "'{", "}'", ",", "{n, number}", "{n, number, percent}", "{n, plural, ", "one {", "other {",
    "=1 {", "}}", "{who, select, ", "female {", "other {x}}", "offset:1 ", "{n, plural, one {# a} other {# b}}", "{n,", "{ n }", "{a b}",
]  # fmt: skip


def is_valid(text: str) -> bool:
    try:
        MessageFormat(text, "en")
    except Exception:  # noqa: BLE001 — ICU's own
        return False
    return True


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@example("it's {name}")
@example("it's '{name}'")
@example("{n, plural, one {it''s #} other {'#' #}}")
@example("{n, plural, one {a}}")
@example("{n, plural, other {other {x}}other {x}}")
def test_a_text_is_valid_if_icu_takes_it(text: str) -> None:
    assert bool(ICU.read(text).defects) != is_valid(text), text


@pytest.mark.parametrize(
    ("text", "prints"),
    [
        ("it's {name}", True),
        ("it '{name}'", False),
        ("it ''{name}''", True),
        ("{n, plural, one {{name}} other {{name}}}", True),
        ("{n, plural, one {'{name}'} other {x}}", False),
        ("{n, plural, one {{name}} one {x} other {{name}}}", True),
    ],
)
def test_the_values_that_a_message_prints(text: str, prints: bool) -> None:
    message = parse(text)
    assert isinstance(message, Message)
    assert ("name" in always_shown(message)) == (
        "BELL" in MessageFormat(text, "en").format({"name": "BELL", "n": 1}) and prints
    )
    assert ("name" in shown(message)) == prints


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{day, date, short} {name}", {"day", "name"}),
        ("{n, plural, other {{day, date, ::yMMMd}: {name}}}", {"day", "name"}),
        ("{n, plural, one {{n, number, percent} {name}} other {{who}}}", {"n", "name", "who"}),
        ("{who, select, other {{day, time, h 'o''clock }'} {name}}}", {"day", "name"}),
    ],
)
def test_a_style_ends_with_its_argument(text: str, names: set[str]) -> None:
    message = parse(text)
    assert isinstance(message, Message)
    assert is_valid(text)
    assert set(shown(message)) == names


FILES = "{count, plural, one {{name} has # file} other {{name} has # files}}"
GENDER = "{who, select, female {She wrote {n}} other {They wrote {n}}}"


@pytest.mark.parametrize(
    ("source", "translation", "level"),
    [
        (FILES, "{count, plural, one {{name}: # d} two {{name}: # d} few {{name}: # d} other {{name}: # d}}", ""),
        (FILES, "{name}: {count, plural, one {# d} two {# d} few {# d} other {# d}}", ""),
        (FILES, "{name}: {count}", ""),
        (FILES, "{name}: {count, plural, =1 {ena} one {# d} two {# d} few {# d} other {# d}}", ""),
        (FILES, "{count, plural, one {{name}: # d} two {{name}: # d} few {# d} other {{name}: # d}}", "error"),
        (FILES, "{name}: {count, plural, one {ena} two {# d} few {# d} other {# d}}", "error"),
        (FILES, "{name}: {count, plural, one {# d} other {# d}}", "warning"),
        (FILES, "{name}: {count, plural, one {# d} two {# d} few {# d} many {# d} other {# d}}", "warning"),
        (FILES, "{name}: {count, plural, one {# d} two {# d}}", "error"),
        (FILES, "{name} ima datoteke", "error"),
        (FILES, "{count, plural, one {# d} two {# d} few {# d} other {# d}}", "error"),
        (FILES, "{name}: {stevilo, plural, one {# d} two {# d} few {# d} other {# d}}", "error"),
        (FILES, "{name}: {count, plural, one {# d} two {# d} few {# d} other {# d}", "error"),
        (GENDER, "{who, select, female {Napisala je {n}} other {Napisali so {n}}}", ""),
        (GENDER, "Napisano: {n}", ""),
        (GENDER, "{who, select, ženska {Napisala je {n}} other {Napisali so {n}}}", "warning"),
        (GENDER, "{who, select, famale {Napisala je {n}} other {Napisali so {n}}}", "warning"),
        (GENDER, "{who, select, female {Napisala je} other {Napisali so {n}}}", "error"),
        ("{n, number} EUR", "{n, number} EUR", ""),
        ("{n, number, percent} off", "{n} ceneje", "warning"),
        ("{day, date, long} it''s", "{day, date, short} je", ""),
    ],
)
def test_a_message(source: str, translation: str, level: str) -> None:
    assert verdict("icu-message-format", source, translation) == level
    assert verdict("", source, translation) == level


def test_a_branch_is_named() -> None:
    assert levels("", FILES, "{name}: {count, plural, one {ena} two {# d} few {# d} other {# d}}") == [
        "error: the branch one of count leaves out the number, but serves 1, 101, 201 …; add #"
    ]
    assert levels("", GENDER, "{who, select, femal {Napisala je {n}} other {{n}}}") == [
        "warning: the branch femal of who is never chosen; did you mean female?",
        "warning: who has no branch female, which the source has, so other is printed",
    ]


def test_a_form_for_one_number_may_leave_it_out() -> None:
    translation = "{name}: {count, plural, one {ఒకటి} other {# డ}}"
    assert verdict("", FILES, translation, language="te") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{n", "za { mora biti ime ali število; za dobesedni oklepaj napišite '{'"),
        ("{n, plural}", "n, plural nima vej"),
        ("{n, plural, one {# file}}", "n, plural nima veje other"),
        ("{n, number, '}", "narekovaj v slogu argumenta ni zaprt"),
        ("{n, plural, other {#} ?}", "za vejami argumenta n je pričakovano ime z {…} ali }"),
        ("{n, file}", "file ni vrsta argumentov"),
    ],
)
def test_why_a_text_is_not_a_message_is_said_in_the_language(text: str, said: str) -> None:
    speech.choose(program.load("sl"))
    try:
        defect = parse(text)
        assert isinstance(defect, Defect)
        assert speech.aloud(defect.message) == f"besedilo ni veljavno sporočilo ICU: {said}"
    finally:
        speech.choose(None)
