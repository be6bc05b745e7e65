"""How far a run is, for whoever shows it."""

from __future__ import annotations

from typing import NamedTuple


class Progress(NamedTuple):
    """The progress of a run: what it does (``checked``, ``written``), how many of each group, all (0: unknown).

    The groups are locales, or what became of mails.
    """

    phase: str
    by_group: dict[str, int]
    total: int
