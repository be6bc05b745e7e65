r"""Edits strings of a .po file and keeps every other byte: comments, wrapping, escapes, line ends, byte order mark.

A string keeps its lines: what replaces text over several lines is written where that text began, and a line feed in it
is written ``\n``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.po.parts import Entry, File

_BOM = b"\xef\xbb\xbf"
_ESCAPES = str.maketrans(
    {
        "\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r",
        "\a": r"\a", "\b": r"\b", "\f": r"\f", "\v": r"\v",
    }
)  # fmt: skip
# A numeric escape with room for another digit: a digit that comes to follow it would become part of it.
_SHORT_OCTAL = re.compile(r"\\([0-7]{1,2})")
_SHORT_HEXADECIMAL = re.compile(r"\\x([0-9A-Fa-f])")
_OCTAL_DIGITS = frozenset("01234567")
_HEXADECIMAL_DIGITS = frozenset("0123456789abcdefABCDEF")


class StringEdit(NamedTuple):
    r"""An edit of a string: the characters from ``start`` up to ``end`` become ``text``.

    ``keyword`` names the string of the entry: ``msgstr``, ``msgstr[1]``, ``msgid`` … Offsets count the characters that
    the string stands for, so an escape such as ``\n`` is one. ``start`` and ``end`` are equal for an insertion.
    """

    entry: Entry
    keyword: str
    start: int
    end: int
    text: str


class LineEdit(NamedTuple):
    """An edit of a line of the file: its columns from ``start`` up to ``end`` become ``raw``.

    Lines and columns count from 0, in characters of :attr:`~goodterms.po.parts.File.lines`.
    """

    line: int
    start: int
    end: int
    raw: str


class _Piece(NamedTuple):
    """A written character of a string, an escape, or text to insert: its place in a line, and what to write there."""

    line: int
    start: int
    end: int
    raw: str
    is_changed: bool


def is_editable(file: File, entry: Entry, keyword: str) -> bool:
    """Whether a string can be edited: every character of it is on consecutive lines."""
    return sum(1 for _ in file.spans(entry, keyword)) == len(_string(entry, keyword))


def apply(file: File, data: bytes, edits: Iterable[StringEdit]) -> bytes:
    """The bytes of a file after the edits; ``file`` is what was read from ``data``.

    Raises :class:`ValueError` as :func:`line_edits` does, and for an edited line that is not UTF-8.
    """
    # Lines are at even places, their ends at odd ones.
    parts = re.split(rb"(\r\n|\r|\n)", data)
    for edit in line_edits(file, edits):
        old = parts[2 * edit.line]
        bom = _BOM if edit.line == 0 and old.startswith(_BOM) else b""
        text = old[len(bom) :].decode()
        parts[2 * edit.line] = bom + f"{text[: edit.start]}{edit.raw}{text[edit.end :]}".encode()
    return b"".join(parts)


def line_edits(file: File, edits: Iterable[StringEdit]) -> list[LineEdit]:
    """The edits as edits of lines, at most one for each line, in the order of the file.

    Insertions at one place are made in the order given. Raises :class:`ValueError` for edits that overlap or reach
    beyond their string, and for a string that is not editable.
    """
    by_string: dict[tuple[int, str], list[StringEdit]] = defaultdict(list)
    for edit in edits:
        by_string[edit.entry.first, edit.keyword].append(edit)
    found = [edit for of_string in by_string.values() for edit in _edits_of_string(file, of_string)]
    return sorted(found)


def _edits_of_string(file: File, edits: Sequence[StringEdit]) -> Iterator[LineEdit]:
    entry, keyword = edits[0].entry, edits[0].keyword
    characters = _string(entry, keyword)
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    if any(after.start < before.end for before, after in pairwise(ordered)):
        raise ValueError("edits of a string overlap")
    if not all(0 <= edit.start <= edit.end <= len(characters) for edit in ordered):
        raise ValueError("an edit reaches beyond its string")
    spans = list(file.spans(entry, keyword))
    if len(spans) != len(characters):
        raise ValueError("the string is not on consecutive lines")
    if not characters:
        line, column = file.place(entry, keyword, 0)
        yield LineEdit(line - 1, column - 1, column - 1, escape("".join(edit.text for edit in ordered)))
        return
    pieces = list(_pieces(file.lines, spans, ordered))
    for line, of_line in groupby(pieces, key=lambda piece: piece.line):
        line_pieces = _with_closed_escapes(list(of_line))
        changed = [number for number, piece in enumerate(line_pieces) if piece.is_changed]
        if changed:
            run = line_pieces[changed[0] : changed[-1] + 1]
            yield LineEdit(line, run[0].start, run[-1].end, "".join(piece.raw for piece in run))


def _changes(edits: Sequence[StringEdit]) -> tuple[dict[int, str], dict[int, str]]:
    """The text for each character that is replaced, and the text to insert before a character, by offset."""
    replaced: dict[int, str] = {}
    inserted: dict[int, str] = {}
    for edit in edits:
        if edit.start == edit.end:
            inserted[edit.start] = inserted.get(edit.start, "") + edit.text
        else:
            replaced |= dict.fromkeys(range(edit.start, edit.end), "")
            replaced[edit.start] = edit.text
    return replaced, inserted


def _pieces(
    lines: Sequence[str], spans: Sequence[tuple[int, int, int]], edits: Sequence[StringEdit]
) -> Iterator[_Piece]:
    """The string as it is to be written, piece by piece. What is inserted goes to the line of the text before it."""
    replaced, inserted = _changes(edits)
    after = 0
    for (line, start, end), same in groupby(spans):
        first, after = after, after + sum(1 for _ in same)
        if not first and 0 in inserted:
            yield _Piece(line, start, start, escape(inserted[0]), is_changed=True)
        raw, within = lines[line][start:end], range(first + 1, after)
        if replaced.keys().isdisjoint((first, *within)) and inserted.keys().isdisjoint(within):
            yield _Piece(line, start, end, raw, is_changed=False)
        else:
            # Several characters have one place only in an unknown escape, whose characters are its own.
            texts = (inserted.get(at, "") * (at > first) + replaced.get(at, raw[at - first]) for at in (first, *within))
            yield _Piece(line, start, end, escape("".join(texts)), is_changed=True)
        if after in inserted:
            yield _Piece(line, end, end, escape(inserted[after]), is_changed=True)


def _with_closed_escapes(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces of a line, with zeros in each numeric escape that the digit after it would become part of."""
    after = ""
    for number in reversed(range(len(pieces))):
        piece = pieces[number]
        octal, hexadecimal = _SHORT_OCTAL.fullmatch(piece.raw), _SHORT_HEXADECIMAL.fullmatch(piece.raw)
        if octal and after in _OCTAL_DIGITS:
            pieces[number] = piece._replace(raw=f"\\{octal[1]:>03}", is_changed=True)
        elif hexadecimal and after in _HEXADECIMAL_DIGITS:
            pieces[number] = piece._replace(raw=f"\\x0{hexadecimal[1]}", is_changed=True)
        after = piece.raw[:1] or after
    return pieces


def escape(text: str) -> str:
    """A text as it is written between quotation marks."""
    return text.translate(_ESCAPES)


def _string(entry: Entry, keyword: str) -> str:
    """The text of a string of an entry."""
    if keyword.startswith("msgstr"):
        return entry.strings[int(keyword[7:-1] or 0)]
    return {"msgctxt": entry.msgctxt, "msgid": entry.msgid, "msgid_plural": entry.msgid_plural}[keyword] or ""
