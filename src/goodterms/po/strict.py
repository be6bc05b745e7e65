"""Reads a .po file line by line; a line that fits nowhere is reported, and reading continues after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.po.parts import ESCAPE, LINE, Entry, flags_in, flaw, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.po.parts import Flaw

_CONFLICT = expression(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_KEYWORD = expression(r"[ \t]*(msgctxt|msgid_plural|msgid|msgstr)\b")
# A keyword and a string that goes on after a quotation mark, up to the one that ends the line.
_BARE_QUOTE = expression(r'[ \t]*(?:#~[ \t]*)?(?:msg\w+(?:\[\d+\])?[ \t]*)?"(?:[^"\\]|\\.)*"(?=.*[^ \t].*"[ \t]*$)')
_STRING_START = expression(r'[^"]*"')


class _Draft:
    """The lines of an entry so far."""

    def __init__(self) -> None:
        self.strings: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.last = ""
        self.comments: list[str] = []
        self.previous = False
        self.obsolete = False
        self.damaged = False

    @property
    def is_empty(self) -> bool:
        return not (self.strings or self.last or self.comments or self.previous or self.damaged)

    @property
    def is_done(self) -> bool:
        return self.last.startswith("msgstr")


class Reader:
    """Reads lines into entries; appends a flaw for a line that fits nowhere, and continues after it."""

    def __init__(self, flaws: list[Flaw]) -> None:
        self._flaws = flaws
        self._draft = _Draft()

    @property
    def is_between_messages(self) -> bool:
        """Whether a message that begins here does not depend on the lines before it."""
        return self._draft.is_done or self._draft.is_empty

    def entries(self, lines: Sequence[str], first: int) -> Iterator[Entry]:
        """The entries that are known to end within ``lines``; ``first`` is the number of the first line."""
        for number, line in enumerate(lines, first):
            bare = line.strip(" \t")
            if not bare:
                continue
            if bare[0] == "#" and not bare.startswith(("#~", "#|")):
                if self._draft.is_done:
                    yield from self.finish()
                elif self._draft.strings:
                    self._flaws.append(flaw(number, 1, "po-comment-inside"))
                self._draft.comments.append(line.lstrip(" \t"))
                continue
            match = LINE.fullmatch(line)
            if match is None:
                if self._draft.is_done and _KEYWORD.match(line.lstrip("\ufeff")):
                    yield from self.finish()
                self._report(number, line)
            elif match["previous"]:
                if self._draft.is_done:
                    yield from self.finish()
                elif self._draft.strings:
                    self._flaws.append(flaw(number, 1, "po-comment-inside"))
                self._draft.previous = True
            else:
                keyword = match["keyword"] or ""
                if keyword in {"msgctxt", "msgid"} and (self._draft.is_done or keyword in self._draft.strings):
                    yield from self.finish()
                self._add_string(number, match, keyword)

    def _add_string(self, number: int, match: re.Match[str], keyword: str) -> None:
        draft = self._draft
        text = self._unescape(number, match)
        if not keyword:
            if not draft.last:
                self._flaws.append(flaw(number, match.start("string"), "po-string-without-keyword"))
                return
            draft.strings[draft.last].append(text)
            return
        if match["index"] is not None:
            keyword = f"{keyword}[{int(match['index'])}]"
        if match["index"] is not None and not keyword.startswith("msgstr"):
            self._flaws.append(flaw(number, 1, "po-indexed-keyword", keyword=keyword))
        if keyword in draft.strings:
            self._flaws.append(flaw(number, 1, "po-duplicate-keyword", keyword=keyword, first=draft.lines[keyword]))
        if keyword.startswith("msgstr") and "msgid" not in draft.strings:
            self._flaws.append(flaw(number, 1, "po-msgstr-first", keyword=keyword))
        draft.obsolete = draft.obsolete or bool(match["obsolete"])
        draft.strings[keyword] = [text]
        draft.lines[keyword] = number
        draft.last = keyword

    def _unescape(self, number: int, match: re.Match[str]) -> str:
        raw = match["string"]
        if "\\" not in raw:
            return raw
        for escape in ESCAPE.finditer(raw):
            if escape[4]:
                column = match.start("string") + escape.start() + 1
                self._flaws.append(flaw(number, column, "po-unknown-escape", escape=escape[4]))
        return unescape(raw)

    def finish(self) -> Iterator[Entry]:
        """The entry that was being read, if it is valid; the next line begins a new one."""
        draft, self._draft = self._draft, _Draft()
        if not draft.strings or draft.damaged:
            return  # the damage is reported already
        strings = {keyword: "".join(parts) for keyword, parts in draft.strings.items()}
        first = min(draft.lines.values())
        if "msgid" not in strings:
            self._flaws.append(flaw(first, 1, "po-no-msgid"))
            return
        forms = sorted((int(keyword[7:-1]), keyword) for keyword in strings if keyword.startswith("msgstr["))
        if not forms and "msgstr" not in strings:
            self._flaws.append(flaw(draft.lines["msgid"], 1, "po-no-msgstr"))
            return
        if [number for number, _ in forms] != list(range(len(forms))):
            keywords = tuple(keyword for _, keyword in forms)
            self._flaws.append(flaw(draft.lines["msgid"], 1, "po-form-numbers", forms=keywords))
        if bool(forms) != ("msgid_plural" in strings) or ("msgstr" in strings and forms):
            self._flaws.append(flaw(draft.lines["msgid"], 1, "po-mixed-plural"))
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

    def _report(self, number: int, line: str) -> None:
        """Append the flaw of a line that is not part of an entry."""
        if _CONFLICT.match(line):
            self._flaws.append(flaw(number, 1, "po-merge-conflict"))
            return
        if keyword := _KEYWORD.match(line.lstrip("\ufeff")):
            # The rest of the message is still read, so that one fault is reported once.
            self._draft.damaged = True
            self._draft.last = keyword[1]
            self._draft.strings.setdefault(keyword[1], [])
            self._draft.lines.setdefault(keyword[1], number)
        column = len(line) - len(line.lstrip()) + 1
        if "\ufeff" in line:
            self._flaws.append(flaw(number, line.index("\ufeff") + 1, "po-inner-byte-order-mark"))
            return
        start = _STRING_START.match(line)
        if start and not re.search(r'(?<!\\)(?:\\\\)*"', line[start.end() :]):
            self._flaws.append(flaw(number, start.end(), "po-open-string"))
        elif start and (quote := _BARE_QUOTE.match(line)):
            self._flaws.append(flaw(number, quote.end(), "po-bare-quote"))
        elif not line.lstrip().startswith("#~"):
            self._flaws.append(flaw(number, column, "po-stray-text", text=line.strip()[:60]))
