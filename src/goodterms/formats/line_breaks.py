"""Places where a line may end inside a word that would run off the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.cldr.scripts import grapheme_clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

ZWSP = "\u200b"
"""A zero-width space: a line may end there (UAX #14, class ZW)."""
_ENDLESS = re.compile(r"[^\s\u200b-]{40,}")  # longer than any word of a language
_MIN_STRETCH = 20


def break_endless_words(text: str) -> str:
    """The text with zero-width spaces inside words of 40 characters and more."""
    return _ENDLESS.sub(lambda match: ZWSP.join(_stretches(match[0])), text)


def _stretches(word: str) -> Iterator[str]:
    """The word in pieces of at least 20 characters, cut between grapheme clusters."""
    stretch = ""
    for cluster in grapheme_clusters(word):
        stretch += cluster
        if len(stretch) >= _MIN_STRETCH:
            yield stretch
            stretch = ""
    if stretch:
        yield stretch
