"""Placeholders of Go's ``fmt``: ``%s``, ``%[2]d``, ``%[1]*.[2]*f``.

Source: the documentation of Go's package fmt, "Printing" and "Explicit argument indexes". After an index, the following
placeholders take the following values.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.notations.reading import NOTHING, Clash, Defect, Notation, Placeholder, Reading
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INDEX = r"(?:\[(\d+)\])?"
# Compiled when a message needs it.
_PLACEHOLDER = rf"%[#0 +-]*(?:{_INDEX}(\*)|\d+)?(?:\.(?:{_INDEX}(\*)|\d*))?{_INDEX}([vTtbcdoOqxXUeEfFgGspw%])?"
_LITERAL = said("the percent sign begins no placeholder; write %% for a literal one")
_KINDS = {
    "t": "truth",
    **dict.fromkeys("cdoOU", "int"),
    **dict.fromkeys("eEfFgG", "float"),
    **dict.fromkeys("sq", "text"),
}


def _read(text: str) -> Reading:
    if "%" not in text:
        return NOTHING
    found: list[Placeholder] = []
    defects: list[Defect] = []
    next_value, is_indexed = 1, False
    for match in re.compile(_PLACEHOLDER).finditer(text):
        verb = match[6]
        if verb is None:
            defects.append(Defect(_LITERAL, "%", match.start()))
        if verb in {None, "%"}:
            continue
        for index, kind in _values(match):
            is_indexed = is_indexed or index is not None
            next_value = int(index) if index else next_value
            layout = kind == "*"
            type_ = "int" if layout else _KINDS.get(kind, "")
            found.append(Placeholder(str(next_value), match[0], match.start(), type_, match[0], layout=layout))
            next_value += 1
    return Reading(tuple(found), tuple(defects), not is_indexed and bool(found))


def _values(match: re.Match[str]) -> Iterator[tuple[str | None, str]]:
    """The index and the kind of each value that a placeholder takes: its width, its precision, what it prints."""
    if match[2]:
        yield match[1], "*"
    if match[4]:
        yield match[3], "*"
    yield match[5], match[6]


def _clash(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """Go prints any value with any verb, but one of another kind as an error in the text: ``%!d(string=a)``."""
    kinds = {source.type for source in sources}
    if own.type in kinds or not own.type:
        return ""
    return "warning" if "" in kinds else "error"


GO = Notation("go-format", lru_cache(maxsize=512)(_read), _clash)
