"""Reads messages in the layout that gettext's own programs write, each with a single match.

Nearly all messages have this layout. The strict reader reads all others line by line, and those whose surroundings make
them ambiguous; both readers return the same entry for the same text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.po.parts import Entry, flags_in, unescape
from goodterms.po.strict import Reader

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from goodterms.po.parts import Flaw

# Possessive quantifiers (*+, ++) keep memory small for a file with a million similar lines.
_STRINGS = r'(?:"[^"\\\n]*+(?:\\[abfnrtv"\\][^"\\\n]*+)*+"\n)++'
MESSAGE = expression(
    rf"((?:#(?![~|]).*\n)*+)(?:msgctxt ({_STRINGS}))?msgid ({_STRINGS})"
    rf"(?:msgstr ({_STRINGS})|msgid_plural ({_STRINGS})((?:msgstr\[[0-9]\] {_STRINGS})++))"
    # Another message must follow: a string after a blank line would still belong to this one.
    r'\n*+(?=#[^~|]|msgid "|msgctxt "|\Z)'
)
"""A message in the usual layout, up to the beginning of the next one."""
_BLANK = expression("\n\n+")
_INDICES = tuple("0123456789")
_FORM = expression(rf"msgstr\[([0-9])\] ({_STRINGS})")


def first(text: str) -> Entry | None:
    """The first entry of a file if it is in the usual layout; else None."""
    message = MESSAGE.match(text)
    return _entry(message.groups(), 1) if message else None


def entries(text: str, flaws: list[Flaw]) -> list[Entry]:
    """The entries of a file in order; appends what is wrong to ``flaws``."""
    result: list[Entry] = []
    reader = Reader(flaws)
    at, number = 0, 1
    while at < len(text):
        if reader.is_between_messages and (message := MESSAGE.match(text, at)):
            result += reader.finish()
            at, number = _read_plain(message, number, result)
        if at < len(text):
            blank = _BLANK.search(text, at)
            end = blank.end() if blank else len(text)
            result += reader.entries(text[at:end].split("\n"), number)
            number += text.count("\n", at, end)
            at = end
    result += reader.finish()
    return result


def _read_plain(message: re.Match[str] | None, number: int, result: list[Entry]) -> tuple[int, int]:
    """Append a message and all plain ones after it; returns the index and the line of the first that is not plain."""
    match, text = MESSAGE.match, message.string if message else ""
    while message:
        entry = _entry(message.groups(), number)
        start, end = message.span()
        if entry is None:
            return start, number
        result.append(entry)
        number += text.count("\n", start, end)
        message = match(text, end)
    return end, number


def _entry(parts: tuple[str, ...], number: int) -> Entry | None:
    """The entry of a message that begins in a line; None if its plural forms are not in order."""
    above, context, msgid, msgstr, plural, forms = parts  # each is None if the message does not have it
    heights: tuple[int, ...]
    if forms is None:
        strings, heights = (_text(msgstr),), (msgstr.count("\n"),)
    else:
        indices, raw = zip(*_FORM.findall(forms), strict=True)
        if indices != _INDICES[: len(indices)]:
            return None
        strings, heights = tuple(map(_text, raw)), tuple([string.count("\n") for string in raw])
    return Entry(
        _text(context) if context else None,
        _text(msgid),
        _text(plural) if plural else None,
        strings,
        flags_in(above),
        above,
        False,  # only the strict reader reads a previous msgid
        False,  # and an obsolete message
        number + above.count("\n"),
        _below(context.count("\n") if context else 0, msgid.count("\n"), plural.count("\n") if plural else 0, heights),
    )


def _text(raw: str) -> str:
    """The text of quoted strings, each on its own line."""
    text = raw[1:-2]
    if "\n" in text:
        text = text.replace('"\n"', "")
    return unescape(text) if "\\" in text else text


@lru_cache(maxsize=256)
def _below(context: int, msgid: int, plural: int, forms: tuple[int, ...]) -> Mapping[str, int]:
    """The distance of each keyword from the first, by the number of lines of each (0: the message does not have it)."""
    keywords = ["msgstr"] if not plural else [f"msgstr[{form}]" for form in range(len(forms))]
    below, at = {}, 0
    for keyword, lines in zip(
        ("msgctxt", "msgid", "msgid_plural", *keywords), (context, msgid, plural, *forms), strict=True
    ):
        if lines:
            below[keyword] = at
        at += lines
    return below
