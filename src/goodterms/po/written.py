r"""A .po file as it is written: messages and lines changed without touching any other.

What is not changed keeps every byte: wrapping, escapes such as ``\x41``, blank lines, line ends, a byte order mark.
What is changed is written as ``msgcat --no-wrap`` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING, Self

from goodterms import po
from goodterms.po.editing import escape
from goodterms.po.parts import LINE
from goodterms.po.written_message import WrittenMessage, as_comment, bare, lines_of, raw_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.po.parts import Entry

__all__ = ["WrittenFile", "WrittenMessage", "parse", "raw_of"]

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class WrittenFile:
    """A file as its messages in order, the header among them, and the lines after the last."""

    messages: tuple[WrittenMessage, ...]
    tail: tuple[str, ...] = ()
    line_end: str = "\n"
    bom: str = ""

    @property
    def header(self) -> WrittenMessage | None:
        """The message that is the header; None without one."""
        return next((message for message in self.messages if message.is_header), None)

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header."""
        return po.fields_of(self.header.strings[0]) if self.header else {}

    @property
    def living(self) -> list[WrittenMessage]:
        """The messages in use, without the header."""
        return [message for message in self.messages if not message.obsolete and not message.is_header]

    @property
    def text(self) -> str:
        """The text of the file, with its line ends."""
        lines = _ended([*(line for message in self.messages for line in message.lines), *self.tail])
        if self.line_end != "\n":  # then, only what is new has a line feed
            lines = tuple(re.sub(r"(?<!\r)\n\Z", self.line_end, line) for line in lines)
        return self.bom + "".join(lines)

    def with_messages(self, messages: Iterable[WrittenMessage]) -> Self:
        """The file with other messages; the first has no blank line before it, and each of the others has one."""
        every = list(messages)
        first, rest = every[:1], every[1:]
        was_first = [message.key for message in self.messages[:1]]
        if [message.key for message in first] != was_first:
            first = [replace(message, above=_without_gap(message.above)) for message in first]
            rest = [
                replace(message, above=("\n", *_without_gap(message.above))) if message.key in was_first else message
                for message in rest
            ]
        return replace(self, messages=(*first, *rest))

    def valid_for_gettext(self) -> Self:
        """The file with what the programs of gettext refuse in single lines corrected."""
        messages = tuple(message.valid_for_gettext() for message in self.messages)
        return replace(self, messages=messages, tail=tuple(map(as_comment, self.tail)))

    def with_field(self, name: str, value: str) -> Self:
        """The file with a field of its header, which replaces the one that it has."""
        fields = self.fields
        if fields.get(name) == value:
            return self
        header = self.header or WrittenMessage(
            (), {"msgid": lines_of("msgid", ("",)), "msgstr": lines_of("msgstr", ("",))}
        )
        line = f"{name}: {value}\n"
        if name in fields:
            old = header.strings[0]
            pattern = re.compile(rf"^{re.escape(name)}[ \t]*:.*\n?", re.MULTILINE | re.IGNORECASE)
            changed = header.with_strings([raw_of(pattern.sub(lambda _: line, old, count=1), of_header=True)])
        else:
            is_open = bool(header.strings[0]) and not header.strings[0].endswith("\n")
            added = f'"{escape(chr(10) * is_open + line)}"\n'
            changed = replace(header, texts={**header.texts, "msgstr": (*header.texts["msgstr"], added)})
        others = [message for message in self.messages if not message.is_header]
        return self.with_messages([changed, *others])


def parse(text: str) -> WrittenFile:
    """The file of a text.

    Raises :class:`ValueError` for a text with a flaw that is not harmless: there, it is not known whose the lines are.
    """
    file = po.read(text.encode())
    if flaws := [flaw for flaw in file.flaws if not flaw.harmless]:
        raise ValueError(f"line {flaws[0].line}: {flaws[0].problem}")
    bom = text[: text.startswith("\ufeff")]
    lines = _LINES.findall(text, len(bom))
    messages: list[WrittenMessage] = []
    at = 0
    starts = [entry.first - 1 for entry in file.entries]
    for entry, (start, limit) in zip(file.entries, pairwise([*starts, len(lines)]), strict=True):
        end = _end_of(lines, start, limit)
        messages.append(_message(entry, lines[at:start], lines[start:end]))
        at = end
    ends = set(re.findall("\r\n|\r|\n", text))
    return WrittenFile(tuple(messages), tuple(lines[at:]), ends.pop() if len(ends) == 1 else "\n", bom)


def _end_of(lines: Sequence[str], start: int, limit: int) -> int:
    """The index after the last string of a message that begins at ``start``."""
    for at in range(limit - 1, start - 1, -1):
        match = LINE.fullmatch(bare(lines[at]))
        if match and not match["previous"]:
            return at + 1
    return start


def _message(entry: Entry, above: Sequence[str], body: Sequence[str]) -> WrittenMessage:
    texts: dict[str, list[str]] = {}
    keyword = ""
    for line in body:
        match = LINE.fullmatch(bare(line))
        if match and match["keyword"]:
            keyword = match["keyword"] + (f"[{int(match['index'])}]" if match["index"] is not None else "")
            texts[keyword] = []
        texts[keyword].append(line)
    return WrittenMessage(tuple(above), {key: tuple(of_key) for key, of_key in texts.items()}, entry.obsolete)


def _ended(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines, each but the last with an end: the last line of a file may have none."""
    return (*(line if line[-1] in "\r\n" else f"{line}\n" for line in lines[:-1]), *lines[-1:])


def _without_gap(above: Sequence[str]) -> tuple[str, ...]:
    return tuple(dropwhile(lambda line: not line.strip(" \t\r\n"), above))
