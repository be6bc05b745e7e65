"""Texts that stand where there is no value: errors of spreadsheets, words of databases and programs, lone signs.

And texts that a program has spoiled: read in the wrong encoding, or written for a web page.
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
_MISREAD_AS = ("cp1252", "cp1250", "mac_roman")
"""The code pages in which programs read UTF-8 by mistake."""
_OF_WEB = expression(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});|<br ?/?>", re.IGNORECASE)


def not_a_value(text: str) -> str | None:
    """The kind of the fault of a text that stands for no value, or lost a character; None for any other text.

    The fact of the fault is ``given``, the text. An empty text has no fault here.
    """
    if _LOST in text:
        return "lost-character"
    if not text.isascii() and read_in_wrong_encoding(text):
        return "wrong-encoding"
    if ("&" in text or "<" in text) and _OF_WEB.search(text):
        return "text-of-web-page"
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
            # DEVÄŤ is a word in capitals.
            return "" if text.isupper() and not said.isupper() else said
    return ""


def _in_utf8(run: str, encoding: str) -> str:
    """A run of characters that a code page has in place of letters or signs of one script; empty for any other."""
    try:
        said = run.encode(encoding).decode()
    except UnicodeError:
        return ""
    scripts = {unicodedata.name(character, "").partition(" ")[0] for character in said if character.isalpha()}
    return said if len(scripts) <= 1 and said.isprintable() else ""


def _is_sign(character: str) -> bool:
    return character in " −" or unicodedata.category(character)[0] == "P"
