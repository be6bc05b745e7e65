"""Phrases of glossaries: how they are written, and where they are in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms.text import phrases


@pytest.mark.parametrize(
    ("written", "text", "is_in"),
    [
        ("naročilo", "Vaše NAROČILO.", True),
        ("naročilo", "Vašega naročila", False),
        ("naročil|o", "Vašega naročila", True),
        ("naročil*", "(naročilnica)", True),
        ("naročil|o", "prednaročilo", False),
        ("*naročil*", "prednaročilo", True),
        ("*ročilo", "naročilo", True),
        ("račun|", "računom", True),
        ("kontaktn|a oseb|a", "kontaktne osebe", True),
        ("kontaktn|a oseb|a", "kontaktne in druge osebe", False),
        ("kontaktn|a … oseb|a", "kontaktne in druge osebe", True),
        ("kontaktn|a ... oseb|a", "osebe kontaktne", False),
        ("zaključ|iti … sodelov|anje", "zaključimo sodelovanje", True),
        ("check-in", "Check-in", True),
        ("check-in", "check in", True),
        ("ఆర్డర|్", "మీ ఆర్డర్లు", True),
        ("ఇన్వాయిస|్", "ఇన్వాయిస్\u200cలన్నీ", True),
        ("సేవ|", "మా సేవల్లో", True),
        ("ग्राहक", "ग्राहकलाई", False),
        ("ग्राहक|", "ग्राहकलाई,", True),
        ("सेवा", "सेवा।", True),
        ("صارف|", "نئے صارفین،", True),
        ("پیش کش", "یہ پیش کش۔", True),
        ("café", "cafe\u0301", True),
        ("a b", "a \ufffc\ufffc b", False),
        ("a b", "a \ufff9\ufff9b", True),
        ("a|b c", "ac c", True),
    ],
)
def test_where_a_phrase_is(written: str, text: str, is_in: bool) -> None:
    phrase = phrases.read(written)
    assert phrase is not None
    assert phrase.is_in(phrases.words_of(text)) == is_in


@pytest.mark.parametrize(
    "written", ["", " ", "…", "a …", "… a", "*", "|", "a, b", "a (b)", "a:b", "a|b|c", "a**", "a\nb", "a …\nb", "{a}"]
)
def test_what_is_not_a_phrase(written: str) -> None:
    assert phrases.read(written) is None


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("order", "orders"),
        ("box", "boxes"),
        ("delivery", "deliveries"),
        ("video call", "video calls"),
        ("order", "order"),
    ],
)
def test_a_source_is_also_its_plural(written: str, text: str) -> None:
    phrase = phrases.read(written)
    assert phrase is not None
    assert phrase.with_plural().is_in(phrases.words_of(text))
    assert not phrase.with_plural().is_in(phrases.words_of(f"x{text}"))


def test_the_basic_form() -> None:
    phrase = phrases.read("kontaktn|a … oseb|a")
    assert phrase is not None
    assert phrase.shown == "kontaktna … oseba"


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    phrase = phrases.read(text)
    if phrase is not None and not set("*|…") & set(text) and "..." not in text:
        assert phrase.is_in(phrases.words_of(text))
