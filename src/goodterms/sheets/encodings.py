"""The encoding of a text file: what its bytes show for certain, and the code pages that it may be in otherwise."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.sheets.table import Row

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

CHUNK = 1 << 20
UTF8 = "utf-8"
"""A mark at the start of the file is left to whoever reads it."""
_MARKS = {  # the longer ones first: that of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF8: UTF8,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CODE_PAGES = {
    "cp1250": "Windows-1250", "cp1252": "Windows-1252", "cp1256": "Windows-1256", "iso8859_2": "ISO 8859-2",
    "iso8859_15": "ISO 8859-15", "cp852": "DOS 852", "mac_latin2": "Mac Central European", "mac_roman": "Mac Roman",
    "mac_croatian": "Mac Croatian", "iso8859_1": "ISO 8859-1", "cp850": "DOS 850", "cp437": "DOS 437",
    "iso8859_6": "ISO 8859-6", "cp720": "DOS 720", "cp864": "DOS 864", "mac_arabic": "Mac Arabic",
    "mac_farsi": "Mac Farsi", "cp1257": "Windows-1257", "cp1254": "Windows-1254", "cp1251": "Windows-1251",
    "cp1253": "Windows-1253", "cp1255": "Windows-1255", "cp1258": "Windows-1258", "iso8859_3": "ISO 8859-3",
    "iso8859_4": "ISO 8859-4", "iso8859_5": "ISO 8859-5", "iso8859_7": "ISO 8859-7", "iso8859_8": "ISO 8859-8",
    "iso8859_9": "ISO 8859-9", "iso8859_10": "ISO 8859-10", "iso8859_13": "ISO 8859-13",
    "iso8859_14": "ISO 8859-14", "iso8859_16": "ISO 8859-16", "cp775": "DOS 775", "cp855": "DOS 855",
    "cp857": "DOS 857", "cp858": "DOS 858", "cp866": "DOS 866", "koi8_r": "KOI8-R", "koi8_u": "KOI8-U",
    "mac_romanian": "Mac Romanian", "mac_turkish": "Mac Turkish", "mac_iceland": "Mac Icelandic",
    "mac_cyrillic": "Mac Cyrillic", "mac_greek": "Mac Greek",
}  # fmt: skip
"""Python's name of each code page, and the one that people know it by; the more common ones first."""
COMMON = tuple(CODE_PAGES)[:9]
"""The code pages that tables are found in; the others only show that a reading is not the only one."""
FEW = 3
"""So few bytes that are valid UTF-8 may be so by chance."""
_TEXT = {"\t", "\n", "\r", "\x0c", "\x1a"}
"""The controls that text files have; DOS ends a file with U+001A."""
_USUAL = ("utf-8", "utf-16", "windows-1250", "windows-1252", "windows-1256", "iso-8859-2", "cp852", "mac-latin2")
_NO_TEXT = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}


class Choice(NamedTuple):
    """The code page that a file is read in, empty if its letters do not show it; those that it may be in."""

    name: str
    possible: Sequence[str] = ()


Judge = Callable[[Callable[[], Iterable[Row]], Sequence[str]], Choice]
"""Chooses among code pages by what a table says. It gets a function that reads the rows, each byte of their texts as
the character of its number (ISO 8859-1), and the code pages in which the file can be read, each with another result."""


class Bytes(NamedTuple):
    """What the bytes of a file show.

    ``encoding`` is the one that they leave no doubt of, empty if there is none; ``has_mark``: the file says so itself.
    ``sequences`` is the number of characters that UTF-8 has in several bytes (or of their bytes but the first),
    ``wrong`` that of bytes that are not valid in UTF-8; ``used`` are the bytes from 0x80, of a file that may be in a
    code page.
    """

    encoding: str
    has_mark: bool = False
    sequences: int = 0
    wrong: int = 0
    used: frozenset[int] = frozenset()

    @property
    def is_mostly_utf8(self) -> bool:
        """Whether a file that is not valid UTF-8 was meant to be, by its mark or by most of its characters."""
        return self.wrong > 0 and (self.has_mark or self.sequences >= self.wrong)

    @property
    def may_be_utf8_by_chance(self) -> bool:
        """Whether the file is valid UTF-8 with so few characters beyond ASCII that it may be something else."""
        return not self.has_mark and 0 < self.sequences <= FEW and self.encoding == UTF8


