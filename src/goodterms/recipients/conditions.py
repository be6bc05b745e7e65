"""What a row must have in a column: a value that spells or means the same as one that a person typed."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.cldr.locales import currencies, fallback
from goodterms.content.column_settings import ENVELOPE_FIELDS, own_words
from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.recipients.cells import Raw, Unusable, raw_of, text_of, type_at
from goodterms.recipients.columns import ADDRESS, LOCALE, fold_name, is_column_of
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.fields import Written
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns
    from goodterms.sheets import Row
    from goodterms.sheets.table import Cell

WHERE = "--where"
_SPELLED = frozenset({"", "text", "name", "person", "reference", "phone", "url", "email", "dated"})
"""The types of which two values are the same only when they are spelled so."""
_SEVERAL = expression(r"[;,\n]")
_MAX_KEPT = 1_000
"""The most values of a column among which the nearest one is looked for."""
_EXAMPLES = 8


class TableForLetter(NamedTuple):
    """A table as one letter reads it: its header, its columns, how the values of fields are written."""

    names: tuple[str, ...]
    columns: Columns
    letter: LetterSpec
    written: Mapping[str, Written]


class _Use(NamedTuple):
    """A column, its place in the table, the field that a letter takes it for, and that field; None for no field."""

    place: int
    field: str
    spec: FieldSpec | None
    table: TableForLetter


def fold(text: str) -> str:
    """A text without what people write differently: case, and the number of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Condition:
    """One column, and the values of which a row must have one."""

    def __init__(
        self, column: str, values: Sequence[str], uses: Sequence[_Use], means: Callable[[_Use, str, Raw], bool]
    ) -> None:
        self._column = column
        self._values = {fold(value): value for value in values}
        self._uses = uses
        self._means = means
        self._met: set[str] = set()
        self._kept: dict[str, str] = {}
        self._known: dict[tuple[int, str], frozenset[str]] = {}

    @property
    def is_met(self) -> bool:
        """Whether each value was in some row."""
        return self._met >= set(self._values)

    def meets(self, row: Row) -> bool:
        """Whether a row has one of the values."""
        cells = [(number, _cell(row, use.place)) for number, use in enumerate(self._uses)]
        texts = [text_of(cell) for _, cell in cells]
        whole = fold(" ".join(filter(None, dict.fromkeys(texts))))
        met = {whole} & set(self._values)
        for (number, cell), text in zip(cells, texts, strict=True):
            met |= self._met_by(number, cell, text)
            if len(self._kept) < _MAX_KEPT and text:
                self._kept.setdefault(fold(text), text)
        self._met |= met
        return bool(met)

    def _met_by(self, number: int, cell: Cell, text: str) -> frozenset[str]:
        key = (number, f"{type(cell).__name__} {text}")
        if key not in self._known:
            use = self._uses[number]
            same = (folded for folded, value in self._values.items() if self._is_same(use, cell, text, value))
            self._known[key] = frozenset(same)
        return self._known[key]

    def _is_same(self, use: _Use, cell: Cell, text: str, value: str) -> bool:
        words = use.table.columns.words
        if fold(text) == fold(value):
            return True
        return bool(text and value) and self._means(
            use, own_words(use.field, value, words), _raw(cell, use, own_words(use.field, text, words))
        )

    def unmet(self) -> Fault:
        """The fault of the first value that is nowhere in the column."""
        value = next(value for folded, value in self._values.items() if folded not in self._met)
        near = nearest(value, self._kept.values())
        kind = "where-meets-nothing-near" if near else "where-meets-nothing"
        examples = [*self._kept.values()][:_EXAMPLES] or [said("only empty cells")]
        more = ["…"] if len(self._kept) > _EXAMPLES else []
        return fault(kind, WHERE, column=self._column, given=value, near=near, examples=[*examples, *more])


