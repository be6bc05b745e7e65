"""Word diffs of reworded messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goodterms.translating.rewording import word_diff


@given(st.text(alphabet="ab c.{}\u0915\u094d", max_size=20), st.text(alphabet="ab c.{}\u0915\u094d", max_size=20))
def test_a_word_diff_holds_both_texts(old: str, new: str) -> None:
    runs = list(word_diff(old, new))
    assert "".join(words for kind, words in runs if kind != "inserted") == old
    assert "".join(words for kind, words in runs if kind != "deleted") == new
