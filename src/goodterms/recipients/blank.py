"""A table to fill in for a letter: its columns, a row of sample values, a note for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.compose import why_needed
from goodterms.fields import as_typed
from goodterms.fields.persons import has_parts
from goodterms.recipients.columns import EMAIL, KEY, LOCALE
from goodterms.sheets.writing import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.model import FieldSpec, LetterSpec

_NOTES = {
    KEY: "What tells this customer from all others, such as the customer number; letters are named by it.",
    LOCALE: "The language of the letter, with its region where that matters: a BCP 47 tag.",
    EMAIL: "The customer's mail address.",
    "address 1": "The customer's postal address, a line a column.",
    "address 2": "The next line of the postal address.",
}
_COMMON_PARTS = ("title", "given", "surname")
_SAMPLES = {
    KEY: "K-1001",
    EMAIL: "ana.novak@example.com",
    "address 1": "Hribarjeva ulica 5",
    "address 2": "1000 Ljubljana",
}


def blank_table(letter: LetterSpec, samples: Mapping[str, object], tag: str) -> tuple[list[Column], list[str]]:
    """The columns of a letter's table, and a row of samples; a field for several values has a column for each."""
    columns = [Column(name, 18, note=note) for name, note in _NOTES.items()]
    row = [tag if name == LOCALE else _SAMPLES[name] for name in _NOTES]
    for field in letter.fields.values():
        sample = samples[field.name]
        items = sample if isinstance(sample, (list, tuple)) and field.many else [sample]
        for item in items:
            columns.append(Column(field.name, 24, note=explain(field), is_input=field.required))
            row.append(as_typed(item))
    return columns, row


def explain(field: FieldSpec) -> str:
    """A field's help with its choices, its parts, its default, and when it is needed."""
    parts = [field.help]
    if has_parts(field):
        parts.append(f"whole, or in parts: {', '.join(f'{field.name}.{part}' for part in _COMMON_PARTS)} …")
    if field.options:
        parts.append(f"one of {', '.join(field.options)}")
    if field.default is not None:
        parts.append(f"otherwise {field.default}")
    if because := why_needed(field):
        parts.append(because)
    return "; ".join(parts)
