"""Reworded messages: those whose fuzzy translation was written for an earlier msgid."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms import po
from goodterms.po import written

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = re.compile(r"\{\w*\}|[\w'’-]+|\s+|.", re.DOTALL)

Kind = Literal["same", "deleted", "inserted"]


class Rewording(NamedTuple):
    """A reworded message: its line in the catalog, its previous and current msgid, and its translations so far."""

    line: int
    msgctxt: str | None
    previous: str
    msgid: str
    strings: tuple[str, ...]


def rewordings_in(text: str) -> Iterator[Rewording]:
    """The reworded messages of a catalog, given as text.

    Of a message with a plural, ``previous`` and ``msgid`` are the pair that changed, singular or plural.
    """
    lines = {entry.key: entry.line for entry in po.read(text.encode()).living}
    for message in written.parse(text).living:
        previous = message.previous
        if not message.fuzzy or "msgid" not in previous:
            continue
        pair = (previous["msgid"], message.msgid)
        if pair[0] == pair[1] and "msgid_plural" in previous:
            pair = (previous["msgid_plural"], message.msgid_plural or message.msgid)
        strings = dict.fromkeys(filter(None, message.strings))
        yield Rewording(lines[message.key], message.msgctxt, *pair, tuple(strings))


def word_diff(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """The runs of words that both texts share, that were deleted and that were inserted, in reading order."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            yield "same", "".join(before[old_start:old_end])
            continue
        if old_start < old_end:
            yield "deleted", "".join(before[old_start:old_end])
        if new_start < new_end:
            yield "inserted", "".join(after[new_start:new_end])
