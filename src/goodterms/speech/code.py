"""Code in sentences that are written from right to left: options, file names, dates in digits, lines to type.

Their signs have no direction of their own: after an Urdu word, ``--key`` is shown as ``key--`` and ``2026-12-31`` as
``31-12-2026`` (UAX #9, rules W2 and N2). So each piece of code in a translation gets an isolate, as values do.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from goodterms.expressions import expression

LRI, PDI = "\u2066", "\u2069"
_RUN = expression("[!-~…]+(?: [!-~…]+)*")
"""Words in ASCII with single spaces between them."""
_PLAIN = expression(r"(?:[A-Za-z](?:[A-Za-z0-9._ ]*[A-Za-z0-9])?|[0-9]+)?")
"""What reads rightly as it is: words, names of files, a number."""
FACT = expression(r"(?<!\{)\{\w*(?:[!:][^{}]*)?\}(?!\})")
"""A fact in braces, as :meth:`str.format` has it."""
_LINE = expression(r"--?[a-z]|goodterms |pip |brew |\{\{|.* = ")
"""What a line to type begins with or has, whose values are from left to right in it, too."""
_QUOTED_LINE = expression(r"'\{\w+\}(?: \{\w+\})+'")
"""A line to type in quotes, all of whose words are facts."""
_SEEN = frozenset("{}[]<>")
"""Signs that are mirrored where they are from right to left."""
_ENDS = ".,;:!?"
_PAIRS = {")": "(", "]": "["}
_QUOTES = "\"'"


@lru_cache(maxsize=4096)
def with_isolates(translation: str) -> str:
    """A translation, its facts still in braces, with an isolate around each piece of code."""
    return _RUN.sub(lambda match: _run(match[0]), translation)


def _run(run: str) -> str:
    start, end = _trimmed(run)
    inner = run[start:end]
    if _LINE.match(inner) or _QUOTED_LINE.fullmatch(inner):
        return f"{run[:start]}{LRI}{inner}{PDI}{run[end:]}"
    with_facts = [bool(FACT.search(word)) for word in inner.split(" ")]
    words = [list(each) for _, each in groupby(zip(with_facts, inner.split(" "), strict=True), itemgetter(0))]
    pieces = [[word for _, word in each] if each[0][0] else [" ".join(word for _, word in each)] for each in words]
    return run[:start] + " ".join(_piece(piece) for each in pieces for piece in each) + run[end:]


def _piece(text: str) -> str:
    """A word with facts, or words without any, in an isolate if they need one; a fact has its own."""
    start, end = _trimmed(text)
    inner = text[start:end]
    has_code = any(character.isalnum() or character in _SEEN for character in FACT.sub("", inner))
    needs_one = has_code and not _PLAIN.fullmatch(inner)
    return f"{text[:start]}{LRI}{inner}{PDI}{text[end:]}" if needs_one else text


def _trimmed(text: str) -> tuple[int, int]:
    """Where a text begins and ends without the blanks, the punctuation and the brackets of the sentence around it."""
    start, end = 0, len(text)
    while start < end:
        if _is_of_sentence(text[end - 1], text[start:end]):
            end -= 1
        elif text[start] != "." and _is_of_sentence(text[start], text[start:end]):
            start += 1
        else:
            break
    return start, end


def _is_of_sentence(edge: str, text: str) -> bool:
    """Whether a character at the edge of a text belongs to the sentence around it: no pair of it is in the text."""
    if edge in _QUOTES:
        return text.count(edge) % 2 == 1
    if edge in _PAIRS:
        return text.count(edge) > text.count(_PAIRS[edge])
    if edge in _PAIRS.values():
        return any(text.count(edge) > text.count(closing) for closing, opening in _PAIRS.items() if opening == edge)
    return edge == " " or edge in _ENDS
