"""The words in the name of a column that say something of its values, in all languages: ``in thousands``, ``(h)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.recipients.recognition import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from goodterms.content.column_words import ColumnWords

BRACKETS = expression(r"[(\[]([^()\[\]]*)[)\]]")
_BETWEEN = expression(r"[\s()\[\]{},;:./|+*×–—_-]+")


class Word(NamedTuple):
    """A word in the name of a column: as it is written, and folded."""

    written: str
    folded: str


class Marks:
    """The words of all languages by what they say, a key of ``MARKS``."""

    def __init__(self, languages: Iterable[ColumnWords]) -> None:
        self._anywhere: dict[str, set[tuple[str, ...]]] = {}
        self._alone: dict[str, set[tuple[str, ...]]] = {}
        for language in languages:
            for key, texts in language.marks.items():
                for text in texts:
                    kept = self._alone if text.startswith("(") else self._anywhere
                    kept.setdefault(key, set()).add(tuple(word.folded for word in words_of(text)))

    def said(self, name: str) -> Mapping[str, str]:
        """What a name says, each with its words: those in its brackets, or in the whole of it if these say nothing."""
        within = [words_of(text) for text in BRACKETS.findall(name)]
        said = {key: found for text in within for key, found in self._in(text, alone=True)}
        return said or dict(self._in(words_of(name), alone=False))

    def parts(self, name: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """What each word in the brackets of a name says by itself, in their order, with the word."""
        for word in (word for text in BRACKETS.findall(name) for word in words_of(text)):
            yield tuple(key for key, phrases in self._anywhere.items() if (word.folded,) in phrases), word.written

    def _in(self, text: Sequence[Word], *, alone: bool) -> Iterator[tuple[str, str]]:
        folded = tuple(word.folded for word in text)
        for key, phrases in self._anywhere.items():
            place = next(((start, len(one)) for one in phrases if (start := _place_of(one, folded)) >= 0), None)
            if place:
                yield key, " ".join(word.written for word in text[place[0] : place[0] + place[1]])
        if alone:
            said = " ".join(word.written for word in text)
            yield from ((key, said) for key, phrases in self._alone.items() if folded in phrases)


def words_of(text: str) -> list[Word]:
    """The words of a text; punctuation is in none of them."""
    parts = ((part, fold_words(part)) for part in _BETWEEN.split(text))
    return [Word(part, folded) for part, folded in parts if folded]


def _place_of(phrase: tuple[str, ...], text: tuple[str, ...]) -> int:
    """Where some words follow each other in a text; -1 for nowhere."""
    starts = range(len(text) - len(phrase) + 1)
    return next((start for start in starts if text[start : start + len(phrase)] == phrase), -1)
