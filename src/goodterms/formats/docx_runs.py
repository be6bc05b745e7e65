"""Text as runs of WordprocessingML (ISO/IEC 29500-1, 17.3.2): each in one direction and for one kind of font.

A word processor does not read isolates. It takes the direction of a text from its run: ``w:rtl`` for right-to-left
text, which must not hold left-to-right letters, and nothing for left-to-right text. Programs that apply UAX #9 to the
paragraph instead find LRM and RLM around each value that a format would isolate.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.cldr import languages, locales
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.model import Direction, Isolate, Locale

Kind = Literal["plain", "complex", "rtl", "digits"]
"""The kind of a run: Latin and the like, left-to-right complex scripts, right-to-left text, European digits in it."""

CLOSE = "</w:t></w:r>"
"""Ends a run that an opening of :class:`Runs` began."""
# Scripts without the complex layout of Word's second set of fonts (ISO 15924).
_PLAIN_SCRIPTS = frozenset(
    ["Armn", "Cyrl", "Geor", "Grek", "Hang", "Hani", "Hans", "Hant", "Jpan", "Kore", "Latn", "Zxxx", ""]
)
# Letters and marks of the bidi classes R and AL.
_RTL = (
    "\u0590-\u05ff\u0608\u060b\u060d\u0610-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010d2f\U00010d40-\U00010e5f\U00010e80-\U00010fff\U0001e800-\U0001efff"
)
# Digits of the Arabic scripts, and their separators (classes AN, EN, ET, CS).
_ARABIC_DIGITS = "\u0660-\u066c\u06f0-\u06f9"
# Complex scripts from left to right: those of South and Southeast Asia, Tibetan, Khmer, Mongolian.
_COMPLEX = (
    "\u0900-\u109f\u1780-\u18af\u1950-\u1aaf\u1b00-\u1c7f\u1cd0-\u1cff\ua800-\ua82f\ua840-\ua95f"
    "\ua980-\uaadf\uabc0-\uabff\U00011000-\U000116cf\U00011700-\U00011fff"
)
_TOKENS = re.compile(
    f"(?P<rtl>[{_RTL}]+)|(?P<arabic>[{_ARABIC_DIGITS}]+)|(?P<complex>[{_COMPLEX}]+)"
    "|(?P<digits>[0-9]+(?:[.,:/+%-]+[0-9]+)*)"
    rf"|(?P<plain>(?:(?![{_RTL}{_ARABIC_DIGITS}{_COMPLEX}])[^\W\d_])+)"
    "|(?P<neutral>[ .,:;!?]+|.)",
    re.DOTALL,
)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile("[\t\n\r]+")


class Piece(NamedTuple):
    """A text of one kind, to be a run of its own."""

    kind: Kind
    text: str


class Runs:
    """Openings of runs for a letter, and values as runs.

    ``home`` is the kind of the letter's own words, ``direction`` that in which it reads. ``font`` is that of words in a
    complex script where no style has it.
    """

    def __init__(self, locale: Locale, source_tag: str = "", font: str = "") -> None:
        self.direction: Direction = locale.direction
        self.home: Kind = home_of(locale.catalog)
        self.source_home: Kind = home_of(source_tag)
        self.tag = word_tag(locale)
        self._source_tag = source_tag
        self._font = font
        self._openings: dict[tuple[Kind, bool, bool, bool], str] = {}

    def opening(self, kind: Kind, is_strong: bool = False, is_link: bool = False, is_source: bool = False) -> str:
        """The elements before the text of a run; ``is_source`` for words of the source language."""
        key = kind, is_strong, is_link, is_source
        if key not in self._openings:
            self._openings[key] = self._make_opening(*key)
        return self._openings[key]

    def _make_opening(self, kind: Kind, is_strong: bool, is_link: bool, is_source: bool) -> str:
        """In the order that the schema demands: style, font, bold, no proofing, direction, script, language."""
        in_latin = kind == "digits" or (kind == "plain" and self.home != "plain")
        style = ("LatinLink" if is_link else "Latin") if in_latin else "Hyperlink" if is_link else ""
        parts = [f'<w:rStyle w:val="{style}"/>'] if style else []
        if self._font and kind == self.home != "plain":
            parts.append(f'<w:rFonts w:cs="{self._font}"/>')
        if is_strong:
            parts.append("<w:b/><w:bCs/>")
        is_known = is_source or kind == self.home
        if not is_known and not in_latin:
            parts.append("<w:noProof/>")  # a value in some language
        elif is_source and in_latin:
            parts.append('<w:noProof w:val="0"/>')
        parts.append({"plain": "", "complex": "<w:cs/>"}.get(kind, "<w:rtl/>"))
        if is_known:
            attribute = "val" if kind == "plain" else "bidi"
            parts.append(f'<w:lang w:{attribute}="{self._source_tag if is_source else self.tag}"/>')
        return f'<w:r><w:rPr>{"".join(parts)}</w:rPr><w:t xml:space="preserve">'

    def inline(self, text: str, isolate: Isolate) -> str | None:
        """A value that reads like the words around it as text for their run; None for one that needs other runs."""
        if isolate and bidi.value_direction(text, isolate) != self.direction:
            return None
        pieces = split(text, self.direction, self.home)
        if len(pieces) > 1 or pieces[0].kind != self.home:
            return None
        mark = bidi.DIRECTIONAL_MARKS[self.direction] if isolate else ""
        return f"{mark}{text}{mark}"

    def value(self, text: str, isolate: Isolate, is_strong: bool = False, is_link: bool = False) -> tuple[str, str]:
        """A value as runs, and the mark of direction (LRM or RLM) of the text around it, empty where none is needed."""
        if not isolate:
            return self._write(split(text, self.direction, self.home), is_strong, is_link), ""
        base = bidi.value_direction(text, isolate)
        outer, inner = bidi.DIRECTIONAL_MARKS[self.direction], bidi.DIRECTIONAL_MARKS[base]
        pieces = split(text, base, self.home)
        if outer != inner:
            end = Piece("rtl" if base == "rtl" else "plain", inner)
            pieces = (end, *pieces, end)
        return self._write(pieces, is_strong, is_link), outer

    def _write(self, pieces: Iterable[Piece], is_strong: bool, is_link: bool) -> str:
        runs = []
        for kind, same in groupby(pieces, key=attrgetter("kind")):
            words = escape_text("".join(text for _, text in same))
            runs.append(f"{self.opening(kind, is_strong, is_link)}{words}{CLOSE}")
        return "".join(runs)

    def line(self, text: str) -> str:
        """A line by itself, such as one of an address, as runs."""
        text = _BLANKS.sub(" ", text)
        return self.value(text, bidi.isolate_text(text, self.direction))[0]


def home_of(language: str) -> Kind:
    """The kind of the words of a language, a BCP 47 tag; ``plain`` for one that CLDR does not know."""
    facts = languages.facts(language) if language else None
    if facts is None or facts.script in _PLAIN_SCRIPTS:
        return "plain"
    return "rtl" if facts.direction == "rtl" else "complex"


def word_tag(locale: Locale) -> str:
    """The language tag of a locale with its region, without which word processors do not know a language."""
    language, region = locale.tag.split("-")[0], locales.region(locale)
    return locale.tag if region in locale.tag.split("-") or not region else f"{language}-{region}"


@lru_cache(maxsize=4096)
def split(text: str, base: Direction, home: Kind) -> tuple[Piece, ...]:
    """A text in pieces of one kind each; it reads in the direction ``base``.

    Digits go with the letters before them (UAX #9, W2 and W7), and neutral characters with what is on both sides of
    them, or else with the text around them (N1 and N2). There is at least one piece.
    """
    if base == "ltr" and home != "complex" and text.isascii():
        return (Piece("plain", text),)
    tokens = _tokens(text)
    directions = _directions(tokens, base)
    kinds = _kinds(tokens, directions, home)
    same = groupby(zip(kinds, tokens, strict=True), key=itemgetter(0))
    pieces = [Piece(kind, "".join(words for _, (_, words) in members)) for kind, members in same]
    return tuple(pieces) or (Piece(home, ""),)


def _tokens(text: str) -> list[tuple[str, str]]:
    """The kind of each stretch of a text, and the stretch. A combining mark belongs to what it is on (UAX #9, W1)."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKENS.finditer(text):
        group, words = str(match.lastgroup), match[0]
        while words and unicodedata.bidirectional(words[0]) == "NSM":
            last, before = tokens.pop() if tokens else ("neutral", "")
            tokens.append((last, before + words[0]))
            words = words[1:]
        if words:
            tokens.append((group, words))
    return tokens


def _directions(tokens: list[tuple[str, str]], base: Direction) -> list[Direction]:
    """The direction of each token."""
    found: list[Direction | None] = []
    before: Direction = base
    for group, _ in tokens:
        if group == "rtl":
            before = "rtl"
        elif group in ("plain", "complex"):
            before = "ltr"
        found.append(None if group == "neutral" else before)
    for first, last in _bracket_pairs(tokens):
        found[first] = found[last] = _of_brackets(found, first, last, base)
    directions: list[Direction] = []
    for place, own in enumerate(found):
        if own is None:
            last_one = directions[-1] if directions else base
            following = next((later for later in found[place + 1 :] if later), base)
            own = last_one if last_one == following else base
        directions.append(own)
    return directions


def _bracket_pairs(tokens: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """The places of brackets that belong together (UAX #9, BD16), in the order of the opening ones."""
    pairs, opened = [], []
    for place, (_, words) in enumerate(tokens):
        if words in _BRACKETS:
            opened.append((place, _BRACKETS[words]))
        elif any(closing == words for _, closing in opened):
            while opened:
                start, closing = opened.pop()
                if closing == words:
                    pairs.append((start, place))
                    break
    return sorted(pairs)


def _of_brackets(found: list[Direction | None], first: int, last: int, base: Direction) -> Direction | None:
    """The direction of a pair of brackets (UAX #9, N0); None where nothing in them has one."""
    inside = {own for own in found[first + 1 : last] if own}
    if not inside or base in inside:
        return base if inside else None
    return next((own for own in reversed(found[:first]) if own), base)


def _kinds(tokens: list[tuple[str, str]], directions: list[Direction], home: Kind) -> list[Kind]:
    """The kind of the run for each token. Neutral characters continue the run before them where they may."""
    kinds: list[Kind] = []
    edge: Kind = home if home != "rtl" else "plain"
    last: Kind = edge
    for (group, _), direction in zip(tokens, directions, strict=True):
        if direction == "rtl":
            kinds.append("digits" if group == "digits" else "rtl")
        elif group in ("plain", "digits"):
            last = "plain"
            kinds.append("plain")
        elif group in ("complex", "arabic"):
            last = "complex"
            kinds.append("complex")
        else:
            kinds.append(last)
    return kinds


def escape_text(text: str) -> str:
    """The text with character references for what XML reads as markup in text."""
    return escape(text, quote=False)


def escape_attribute(text: str) -> str:
    """The text with character references for what XML reads as markup between double quotes."""
    return escape(text).replace("&#x27;", "&#39;")


def character_not_in_xml(text: str) -> str:
    """The first character of a text that no XML document can contain; empty for none."""
    found = _NOT_IN_XML.search(text)
    return found[0] if found else ""
