"""What follows a value: an ending attached to it, «{contact}लाई», or a word that stays on its line, «{time} बजे»."""

from __future__ import annotations

import unicodedata

NO_BREAK_SPACE = "\u00a0"
_NON_JOINER = "\u200c"
_VIRAMA = 9
"""Unicode's combining class of the signs that take the vowel from a consonant, such as ्."""


def is_ending(text: str) -> bool:
    """Whether a text that follows a value begins with a letter that is not Latin, or with a vowel sign."""
    return unicodedata.category(text[0])[0] in "LM" and not _is_latin(text[0])


def before_ending(last: str) -> str:
    """What separates an ending from a value whose last character is ``last``, which is empty for no value.

    It is a no-break space after a Latin letter, a digit from 0 to 9, and a full stop. After a virama it is a zero-width
    non-joiner: the last consonant of the value would otherwise be drawn as one sign with the first of the ending.
    """
    if last == "." or (last.isascii() and last.isdigit()) or _is_latin(last):
        return NO_BREAK_SPACE
    return _NON_JOINER if last and unicodedata.combining(last) == _VIRAMA else ""


def tied(text: str, words: tuple[str, ...]) -> str:
    """A text that follows a value; if it begins with a space and one of the ``words``, with a no-break space."""
    return NO_BREAK_SPACE + text[1:] if text[:1] == " " and text.startswith(words, 1) else text


def _is_latin(character: str) -> bool:
    return character != "" and unicodedata.name(character, "").startswith("LATIN ")
