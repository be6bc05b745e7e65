"""What is wrong with a table: each fault with its place, and all of them summed up as things to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from goodterms.faults import fault
from goodterms.recipients.grouping import Group, Screen, shown, with_hint
from goodterms.speech import joined, plural, sentences, speak
from goodterms.speech.language import closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.faults import Fault

MISSING, TWICE = "missing", "twice"
_COUNTED_BY_ROW = (MISSING, TWICE)
"""The groups of faults that are counted by rows."""
_MISSING_KINDS = {
    "missing",
    "missing-choice",
    "missing-email",
    "missing-locale",
    "missing-part",
    "empty",
    "empty-choice",
    "empty-text",
    "need-unmet",
    "missing-colleague-address",
}
_OF_NAMES = ("missing-column", "column-meant", "name-columns-unused")
"""The faults of a header whose names are other words than those of the letter, perhaps."""
_LEAST_FOR_ROWS = 6
"""The lines of a screen that are left for the rows, however many columns are missing."""


class RowFault(NamedTuple):
    """A fault of one row: the number of the row, the column by its own name, the cell, and the fault.

    ``group`` is what the summary counts it as: ``missing``, ``twice``, ``locale``, or the type of the field.
    ``has_column`` is false for a field without a column in the table.
    """

    row: int
    column: str
    cell: str
    fault: Fault
    group: str
    has_column: bool = True

    def line(self) -> str:
        """The fault in one line."""
        is_shown = not self.cell or self.fault.param("given") is not None
        cell = "" if is_shown else f" {shown(self.cell)}"
        problem = with_hint(self.fault.problem, self.fault.hint)
        if not self.column:
            return speak("row {row}{cell}: {problem}", row=self.row, cell=cell, problem=problem)
        # For translators: {cell} is what the cell holds, or nothing
        return speak(
            "row {row}, {column}{cell}: {problem}", row=self.row, column=self.column, cell=cell, problem=problem
        )


class Header(NamedTuple):
    """What is wrong with the header of a table: its row, its cells, its faults, and the fields that may be standing.

    A field of ``standing`` has no column, and may be given for all rows in goodterms.toml. ``letter`` is whether the
    table is one of recipients, whose columns ``goodterms columns`` shows.
    """

    row: int = 0
    names: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    standing: tuple[str, ...] = ()
    letter: bool = True

    def explains(self, row_fault: RowFault) -> bool:
        """Whether the fault of a row only follows from one of the header, as that of a missing column does."""
        if row_fault.fault.kind == "need-unmet":
            return any(one.kind == "columns-need-unmet" for one in self.faults)
        return row_fault.fault.place.partition(".")[0] in self.fields

    @property
    def fields(self) -> set[str]:
        """The fields that the faults are about."""
        named = (one.param("name") or one.param("field") for one in self.faults)
        return {str(name).partition(".")[0] for name in named if name}

    def lines(self, screen: Screen) -> list[str]:
        """A line for each fault; where these would fill the screen, one for all columns that are missing."""
        lines = [_line(one) for one in self.faults]
        if screen.rows_of(lines) > screen.height - _LEAST_FOR_ROWS:
            missing = [one for one in self.faults if one.kind == "missing-column"]
            lines = [_line(one) for one in self.faults if one not in missing]
            if missing:
                names = [one.param("name") for one in missing]
                lines.insert(0, _line(fault("missing-columns", names=names)))
        if self.standing:
            lines.append(_line(fault("standing-values", names=self.standing)))
        if self.letter and any(one.kind in _OF_NAMES and one.param("name") != "locale" for one in self.faults):
            lines.append(_line(fault("columns-not-known")))
        return [*lines, self._first_row(screen)] if self.faults else []

    def _first_row(self, screen: Screen) -> str:
        """The header as it stands in the file, cut to two lines of the screen."""
        names = ", ".join(filter(None, (" ".join(name.split()) for name in self.names)))
        whole = fault("header-has", row=self.row, names=names).problem
        most = 2 * screen.width - len("  …")
        return whole if len(whole) <= most else f"{closed([whole[:most].rpartition(', ')[0] or whole[:most]])[0]}, …"


def _line(one: Fault) -> str:
    return with_hint(one.problem, one.hint)


def group_of(fault: Fault, field_type: str) -> str:
    """The group of a fault in a field of a type."""
    return MISSING if fault.kind in _MISSING_KINDS else field_type


_ANY = sentences("fix {count:,} value", "fix {count:,} values")
_TASKS = {
    "email": sentences("fix {count:,} email address", "fix {count:,} email addresses"),
    "phone": sentences("fix {count:,} phone number", "fix {count:,} phone numbers"),
    "url": sentences("fix {count:,} web address", "fix {count:,} web addresses"),
    "money": sentences("fix {count:,} amount", "fix {count:,} amounts"),
    "currency": sentences("fix {count:,} currency", "fix {count:,} currencies"),
    "count": sentences("fix {count:,} count", "fix {count:,} counts"),
    "date": sentences("fix {count:,} date", "fix {count:,} dates"),
    "month": sentences("fix {count:,} month", "fix {count:,} months"),
    "time": sentences("fix {count:,} time", "fix {count:,} times"),
    "duration": sentences("fix {count:,} duration", "fix {count:,} durations"),
    "choice": sentences("fix {count:,} choice", "fix {count:,} choices"),
    "dated": sentences("fix {count:,} dated fact", "fix {count:,} dated facts"),
    "locale": sentences("fix {count:,} locale", "fix {count:,} locales"),
    "status": sentences("fix {count:,} status", "fix {count:,} statuses"),
    "wide": sentences(
        "fix {count:,} row that is wider than the header", "fix {count:,} rows that are wider than the header"
    ),
    "content": sentences("fix {count:,} letter that cannot be written", "fix {count:,} letters that cannot be written"),
    "name": sentences("fix {count:,} name", "fix {count:,} names"),
    "person": sentences("fix {count:,} name", "fix {count:,} names"),
    "text": sentences("fix {count:,} text", "fix {count:,} texts"),
    "percent": sentences("fix {count:,} percentage", "fix {count:,} percentages"),
    "number": sentences("fix {count:,} number", "fix {count:,} numbers"),
    "record": sentences("fix {count:,} record", "fix {count:,} records"),
    "flag": sentences("fix {count:,} yes or no", "fix {count:,} answers with yes or no"),
    "key": sentences("fix {count:,} key", "fix {count:,} keys"),
    "reference": sentences("fix {count:,} reference", "fix {count:,} references"),
    "timezone": sentences("fix {count:,} time zone", "fix {count:,} time zones"),
    "letter": sentences("fix {count:,} name of a letter", "fix {count:,} names of letters"),
    "tact": sentences("fix {count:,} wording that is not tactful", "fix {count:,} wordings that are not tactful"),
    "apart": sentences(
        "fix {count:,} letter that may not meet another", "fix {count:,} letters that may not meet others"
    ),
}
"""What there is to do about the faults of a group, by the group."""


class Tally:
    """The faults of a whole table, counted, and grouped by column and value.

    ``header`` are those of its header. ``total`` is the number of rows that were checked. What is kept does not grow
    with the number of faults, apart from the numbers of the rows.
    """

    def __init__(self, header: Header | None = None) -> None:
        self.header = header or Header()
        self._counted: Counter[str] = Counter()
        self._rows_of: dict[str, set[int]] = {group: set() for group in _COUNTED_BY_ROW}
        self._groups: dict[tuple[str, str], Group] = {}
        self.total = 0
        self.rows: set[int] = set()

    def add(self, faults: Iterable[RowFault]) -> None:
        """Count the faults of some rows, in the order of the table."""
        for row_fault in faults:
            if row_fault.group in _COUNTED_BY_ROW:
                self._rows_of[row_fault.group].add(row_fault.row)
            else:
                self._counted[row_fault.group] += 1
            self.rows.add(row_fault.row)
            key = (row_fault.column, row_fault.fault.kind)
            group = self._groups.setdefault(key, Group(row_fault))
            group.add(row_fault)

    def __bool__(self) -> bool:
        return bool(self.rows or self.header.faults)

    def counted(self, group: str) -> int:
        """How many faults of a group there are."""
        return self._counted[group]

    def summary(self) -> str:
        """What there is to do, in one line: ``fix 3 email addresses; enter missing data in 1 row``."""
        return joined([*self._tasks()], ";")

    def lines(self, screen: Screen) -> list[str]:
        """A line for each column and value with a fault; as many as fit the screen, then the number of the others.

        Where these are too many, those of one column become one line.
        """
        return [line for line, _ in self.lines_with_rows(screen)]

    def lines_with_rows(self, screen: Screen) -> list[tuple[str, int]]:
        """The same lines, each with the first row that it is about; 0 for one about the header or about many."""
        head = self.header.lines(screen)
        room = screen.height - screen.rows_of(head) - 1
        groups = list(self._groups.values())
        by_value = [(group.by_value(self.total), group.whole(self.total)) for group in groups]
        lines = [values for values, _ in by_value]
        used = screen.rows_of(line for values in lines for line, _ in values)
        # The column with the most lines is the first to become one.
        for place in sorted(range(len(groups)), key=lambda place: len(lines[place]), reverse=True):
            if used <= room:
                break
            used -= screen.rows_of(line for line, _ in lines[place])
            lines[place] = [by_value[place][1]]
            used += screen.rows_of(line for line, _ in lines[place])
        return [*((line, 0) for line in head), *self._cut(lines, groups, screen, room)]

    def _cut(
        self, lines: Sequence[list[tuple[str, int]]], groups: Sequence[Group], screen: Screen, room: int
    ) -> Iterator[tuple[str, int]]:
        """The lines of as many groups as fit, and a line that says how many faults are in the others."""
        used = 0
        for place, of_group in enumerate(lines):
            used += screen.rows_of(line for line, _ in of_group)
            if used > room and place:
                count = sum(group.count for group in groups[place:])
                more = plural(
                    "and {count:,} more fault; --report FILE lists all of them",
                    "and {count:,} more faults; --report FILE lists all of them",
                    count,
                )
                yield more, 0
                return
            yield from of_group

    def _tasks(self) -> Iterator[str]:
        if count := len(self.header.faults):
            yield plural("fix {count:,} column", "fix {count:,} columns", count)
        for group, count in self._counted.items():
            task = _TASKS.get(group, _ANY)
            yield plural(task.one, task.other, count)
        if count := len(self._rows_of[MISSING]):
            yield plural("enter missing data in {count:,} row", "enter missing data in {count:,} rows", count)
        if count := len(self._rows_of[TWICE]):
            yield plural("delete {count:,} row that appears twice", "delete {count:,} rows that appear twice", count)
