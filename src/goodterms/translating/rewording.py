"""What has changed in the messages whose old translations wait for a translator's word, told by words."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import polib

from goodterms.translating.files import strings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = re.compile(r"\{\w*\}|[\w'’-]+|\s+|.", re.DOTALL)

Kind = Literal["same", "gone", "new"]


class Change(NamedTuple):
    """A message that was reworded: what it was, what it is, its translations so far, and its line in the catalog."""

    line: int
    msgctxt: str | None
    previous: str
    msgid: str
    strings: tuple[str, ...]


def changes_in(text: str) -> Iterator[Change]:
    """The reworded messages of a catalog, given as text; of a message with a plural, the wording that changed."""
    for entry in polib.pofile(text, wrapwidth=0):
        if entry.obsolete or not entry.fuzzy or entry.previous_msgid is None:
            continue
        same = entry.previous_msgid == entry.msgid and entry.previous_msgid_plural
        pair = (entry.previous_msgid_plural, entry.msgid_plural) if same else (entry.previous_msgid, entry.msgid)
        strings = dict.fromkeys(filter(None, strings_of(entry)))
        yield Change(entry.linenum, entry.msgctxt, *pair, tuple(strings))


def by_words(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """The runs of words that both texts have, that the old one had, that the new one has, in reading order."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[start:end])
            continue
        if start < end:
            yield "gone", "".join(before[start:end])
        if first < last:
            yield "new", "".join(after[first:last])
