"""What a workbook may ask for: how much its parts unpack to, how deep its XML is nested, how much of it there is.

A file of a few kilobytes can ask for gigabytes: text packs a thousand times smaller, every open element of XML takes
memory, and so does a tag until it ends. Programs that write workbooks come nowhere near these bounds.
"""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.causes import Damaged, cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized
    from pathlib import Path
    from xml.parsers.expat import XMLParserType

    from goodterms.faults import Fault

MAX_BYTES = 500_000_000
"""The most bytes that a workbook may unpack to."""
_UNSUSPICIOUS = 50_000_000
_MOST_TIMES = 150
"""From 50 MB on, a workbook may unpack to so many times the size of its file; spreadsheets pack to a tenth or so."""
MAX_DEPTH = 1000
_LONGEST_TOKEN = 1_000_000
"""The most bytes of a tag, a comment or an instruction."""
_CHUNK = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How the parts of workbooks are packed (ECMA-376 part 2, annex B; ODF 1.3 part 2, 3.1); other methods take memory."""

MAX_STRINGS, MAX_STYLES, MAX_SHEETS, MAX_AREAS, MAX_COLUMN_TAGS = 5_000_000, 100_000, 10_000, 100_000, 16_384
MAX_FORMAT = 5000
"""The most characters of the code of a format, of which spreadsheet programs allow 255."""


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive of a workbook; its user closes it.

    ``zipfile`` never unpacks more of a part than the archive's directory says, and fails where it has less. Raises
    :class:`InvalidRequest` for an archive that unpacks to too much, :class:`Damaged` for an unusual way of packing.
    """
    archive = zipfile.ZipFile(path)
    try:
        _check(path, archive.infolist())
    except (InvalidRequest, Damaged):
        archive.close()
        raise
    return archive


def _check(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if unusual := next((entry for entry in entries if entry.compress_type not in _METHODS), None):
        raise Damaged.of("archive-packed", name=unusual.filename, method=unusual.compress_type)
    size = sum(entry.file_size for entry in entries)
    limit = min(max(_UNSUSPICIOUS, _MOST_TIMES * path.stat().st_size), MAX_BYTES)
    if size > limit:
        raise InvalidRequest.of("workbook-too-large", str(path), size=size, limit=limit)


def refuse_more(found: Sized, limit: int, kind: str) -> None:
    """Raise :class:`Damaged`, with a fault of this kind, if there is more of something than any workbook has."""
    if len(found) > limit:
        raise Damaged.of(kind, limit=limit)


def damage(error: Exception) -> Fault:
    """What is wrong with a workbook, by the error of whatever reads it."""
    if isinstance(error, (Damaged, zipfile.BadZipFile)) or (isinstance(error, OSError) and error.strerror):
        return cause(error)
    return fault("workbook-part-damaged")


def damage_of_xml(error: expat.ExpatError) -> Fault:
    """What is wrong with XML."""
    return fault("xml-damaged", reason=cause(error))


class Depth:
    """How deep the element that is being parsed is nested; handlers count, and each chunk of XML is checked once."""

    __slots__ = ("now",)

    def __init__(self) -> None:
        self.now = 0

    def down(self, *_: object) -> None:
        """Count a start tag."""
        self.now += 1

    def up(self, *_: object) -> None:
        """Count an end tag."""
        self.now -= 1


class BoundedXml:
    """Feeds XML to a parser piece by piece; raises :class:`Damaged` where it is too deep, or a tag too long."""

    def __init__(self, parser: XMLParserType, depth: Depth) -> None:
        self._parser = parser
        self._depth = depth
        self._fed = 0

    def feed(self, data: bytes) -> None:
        """Parse a piece."""
        for at in range(0, len(data), _CHUNK):
            piece = data[at : at + _CHUNK] if len(data) > _CHUNK else data
            self._fed += len(piece)
            self._parser.Parse(piece, False)
            if self._depth.now > MAX_DEPTH:
                raise Damaged.of("xml-too-deep", limit=MAX_DEPTH)
            # The parser keeps what it has not understood yet, and looks at it again with each piece.
            if self._fed - self._parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise Damaged.of("xml-long-tag", limit=_LONGEST_TOKEN)

    def close(self) -> None:
        """Parse the end."""
        self._parser.Parse(b"", True)

    def feed_all(self, file: IO[bytes]) -> Iterator[None]:
        """Parse a file; a step after each piece."""
        while piece := file.read(_CHUNK):
            self.feed(piece)
            yield
        self.close()
        yield


def parser_of_xml(namespace_separator: str | None = None) -> XMLParserType:
    """A parser that refuses document types, and with them entities: workbooks have none, and they can be a bomb."""
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Damaged.of("xml-document-type")
