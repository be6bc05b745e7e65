"""Faults as data: every kind has a sentence, every sentence gets its facts, and no kind is left over."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import goodterms
from goodterms.faults import Fault, fault, wording
from goodterms.messages import program
from goodterms.speech import Counted, speaking
from goodterms.speech.language import Spoken

SOURCE = Path(goodterms.__file__).parent
MADE = {"suggestion": {"given", "known"}, "near": {"given", "known"}, "because": {"when"}}
"""Facts that the wording makes from others."""
NO_FACTS = {"place", "part", "source", "line"}
"""Keywords of the functions that make faults and are no facts."""
CALLS = {"fault": 0, "of": 0, "TemplateFault": 0, "refuse": 1, "at": 2, "flaw": 2}
"""The functions that make faults, with the place of the kind among their arguments."""
SPOKEN = {"said", "said_plural", "sentence", "speak", "speak_in", "plural"}
"""The functions whose texts are in the catalogs."""
ADDED = {"content/tables.py": {"key"}, "refuse": {"key"}}
"""Facts that a module adds to all its faults, or a function to those that it makes."""


def needed(kind: str, facts: set[str]) -> set[str]:
    """The facts that the sentences of a kind need, where these facts are given."""
    text = wording.TEXTS[kind]
    problems = text.problem if isinstance(text.problem, Counted) else (text.problem,)
    names = {name for part in (*problems, text.hint) for _, name, _, _ in string.Formatter().parse(part) if name}
    return set().union(*({name} if name in facts else MADE.get(name, {name}) for name in names))


def sites() -> list[tuple[str, str, set[str]]]:
    """Every place in the code that makes a fault of a constant kind: where, the kind, the facts given there."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in CALLS or len(node.args) <= CALLS[name]:
                continue
            kind = node.args[CALLS[name]]
            if any(keyword.arg is None for keyword in node.keywords):
                continue
            if isinstance(kind, ast.Constant) and isinstance(kind.value, str) and kind.value in wording.TEXTS:
                where = path.relative_to(SOURCE).as_posix()
                given = {str(keyword.arg) for keyword in node.keywords} - NO_FACTS
                facts = given | ADDED.get(where, set()) | ADDED.get(name, set())
                found.append((f"{where}:{node.lineno}", kind.value, facts))
    return found


SITES = sites()


def test_faults_are_made_in_many_places() -> None:
    assert len(SITES) > 100


@pytest.mark.parametrize(("where", "kind", "facts"), SITES, ids=[f"{where} {kind}" for where, kind, _ in SITES])
def test_every_fault_has_the_facts_of_its_sentence(where: str, kind: str, facts: set[str]) -> None:
    assert needed(kind, facts) <= facts, where


def words_of(value: ast.expr) -> list[str]:
    """The texts of several words in a fact that no function of :mod:`goodterms.speech` has got."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") in SPOKEN:
        return []
    if isinstance(value, ast.Constant):
        return [value.value] if isinstance(value.value, str) and re.search(r"[a-z]{2} +[a-z]{2}", value.value) else []
    return [text for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr) for text in words_of(child)]


def test_the_words_in_facts_can_be_translated() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in CALLS:
                    texts = [text for keyword in node.keywords for text in words_of(keyword.value)]
                    found += [f"{path.relative_to(SOURCE)}:{node.lineno}: {text}" for text in texts]
    assert found == [], "write said(…), or sentence(…) where it is spoken later"


def test_no_kind_is_left_over() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.parent.name != "wording")
    left = [kind for kind in wording.TEXTS if f'"{kind}"' not in code and not is_composed(kind, code)]
    assert left == []


def is_composed(kind: str, code: str) -> bool:
    """Whether a kind is made of a variable part and a constant one: ``f"{kind}-choice"``, ``f"{where}bidi-unclosed"``."""
    parts = kind.split("-")
    ends = {"-".join(parts[number:]) for number in range(1, len(parts) + 1)} | {kind}
    starts = {"-".join(parts[:number]) for number in range(1, len(parts))}
    return any(f'}}{end}"' in code or f'}}-{end}"' in code for end in ends if end) or any(
        f'"{start}-{{' in code for start in starts
    )


def test_no_kind_is_worded_twice() -> None:
    assert sum(len(room.TEXTS) for room in wording.ROOMS) == len(wording.TEXTS)


def test_a_place_does_not_change_the_direction_of_a_sentence() -> None:
    urdu = program.load("ur")
    assert urdu is not None
    with speaking(urdu):
        assert isinstance(str(fault("not-a-date", "last_day", given="soon")), Spoken)


def test_a_fault_says_where_it_is_and_where_its_value_came_from() -> None:
    given = fault("not-a-date", "last_day", given="soon")
    assert str(given) == "last_day: 'soon' is not a valid date"
    assert given.hint == "expected YEAR-MONTH-DAY, such as 2026-12-31"
    assert str(given._replace(source="settings")) == "last_day (in goodterms.toml): 'soon' is not a valid date"
    assert str(given._replace(source="sample")) == "last_day (a sample value): 'soon' is not a valid date"
    assert str(given._replace(place="a.toml", line=3)) == "a.toml:3: 'soon' is not a valid date"
    assert str(given._replace(place="")) == "'soon' is not a valid date"


def test_a_suggestion_names_the_nearest_and_all_that_are_known() -> None:
    unknown = fault("unknown-choice", "form", given="masculin", known=["feminine", "masculine"])
    assert unknown.hint == "did you mean 'masculine'? expected one of: feminine, masculine"
    assert fault("unknown-choice", given="x", known=["feminine"]).hint == "expected one of: feminine"
    assert fault("unknown-choice", given="x", known=[]).hint == "there is none"


def test_the_choices_that_need_a_field_are_named() -> None:
    when = ((("goodwill", ("fee", "month")), ("reason", ("request",))), (("gift", ("a", "b")),))
    missing = fault("missing", "refund", help="the amount", example="5 EUR", when=when)
    because = "needed when goodwill is fee or month and reason is request and gift is a and b"
    assert missing.hint == f"{because}: the amount, such as 5 EUR"
    assert fault("missing", help="the amount", example="5 EUR", when=((), ())).hint == "the amount, such as 5 EUR"


def test_braces_in_a_fact_are_no_placeholders() -> None:
    assert fault("not-a-date", given="{name}").problem == "'{name}' is not a valid date"


def test_faults_can_be_compared_and_hashed() -> None:
    first = fault("unknown-choice", given="x", known=["a", "b"])
    assert first == fault("unknown-choice", given="x", known=("a", "b"))
    assert len({first, first._replace(place="form")}) == 2
    assert isinstance(first, Fault)
