"""A table of customers made into one of recipients: some of its rows, with columns that say more about each.

The columns of the customers stay as they are, so that a batch reads them as it reads the customers' own table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice.orders import fold
from goodterms.content.column_settings import fold_name
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import EMAIL, KEY
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from goodterms.advice.tables import AdviceTable
    from goodterms.sheets import Row

_PARTS = ("name.given", "name.surname")
IDENTITIES = ("name", KEY, EMAIL)
"""The columns of which one must say who a customer is."""


class Customer(NamedTuple):
    """A row of customers, with what names it: its key, its email address, its name; each may be empty."""

    row: Row
    key: str
    email: str
    name: str

    @property
    def label(self) -> str:
        """What people call the customer: the name, or what else there is."""
        return self.name or self.key or self.email or speak("row {row}", row=self.row.number)


def customers(table: AdviceTable) -> list[Customer]:
    """The rows of a table of customers."""
    places = {column.field: column.place for column in reversed((*table.columns.of_fields, *table.columns.of_envelope))}

    def at(row: Row, field: str) -> str:
        place = places.get(field, -1)
        return text_of(row.cells[place]).strip() if 0 <= place < len(row.cells) else ""

    found = []
    for row in table.rows():
        parts = " ".join(filter(None, (at(row, part) for part in _PARTS)))
        found.append(Customer(row, at(row, KEY), at(row, EMAIL), at(row, "name") or parts))
    return found


class Lookup:
    """Finds customers by what a table of orders calls them: the key, else the email address, else the name."""

    def __init__(self, found: Sequence[Customer]) -> None:
        self._by: list[dict[str, list[Customer]]] = [{}, {}, {}]
        for one in found:
            for place, text in enumerate((one.key, one.email, one.name)):
                if text:
                    self._by[place].setdefault(fold(text), []).append(one)

    def find(self, name: str) -> list[Customer]:
        """The customers of a name; several where the name does not tell them apart."""
        folded = fold(name)
        return next((known[folded] for known in self._by if folded in known), [])


def table_bytes(
    path: Path, table: AdviceTable, added: Sequence[str], rows: Iterable[tuple[Row, Mapping[str, str]]]
) -> bytes:
    """The table with the columns ``added``, as CSV or, by the name of ``path``, as a workbook.

    A column of the table that is called as an added one gives way to it, but one with a value of its own stays where
    it is, with the new value.
    """
    names = table.heading.names
    folded = [fold_name(name) for name in names]
    places = {name: folded.index(fold_name(name)) for name in added if fold_name(name) in folded}
    places |= {name: len(names) + number for number, name in enumerate(one for one in added if one not in places)}
    header = [*names, *(name for name in added if places[name] >= len(names))]
    columns = [Column(name) for name in header]
    filled = (_filled(row, values, len(names), places, len(header)) for row, values in rows)
    if path.suffix.lower() == ".xlsx":
        return xlsx_bytes("customers", columns, filled)
    return csv_bytes(columns, filled)


def _filled(row: Row, values: Mapping[str, str], width: int, places: Mapping[str, int], whole: int) -> list[str]:
    cells = [text_of(cell) for cell in row.cells][:width]
    cells += [""] * (whole - len(cells))
    for name, value in values.items():
        cells[places[name]] = value
    return cells
