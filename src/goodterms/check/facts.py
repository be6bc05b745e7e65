"""Rules of facts and markup: what a translation must hand on as it is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import DIGITS_BEYOND_ASCII, begin_like_lists, facts_differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_NUMBER = re.compile(r"(?<![\w.%{(])\d[\d.,:/\u066b\u066c]*")
_DIGIT = re.compile(r"\d")
_MASKED = re.compile(r"\{[^{}]*\}|%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|<[^<>]*>")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_MARKDOWN = re.compile(r"\*\*|__|`+|\]\(|^\s{0,3}(?:#{1,6}|[-*+]|\d+[.)]|>)\s", re.MULTILINE)
_LEAST_NUMBER = 11
"""Smaller numbers are often written as words."""


@rule("error", "text", when="@/")
def address_changed(text: Text) -> Iterator[Hit]:
    """A web or mail address of the message is not in its translation.

    Bad: "See https://lipa.example/help" translated "Glejte https://lipa.example/pomoč"
    Good: "See https://lipa.example/help" translated "Glejte https://lipa.example/help"
    """
    if not any("://" in source or "@" in source for source in text.sources):
        return
    found = set(_ADDRESS.findall(text.text))
    for address in dict.fromkeys(_ADDRESS.findall(text.source)):
        if address not in found:
            yield Hit(f"the address {address} of the message is not in the translation", address)


@rule("warning", "text", when=[facts_differ, DIGITS_BEYOND_ASCII])
def number_changed(text: Text) -> Iterator[Hit]:
    """A number of the message is not in its translation, in no script's digits; small ones may be words.

    Bad: "valid for 30 days" translated "velja 3 dni"
    Good: "valid for 30 days" translated "३० दिनसम्म मान्य"
    """
    source = text.source
    if not _DIGIT.search(source):
        return
    expected = {number: shown for number, shown in _numbers(source).items() if int(number) >= _LEAST_NUMBER}
    found = _numbers(text.text) if expected else {}
    for number, shown in expected.items():
        if number not in found:
            yield Hit(f"the number {shown} of the message is not in the translation", shown)


@rule("error", "text", when="<")
def markup_changed(text: Text) -> Iterator[Hit]:
    """A translation has other tags than its message: one is lost, added, renamed or left open.

    Bad: "Read <b>this</b>" translated "Preberite <b>to<b>"
    Good: "Read <b>this</b>" translated "Preberite <b>to</b>"
    """
    if "<" not in text.text and not any("<" in source for source in text.sources):
        return
    found = _tags(text.text)
    if any(found == _tags(source) for source in text.sources):
        return
    expected = _tags(text.source)
    for tag in expected - found:
        yield Hit(f"the tag {tag} of the message is lost", tag)
    for tag in found - expected:
        yield Hit(f"the tag {tag} is not in the message", tag, max(0, text.text.rfind(tag.rstrip(">"))))


@rule("warning", "text", when=["*_`]\n", begin_like_lists])
def markdown_changed(text: Text) -> Iterator[Hit]:
    """A translation has other Markdown than its message: emphasis, code, a link, a mark at the beginning of a line.

    Bad: "Read **this**" translated "Preberite **to"
    Good: "Read **this**" translated "Preberite **to**"
    """
    found, expected = _marks(text.text), _marks(text.source)
    if (not found and not expected) or any(found == _marks(source) for source in text.sources):
        return
    for mark in (expected - found) | (found - expected):
        lost = "of the message is lost" if expected[mark] > found[mark] else "is not in the message"
        yield Hit(f"the mark {mark} {lost}", mark, max(0, text.text.find(mark)))


def _numbers(text: str) -> dict[str, str]:
    """The numbers of a text, each by its ASCII digits alone."""
    numbers = {}
    if "://" in text or "@" in text:
        text = _ADDRESS.sub(" ", text)
    if "{" in text or "%" in text or "<" in text:
        text = _MASKED.sub(" ", text)
    for found in _NUMBER.findall(text):
        digits = found if found.isascii() and found.isdecimal() else _ascii_digits(found)
        numbers[digits] = found.rstrip(".,:/")
    return numbers


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def _tags(text: str) -> Counter[str]:
    """The tags of a text, each with its attributes but the ones that are read by people."""
    tags: Counter[str] = Counter()
    for slash, name, attributes in _TAG.findall(text):
        kept = re.sub(r"""\s+(?:title|alt|aria-label)\s*=\s*("[^"]*"|'[^']*')""", "", attributes).strip(" /")
        tags[f"<{slash}{name.lower()}{' ' + kept if kept else ''}>"] += 1
    return tags


def _marks(text: str) -> Counter[str]:
    """The Markdown marks of a text; the number in front of a list item does not matter."""
    return Counter(re.sub(r"\d+", "1", mark.strip()) for mark in _MARKDOWN.findall(text))
