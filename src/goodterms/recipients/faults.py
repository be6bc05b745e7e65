"""What is wrong with rows: each fault with its place in the table, and all of them summed up for whoever mends it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MISSING, TWICE = "missing", "twice"
_SHOWN = 40
_OF_ROWS = (MISSING, TWICE)
"""The sorts of fault that are counted by rows."""


class RowFault(NamedTuple):
    """A fault of one row: its number, the column by its own name, the cell, what is wrong, what would be right.

    ``kind`` is the sort of fault for the summary: ``missing``, ``locale``, ``twice``, or the type of the field.
    """

    row: int
    column: str
    cell: str
    problem: str
    hint: str
    kind: str

    def told(self) -> str:
        """The fault in one line."""
        cell = f" {self.cell[:_SHOWN]!r}{'…' if len(self.cell) > _SHOWN else ''}:" if self.cell else ":"
        column = f", {self.column}" if self.column else ""
        hint = f"; {self.hint}" if self.hint else ""
        # The cell has been shown; a problem that begins with it need not say it again.
        problem = self.problem
        for shown in (f"is {self.cell!r}, which ", f"is {self.cell}, and "):
            problem = problem.removeprefix(shown) if self.cell else problem
        return f"row {self.row}{column}{cell} {problem}{hint}"


_NAMED = {
    "email": ("mail address", "mail addresses"),
    "phone": ("phone number", "phone numbers"),
    "url": ("web address", "web addresses"),
    "money": ("amount", "amounts"),
    "currency": ("currency", "currencies"),
    "count": ("count", "counts"),
    "date": ("date", "dates"),
    "time": ("time", "times"),
    "duration": ("duration", "durations"),
    "choice": ("choice", "choices"),
    "dated": ("dated fact", "dated facts"),
    "locale": ("locale", "locales"),
    "wide": ("row that is wider than the header", "rows that are wider than the header"),
    "content": ("letter that cannot be written", "letters that cannot be written"),
    "name": ("name", "names"),
    "person": ("name", "names"),
    "text": ("text", "texts"),
    "percent": ("percentage", "percentages"),
    "number": ("number", "numbers"),
    "reference": ("reference", "references"),
}


class Tally:
    """The faults of a whole table, counted; of the rows, the first few are kept."""

    def __init__(self, most: int = 20) -> None:
        self._most = most
        self._kinds: Counter[str] = Counter()
        self._rows_of: dict[str, set[int]] = {kind: set() for kind in _OF_ROWS}
        self.first: list[RowFault] = []
        self.rows: set[int] = set()

    def add(self, faults: Iterable[RowFault]) -> None:
        """Count the faults of some rows, in the order of the table."""
        for fault in faults:
            if fault.kind in _OF_ROWS:
                self._rows_of[fault.kind].add(fault.row)
            else:
                self._kinds[fault.kind] += 1
            self.rows.add(fault.row)
            if len({one.row for one in self.first} | {fault.row}) <= self._most:
                self.first.append(fault)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def summary(self) -> str:
        """What there is to do, as one sentence: ``fix 3 mail addresses; enter missing data in 1 row``."""
        return "; ".join(self._tasks())

    def _tasks(self) -> Iterator[str]:
        for kind, count in self._kinds.items():
            one, several = _NAMED.get(kind, ("value", "values"))
            yield f"fix {count:,} {one if count == 1 else several}"
        if count := len(self._rows_of[MISSING]):
            yield f"enter missing data in {_rows(count)}"
        if count := len(self._rows_of[TWICE]):
            yield f"delete {_rows(count)} that {'stands' if count == 1 else 'stand'} there twice"


def _rows(count: int) -> str:
    return f"{count:,} row{'s' if count != 1 else ''}"