def examine(path: Path) -> Bytes:
    """What the bytes of a file show; raises :class:`OSError`, and :class:`InvalidRequest` for bytes of no text."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
        mark = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
        if mark and mark != UTF8:
            return Bytes(mark, has_mark=True)
        if b"\x00" in start:
            return Bytes(_unmarked_utf16(path, start))
        beyond = _count_utf8(path, file, start)
    if beyond is None or 0 < beyond <= FEW:
        return _count(path)._replace(has_mark=bool(mark))
    return Bytes(UTF8, bool(mark), beyond)


def _count_utf8(path: Path, file: BinaryIO, start: bytes) -> int | None:
    """The number of bytes that UTF-8 has beyond one for a character; None if the file is not valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond, chunk = 0, start
    try:
        while chunk:
            if b"\x00" in chunk:
                raise InvalidRequest.of("csv-binary", str(path))
            beyond += len(chunk) - len(decoder.decode(chunk))
            chunk = file.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return beyond


def _count(path: Path) -> Bytes:
    """What the bytes of a file show that is not valid UTF-8, or may be so by chance."""
    sequences = wrong = 0
    used: set[int] = set()
    with path.open("rb") as file:
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        while chunk := file.read(CHUNK):
            used.update(chunk)
            for character in decoder.decode(chunk):
                if character >= "\x80":
                    if "\udc80" <= character <= "\udcff":
                        wrong += 1
                    else:
                        sequences += 1
        wrong += len(decoder.decode(b"", final=True))
    beyond = frozenset(byte for byte in used if byte >= 0x80)
    return Bytes("" if wrong else UTF8, False, sequences, wrong, beyond)


def _unmarked_utf16(path: Path, start: bytes) -> str:
    """The byte order of UTF-16 without a mark; empty if the bytes are no text in UTF-16.

    In the wrong order, a line break is U+0A00, which is no character.
    """
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(name)().decode(start)
        except UnicodeDecodeError:
            continue
        if ("\n" in text or "\r" in text) and not any(map(_is_no_text, set(text))):
            return name
    raise InvalidRequest.of("csv-binary", str(path))


def _is_no_text(character: str) -> bool:
    return character not in _TEXT and unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")


def readings(used: Iterable[int]) -> list[str]:
    """The code pages that have a character for each of these bytes; of those that have the same ones, the first."""
    codes = bytes(sorted(used))
    found: dict[str, str] = {}
    for name in CODE_PAGES:
        try:
            text = codes.decode(name)
        except UnicodeDecodeError:
            continue
        if not any(map(_is_no_text, text)):
            found.setdefault(text, name)
    return list(found.values())


def named(given: str, path: Path) -> str:
    """Python's name of the encoding that somebody names.

    Raises :class:`InvalidRequest` for an unknown one, for one that is not of text, and for one that the file is not in.
    """
    try:
        found = codecs.lookup(given)
    except (LookupError, ValueError):
        found = None
    if found is None or not getattr(found, "_is_text_encoding", True) or found.name in _NO_TEXT:
        raise InvalidRequest.of("unknown-encoding", "--encoding", given=given, known=_USUAL)
    name = UTF8 if found.name == "utf-8-sig" else found.name.replace("_", "-")
    shown = examine(path)
    if not shown.encoding == name == UTF8:
        name = _by_bytes(path, given, name, shown)
        refuse_invalid(path, name)
    return name


def _by_bytes(path: Path, given: str, name: str, shown: Bytes) -> str:
    """The encoding of a file, of which ``name`` is given: with its byte order, if only the bytes show that.

    Raises :class:`InvalidRequest` where the bytes leave no doubt that the file is in another encoding.
    """
    is_wide = name.startswith(("utf-16", "utf-32"))
    if not shown.encoding or (is_wide and name.startswith(shown.encoding)):
        return name
    if shown.encoding.startswith(name):
        return shown.encoding
    if shown.has_mark or shown.encoding != UTF8 or shown.sequences > FEW or is_wide:
        raise InvalidRequest.of("csv-in-unicode", str(path), given=given, encoding=label(shown.encoding))
    return name


def refuse_invalid(path: Path, name: str) -> None:
    """Raise :class:`InvalidRequest` with the first byte that an encoding does not have, and its line."""
    line = 1
    decoder = codecs.getincrementaldecoder(name)()
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                line += decoder.decode(chunk, not chunk).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                byte = f"0x{error.object[error.start]:02X}"
                raise InvalidRequest.of("csv-encoding", str(path), line=line, encoding=label(name), byte=byte) from None
            if not chunk:
                return


def label(name: str) -> str:
    """An encoding by the name that people know it by."""
    return CODE_PAGES.get(name, name.upper())
