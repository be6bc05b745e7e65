"""Endings that a translation attaches to a value: «{contact}लाई», where a value in Latin script needs a space."""

from __future__ import annotations

import unicodedata

NO_BREAK_SPACE = "\u00a0"


def is_ending(text: str) -> bool:
    """Whether a text that follows a value begins with a letter that is not Latin, or with a vowel sign."""
    return unicodedata.category(text[0])[0] in "LM" and not _is_latin(text[0])


def needs_space(last: str) -> bool:
    """Whether an ending is separate from a value whose last character is ``last``, which is empty for no value.

    It is separate from a Latin letter, a digit from 0 to 9, and a full stop.
    """
    return last == "." or (last.isascii() and last.isdigit()) or _is_latin(last)


def _is_latin(character: str) -> bool:
    return character != "" and unicodedata.name(character, "").startswith("LATIN ")
