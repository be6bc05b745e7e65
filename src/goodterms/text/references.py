"""Character references in prose, ``&#233;`` or ``&eacute;``, and the characters that no letter prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REFERENCE = expression(r"\\.|&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));", re.DOTALL)
"""A character behind a backslash, which is itself; else a reference (CommonMark 0.31, section 2.5)."""
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
NOT_PRINTED = expression(f"[{_CONTROLS}{_PRIVATE}]")
"""Controls other than tabs and line feeds, line separators, and private-use characters, which no font has."""
NOT_BY_REFERENCE = expression(f"[{_CONTROLS}{_PRIVATE}\t\n\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]")
"""What may not come from a reference: all of that, line breaks, and what reorders the text around it."""


class Reference(NamedTuple):
    """A character reference: where it begins in a text, what is written there, the characters that it stands for."""

    start: int
    written: str
    characters: str


def references_in(text: str) -> Iterator[Reference]:
    """The character references of a text, in order."""
    if "&" in text:
        for match in _REFERENCE.finditer(text):
            if characters := _characters(match):
                yield Reference(match.start(), match[0], characters)


def forbidden_in(text: str) -> Iterator[Reference]:
    """The references of a text to characters that a letter may not have, or not in this way."""
    return (one for one in references_in(text) if NOT_BY_REFERENCE.search(one.characters))


def resolve(text: str) -> tuple[str, Sequence[int]]:
    """The text with its references resolved, and for each of its characters the place where it is written."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, written, characters in references_in(text):
        parts += [text[at:start], characters]
        places += [*range(at, start), *[start] * len(characters)]
        at = start + len(written)
    if not at:
        return text, range(len(text))
    return "".join([*parts, text[at:]]), [*places, *range(at, len(text))]


def _characters(match: re.Match[str]) -> str:
    """The characters of a reference as CommonMark reads it; empty for what is not a reference."""
    decimal, hexadecimal, name = match.groups()
    if name:
        from html.entities import html5  # few texts have a reference by name

        return html5.get(f"{name};", "")
    if not (decimal or hexadecimal):
        return ""
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
