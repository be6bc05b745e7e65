"""Where the library regex is not asked, what is known is what it would say."""

from __future__ import annotations

import sys
import unicodedata

import regex

from goodterms.cldr.scripts import is_sentence_end, script_in

CHARACTERS = [
    chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
]


def test_every_end_of_a_sentence_is_known() -> None:
    expected = {one for one in CHARACTERS if regex.fullmatch(r"[\p{Sentence_Terminal}…]", one)}
    assert {one for one in CHARACTERS if is_sentence_end(one)} == expected


def test_latin_letters_are_known() -> None:
    first = CHARACTERS[:0x300]
    assert first[-1] > "\u024f"
    assert [one for one in first if script_in(one) == "Latn"] == [
        one for one in first if regex.match(r"\p{Latin}", one)
    ]
    assert [script_in(f"1 {one}") for one in "ªµÖ×ñ÷ɏ"] == ["Latn", "Zzzz", "Latn", "Zzzz", "Latn", "Zzzz", "Latn"]
