"""What a whole table decides: how many rows it has, and how each of its columns writes dates and numbers.

One cell of a column may be open, ``03/12/2026`` or ``1.250``, while others settle it: a ``31``, a ``12,50``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.fields import Written
from goodterms.recipients import moments
from goodterms.recipients.cells import type_at
from goodterms.sheets.table import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.sheets import Row

_DATES = frozenset({"date"})
_NUMBERS = frozenset({"money", "number", "percent"})
_MAX_CHARACTERS = 60
"""The most characters of a date or an amount; a longer cell decides nothing."""
_DIGIT = re.compile(r"\d")


class Survey(NamedTuple):
    """The number of rows, and how the values of fields are written, by the place that their column fills.

    ``broken`` is the number of cells with an error in columns that are not used, ``first_broken`` the first of them:
    ``row 6, column 3: #DIV/0!``.
    """

    rows: int
    written: Mapping[str, Written]
    broken: int = 0
    first_broken: str = ""


class Open:
    """What the cells of a field leave open: ``dates`` or ``decimal``, keys of :class:`Written`."""

    def __init__(self, key: str, read: Callable[[str], frozenset[str]]) -> None:
        self.key = key
        self.places: list[int] = []
        self._read = read
        self._possible: frozenset[str] | None = None

    def note(self, text: str) -> None:
        """Take a cell into account; one that is no value of the field's type decides nothing."""
        if len(text) <= _MAX_CHARACTERS and _DIGIT.search(text) and (possible := self._read(text)):
            self._possible = possible if self._possible is None else self._possible & possible

    @property
    def is_contradictory(self) -> bool:
        """Whether two cells cannot be read in the same way."""
        return self._possible == frozenset()

    def decided(self, otherwise: str) -> str:
        """The only way in which all cells can be read; where there are several, ``otherwise`` if it is one of them.

        Empty where nothing decides, and where two cells contradict each other.
        """
        if self._possible is None or otherwise in self._possible:
            return otherwise
        return next(iter(self._possible)) if len(self._possible) == 1 else ""


def survey(
    rows: Iterable[Row], columns: Columns, letter: LetterSpec, given: Mapping[str, Written], otherwise: Written
) -> Survey:
    """Go through a table once.

    ``given`` says what is known of its columns, by the place that they fill, and goes before their cells; ``otherwise``
    is for columns whose cells decide nothing.
    """
    by_field = _open_fields(columns, letter, given)
    cells = [(place, found) for found in by_field.values() for place in found.places]
    every = (*columns.of_fields, *columns.of_envelope)
    used = {place for column in every for place in (column.place, *column.joined)}
    count = broken = 0
    first = ""
    for row in rows:
        count += 1
        for place, cell in enumerate(row.cells):
            if type(cell) is Broken and place not in used:
                broken += 1
                first = first or f"row {row.number}, column {place + 1}: {cell.text}"
        for place, found in cells:
            if place < len(row.cells) and isinstance(text := row.cells[place], str) and text:
                found.note(text.strip())
    written = dict(given)
    for name, found in by_field.items():
        decided = {found.key: found.decided(getattr(otherwise, found.key))}
        written[name] = written.get(name, Written())._replace(**decided)
    return Survey(count, written, broken, first)


def _orders_of_day(text: str) -> frozenset[str]:
    return fields.date_orders(moments.day_in(text))


def _open_fields(columns: Columns, letter: LetterSpec, given: Mapping[str, Written]) -> dict[str, Open]:
    by_field: dict[str, Open] = {}
    for column in columns.of_fields:
        kind, known = type_at(letter, column.field), given.get(column.field, Written())
        if kind in _DATES and not known.dates:
            read = _orders_of_day if column.part else fields.date_orders
            found = by_field.setdefault(column.field, Open("dates", read))
        elif kind in _NUMBERS and not known.decimal:
            found = by_field.setdefault(column.field, Open("decimal", fields.decimals_of))
        else:
            continue
        found.places.append(column.place)
    return by_field
