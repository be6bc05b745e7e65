"""What a line of an envelope may have: no field cleans it, so what a field would leave out is a fault."""

from __future__ import annotations

import pytest

from goodterms.fields.line import MAX_LINE, line_fault


@pytest.mark.parametrize(
    "text",
    ["", "Lipova 4", "Žiga Čuk", "گلشنِ اقبال", "می\u200cکند", "श्\u200dय", "ก\u200bข", "a\u00a0b", "x" * MAX_LINE],
)
def test_a_line_that_can_be_printed(text: str) -> None:
    assert line_fault(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((f"Lipova{character}4", "hidden-character") for character in "\u00ad\u2060\ufeff\u200b\u2062\U000e0041"),
        ("Lipova 4\u200b", "hidden-character"),
        ("ก\u200b4", "hidden-character"),
        ("Lipova\n4", "control-character"),
        ("Lipova\u202e4", "bidi-override"),
        ("Lipova\ud8004", "broken-text"),
        ("x" * (MAX_LINE + 1), "too-long"),
    ],
)
def test_a_line_that_cannot(text: str, kind: str) -> None:
    wrong = line_fault(text)
    assert wrong
    assert (wrong.kind, wrong.place) == (kind, "")
