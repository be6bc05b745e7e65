"""Reads .po files strictly: every line is an entry's, a comment, blank or a flaw with its line and column.

The format is that of the GNU gettext manual, section "The Format of PO Files". A file with flaws still yields its valid
entries, so that one reading reports everything. Positions are 1-based; columns count characters.
"""

from __future__ import annotations

import re

from goodterms.expressions import expression
from goodterms.po import plain
from goodterms.po.parts import Entry, File, Flaw, flaw

__all__ = ["Entry", "File", "Flaw", "fields_of", "flaw", "read", "read_header"]

_FIELDS = {name.lower(): name for name in ("Language", "Content-Type", "Plural-Forms", "MIME-Version")}
_MSGID = "msgid"
_CHARSET = expression(rb"charset=([\w:.+-]+)", re.IGNORECASE)


def read(data: bytes) -> File:
    """The file in ``data``: entries and flaws. Never raises."""
    flaws: list[Flaw] = []
    text = decoded(data, flaws)
    entries = plain.entries(text, flaws)
    return finished(text, entries, flaws)


def read_header(data: bytes) -> dict[str, str]:
    """The header of the file in ``data``, without what is wrong with the file; faster than reading all of it."""
    first = plain.first(decoded(data, []))
    if first is None or first.msgid or first.msgctxt is not None:
        return read(data).header
    return fields_of(first.strings[0])


def decoded(data: bytes, flaws: list[Flaw]) -> str:
    """The text in ``data``, with Unix line ends; appends what is wrong with its encoding to ``flaws``."""
    text = _decode(data, flaws)
    if "\r" in text:
        number = text.count("\n", 0, text.index("\r")) + 1
        flaws.append(flaw(number, 1, "po-line-ends"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def finished(text: str, entries: list[Entry], flaws: list[Flaw]) -> File:
    """The file of a text, its entries, and the flaws found in reading both."""
    _find_duplicates(entries, flaws)
    file = File(text, entries, {}, sorted(flaws))
    if file.header_entry:
        file.header = fields_of(file.header_entry.strings[0])
    return file


def _decode(data: bytes, flaws: list[Flaw]) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        flaws.append(flaw(1, 1, "po-byte-order-mark"))
        data = data[3:]
    declared = _CHARSET.search(data[:20_000])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    if declared and charset.upper() not in {"UTF-8", "UTF8", "ASCII", "US-ASCII", "CHARSET"}:
        text = _in_charset(data, charset)
        line = data.count(b"\n", 0, declared.start()) + 1
        flaws.append(flaw(line, 1, "po-charset" if text is None else "po-other-charset", charset=charset))
        if text is not None:
            return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        flaws.append(flaw(line, column, "po-not-utf8", byte=f"0x{data[error.start]:02X}"))
        return data.decode("utf-8", "replace")


def _in_charset(data: bytes, charset: str) -> str | None:
    """The text in the charset that the header declares; None for one that is unknown, or that the text is not in.

    A text that is valid UTF-8 and not ASCII is not in another charset, whatever its header declares.
    """
    try:
        text = data.decode(charset)
    except (LookupError, UnicodeError):
        return None
    if _MSGID not in text:
        return None  # in UTF-16, nearly all bytes are characters
    try:
        return text if text == data.decode("utf-8") else None
    except UnicodeDecodeError:
        return text


def _find_duplicates(entries: list[Entry], flaws: list[Flaw]) -> None:
    living = [entry for entry in entries if not entry.obsolete]
    if len({entry[:2] for entry in living}) == len(living):
        return  # no key comes twice
    first: dict[tuple[str | None, str], int] = {}
    for entry in living:
        if entry.key in first:
            flaws.append(flaw(entry.line, 1, "po-duplicate-message", msgid=entry.msgid, first=first[entry.key]))
        first.setdefault(entry.key, entry.line)


def fields_of(text: str) -> dict[str, str]:
    """The fields of a header; of several with one name, the first, as in gettext, which ignores the case of letters."""
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            name = name.strip()
            fields.setdefault(_FIELDS.get(name.lower(), name), value.strip())
    return fields
