"""The texts that the cells of an XLSX workbook share (ECMA-376, 18.4)."""

from __future__ import annotations

import html
import re
from typing import IO

from goodterms.sheets.bounds import MAX_STRINGS, BoundedXml, Depth, parser_of_xml, refuse_more
from goodterms.sheets.table import Struck
from goodterms.sheets.xlsx_blocks import blocks

_USUAL = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>|([\s\S])')
"""A text without runs of its own formats; else a character."""
_OTHER_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


OFF = frozenset(("0", "false", "off"))
"""The values with which an element such as ``strike`` says that there is none (ECMA-376, 18.4.10)."""


def read_strings(file: IO[bytes]) -> list[str | Struck]:
    """The texts, in order; the runs of a formatted text are joined, and readings beside it are left out.

    A text with a run that is struck through is a :class:`Struck`.
    """
    reader = _Reader()
    parser = parser_of_xml()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    xml = BoundedXml(parser, reader.depth)
    for block, text in blocks(file, b"<si>", b"</si>"):
        if text and (found := _usual_strings(text)) is not None:
            reader.found += found
        else:
            xml.feed(block)
        refuse_more(reader.found, MAX_STRINGS, "too-many-texts")
    xml.close()
    return reader.found


def _usual_strings(block: str) -> list[str] | None:
    """The texts in the elements of a block; None where anything in it is in another shape."""
    if _OTHER_REFERENCE.search(block):
        return None
    found = _USUAL.findall(block)
    if any(other for _, other in found):
        return None
    texts = (html.unescape(text) if "&" in text else text for text, _ in found)
    return [unescape(text) for text in texts]


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
        self.found: list[str | Struck] = []
        self.depth = Depth()
        self._runs: list[str] = []
        self._is_text = self._is_struck = False
        self._reading = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth.now += 1
        name = name.rpartition(":")[2]
        if name == "t":
            self._is_text = not self._reading
        elif name == "si":
            self._runs, self._is_struck = [], False
        elif name == "strike" and attributes.get("val") not in OFF:
            self._is_struck = True
        elif name == "rPh":
            self._reading += 1

    def end(self, name: str) -> None:
        self.depth.now -= 1
        name = name.rpartition(":")[2]
        if name == "t":
            self._is_text = False
        elif name == "si":
            text = unescape("".join(self._runs))
            self.found.append(Struck(text) if self._is_struck and text else text)
        elif name == "rPh":
            self._reading -= 1

    def text(self, text: str) -> None:
        if self._is_text:
            self._runs.append(text)
