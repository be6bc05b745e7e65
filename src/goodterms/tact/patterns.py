"""Patterns of wordings as a translator writes them, and how many of them are found in a text at once.

A pattern is words with blanks between them. ``word*`` has any ending, ``(a|b)`` is one of several, ``(a|b)?`` may be
missing, ``…`` is a gap of up to six words, and ``<name>`` in brackets the words of a list. Everything is bounded, so
that the time to search a text grows only with its length.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.speech import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GAP = "…"
_MAX_GAP = 6
_BLANKS = ' \t\n\r\v\f\u00a0\u202f,;:«»"“”„‘()[]/|–—،؛-'
_ENDS = ".!?…।॥۔؟"
# Folded, every character between words is a blank, and every end of a sentence a full stop: sets of a few ASCII
# characters are compiled and searched much faster than others.
_IN_WORD = "[^ .]"
_SEPARATOR = " {1,4}"
_ENDING = f"{_IN_WORD}{{0,25}}"
# A day of the month, such as 14., ends no sentence.
_ANY_WORD = rf"(?:[0-9]{{1,4}}\.|{_IN_WORD}{{1,40}})"
_THROUGH_GAP = f"(?:{_SEPARATOR}{_ANY_WORD}){{0,{_MAX_GAP}}}"
_AFTER_GAP = _THROUGH_GAP + _SEPARATOR
_END_OF_SENTENCE = expression(r"(?<![0-9])\.")
_TOKEN = expression(r"\s*(?:(?P<group>\([^()]*\))(?P<optional>\??)|(?P<gap>…)|(?P<word>[^\s()…]+))")
_LIST = expression(r"<([^<>]*)>")
_WORD_AND_BLANKS = expression(r"\S+\s*|\s+")
_LONGEST_WORD = 1000
_LONG_SENTENCE = 500
_TEXTS_BEFORE_COMPILING = 8
"""After so many texts without what a pattern needs, its expression is compiled: it is faster for many texts."""
_LONGEST_TO_LOOK = 2000
"""In a longer text, an expression is faster than to look for many words."""
_ARABIC_VOWELS = (*range(0x064B, 0x0653), 0x0670)
_IGNORED = (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF)


class InvalidPatternError(ValueError):
    """A pattern that cannot be read; ``reason`` says why."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


class Folding:
    """How texts and patterns are compared: composed (NFC), in small letters, without joiners and Arabic vowel signs.

    Each character between words is a blank. ``letters`` are further letters of a language that count as others.
    """

    def __init__(self, letters: Mapping[str, str]) -> None:
        table: dict[int, int | str | None] = dict.fromkeys((*_IGNORED, *_ARABIC_VOWELS))
        table |= {ord("’"): "'", **dict.fromkeys(map(ord, _BLANKS), " "), **dict.fromkeys(map(ord, _ENDS), ".")}
        self._table = table | {ord(letter): same for letter, same in letters.items() if len(letter) == 1}

    def __call__(self, text: str) -> str:
        """The folded text."""
        return unicodedata.normalize("NFC", text).translate(self._table).lower()


