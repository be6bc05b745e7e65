"""Characters that stand for those of the language: which are found, and where the same character is right."""

from __future__ import annotations

import pytest

from one_message import levels

RULE = frozenset({"mistaken-character"})


@pytest.mark.parametrize(
    ("language", "source", "translation", "right"),
    [
        ("ne", "Thank you.", "धन्यवाद |", "U+0964"),
        ("ne", "Thank you. Goodbye.", "धन्यवाद| नमस्ते।", "U+0964"),
        ("ne", "sorrow", "दु:ख", "U+0903"),
        ("te", "Thank you.", "ధన్యవాదాలు।", "U+002E"),
        ("te", "Thank you. Bye.", "ధన్యవాదాలు। సెలవు.", "U+002E"),
        ("sl", "a bill", "nov raèun", "U+010D"),
        ("sl", "BILL", "RAÈUN", "U+010C"),
        ("sl", "between", "meðu", "U+0111"),
    ],
)
def test_what_is_found(language: str, source: str, translation: str, right: str) -> None:
    (found,) = levels("", source, translation, language=language, rules=RULE)
    assert found.startswith("warning: U+")
    assert f"write {right}" in found


@pytest.mark.parametrize(
    ("language", "source", "translation"),
    [
        ("ne", "at 10:30", "१०:३० बजे"),
        ("ne", "Note: this", "नोट: यो"),
        ("ne", "a|b", "क|ख"),
        ("te", "a line of verse ।", "పద్యం ।"),
        ("te", "the sign", "గుర్తు (।)"),
        ("sl", "by Molière", "avtor Molière"),
        ("sl", "in Geneva", "v mestu Genève"),
        ("sl", "the letter", "črka è"),
        ("sl", "a bill", "račun, ki ga čakaš"),
    ],
)
def test_what_is_right(language: str, source: str, translation: str) -> None:
    assert levels("", source, translation, language=language, rules=RULE) == []
