"""Files with the name of an old workbook that are something else: programs save web pages and text as .xls."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.speech import said

if TYPE_CHECKING:
    from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How XLS begins: as a container ([MS-CFB], 2.2), or, before 1993 and from some programs, with its first record."""
_ZIPPED = (
    ("xl/workbook.xml", said("an XLSX workbook")),
    ("xl/workbook.bin", said("an XLSB workbook")),
    ("content.xml", said("an ODS workbook")),
)
_XML_2003 = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|<(?:ss:)?workbook[\s>]", re.IGNORECASE)
_FLAT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|style|table|div)[\s>]|^mime-version:", re.IGNORECASE)
_SIGNATURES = {
    b"\x89PNG": said("a PNG image"),
    b"\xff\xd8\xff": said("a JPEG image"),
    b"GIF8": said("a GIF image"),
    b"%PDF": said("a PDF document"),
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4096


def refuse_other_format(path: Path, data: bytes) -> None:
    """Raise :class:`InvalidRequest` that says what a file is, if it does not begin as an XLS workbook does."""
    if data.startswith((_OLE, *_BARE)):
        return
    head = data[:_HEAD]
    if data.startswith(b"PK"):
        raise InvalidRequest.of("workbook-other-format", str(path), format=_zipped(data))
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise InvalidRequest.of("workbook-other-format", str(path), format=name)
    text = _text(head)
    if not text.strip():
        raise InvalidRequest.of(
            "not-a-workbook", str(path), reason=said("it is empty") if not data else said("it is damaged")
        )
    plain = text.encode("utf-8")
    if _XML_2003.search(plain):
        raise InvalidRequest.of("workbook-other-format", str(path), format=said("an XML spreadsheet of Excel 2003"))
    if _FLAT in plain:
        raise InvalidRequest.of("workbook-other-format", str(path), format=said("a flat OpenDocument file"))
    if _PAGE.search(plain.lstrip()):
        raise InvalidRequest.of("workbook-other-format", str(path), format=said("a web page (HTML)"))
    suffix = ".tsv" if "\t" in text.splitlines()[0] else ".csv"
    raise InvalidRequest.of("workbook-is-text", str(path), suffix=suffix)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "a damaged archive"
    return next((name for part, name in _ZIPPED if part in names), "a ZIP archive")


def _text(head: bytes) -> str:
    """The beginning of a file as text; empty if it is none."""
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "latin-1")
    text = head.decode(encoding, errors="replace")
    return "" if _CONTROLS.search(text) else text
