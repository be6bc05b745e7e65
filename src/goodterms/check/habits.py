"""Habits: a fault that a catalog repeats is one thing for its translator to decide, however often it occurs.

The first place keeps the level of the rule and says how many messages have the fault; the other places are notes, so
that each can be found. A fault in several plural forms of one message counts once, too. When some places are fixed, the
next one becomes the first, so a habit fails the check until its last place is fixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.subjects import Hit, Text, texts_of
from goodterms.check.suppressions import suppressions_in
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.check.subjects import CheckedCatalog

MIN_MESSAGES = 2
"""A fault in fewer messages is a slip, not a habit."""

_FIXED_LEVELS = {"error", "note"}
"""Levels of single hits that stay as they are: an error that is repeated is still an error."""


class Occurrence(NamedTuple):
    """A hit, and in a few words the fault that a catalog may have as a habit: ``“।” left out``."""

    fault: str
    hit: Hit


class _Habit(NamedTuple):
    """How many messages have a fault, and the place of the first."""

    messages: int
    line: int
    keyword: str


class Habits:
    """The hits of a rule, as slips or as habits; ``occurrences`` finds the faults of a text.

    A catalog is counted when its first fault is met, so a catalog without faults costs nothing.
    """

    def __init__(self, rule: str, occurrences: Callable[[Text], Iterator[Occurrence]]) -> None:
        self._rule = rule
        self._occurrences = occurrences
        self._counted: tuple[CheckedCatalog | None, dict[str, _Habit]] = (None, {})

    def hits(self, text: Text) -> Iterator[Hit]:
        """What the rule finds in a text."""
        seen = set[str]()
        for fault, hit in self._occurrences(text):
            habit = self._of(text.catalog).get(fault)
            if hit.level in _FIXED_LEVELS or habit is None:
                yield hit
                continue
            if fault in seen or self._is_in_earlier_form(text, fault):
                yield hit._replace(level="note")
            elif habit.messages < MIN_MESSAGES:
                yield hit
            elif (habit.line, habit.keyword) == (text.entry.line, text.keyword):
                # For translators: what is wrong, and that many messages have the same fault
                message = said(
                    "{message} (first of {count} messages in this catalog: {fault})",
                    message=hit.message,
                    count=habit.messages,
                    fault=fault,
                )
                yield hit._replace(message=message)
            else:
                yield hit._replace(level="note")
            seen.add(fault)

    def _is_in_earlier_form(self, text: Text, fault: str) -> bool:
        """Whether an earlier plural form of the same message has a fault."""
        earlier = [form for form in texts_of(text.catalog, text.entry) if (form.form or 0) < (text.form or 0)]
        occurrences = (occurrence for form in earlier for occurrence in self._occurrences(form))
        return any(other == fault and hit.level not in _FIXED_LEVELS for other, hit in occurrences)

    def _of(self, catalog: CheckedCatalog) -> dict[str, _Habit]:
        """The faults of a catalog, without those that are suppressed or no more than notes."""
        counted, habits = self._counted
        if counted is not catalog:
            suppressed = {found.entry.line for found in suppressions_in(catalog) if found.rule == self._rule}
            habits = {}
            for entry in catalog.suspects:
                if entry.fuzzy or entry.line in suppressed:
                    continue
                first = dict[str, str]()
                for form in texts_of(catalog, entry):
                    for fault, hit in self._occurrences(form):
                        if hit.level not in _FIXED_LEVELS:
                            first.setdefault(fault, form.keyword)
                for fault, keyword in first.items():
                    habit = habits.get(fault, _Habit(0, entry.line, keyword))
                    habits[fault] = habit._replace(messages=habit.messages + 1)
            self._counted = (catalog, habits)
        return habits
