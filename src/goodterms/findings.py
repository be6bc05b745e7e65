"""What a check finds, as values: any report can be made of them, and none is a matter for exceptions."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""From the gravest down."""


class Finding(NamedTuple):
    """One finding: the rule that made it, how grave it is, where it stands (1-based), in which message, what is wrong.

    ``text`` is the offending text, as far as it can be told apart from the message it stands in.
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
        """What the finding is known by when its file has changed around it: it holds no line and no path."""
        parts = (self.rule, self.language, self.msgctxt or "", self.msgid, self.text or self.message)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def at_least(level: Level, threshold: Level) -> bool:
    """Whether a level is as grave as a threshold."""
    return LEVELS.index(level) <= LEVELS.index(threshold)
