"""Capitals that are a courtesy to one person."""

from __future__ import annotations

import pytest

from goodterms.text import marks
from goodterms.text.courtesy import without_capitals

WORDS = ("Vi", "Vas", "Vam", "Vaš", "Vaše")
SLOT = chr(marks.SLOT_BASE)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Zahvaljujemo se Vam, Vi pa nam pišite.", "Zahvaljujemo se vam, vi pa nam pišite."),
        ("Hvala. Vaše odgovore imamo. Vam pišemo.", "Hvala. Vaše odgovore imamo. Vam pišemo."),
        ("Vaš račun\n- Vaš račun, Vaš račun\n\nVam in Vas", "Vaš račun\n- Vaš račun, vaš račun\n\nVam in vas"),
        (f"Za {SLOT} Vam vračamo {SLOT}, Vaše", f"Za {SLOT} vam vračamo {SLOT}, vaše"),
        (f"{SLOT}. Vam", f"{SLOT}. Vam"),
        ("Pogovor (Vam v zahvalo) in »to« Vam – Vam", "Pogovor (vam v zahvalo) in »to« vam – vam"),
        ("za\u00a0Vas", "za\u00a0vas"),
        ("od Vasje do Viba", "od Vasje do Viba"),
    ],
)
def test_a_word_has_its_capital_only_where_a_sentence_begins(prose: str, expected: str) -> None:
    assert without_capitals(prose, WORDS) == expected


def test_without_words_nothing_changes() -> None:
    assert without_capitals("se Vam", ()) == "se Vam"
