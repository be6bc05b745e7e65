"""Texts of catalogs as a page shows them: what nobody would see, or what would reorder a line, is written out."""

from __future__ import annotations

import re
from typing import NamedTuple

_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Controls, and characters without a width that no script needs inside words, unlike U+200C and U+200D."""


class Piece(NamedTuple):
    """A piece of a text; ``is_code`` for the code of a character that would not be seen: ``U+202E``."""

    text: str
    is_code: bool = False


def pieces(text: str) -> list[dict[str, object]]:
    """The pieces of a text in their order, as layouts take them."""
    found = []
    for part in re.split(f"({_UNSEEN.pattern})", text):
        if _UNSEEN.fullmatch(part):
            found.append(Piece(f"U+{ord(part):04X}", is_code=True))
        elif part:
            found.append(Piece(part))
    return [one._asdict() for one in found]
