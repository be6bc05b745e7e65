"""The XML of a worksheet or of its texts, in blocks of whole elements.

Nearly all programs write these parts in one shape, in which a regular expression finds their values several times
faster than a parser calls for each element. A block that is in another shape in any way is left to the parser, which
also gets all that comes before and after the elements: so it still finds what is damaged in them.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_LONGEST = 1 << 20
"""The most bytes in which the end of an element is looked for."""
_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\ version=["']1\.0["'](?:\ encoding=["'](?i:utf-8)["'])?[^<>]*\?>)?"""
    rb"""\s*<(?:worksheet|sst)[\s>](?:[^<]|<[^!?])*""",
    re.VERBOSE,
)
"""What comes before the first element of a part: UTF-8, names without a prefix, no comments."""
_MARKUP = (b"<!", b"<?", b"]]>")
_NOT_TEXT = bytes(set(range(0x20)) - set(b"\t\n"))
_NOT_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What XML does not allow, and carriage returns, which a parser turns into line feeds (XML 1.0, 2.2 and 2.11)."""


def blocks(file: IO[bytes], first: bytes, last: bytes) -> Iterator[tuple[bytes, str | None]]:
    """The bytes of a part in order, in pieces, each with its text if it may be in the usual shape.

    The elements of such a piece are whole: ``first`` is how their start tags begin, ``last`` is their end tag.
    """
    data = file.read(_CHUNK)
    start = data.find(first)
    if start < 0 or not _START.fullmatch(data, 0, start):
        yield from _others(data, file)
        return
    yield data[:start], None
    data = data[start:]
    while data and len(data) < _LONGEST:
        if end := data.rfind(last) + 1:
            block, data = data[: end - 1 + len(last)], data[end - 1 + len(last) :]
            if any(mark in block for mark in _MARKUP):
                data = block + data  # a comment may go on behind its end
                break
            yield block, _text(block)
        chunk = file.read(_CHUNK)
        if not chunk:
            break
        data += chunk
    yield from _others(data, file)


def _others(data: bytes, file: IO[bytes]) -> Iterator[tuple[bytes, None]]:
    while data:
        yield data, None
        data = file.read(_CHUNK)


def _text(block: bytes) -> str | None:
    """The text of a block; None for one with bytes that a parser would refuse or change."""
    if len(block.translate(None, _NOT_TEXT)) != len(block) or any(one in block for one in _NOT_CHARACTERS):
        return None
    try:
        return block.decode()
    except UnicodeDecodeError:
        return None
