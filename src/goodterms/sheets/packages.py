"""Office Open XML packages: archives whose parts refer to each other by relationships (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
from typing import IO, TYPE_CHECKING, NamedTuple, Self
from urllib.parse import unquote

from goodterms.faults.causes import Damaged
from goodterms.sheets.bounds import BoundedXml, Depth, open_archive, parser_of_xml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Link(NamedTuple):
    """A relationship: the last word of its type, such as ``worksheet``, and the name of the part."""

    kind: str
    part: str


class Package:
    """An open archive with parts, found by their names in any case. To be closed by its user."""

    def __init__(self, path: Path) -> None:
        """Open the archive; raises :class:`InvalidRequest` for one that unpacks to too much."""
        self._archive = open_archive(path)
        self._names = {_key(entry.filename): entry.filename for entry in self._archive.infolist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._names

    def open(self, part: str) -> IO[bytes]:
        """A part to be read; raises :class:`Damaged` if it is missing."""
        if part not in self:
            raise Damaged.of("archive-without-part", name=part)
        return self._archive.open(self._names[_key(part)])

    def links(self, part: str = "") -> dict[str, Link]:
        """The relationships of a part, or of the package, by their ids."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Link] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(attributes.get("Target", ""))))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Link(kind, target.lstrip("/"))

        if source in self:
            with self.open(source) as file:
                read_elements(file, start)
        return found

    def linked(self, part: str, kind: str) -> str:
        """The name of the first part of a kind that a part refers to; empty if there is none."""
        return next((link.part for link in self.links(part).values() if link.kind == kind), "")


def read_elements(file: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``start`` for each element of an XML file, with its name and its attributes."""
    parser, depth = parser_of_xml(), Depth()

    def begin(name: str, attributes: dict[str, str]) -> None:
        depth.now += 1
        start(name, attributes)

    parser.StartElementHandler = begin
    parser.EndElementHandler = depth.up
    for _ in BoundedXml(parser, depth).feed_all(file):
        pass


def local(name: str) -> str:
    """A name of XML without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
