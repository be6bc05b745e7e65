"""The XML of an OpenDocument file as events: a base for programs that read it in one pass, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.sheets.bounds import BoundedXml, Depth, parser_of_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT, STYLE, NUMBER = (
    f"{_ODF}{name}:1.0 " for name in ("office", "table", "text", "style", "datastyle")
)
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
"""The beginnings of the names of elements and attributes (ODF 1.3 part 3, 2.2.2); the last one is LibreOffice's."""
_DRAWN = tuple(f"{_ODF}{name}:1.0 " for name in ("drawing", "dr3d", "form", "chart"))
_OUTSIDE = {
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{OFFICE}change-info",
    f"{OFFICE}event-listeners",
    f"{TABLE}dde-links",
    f"{TABLE}desc",
    f"{TABLE}detective",
    f"{TABLE}named-expressions",
    f"{TABLE}shapes",
    f"{TABLE}title",
    f"{TABLE}tracked-changes",
    f"{TEXT}bibliography-mark",
    f"{TEXT}note",
    f"{TEXT}ruby-text",
}
"""Elements whose text no cell shows."""

COLUMNS_REPEATED, ROWS_REPEATED = f"{TABLE}number-columns-repeated", f"{TABLE}number-rows-repeated"
COLUMNS_SPANNED, ROWS_SPANNED = f"{TABLE}number-columns-spanned", f"{TABLE}number-rows-spanned"
VALUE_TYPE = f"{OFFICE}value-type"

Attributes = dict[str, str]


class Events:
    """Calls a method at the start and at the end of the elements that a subclass names.

    Elements whose text no cell shows are left out, with all that is in them; so is an element at whose start a method
    calls :meth:`leave_out`. Raises :class:`xml.parsers.expat.ExpatError` for a file that is not well-formed, and
    :class:`Damaged` for one beyond the bounds of :mod:`goodterms.sheets.bounds`.
    """

    def __init__(
        self,
        starts: dict[str, Callable[[Attributes], None]],
        ends: dict[str, Callable[[], None]],
        characters: Callable[[str], None] | None = None,
    ) -> None:
        self._starts = starts
        self._ends = ends
        self._characters_found = characters
        self._left_out = 0
        self._parser = parser_of_xml(namespace_separator=" ")
        self._depth = Depth()
        self._xml = BoundedXml(self._parser, self._depth)
        self._listen()

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters_found

    def feed(self, file: IO[bytes]) -> Iterator[None]:
        """Parse a file; a step after each chunk, so that what was found can be taken and the rest be left."""
        return self._xml.feed_all(file)

    def leave_out(self) -> None:
        """Leave out the element that has just begun."""
        self._left_out = 1
        self._parser.StartElementHandler = self._start_within
        self._parser.EndElementHandler = self._end_within
        self._parser.CharacterDataHandler = None

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth.now += 1
        if call := self._starts.get(name):
            call(attributes)
        elif name in _OUTSIDE or name.startswith(_DRAWN):
            self.leave_out()

    def _end(self, name: str) -> None:
        self._depth.now -= 1
        if call := self._ends.get(name):
            call()

    def _start_within(self, _name: str, _attributes: Attributes) -> None:
        self._depth.now += 1
        self._left_out += 1

    def _end_within(self, _name: str) -> None:
        self._depth.now -= 1
        self._left_out -= 1
        if not self._left_out:
            self._listen()


def count(attributes: Attributes, name: str) -> int:
    """A number of repeats or of spanned cells; 1 where the attribute is missing or wrong."""
    text = attributes.get(name)
    if text is None:
        return 1
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1
