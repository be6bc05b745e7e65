r"""The text of a file as an editor has it: lines, positions in the editor's own units, and changes of ranges.

Positions follow the Language Server Protocol 3.17, section "Text Documents": lines end in ``\n``, ``\r\n`` or ``\r``,
and nothing else, so U+2028 and a form feed are characters like any other; columns count code units of UTF-16, unless
editor and server agree on another encoding.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ENDS = "\r\n"
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


class Place(NamedTuple):
    """A place in a text: its line and column, both from 0; the column counts code units of the editor's encoding."""

    line: int
    column: int


class EditorText:
    """The text of an open file; ``encoding`` is "utf-8", "utf-16" or "utf-32", the units of its columns."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self._encoding = encoding
        self._lines = _LINE.findall(text)

    def __str__(self) -> str:
        return "".join(self._lines)

    def with_text(self, text: str) -> EditorText:
        """Another text in the same units."""
        return EditorText(text, self._encoding)

    def change(self, start: Place, end: Place, text: str) -> None:
        """Replace what is between two places; a place beyond a line or the text is its end."""
        first, last = min(start.line, len(self._lines)), min(end.line, len(self._lines))
        before = self.line(first)[: self.character(start)]
        after = self._lines[last][self.character(end) :] if last < len(self._lines) else ""
        # A "\r" at the end of the line before may meet a "\n": the two are one line end then.
        first = max(0, first - 1) if not before and first else first
        before = self._lines[first] + before if first < min(start.line, len(self._lines)) else before
        self._lines[first : last + 1] = _LINE.findall(before + text + after)

    def line(self, number: int) -> str:
        """A line (from 0) without its end; empty for one beyond the text."""
        return self._lines[number].rstrip(_ENDS) if number < len(self._lines) else ""

    def character(self, place: Place) -> int:
        """The index in its line of the character at a place."""
        line = self.line(place.line)
        if self._encoding == "utf-32" or line.isascii():
            return min(place.column, len(line))
        units = 0
        for index, character in enumerate(line):
            if units >= place.column:
                return index
            units += self._units(character)
        return len(line)

    def column(self, number: int, character: int) -> int:
        """The column, in the editor's units, of a character (by its index) in a line."""
        return self._units(self.line(number)[:character])

    def _units(self, text: str) -> int:
        if self._encoding == "utf-16":
            return len(text) + len(_BEYOND_BMP.findall(text))
        return len(text.encode("utf-8", "surrogatepass")) if self._encoding == "utf-8" else len(text)
