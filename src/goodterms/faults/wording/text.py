"""A sentence of a fault, before its facts are filled in."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """What is wrong, and what would be right; both with the facts of the fault in braces."""

    problem: str
    hint: str = ""
