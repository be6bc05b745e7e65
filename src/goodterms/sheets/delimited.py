"""CSV and TSV: finds the encoding and the delimiter, and reads row by row."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults.causes import cause, quoted
from goodterms.sheets import delimiters, encodings
from goodterms.sheets.encodings import UTF8
from goodterms.sheets.table import MAX_CHARACTERS, MAX_COLUMNS, Broken, Row, Table, limit_rows
from goodterms.speech import Some, said, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from goodterms.sheets.encodings import Judge
    from goodterms.sheets.table import Cell

_MAX_HEADER = 200_000
_AROUND = 20
"""The number of characters that are shown on each side of a wrong byte."""
_SHOWN = 4
"""The number of readings that are shown of a file whose code page is not clear."""
_SIGNATURES = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"%PDF": "PDF document",
    b"PK\x03\x04": "ZIP archive or a workbook",
    b"\xd0\xcf\x11\xe0": "legacy Office document",
}
_WRONG_BYTE = expression("[\udc80-\udcff]")
_BYTES = "latin-1"
"""The encoding in which each byte is the character of its number."""
_WORD_BEYOND_ASCII = expression(r"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_USUAL = ("cp1250", "cp1252", "cp1256", "cp852", "mac_roman")
"""The readings that are shown of a file whose letters fit none."""


def read(path: Path, encoding: str = "", judge: Judge | None = None) -> Table:
    """The table in a CSV or TSV file.

    ``encoding`` is the one that the user names. Without it, UTF-8 and UTF-16 are recognized by their bytes, and
    ``judge`` chooses the code page of any other file. Raises :class:`InvalidRequest` for a file that is not text or
    cannot be read, for one whose encoding is not certain, and for a byte that is not valid in it; its rows, for a
    quoted cell that is never closed.
    """
    try:
        _refuse_other_formats(path)
        name, note = (encodings.named(encoding, path), "") if encoding else _encoding(path, judge)
        start = _start(path, name)
    except OSError as error:
        raise InvalidRequest.of("table-unreadable", str(path), reason=cause(error)) from None
    return Table(_rows(path, name, *_format(path, start)), (note,) if note else (), name)


def _format(path: Path, start: str) -> tuple[str, int, int]:
    """The delimiter, the number of lines before the first row, and the width of rows that all end in a delimiter.

    The width is 0 where they do not.
    """
    named = delimiters.named(start)
    delimiter = named or _delimiter(path, start)
    rows = delimiters.sample(_below_first_line(start) if named else start, delimiter)
    width = len(rows[0]) if rows else 0
    is_closed = width > 1 and all(len(cells) == width and not cells[-1].strip() for cells in rows)
    return delimiter, 1 if named else 0, width if is_closed else 0


def _rows(
    path: Path, encoding: str, delimiter: str, skipped: int, closed: int, errors: str = "strict"
) -> Iterator[Row]:
    # csv's own limit holds for the whole process; limit_rows reports cells below it by row and column.
    csv.field_size_limit(2 * MAX_CHARACTERS)
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        for _ in range(skipped):
            file.readline()
        records = delimiters.Records(file, delimiter)
        number, line = 0, skipped + 1
        try:
            for number, texts in enumerate(records, 1):
                cells: Sequence[Cell] = texts
                if records.may_have_formula:
                    cells = [_value(cell) for cell in texts]
                if closed and len(cells) == closed and not str(cells[-1]).strip():
                    cells = cells[:-1]
                line = skipped + records.line + 1
                row = Row(number, tuple(cells))
                if len(texts) > MAX_COLUMNS or sum(map(len, texts)) > MAX_CHARACTERS:
                    (row,) = limit_rows(path, iter((row,)))  # refuses it, unless only all cells together are so long
                yield row
        except csv.Error as error:
            raise _csv_error(path, number + 1, line, str(error)) from None


def _value(cell: str) -> Cell:
    """A cell whose text is a formula: its text where it is only one, else a formula that was never calculated."""
    if not cell.lstrip().startswith("=") or cell.strip() == "=":
        return cell
    text = delimiters.text_of_formula(cell)
    return Broken(cell.strip()) if text is None else text


def _csv_error(path: Path, row: int, line: int, reason: str) -> InvalidRequest:
    """The error of a row that begins at a line; csv says only in words what is wrong with it."""
    if "limit" in reason:
        return InvalidRequest.of("csv-cell-too-long", str(path), line=line, row=row, limit=2 * MAX_CHARACTERS)
    if "unexpected end" in reason:
        return InvalidRequest.of("csv-quote-open", str(path), line=line, row=row)
    return InvalidRequest.of("csv-syntax", str(path), line=line, row=row, reason=quoted(reason))


def _refuse_other_formats(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    for signature, other_format in _SIGNATURES.items():
        if start.startswith(signature):
            raise InvalidRequest.of("csv-other-format", str(path), format=other_format)


def _encoding(path: Path, judge: Judge | None) -> tuple[str, str]:
    """The encoding of a file, and a note where it is an old code page.

    Raises :class:`InvalidRequest` where the bytes and the judge leave a doubt.
    """
    shown = encodings.examine(path)
    if shown.is_mostly_utf8:
        raise _wrong_bytes(path)
    if shown.encoding == UTF8 and not (judge and shown.may_be_utf8_by_chance):
        return UTF8, ""
    if shown.encoding and shown.encoding != UTF8:
        encodings.refuse_invalid(path, shown.encoding)
        return shown.encoding, ""
    possible = encodings.readings(shown.used)
    if judge is None:
        raise _unclear("csv-not-utf8", path, _usual(possible))
    names = [UTF8, *possible] if shown.encoding else possible
    choice = judge(partial(_rows_of_bytes, path), names)
    if shown.encoding and (UTF8 in choice.possible or not choice.possible):
        return UTF8, ""
    if not choice.name or shown.encoding:
        raise _unclear("csv-code-page-unclear", path, list(choice.possible) or _usual(possible))
    known_by = encodings.label(choice.name)
    return choice.name, speak(
        "not UTF-8; by its letters, it was read as {encoding}: check its accented letters", encoding=known_by
    )


def _rows_of_bytes(path: Path) -> Iterator[Row]:
    """The rows, each byte of their texts as the character of its number."""
    return _rows(path, _BYTES, *_format(path, _start(path, _BYTES)))


def _usual(possible: Sequence[str]) -> list[str]:
    return [name for name in possible if name in _USUAL]


def _unclear(kind: str, path: Path, names: Sequence[str]) -> InvalidRequest:
    """The error of a file whose code page is not certain: words that differ, as each of the code pages reads them."""
    shown = list(names)[:_SHOWN]
    number, words = _differing_words(path, shown)
    readings = [
        # For translators: how words of a file look in an encoding: 'Žiga' in Windows-1250 (cp1250)
        said("{words!r} in {label} ({name})", words=_read(words, name), label=encodings.label(name), name=name)
        for name in shown
    ]
    return InvalidRequest.of(kind, str(path), row=number, readings=readings, names=shown)


def _differing_words(path: Path, names: Sequence[str]) -> tuple[int, list[str]]:
    """The first row with words that differ in some of the encodings, and these words, at most three, as bytes."""
    first: tuple[int, list[str]] = (0, [])
    for row in _rows_of_bytes(path):
        words = [word for cell in row.cells for word in _WORD_BEYOND_ASCII.findall(str(cell))]
        first = first if first[0] or not words else (row.number, words[:3])
        if differing := [word for word in words if len({_decode(name)(word) for name in names}) > 1]:
            return row.number, differing[:3]
    return first


def _read(words: Sequence[str], name: str) -> str:
    return " ".join(map(_decode(name), words))


def _decode(name: str) -> Callable[[str], str]:
    """A function that reads bytes, each given as the character of its number, in an encoding."""
    return lambda text: text.encode(_BYTES).decode(name, "replace")


def _wrong_bytes(path: Path) -> InvalidRequest:
    """The error of a file in UTF-8 with bytes that are not valid in it: the rows that have some."""
    start = _start(path, UTF8, "surrogateescape")
    wrong = [
        (row.number, column, match)
        for row in _rows(path, UTF8, *_format(path, start), errors="surrogateescape")
        for column, cell in enumerate(row.cells, 1)
        if (match := _WRONG_BYTE.search(str(cell)))
    ]
    row, column, match = wrong[0]
    text = _WRONG_BYTE.sub("\ufffd", match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND])
    byte = f"0x{ord(match[0]) - 0xDC00:02X}"
    others = sorted({number for number, *_ in wrong} - {row})
    if not others:
        return InvalidRequest.of("csv-wrong-byte", str(path), row=row, column=column, byte=byte, text=text)
    return InvalidRequest.of(
        "csv-wrong-bytes",
        str(path),
        row=row,
        column=column,
        byte=byte,
        text=text,
        others=Some(list(map(str, others)), _SHOWN, ""),
    )


def _start(path: Path, encoding: str, errors: str = "strict") -> str:
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        return file.read(_MAX_HEADER)


def _delimiter(path: Path, start: str) -> str:
    """The delimiter of a text that begins with ``start``; raises :class:`InvalidRequest` for too many columns."""
    if path.suffix.lower() == ".tsv" and "\t" in start:
        return "\t"
    found = delimiters.find(start)
    if next(iter(delimiters.widths(start, found)), 0) > MAX_COLUMNS:
        raise InvalidRequest.of("csv-too-many-columns", str(path), limit=MAX_COLUMNS)
    return found


def _below_first_line(start: str) -> str:
    return [*re.split("(?<=[\r\n])", start, maxsplit=1), ""][1].removeprefix("\n")
