"""Comments for translators in templates: ``{# Translators: … #}`` before a message."""

from __future__ import annotations

import re

from jinja2 import Environment

_TRANSLATORS = re.compile(r"\s*Translators:\s*(.*?)\s*", re.DOTALL | re.IGNORECASE)
_MESSAGES = ("trans", "_", "gettext", "pgettext")
"""The names with which a message begins, as a tag or as a function."""


def translator_comments(source: str) -> dict[int, list[str]]:
    """The comments for the messages of a template, by the line on which the message begins (1-based).

    A comment is for the first message after it, if that begins on its last line or on the next one.
    """
    comments: dict[int, list[str]] = {}
    pending: list[tuple[int, str]] = []
    for line, kind, text in Environment(autoescape=True).lex(source):
        if kind == "comment":
            if match := _TRANSLATORS.fullmatch(text):
                pending.append((line + text.count("\n"), re.sub(r"\s+", " ", match[1])))
        elif kind == "name" and text in _MESSAGES:
            comments.setdefault(line, []).extend(comment for end, comment in pending if end <= line <= end + 1)
            pending = []
    return comments
