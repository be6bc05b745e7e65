"""The patterns of tact.toml: what they match, how texts are folded, and what is refused."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms.content.layers import Content
from goodterms.errors import BrokenContent
from goodterms.tact import lists, looking
from goodterms.tact.patterns import Folding, InvalidPatternError, Patterns, Places, Sentences, branches

if TYPE_CHECKING:
    from pathlib import Path

FOLD = Folding({"ي": "ی"})


def is_found(pattern: str, text: str) -> bool:
    return any(Patterns([(0, pattern)], FOLD).find(FOLD(text)))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("you always", "You  always", True),
        ("you always", "you, always", True),
        ("you always", "“you” always", True),
        ("you always", "thank you. Always", False),
        ("you always", "youalways", False),
        ("you always", "you alwayss", False),
        ("complain*", "complaining", True),
        ("complain*", "complain", True),
        ("complain*", "uncomplaining", False),
        ("you (always|never) pay", "you never pay", True),
        ("you (always|never) pay", "you pay", False),
        ("you (always)? pay", "you pay", True),
        ("you (always)? pay", "you always pay", True),
        ("you (always)? pay", "you never pay", False),
        ("(sick|tired of) you", "tired of you", True),
        ("you … late", "you late", True),
        ("you … late", "you one two three four five six late", True),
        ("you … late", "you one two three four five six seven late", False),
        ("you … late", "you paid. It is late", False),
        ("ste … dostavo", "ste 14. junija dostavo", True),
        ("hard to please", "hard-to-please", True),
        ("you're late", "You’re late", True),
        ("آپ کی", "آپ كي", False),  # ك is no letter of this folding
        ("آپ ہی", "آپ ہي", True),
        ("ناقابل برداشت", "ناقابلِ برداشت", True),
        ("బ్లాక్‌లిస్ట్", "బ్లాక్లిస్ట్", True),
        ("గర్యౌ*", "గర్\u200dయౌ", True),
        ("plačate", unicodedata.normalize("NFD", "plačate"), True),
    ],
)
def test_patterns(pattern: str, text: str, expected: bool) -> None:
    assert is_found(pattern, text) is expected


@pytest.mark.parametrize(
    "pattern",
    ["", "…", "you …", "… you", "(very)? rude", "rude (indeed)?", "(a|)", "(a|b", "a)", "*", "a*b", "(a (b) c)", "a.b"],
)
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(InvalidPatternError):
        branches(pattern, FOLD)


@given(
    st.lists(st.sampled_from(["a", "e\u0301", ".", " ", ",", "b\u200c", "آ", "لِ", "एँ", "č", "ي", "’"])).map("".join),
    st.data(),
)
def test_the_place_in_the_text_is_that_of_the_folded_one(text: str, data: st.DataObject) -> None:
    folded = FOLD(text)
    words = [found for found in folded.replace(".", " ").split(" ") if found]
    if words:
        word = data.draw(st.sampled_from(words))
        start = folded.index(word)
        assert FOLD(Places(text, FOLD).original(start, start + len(word))).strip(" .") == word.strip()


def test_sentences() -> None:
    text = FOLD("One. On 14. June two! Three")
    start, end = Sentences(text).around(text.index("june"), text.index("june") + 4)
    assert text[start:end].strip() == "on 14. june two."
    assert Sentences("a " * 1000).around(900, 901) == (500, 1000)


def write(folder: Path, text: str) -> Content:
    path = folder / "locales" / "sl" / "tact.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return Content((folder,))


def test_a_company_adds_changes_and_silences_groups(tmp_path: Path) -> None:
    own = """
[attack]
reason = "ni lepo"
better = "povejte lepše"
[attack.house]
find = ["bedak*"]
[threat.law]
find = []
"""
    content = write(tmp_path, own)
    check = looking.checker(content, "sl").check
    assert [(one.kind, one.words, one.reason) for one in check("Kakšni bedaki!")] == [("attack", "bedaki", "ni lepo")]
    assert not check("Vas bomo tožili.")
    assert check("Nikoli ne plačate.")


def test_words_of_a_company_are_in_all_patterns_of_that_list(tmp_path: Path) -> None:
    own = """
[words]
character = ["kilav*"]
[attack.house]
find = ["čisto (<character>)"]
reason = "ni lepo"
better = "povejte lepše"
"""
    check = looking.checker(write(tmp_path, own), "sl").check
    assert [one.words for one in check("Kako kilavi odgovori. Čisto arogantno.")] == ["kilavi", "Čisto arogantno"]


def test_a_list_of_words_that_there_is_not(tmp_path: Path) -> None:
    own = '[attack.house]\nfind = ["so (<charakter>)"]\nreason = "r"\nbetter = "b"\n'
    with pytest.raises(BrokenContent) as caught:
        lists.read(write(tmp_path, own), "sl")
    assert [(one.kind, dict(one.params)["reason"]) for one in caught.value.faults] == [
        ("not-a-tact-pattern", "no list of words is called 'charakter'")
    ]


def test_another_pattern_counts_where_the_first_is_left_alone(tmp_path: Path) -> None:
    """Both begin with the same word; a sentence that the group of one leaves alone may still be one of the other."""
    own = """
[attack.one]
find = ["osel … mrk"]
unless = ["lepo"]
reason = "ena"
better = "b"
[attack.two]
find = ["osel … grdo mrk"]
reason = "dva"
better = "b"
"""
    check = looking.checker(write(tmp_path, own), "sl").check
    assert [one.reason for one in check("Osel zelo grdo mrk. Osel lepo grdo mrk. Osel lepo mrk.")] == ["ena", "dva"]


def test_faults_of_a_list_are_all_told(tmp_path: Path) -> None:
    own = """
[attack.house]
find = ["(a", "b"]
[blame.house]
find = "x"
[insult.house]
find = ["b"]
"""
    with pytest.raises(BrokenContent) as caught:
        lists.read(write(tmp_path, own), "sl")
    assert {(one.kind, one.line) for one in caught.value.faults} == {
        ("not-a-tact-pattern", 3),
        ("tact-without", 2),
        ("tact-without", 4),
        ("not-a-list-of-texts", 5),
        ("unknown-key", 0),
    }


def test_a_hyphen_in_a_pattern_is_as_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "locales" / "en" / "tact.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        '[words]\ncharacter = ["tight-fisted"]\n[attack.ours]\nfind = ["time-sink*"]\nreason = "r"\nbetter = "b"\n',
        "utf-8",
    )
    check = looking.checker(Content((tmp_path,)), "en").check
    for text in ("You are tight-fisted.", "You are tight fisted.", "What a time-sink.", "What a time sink."):
        assert [found.kind for found in check(text)] == ["attack"], text
