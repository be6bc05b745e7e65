"""Reads the samples of a language: its samples.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content import tables
from goodterms.content.language_files import layers
from goodterms.fields import records
from goodterms.values import Person

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.model import LetterSpec
_WHEN = "when"


def of_letter(content: Content, catalog: str, letter: LetterSpec) -> dict[str, object]:
    """The raw sample of each field of a letter: that of the language's samples.toml, or else that of the field."""
    in_language: dict[str, object] = {}
    for table in layers(content, catalog, "samples.toml"):
        in_language |= table.raw()
        in_language |= table.table(letter.name).raw()
        tables.raise_faults(table)
    given = {name: in_language.get(name, field.sample) for name, field in letter.fields.items()}
    return {
        name: records.complete_sample(field, given[name]) if field.type == records.RECORD else given[name]
        for name, field in letter.fields.items()
    }


def of_choice(content: Content, catalog: str, field: str, option: str) -> dict[str, object]:
    """The raw samples of fields, by name, in a letter whose ``field`` has an option: ``[when.FIELD.OPTION]``."""
    of_option: dict[str, object] = {}
    for table in layers(content, catalog, "samples.toml"):
        of_option |= table.table(_WHEN).table(field).table(option).raw()
        tables.raise_faults(table)
    return of_option


def sample_person(content: Content, catalog: str, default: Person) -> Person:
    """A person's name in parts, as an example: the topmost table ``person`` in a samples.toml of the language."""
    for path in content.locale_paths(catalog, "samples.toml"):
        with tables.open_table(path) as samples:
            table = samples.table("person")
            table.refuse_unknown(Person._fields)
            parts = {part: table.text(part) for part in table.raw()}
        if parts:
            return Person(**parts)
    return default
