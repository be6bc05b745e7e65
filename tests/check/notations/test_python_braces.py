"""Python's ``str.format`` as the oracle: what raises, or loses a value, is an error; what does neither is not."""

from __future__ import annotations

import itertools
import re
import string
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from goodterms.check.notations.braces import PYTHON_BRACES, accepts
from one_message import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = ["", "", "0", "1", "2", "name", "n", "user.name", "rows[1]"]
SPECS = ["", "", "", ":d", ":.2f", ":,", ":,.2f", ":>8", ":s", ":,2f", ":{width}", "!r", "!s:>8", ":x", ":%"]
TEXTS = [" ", "a ", ": ", "{{", "}}", ", "]


class Record:
    """A value with a name and rows."""

    def __init__(self, value: object) -> None:
        self.name = value
        self.rows = [value, value]


@st.composite
def texts(draw: st.DrawFn, pieces: list[str]) -> str:
    chosen = list(pieces)
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        at = draw(st.integers(0, len(chosen)))
        new = draw(
            st.lists(st.builds(lambda a, b: "{" + a + b + "}", *map(st.sampled_from, (FIELDS, SPECS))), max_size=1)
        )
        chosen[at : at + draw(st.integers(0, 1))] = new
    if draw(st.booleans()):
        chosen = draw(st.permutations(chosen))
    broken = draw(st.sampled_from(["", "", "", "", "{", "}", "{a", "{a!}", "{a!x}"]))
    return (
        "x" + "".join(draw(st.sampled_from(TEXTS)) + piece for piece in chosen) + broken + draw(st.sampled_from(TEXTS))
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    pieces = draw(
        st.lists(st.builds(lambda a, b: "{" + a + b + "}", *map(st.sampled_from, (FIELDS, SPECS))), max_size=3)
    )
    return "x" + "".join(" " + piece for piece in pieces), draw(texts(pieces))


Call = tuple[list[Any], dict[str, Any]]


def calls_of(source: str) -> Iterator[Call]:
    """What a program may give to a text; nothing if no program can format the text."""
    fields = [field for _, field, _, _ in string.Formatter().parse(source) if field is not None]
    names = {field.split(".")[0].split("[")[0] for field in fields}
    numbers = sorted(int(name) for name in names if name.isdigit())
    if numbers != list(range(len(numbers))):
        return
    positions = max(len(numbers), sum(field == "" for field in fields))
    words = sorted(name for name in names if name and not name.isdigit())
    for probes in itertools.product([7, 2.75, "Ana"], repeat=positions + len(words)):
        named = {name: wrapped(name, probe) for name, probe in zip(words, probes[positions:], strict=True)}
        call = list(probes[:positions]), {**named, **({"width": 12} if "{width}" in source else {})}
        if result(source, call) is not None:
            yield call


def wrapped(name: str, value: Any) -> Any:
    return Record(value) if name == "user" else [value, value] if name == "rows" else value


def result(text: str, call: Call) -> str | None:
    try:
        return text.format(*call[0], **call[1])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def breaks(source: str, translation: str) -> bool | None:
    """Whether Python fails for the translation only, or loses a value; None if the source does not say enough."""
    calls = list(calls_of(source))
    works = [call for call in calls if result(translation, call) is not None]
    if not calls:
        return None
    if any(loses(source, translation, call) for call in works):
        return True
    # A source without a format does not say which values it gets.
    specs = [spec for _, name, spec, _ in string.Formatter().parse(source) if name is not None]
    says_too_little = any((spec or "") in {"", ">8", "{width}"} for spec in specs)
    return None if works and len(works) < len(calls) and says_too_little else len(works) < len(calls)


def loses(source: str, translation: str, call: Call) -> bool:
    """Whether a value can change without a change in the result."""
    others = {7: 8, 2.75: 5.25, "Ana": "Bor"}
    positions, named = call
    changed: list[Call] = [
        ([others[value] if at == place else value for at, value in enumerate(positions)], named)
        for place in range(len(positions))
    ]
    for name, value in named.items():
        if name != "width":
            bare = value.name if name == "user" else value[0] if name == "rows" else value
            changed.append((positions, {**named, name: wrapped(name, others[bare])}))
    return any(
        result(source, other) not in {None, result(source, call)}
        and result(translation, other) == result(translation, call)
        for other in changed
    )


def is_format(text: str) -> bool:
    try:
        list(string.Formatter().parse(text))
    except ValueError:
        return False
    return True


@settings(max_examples=400, deadline=None)
@given(pairs())
@example(("x {} {}", "x {1} {0}"))
@example(("x {}", "x {} {}"))
@example(("x {n:.2f}", "x {n:,2f}"))
@example(("x {n:.2f}", "x {n:d}"))
@example(("x {} {}", "x {0} {}"))
def test_what_python_refuses_or_loses_is_an_error_and_nothing_else(pair: tuple[str, str]) -> None:
    source, translation = pair
    assume(is_format(source))
    expected = breaks(source, translation)
    assume(expected is not None)
    found = verdict("python-brace-format", source, translation)
    assert (found == "error") == expected, (source, translation, found)


@given(st.text(alphabet="ab{}!:0.[]rx ", max_size=10))
def test_a_text_has_defects_if_python_cannot_format_it(text: str) -> None:
    class Value:
        def __getattr__(self, name: str) -> object:
            return Value()

        def __getitem__(self, name: object) -> object:
            return Value()

        def __format__(self, spec: str) -> str:
            return ""

    reading = PYTHON_BRACES.read(text)
    try:
        text.format(*[Value()] * 30, **{name: Value() for name in ("a", "b", "ab", "ba", "r", "x", "rx", "xr")})
    except (ValueError, IndexError, TypeError):
        assert reading.defects or reading.placeholders, text
    except (KeyError, AttributeError):
        pass
    else:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        # Python takes any text as an index; gettext, as here, takes only what is a name.
        usual = re.compile(r"\w*(?:\.[^\W\d]\w*)*")
        assert not reading.defects or ":" in text or not all(map(usual.fullmatch, names)), text


@pytest.mark.parametrize(
    ("source", "translation", "level"),
    [
        ("{} of {}", "od {1} je {0}", ""),
        ("{} of {}", "{} od {}", ""),
        ("{} of {}", "{} od", "error"),
        ("{}", "{} in {}", "error"),
        ("{n:.2f}", "{n:,2f}", "error"),
        ("{n:.2f}", "{n:d}", "error"),
        ("{n:.2f}", "{n:,.2f}", ""),
        ("{n:.2f}", "{n}", "warning"),
        ("{n:.2f}", "{n:.1f}", "warning"),
        ("{share:%}", "{share:f}", "warning"),
        ("{n}", "{n:d}", "warning"),
        ("{n:d}", "{n:.2f}", ""),
        ("{n:d}", "{n}", ""),
        ("{value:{width}}", "{value:{width}}", ""),
        ("{value:{width}}", "{value:{breite}}", "error"),
        ("{value:{width}}", "{value}", "warning"),
        ("{value:{width}}", "{width}", "error"),
        ("{day:%d %B}", "{day:%d. %m.}", ""),
        ("{day}", "{day:%d. %m.}", ""),
        ("{user.name}", "{user.name}", ""),
        ("{user.name}", "{user.ime}", "error"),
        ("{name!r}", "{name}", ""),
        ("{name}", "{name!x}", "error"),
        ("{name}", "{ name }", "error"),
        ("{not a var}", "{ni spremenljivka}", ""),
    ],
)
def test_a_text(source: str, translation: str, level: str) -> None:
    assert verdict("python-brace-format", source, translation) == level


def test_a_huge_width_is_not_tried() -> None:
    assert accepts("99999999999999d") == frozenset()
    assert accepts("12d") == {"int"}
