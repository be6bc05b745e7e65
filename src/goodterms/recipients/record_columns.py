"""Which columns are parts of records: ``provider 2 name``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.content.column_settings import fold_name
from goodterms.fields.records import MAX_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.model import FieldSpec, LetterSpec


class RecordColumns:
    """The columns of fields whose values have parts and that take several: ``provider 2 name`` is ``providers.2.name``.

    Where a table has such columns for a field, one with only a number is the first part: ``provider 2``. Without them,
    it is one of several values, as for any field.
    """

    def __init__(self, letter: LetterSpec, names: Sequence[str]) -> None:
        self._fields = {
            fold_name(stem): field
            for field in letter.fields.values()
            if field.parts and field.many
            for stem in (field.name, field.item)
            if stem
        }
        stems = "|".join(map(re.escape, self._fields))
        self._pattern = re.compile(rf"({stems})(\d{{1,2}})(.*)") if stems else None
        self._in_parts: set[str] = set()
        self._in_parts = {
            field.name for name in names if (found := self._match(name)) and (field := found[0]) and found[2]
        }

    def part_of(self, name: str) -> str:
        """The field, the number and the part of a folded column name; empty for any other column."""
        found = self._match(name)
        if not found or found[0].name not in self._in_parts:
            return ""
        field, number, part = found
        return f"{field.name}.{number}.{part or next(iter(field.parts))}"

    def is_part(self, name: str) -> bool:
        """Whether a folded column name is that of a part of a record."""
        return self._match(name) is not None

    def _match(self, name: str) -> tuple[FieldSpec, int, str] | None:
        match = self._pattern.fullmatch(name) if self._pattern else None
        if not match or not 1 <= int(match[2]) <= MAX_NUMBER:
            return None
        field = self._fields[match[1]]
        parts = {"": "", **{fold_name(part): part for part in field.parts}}
        return (field, int(match[2]), parts[match[3]]) if match[3] in parts else None
