"""What a reading of a .po file yields: its messages, its header, its flaws, and where each character stands."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A line of an entry: an obsolete one's "#~", a previous one's "#|", a keyword, a closed string.
LINE = re.compile(
    r"[ \t]*(?P<obsolete>#~[ \t]*)?(?P<previous>#?\|[ \t]*)?"
    r"(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<index>[0-9]{1,2})\])?[ \t]*)?"
    r'"(?P<string>(?:[^"\\]|\\.)*)"[ \t]*'
)
ESCAPE = re.compile(r'\\(?:([abfnrtv"\\])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))')
_FLAGS = re.compile(r"#,(?<![^\n]#,)(.*)")
_NO_FLAGS: frozenset[str] = frozenset()
_PLAIN_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


class Flaw(NamedTuple):
    """A fault of the file itself: where it is, what is wrong, what would be right.

    A ``harmless`` one changes nothing of what the file says: a byte order mark, the ends of its lines.
    """

    line: int
    column: int
    problem: str
    hint: str = ""
    harmless: bool = False


class Entry(NamedTuple):
    """One message of the file.

    ``strings`` holds msgstr, or every msgstr[n] by n; ``above`` the lines of comments. ``first`` is the line of the
    first keyword, ``below`` says how far below it each one stands: most messages are of few shapes, and those of one
    shape share it.
    """

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    strings: tuple[str, ...]
    flags: frozenset[str]
    above: str
    previous: bool
    obsolete: bool
    first: int
    below: Mapping[str, int]

    @property
    def lines(self) -> dict[str, int]:
        """The line of each keyword (``msgid``, ``msgstr[0]`` …)."""
        return {keyword: self.first + below for keyword, below in self.below.items()}

    @property
    def line(self) -> int:
        """The line of the msgid."""
        return self.first + self.below["msgid"]

    @property
    def comments(self) -> tuple[str, ...]:
        """The translator's own comments, without their marks."""
        return tuple(line[1:].strip() for line in self.above.split("\n") if line and line[1:2] not in {".", ":", ","})

    @property
    def extracted(self) -> tuple[str, ...]:
        """The comments from the source, without their marks."""
        return tuple(line[2:].strip() for line in self.above.split("\n") if line[1:2] == ".")

    @property
    def references(self) -> tuple[str, ...]:
        """Where the message stands in the source."""
        lines = (line[2:] for line in self.above.split("\n") if line[1:2] == ":")
        return tuple(place for line in lines for place in line.split())

    @property
    def fuzzy(self) -> bool:
        """Whether the translation waits for a translator's word."""
        return "fuzzy" in self.flags

    @property
    def sources(self) -> tuple[str, ...]:
        """The msgid, and the msgid_plural where there is one."""
        return (self.msgid,) if self.msgid_plural is None else (self.msgid, self.msgid_plural)

    @property
    def key(self) -> tuple[str | None, str]:
        """What the message is found by."""
        return self.msgctxt, self.msgid


class File:
    """What a reading of a file found: its text, its entries in order, the header's fields, and its flaws."""

    def __init__(self, text: str, entries: list[Entry], header: dict[str, str], flaws: list[Flaw]) -> None:
        self.text = text
        self.entries = entries
        self.header = header
        self.flaws = flaws

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file. They are asked for only where something is found: they are as large as the text."""
        return self.text.split("\n")

    @cached_property
    def living(self) -> list[Entry]:
        """The messages that are in use, the header aside."""
        return [entry for entry in self.entries if entry.msgid and not entry.obsolete]

    def header_line(self, field: str) -> int:
        """The line of a field of the header; the first line when it is not there."""
        found = re.search(rf'^[^\S\n]*"{re.escape(field)}', self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 1

    def spans(self, entry: Entry, keyword: str) -> Iterator[tuple[int, int, int]]:
        """Where each character of a string is written: the index of its line, the columns from and up to (from 0)."""
        number = entry.first + entry.below[keyword]
        for index in range(number - 1, len(self.lines)):
            found = LINE.fullmatch(self.lines[index])
            if not found or (index > number - 1 and found["keyword"]):
                return
            at, end = found.span("string")
            while at < end:
                escape = ESCAPE.match(self.lines[index], at, end)
                after = escape.end() if escape else at + 1
                for _ in unescaped(self.lines[index][at:after]):
                    yield index, at, after
                at = after

    def place(self, entry: Entry, keyword: str, offset: int) -> tuple[int, int]:
        """The line and the column of a character in one of an entry's strings (``keyword``: ``msgstr[1]`` …)."""
        number = entry.first + entry.below[keyword]
        for index in range(number - 1, len(self.lines)):
            found = LINE.fullmatch(self.lines[index])
            if not found or (index > number - 1 and found["keyword"]):
                break
            at, offset = _sought(found["string"], offset)
            if at >= 0:
                return index + 1, found.start("string") + at + 1
            number_of_last, column_of_last = index + 1, found.end("string") + 1
        return number_of_last, column_of_last


def flags_in(above: str) -> frozenset[str]:
    """The flags among lines of comments."""
    return _flags_of(tuple(_FLAGS.findall(above))) if "#," in above else _NO_FLAGS


@lru_cache(maxsize=256)
def _flags_of(lists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(flag.strip() for flags in lists for flag in flags.split(",") if flag.strip())


def unescaped(raw: str) -> str:
    """A string as it is meant: each escape in it is the character that it stands for."""
    return ESCAPE.sub(_character, raw) if "\\" in raw else raw


def _character(escape: re.Match[str]) -> str:
    plain, octal, hexadecimal, unknown = escape.groups()
    if plain:
        return _PLAIN_ESCAPES[plain]
    if unknown:
        return f"\\{unknown}"
    return chr(int(octal, 8) if octal else int(hexadecimal, 16))


def _sought(raw: str, offset: int) -> tuple[int, int]:
    """Where the character of an offset stands in a raw string; -1 and the offset that is left where it ends before."""
    at = 0
    for escape in ESCAPE.finditer(raw):
        if offset < escape.start() - at:
            break
        offset -= escape.start() - at
        length = len(_character(escape))
        if offset < length:
            return escape.start(), 0
        offset -= length
        at = escape.end()
    return (at + offset, 0) if offset < len(raw) - at else (-1, offset - (len(raw) - at))