def conditions_of(
    where: Iterable[tuple[str, str]], project: Project, tables: Sequence[TableForLetter], faults: list[Fault]
) -> list[Condition]:
    """The conditions of pairs of a column and a value; several values of one column are one condition.

    A column is named as in the header, or by its field. Adds a fault for a name that is neither.
    """
    found: dict[frozenset[int], tuple[str, list[str], list[_Use]]] = {}
    for column, value in where:
        uses = [use for table in tables for use in _uses(table, fold_name(column.strip()))]
        if not uses:
            faults.append(_unknown_column(column.strip(), tables))
            continue
        if _have_one_name(uses, fold_name(column.strip())):
            faults.append(fault("where-column-twice", WHERE, given=column.strip()))
            continue
        places = frozenset(use.place for use in uses)
        found.setdefault(places, (column.strip(), [], uses))[1].append(value.strip())
    means = partial(_means_same, project)
    return [Condition(column, values, uses, means) for column, values, uses in found.values()]


def _uses(table: TableForLetter, folded: str) -> list[_Use]:
    """The columns that a name means: those of the header with this name, else those of the field."""
    by_place = [(place, name) for place, name in enumerate(table.names) if fold_name(name.strip()) == folded]
    every = (*table.columns.of_fields, *table.columns.of_envelope)
    if by_place:
        fields_at = {column.place: column.field for column in reversed(every)}
        places = [(place, fields_at.get(place, "")) for place, _ in by_place]
    else:
        means = next((part for part in ENVELOPE_FIELDS if is_column_of(part, folded)), folded)
        places = [(one.place, one.field) for one in every if means in (fold_name(one.field), _root(one.field))]
    return [_Use(place, field, _spec(table.letter, field), table) for place, field in places]


def _have_one_name(uses: Sequence[_Use], folded: str) -> bool:
    """Whether several columns of one table have the name that was given, and no field takes the values of all."""
    names = uses[0].table.names
    there = {use.place: use for use in uses if fold_name(names[use.place].strip()) == folded}
    is_many = all(use.field == ADDRESS or (use.spec and use.spec.many) for use in there.values())
    return len(there) > 1 and not is_many


def _root(field: str) -> str:
    return fold_name(field.partition(".")[0])


def _spec(letter: LetterSpec, field: str) -> FieldSpec | None:
    spec = letter.fields.get(field.partition(".")[0])
    return spec if spec and not spec.parts else None


def _unknown_column(given: str, tables: Sequence[TableForLetter]) -> Fault:
    known = dict.fromkeys(name.strip() for table in tables for name in table.names if name.strip())
    return fault("unknown-column", WHERE, given=given, known=known)


def _cell(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else ""


def _raw(cell: Cell, use: _Use, text: str) -> Raw:
    """What a cell says to its field: a number or an amount, or else its text in the field's own words."""
    raw = raw_of(cell, type_at(use.table.letter, use.field))
    return text if isinstance(raw, (str, Unusable)) else raw


def _means_same(project: Project, use: _Use, given: str, raw: Raw) -> bool:
    """Whether a value that was given and that of a cell mean the same to the field: a day, an amount, a language."""
    if use.field == LOCALE:
        return isinstance(raw, str) and _is_locale_of(project, given, raw)
    if use.spec and use.spec.many and isinstance(raw, str) and len(items := _SEVERAL.split(raw)) > 1:
        return any(_means_same(project, use, given, item) for item in items)
    if fold(given) == fold(fields.as_typed(raw)):
        return True
    if use.spec is None or use.spec.type in _SPELLED:
        return False
    spec = use.spec._replace(many=False)
    context = fields.ParseContext("", currencies(), words=project.words_of_all)
    context = context._replace(written=use.table.written.get(use.field, fields.Written()))
    try:
        return fields.parse(spec, given, context) == fields.parse(spec, raw, context)
    except fields.InvalidValue:
        return False


def _is_locale_of(project: Project, given: str, text: str) -> bool:
    """Whether the locale of a row is the given one or inherits from it: all rows in ``ur-PK`` are in ``ur``."""
    try:
        return project.locale(given).tag in fallback(project.locale(text))
    except InvalidRequest:
        return False
