"""The characters that stand for values and spans inside prose, before the values are put in.

A letter's prose is parsed without its values: each value is one private-use character, which every parser
takes for a letter of a word. So a value never meets a parser, and nothing in it can become markup. The marks
lie in the supplementary private-use planes (The Unicode Standard, section 23.5), which no catalog, template or
value may use.
"""

from __future__ import annotations

import re

SLOT_BASE = 0xF0000
"""The mark of slot *i* is ``chr(SLOT_BASE + i)``."""
PLAIN_BASE = 0x101000
"""The mark of slot *i* where a page allows no markup, such as its title."""
MAX_SLOTS = 0xE000

OPEN_LTR = "\U00100000"
"""Opens a left-to-right span in the source language, where a translation is missing."""
OPEN_RTL = "\U00100001"
"""Opens a right-to-left span in the source language."""
CLOSE = "\U00100002"
"""Closes the span that was opened last."""

_SLOTS = f"{chr(SLOT_BASE)}-{chr(SLOT_BASE + MAX_SLOTS)}"
SLOT = re.compile(f"[{_SLOTS}]")
ANY = re.compile(f"[{_SLOTS}{OPEN_LTR}-{CLOSE}{chr(PLAIN_BASE)}-{chr(PLAIN_BASE + MAX_SLOTS)}]")
RESERVED = re.compile("[\U000f0000-\U0010ffff]")
"""What no text from outside may contain."""


def opener(direction: str) -> str:
    """The mark that opens a span in the source language, which reads in ``direction``."""
    return OPEN_RTL if direction == "rtl" else OPEN_LTR


def to_plain(text: str) -> str:
    """The text with each slot's mark changed to its mark for places without markup; spans are dropped."""
    return ANY.sub(_plain_mark, text)


def _plain_mark(match: re.Match[str]) -> str:
    index = ord(match[0]) - SLOT_BASE
    return chr(PLAIN_BASE + index) if 0 <= index <= MAX_SLOTS else ""
