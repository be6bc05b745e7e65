"""Texts that mean a missing value: errors of spreadsheets, words of databases and programs, lone signs.

And texts that were read in the wrong encoding.
"""

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
        *("TBD", "tbd", "T.B.D.", "TBA", "tba", "T.B.A.", "TBC", "tbc", "???", "(blank)", "(empty)"),
    ]
)
"""What programs write for a missing value, in their spelling: Null, Nan and Na are names of people."""
_LOST = "\ufffd"
_BEYOND_ASCII = expression(r"[^\x00-\x7f]+")
_MISREAD_AS = ("cp1252", "cp1250")
"""The code pages in which programs read UTF-8 by mistake."""
_SCRIPTS = frozenset(("DEVANAGARI", "TELUGU", "ARABIC", "CYRILLIC", "GREEK"))
_LAST_LATIN = "\u024f"
"""The end of Latin Extended-B, in which the letters of European languages are."""
_QUOTES_AND_DASHES = range(0x2010, 0x2040)


def not_a_value(text: str) -> str | None:
    """The kind of the fault of a text that stands for no value, or lost a character; None for any other text.

    The fact of the fault is ``given``, the text. An empty text has no fault here.
    """
    if _LOST in text:
        return "lost-character"
    if not text.isascii() and read_in_wrong_encoding(text):
        return "wrong-encoding"
    text = text.strip()
    if text in _WORDS:
        return "absent-value"
    if text[:1] in _STARTS_OF_ERRORS and _ERROR.fullmatch(text):
        return "formula-error"
    if text and not text[0].isalnum() and all(map(_is_sign, text)):
        return "absent-value"
    return None


def read_in_wrong_encoding(text: str) -> str:
    """What a text says that was in UTF-8 and was read in a code page, ``Žiga`` for ``Å½iga``; else an empty text."""
    runs = _BEYOND_ASCII.findall(text)
    for encoding in _MISREAD_AS:
        read = {run: _in_utf8(run, encoding) for run in runs}
        if all(read.values()):
            said = _BEYOND_ASCII.sub(lambda found, read=read: read[found[0]], text)  # type: ignore[misc]
            return said if _is_likelier(said, text) else ""
    return ""


def _is_likelier(said: str, text: str) -> bool:
    """Whether a text was hardly meant: not for DEVÄŤ, a word in capitals, and Úžas, which would be in two scripts."""
    is_latin = all(character <= _LAST_LATIN for character in said if character.isalpha())
    if not is_latin:
        return not any(character.isascii() and character.isalpha() for character in said)
    return said.isupper() or not text.isupper()


def _in_utf8(run: str, encoding: str) -> str:
    """What a run of characters was before it was read in a code page; empty where it was hardly anything."""
    try:
        said = run.encode(encoding).decode()
    except UnicodeError:
        return ""
    return said if all(map(_is_usual, said)) else ""


def _is_usual(character: str) -> bool:
    """Whether a character may be what was written: a Latin letter or sign, a quotation mark, one of other scripts."""
    if character <= _LAST_LATIN or ord(character) in _QUOTES_AND_DASHES or character == "€":
        return True
    return unicodedata.name(character, "").partition(" ")[0] in _SCRIPTS and unicodedata.category(character)[0] in "LM"


def _is_sign(character: str) -> bool:
    return character in " −" or unicodedata.category(character)[0] == "P"
