"""Findings of a check, as values for reports; a finding is not an error of the program."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""From the most severe down."""


class Finding(NamedTuple):
    """A finding: its rule and level, its place (line and column from 1), the msgctxt and msgid, and what is wrong.

    ``text`` is the offending text; empty when the whole message is at fault.
    """

    rule: str
    level: Level
    path: str
    line: int
    column: int
    language: str
    msgctxt: str | None
    msgid: str
    message: str
    text: str = ""

    @property
    def fingerprint(self) -> str:
        """An id that stays when the file changes around the finding: it depends on no line and no path."""
        from hashlib import sha256  # takes longer to load than most checks take

        parts = (self.rule, self.language, self.msgctxt or "", self.msgid, self.text or self.message)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def at_least(level: Level, threshold: Level) -> bool:
    """Whether a level is at least as severe as a threshold."""
    return LEVELS.index(level) <= LEVELS.index(threshold)
