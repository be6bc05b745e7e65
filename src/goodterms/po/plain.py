"""Reads messages that are written the way gettext's own programs write them, each at one go.

Nearly all messages are. Whatever is not, and whatever leaves a doubt by what stands around it, the strict reader reads
line by line; what both can read comes out the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.po.parts import Entry, flags_in, unescaped
from goodterms.po.strict import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.po.parts import Flaw

# The quantifiers that give nothing back (*+, ++) keep a file of a million like lines from filling the memory.
_STRINGS = r'(?:"[^"\\\n]*+(?:\\[abfnrtv"\\][^"\\\n]*+)*+"\n)++'
_MESSAGE = re.compile(
    rf"((?:#(?![~|]).*\n)*+)(?:msgctxt ({_STRINGS}))?msgid ({_STRINGS})"
    rf"(?:msgstr ({_STRINGS})|msgid_plural ({_STRINGS})((?:msgstr\[[0-9]\] {_STRINGS})++))"
    # What follows must be a message of its own: a string after a blank line would still belong to this one.
    r'\n*+(?=#[^~|]|msgid "|msgctxt "|\Z)'
)
_BLANK = re.compile("\n\n+")
_INDICES = tuple("0123456789")
_FORM = re.compile(rf"msgstr\[([0-9])\] ({_STRINGS})")


def entries(text: str, flaws: list[Flaw]) -> list[Entry]:
    """The entries of a file, one after the other; what is wrong with it is added to ``flaws``."""
    found: list[Entry] = []
    reader = Reader(flaws)
    at, number = 0, 1
    while at < len(text):
        if reader.is_between_messages and (message := _MESSAGE.match(text, at)):
            found += reader.finished()
            at, number = _plain_ones(message, number, found)
        if at < len(text):
            blank = _BLANK.search(text, at)
            end = blank.end() if blank else len(text)
            found += reader.entries(text[at:end].split("\n"), number)
            number += text.count("\n", at, end)
            at = end
    found += reader.finished()
    return found


def _plain_ones(message: re.Match[str] | None, number: int, found: list[Entry]) -> tuple[int, int]:
    """Adds a message, that begins in a line, and all that follow until one is not plain; where that begins."""
    match, text = _MESSAGE.match, message.string if message else ""
    while message:
        entry = _entry(message.groups(), number)
        start, end = message.span()
        if entry is None:
            return start, number
        found.append(entry)
        number += text.count("\n", start, end)
        message = match(text, end)
    return end, number


def _entry(parts: tuple[str, ...], number: int) -> Entry | None:
    """The entry of a message that begins in a line; None when its forms are not in order."""
    above, context, msgid, msgstr, plural, forms = parts  # those that are not there are None
    heights: tuple[int, ...]
    if forms is None:
        strings, heights = (_text(msgstr),), (msgstr.count("\n"),)
    else:
        indices, raw = zip(*_FORM.findall(forms), strict=True)
        if indices != _INDICES[: len(indices)]:
            return None
        strings, heights = tuple(map(_text, raw)), tuple([one.count("\n") for one in raw])
    return Entry(
        _text(context) if context else None,
        _text(msgid),
        _text(plural) if plural else None,
        strings,
        flags_in(above),
        above,
        False,  # a previous msgid and
        False,  # an obsolete message are the strict reader's
        number + above.count("\n"),
        _below(context.count("\n") if context else 0, msgid.count("\n"), plural.count("\n") if plural else 0, heights),
    )


def _text(raw: str) -> str:
    """What strings mean that stand on lines of their own, with their marks and line ends."""
    text = raw[1:-2]
    if "\n" in text:
        text = text.replace('"\n"', "")
    return unescaped(text) if "\\" in text else text


@lru_cache(maxsize=256)
def _below(context: int, msgid: int, plural: int, forms: tuple[int, ...]) -> Mapping[str, int]:
    """How far below the first keyword each one stands, by how many lines each takes (0: it is not there)."""
    keywords = ["msgstr"] if not plural else [f"msgstr[{form}]" for form in range(len(forms))]
    below, at = {}, 0
    for keyword, lines in zip(
        ("msgctxt", "msgid", "msgid_plural", *keywords), (context, msgid, plural, *forms), strict=True
    ):
        if lines:
            below[keyword] = at
        at += lines
    return below
