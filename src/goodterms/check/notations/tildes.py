"""Placeholders after a tilde, as in Common Lisp's and Scheme's ``format``: ``~a``, ``~,2f``, ``~{~a~^, ~}``.

Sources: the Common Lisp HyperSpec, 22.3; SRFI 28 and 48; the GNU gettext manual, "Lisp Format Strings" and "Scheme
Format Strings". What encloses other text (``~{``, ``~[``) is compared as a placeholder of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.notations.reading import NOTHING, Clash, Defect, Notation, Placeholder, Reading
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARAMETER = r"(?:[+-]?\d+|'.|[vV#])?"
# Compiled when a message needs it.
_DIRECTIVE = rf"~{_PARAMETER}(?:,{_PARAMETER})*[:@]*([A-Za-z%&|~\n$*?{{}}\[\]()<>^;_!]|/[^/]+/)?"
_LITERAL = said("the tilde begins no placeholder; write ~~ for a literal one")
_NO_VALUE = frozenset("%&|~\n\t_iIt()^;>]}!")
_TYPES = {
    **dict.fromkeys("dboxr", "int"), **dict.fromkeys("feg$", "float"), "c": "char", "p": "int",
    "a": "", "s": "", "w": "", "{": "list", "[": "choice",
}  # fmt: skip


def _read(text: str) -> Reading:
    if "~" not in text:
        return NOTHING
    found: list[Placeholder] = []
    defects: list[Defect] = []
    for match in re.compile(_DIRECTIVE, re.DOTALL).finditer(text):
        directive = (match[1] or "").lower()
        if not directive:
            defects.append(Defect(_LITERAL, "~", match.start()))
        elif directive not in _NO_VALUE:
            type_ = _TYPES.get(directive[0], "other")
            found.append(Placeholder(str(len(found) + 1), match[0], match.start(), type_, match[0]))
    return Reading(tuple(found), tuple(defects), bool(found))


def _clash(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """Any value is printed by ``~a``, but a number only where the source has one."""
    kinds = {source.type for source in sources}
    if own.type in kinds:
        return ""
    return "warning" if not own.type and kinds <= {"int", "float", "char"} else "error"


TILDES = {name: Notation(name, lru_cache(maxsize=512)(_read), _clash) for name in ("lisp-format", "scheme-format")}
