"""CSV and TSV: detects the encoding and the delimiter, and reads row by row."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.sheets.table import MAX_CHARACTERS, MAX_COLUMNS, Row, Table, limit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = ",;\t"
_SEP_LINE = re.compile(r"""(?i)"?sep=([^"\r\n])"?[\r\n]*""")
"""A first line that names the delimiter; Excel obeys it and does not show it."""
_QUOTED = re.compile(r"""(^|[,;\t])"(?:[^"]|"")*\"""")
_CHUNK = 1 << 20
_MAX_HEADER = 200_000
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# The bytes of letters that are common in one of the two Windows code pages and differ in the other.
_CENTRAL, _WESTERN = b"\xe8\xc8\xe6\xc6\xf0\xd0\x9a\x8a\x9e\x8e", b"\xe0\xea\xf1\xe5\xf8\xe3\xec\xf2\xf5\xf9\xfb"
_SIGNATURES = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"%PDF": "PDF document",
    b"PK\x03\x04": "ZIP archive or a workbook",
    b"\xd0\xcf\x11\xe0": "legacy Office document",
}


class _Encoding(NamedTuple):
    name: str
    note: str = ""


def read(path: Path) -> Table:
    """The table in a CSV or TSV file.

    Raises :class:`InvalidRequest` for a file that is not text or cannot be read; its rows, for a quoted cell that is
    never closed.
    """
    encoding = _encoding(path)
    start = _start(path, encoding.name)
    named = _named_delimiter(start)
    delimiter = named or _delimiter(path, start)
    rows = limit_rows(path, _rows(path, encoding.name, delimiter, skipped=1 if named else 0))
    return Table(rows, (encoding.note,) if encoding.note else ())


def _rows(path: Path, encoding: str, delimiter: str, skipped: int) -> Iterator[Row]:
    # csv's own limit holds for the whole process; limit_rows reports cells below it by row and column.
    csv.field_size_limit(2 * MAX_CHARACTERS)
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skipped):
            file.readline()
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            line = skipped + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _csv_error(path, number, line, str(error)) from None
            yield Row(number, tuple(cells))


def _csv_error(path: Path, row: int, line: int, reason: str) -> InvalidRequest:
    """The error of a row that begins at a line; csv says only in words what is wrong with it."""
    if "limit" in reason:
        return InvalidRequest.of("csv-cell-too-long", str(path), line=line, row=row, limit=2 * MAX_CHARACTERS)
    if "unexpected end" in reason:
        return InvalidRequest.of("csv-quote-open", str(path), line=line, row=row)
    return InvalidRequest.of("csv-syntax", str(path), line=line, row=row, reason=reason)


def _encoding(path: Path) -> _Encoding:
    """The encoding of a file: that of its byte order mark, UTF-8 if it is valid, or else a Windows code page."""
    try:
        with path.open("rb") as file:
            start = file.read(_CHUNK)
            for signature, other_format in _SIGNATURES.items():
                if start.startswith(signature):
                    raise InvalidRequest.of("csv-other-format", str(path), format=other_format)
            for bom, name in _BYTE_ORDER_MARKS.items():
                if start.startswith(bom):
                    return _Encoding(name)
            if b"\x00" in start:
                raise InvalidRequest.of("csv-binary", str(path))
            decoder = codecs.getincrementaldecoder("utf-8")()
            counts: Counter[int] = Counter()
            is_utf8, chunk = True, start
            while chunk:
                is_utf8 = is_utf8 and _decodes(decoder, chunk)
                if not is_utf8:
                    counts.update(chunk)
                chunk = file.read(_CHUNK)
            is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    except OSError as error:
        raise InvalidRequest.of("table-unreadable", str(path), reason=error.strerror) from None
    if is_utf8:
        return _Encoding("utf-8")
    central, western = (sum(counts[byte] for byte in letters) for letters in (_CENTRAL, _WESTERN))
    name = "cp1250" if central > western else "cp1252"
    try:
        with path.open(encoding=name) as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError as error:
        byte = f"0x{error.object[error.start]:02X}"
        raise InvalidRequest.of("csv-encoding-unknown", str(path), encoding=name, byte=byte) from None
    return _Encoding(name, f"{path} is not UTF-8; it was read as {name}: check its accented letters")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _start(path: Path, encoding: str) -> str:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return file.read(_MAX_HEADER)
    except UnicodeDecodeError:
        raise InvalidRequest.of("csv-encoding", str(path), encoding=encoding) from None


def _named_delimiter(start: str) -> str:
    """The delimiter that a ``sep=`` line names; empty if the first line is not one."""
    match = _SEP_LINE.fullmatch(re.split("(?<=[\r\n])", start, maxsplit=1)[0])
    return match[1] if match else ""


def _delimiter(path: Path, start: str) -> str:
    """The most frequent delimiter in the header, outside its quoted cells (which may contain line breaks)."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    outside = re.split("[\r\n]", _QUOTED.sub(r"\1", start.lstrip("\r\n")), maxsplit=1)[0]
    counts = {delimiter: outside.count(delimiter) for delimiter in _DELIMITERS}
    if max(counts.values()) >= MAX_COLUMNS:
        raise InvalidRequest.of("csv-too-many-columns", str(path), limit=MAX_COLUMNS)
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])
