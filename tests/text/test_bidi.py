"""Isolates of values: the default bidi strategy of MessageFormat 2, compared with the character database."""

from __future__ import annotations

import sys
import unicodedata
from typing import Literal

import pytest

from goodterms.faults.wording import TEXTS
from goodterms.text import bidi

EXPLICIT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_every_right_to_left_character_is_recognised() -> None:
    """The ranges contain every character that can reorder text."""
    unseen = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.bidirectional(chr(code)) in {"R", "AL", "AN"} | EXPLICIT
        and bidi.isolate_text(chr(code), "ltr") == ""
    ]
    assert unseen == []


@pytest.mark.parametrize(
    ("text", "in_ltr", "in_rtl"),
    [
        ("Ana Novak", "", "ltr"),
        ("C++", "", "ltr"),
        ("Žiga Čuk", "", "ltr"),
        ("వేముల సుజాత", "", "ltr"),
        ("सुनिता", "", "ltr"),
        ("ثمینہ اشفاق", "rtl", "rtl"),
        ("דנה", "rtl", "rtl"),
        ("CSS: مغامرة", "auto", "auto"),
        ("+386 40 123 456", "", "auto"),
        ("2026-11-21", "", "auto"),
        ("۱۲۳", "", "auto"),
        ("٣", "auto", "auto"),
    ],
)
def test_free_text_gets_the_isolate_that_it_needs(text: str, in_ltr: str, in_rtl: str) -> None:
    assert (bidi.isolate_text(text, "ltr"), bidi.isolate_text(text, "rtl")) == (in_ltr, in_rtl)


@pytest.mark.parametrize(("text", "in_ltr"), [("INV-1", ""), ("+386 40", ""), ("INV-الف", "ltr")])
def test_codes_are_always_left_to_right(text: str, in_ltr: str) -> None:
    assert bidi.isolate_left_to_right(text, "ltr") == in_ltr
    assert bidi.isolate_left_to_right(text, "rtl") == "ltr"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("abc", "ltr"),
        ("12 سال", "rtl"),
        ("12", None),
        ("\u2066abc\u2069 سال", "rtl"),
        ("\u2068abc\u2069", None),
        ("\u200f1", "rtl"),
    ],
)
def test_first_strong_character_is_found_outside_isolates(text: str, direction: str | None) -> None:
    assert bidi.first_strong(text) == direction


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ana\u202eNovak", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Ana\u2067", "never closed"),
        ("\u2069Ana", "but no isolate is open"),
        ("\u2067Ana\u2069", ""),
        ("\u200eAna\u200f", ""),
    ],
)
def test_controls_that_affect_the_text_around_them_are_faults(text: str, problem: str) -> None:
    found = bidi.control_fault(text)
    assert bool(found) == bool(problem)
    assert found is None or problem in found.problem


@pytest.mark.parametrize("where", ["", "key-", "template-", "translation-"])
@pytest.mark.parametrize(
    ("text", "kind"), [("\u202e", "bidi-override"), ("\u2069", "bidi-unopened"), ("\u2067", "bidi-unclosed")]
)
def test_every_place_has_its_own_kind_of_control_fault(
    text: str, kind: str, where: Literal["", "key-", "template-", "translation-"]
) -> None:
    found = bidi.control_fault(text, where)
    assert found is not None
    assert found.kind == where + kind
    assert found.kind in TEXTS
