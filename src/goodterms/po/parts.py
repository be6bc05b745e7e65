"""The parts of a .po file that was read: its entries, header and flaws, and the position of each character."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

# A line of an entry: "#~" if it is obsolete, "#|" for a previous msgid, a keyword, a closed string.
LINE = expression(
    r"[ \t]*(?P<obsolete>#~[ \t]*)?(?P<previous>(?(obsolete)#?|#)\|[ \t]*)?"
    r"(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<index>[0-9]{1,2})\])?[ \t]*)?"
    r'"(?P<string>(?:[^"\\]|\\.)*)"[ \t]*'
)
ESCAPE = expression(r'\\(?:([abfnrtv"\\])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))')
_FLAGS = expression(r"#[,=](?<![^\n]#[,=])(.*)")
_NO_FLAGS: frozenset[str] = frozenset()
_PLAIN_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


_HARMLESS = {"po-byte-order-mark", "po-line-ends"}
_OF_THE_WHOLE = {
    "po-byte-order-mark",
    "po-line-ends",
    "po-charset",
    "po-other-charset",
    "po-not-utf8",
    "po-duplicate-message",
}


class Flaw(NamedTuple):
    """A fault in the syntax of a file: its line and column, and the kind and facts of a :class:`Fault`."""

    line: int
    column: int
    kind: str
    params: tuple[tuple[str, Hashable], ...] = ()

    @property
    def fault(self) -> Fault:
        """The fault, without its file; it has no place for the column."""
        return Fault(self.kind, params=self.params, line=self.line)

    @property
    def problem(self) -> str:
        """What is wrong, as a sentence."""
        return self.fault.problem

    @property
    def hint(self) -> str:
        """What would be right; an empty string if there is nothing to add."""
        return self.fault.hint

    @property
    def harmless(self) -> bool:
        """Whether the file means the same with and without the flaw: a byte order mark, the ends of its lines."""
        return self.kind in _HARMLESS


def flaw(line: int, column: int, kind: str, **params: Hashable) -> Flaw:
    """A flaw of a kind with its facts."""
    return Flaw(line, column, kind, tuple(params.items()))


class Entry(NamedTuple):
    """One message of the file.

    ``strings`` is the msgstr, or each msgstr[n] in order; ``above`` are the lines of comments. ``first`` is the line of
    the first keyword; ``below`` has the distance of each keyword from it, and messages of the same shape share it to
    save memory.
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
    def begins(self) -> int:
        """The line at which the message begins, if its comments are directly above it."""
        return self.first - self.above.count("\n")

    @property
    def comments(self) -> tuple[str, ...]:
        """The translator's comments, without their ``#``."""
        return tuple(
            line[1:].strip() for line in self.above.split("\n") if line and line[1:2] not in {".", ":", ",", "="}
        )

    @property
    def extracted(self) -> tuple[str, ...]:
        """The comments extracted from the source, without their ``#.``."""
        return tuple(line[2:].strip() for line in self.above.split("\n") if line[1:2] == ".")

    @property
    def references(self) -> tuple[str, ...]:
        """The places of the message in the source."""
        lines = (line[2:] for line in self.above.split("\n") if line[1:2] == ":")
        return tuple(place for line in lines for place in line.split())

    @property
    def fuzzy(self) -> bool:
        """Whether a translator has yet to review the translation."""
        return "fuzzy" in self.flags

    @property
    def sources(self) -> tuple[str, ...]:
        """The msgid, and the msgid_plural if there is one."""
        return (self.msgid,) if self.msgid_plural is None else (self.msgid, self.msgid_plural)

    @property
    def key(self) -> tuple[str | None, str]:
        """The key of the message: its msgctxt and msgid."""
        return self.msgctxt, self.msgid


class _Written:
    """A string on a line: the column (from 0) at which each of its characters is written, and that of its end."""

    __slots__ = ("columns", "end", "has_keyword")

    def __init__(self, match: re.Match[str]) -> None:
        start, self.end = match.span("string")
        self.has_keyword = bool(match["keyword"])
        self.columns: list[int] = []
        at = start
        for escape in ESCAPE.finditer(match.string, start, self.end):
            self.columns += range(at, escape.start())
            self.columns += [escape.start()] * len(_character(escape))
            at = escape.end()
        self.columns += range(at, self.end)


