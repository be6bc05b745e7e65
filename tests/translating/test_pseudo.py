"""The texts of pseudo-locales."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goodterms.translating import pseudo


@given(st.text(max_size=60), st.sampled_from(["{name}", "<b>", "https://a.example/x", "ana@example.com", "{{"]))
def test_a_pseudo_text_keeps_placeholders_tags_and_addresses(text: str, kept: str) -> None:
    for converted in (pseudo.lengthen(f"{text} {kept} {text}"), pseudo.to_right_to_left(f"{text} {kept} {text}")):
        assert kept in converted
