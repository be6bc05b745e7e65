"""The width of text in the columns of a terminal, and wrapping by it."""

from __future__ import annotations

import unicodedata

from goodterms.speech.language import closed

# Combining characters without an advance, and format characters such as the joiners. Spacing combining characters (Mc)
# take a column in most terminals, as in the C library.
_NO_WIDTH = {"Mn", "Me", "Cf"}


def width(text: str) -> int:
    """The number of columns that the characters of a text take."""
    return sum(map(_character_width, text))


def padded_to(text: str, columns: int) -> str:
    """The text with spaces after it, up to so many columns."""
    return text + " " * (columns - width(text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrap(text: str, columns: int, indent: str) -> list[str]:
    """The text in lines of at most so many columns, broken only at spaces; all but the first are indented."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line.strip() and width(longer) > columns:
            lines.append(line)
            longer = indent + word
        line = longer
    first, *others = [*lines, line]
    first, *others = closed([first, *(other.removeprefix(indent) for other in others)])
    return [first, *(indent + other for other in others)]