class Places:
    """Finds the part of a text that a part of the folded text comes from."""

    def __init__(self, text: str, fold: Folding) -> None:
        self._text, self._fold = text, fold
        self._words = [found.start() for found in _WORD_AND_BLANKS.finditer(text)] or [0]
        widths = (
            len(fold(text[start:end])) for start, end in zip(self._words, [*self._words[1:], len(text)], strict=True)
        )
        self._folded = [0, *itertools.accumulate(widths)]

    def original(self, start: int, end: int) -> str:
        """The part whose folded form is from ``start`` to ``end``."""
        return self._text[self._place(start) : self._place(end)].strip()

    def _place(self, folded: int) -> int:
        number = min(bisect_right(self._folded, folded) - 1, len(self._words) - 1)
        place, at = self._words[number], self._folded[number]
        for cluster in _clusters(self._text[place : place + _LONGEST_WORD]):
            if at >= folded and self._fold(cluster):
                break
            at += len(self._fold(cluster))
            place += len(cluster)
        return place


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks that may be composed with it."""
    begin = 0
    for place in range(1, len(text)):
        if not unicodedata.combining(text[place]):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]


class Patterns:
    """Many patterns, each of which belongs to a number.

    Patterns that begin with the same characters share one regular expression, which is compiled when a text has them
    and, further on, a word that one of them ends with: one expression for all takes longer to compile than to look
    through thousands of texts.
    """

    def __init__(self, patterns: Iterable[tuple[int, str]], fold: Folding) -> None:
        """Raises :class:`InvalidPatternError` for a first word; what follows is read when a text has that word."""
        self._root = _Node(fold)
        for number, pattern in patterns:
            for stem in _stems(pattern, fold):
                self._root.add(stem, number, pattern)

    def find(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """The numbers of the patterns that begin with a word, each with where it begins and ends, word by word.

        Of several that begin with the same word, those with the longest first word come first.
        """
        children = self._root.children
        place = 0
        for word in folded.split(" "):
            start, place = place, place + len(word) + 1
            if word[:1] == ".":
                bare = word.lstrip(".")
                start, word = start + len(word) - len(bare), bare
            if word and word[0] in children:
                for number, end in self._begun(folded, word, start):
                    yield number, start, end

    def _begun(self, folded: str, word: str, start: int) -> Iterator[tuple[int, int]]:
        """The numbers of the patterns that begin with a word, and where they end."""
        node: _Node | None = self._root
        met = []
        for place, character in enumerate(word, start + 1):
            if not node or not (node := node.children.get(character)):
                break
            if node.begun:
                met.append((node, place))
        for node, place in reversed(met):
            yield from node.matches(folded, place)


class _Node:
    """Patterns by the characters that they begin with, with their numbers: ``begun`` begin with all of them."""

    __slots__ = ("_expressions", "_fold", "_rests", "_texts", "begun", "children")

    def __init__(self, fold: Folding) -> None:
        self.children: dict[str, _Node] = {}
        self.begun: list[tuple[str, int, str]] = []
        self._fold = fold
        self._rests: dict[tuple[str, int], tuple[str, ...]] | None = None
        self._texts = 0
        self._expressions: dict[tuple[int, ...], tuple[re.Pattern[str], list[int]] | None] = {}

    def add(self, stem: str, number: int, pattern: str) -> None:
        node = self
        for character in stem:
            below = node.children.get(character)
            if below is None:
                below = node.children[character] = _Node(self._fold)
            node = below
        node.begun.append((stem, number, pattern))

    @property
    def rests(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """What may follow, with the numbers; of each, a text must have one of some words, if any are known."""
        if self._rests is None:
            self._rests = {
                (rest, number): needed
                for stem, number, pattern in self.begun
                for begin, rest, needed in branches(pattern, self._fold)
                if begin == stem
            }
        return self._rests

    def matches(self, folded: str, place: int) -> Iterator[tuple[int, int]]:
        """The numbers of the patterns whose rest is at ``place``, and where they end; each number once.

        One expression looks for all of them. Only where it finds one, another looks for the other numbers.
        """
        if not self._may_match(folded, place):
            return
        without: tuple[int, ...] = ()
        while expression := self._expression(without):
            pattern, numbers = expression
            found = pattern.match(folded, place)
            if not found:
                return
            number = numbers[(found.lastindex or 1) - 1]
            yield number, found.end()
            without = *without, number

    def _may_match(self, folded: str, place: int) -> bool:
        """Whether the text has what one of the rests needs; True, without a look, once there is an expression."""
        self._texts += 1
        if self._expressions or self._texts > _TEXTS_BEFORE_COMPILING or len(folded) > _LONGEST_TO_LOOK:
            return True
        found = folded.find
        return any(not needed or any(found(word, place) >= 0 for word in needed) for needed in self.rests.values())

    def _expression(self, without: tuple[int, ...]) -> tuple[re.Pattern[str], list[int]] | None:
        """What the rests of all but some numbers have in common, and the number of each of its groups."""
        if without not in self._expressions:
            # A gap at the beginning is gone through once for all. An empty group says which of them was found.
            rests: dict[bool, list[tuple[str, int]]] = {False: [], True: []}
            for rest, number in self.rests:
                if number not in without:
                    rests[rest.startswith(_AFTER_GAP)].append((rest, number))
            parts = [f"{rest}(?!{_IN_WORD})()" for rest, _ in rests[False]]
            after = "|".join(f"{rest.removeprefix(_AFTER_GAP)}(?!{_IN_WORD})()" for rest, _ in rests[True])
            expression = "|".join([*parts, f"{_AFTER_GAP}(?:{after})"] if after else parts)
            numbers = [number for _, number in (*rests[False], *rests[True])]
            self._expressions[without] = (re.compile(expression), numbers) if numbers else None
        return self._expressions[without]


class Sentences:
    """The sentences of a text; a very long one counts as several."""

    def __init__(self, text: str) -> None:
        ends = [0, *(found.end() for found in _END_OF_SENTENCE.finditer(text)), len(text)]
        self._ends = [
            place for begin, end in itertools.pairwise(ends) for place in (*range(begin, end, _LONG_SENTENCE), end)
        ]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a part of the text begins and ends."""
        before, after = bisect_right(self._ends, start), bisect_left(self._ends, end)
        return self._ends[before - 1], self._ends[min(after, len(self._ends) - 1)]


