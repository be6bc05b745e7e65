"""What people type differently and mean the same: digits, blanks, capitals, characters that nobody sees."""

from __future__ import annotations

import unicodedata

from goodterms.expressions import expression

ARABIC_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ"})
"""Letters that keyboards for Arabic type in place of those of other languages in this script."""
_BLANKS = expression(r"\s+")
_UNSEEN_AT_ENDS = " \t\r\n\u00a0\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff"
"""Blanks, and characters without width: spaces, joiners, marks of direction, the mark of byte order."""


def ascii_digits(text: str) -> str:
    """The text with decimal digits of any script in ASCII."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in text)


def plain(text: str) -> str:
    """The text for comparing: small letters, ASCII digits, one space for each blank, no characters without width.

    Letters of Arabic keyboards are those of the language for which they stand.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
        text = text.translate(ARABIC_LETTERS)
    return _BLANKS.sub(" ", ascii_digits(text)).strip().casefold()


def without_unseen_ends(text: str) -> str:
    """The text without blanks and characters of no width at its ends."""
    return text.strip(_UNSEEN_AT_ENDS)
