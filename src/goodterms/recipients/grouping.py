"""Faults of many rows as a few lines: those of one column and one value together, with the numbers of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import speech
from goodterms.faults import fault
from goodterms.speech import joined, plural, speak

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.faults import Fault
    from goodterms.recipients.faults import RowFault

_MAX_VALUES = 5
"""The most values of a column that have a line each; beyond, they are told in one."""
_MAX_ROWS = 4
_MAX_EXAMPLES = 3
_SHOWN = 40


class Screen(NamedTuple):
    """The size of what a person sees at once: characters in a line, and lines for faults."""

    width: int = 80
    height: int = 20

    def rows_of(self, lines: Iterable[str]) -> int:
        """The lines of the screen that these lines take, each after a margin of two."""
        return sum(-(-(len(line) + 2) // self.width) for line in lines)


class _Rows:
    """The rows with one fault: how many, the first of them, and the fault of the first."""

    __slots__ = ("_last", "count", "first", "numbers")

    def __init__(self, first: RowFault) -> None:
        self.first = first
        self.count = self._last = 0
        self.numbers: list[int] = []

    def add(self, row: int) -> None:
        """Count a row, but not the same one twice in a row: a cell may have the same fault for several values."""
        if row == self._last:
            return
        self._last = row
        self.count += 1
        if len(self.numbers) <= _MAX_ROWS:
            self.numbers.append(row)

    def in_words(self, total: int) -> str:
        """``row 3``, ``17 rows (2, 3, 5, 8 …)``, ``all 50 rows``."""
        if self.count == total > 1:
            # For translators: total is 2 or more
            return speak("all {total:,} rows", total=total)
        numbers = sorted(self.numbers)
        if self.count <= len(self.numbers):
            listed = joined([str(number) for number in numbers])
            return plural("{count:,} row ({numbers})", "{count:,} rows ({numbers})", self.count, numbers=listed)
        listed = joined([str(number) for number in numbers[:_MAX_ROWS]])
        return plural("{count:,} row ({numbers} …)", "{count:,} rows ({numbers} …)", self.count, numbers=listed)


class Group:
    """The faults of one kind in one column: all of them, and those of each value while there are few values."""

    def __init__(self, first: RowFault) -> None:
        self._all = _Rows(first)
        self._by_value: dict[str, _Rows] = {}
        self._has_more = False
        self.count = 0

    def add(self, row_fault: RowFault) -> None:
        """Count a fault."""
        self.count += 1
        self._all.add(row_fault.row)
        value = row_fault.cell or str(row_fault.fault.param("given") or "")
        if value not in self._by_value:
            if len(self._by_value) >= _MAX_VALUES:
                self._has_more = True
                return
            self._by_value[value] = _Rows(row_fault)
        self._by_value[value].add(row_fault.row)

    def by_value(self, total: int) -> list[tuple[str, int]]:
        """A line for each value and its first row; one for all where there are many.

        ``total`` is the number of rows in the table.
        """
        first = self._all.first
        is_same_for_all = _for_many(first.fault) is not first.fault or not first.has_column
        if self._has_more or (is_same_for_all and self._all.count > 1):
            return [self.whole(total)]
        return [(_line(value, rows, total), rows.first.row) for value, rows in self._by_value.items()]

    def whole(self, total: int) -> tuple[str, int]:
        """All of them in one line, with some of the values, and the first row."""
        return self._whole(total), self._all.first.row

    def _whole(self, total: int) -> str:
        values = [value for value in self._by_value if value]
        if len(self._by_value) == 1:
            return _line(next(iter(self._by_value)), self._all, total)
        examples = [shown(value) for value in values[:_MAX_EXAMPLES]]
        more = " …" if self._has_more or len(values) > _MAX_EXAMPLES else ""
        first = self._all.first
        rows = self._all.in_words(total)
        if examples:
            # For translators: {rows} is such as: 17 rows (2, 3, 5, 8 …)
            rows = speak("{rows}, such as {examples}{more}", rows=rows, examples=joined(examples), more=more)
        return _in_rows(first.column, rows, _for_many(first.fault), str(first.fault.param("given") or ""))


def _line(value: str, rows: _Rows, total: int) -> str:
    """The line of one value: the fault of its row, or of all its rows."""
    first, in_words = rows.first, rows.in_words(total)
    if not first.has_column:
        needed = fault("needed-in-rows", name=first.column, rows=in_words)
        return with_hint(needed.problem, first.fault.hint)
    if rows.count == 1:
        return first.line()
    if not value:
        from goodterms.faults import wording

        kind = "problem-in-rows" if wording.has_predicate(first.fault) and first.column else "in-rows"
        one = fault(kind, where=first.column, rows=in_words, problem=first.fault.problem)
        return with_hint(one.problem.strip(), first.fault.hint)
    return _in_rows(f"{first.column} {shown(value)}", in_words, _for_many(first.fault), value)


def _in_rows(where: str, rows: str, one: Fault, value: str) -> str:
    """What is wrong with a value: without the value at its start, and only the hint where that asks what was meant."""
    from goodterms.faults import wording

    problem = one.problem.removeprefix(f"{speech.value(repr(value))} ")
    text, hint = (one.hint, "") if wording.asks_what_was_meant(one) else (problem, one.hint)
    return with_hint(fault("in-rows", where=where, rows=rows, problem=text).problem.strip(), hint)


def _for_many(one: Fault) -> Fault:
    """The fault in the words for several rows, where it has such; else the same fault."""
    from goodterms.faults import wording  # nothing is worded before something is wrong

    kind = f"{one.kind}-in-rows"
    return one._replace(kind=kind) if kind in wording.TEXTS else one


def with_hint(problem: str, hint: str) -> str:
    """What is wrong, and what would be right, in one line."""
    return speak("{problem}; {hint}", problem=problem, hint=hint) if hint else problem


def shown(cell: str) -> str:
    """A cell in quotes; a long one is cut."""
    return f"{cell[:_SHOWN]!r}{'…' if len(cell) > _SHOWN else ''}"
