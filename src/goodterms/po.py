"""Reads a .po file strictly: every line is accounted for, every fault told with line and column, nothing lost.

The format is that of the GNU gettext manual, section "The Format of PO Files". A file with faults still yields the
entries that are whole, so that one reading tells everything. Positions are 1-based; columns count characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line of an entry: an obsolete one's "#~", a previous one's "#|", a keyword, a closed string.
_LINE = re.compile(
    r"[ \t]*(?P<obsolete>#~[ \t]*)?(?P<previous>#?\|[ \t]*)?"
    r"(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<index>[0-9]{1,2})\])?[ \t]*)?"
    r'"(?P<string>(?:[^"\\]|\\.)*)"[ \t]*'
)
_ESCAPE = re.compile(r'\\(?:([abfnrtv"\\])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))')
_PLAIN_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_CHARSET = re.compile(rb"charset=([\w:.+-]+)", re.IGNORECASE)
_KEYWORD = re.compile(r"[ \t]*(msgctxt|msgid_plural|msgid|msgstr)\b")
_STRING_START = re.compile(r'[^"]*"')


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

    ``strings`` holds msgstr, or every msgstr[n] by n; ``lines`` the line of each keyword (``msgid``, ``msgstr[0]`` …).
    ``comments`` are the translator's own, ``extracted`` those from the source, both without their marks.
    """

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    strings: tuple[str, ...]
    flags: frozenset[str]
    comments: tuple[str, ...]
    extracted: tuple[str, ...]
    references: tuple[str, ...]
    previous: bool
    obsolete: bool
    lines: dict[str, int]

    @property
    def line(self) -> int:
        """The line of the msgid."""
        return self.lines["msgid"]

    @property
    def fuzzy(self) -> bool:
        """Whether the translation waits for a translator's word."""
        return "fuzzy" in self.flags

    @property
    def key(self) -> tuple[str | None, str]:
        """What the message is found by."""
        return self.msgctxt, self.msgid


class File(NamedTuple):
    """What a reading of a file found: its lines, its entries in order, the header's fields, and its flaws."""

    lines: list[str]
    entries: list[Entry]
    header: dict[str, str]
    flaws: list[Flaw]

    def header_line(self, field: str) -> int:
        """The line of a field of the header; the first line when it is not there."""
        return next((number for number, line in enumerate(self.lines, 1) if line.lstrip().startswith(f'"{field}')), 1)

    def place(self, entry: Entry, keyword: str, offset: int) -> tuple[int, int]:
        """The line and the column of a character in one of an entry's strings (``keyword``: ``msgstr[1]`` …)."""
        number = entry.lines[keyword]
        for index in range(number - 1, len(self.lines)):
            found = _LINE.fullmatch(self.lines[index])
            if not found or (index > number - 1 and found["keyword"]):
                break
            start = found.start("string")
            for place, length in _unescaped_lengths(found["string"]):
                if offset < length:
                    return index + 1, start + place + 1
                offset -= length
            number_of_last, column_of_last = index + 1, found.end("string") + 1
        return number_of_last, column_of_last


def read(data: bytes) -> File:
    """The file in ``data``: entries and flaws. Never raises."""
    flaws: list[Flaw] = []
    text = _decode(data, flaws)
    if "\r" in text:
        number = text.count("\n", 0, text.index("\r")) + 1
        flaws.append(Flaw(number, 1, "lines end in CR LF", "save the file with LF line ends", harmless=True))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    entries = list(_Reader(lines, flaws).entries())
    _find_duplicates(entries, flaws)
    header = next(
        (_fields(entry.strings[0]) for entry in entries if entry.key == (None, "") and not entry.obsolete), {}
    )
    return File(lines, entries, header, sorted(flaws))


