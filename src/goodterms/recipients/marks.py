"""The words in the name of a column that say something of its values, in all languages: ``in thousands``, ``(h)``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.recipients.recognition import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.content.column_words import ColumnWords

BRACKETS = expression(r"[(\[]([^()\[\]]*)[)\]]")
_PLAIN = expression(r"[^\W\d_][^()\[\]{}%٪‰€$£₹₨'*+<>=#&]*")
"""A name without the signs in which it may say something."""
_BETWEEN = expression(r"[\s()\[\]{},;:./|+*×–—_-]+")


class Word(NamedTuple):
    """A word in the name of a column: as it is written, and folded."""

    written: str
    folded: str


class Marks:
    """The words of all languages by what they say, a key of ``MARKS``."""

    def __init__(self, languages: Sequence[ColumnWords]) -> None:
        self._languages = languages

    def is_usual(self, name: str, field: str) -> bool:
        """Whether a name is just one of the words for the columns of a field, which says nothing else."""
        if not _PLAIN.fullmatch(name):
            return False
        bare = fold_words(name)
        return any(bare == fold_words(one) for language in self._languages for one in language.columns.get(field, ()))

    @cached_property
    def _anywhere(self) -> Mapping[str, set[tuple[str, ...]]]:
        return self._phrases(is_alone=False)

    @cached_property
    def _alone(self) -> Mapping[str, set[tuple[str, ...]]]:
        return self._phrases(is_alone=True)

    def _phrases(self, *, is_alone: bool) -> Mapping[str, set[tuple[str, ...]]]:
        """The folded words of each text by what they say: of those that count only alone in brackets, or of others."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for key, texts in (pair for language in self._languages for pair in language.marks.items()):
            kept = (text for text in texts if text.startswith("(") == is_alone)
            found.setdefault(key, set()).update(tuple(word.folded for word in words_of(text)) for text in kept)
        return found

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
