"""Reads a .po file strictly: every line is accounted for, every fault told with line and column, nothing lost.

The format is that of the GNU gettext manual, section "The Format of PO Files". A file with faults still yields the
entries that are whole, so that one reading tells everything. Positions are 1-based; columns count characters.
"""

from __future__ import annotations

import re

from goodterms.po import plain
from goodterms.po.parts import Entry, File, Flaw

__all__ = ["Entry", "File", "Flaw", "read"]

_CHARSET = re.compile(rb"charset=([\w:.+-]+)", re.IGNORECASE)


def read(data: bytes) -> File:
    """The file in ``data``: entries and flaws. Never raises."""
    flaws: list[Flaw] = []
    text = _decode(data, flaws)
    if "\r" in text:
        number = text.count("\n", 0, text.index("\r")) + 1
        flaws.append(Flaw(number, 1, "lines end in CR LF", "save the file with LF line ends", harmless=True))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    entries = plain.entries(text, flaws)
    _find_duplicates(entries, flaws)
    header = next(
        (_fields(entry.strings[0]) for entry in entries if entry.key == (None, "") and not entry.obsolete), {}
    )
    return File(text, entries, header, sorted(flaws))


def _decode(data: bytes, flaws: list[Flaw]) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        flaws.append(
            Flaw(1, 1, "the file begins with a byte order mark", "save it as UTF-8 without one", harmless=True)
        )
        data = data[3:]
    declared = _CHARSET.search(data[:20_000])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    if charset.upper() not in {"UTF-8", "UTF8", "ASCII", "US-ASCII", "CHARSET"}:
        line = data.count(b"\n", 0, declared.start()) + 1 if declared else 1
        hint = "save the file as UTF-8 and declare charset=UTF-8"
        flaws.append(Flaw(line, 1, f"the header declares the charset {charset}", hint))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        flaws.append(Flaw(line, column, f"byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8"))
        return data.decode("utf-8", "replace")


def _find_duplicates(entries: list[Entry], flaws: list[Flaw]) -> None:
    living = [entry for entry in entries if not entry.obsolete]
    if len({entry[:2] for entry in living}) == len(living):
        return  # each has a key of its own
    first: dict[tuple[str | None, str], int] = {}
    for entry in living:
        if entry.key in first:
            flaws.append(Flaw(entry.line, 1, f"the message {entry.msgid!r} stands in line {first[entry.key]} too"))
        first.setdefault(entry.key, entry.line)


def _fields(text: str) -> dict[str, str]:
    """The fields of a header."""
    pairs = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}
