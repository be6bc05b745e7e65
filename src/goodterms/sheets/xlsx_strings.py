"""The texts that the cells of an XLSX workbook share (ECMA-376, 18.4)."""

from __future__ import annotations

import re
from typing import IO

from goodterms.sheets.packages import parser_of_xml

_CHUNK = 1 << 16
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


def read_strings(file: IO[bytes]) -> list[str]:
    """The texts, in order; the runs of a formatted text are joined, and readings beside it are left out."""
    reader = _Reader()
    parser = parser_of_xml()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return reader.found


def unescape(text: str) -> str:
    """A text without the escapes of characters that XML cannot have, ``_x000D_`` (ECMA-376, 22.9.2.19).

    All line breaks become line feeds; half of a pair of surrogates becomes U+FFFD.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = _PAIR.sub(lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
        text = _HALF.sub("\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Reader:
    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._is_text = False
        self._reading = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._is_text = not self._reading
        elif name == "si":
            self._runs = []
        elif name == "rPh":
            self._reading += 1

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._is_text = False
        elif name == "si":
            self.found.append(unescape("".join(self._runs)))
        elif name == "rPh":
            self._reading -= 1

    def text(self, text: str) -> None:
        if self._is_text:
            self._runs.append(text)
