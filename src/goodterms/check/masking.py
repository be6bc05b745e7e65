"""What is no prose in a text (placeholders, addresses, code, tags), blotted out with every character in its place."""

from __future__ import annotations

import re
from functools import lru_cache

from goodterms.text.bidi import describe

# What stands for a value, and for a tag, in a masked text: neither is a letter, a mark, a digit or a space.
VALUE, TAG = "\ufffc", "\ufff9"
_MARKED = (
    r"(?=[<{`&%])(?:(?P<tag></?[A-Za-z][^<>]*>)|\{\{[^{}]*\}\}|\{[^{}]*\}|`[^`]+`|&#?\w+;"
    r"|%\(\w*\)[-#0 +]*[\d.]*[A-Za-z]|%[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrs%])"
)
_ADDRESSES = r"(?:https?://|www\.)[^\s<>\"]*[\w/=&#-]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# Addresses are looked for only where there may be one: the search for them tries every word.
_WITHOUT_ADDRESSES = re.compile(_MARKED)
_NOT_PROSE = re.compile(f"{_MARKED}|{_ADDRESSES}")
_MAYBE_ADDRESS = re.compile(r"@|://|www\.")
_MAYBE_NOT_PROSE = re.compile(r"[{%<@/&`]|www\.")
AROUND = " \t\n\u00a0\u202f\"'“”„‟‘’‚«»‹›()[]*_\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069" + TAG
"""What may stand around the end of a sentence: blanks, quotation marks, brackets, marks that cannot be seen."""


@lru_cache(maxsize=4096)
def masked(text: str) -> str:
    """The text with placeholders, addresses, code and tags blotted out; every character keeps its place."""
    if _MAYBE_NOT_PROSE.search(text):
        found_by = _NOT_PROSE if _MAYBE_ADDRESS.search(text) else _WITHOUT_ADDRESSES
        text = found_by.sub(lambda found: (TAG if found["tag"] else VALUE) * len(found[0]), text)
    return text


def named(mark: str) -> str:
    """A mark as messages show it, with its code point and name."""
    return f"“{mark}” ({describe(mark)})" if len(mark) == 1 else f"“{mark}”"
