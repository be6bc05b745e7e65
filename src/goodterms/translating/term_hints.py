"""The terms of messages, for those who translate them elsewhere: a line in the comments of each message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib

from goodterms.check.masking import mask
from goodterms.translating.catalog_text import canonical

if TYPE_CHECKING:
    from goodterms.content.terms import Glossary

LABEL = "terms: "
"""How the line begins."""


def with_hints(todo: str, glossary: Glossary) -> str:
    """A todo catalog as text, with the terms of each message in its extracted comments, which are not taken back."""
    if not glossary:
        return todo
    catalog = polib.pofile(todo, wrapwidth=0)
    for entry in catalog:
        sources = filter(None, (entry.msgid, entry.msgid_plural))
        found = dict.fromkeys(term for source in sources for term in glossary.in_source(mask(source)))
        if found:
            line = LABEL + "; ".join(term.hint for term in found)
            entry.comment = f"{entry.comment}\n{line}" if entry.comment else line
    return canonical(catalog)
