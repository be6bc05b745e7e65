"""Rules about facts and markup, which a translation must keep as they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import DIGITS_BEYOND_ASCII, begin_like_lists, facts_differ, has_inner_full_stop
from goodterms.expressions import expression
from goodterms.speech import said
from goodterms.text.addresses import is_unsafe, may_lead_out, ways_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

_AROUND = r"\s<>\"'“”‘’„«»()\[\]`\u3000-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_ADDRESS = expression(
    rf"https?://(?:%\(\w+\)[a-z]|[^{_AROUND}])*(?:%\(\w+\)[a-z]|[^{_AROUND}.,;:!?])|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
_CREDITS = expression(r"translator|translation bugs|messages maintainer|EMAIL|your names|your emails", re.IGNORECASE)
"""The messages in which translators name themselves or their team, such as GNOME's "translator-credits"."""
_PAGE_OF_LANGUAGE = expression(r"([a-z]{2,3})(?:[-_]\w+)?(?:\.\w+|/)?")
_LANGUAGE_CODE = expression(r"([a-z]{2,3})(?:[-_]\w+)?")
_NUMBER = expression(r"(?<![\w.%{(])\d[\d.,:/\u066b\u066c]*")
_DIGIT = expression(r"\d")
_MASKED = expression(r"\{[^{}]*\}|%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|<[^<>]*>")
_TAG = expression(r"<\s*(/?)\s*([A-Za-z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_MARKDOWN = expression(r"\*\*|__|`+|\]\(|^\s{0,3}(?:#{1,6}|[-*+]|\d+[.)]|>)\s", re.MULTILINE)
_QUOTED_BY_BACKTICK = expression(r"`[^`'\n]*'")
_CODE = expression(r"`[^`\n]+`")
"""Code, or a reference of reStructuredText with a target in angle brackets."""
_ELEMENTS = expression(r"a|br|button|embed|form|hr|iframe|img|meta|object|script|style|svg|video|wbr")
"""The HTML elements that no word in angle brackets can be, so that no text brings one in unseen."""
_ELEMENTS_WITH_ATTRIBUTES = expression(
    r"abbr|area|b|base|blockquote|code|col|dd|div|dl|dt|em|font|h[1-6]|i|input|label|li|link|ol|p|pre|small|source|span|"
    r"strong|table|td|th|tr|track|u|ul"
)
"""Other elements, whose names without attributes may be words: <source>."""
_WORD = expression(r"\w[\w.:-]*")
_TYPOGRAPHIC = frozenset({"bdi", "sub", "sup"})
"""The HTML elements that the spelling of a language may need where that of the source does not: 3<sup>e</sup>."""
_MIN_NUMBER = 11
"""Smaller numbers are often spelled out."""


@rule("error", "text", when="@/")
def address_changed(text: Text) -> Iterator[Hit]:
    """A web or email address in the source is missing from the translation.

    A language code in the address may be replaced by the code of the translation's language, and an address that
    ends in a slash may lead on to the page of that language.
    Bad: `"See https://lipa.example/help" → "Glejte https://lipa.example/pomoč"`
    Good: `"See https://lipa.example/help" → "Glejte https://lipa.example/help"`
    """
    if not any("://" in source or "@" in source for source in text.sources) or _is_credits(text):
        return
    found = set(_ADDRESS.findall(text.text))
    for address in dict.fromkeys(_ADDRESS.findall(text.source)):
        if address not in found and not any(_is_same_address(other, address, text) for other in found):
            yield Hit(said("the address {address} is missing from the translation", address=address), address)


@rule("warning", "text", when=[":@/&", has_inner_full_stop])
def address_added(text: Text) -> Iterator[Hit]:
    """A translation has a web or email address that its source does not have, or more of them.

    The name of a host is an address, too: lipa.example. One in the place of another is a note. An address that is code
    (`javascript:`, `data:`) is an error, unless the source has it. Credits of translators do not count.
    Bad: `"Thank you." → "Hvala, glejte https://lipa.example"`
    Good: `"See https://lipa.example/en" → "Glejte https://lipa.example/sl"`
    """
    if not may_lead_out(text.text) or _is_credits(text):
        return
    found = {way: at for way, at in ways_out(text.text).items() if way[0] not in "[!<"}
    if not found:
        return
    sources = {way for source in text.sources for way in ways_out(source) if way[0] not in "[!<"}
    added = [way for way in found if way not in sources]
    unsafe = [way for way in added if is_unsafe(way)]
    for way in unsafe:
        message = said("the address {address} is code, and not in the source; delete it", address=way)
        yield Hit(message, way, found[way], level="error")
    safe = [way for way in added if way not in unsafe]
    more = max(0, len(found) - len(sources))
    for way in safe[:more]:
        yield Hit(said("the address {address} is not in the source", address=way), way, found[way])
    for way in safe[more:]:
        if not _ADDRESS.match(way):  # of all others, address-changed finds the one that is missing
            message = said("the address {address} takes the place of one in the source", address=way)
            yield Hit(message, way, found[way], level="note")


@rule("warning", "text", when=[facts_differ, DIGITS_BEYOND_ASCII])
def number_changed(text: Text) -> Iterator[Hit]:
    """A number in the source is missing from the translation.

    Digits of any script count; small numbers may be written as words.
    Bad: `"valid for 30 days" → "velja 3 dni"`
    Good: `"valid for 30 days" → "३० दिनसम्म मान्य"`
    """
    source = text.source
    if not _DIGIT.search(source):
        return
    expected = {number: shown for number, shown in _numbers(source).items() if int(number) >= _MIN_NUMBER}
    found = _numbers(text.text) if expected else {}
    for number, shown in expected.items():
        if number not in found:
            yield Hit(said("the number {number} is missing from the translation", number=shown), shown)


@rule("error", "text", when="<")
def markup_changed(text: Text) -> Iterator[Hit]:
    """The tags of a translation differ from the source's: one is lost, added, renamed or left open.

    A missing plain pair of tags, or a missing line break, is only a warning. So is an added pair that spelling may
    need, such as `<sup>`, except in letters. Several words in angle brackets are not a tag.
    Bad: `"Read <b>this</b>" → "Preberite <b>to<b>"`
    Good: `"Read <b>this</b>" → "Preberite <b>to</b>"`
    """
    if "<" not in text.text and not any("<" in source for source in text.sources):
        return
    found = _tags(text.text)
    if any(found == _tags(source) for source in text.sources):
        return
    expected = _tags(text.source)
    lost, added = expected - found, found - expected
    for tag, other in [(tag, other) for tag in lost for other in added if _is_own_version(other, tag, text)]:
        del lost[tag], added[other]
    is_of_letters = text.catalog.is_of_letters
    # A program in a terminal shows its user what to type: <file>; and a translator may write it in other words.
    has_words = not is_of_letters and "<" in text.source and "</" not in text.source
    if text.text.count("<") == text.source.count("<"):
        for tag in [tag for tag in lost if _is_word(tag, text.source)]:
            del lost[tag]
            added -= Counter(next(([other] for other in added if _is_word(other, text.text)), []))
        if has_words and not lost:  # several words, which are not read as a tag, have become one
            added = Counter(tag for tag in added if not _is_word(tag, text.text))
    for tag in lost:
        # Without a pair of plain tags, a text only loses emphasis.
        name = tag.strip("</>")
        is_pair = not added and (name == "br" or lost[f"<{name}>"] == lost[f"</{name}>"])
        is_mild = is_pair or (has_words and _is_word(tag, text.source))
        message = said("the tag {tag} is missing from the translation", tag=tag)
        yield Hit(message, tag, level="warning" if is_mild else "")
    is_spelling = not is_of_letters and not lost and _may_be_spelling(added)
    for tag in added:
        is_mild = is_spelling or (has_words and _is_word(tag, text.text))
        message = said("the tag {tag} is not in the source", tag=tag)
        yield Hit(message, tag, max(0, text.text.rfind(tag.rstrip(">"))), level="warning" if is_mild else "")


@rule("warning", "text", when=["*_`]\n", begin_like_lists])
def markdown_changed(text: Text) -> Iterator[Hit]:
    """The Markdown of a translation differs from the source's: emphasis, code, a link, a heading, a list.

    Except in letters, what a translation adds to a source without Markdown does not count, nor do backticks where they
    open quotations.
    Bad: `"Read **this**" → "Preberite **to"`
    Good: `"Read **this**" → "Preberite **to**"`
    """
    found, expected = _markdown(text.text), _markdown(text.source)
    if not text.catalog.is_of_letters:
        if _QUOTED_BY_BACKTICK.search(text.source):
            found, expected = (Counter(sign for sign in one.elements() if "`" not in sign) for one in (found, expected))
        if not expected:
            return
    if (not found and not expected) or any(found == _markdown(source) for source in text.sources):
        return
    for sign in (expected - found) | (found - expected):
        message = (
            said("the Markdown {sign} is missing from the translation", sign=sign)
            if expected[sign] > found[sign]
            else said("the Markdown {sign} is not in the source", sign=sign)
        )
        yield Hit(message, sign, max(0, text.text.find(sign)))


def _is_credits(text: Text) -> bool:
    """Whether translators name themselves in a message; in letters, none does."""
    return not text.catalog.is_of_letters and _CREDITS.search(text.entry.msgid) is not None


def _numbers(text: str) -> dict[str, str]:
    """The numbers of a text as they are written, by their ASCII digits."""
    numbers = {}
    if "://" in text or "@" in text:
        text = _ADDRESS.sub(" ", text)
    if "{" in text or "%" in text or "<" in text:
        text = _MASKED.sub(" ", text)
    for number in _NUMBER.findall(text):
        digits = number if number.isascii() and number.isdecimal() else _ascii_digits(number)
        numbers[digits] = number.rstrip(".,:/")
    return numbers


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def _may_be_spelling(added: Counter[str]) -> bool:
    """Whether added tags are pairs without attributes that spelling may need: 3<sup>e</sup>."""
    names = {tag.strip("</>") for tag in added}
    return names <= _TYPOGRAPHIC and all(added[f"<{name}>"] == added[f"</{name}>"] for name in names)


def _is_word(tag: str, text: str) -> bool:
    """Whether a tag may be words in angle brackets: nothing closes it, and it is not an element of HTML."""
    name, _, attributes = tag.strip("<>").partition(" ")
    is_element = _ELEMENTS.fullmatch(name) or (attributes and _ELEMENTS_WITH_ATTRIBUTES.fullmatch(name))
    return _WORD.fullmatch(name) is not None and not is_element and f"</{name}" not in text.lower()


def _is_same_address(own: str, source: str, text: Text) -> bool:
    """Whether an address leads where the source's does, or to the version of it in the language of the translation.

    Letters that follow it without a space, as in Japanese and Korean, do not belong to it.
    """
    if source.startswith("http://") and own.startswith("https://"):
        source = f"https://{source.removeprefix('http://')}"
    if not own.startswith(source):
        return _is_own_version(own, source, text)
    rest = own.removeprefix(source)
    if not rest[:1].isascii():
        return True
    page = _PAGE_OF_LANGUAGE.fullmatch(rest) if source.endswith("/") else None
    language = _LANGUAGE_CODE.match(text.catalog.language)
    return not rest or bool(page and language and page[1] == language[1])


def _is_own_version(own: str, source: str, text: Text) -> bool:
    """Whether an address, or a tag with one, differs from the source's only in its language code."""
    parts, source_parts = own.split("/"), source.split("/")
    differing = [pair for pair in zip(parts, source_parts, strict=False) if pair[0] != pair[1]]
    if len(parts) != len(source_parts) or len(differing) != 1:
        return False
    codes = [_LANGUAGE_CODE.fullmatch(part) for part in (*differing[0], text.catalog.language)]
    return codes[1] is not None and codes[0] is not None and codes[2] is not None and codes[0][1] == codes[2][1]


def _tags(text: str) -> Counter[str]:
    """The tags of a text with their attributes, without attributes for people to read."""
    tags: Counter[str] = Counter()
    if "`" in text:
        text = _CODE.sub(" ", text)
    for slash, name, attributes in _TAG.findall(text):
        if attributes.strip(" /") and "=" not in attributes and f"</{name}" not in text:
            continue
        kept = re.sub(r"""\s+(?:title|alt|aria-label)\s*=\s*("[^"]*"|'[^']*')""", "", attributes).strip(" /")
        tags[f"<{slash}{name.lower()}{' ' + kept if kept else ''}>"] += 1
    return tags


def _markdown(text: str) -> Counter[str]:
    """The Markdown syntax in a text; list items count as one, whatever their number."""
    return Counter(re.sub(r"\d+", "1", sign.strip()) for sign in _MARKDOWN.findall(text))
