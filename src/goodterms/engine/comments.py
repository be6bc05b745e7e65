"""Translator comments in templates: ``{# Translators: … #}`` in front of a message."""

from __future__ import annotations

import re

from jinja2 import Environment

_MARK = re.compile(r"\s*Translators:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)


def translator_comments(source: str) -> dict[int, str]:
    """The comments for translators in a template, by the line on which each ends."""
    comments: dict[int, str] = {}
    for line, kind, text in Environment(autoescape=True).lex(source):
        found = _MARK.fullmatch(text) if kind == "comment" else None
        if found:
            comments[line + text.count("\n")] = re.sub(r"\s+", " ", found[1])
    return comments
