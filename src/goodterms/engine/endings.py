"""What follows a value: an ending attached to it, «{contact}लाई», or a word that stays on its line, «{time} बजे»."""

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


def tied(text: str, words: tuple[str, ...]) -> str:
    """A text that follows a value; if it begins with a space and one of the ``words``, with a no-break space."""
    return NO_BREAK_SPACE + text[1:] if text[:1] == " " and text.startswith(words, 1) else text


def _is_latin(character: str) -> bool:
    return character != "" and unicodedata.name(character, "").startswith("LATIN ")
