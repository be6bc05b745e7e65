"""Characters that nobody sees: those that copying leaves behind, and those that can only hide something.

Joiners (ZWNJ, ZWJ) and marks of direction are neither: they shape words and lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.expressions import expression

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_WITHOUT_SPACES = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Thai, Lao, Tibetan, Myanmar and Khmer, in which U+200B separates words (Unicode 16, chapter 23.2)."""
LEFT_BEHIND = expression(f"[\u00ad\u2060\ufeff]|(?<![{_WITHOUT_SPACES}])\u200b|\u200b(?![{_WITHOUT_SPACES}])")
"""Soft hyphens, zero-width spaces, word joiners and byte order marks, which come from web pages and old files."""
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
HIDDEN = (
    "\u2061-\u2064\u206a-\u206f\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""Characters that are never seen and change nothing that is, as between the brackets of a regular expression."""
_FLAG_OR_HIDDEN = expression(f"{_FLAG}|[{HIDDEN}]")


def hidden_in(text: str) -> Iterator[re.Match[str]]:
    """The hidden characters of a text, in order.

    They are tag characters outside an emoji of a flag (UTS #51, section C.1), which can carry a text of their own,
    invisible operators, annotations, deprecated controls, and controls of shorthand and music.
    """
    return (match for match in _FLAG_OR_HIDDEN.finditer(text) if len(match[0]) == 1)
