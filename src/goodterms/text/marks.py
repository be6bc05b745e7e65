"""Marks: private-use characters that replace values and delimit spans in prose until a format fills in the values.

A letter's prose is parsed without its values. Each value is one private-use character, which a parser treats like a
letter in a word. A value never reaches a parser, so nothing in it can become markup. The marks are in the supplementary
private-use planes (The Unicode Standard, section 23.5), which catalogs, templates and values must not use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.expressions import expression

if TYPE_CHECKING:
    import re

SLOT_BASE = 0xF0000
"""The mark of slot *i* is ``chr(SLOT_BASE + i)``."""
PLAIN_BASE = 0x101000
"""The mark of slot *i* is ``chr(PLAIN_BASE + i)`` where no markup is allowed, such as in the title of a page."""
MAX_SLOTS = 0xE000
"""The number of values that a letter can have."""

OPEN_LTR = "\U00100000"
"""Opens a left-to-right span in the source language, used where a translation is missing."""
OPEN_RTL = "\U00100001"
"""Opens a right-to-left span in the source language."""
CLOSE = "\U00100002"
"""Closes the innermost span."""

_SLOTS = f"{chr(SLOT_BASE)}-{chr(SLOT_BASE + MAX_SLOTS)}"
SLOT = expression(f"[{_SLOTS}]")
ANY = expression(f"[{_SLOTS}{OPEN_LTR}-{CLOSE}{chr(PLAIN_BASE)}-{chr(PLAIN_BASE + MAX_SLOTS)}]")
PLAIN = expression(f"[{chr(PLAIN_BASE)}-{chr(PLAIN_BASE + MAX_SLOTS)}]")
RESERVED = expression("[\U000f0000-\U0010ffff]")
"""Characters that content and values must not contain."""


def opener(direction: str) -> str:
    """The mark that opens a span of the source language, whose direction is ``direction``."""
    return OPEN_RTL if direction == "rtl" else OPEN_LTR


def to_plain(text: str) -> str:
    """The text with the marks for places without markup; the marks of spans are removed."""
    return ANY.sub(_plain_mark, text)


def _plain_mark(match: re.Match[str]) -> str:
    index = ord(match[0]) - SLOT_BASE
    return chr(PLAIN_BASE + index) if 0 <= index <= MAX_SLOTS else ""
