"""The container of an XLS workbook ([MS-CFB]): xlrd reads it, but would follow a chain without an end forever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlrd.compdoc import CompDoc, CompDocError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook", "Book")
"""The stream of a workbook, and that of Excel 5 and 95 ([MS-XLS], 2.1.7.20)."""


def stream_of(data: bytes, log: TextIO) -> bytes:
    """The stream of a workbook in a container; data in no container is such a stream itself.

    Raises :class:`CompDocError` and, for damaged containers, errors of other kinds.
    """
    if not data.startswith(SIGNATURE):
        return data
    container = _Container(data, logfile=log)
    for name in _STREAMS:
        found, start, length = container.locate_named_stream(name)
        if found:
            return bytes(found[start : start + length])
    raise CompDocError("it is an Office document without a workbook")


class _Container(CompDoc):  # type: ignore[misc]
    def _get_stream(
        self, mem: bytes, base: int, sat: Sequence[int], sec_size: int, start_sid: int, *rest: Any, **named: Any
    ) -> bytes:
        sector, left = start_sid, len(sat)
        while 0 <= sector < len(sat):
            sector, left = sat[sector], left - 1
            if left < 0:
                raise CompDocError("its chain of sectors has no end")
        return bytes(super()._get_stream(mem, base, sat, sec_size, start_sid, *rest, **named))
