"""What is wrong with rows: each fault with its place in the table, and all of them summed up as things to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.faults import Fault

MISSING, TWICE = "missing", "twice"
_SHOWN = 40
_COUNTED_BY_ROW = (MISSING, TWICE)
"""The groups of faults that are counted by rows."""
_MISSING_KINDS = {
    "missing",
    "missing-choice",
    "missing-part",
    "empty",
    "empty-choice",
    "empty-text",
    "need-unmet",
    "missing-recipient-address",
    "missing-colleague-address",
}


class RowFault(NamedTuple):
    """A fault of one row: the number of the row, the column by its own name, the cell, and the fault.

    ``group`` is what the summary counts it as: ``missing``, ``twice``, ``locale``, or the type of the field.
    """

    row: int
    column: str
    cell: str
    fault: Fault
    group: str

    def line(self) -> str:
        """The fault in one line."""
        is_shown = not self.cell or self.fault.param("given") is not None
        cell = "" if is_shown else f" {self.cell[:_SHOWN]!r}{'…' if len(self.cell) > _SHOWN else ''}"
        column = f", {self.column}" if self.column else ""
        hint = f"; {self.fault.hint}" if self.fault.hint else ""
        return f"row {self.row}{column}{cell}: {self.fault.problem}{hint}"


def group_of(fault: Fault, field_type: str) -> str:
    """The group of a fault in a field of a type."""
    return MISSING if fault.kind in _MISSING_KINDS else field_type


_NAMED = {
    "email": ("email address", "email addresses"),
    "phone": ("phone number", "phone numbers"),
    "url": ("web address", "web addresses"),
    "money": ("amount", "amounts"),
    "currency": ("currency", "currencies"),
    "count": ("count", "counts"),
    "date": ("date", "dates"),
    "month": ("month", "months"),
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
    "record": ("record", "records"),
    "flag": ("yes or no", "answers with yes or no"),
    "reference": ("reference", "references"),
}


class Tally:
    """The faults of a whole table, counted; those of the first few rows are kept.

    ``limit`` is the number of these rows.
    """

    def __init__(self, limit: int = 20) -> None:
        self._limit = limit
        self._groups: Counter[str] = Counter()
        self._rows_of: dict[str, set[int]] = {group: set() for group in _COUNTED_BY_ROW}
        self.first: list[RowFault] = []
        self.rows: set[int] = set()

    def add(self, faults: Iterable[RowFault]) -> None:
        """Count the faults of some rows, in the order of the table."""
        for fault in faults:
            if fault.group in _COUNTED_BY_ROW:
                self._rows_of[fault.group].add(fault.row)
            else:
                self._groups[fault.group] += 1
            self.rows.add(fault.row)
            if len({kept.row for kept in self.first} | {fault.row}) <= self._limit:
                self.first.append(fault)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def summary(self) -> str:
        """What there is to do, in one line: ``fix 3 email addresses; enter missing data in 1 row``."""
        return "; ".join(self._tasks())

    def _tasks(self) -> Iterator[str]:
        for group, count in self._groups.items():
            one, several = _NAMED.get(group, ("value", "values"))
            yield f"fix {count:,} {one if count == 1 else several}"
        if count := len(self._rows_of[MISSING]):
            yield f"enter missing data in {_rows(count)}"
        if count := len(self._rows_of[TWICE]):
            yield f"delete {_rows(count)} that {'appears' if count == 1 else 'appear'} twice"


def _rows(count: int) -> str:
    return f"{count:,} row{'s' if count != 1 else ''}"