def _stems(pattern: str, fold: Folding) -> Iterable[str]:
    """The beginnings of the first words of a pattern, each once; raises :class:`InvalidPatternError`."""
    alternatives, _, _ = _item(pattern.strip(), 0)
    return dict.fromkeys(_word(each.partition(" ")[0], fold)[0] for each in alternatives)


@lru_cache(maxsize=2048)  # first to see whether a pattern can be read, then to look for it
def branches(pattern: str, fold: Folding) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The first words of a pattern, each with the expression of what follows; raises :class:`InvalidPatternError`.

    The third part has beginnings of words of which one follows in every text that the expression matches; it is empty
    where nothing must follow.
    """
    items = _items(pattern)
    if not items:
        raise InvalidPatternError(said("it is empty"))
    if items[0][1] or items[-1][1]:
        raise InvalidPatternError(said("it begins or ends with something that may be missing"))
    tail = "".join(_following(words, most, fold) for words, most in items[1:])
    at_end = _needed(items[-1][0], fold) if len(items) > 1 else ()
    # Alternatives that begin with the same word share one expression: it takes long to compile many that are alike.
    seconds: dict[tuple[str, str], list[str]] = {}
    for alternative in dict.fromkeys(items[0][0]):
        first, _, others = alternative.partition(" ")
        seconds.setdefault(_word(first, fold), []).append(others.strip())
    found = []
    for (stem, ending), others_of_it in seconds.items():
        if any(not others for others in others_of_it):
            found.append((stem, f"{ending}{tail}", at_end))
        if given := [others for others in others_of_it if others]:
            others = "|".join(_words(each, fold) for each in given)
            found.append((stem, f"{ending}{_SEPARATOR}(?:{others}){tail}", at_end or _needed(given, fold)))
    return tuple(found)


def _needed(alternatives: Iterable[str], fold: Folding) -> tuple[str, ...]:
    """The beginning of the last word of each alternative, each once."""
    return tuple(dict.fromkeys(_word(each.split()[-1], fold)[0] for each in alternatives))


def expand(pattern: str, words: Mapping[str, Iterable[str]]) -> str:
    """A pattern in which each ``<name>`` is the words of that list; raises :class:`InvalidPatternError`."""

    def listed(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise InvalidPatternError(said("no list of words is called {name!r}", name=found[1]))
        return "|".join(words[found[1]])

    return _LIST.sub(listed, pattern)


_Item = tuple[list[str], int]
"""Alternatives, and how often they may be there where they may also be missing; 0 for what must be there once."""


def _following(alternatives: list[str], most: int, fold: Folding) -> str:
    """What comes after the separator that begins it."""
    if alternatives == [_GAP]:
        return _THROUGH_GAP
    one = "|".join(_words(alternative, fold) for alternative in alternatives)
    following = f"{_SEPARATOR}(?:{one})(?!{_IN_WORD})"
    return f"(?:{following})?" if most else following


def _words(text: str, fold: Folding) -> str:
    """Some words one after the other."""
    return _SEPARATOR.join(_expression_of(word, fold) for word in text.split())


@lru_cache(maxsize=4096)
def _expression_of(word: str, fold: Folding) -> str:
    stem, ending = _word(word, fold)
    return re.escape(stem) + ending


@lru_cache(maxsize=4096)  # lists of words are in many patterns
def _word(word: str, fold: Folding) -> tuple[str, str]:
    """The characters of a word, and the expression of its ending."""
    stem, star, rest = word.partition("*")
    folded = fold(stem)
    if rest or not folded or " " in folded or "." in folded:
        raise InvalidPatternError(said("{word!r} is not a word, with or without * at its end", word=word))
    return folded, _ENDING if star else ""


def _items(pattern: str) -> list[_Item]:
    items: list[_Item] = []
    place = 0
    pattern = pattern.strip()
    while place < len(pattern):
        alternatives, most, place = _item(pattern, place)
        items.append((alternatives, most))
    return items


def _item(pattern: str, place: int) -> tuple[list[str], int, int]:
    """The item at a place, and where it ends."""
    token = _TOKEN.match(pattern, place)
    if token is None:
        raise InvalidPatternError(said("its brackets do not match") if pattern else said("it is empty"))
    if token["gap"]:
        return [_GAP], _MAX_GAP, token.end()
    if token["word"]:
        return [token["word"]], 0, token.end()
    alternatives = [one.strip() for one in token["group"][1:-1].split("|")]
    if not all(alternatives):
        raise InvalidPatternError(said("{group!r} has an empty part", group=token["group"]))
    return alternatives, 1 if token["optional"] else 0, token.end()
