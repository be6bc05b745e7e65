"""Phrases as glossaries write them, found in texts: whole words, the start of a word, words with others between them.

``naročil|o`` is a word with the endings that it takes: any word that begins with ``naročil``, in its basic form
``naročilo``. ``naročil*`` says the same without a basic form, and a star before a word leaves its beginning open. ``…``
is for any words between: ``zaključ|iti … sodelovanj|e``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What is not in words: spaces, punctuation of all languages, and what stands for values and tags in masked texts.
# Signs above and below letters are in words, which \w leaves out.
_WORD = (
    "[^\\s\\x00-/:-@\\[-`{-\u00a9\u00ab-\u00ac\u00ae-\u00b9\u00bb-\u00bf\u05be\u060c\u061b\u061f\u066a-\u066d\u06d4"
    "\u0964\u0965\u0970\u2000-\u200b\u200e-\u206f\u2e00-\u2e7f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\ufff9-\ufffd]+"
)
_INVISIBLE = expression("[\u00ad\u200c\u200d]")
_GAP = expression(r" *(?:…|\.\.\.) *")
_BETWEEN = expression(r"[ \u00a0'’/-]*")


# Compiled when the first phrase is read, as every command loads this module and few have phrases.
@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"(\*?)({_WORD})(?:(\*)|\|({_WORD})?)?")


@cache
def _words_and_values() -> re.Pattern[str]:
    return re.compile(f"\ufffc+|{_WORD}")


class _Word(NamedTuple):
    """A word of a phrase: the texts that it may be, begin with or end with."""

    texts: tuple[str, ...]
    is_open_before: bool = False
    is_open_after: bool = False

    def fits(self, word: str) -> bool:
        if self.is_open_before:
            return any(text in word for text in self.texts) if self.is_open_after else word.endswith(self.texts)
        return word.startswith(self.texts) if self.is_open_after else word in self.texts


class Phrase(NamedTuple):
    """A phrase: as it is written, and its words, in runs with any words between them."""

    written: str
    runs: tuple[tuple[_Word, ...], ...]

    @property
    def shown(self) -> str:
        """The phrase in its basic form, as people read it."""
        return self.written.replace("|", "")

    def places(self, words: Sequence[str]) -> Iterator[tuple[int, ...]]:
        """Where the phrase is in the words of a text: the numbers of its words. With gaps, only the first place."""
        for start in range(len(words)):
            if _fits(self.runs[0], words, start):
                place = [*range(start, start + len(self.runs[0]))]
                for run in self.runs[1:]:
                    found = next((at for at in range(place[-1] + 1, len(words)) if _fits(run, words, at)), None)
                    if found is None:
                        return  # nor is it after a later start
                    place += range(found, found + len(run))
                yield tuple(place)
                if len(self.runs) > 1:
                    return

    def is_in(self, words: Sequence[str]) -> bool:
        """Whether the phrase is in the words of a text."""
        return next(self.places(words), None) is not None

    def with_plural(self) -> Phrase:
        """The phrase, also with its last word in a plural that ends in -s, -es, or -ies for -y."""
        *runs, (*before, last) = self.runs
        if last.is_open_after:
            return self
        texts = [*last.texts, *(form for text in last.texts for form in _plurals(text))]
        return self._replace(runs=(*runs, (*before, last._replace(texts=tuple(dict.fromkeys(texts))))))


def read(written: str) -> Phrase | None:
    """A phrase as it is written; None for a text that is not one, such as one with no words or with other signs."""
    runs = []
    for part in _GAP.split(fold(written).strip(" \u00a0")):
        words, end = [], 0
        for match in _pieces().finditer(part):
            if not _BETWEEN.fullmatch(part, end, match.start()):
                return None
            is_open_after = bool(match[3]) or "|" in match[0]
            words.append(_Word((match[2],), bool(match[1]), is_open_after))
            end = match.end()
        if not words or not _BETWEEN.fullmatch(part, end):
            return None
        runs.append(tuple(words))
    return Phrase(written, tuple(runs))


def words_of(text: str) -> list[str]:
    """The words of a text, folded: without case, in NFC, without invisible characters in them.

    A masked value (U+FFFC) is a word, which no phrase has, so that none reaches across it.
    """
    return _words_and_values().findall(fold(text))


def fold(text: str) -> str:
    """A text as phrases are compared."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).casefold())


def _fits(run: Sequence[_Word], words: Sequence[str], start: int) -> bool:
    return start + len(run) <= len(words) and all(word.fits(words[at]) for at, word in enumerate(run, start))


def _plurals(word: str) -> list[str]:
    return [f"{word}s", f"{word}es", *([f"{word[:-1]}ies"] if word.endswith("y") else [])]
