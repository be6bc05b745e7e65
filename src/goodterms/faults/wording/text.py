"""A sentence of a fault, before its facts are filled in, and a hint that several rooms give."""

from __future__ import annotations

from typing import NamedTuple

NO_CONTROLS = "remove the direction control: letters isolate values automatically"
"""The hint about a direction control, wherever it is found: a value, a key, a template, a translation."""


class Text(NamedTuple):
    """What is wrong, and what would be right; both with the facts of the fault in braces."""

    problem: str
    hint: str = ""
