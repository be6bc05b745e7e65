"""Which rows of a table are meant: by their keys, and by the values in their columns."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import EMAIL, KEY
from goodterms.recipients.conditions import WHERE, conditions_of, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.conditions import Condition, TableForLetter
    from goodterms.sheets import Row

ONLY = "--only"
_MAX_COMPARED = 5_000
"""The most keys among which the nearest one is looked for."""


class Selection(NamedTuple):
    """What rows must have: one of the keys ``only``, and for each column of ``where`` one of its values.

    Both are empty for all rows. ``where`` are pairs of a column, by its name in the table or by its field, and a value.
    """

    only: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.only or self.where)


class Keys:
    """What people call the rows of a table by: their keys, or their email addresses in a table without keys."""

    def __init__(self, columns: Columns) -> None:
        by_field = {field: [one for one in columns.of_envelope if one.field == field] for field in (KEY, EMAIL)}
        self.are_own = bool(by_field[KEY])
        self._columns = by_field[KEY] or by_field[EMAIL]
        self._rows: dict[str, list[int]] = {}
        self._as_written: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._columns)

    def note(self, row: Row) -> str:
        """The key of a row, folded; empty where it has none."""
        texts = (text_of(row.cells[one.place]) for one in self._columns if one.place < len(row.cells))
        key = next(filter(None, texts), "")
        folded = fold(key)
        self._rows.setdefault(folded, []).append(row.number)
        self._as_written.setdefault(folded, key)
        return folded

    def rows_of(self, key: str) -> list[int]:
        """The rows so far with a key, however it is written."""
        return self._rows.get(fold(key), []) if key.strip() else []

    def unknown(self, given: str, place: str) -> Fault:
        """The fault of a key that no row has."""
        near = nearest(given, itertools.islice(filter(None, self._as_written.values()), _MAX_COMPARED))
        return fault("unknown-row-key-near" if near else "unknown-row-key", place, given=given, near=near)

    def shared(self, chosen: frozenset[int]) -> list[Fault]:
        """The fault of each key that a chosen row shares with another: one letter would replace the other."""
        return [
            fault("row-key-shared", KEY, given=self._as_written[key], rows=numbers)
            for key, numbers in self._rows.items()
            if self.are_own and key and len(numbers) > 1 and 0 < len(chosen.intersection(numbers)) < len(numbers)
        ]


def select(
    rows: Iterable[Row], project: Project, tables: Mapping[str, TableForLetter], selection: Selection
) -> tuple[int, ...]:
    """The numbers of the rows that are meant; ``tables`` has the columns of the table for each letter in it.

    Raises :class:`InvalidRequest` for a key and a column that the table does not have, a value that is nowhere in its
    column, conditions that no row meets together, and a chosen row with the key of one that is not chosen.
    """
    faults: list[Fault] = []
    conditions = conditions_of(selection.where, project, list(tables.values()), faults)
    keys = Keys(next(iter(tables.values())).columns)
    if selection.only and not keys:
        faults.append(fault("no-column-of-keys", ONLY))
    if faults:
        raise InvalidRequest(faults)
    chosen = _chosen(rows, keys, conditions, frozenset(map(fold, selection.only)))
    faults += [keys.unknown(key, ONLY) for key in selection.only if not keys.rows_of(key)]
    faults += [one.unmet() for one in conditions if not one.is_met]
    if not faults and not chosen:
        faults.append(fault("no-row-selected", WHERE))
    faults += keys.shared(frozenset(chosen))
    if faults:
        raise InvalidRequest(faults)
    return tuple(chosen)


def _chosen(rows: Iterable[Row], keys: Keys, conditions: list[Condition], wanted: frozenset[str]) -> list[int]:
    chosen = []
    for row in rows:
        key = keys.note(row)
        meets = [one.meets(row) for one in conditions]  # every one, as each notes the values that it meets
        if all(meets) and (not wanted or key in wanted):
            chosen.append(row.number)
    return chosen
