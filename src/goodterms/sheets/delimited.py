"""CSV and TSV: the encoding found out, the delimiter seen in the header, read row by row."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.table import MAX_CHARACTERS, MAX_COLUMNS, Row, Table, checked, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = ",;\t"
_NAMED = re.compile(r"""(?i)"?sep=([^"\r\n])"?[\r\n]*""")
"""The first line by which Excel is told of the delimiter; Excel does not show it."""
_QUOTED = re.compile(r"""(^|[,;\t])"(?:[^"]|"")*\"""")
_PIECE = 1 << 20
_MAX_HEADER = 200_000
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Letters that differ between the two code pages of Windows, where each is common in the languages of its own.
_CENTRAL, _WESTERN = b"\xe8\xc8\xe6\xc6\xf0\xd0\x9a\x8a\x9e\x8e", b"\xe0\xea\xf1\xe5\xf8\xe3\xec\xf2\xf5\xf9\xfb"
_SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or a workbook",
    b"\xd0\xcf\x11\xe0": "an old Office document",
}


class _Encoding(NamedTuple):
    name: str
    note: str = ""


def read(path: Path) -> Table:
    """The table in a CSV or TSV file.

    Raises :class:`InvalidRequest` for a file that is no text, that cannot be read, or whose cells have no end.
    """
    encoding = _encoding(path)
    start = _start(path, encoding.name)
    named = _named_delimiter(start)
    delimiter = named or _delimiter(path, start)
    rows = checked(path, _rows(path, encoding.name, delimiter, skipped=1 if named else 0))
    return Table(rows, (encoding.note,) if encoding.note else ())


def _rows(path: Path, encoding: str, delimiter: str, skipped: int) -> Iterator[Row]:
    # The limit is csv's own and for the whole process; a longer cell is told by its row where it is within it.
    csv.field_size_limit(2 * MAX_CHARACTERS)
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skipped):
            file.readline()
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            begun = skipped + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise refused(
                    path, f"row {number} (line {begun}): {_told(error)}", "is a quotation mark open?"
                ) from None
            yield Row(number, tuple(cells))


def _told(error: csv.Error) -> str:
    told = str(error)
    if "limit" in told:
        return f"a cell has more than {2 * MAX_CHARACTERS:,} characters"
    return "a quoted cell is never closed" if "unexpected end" in told else told


def _encoding(path: Path) -> _Encoding:
    """The encoding of a file: by its byte order mark, else UTF-8 if it is, else one of the code pages of Windows."""
    try:
        with path.open("rb") as file:
            start = file.read(_PIECE)
            for signature, kind in _SIGNATURES.items():
                if start.startswith(signature):
                    raise refused(path, f"is {kind}, not a table of text", "expected CSV, or .xlsx, .xls, .ods")
            for mark, name in _MARKS.items():
                if start.startswith(mark):
                    return _Encoding(name)
            if b"\x00" in start:
                raise refused(path, "has bytes that no text has", "save it as CSV in UTF-8")
            decoder = codecs.getincrementaldecoder("utf-8")()
            seen: Counter[int] = Counter()
            is_utf8, piece = True, start
            while piece:
                is_utf8 = is_utf8 and _decodes(decoder, piece)
                if not is_utf8:
                    seen.update(piece)
                piece = file.read(_PIECE)
            is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    except OSError as error:
        raise refused(path, f"cannot be read: {error.strerror}") from None
    if is_utf8:
        return _Encoding("utf-8")
    central, western = (sum(seen[byte] for byte in letters) for letters in (_CENTRAL, _WESTERN))
    name = "cp1250" if central > western else "cp1252"
    try:
        with path.open(encoding=name) as text:
            while text.read(_PIECE):
                pass
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02X}"
        raise refused(path, f"is neither UTF-8 nor {name}: {found}", "save it as CSV in UTF-8") from None
    return _Encoding(name, f"{path} is not UTF-8; it was read as {name}: look at its special letters")


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _start(path: Path, encoding: str) -> str:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return file.read(_MAX_HEADER)
    except UnicodeDecodeError:
        raise refused(path, f"is no {encoding} text", "save it as CSV in UTF-8") from None


def _named_delimiter(start: str) -> str:
    """The delimiter that the first line names, if it does nothing else."""
    found = _NAMED.fullmatch(re.split("(?<=[\r\n])", start, maxsplit=1)[0])
    return found[1] if found else ""


def _delimiter(path: Path, start: str) -> str:
    """The delimiter that parts the header best; its quoted cells may hold the others, and line breaks."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    outside = re.split("[\r\n]", _QUOTED.sub(r"\1", start.lstrip("\r\n")), maxsplit=1)[0]
    counts = {delimiter: outside.count(delimiter) for delimiter in _DELIMITERS}
    if max(counts.values()) >= MAX_COLUMNS:
        problem = f"the first row has more than {MAX_COLUMNS:,} columns"
        raise refused(path, problem, "is the file what it seems to be?")
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter])
