"""Text as it may be shown to people: nothing in it is unseen, moves a cursor or turns other text round."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from goodterms.text.bidi import visible

# Half a surrogate pair can be encoded by nobody, and XML 1.0 has no way at all to write the two noncharacters.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}
# Fillers, joiners and variation selectors are letters and marks by category, yet nothing is drawn for them.
_UNDRAWN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def sanitize(text: str) -> str:
    """The text with everything but line feeds that must not be shown raw as its code point; XML can hold it."""
    return _UNWRITABLE.sub(lambda found: escape(found[0]), visible(text))


def sanitize_line(text: str) -> str:
    r"""The same, with line feeds as ``\n``."""
    return sanitize(text).replace("\n", "\\n")


def escape(character: str) -> str:
    """A character as its code point, as ``visible`` writes it."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def is_unseen(character: str) -> bool:
    """Whether nothing is drawn for a character, or nothing that can be told from a space."""
    if character == " ":
        return False
    return unicodedata.category(character) in _UNSEEN_CATEGORIES or bool(_UNDRAWN.match(character))


def posix(path: str) -> str:
    """A path with slashes, without a leading ``./``, as the services that take reports want it."""
    return PurePath(path).as_posix()
