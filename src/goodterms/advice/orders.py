"""Reads a table of orders, questions and answers into the history of each customer, row by row.

What is kept does not grow with the number of rows, only with that of the customers, and for each customer at most with
a fixed number of days.
"""

from __future__ import annotations

import datetime as dt
from array import array
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.advice.tables import Faults
from goodterms.faults import fault
from goodterms.recipients import moments
from goodterms.recipients.cells import Unusable, raw_of, text_of
from goodterms.recipients.columns import EMAIL, KEY
from goodterms.speech import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.advice.tables import AdviceTable
    from goodterms.recipients.faults import RowFault
    from goodterms.recipients.grouping import Screen
    from goodterms.sheets import Row
    from goodterms.sheets.table import Cell

CUSTOMER, DAY, KIND, SATISFACTION, TOPIC = "customer", "day", "kind", "satisfaction", "topic"
IDENTITIES = (KEY, CUSTOMER, EMAIL)
"""The columns of which one says whose order it is; the key goes first where there are several."""
ORDER, QUESTION, ANSWER = "order", "question", "answer"
_MOST_DAYS = 2048
"""The days of a customer that are kept, the most recent ones: with one a day, more than five years."""


class Answer(NamedTuple):
    """An answer to a customer: its day (an ordinal), how the customer rated it, what it was about."""

    day: int
    rating: Decimal
    topic: str


class History:
    """What is known of one customer: the days of orders and of questions, and the last answer that was rated."""

    __slots__ = ("answer", "days", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.days: dict[str, array[int]] = {}
        self.answer: Answer | None = None

    def add(self, kind: str, day: int) -> None:
        """Note a day."""
        days = self.days.get(kind)
        if days is None:
            days = self.days[kind] = array("l")
        if not days or days[-1] != day:
            days.append(day)
        if len(days) > 2 * _MOST_DAYS:
            self.days[kind] = array("l", self.of(kind)[-_MOST_DAYS:])

    def rate(self, answer: Answer) -> None:
        """Note a rating; of two, the later one counts."""
        if self.answer is None or answer.day >= self.answer.day:
            self.answer = answer

    def of(self, kind: str) -> list[int]:
        """The days of a kind, sorted, each once."""
        return sorted(set(self.days.get(kind, ())))


class Histories(NamedTuple):
    """The customers of a table, by their folded names.

    ``best`` is the best rating in it, ``later`` counts the rows after the day for which it was read.
    """

    customers: Mapping[str, History]
    rows: int
    best: Decimal
    later: int


def fold(text: str) -> str:
    """The name of a customer without the details in which tables differ: case, and blanks at the ends."""
    return " ".join(text.split()).casefold()


def read(table: AdviceTable, today: dt.date, screen: Screen) -> Histories:
    """The histories until a day; raises :class:`BadRows` with the faults of all rows."""
    reader = _Reader(table, today)
    faults = Faults(table.name, screen)
    for row in table.rows():
        if found := reader.take(row):
            faults.add(found)
    faults.refuse(reader.rows)
    return Histories(reader.customers, reader.rows, reader.best, reader.later)


class _Reader:
    """Reads the rows of one table. A value that many rows have is read once."""

    def __init__(self, table: AdviceTable, today: dt.date) -> None:
        self._table = table
        self._today = today.toordinal()
        columns = (*table.columns.of_fields, *table.columns.of_envelope)
        places = {column.field: column.place for column in reversed(columns)}
        self._identity = next(name for name in IDENTITIES if name in places)
        self._places = {name: places.get(name, -1) for name in (self._identity, DAY, KIND, SATISFACTION, TOPIC)}
        self._seen: dict[str, dict[Cell, object]] = {name: {} for name in self._places}
        self._width = table.columns.width
        self.customers: dict[str, History] = {}
        self.rows = self.later = 0
        self.best = Decimal(0)

    def take(self, row: Row) -> list[RowFault]:
        """Add a row to the history of its customer; returns its faults."""
        self.rows += 1
        faults: list[RowFault] = []
        customer = self._value(row, self._identity, self._read_customer, faults)
        day = self._value(row, DAY, self._read_day, faults)
        kind = self._value(row, KIND, self._read_kind, faults) or ORDER
        rating = self._value(row, SATISFACTION, self._read_rating, faults)
        if len(row.cells) > self._width and (beyond := "; ".join(filter(None, map(text_of, row.cells[self._width :])))):
            from goodterms.recipients.faults import RowFault as Wide  # few tables have such a row

            faults.append(Wide(row.number, "", beyond, fault("row-too-wide"), "wide"))
        if faults or not isinstance(customer, History) or not isinstance(day, int):
            return faults
        if day > self._today:
            self.later += 1
            return []
        if kind != ANSWER:
            customer.add(str(kind), day)
        if isinstance(rating, Decimal):
            self.best = max(self.best, rating)
            customer.rate(Answer(day, rating, text_of(self._cell(row, TOPIC))))
        return []

    def _cell(self, row: Row, name: str) -> Cell:
        place = self._places[name]
        return row.cells[place] if 0 <= place < len(row.cells) else ""

    def _value(self, row: Row, name: str, read: Callable[[Cell], object], faults: list[RowFault]) -> object:
        cell = self._cell(row, name)
        seen = self._seen[name]
        try:
            return seen[cell]
        except KeyError:
            pass
        try:
            value = read(cell)
        except fields.InvalidValue as invalid:
            faults += [self._table.fault_of(row.number, name, text_of(cell), one) for one in invalid.faults]
            return None
        seen[cell] = value
        return value

    def _read_customer(self, cell: Cell) -> History:
        text = self._text(cell, "reference" if self._identity == KEY else "text")
        if not text:
            raise fields.InvalidValue.of("missing", help=sentence("the customer"), example="K-1001", when=((), ()))
        spec = self._table.spec.fields[CUSTOMER]
        name = str(fields.parse(spec, text, self._table.context))
        return self.customers.setdefault(fold(name), History(name))

    def _read_day(self, cell: Cell) -> int:
        spec = self._table.spec.fields[DAY]
        if DAY in self._table.columns.swapped and isinstance(cell, dt.date) and cell.day != cell.month:
            raise fields.InvalidValue.of("cell-date-swapped", given=text_of(cell), format="")
        text = fields.as_typed(self._table.raw(DAY, moments.day_of(cell), "date"))
        if not text:
            raise fields.InvalidValue.of("missing", help=spec.help, example=str(spec.sample), when=((), ()))
        day = fields.parse(spec, text, self._table.of_field(DAY))
        assert isinstance(day, dt.date)  # noqa: S101 — by the type of the field
        return day.toordinal()

    def _read_kind(self, cell: Cell) -> object:
        text = self._text(cell, "choice")
        if not text:
            return ORDER
        return fields.parse(self._table.spec.fields[KIND], self._table.choice(KIND, text), self._table.context)

    def _read_rating(self, cell: Cell) -> object:
        raw = self._raw(cell, "number")
        if raw == "":
            return None
        return fields.parse(self._table.spec.fields[SATISFACTION], raw, self._table.of_field(SATISFACTION))

    def _text(self, cell: Cell, kind: str) -> str:
        return fields.as_typed(self._raw(cell, kind))

    def _raw(self, cell: Cell, kind: str) -> object:
        raw = raw_of(cell, kind)
        if isinstance(raw, Unusable):
            raise fields.InvalidValue.of(raw.kind, given=raw.given, format=raw.format)
        return raw
