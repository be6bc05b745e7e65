"""Workbooks of real programs with damage in them: each must be read or refused, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from goodterms import sheets
from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SEEDS = [
    *sorted((ROOT / "tests/sheets/books").glob("*.xls*")),
    *sorted((ROOT / "tests/sheets/books_old").glob("*.xls")),
    *sorted((ROOT / "tests/sheets/books_old").glob("*.ods")),
    *sorted((ROOT / "tests/batch/books").glob("cells.*")),
]
_NASTY = (
    b"\0", b"\xff", b"<", b">", b"&", b'"', b"/>", b"</", b"<!--", b"<![CDATA[", b"&#x0;", b"-1", b"999999999999", b"1e999",
    b"NaN", b"x", b"XFD1048576", b"A0", b"A1:XFD1048576", b"2147483648", b"\xed\xa0\x80", b"hidden", b"\xef\xbf\xbf", b"",
)  # fmt: skip


def read(path: Path) -> str:
    """What reading a workbook says: it is read, or it is refused; anything else is an error that nobody foresaw."""
    try:
        number = sum(1 for name in [None, *sheets.names(path)] for _ in sheets.read(path, name).rows)
    except InvalidRequest:
        return "refused"
    return f"read {number} rows"


def written_now() -> bytes:
    """A workbook that XlsxWriter makes, with formulas, formats, dates, merged and hidden cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("people")
    page.write_row(0, 0, ["name", "date", "amount", "formula"])
    for row in range(1, 30):
        page.write(row, 0, f"Ana {row}")
        page.write(row, 1, 45_000 + row, book.add_format({"num_format": "d. mmmm yyyy"}))
        page.write(row, 2, row * 1.5, book.add_format({"num_format": "#,##0.00 [$€-424]"}))
        page.write_formula(row, 3, f"=C{row}+1", None, row)
    page.merge_range("A31:B33", "together")
    page.set_column("B:B", None, None, {"hidden": True})
    book.close()
    return file.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes changed; in an archive, some bytes of one of its parts."""
    if not data.startswith(b"PK") or chance.random() < 0.1:
        return _changed(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in chance.sample(sorted(parts), k=min(len(parts), chance.randint(1, 2))):
        if chance.random() < 0.1:
            del parts[name]
        else:
            parts[name] = _changed(parts[name], chance)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((0, 0, 1, 4, 64, 1000)))
        kind = chance.randrange(5)
        if kind == 0:
            changed[at:end] = chance.choice(_NASTY)
        elif kind == 1:
            changed[at:at] = changed[at:end] * chance.choice((1, 2, 50))
        elif kind == 2 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif kind == 3:
            changed[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xfe\xff\xff\xff")
            )
        else:
            del changed[at:end]
    return bytes(changed)


def seeds() -> Iterator[tuple[str, bytes]]:
    """The suffix and the bytes of each workbook that is damaged."""
    yield ".xlsx", written_now()
    for path in SEEDS:
        yield path.suffix, path.read_bytes()