def _decode(data: bytes, flaws: list[Flaw]) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        flaws.append(
            Flaw(1, 1, "the file begins with a byte order mark", "save it as UTF-8 without one", harmless=True)
        )
        data = data[3:]
    declared = _CHARSET.search(data[:20_000])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    if charset.upper() not in {"UTF-8", "UTF8", "ASCII", "US-ASCII", "CHARSET"}:
        line = data.count(b"\n", 0, declared.start()) + 1 if declared else 1
        hint = "save the file as UTF-8 and declare charset=UTF-8"
        flaws.append(Flaw(line, 1, f"the header declares the charset {charset}", hint))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        flaws.append(Flaw(line, column, f"byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8"))
        return data.decode("utf-8", "replace")


class _Draft:
    """An entry while its lines are read."""

    def __init__(self) -> None:
        self.strings: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.last = ""
        self.comments: list[str] = []
        self.extracted: list[str] = []
        self.references: list[str] = []
        self.flags: set[str] = set()
        self.previous = False
        self.obsolete = False
        self.damaged = False

    @property
    def has_text(self) -> bool:
        return bool(self.strings)

    @property
    def is_done(self) -> bool:
        return self.last.startswith("msgstr")


class _Reader:
    """Reads lines into entries; a line that fits nowhere is a flaw, and reading goes on after it."""

    def __init__(self, lines: list[str], flaws: list[Flaw]) -> None:
        self._lines = lines
        self._flaws = flaws
        self._draft = _Draft()

    def entries(self) -> Iterator[Entry]:
        """The entries of the file, one after the other."""
        for number, line in enumerate(self._lines, 1):
            bare = line.strip(" \t")
            if not bare:
                continue
            if bare[0] == "#" and not bare.startswith(("#~", "#|")):
                if self._draft.is_done:
                    yield from self._finished()
                self._comment(bare)
                continue
            found = _LINE.fullmatch(line)
            if found is None:
                if self._draft.is_done and _KEYWORD.match(line):
                    yield from self._finished()
                self._flaw_in(number, line)
            elif found["previous"]:
                if self._draft.is_done:
                    yield from self._finished()
                self._draft.previous = True
            else:
                keyword = found["keyword"] or ""
                if keyword in {"msgctxt", "msgid"} and (self._draft.is_done or keyword in self._draft.strings):
                    yield from self._finished()
                self._string(number, found, keyword)
        yield from self._finished()

    def _comment(self, bare: str) -> None:
        draft, mark, text = self._draft, bare[1:2], bare[2:].strip()
        if mark == ".":
            draft.extracted.append(text)
        elif mark == ":":
            draft.references += text.split()
        elif mark == ",":
            draft.flags |= {flag.strip() for flag in text.split(",") if flag.strip()}
        else:
            draft.comments.append(bare[1:].strip())

    def _string(self, number: int, found: re.Match[str], keyword: str) -> None:
        draft = self._draft
        text = self._unescaped(number, found)
        if not keyword:
            if not draft.last:
                self._flaws.append(Flaw(number, found.start("string"), "a string stands without a keyword before it"))
                return
            draft.strings[draft.last].append(text)
            return
        if found["index"] is not None:
            keyword = f"{keyword}[{int(found['index'])}]"
        if found["index"] is not None and not keyword.startswith("msgstr"):
            self._flaws.append(Flaw(number, 1, f"{keyword}: only msgstr has forms"))
        if keyword in draft.strings:
            self._flaws.append(
                Flaw(number, 1, f"{keyword} stands in line {draft.lines[keyword]} of the same message too")
            )
        if keyword.startswith("msgstr") and "msgid" not in draft.strings:
            self._flaws.append(Flaw(number, 1, f"{keyword} stands without a msgid before it"))
        draft.obsolete = draft.obsolete or bool(found["obsolete"])
        draft.strings[keyword] = [text]
        draft.lines[keyword] = number
        draft.last = keyword

    def _unescaped(self, number: int, found: re.Match[str]) -> str:
        raw = found["string"]
        if "\\" not in raw:
            return raw
        for escape in _ESCAPE.finditer(raw):
            if escape[4]:
                column = found.start("string") + escape.start() + 1
                self._flaws.append(
                    Flaw(number, column, f"the escape \\{escape[4]} is unknown", "write \\\\ for a backslash")
                )
        return _ESCAPE.sub(_character, raw)

    def _finished(self) -> Iterator[Entry]:
        """The entry that was being read, if it is whole; a new one begins."""
        draft, self._draft = self._draft, _Draft()
        if not draft.has_text or draft.damaged:
            return  # what damaged it has been told
        strings = {keyword: "".join(parts) for keyword, parts in draft.strings.items()}
        first = min(draft.lines.values())
        if "msgid" not in strings:
            self._flaws.append(Flaw(first, 1, "a message without msgid"))
            return
        forms = sorted((int(keyword[7:-1]), keyword) for keyword in strings if keyword.startswith("msgstr["))
        if not forms and "msgstr" not in strings:
            self._flaws.append(Flaw(draft.lines["msgid"], 1, "a message without msgstr"))
            return
        if [number for number, _ in forms] != list(range(len(forms))):
            told = ", ".join(keyword for _, keyword in forms)
            self._flaws.append(Flaw(draft.lines["msgid"], 1, f"the plural forms are {told}", "number them from 0 up"))
        if bool(forms) != ("msgid_plural" in strings) or ("msgstr" in strings and forms):
            self._flaws.append(Flaw(draft.lines["msgid"], 1, "msgid_plural and msgstr[n] belong together"))
        yield Entry(
            msgctxt=strings.get("msgctxt"),
            msgid=strings["msgid"],
            msgid_plural=strings.get("msgid_plural"),
            strings=tuple(strings[keyword] for _, keyword in forms) or (strings["msgstr"],),
            flags=frozenset(draft.flags),
            comments=tuple(draft.comments),
            extracted=tuple(draft.extracted),
            references=tuple(draft.references),
            previous=draft.previous,
            obsolete=draft.obsolete,
            lines=draft.lines,
        )

    def _flaw_in(self, number: int, line: str) -> None:
        if _CONFLICT.match(line):
            self._flaws.append(
                Flaw(number, 1, "a merge conflict was left in the file", "settle it and remove its marks")
            )
            return
        if keyword := _KEYWORD.match(line):
            # The rest of the message is read on, so that one fault is told once.
            self._draft.damaged = True
            self._draft.last = keyword[1]
            self._draft.strings.setdefault(keyword[1], [])
            self._draft.lines.setdefault(keyword[1], number)
        column = len(line) - len(line.lstrip()) + 1
        started = _STRING_START.match(line)
        if started and not re.search(r'(?<!\\)(?:\\\\)*"', line[started.end() :]):
            self._flaws.append(Flaw(number, started.end(), "a string is not closed", 'end it with "'))
        elif not line.lstrip().startswith("#~"):
            shown = line.strip()[:60]
            self._flaws.append(Flaw(number, column, f"neither a comment nor a keyword with a string: {shown}"))


def _character(escape: re.Match[str]) -> str:
    plain, octal, hexadecimal, unknown = escape.groups()
    if plain:
        return _PLAIN_ESCAPES[plain]
    if unknown:
        return f"\\{unknown}"
    return chr(int(octal, 8) if octal else int(hexadecimal, 16))


def _unescaped_lengths(raw: str) -> Iterator[tuple[int, int]]:
    """For each character of a raw string that is read as one: its place, and the length of what it stands for."""
    at = 0
    for escape in _ESCAPE.finditer(raw):
        yield from ((place, 1) for place in range(at, escape.start()))
        yield escape.start(), len(_character(escape))
        at = escape.end()
    yield from ((place, 1) for place in range(at, len(raw)))


def _find_duplicates(entries: list[Entry], flaws: list[Flaw]) -> None:
    first: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        if entry.obsolete:
            continue
        if entry.key in first:
            flaws.append(Flaw(entry.line, 1, f"the message {entry.msgid!r} stands in line {first[entry.key]} too"))
        first.setdefault(entry.key, entry.line)


def _fields(text: str) -> dict[str, str]:
    """The fields of a header."""
    pairs = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}
