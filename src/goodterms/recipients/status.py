"""What the status of a row says of its meeting: that it is called off, or nothing. Words in all languages count."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.recipients import report
from goodterms.recipients.columns import STATUS
from goodterms.recipients.recognition import fold_words
from goodterms.speech import Some, aloud, plural, speak

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.faults import Fault
    from goodterms.recipients.recognition import Words

_SHOWN = 3
"""How many values that say nothing are shown."""
_NEAR = 0.8
"""How near a misspelled word is, at least."""
_LONG = 4
"""The letters of a word that says the same inside a longer text."""


class Statuses:
    """Understands the cells of a column with the status of meetings."""

    def __init__(self, words: Callable[[], Words]) -> None:
        """``words`` are those of all languages, read when a cell first needs them."""
        self._words = words
        self._known: dict[str, Fault | bool] = {}
        self._others: Counter[str] = Counter()

    def is_off(self, status: str) -> Fault | bool:
        """Whether a status says that the meeting is called off; a fault for one that may say so."""
        if not status:
            return False
        if status not in self._known:
            self._known[status] = self._judge(status)
        if status in self._others:
            self._others[status] += 1
        return self._known[status]

    def _judge(self, status: str) -> Fault | bool:
        meant = self._words().status_of(status)
        if meant == "postponed":
            return fault("status-postponed", STATUS, given=status)
        if meant:
            return meant == "cancelled"
        said = fold_words(status)
        if said in map(fold_words, report.STATUSES):
            return False
        off = [word for word, choice in self._words().choices.get(STATUS, {}).items() if choice == "cancelled"]
        if any(word in said for word in off if len(word) >= _LONG) or nearest(said, off, _NEAR):
            return fault("status-unclear", STATUS, given=status)
        self._others[status] = 0
        return False

    @property
    def notes(self) -> list[str]:
        """A sentence on the values that call nothing off."""
        if not self._others:
            return []
        shown = [
            # For translators: value is what cells of the column of the status say
            plural("{value!r} in {count:,} row", "{value!r} in {count:,} rows", count, value=value)
            for value, count in self._others.most_common()
        ]
        return [speak("the status calls no meeting off: {values}", values=aloud(Some(shown, _SHOWN, "")))]
