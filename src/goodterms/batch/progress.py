"""How far a run is and what it finds, for whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.recipients.faults import RowFault, Tally


class Progress(NamedTuple):
    """The progress of a run: what it does (``checked``, ``written``), how many of each group, all (0: unknown).

    The groups are locales, or what became of mails.
    """

    phase: str
    by_group: dict[str, int]
    total: int


def _ignore(_: object) -> None:
    """Whoever listens does not want to know."""


class Listener(NamedTuple):
    """What is called in a run: ``progress``, ``notes`` on the table, and for what is found before anything is written.

    ``faults`` and ``wordings`` receive those of some rows as they are found, all of them; ``tallied`` and ``advise``
    receive the same summed up, where there are any.
    """

    progress: Callable[[Progress], None] = _ignore
    notes: Callable[[Sequence[str]], None] = _ignore
    advise: Callable[[Tally], None] = _ignore
    tallied: Callable[[Tally], None] = _ignore
    faults: Callable[[Sequence[RowFault]], None] = _ignore
    wordings: Callable[[Sequence[RowFault]], None] = _ignore
