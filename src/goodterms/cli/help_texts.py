"""The help of commands, paragraph by paragraph, as a catalog has it."""

from __future__ import annotations

import inspect

AS_IT_IS = "\b\n"
"""What begins a paragraph whose lines stay as they are."""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each as one line; those that stay as they are with their lines."""
    return [_one_line(paragraph) for paragraph in inspect.cleandoc(text).split("\n\n")]


def _one_line(paragraph: str) -> str:
    if paragraph.startswith(AS_IT_IS):
        return paragraph.removeprefix(AS_IT_IS)
    return " ".join(paragraph.split())
