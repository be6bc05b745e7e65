"""Who gets a letter of a table: everybody in it, or the rows that a page chooses by their keys and their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.desk.messages import text
from goodterms.recipients.columns import EMAIL
from goodterms.text.bidi import escape_controls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.desk.order import Reading
    from goodterms.desk.table_seen import Seen

_COLUMN, _VALUE = "where.column", "where.value"
"""The controls of a condition, which a form has several times, in pairs."""
_LEAST_CONDITIONS = 2
_MAX_VALUE = 1000


def read(reading: Reading, pairs: Sequence[tuple[str, str]], seen: Seen) -> Reading | None:
    """The reading with the rows that a filled form chooses; None for a form with what the page does not offer."""
    if "everybody" in dict(pairs):
        return reading._replace(only=(), where=())
    names = {str(place): name for place, name in _columns(seen).items()}
    columns = [value for name, value in pairs if name == _COLUMN]
    values = [value.strip()[:_MAX_VALUE] for name, value in pairs if name == _VALUE]
    if len(columns) != len(values) or any(column and column not in names for column in columns):
        return None
    chosen = [(names[column], value) for column, value in zip(columns, values, strict=True) if column]
    keys = lines(dict(pairs).get("only", ""))
    return reading._replace(only=keys, where=tuple(dict.fromkeys(chosen)))


def lines(given: str) -> tuple[str, ...]:
    """The keys in a text area, one in each line."""
    return tuple(dict.fromkeys(line.strip() for line in given.splitlines() if line.strip()))


def shown(reading: Reading, seen: Seen) -> dict[str, object]:
    """What the page has of it: the conditions, the columns with their values, the keys, how many rows are chosen."""
    columns = _columns(seen)
    by_name = {name: place for place, name in columns.items()}
    conditions = [{"column": by_name.get(column), "value": value} for column, value in reading.where]
    spare = max(1, _LEAST_CONDITIONS - len(conditions))
    return {
        "conditions": [*conditions, *[{"column": None, "value": ""}] * spare],
        "columns": [{"place": place, "name": escape_controls(name)} for place, name in columns.items()],
        "values": _values(seen, columns),
        "keys": "\n".join(reading.only),
        "has_keys": bool(seen.keys or reading.only),
        "keys_help": text("choose_keys_email" if seen.keys == EMAIL else "choose_keys_help"),
        "is_chosen": bool(reading.only or reading.where),
        "summary": summary(seen),
    }


def summary(seen: Seen) -> str:
    """Who gets a letter, in a sentence; empty where everybody does."""
    if seen.meant is None:
        return ""
    return text("chosen_of", count=f"{seen.meant:,}", all=f"{seen.rows:,}")


def _columns(seen: Seen) -> dict[int, str]:
    """The columns by which rows can be chosen, by their places; the command could not name the others."""
    found: dict[int, str] = {}
    for place, name in enumerate(seen.names):
        if (name := name.strip()) and "=" not in name and name not in found.values():
            found[place] = name
    return found


def _values(seen: Seen, columns: Mapping[int, str]) -> list[dict[str, object]]:
    """The values to choose from; one with a character that nobody sees would not be what it looks like."""
    return [
        {"place": place, "values": [one for one in values if one == escape_controls(one)]}
        for place, values in seen.values.items()
        if place in columns
    ]
