"""Masks what is not prose in a text: placeholders, addresses, code and tags. Every character keeps its place."""

from __future__ import annotations

from functools import lru_cache

from goodterms.check.notations import icu
from goodterms.expressions import expression
from goodterms.text.bidi import describe

# The characters that a masked text has for a value and for a tag: neither is a letter, a digit, a space or punctuation.
VALUE, TAG = "\ufffc", "\ufff9"
_MARKUP = (
    r"(?=[<{`&%])(?:(?P<tag></?[A-Za-z][^<>]*>)|\{\{[^{}]*\}\}|\{[^{}]*\}|`[^`]+`|&#?\w+;"
    r"|%\(\w*\)[-#0 +]*[\d.]*[A-Za-z]|%[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrs%])"
)
_ADDRESSES = r"(?:https?://|www\.)[^\s<>\"]*[\w/=&#-]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
# Addresses are looked for only where there may be one: the search for them tries every word.
_WITHOUT_ADDRESSES = expression(_MARKUP)
_NOT_PROSE = expression(f"{_MARKUP}|{_ADDRESSES}")
_MAYBE_ADDRESS = expression(r"@|://|www\.")
_MAYBE_NOT_PROSE = expression(r"[{%<@/&`]|www\.")
AROUND = " \t\n\u00a0\u202f\"'“”„‟‘’‚«»‹›()[]*_\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069" + TAG
"""What may surround the end of a sentence: spaces, quotation marks, brackets, invisible characters."""


@lru_cache(maxsize=4096)
def mask(text: str) -> str:
    """The text with its placeholders, addresses, code and tags masked; of the same length.

    The branches of an ICU message are prose; the braces and names around them are masked as tags.
    """
    if icu.is_plainly_icu(text):
        for start, end, is_value in icu.syntax(text):
            text = text[:start] + (VALUE if is_value else TAG) * (end - start) + text[end:]
    if _MAYBE_NOT_PROSE.search(text):
        pattern = _NOT_PROSE if _MAYBE_ADDRESS.search(text) else _WITHOUT_ADDRESSES
        text = pattern.sub(lambda match: (TAG if match["tag"] else VALUE) * len(match[0]), text)
    return text


def describe_sign(sign: str) -> str:
    """A punctuation sign or a digit as messages show it, with its code point and name."""
    return f"“{sign}” ({describe(sign)})" if len(sign) == 1 else f"“{sign}”"
