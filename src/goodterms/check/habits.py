"""Habits: a fault that a catalog shows again and again is one matter for its translator, however often it shows.

Its first place is told as the rule tells it, with how many messages have it; the others are notes, so that each can be
found. A fault in several plural forms of one message is one matter likewise. What is mended in part is told anew at the
place that is then the first, so a habit fails a check until its last place is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.subjects import Hit, Text, texts_of
from goodterms.check.suppressions import suppressions_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.check.subjects import CheckedCatalog

OFTEN = 2
"""In how many messages a fault is a habit: what shows once is a slip, what shows again is one matter."""

_ALONE = {"error", "note"}
"""The levels, where a hit has its own, that are told as they are: no error becomes less by being repeated."""


class Occurrence(NamedTuple):
    """A hit, and in a few words what matter it is of: the faults of one ``matter`` in a catalog may be a habit."""

    matter: str
    hit: Hit


class _Habit(NamedTuple):
    """How many messages have the faults of a matter, and where the first of them stands."""

    messages: int
    line: int
    keyword: str


class Habits:
    """Tells the faults of a rule as slips or as a habit; what a text's faults are, ``faults`` says.

    A catalog is counted through when its first fault is met, so one without faults costs nothing.
    """

    def __init__(self, rule: str, faults: Callable[[Text], Iterator[Occurrence]]) -> None:
        self._rule = rule
        self._faults = faults
        self._counted: tuple[CheckedCatalog | None, dict[str, _Habit]] = (None, {})

    def told(self, text: Text) -> Iterator[Hit]:
        """What the rule has to say about a text."""
        told = set[str]()
        for matter, hit in self._faults(text):
            habit = self._of(text.catalog).get(matter)
            if hit.level in _ALONE or habit is None:
                yield hit
                continue
            if matter in told or self._is_told(text, matter):
                yield hit._replace(level="note")
            elif habit.messages < OFTEN:
                yield hit
            elif (habit.line, habit.keyword) == (text.entry.line, text.keyword):
                more = f" (here first; {matter}: {habit.messages} messages of this catalog)"
                yield hit._replace(message=hit.message + more)
            else:
                yield hit._replace(level="note")
            told.add(matter)

    def _is_told(self, text: Text, matter: str) -> bool:
        """Whether an earlier plural form of the same message has a fault of the matter."""
        earlier = [form for form in texts_of(text.catalog, text.entry) if (form.form or 0) < (text.form or 0)]
        faults = (fault for form in earlier for fault in self._faults(form))
        return any(fault.matter == matter and fault.hit.level not in _ALONE for fault in faults)

    def _of(self, catalog: CheckedCatalog) -> dict[str, _Habit]:
        """The matters of a catalog; what a comment silences is not counted, nor what is no more than a note."""
        counted, habits = self._counted
        if counted is not catalog:
            silenced = {mark.entry.line for mark in suppressions_in(catalog) if mark.rule == self._rule}
            habits = {}
            for entry in catalog.living:
                if entry.fuzzy or entry.line in silenced:
                    continue
                first = dict[str, str]()
                for form in texts_of(catalog, entry):
                    for matter, hit in self._faults(form):
                        if hit.level not in _ALONE:
                            first.setdefault(matter, form.keyword)
                for matter, keyword in first.items():
                    known = habits.get(matter, _Habit(0, entry.line, keyword))
                    habits[matter] = known._replace(messages=known.messages + 1)
            self._counted = (catalog, habits)
        return habits
