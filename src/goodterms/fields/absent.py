"""Texts that stand where there is no value: errors of spreadsheets, words of databases and programs, lone signs."""

from __future__ import annotations

import re
import unicodedata

from goodterms.expressions import expression

_ERROR = expression(r"#[¡¿]?[^\W\d_]+(?:/[0A])?[!?]|#N/[A-Z]+(?: N/A)?|#NV|#GETTING_DATA|Err:\d{3}", re.IGNORECASE)
"""An error of Excel (ECMA-376, part 1, 18.17.2.7, and the later ones), in any language, or of LibreOffice."""
_STARTS_OF_ERRORS = ("#", "E", "e")
_WORDS = frozenset(
    [
        *("NULL", "null", "(null)", "<null>", "None", "NONE", "none", "nil", "undefined", "NaN", "nan", "NAN", "NaT"),
        *("NA", "<NA>", "N/A", "n/a", "N/a", "N.A.", "n.a.", r"\N"),
    ]
)
"""What programs write for a missing value, in their spelling: Null, Nan and Na are names of people."""
_LOST = "\ufffd"


def not_a_value(text: str) -> str | None:
    """The kind of the fault of a text that stands for no value, or lost a character; None for any other text.

    The fact of the fault is ``given``, the text. An empty text has no fault here.
    """
    if _LOST in text:
        return "lost-character"
    text = text.strip()
    if text in _WORDS:
        return "absent-value"
    if text[:1] in _STARTS_OF_ERRORS and _ERROR.fullmatch(text):
        return "formula-error"
    if text and not text[0].isalnum() and all(map(_is_sign, text)):
        return "absent-value"
    return None


def _is_sign(character: str) -> bool:
    return character in " −" or unicodedata.category(character)[0] == "P"
