"""The markup of reStructuredText that refers to something: ``:ref:`label```, ``|name|``, ``[1]_``, ``name_``.

Source: Docutils, "reStructuredText Markup Specification"; Sphinx compares the same in its builds.
"""

from __future__ import annotations

from functools import lru_cache

from goodterms.check.notations.reading import NOTHING, Notation, Placeholder, Reading
from goodterms.expressions import expression

_ROLE = expression(
    r"(?<![\w`]):(?P<role>[a-zA-Z][\w.+:-]*):`(?P<content>[^`]+)`"
    r"|(?<![\w|])\|(?P<name>[^\W\d](?:[^|\s]|[ -](?=\w))*)\|(?![\w|])"
    r"|(?<![\w\]])\[(?P<note>#?[\w.-]+|\#|\*)\]_(?!\w)"
)
_TARGET = expression(r"<([^<>]+)>\s*\Z")
_TEXTUAL = frozenset(
    {"abbr", "guilabel", "menuselection", "kbd", "sub", "sup", "emphasis", "strong", "title", "math", "dfn"}
)
"""Roles whose content is for readers, so that it may be translated."""


def _read(text: str) -> Reading:
    if "`" not in text and "|" not in text and "]_" not in text:
        return NOTHING
    found = []
    for match in _ROLE.finditer(text):
        role = match["role"]
        if role:
            target = _TARGET.search(match["content"])
            content = target[1] if target else match["content"].strip()
            shown = f":{role}:" if role in _TEXTUAL else f":{role}:`{content.lstrip('!~')}`"
        else:
            shown = match[0]
        found.append(Placeholder(shown, shown, match.start()))
    return Reading(tuple(found))


ROLES = Notation("rst", lru_cache(maxsize=512)(_read), is_markup=True)


def has_roles(text: str) -> bool:
    """Whether a text has a role, as only reStructuredText writes it."""
    return ":`" in text and any(match["role"] for match in _ROLE.finditer(text))
