"""The quiet customers as a table: a list of its own, or rows of the customers' table, which a batch reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.advice.quiet import as_objects
from goodterms.advice.recipients import Lookup, customers, table_bytes
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import joined, plural

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.advice.quiet import Advice
    from goodterms.advice.tables import AdviceTable

SUFFIXES = (".csv", ".xlsx")
_COLUMNS = ("customer", "last", "usual", "silent", "signs", "reason")
_ADDED = {
    "signs": "signs",
    "last": "last order",
    "usual": "usual days",
    "silent": "silent days",
    "reason": "why listed",
}
"""What is added to a row of customers, each with the name of its column; only the first is a value of a letter."""
_TOPIC = "topic"
_MOST_NAMED = 5


def content(path: Path, advice: Advice, table: AdviceTable | None) -> tuple[bytes, list[str]]:
    """The file, and notes on who is not in it.

    With a ``table`` of customers, its rows of the quiet ones, in the order of the advice. Raises
    :class:`InvalidRequest` where a name stands for several of its rows.
    """
    values = [{key: _text(value) for key, value in one.items()} for one in as_objects(advice)]
    if table is None:
        rows = [[one[name] for name in _COLUMNS] for one in values]
        columns = [Column(name) for name in _COLUMNS]
        return (xlsx_bytes("quiet", columns, rows) if path.suffix.lower() == ".xlsx" else csv_bytes(columns, rows)), []
    lookup, chosen, unknown, faults = Lookup(customers(table)), [], [], []
    has_topics = any(one.topic for one in advice.quiet)
    for one, texts in zip(advice.quiet, values, strict=True):
        found = lookup.find(one.customer)
        if not found:
            unknown.append(one.customer)
        elif len(found) > 1:
            numbers = [customer.row.number for customer in found]
            faults.append(fault("customer-in-several-rows", table.name, given=one.customer, rows=numbers))
        else:
            added = {column: texts[key] for key, column in _ADDED.items()}
            chosen.append((found[0].row, added | ({_TOPIC: one.topic} if has_topics else {})))
    if faults:
        raise InvalidRequest(faults)
    names = [*_ADDED.values(), *([_TOPIC] if has_topics else [])]
    return table_bytes(path, table, names, chosen), _notes(table.name, unknown)


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _notes(name: str, unknown: list[str]) -> list[str]:
    if not unknown:
        return []
    named = joined(unknown[:_MOST_NAMED]) + (" …" if len(unknown) > _MOST_NAMED else "")
    return [
        # For translators: name is that of a table
        plural(
            "{count:,} quiet customer is not in {name}: {named}",
            "{count:,} quiet customers are not in {name}: {named}",
            len(unknown),
            name=name,
            named=named,
        )
    ]
