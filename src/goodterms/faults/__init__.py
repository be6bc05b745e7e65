"""Faults as values: what is wrong, where, and where the wrong value came from.

A fault holds its kind and the facts, never a sentence. The sentences are in one place, :mod:`goodterms.faults.wording`:
a program tells faults apart by their kind, and translating the sentences changes no other code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Literal, NamedTuple

Source = Literal["given", "sender", "settings", "sample"]
"""Where a wrong value came from: the call or the row itself, the sender's values of a program, goodterms.toml, a
sample."""


class Fault(NamedTuple):
    """One fault.

    ``kind`` is a key of the wording and stays stable. ``place`` is a field (``refund``, ``name.given``), an option
    (``--date``), a column or a file; ``line`` is a line of that file (1-based; 0: the whole file). ``params`` are the
    facts for the sentence, by name; one of them may be a fault itself, which is worded in its place.
    """

    kind: str
    place: str = ""
    params: tuple[tuple[str, Hashable], ...] = ()
    source: Source = "given"
    line: int = 0

    @property
    def where(self) -> str:
        """The place as people read it: ``currency (in goodterms.toml)``, ``locales/sl/language.toml:12``."""
        from goodterms.faults import wording  # nothing is worded before something is wrong

        return wording.where(self)

    @property
    def problem(self) -> str:
        """What is wrong, as a sentence without its place."""
        from goodterms.faults import wording

        return wording.problem(self)

    @property
    def hint(self) -> str:
        """What would be right; an empty string when there is nothing to add."""
        from goodterms.faults import wording

        return wording.hint(self)

    def param(self, name: str) -> object:
        """A fact of the fault; None when the fault has none of that name."""
        return next((value for key, value in self.params if key == name), None)

    def __str__(self) -> str:
        """Where, and what is wrong: ``last_day: '2026-02-30' is not a valid date``."""
        problem = self.problem
        # A sentence from right to left remains one: else its place would give it the other direction in a sentence.
        return type(problem)(f"{self.where}: {problem}") if self.where else problem


def fault(kind: str, place: str = "", *, source: Source = "given", line: int = 0, **params: object) -> Fault:
    """A fault of a kind with its facts; collections among these become tuples, so that it can be hashed."""
    return Fault(kind, place, facts(params), source, line)


def facts(params: Mapping[str, object]) -> tuple[tuple[str, Hashable], ...]:
    """Facts by name as a fault holds them."""
    return tuple((name, _frozen(value)) for name, value in params.items())


def _frozen(value: object) -> Hashable:
    is_single = isinstance(value, str | Fault) or not isinstance(value, Iterable)
    return value if is_single else tuple(value)  # type: ignore[arg-type] # a mapping gives its keys
