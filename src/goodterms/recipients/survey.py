"""What a whole table decides: how many rows it has, and how each of its columns writes dates and numbers.

One cell of a column may be open, ``03/12/2026`` or ``1.250``, while others settle it: a ``31``, a ``12,50``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.fields import Written
from goodterms.recipients.cells import type_at
from goodterms.recipients.notation import Open, OpenAmounts, OpenDates
from goodterms.sheets.table import Broken
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.sheets import Row

_KINDS: dict[str, type[Open]] = {"date": OpenDates, "money": OpenAmounts, "number": Open, "percent": Open}
"""The types of fields of which a cell may leave something open."""


class Survey(NamedTuple):
    """The number of rows, and how the values of fields are written, by the place that their column fills.

    ``broken`` is the number of cells with an error in columns that are not used, ``first_broken`` the first of them:
    ``row 6, column 3: #DIV/0!``. ``swapped`` are the places of dates whose days and months a
    program may have swapped.
    """

    rows: int
    written: Mapping[str, Written]
    broken: int
    first_broken: str
    swapped: frozenset[str]


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
        if Broken in map(type, row.cells):  # the whole table is looked through, and few tables have any
            for place, cell in enumerate(row.cells):
                if type(cell) is Broken and place not in used:
                    broken += 1
                    first = first or said(
                        "row {row}, column {column}: {text}", row=row.number, column=place + 1, text=cell.text
                    )
        for place, found in cells:
            if place < len(row.cells):
                found.note(row.cells[place])
    written = dict(given)
    for name, found in by_field.items():
        decided = {found.key: found.decided(getattr(otherwise, found.key))}
        written[name] = written.get(name, Written())._replace(**decided)
    swapped = (name for name, found in by_field.items() if isinstance(found, OpenDates) and found.may_be_swapped)
    return Survey(count, written, broken, first, frozenset(swapped))


def _open_fields(columns: Columns, letter: LetterSpec, given: Mapping[str, Written]) -> dict[str, Open]:
    by_field: dict[str, Open] = {}
    for column in columns.of_fields:
        known = given.get(column.field, Written())
        kind = _KINDS.get(type_at(letter, column.field))
        if kind and not getattr(known, kind.key):
            by_field.setdefault(column.field, kind()).places.append(column.place)
    return by_field
