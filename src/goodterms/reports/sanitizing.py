"""Text that is safe to show to people: nothing in it is invisible, moves a cursor or reorders other text."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

from goodterms.expressions import expression
from goodterms.text.bidi import escape_controls

# No encoding has half a surrogate pair, and XML 1.0 cannot represent the two noncharacters.
_UNWRITABLE = expression("[\ud800-\udfff\ufffe\uffff]")
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}
# Fillers, joiners and variation selectors, which have no glyph though their categories are those of letters and signs.
_WITHOUT_GLYPH = expression(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def sanitize(text: str) -> str:
    """The text with code points in place of unsafe characters, except line feeds; XML can represent it."""
    return _UNWRITABLE.sub(lambda match: escape(match[0]), escape_controls(text))


def sanitize_line(text: str) -> str:
    r"""The text with code points in place of unsafe characters, and line feeds as ``\n``."""
    return sanitize(text).replace("\n", "\\n")


def escape(character: str) -> str:
    r"""A character as its code point, such as ``\u202e``."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def is_invisible(character: str) -> bool:
    """Whether a character has no glyph, or looks like a space."""
    if character == " ":
        return False
    return unicodedata.category(character) in _INVISIBLE_CATEGORIES or bool(_WITHOUT_GLYPH.match(character))


def posix(path: str) -> str:
    """A path with slashes and without a leading ``./``, as services expect it."""
    return PurePath(path).as_posix()
