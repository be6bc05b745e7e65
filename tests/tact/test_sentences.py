"""Tact by example: sentences that hurt or bind are found, tactful ones are left alone, in every language."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import polib
import pytest

from goodterms.content.layers import BUILT_IN, Content
from goodterms.tact import lists, looking, patterns

HERE = Path(__file__).parent
CONTENT = Content(())
LANGUAGES = sorted(path.parent.name for path in (BUILT_IN / "locales").glob("*/tact.toml"))
_LEAST_PATTERNS = 40
_NOT_FOR_CUSTOMERS = ("never say", "customer says")


def sentences(folder: str, language: str) -> tuple[list[str], list[str]]:
    """The tactless sentences of a file, and the tactful ones."""
    lines = (HERE / folder / f"{language}.txt").read_text("utf-8").splitlines()
    tactless = [line[2:] for line in lines if line.startswith("- ")]
    return tactless, [line[2:] for line in lines if line.startswith("+ ")]


def all_of(folder: str, language: str) -> list[str]:
    return [text for part in sentences(folder, language) for text in part]


def test_every_language_with_a_catalog_has_a_list() -> None:
    assert CONTENT.catalogs() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences(language: str) -> None:
    """At least 27 of 30 tactless sentences are found, at most one of 30 tactful ones is."""
    check = looking.checker(CONTENT, language).check
    tactless, tactful = sentences("sentences", language)
    assert (len(tactless), len(tactful)) == (30, 30)
    missed = [text for text in tactless if not check(text)]
    mistaken = [(text, check(text)) for text in tactful if check(text)]
    assert len(missed) <= 3, missed
    assert len(mistaken) <= 1, mistaken


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_pattern_needs_hides_nothing(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same is found whether expressions are compiled at once or only where a text has a word that one needs."""
    read = lists.read(CONTENT, language)
    numbered = [(number, pattern) for number, group in enumerate(read.groups) for pattern in group.find]
    texts = [
        read.fold(text) for folder in ("sentences", "held_out", "near_misses") for text in all_of(folder, language)
    ]
    few = 6
    assert few < patterns._TEXTS_BEFORE_COMPILING
    found = []
    for begin in range(0, len(texts), few):
        fresh = patterns.Patterns(numbered, read.fold)
        found += [list(fresh.find(text)) for text in texts[begin : begin + few]]
    monkeypatch.setattr(patterns, "_TEXTS_BEFORE_COMPILING", 0)
    at_once = patterns.Patterns(numbered, read.fold)
    assert found == [list(at_once.find(text)) for text in texts]
    assert sum(map(bool, found)) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_is_found(language: str) -> None:
    """The tactless sentences are in the order of the kinds, five of each; nearly all are found as their own kind."""
    check = looking.checker(CONTENT, language).check
    tactless, _ = sentences("sentences", language)
    kinds = [kind for kind in lists.KINDS for _ in range(5)]
    wrong = [
        (text, kind)
        for text, kind in zip(tactless, kinds, strict=True)
        if (found := check(text)) and kind not in {one.kind for one in found}
    ]
    assert len(wrong) <= 4, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_large_enough_and_say_why(language: str) -> None:
    groups = lists.read(CONTENT, language).groups
    assert sum(len(group.find) for group in groups) >= _LEAST_PATTERNS
    assert {group.kind for group in groups} == {*lists.KINDS}
    assert all(group.reason and group.better for group in groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_that_came_with_goodterms_is_read_without_trying_it(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = lists.read(CONTENT, language).groups
    monkeypatch.setattr(lists, "IS_CHECKOUT", False)
    assert lists.read(CONTENT, language).groups == tried


@pytest.mark.parametrize("language", LANGUAGES)
def test_better_wordings_are_tactful(language: str) -> None:
    """What is proposed instead is not found itself."""
    check = looking.checker(CONTENT, language).check
    for group in lists.read(CONTENT, language).groups:
        _, quote, example = group.better.partition("“" if "“" in group.better else "»")
        assert not check(example if quote else ""), group


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_themselves_are_tactful(language: str) -> None:
    """No sentence for a customer is found, written or said; a script has others beside them, and advice is for us."""
    check = looking.checker(CONTENT, language).check
    catalog = polib.pofile(str(BUILT_IN / "locales" / language / "LC_MESSAGES" / "goodterms.po"))
    for entry in catalog:
        if entry.msgctxt in _NOT_FOR_CUSTOMERS or all("/_advice/" in path for path, _ in entry.occurrences):
            continue
        texts = [entry.msgstr or entry.msgid, *entry.msgstr_plural.values()]
        found = [(text, check(text)) for text in texts if check(text)]
        assert not found, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples_are_tactful(language: str) -> None:
    check = looking.checker(CONTENT, language).check
    path = BUILT_IN / "locales" / language / "samples.toml"
    samples = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    found = [(text, check(text)) for text in _texts(samples) if check(text)]
    assert not found


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_grows_with_the_length_only(language: str) -> None:
    """A text of 10,000 characters takes a few milliseconds; one in which every word begins a pattern is no trap."""
    _, tactful = sentences("sentences", language)
    begins = " ".join(sentences("sentences", language)[0][15].split()[:2])
    # 5 ms and less where the machine is not busy with other things.
    for text, most in ((" ".join(tactful * 10), 0.025), (f"{begins} " * 5_000, 0.1), ("a" * 10_000, 0.025)):
        looking.checker(CONTENT, language).check(text[:9_999])
        took = min(_seconds(language, f"{text[:9_990]} {number}") for number in range(4))
        assert took < most, f"{text[:40]}: {took * 1000:.1f} ms"


def _seconds(language: str, text: str) -> float:
    check = looking.checker(CONTENT, language).check
    start = time.perf_counter()
    check(text)
    return time.perf_counter() - start


FIGURES = tomllib.loads((HERE / "figures.toml").read_text("utf-8"))
MEASURED = [(folder, language, *figures) for folder, of in FIGURES.items() for language, figures in of.items()]


@pytest.mark.parametrize(("folder", "language", "least", "most"), MEASURED)
def test_figures(folder: str, language: str, least: int, most: int) -> None:
    """What the lists do on sentences that they were not made from; figures.toml says what each folder is."""
    check = looking.checker(CONTENT, language).check
    tactless, tactful = sentences(folder, language)
    assert (len(tactless), len(tactful)) == (10, 10)
    found, mistaken = (sum(bool(check(text)) for text in texts) for texts in (tactless, tactful))
    assert found >= least
    assert mistaken <= most


def test_every_language_has_figures() -> None:
    assert all(sorted(of) == LANGUAGES for of in FIGURES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_misses_are_left_alone(language: str) -> None:
    """Friendly sentences with words of the patterns in them."""
    check = looking.checker(CONTENT, language).check
    _, tactful = sentences("near_misses", language)
    assert len(tactful) >= 20
    found = [(text, check(text)) for text in tactful if check(text)]
    assert not found, found
