"""How large a picture is by its header, before anything unpacks it: 100,000 × 100,000 pixels fit into a kilobyte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.speech import Said, said

if TYPE_CHECKING:
    from pathlib import Path

MAX_PIXELS = 50_000_000
"""The most pixels of a logo: four times those of an A4 page at 300 dots per inch, which take 200 MB as colours."""
MAX_BYTES = 20_000_000
"""The most bytes of a logo's file, drawings included."""
# The sizes in the first chunk of PNG (PNG, 11.2.1) and in the frame headers of JPEG (ITU-T T.81, B.2.2).
_PNG = expression(rb"\x89PNG\r\n\x1a\n.{4}IHDR(.{4})(.{4})", re.DOTALL)
_JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def size_in_header(data: bytes) -> tuple[int, int] | None:
    """The width and the height in pixels that a PNG or JPEG file says it has; None for a file that says neither.

    Of a JPEG file with several frames, the largest.
    """
    if match := _PNG.match(data):
        return int.from_bytes(match[1], "big"), int.from_bytes(match[2], "big")
    return _largest_frame(data) if data.startswith(_JPEG) else None


def too_large(path: Path) -> Said | None:
    """What is too large about a picture, in words: ``100,000 × 100,000 pixels``; None if nothing is."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return said("{size:,} bytes; the limit is {limit:,}", size=size, limit=MAX_BYTES)
    width, height = size_in_header(path.read_bytes()) or (0, 0)
    if width * height <= MAX_PIXELS:
        return None
    return said(
        "{width:,} × {height:,} pixels; the limit is {limit:,} together", width=width, height=height, limit=MAX_PIXELS
    )


def _largest_frame(data: bytes) -> tuple[int, int] | None:
    found: list[tuple[int, int]] = []
    at = 2
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 9:
        marker = data[at + 1]
        if marker in {0x00, 0xFF} or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            found.append((int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")))
        at += 2 + max(int.from_bytes(data[at + 2 : at + 4], "big"), 2)
    return max(found, key=lambda size: size[0] * size[1], default=None)
