"""Comments for translators in templates: ``{# Translators: … #}`` before a message."""

from __future__ import annotations

import re

from jinja2 import Environment

_TRANSLATORS = re.compile(r"\s*Translators:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)


def translator_comments(source: str) -> dict[int, str]:
    """The comments for translators in a template, by the line on which each ends (1-based)."""
    comments: dict[int, str] = {}
    for line, kind, text in Environment(autoescape=True).lex(source):
        match = _TRANSLATORS.fullmatch(text) if kind == "comment" else None
        if match:
            comments[line + text.count("\n")] = re.sub(r"\s+", " ", match[1])
    return comments
