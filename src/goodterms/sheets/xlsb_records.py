"""The records of binary workbooks, and the texts in them ([MS-XLSB] 2.1.4, 2.5.122 and 2.5.169)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from goodterms.faults.causes import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 16
_LONGEST_HEAD = 6
_LONGEST = 16_000_000
"""The most bytes of a record; the longest that is read is a text of a cell."""
_NOTHING = 0xFFFF_FFFF


def records(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a part: the number of the kind, and the data; raises :class:`Damaged` at one that is cut short."""
    data = file.read(_CHUNK)
    at = 0
    while True:
        if len(data) - at < _LONGEST_HEAD:
            data, at = data[at:] + file.read(_CHUNK), 0
            if not data:
                return
        number, size, at = _head(data, at)
        if size > _LONGEST:
            raise Damaged.of("record-too-long", size=size)
        while len(data) - at < size:
            more = file.read(max(_CHUNK, size - len(data) + at))
            if not more:
                raise Damaged.of("record-cut-short")
            data, at = data[at:] + more, 0
        yield number, data[at : at + size]
        at += size


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The number and the size of a record, and where its data begins: seven bits in each byte, the lowest first."""
    try:
        number = data[at]
        at += 1
        if number >= 0x80:
            number = number & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = data[at]
        at += 1
        if size >= 0x80:
            size &= 0x7F
            for shift in (7, 14, 21):
                byte = data[at]
                at += 1
                size |= (byte & 0x7F) << shift
                if byte < 0x80:
                    break
    except IndexError:
        raise Damaged.of("record-cut-short") from None
    return number, size, at


def wide_text(data: bytes, at: int) -> tuple[str, int]:
    """The text at a place, and where it ends."""
    length = int.from_bytes(data[at : at + 4], "little")
    if length == _NOTHING:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise Damaged.of("text-cut-short")
    text = data[at + 4 : end].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, end


def rich_text(data: bytes, at: int = 0) -> str:
    """The text at a place, without its formatting and without readings beside it."""
    return wide_text(data, at + 1)[0]
