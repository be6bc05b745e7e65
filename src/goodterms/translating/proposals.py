"""Proposals for new messages: the translations of similar messages that were removed.

A translation is proposed in its own context first, and never in two: a salutation that is written for a woman must not
become the proposal for a man.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.po.written import WrittenMessage
    from goodterms.translating.catalog_text import MessageKey

_MIN_SIMILARITY = 0.7
"""How similar a new and a removed msgid must be for the translation to be reused as fuzzy, as difflib measures it."""


class _Pair(NamedTuple):
    """A new message and a removed one; pairs in one context come first, then the most similar ones."""

    is_in_other_context: bool
    distance: float
    new: int
    removed: int


def propose(
    new: Sequence[WrittenMessage], removed: Sequence[WrittenMessage], kept: Iterable[WrittenMessage]
) -> dict[MessageKey, WrittenMessage]:
    """The removed message whose translation is proposed for each new one, by the key of the new one.

    ``kept`` are the messages that keep their translations; these are not proposed in another context.
    """
    candidates = [message for message in removed if any(message.strings)]
    contexts: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
    for message in kept:
        contexts[tuple(message.strings)].add(message.msgctxt)
    chosen: dict[MessageKey, WrittenMessage] = {}
    for pair in sorted(_pairs(new, candidates)):
        message, candidate = new[pair.new], candidates[pair.removed]
        used_in = contexts[tuple(candidate.strings)]
        if message.key not in chosen and used_in <= {message.msgctxt}:
            chosen[message.key] = candidate
            used_in.add(message.msgctxt)
    return chosen


def _pairs(new: Sequence[WrittenMessage], removed: Sequence[WrittenMessage]) -> Iterator[_Pair]:
    matcher = difflib.SequenceMatcher(autojunk=False)
    sources = [(message.msgctxt, message.msgid) for message in removed]
    for number, message in enumerate(new):
        context, msgid = message.key
        matcher.set_seq2(msgid)
        for place, (other, source) in enumerate(sources):
            matcher.set_seq1(source)
            if matcher.real_quick_ratio() > _MIN_SIMILARITY and matcher.quick_ratio() > _MIN_SIMILARITY:
                ratio = matcher.ratio()
                if ratio > _MIN_SIMILARITY:
                    yield _Pair(other != context, 1 - ratio, number, place)