class File:
    """A file that was read: its text, its entries in order, the fields of its header, and its flaws."""

    def __init__(self, text: str, entries: list[Entry], header: dict[str, str], flaws: list[Flaw]) -> None:
        self.text = text
        self.entries = entries
        self.header = header
        self.flaws = flaws
        self._written: dict[int, _Written | None] = {}

    @property
    def is_garbled(self) -> bool:
        """Whether some characters were lost, because the file is not in the charset that it declares."""
        return any(flaw.kind == "po-not-utf8" for flaw in self.flaws)

    @property
    def reading_flaws(self) -> list[Flaw]:
        """The flaws that were found while messages were read, each in one message."""
        return [flaw for flaw in self.flaws if flaw.kind not in _OF_THE_WHOLE]

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file, split on first use: they take as much memory as the text."""
        return self.text.split("\n")

    @cached_property
    def living(self) -> list[Entry]:
        """The messages that are not obsolete, without the header, whose msgid is empty and has no context."""
        return [entry for entry in self.entries if (entry.msgid or entry.msgctxt is not None) and not entry.obsolete]

    @cached_property
    def flags(self) -> frozenset[str]:
        """The flags that some message in use has."""
        return frozenset[str]().union(*{entry.flags for entry in self.living})

    @cached_property
    def header_entry(self) -> Entry | None:
        """The entry of the header; None if the file has none."""
        return next((entry for entry in self.entries if entry.key == (None, "") and not entry.obsolete), None)

    def header_line(self, field: str) -> int:
        """The line of a field of the header; 1 if the header does not have it."""
        match = re.search(rf'^[^\S\n]*"{re.escape(field)}', self.text, re.MULTILINE | re.IGNORECASE)
        return self.text.count("\n", 0, match.start()) + 1 if match else 1

    def spans(self, entry: Entry, keyword: str) -> Iterator[tuple[int, int, int]]:
        """The position of each character of a string: the index of its line, its first column and the next (from 0)."""
        number = entry.first + entry.below[keyword]
        for index in range(number - 1, len(self.lines)):
            match = LINE.fullmatch(self.lines[index])
            if not match or (index > number - 1 and match["keyword"]):
                return
            at, end = match.span("string")
            while at < end:
                escape = ESCAPE.match(self.lines[index], at, end)
                after = escape.end() if escape else at + 1
                for _ in unescape(self.lines[index][at:after]):
                    yield index, at, after
                at = after

    def _written_at(self, index: int) -> _Written | None:
        """The string on a line, which is kept: a message may have many findings; None for another kind of line."""
        if index not in self._written:
            match = LINE.fullmatch(self.lines[index])
            self._written[index] = _Written(match) if match else None
        return self._written[index]

    def place(self, entry: Entry, keyword: str, offset: int) -> tuple[int, int]:
        """The line and the column of a character in one of an entry's strings (``keyword``: ``msgstr[1]`` …)."""
        number = entry.first + entry.below[keyword]
        for index in range(number - 1, len(self.lines)):
            written = self._written_at(index)
            if not written or (index > number - 1 and written.has_keyword):
                break
            if offset < len(written.columns):
                return index + 1, written.columns[offset] + 1
            offset -= len(written.columns)
            last_line, last_column = index + 1, written.end + 1
        return last_line, last_column


def flags_in(above: str) -> frozenset[str]:
    """The flags in lines of comments: those after ``#,`` and, since gettext 0.25, after ``#=``."""
    return _flags_of(tuple(_FLAGS.findall(above))) if "#," in above or "#=" in above else _NO_FLAGS


@lru_cache(maxsize=256)
def _flags_of(lists: tuple[str, ...]) -> frozenset[str]:
    return frozenset(flag.strip() for flags in lists for flag in flags.split(",") if flag.strip())


def unescape(raw: str) -> str:
    """A string with each escape replaced by its character."""
    return ESCAPE.sub(_character, raw) if "\\" in raw else raw


def _character(escape: re.Match[str]) -> str:
    plain, octal, hexadecimal, unknown = escape.groups()
    if plain:
        return _PLAIN_ESCAPES[plain]
    if unknown:
        return f"\\{unknown}"
    return chr(int(octal, 8) if octal else int(hexadecimal, 16))
