"""What a whole table decides: how many rows it has, and how each of its columns writes dates and numbers.

One cell of a column may be open, ``03/12/2026`` or ``1.250``, while others settle it: a ``31``, a ``12,50``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.engine.name_doubts import is_in_one_case
from goodterms.fields import Written
from goodterms.recipients.cells import type_at
from goodterms.recipients.columns import addressee_of
from goodterms.recipients.notation import Open, OpenAmounts, OpenDates
from goodterms.sheets.table import Broken
from goodterms.speech import plural, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.sheets import Row

_KINDS: dict[str, type[Open]] = {"date": OpenDates, "money": OpenAmounts, "number": Open, "percent": Open}
"""The types of fields of which a cell may leave something open."""


class Survey(NamedTuple):
    """The number of rows, and how the values of fields are written, by the place that their column fills.

    ``broken`` is the number of cells with an error in columns that are not used, ``first_broken`` the first of them:
    ``row 6, column 3: #DIV/0!``. ``swapped`` are the places of dates whose days and months a
    program may have swapped. ``in_one_case`` is the number of the addressees' names that are only in capitals or only
    in small letters, ``first_in_one_case`` the first of them, with its row.
    """

    rows: int
    written: Mapping[str, Written]
    broken: int
    first_broken: str
    swapped: frozenset[str]
    in_one_case: int = 0
    first_in_one_case: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what the rows hold that no letter uses, and on names that letters print as they are."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        if self.broken:
            yield plural(
                "{count:,} cell with errors in columns that are not used, such as {example}",
                "{count:,} cells with errors in columns that are not used, such as {example}",
                self.broken,
                example=self.first_broken,
            )
        if self.in_one_case:
            yield plural(
                "{count:,} name is only in capitals or only in small letters and is written like that: {example}",
                "{count:,} names are only in capitals or only in small letters and are written like that, such as "
                "{example}",
                self.in_one_case,
                example=self.first_in_one_case,
            )


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
    names = _Names(columns, letter)
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
        names.note(row)
    written = dict(given)
    for name, found in by_field.items():
        decided = {found.key: found.decided(getattr(otherwise, found.key))}
        written[name] = written.get(name, Written())._replace(**decided)
    swapped = (name for name, found in by_field.items() if isinstance(found, OpenDates) and found.may_be_swapped)
    return Survey(count, written, broken, first, frozenset(swapped), names.in_one_case, names.first)


class _Names:
    """The addressees' names: how many are in capitals or in small letters only, and the first of these."""

    def __init__(self, columns: Columns, letter: LetterSpec) -> None:
        whole = addressee_of(letter)
        known = (whole, f"{whole}.given", f"{whole}.surname") if whole else ()
        self._places = [(one.place, one.field == whole) for one in columns.of_fields if one.field in known]
        self.in_one_case = 0
        self.first = ""

    def note(self, row: Row) -> None:
        """Take a row into account."""
        for place, is_whole in self._places:
            cell = row.cells[place] if place < len(row.cells) else ""
            if isinstance(cell, str) and (cell.isupper() or cell.islower()) and is_in_one_case(cell, is_whole=is_whole):
                self.in_one_case += 1
                self.first = self.first or said("{name!r} (row {row})", name=cell.strip(), row=row.number)
                return


def _open_fields(columns: Columns, letter: LetterSpec, given: Mapping[str, Written]) -> dict[str, Open]:
    by_field: dict[str, Open] = {}
    for column in columns.of_fields:
        known = given.get(column.field, Written())
        kind = _KINDS.get(type_at(letter, column.field))
        if kind and not getattr(known, kind.key):
            by_field.setdefault(column.field, kind()).places.append(column.place)
    return by_field
