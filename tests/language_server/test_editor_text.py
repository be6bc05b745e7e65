"""Changes of ranges in a text, in the editor's units, against the same change of the whole string."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.language_server.editor_text import EditorText, Place

TEXT = st.lists(
    st.sampled_from(["a", "č", "ग", "\U0001f600", "\u2028", "\x0c", '"', "\r", "\n", "\r\n", "ب"]), max_size=14
).map("".join)


def offset_of(text: str, place: Place, encoding: str) -> int:
    """The index of a place in a text, by the words of the protocol."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    if place.line >= len(starts):
        return len(text)
    start, units = starts[place.line], 0
    line = re.match(r"[^\r\n]*", text[start:])
    for index, character in enumerate(line[0] if line else ""):
        if units >= place.column:
            return start + index
        units += {"utf-8": len(character.encode()), "utf-16": len(character.encode("utf-16-le")) // 2, "utf-32": 1}[
            encoding
        ]
    return start + len(line[0] if line else "")


@settings(max_examples=2000, deadline=None)
@given(
    TEXT,
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 5), st.integers(0, 6), TEXT),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
def test_changes(text: str, changes: list[tuple[int, int, int, int, str]], encoding: str) -> None:
    edited = EditorText(text, encoding)
    for *places, new in changes:
        start, end = sorted([Place(places[0], places[1]), Place(places[2], places[3])])
        first, last = offset_of(text, start, encoding), offset_of(text, end, encoding)
        text = text[:first] + new + text[max(first, last) :]
        edited.change(start, end, new)
        assert str(edited) == text


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns(encoding: str, column: int) -> None:
    text = EditorText("a\u010d\U0001f600\u2028b\nc", encoding)
    assert text.column(0, 3) == column
    assert text.character(Place(0, column)) == 3
    assert text.line(0) == "a\u010d\U0001f600\u2028b"
    assert text.line(9) == ""
