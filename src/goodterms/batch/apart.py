"""Letters that one customer must not get at the same time: one ends what the other keeps."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import naming
from goodterms.batch.entries import address_digest
from goodterms.batch.source import recipients_of
from goodterms.faults import fault
from goodterms.recipients.columns import KEY
from goodterms.recipients.faults import RowFault
from goodterms.speech import joined, speak

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from goodterms.batch.entries import Received
    from goodterms.batch.ledger import Ledger
    from goodterms.batch.run import LetterRun
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.project import Project

APART = "apart"
"""The group of these faults."""


_SHOWN = 3


class _Got(NamedTuple):
    """A letter that a customer gets: its name, the customer, its date (ISO 8601), its row; 0 for one in the outbox."""

    letter: str
    who: str
    day: str
    row: int = 0


class Found(NamedTuple):
    """Rows with letters that must be apart, and sentences on customers who get several letters on one day."""

    faults: list[RowFault]
    notes: list[str]


def find(runs: Sequence[LetterRun], ledger: Ledger, project: Project, days: int, limit: int | None) -> Found:
    """The rows of some runs whose letters come too near to another one for the same customer; these are left out.

    Customers are the same with the same key or the same email address. Letters of the outbox count where the runs leave
    them there, or wrote them on an earlier day: then they may be sent.
    """
    letters = {one.job.letter for one in runs} | {one.letter for one in ledger.everybody()}
    rules = _Rules(project, letters, days)
    if not rules.concern_any:
        return Found([], [])
    search = _Search(runs, rules)
    for one in ledger.everybody():
        search.add_written(one)
    for run in runs:
        search.look(run, limit)
    return Found(sorted(search.faults, key=lambda one: one.row), list(search.notes()))


class _Search:
    """The letters of each customer so far, and what was found among them."""

    def __init__(self, runs: Sequence[LetterRun], rules: _Rules) -> None:
        self._runs = {one.job.letter: one for one in runs}
        self._rules = rules
        self._got: dict[str, list[_Got]] = defaultdict(list)
        self._own_days: dict[tuple[str, str], str] = {}
        self._several: dict[str, list[str]] = {}
        self.faults: list[RowFault] = []

    def add_written(self, one: Received) -> None:
        """Add a letter of the outbox; those that the runs write again, or remove on their own day, do not count."""
        self._own_days[one.letter, one.identity] = one.day
        run = self._runs.get(one.letter)
        if run is None or not run.is_whole or (one.day and one.day < run.job.day.isoformat()):
            for token in _tokens(one.identity, one.address):
                self._got[token].append(_Got(one.letter, one.identity, one.day))

    def look(self, run: LetterRun, limit: int | None) -> None:
        """Compare the rows of a run with all letters so far, and add them to these."""
        letter, today = run.job.letter, run.job.day.isoformat()
        field = run.job.project.letter(letter).envelope.get("recipient", "")
        for recipient in recipients_of(run.job, run.source, limit):
            identity = naming.recorded(naming.identity(recipient, naming.name_of(recipient, field)))
            is_new = recipient.row in run.redated or (letter, identity) not in self._own_days
            day = today if is_new else self._own_days[letter, identity]
            mine = _Got(letter, recipient.key or recipient.email, day, recipient.row)
            tokens = list(_tokens(identity, address_digest(recipient.email)))
            self._compare(mine, dict.fromkeys(other for token in tokens for other in self._got[token]))
            for token in tokens:
                self._got[token].append(mine)

    def _compare(self, mine: _Got, every: Iterable[_Got]) -> None:
        others = [other for other in every if other.letter != mine.letter]
        wrong = next((other for other in others if self._rules.forbid(mine, other)), None)
        if wrong:
            self._refuse(mine, wrong)
            if wrong.row:
                self._refuse(wrong, mine)
        elif same := [other.letter for other in others if other.day == mine.day]:
            self._several[mine.who] = [*dict.fromkeys([*self._several.get(mine.who, []), *same, mine.letter])]

    def _refuse(self, mine: _Got, other: _Got) -> None:
        run = self._runs[mine.letter]
        run.leave_out(mine.row)
        wrong = _fault(mine, other, self._rules.days)
        self.faults.append(RowFault(mine.row, run.job.columns.name_of(KEY), mine.who, wrong, APART))

    def notes(self) -> Iterator[str]:
        """A sentence on customers who get several letters on the same day."""
        if self._several:
            named = [f"{who} ({', '.join(letters)})" for who, letters in list(self._several.items())[:_SHOWN]]
            more = " …" if len(self._several) > _SHOWN else ""
            yield speak(
                "several letters to the same customer on the same day: {named}{more}", named=joined(named), more=more
            )


def _fault(mine: _Got, other: _Got, days: int) -> Fault:
    """The fault of a letter; two rows of the table that may not meet have the same."""
    if not other.row:
        if not other.day:
            return fault("letter-too-near-to-undated", KEY, letter=mine.letter, other=other.letter, days=days)
        return fault(
            "letter-too-near-to-earlier", KEY, letter=mine.letter, other=other.letter, day=other.day, days=days
        )
    one, two = sorted((mine, other), key=lambda got: got.row)
    return fault(
        "letters-too-near",
        KEY,
        first=one.letter,
        first_row=one.row,
        second=two.letter,
        second_row=two.row,
        days=days,
    )


class _Rules:
    """Which of some letters must be apart, and how many days; letters that are no longer there have no rules."""

    def __init__(self, project: Project, letters: Collection[str], days: int) -> None:
        self.days = days
        there = set(letters).intersection(project.content.letters()) if len(letters) > 1 else ()
        specs = map(project.letter, there)
        self._specs = {spec.name: spec for spec in specs if "email" not in spec.envelope}

    @property
    def concern_any(self) -> bool:
        """Whether there may be anything to find."""
        return len(self._specs) > 1

    def forbid(self, one: _Got, other: _Got) -> bool:
        """Whether one customer must not get both."""
        first, second = self._specs.get(one.letter), self._specs.get(other.letter)
        if not (first and second and (_ends(first, second) or _ends(second, first))):
            return False
        if not (one.day and other.day):
            return True  # the date of an old letter is not known
        return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days) < self.days


def _ends(one: LetterSpec, other: LetterSpec) -> bool:
    return bool(other.group) and other.group in one.apart_from


def _tokens(identity: str, address: str) -> Iterator[str]:
    """What two letters to the same customer have in common: the key, the digest of the email address."""
    if "\n" not in identity:
        yield f"key {identity.casefold()}"
    if address:
        yield f"address {address}"
