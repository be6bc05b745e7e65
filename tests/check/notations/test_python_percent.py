"""Python's ``%`` as the oracle: what raises, or loses a value, is an error; what does neither is not."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from one_message import verdict

NAMES = ["name", "user.name", "first name", "n"]
SPECS = ["s", "d", "i", "r", "x", "c", "f", ".2f", "5s", "-5d", "05d", ".0s", "ld", "+d", ".1f", "g"]
TEXTS = [" ", "a ", ": ", "%%", ", ", "je "]
VALUES: dict[str, list[Any]] = {"d": [7], "i": [7], "x": [7], "c": ["k", 75], "f": [2.75], "g": [2.75]}
"""The values for which a program writes a conversion; any value for others."""
ANY = ["Ana", 7, 2.75]


@st.composite
def placeholders(draw: st.DrawFn, *, named: bool) -> str:
    spec = draw(st.sampled_from(SPECS))
    return f"%({draw(st.sampled_from(NAMES))}){spec}" if named else f"%{spec}"


@st.composite
def texts(draw: st.DrawFn, pieces: list[str], *, named: bool) -> str:
    """Some of these placeholders, perhaps others, in any order, between words."""
    chosen = draw(st.lists(st.one_of(st.sampled_from(pieces), placeholders(named=named)), max_size=4))
    chosen = list(pieces) if draw(st.booleans()) else chosen
    if draw(st.booleans()):
        chosen = draw(st.permutations(chosen))
    broken = draw(st.sampled_from(["", "", "", "", "%", "%(name)", "%q", "% "]))
    return (
        "x" + "".join(draw(st.sampled_from(TEXTS)) + piece for piece in chosen) + broken + draw(st.sampled_from(TEXTS))
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    named = draw(st.booleans())
    pieces = draw(st.lists(placeholders(named=named), max_size=3))
    source = "x" + "".join(" " + piece for piece in pieces)
    return source, draw(texts(pieces, named=draw(st.sampled_from([named, named, named, not named])))) if pieces else "x"


def specs_of(source: str) -> list[tuple[str, str]]:
    """The name (empty for none) and the conversion of each placeholder that a test has written."""
    found = []
    for piece in source.split("%")[1:]:
        name, _, rest = piece[1:].partition(")") if piece.startswith("(") else ("", "", piece)
        length = 1 if rest[0] == "l" else 0
        conversion = next(each for each in rest[length:] if each in string.ascii_letters)
        found.append((name, conversion))
    return found


def calls_of(source: str) -> list[Any]:
    """The values that a program may give to a text: a mapping, or as many values as it takes."""
    specs = specs_of(source)
    # A value that a text formats several times suits each of its conversions.
    chosen = [(name, VALUES.get(spec, ANY)) for name, spec in sorted(specs, key=lambda pair: pair[1] in VALUES)]
    calls: list[Any] = []
    for turn in range(3):
        if specs and specs[0][0]:
            calls.append({name: group[turn % len(group)] for name, group in chosen})
        else:
            groups = [VALUES.get(spec, ANY) for _, spec in specs]
            calls.append(tuple(group[turn % len(group)] for group in groups))
    return calls


def marked(call: Any, key: Any) -> Any:
    """The same call with another value for one of the keys."""
    others = {"Ana": "Bor", 7: 8, "k": "m", 75: 76, 2.75: 5.25}
    if isinstance(call, dict):
        return {**call, key: others[call[key]]}
    return tuple(others[value] if place == key else value for place, value in enumerate(call))


def breaks(source: str, translation: str) -> bool:
    """Whether Python raises for the translation and not for the source, or a value does not show in its result."""
    for call in calls_of(source):
        try:
            source % call
        except (TypeError, ValueError, KeyError, OverflowError):
            continue
        try:
            result = translation % call
        except (TypeError, ValueError, KeyError, OverflowError):
            return True
        if isinstance(call, dict) and call and re.search(r"%(?!\()", translation.replace("%%", "")):
            return True  # the whole mapping is taken as one value
        if "\x07" in result and "\x07" not in source % call:
            return True  # a number is printed as the character with its code
        for key in call if isinstance(call, dict) else range(len(call)):
            other = marked(call, key)
            if translation % other == result and source % other != source % call:
                return True
            # A fraction that is cut off is lost, too.
            less = marked_fraction(call, key) if isinstance(call[key], float) else call
            if translation % less == result and source % less != source % call:
                return True
    return False


def marked_fraction(call: Any, key: Any) -> Any:
    if isinstance(call, dict):
        return {**call, key: call[key] - 0.25}
    return tuple(value - 0.25 if place == key else value for place, value in enumerate(call))


def is_valid(source: str) -> bool:
    """Whether a program can format a text at all."""
    for call in calls_of(source):
        try:
            source % call
        except (TypeError, ValueError, KeyError, OverflowError):
            continue
        return True
    return False


@settings(max_examples=500, deadline=None)
@given(pairs())
@example(("x %s %d", "x %d %s"))
@example(("x %(user.name)s", "x"))
@example(("x %s", "x"))
@example(("x %s %s", "x %s"))
@example(("x %d", "x %s"))
@example(("x %s", "x %(name)s"))
@example(("x %(name)s", "x %s"))
def test_what_python_refuses_or_loses_is_an_error_and_nothing_else(pair: tuple[str, str]) -> None:
    source, translation = pair
    specs = set(specs_of(source))
    # A source that formats one value in several ways does not say what the value is.
    named = [name for name, _ in specs if name]
    assume(is_valid(source) and len(named) == len(set(named)))
    found = verdict("python-format", source, translation)
    # A number that is printed with its fraction and without it is an error, too, although Python loses nothing.
    assume(not (re.search("[fg]", source) and re.search(r"%.*[dixu]", translation) and found == "error"))
    assert (found == "error") == breaks(source, translation), (source, translation, found)


@pytest.mark.parametrize(
    ("source", "translation", "level"),
    [
        ("%s", "%r", "warning"),
        ("%d", "%i", ""),
        ("%d", "%s", "warning"),
        ("%d", "%ld", ""),
        ("%s of %*d", "%s od %*d", ""),
        ("%.*f", "%.*f", ""),
        ("%.*f", "%f", "error"),
        ("%(a)s %(a)s", "%(a)s", ""),
        ("%(a)s", "%(a)s %(a)s", ""),
        ("100 %% of %s", "%s: 100 %%", ""),
        ("100 %% of %s", "%s: 100 %", "error"),
        ("%(a b)s", "%(a b)s", ""),
        ("%(a b)s", "%(ab)s", "error"),
        ("10% discount", "10 % popusta", ""),
        ("50% off", "50 % ceneje", ""),
        ("%(count)", "kar koli", ""),
        ("%s", "%s %", "error"),
        ("%((a))s", "%((a))s", ""),
        ("for %(who)s", "do %(who) soseda", "error"),
        ("%(first name)s", "%(first name)s", ""),
        ("%s of them", "% od teh", "error"),
    ],
)
def test_a_text(source: str, translation: str, level: str) -> None:
    assert verdict("python-format", source, translation) == level


@pytest.mark.parametrize(
    ("singular", "plural", "forms", "level"),
    [
        ("%d letter", "%d letters", ["%d a", "%d b", "%d c", "%d d"], ""),
        ("a year ago", "%d years ago", ["pred %d letom", "pred %d b", "pred %d c", "pred %d d"], ""),
        ("%d letter", "%d letters", ["eno", "%d b", "%d c", "%d d"], "error"),
        ("%d letter", "%d letters", ["eno%.0s", "%d b", "%d c", "%d d"], "error"),
        ("%(n)d a in %(d)s", "%(n)d b in %(d)s", ["%(n)d a", "%(n)d %(d)s", "%(n)d %(d)s", "%(n)d %(d)s"], "error"),
    ],
)
def test_a_plural_in_a_language_whose_forms_serve_many_numbers(
    singular: str, plural: str, forms: list[str], level: str
) -> None:
    assert verdict("python-format", singular, *forms, plural=plural) == level


@pytest.mark.parametrize(
    ("singular", "plural", "one", "level"),
    [
        ("%d letter", "%d letters", "లేఖ%.0s", ""),
        ("%d letter", "%d letters", "లేఖ", "error"),
        ("a letter", "%d letters", "లేఖ", "error"),
        ("a letter", "%d letters", "లేఖ%.0s", ""),
        ("%(n)d letter", "%(n)d letters", "లేఖ", ""),
        ("%(n)d letter for %(who)s", "%(n)d letters for %(who)s", "%(who)s లేఖ", ""),
        ("%(n)d letter for %(who)s", "%(n)d letters for %(who)s", "%(n)d లేఖ", "error"),
        ("%d letter for %s", "%d letters for %s", "%s లేఖ", "error"),
        ("%d letter for %s", "%d letters for %s", "%.0s%s లేఖ", ""),
    ],
)
def test_a_plural_whose_first_form_serves_one(singular: str, plural: str, one: str, level: str) -> None:
    assert verdict("python-format", singular, one, plural, plural=plural, language="te") == level
