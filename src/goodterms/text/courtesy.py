"""Capitals that are a courtesy to one person, such as those of *Vi* and *Vaš* in Slovenian letters."""

from __future__ import annotations

import re
from functools import lru_cache

from goodterms.text import marks

_BEFORE = rf"[\w,;)\]»«”“’–…{marks.SLOT.pattern[1:-1]}]"
"""What a sentence goes on after; after a full stop or a colon, and at the start of a line, it begins."""


def without_capitals(prose: str, words: tuple[str, ...]) -> str:
    """Marked prose in which some words have a capital only where a sentence begins; values are marks, and stay."""
    return _within_sentences(words).sub(_small, prose) if words else prose


@lru_cache(maxsize=16)
def _within_sentences(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, words))
    return re.compile(rf"(?:(?<={_BEFORE}[ \u00a0])|(?<= \())(?:{alternatives})(?!\w)")


def _small(found: re.Match[str]) -> str:
    return found[0][0].lower() + found[0][1:]
