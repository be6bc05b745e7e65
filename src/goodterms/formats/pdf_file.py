"""A PDF file as Typst writes it, with no object streams and one cross-reference table: read and written by object."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ENTRY = 20
_TREE = re.compile(rb"/StructTreeRoot (\d+) 0 R")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*?\n")
_TRAILER = re.compile(rb"trailer\s*<<.*/Root (\d+) 0 R/Info (\d+) 0 R", re.DOTALL)
# Strings are matched, too, so that nothing in them is taken for a reference.
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|\b(\d+) 0 R\b", re.DOTALL)
_STREAM = b"stream\n"
_SPECIAL = re.compile(rb"([()\\])")


class PdfFile:
    """The objects of a file by number; ``root`` is the number of its catalog, ``info`` that of its information.

    Raises :class:`ValueError` for a file that Typst did not write.
    """

    def __init__(self, data: bytes) -> None:
        table = int(find(_START, data)[1])
        header = find(_TABLE, data[table : table + 64])
        entries = table + header.end()
        trailer = find(_TRAILER, data[entries:])
        self.root, self.info = int(trailer[1]), int(trailer[2])
        starts = [int(data[at : at + 10]) for at in range(entries, entries + _ENTRY * int(header[1]), _ENTRY)]
        order = sorted(range(1, len(starts)), key=starts.__getitem__)
        ends = [*(starts[number] for number in order[1:]), table]
        self.head = data[: starts[order[0]]]
        self.objects = {
            number: data[data.index(b"obj", starts[number]) + 4 : end].removesuffix(b"\n").removesuffix(b"endobj")
            for number, end in zip(order, ends, strict=True)
        }

    @property
    def structure(self) -> int:
        """The number of the root of the structure tree."""
        return int(find(_TREE, self.objects[self.root])[1])

    def to_bytes(self) -> bytes:
        """The file with its objects in their present state and order."""
        parts = [self.head]
        at = len(self.head)
        places = {}
        for number, source in self.objects.items():
            places[number] = at
            parts.append(b"%d 0 obj\n%bendobj\n" % (number, source))
            at += len(parts[-1])
        count = max(places) + 1
        used = [b"%010d 00000 n \n" % places[number] if number in places else b"" for number in range(1, count)]
        name = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>" % (
            count, self.root, self.info, name, name,
        )  # fmt: skip
        table = [b"xref\n0 %d\n0000000000 65535 f \n" % count, *used, trailer, b"\nstartxref\n%d\n%%%%EOF" % at]
        return b"".join([*parts, *table])

    def reachable(self, numbers: Iterable[int], without: Iterable[int]) -> list[int]:
        """The objects that ``numbers`` lead to by references that do not pass ``without``, in ascending order."""
        seen = set(without)
        waiting = list(numbers)
        reached = []
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                reached.append(number)
                waiting.extend(references(self.objects[number]))
        return sorted(reached)


def references(source: bytes) -> list[int]:
    """The numbers of the objects that an object refers to."""
    return [int(match[1]) for match in _REFERENCE.finditer(source.partition(_STREAM)[0]) if match[1]]


def renumber(source: bytes, numbers: dict[int, int]) -> bytes:
    """An object's source with new numbers in its references; one to an object without a number becomes null."""
    text, stream, data = source.partition(_STREAM)

    def change(match: re.Match[bytes]) -> bytes:
        if not match[1]:
            return match[0]
        return b"%d 0 R" % numbers[int(match[1])] if int(match[1]) in numbers else b"null"

    return _REFERENCE.sub(change, text) + stream + data


def find(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    """The first match; raises :class:`ValueError` for a file without one, which Typst did not write."""
    match = pattern.search(data)
    if match is None:
        raise ValueError(f"not a PDF file that Typst wrote: nothing matches {pattern.pattern!r}")
    return match


def array(numbers: Sequence[int]) -> bytes:
    """References to objects, as an array."""
    return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)


def text_string(text: str) -> bytes:
    """A text as a string (ISO 32000-1, 7.9.2.2), in UTF-16."""
    data = _SPECIAL.sub(rb"\\\1", b"\xfe\xff" + text.encode("utf-16-be")).replace(b"\r", b"\\r")
    return b"(" + data + b")"
