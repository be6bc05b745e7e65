"""Reads a .po file line by line: every line is accounted for, every fault told, and reading goes on after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.po.parts import ESCAPE, LINE, Entry, Flaw, flags_in, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_KEYWORD = re.compile(r"[ \t]*(msgctxt|msgid_plural|msgid|msgstr)\b")
_STRING_START = re.compile(r'[^"]*"')


class _Draft:
    """An entry while its lines are read."""

    def __init__(self) -> None:
        self.strings: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.last = ""
        self.comments: list[str] = []
        self.previous = False
        self.obsolete = False
        self.damaged = False

    @property
    def is_untouched(self) -> bool:
        return not (self.strings or self.last or self.comments or self.previous or self.damaged)

    @property
    def is_done(self) -> bool:
        return self.last.startswith("msgstr")


class Reader:
    """Reads lines into entries; a line that fits nowhere is a flaw, and reading goes on after it."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws
        self._draft = _Draft()

    @property
    def is_between_messages(self) -> bool:
        """Whether a message that begins here owes nothing to the lines before it."""
        return self._draft.is_done or self._draft.is_untouched

    def entries(self, lines: Sequence[str], first: int) -> Iterator[Entry]:
        """The entries that are known to end within lines, the first of which has a number."""
        for number, line in enumerate(lines, first):
            bare = line.strip(" \t")
            if not bare:
                continue
            if bare[0] == "#" and not bare.startswith(("#~", "#|")):
                if self._draft.is_done:
                    yield from self.finished()
                self._draft.comments.append(line.lstrip(" \t"))
                continue
            found = LINE.fullmatch(line)
            if found is None:
                if self._draft.is_done and _KEYWORD.match(line):
                    yield from self.finished()
                self._flaw_in(number, line)
            elif found["previous"]:
                if self._draft.is_done:
                    yield from self.finished()
                self._draft.previous = True
            else:
                keyword = found["keyword"] or ""
                if keyword in {"msgctxt", "msgid"} and (self._draft.is_done or keyword in self._draft.strings):
                    yield from self.finished()
                self._string(number, found, keyword)

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
        for escape in ESCAPE.finditer(raw):
            if escape[4]:
                column = found.start("string") + escape.start() + 1
                self._flaws.append(
                    Flaw(number, column, f"the escape \\{escape[4]} is unknown", "write \\\\ for a backslash")
                )
        return unescaped(raw)

    def finished(self) -> Iterator[Entry]:
        """The entry that was being read, if it is whole; a new one begins."""
        draft, self._draft = self._draft, _Draft()
        if not draft.strings or draft.damaged:
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
        above = "".join(f"{line}\n" for line in draft.comments)
        yield Entry(
            msgctxt=strings.get("msgctxt"),
            msgid=strings["msgid"],
            msgid_plural=strings.get("msgid_plural"),
            strings=tuple(strings[keyword] for _, keyword in forms) or (strings["msgstr"],),
            flags=flags_in(above),
            above=above,
            previous=draft.previous,
            obsolete=draft.obsolete,
            first=first,
            below={keyword: number - first for keyword, number in draft.lines.items()},
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
