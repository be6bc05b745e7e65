"""A table that a room of advice reads: where it begins, which column is which, and what is wrong with it.

Its columns are declared in ``templates/_advice/NAME/letter.toml`` and are recognised as those of letters are: by the
settings, by their own names, by the words of all languages. Nothing is guessed: a column of which two things may be
meant is a fault, if no other column is the one.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, sheets
from goodterms.cldr.locales import currencies
from goodterms.content.column_settings import ColumnUse
from goodterms.errors import BadRows
from goodterms.faults import fault
from goodterms.recipients import columns, first_look, heading, missing, moments, proposals, said_by_names
from goodterms.recipients.cells import Unusable, in_unit, raw_of
from goodterms.recipients.faults import Header, RowFault, Tally, group_of
from goodterms.recipients.recognition import by_words
from goodterms.recipients.survey import survey
from goodterms.speech import joined, said, speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from goodterms.batch.reading import TableCall
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec, Locale
    from goodterms.project import Project
    from goodterms.recipients.cells import Raw
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.grouping import Screen
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.recognition import Words
    from goodterms.sheets import Row
    from goodterms.sheets.table import Cell


class AdviceTable(NamedTuple):
    """A table that can be read: ``written`` says how the values of its fields are written, ``notes`` how it was read.

    ``words`` are those of all languages for choices; ``context`` is what values are read with.
    """

    call: TableCall
    spec: LetterSpec
    heading: Heading
    columns: Columns
    written: Mapping[str, fields.Written]
    words: Words
    context: fields.ParseContext
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The path of the file."""
        return str(self.call.place.path)

    def rows(self) -> Iterator[Row]:
        """The rows below the names of the columns."""
        table = sheets.read(self.call.place.path, self.heading.sheet or None, self.heading.encoding)
        return heading.rows_below(table, self.heading)

    def place_of(self, field: str) -> int:
        """The place of the column of a field or a part of the envelope, from 0; -1 without one."""
        columns = (*self.columns.of_fields, *self.columns.of_envelope)
        return next((column.place for column in columns if column.field == field), -1)

    def of_field(self, name: str) -> fields.ParseContext:
        """What the values of a field are read with."""
        own = self.written.get(name)
        return self.context._replace(written=own) if own else self.context

    def choice(self, field: str, text: str) -> str:
        """The choice that a text means, by the settings and by the words of all languages; else the text itself."""
        own = self.call.words.get(field, {}).get(text.strip().casefold())
        return own or self.words.choice_of(self.spec.fields[field], text) or text

    def raw(self, field: str, cell: Cell, kind: str) -> Raw:
        """What a cell says to a field of a type, in the unit that the name of its column says.

        Raises :class:`goodterms.fields.InvalidValue` for one that says nothing to it.
        """
        unit = next((column.unit for column in self.columns.of_fields if column.field == field), "")
        raw = raw_of(cell, kind)
        if unit and raw != "" and not isinstance(raw, Unusable):
            raw = in_unit(raw, kind, unit)
        if isinstance(raw, Unusable):
            raise fields.InvalidValue.of(raw.kind, given=raw.given, format=raw.format)
        return raw

    def fault_of(self, row: int, field: str, cell: str, wrong: Fault) -> RowFault:
        """The fault of a cell."""
        column = self.columns.name_of(field)
        group = group_of(wrong, self.spec.fields[field].type if field in self.spec.fields else "value")
        return RowFault(row, column, cell, wrong._replace(place=column), group, self.columns.has(field))


class Faults:
    """The faults of a table, counted while it is read; raised together, as those of a batch are."""

    def __init__(self, table: str, screen: Screen, header: Header | None = None) -> None:
        self._table = table
        self._screen = screen
        self._header = header or Header(letter=False)
        self._tally = Tally(self._header)

    def add(self, found: Iterable[RowFault]) -> None:
        """Count the faults of a row."""
        self._tally.add(found)

    def __bool__(self) -> bool:
        return bool(self._tally)

    def refuse(self, total: int = 0) -> None:
        """Raise :class:`BadRows` if there is a fault; ``total`` is the number of rows that were read."""
        self._tally.total = total
        if self._tally:
            summary = fault("rows", self._table, summary=self._tally.summary())
            raise BadRows([summary, *self._header.faults], self._tally.lines(self._screen))


def open_table(
    project: Project, spec: LetterSpec, call: TableCall, locale: Locale, screen: Screen, one_of: tuple[str, ...] = ()
) -> AdviceTable:
    """The table with the columns of ``spec``; ``locale`` is that of the user, in whose words values are read first.

    ``one_of`` are fields or parts of the envelope of which one must have a column. Raises :class:`InvalidRequest` for a
    file that cannot be read, and :class:`BadRows` with all faults of its header.
    """
    words = first_look.words_of(project)
    uses = {name: use.field for name, use in call.uses.items()}
    judge = first_look.judge(project, lambda: words, call.locale, uses, call.words.get(columns.LOCALE, {}))
    place = call.place
    head = heading.find(
        place.path, place.sheet, place.row, first_look.knows(spec, words), encoding=place.encoding, judge=judge
    )
    found = _proposed(project, spec, call, head, words)
    faults: list[Fault] = []
    by_words_and_values = {
        one.name: ColumnUse(field)
        for one in found
        if (field := _field_of(one, by_words(one.name, spec, words), one_of))
    }
    known = {**call.uses, **by_words_and_values}
    matched = columns.match_columns(head.names, spec, faults, known, call.words)
    matched = said_by_names.heeded(matched, spec, said_by_names.vocabulary(project), {}, faults)
    taken = {column.place for column in (*matched.of_fields, *matched.of_envelope)}
    unsure = [
        one
        for one in found
        if one.place not in taken and any(_is_wanted(name, spec, matched, one_of) for name in one.possible)
    ]
    faults += [fault("column-unsure", "columns", given=one.name, fields=one.possible) for one in unsure]
    open_fields = {name for one in unsure for name in one.possible}
    lacking = missing.missing_columns(matched, spec, (), (), lambda name: by_words(name, spec, words))
    faults += [one for one in lacking if one.param("name") not in open_fields]
    if one_of and not any(map(matched.has, one_of)) and open_fields.isdisjoint(one_of):
        name = next((name for name in one_of if name in spec.fields), one_of[0])
        expected = spec.fields[name].help if name in spec.fields else ""
        faults.append(fault("missing-column", "columns", name=name, expected=said(expected)))
    header = Header(head.row, head.names, tuple(faults), letter=False)
    Faults(str(place.path), screen, header).refuse()
    table = sheets.read(place.path, head.sheet or None, head.encoding)
    seen = survey(heading.rows_below(table, head), matched, spec, matched.written, call.written)
    context = fields.ParseContext("", currencies(), words=project.words(locale))
    notes = list(head.notes)
    if matched.unused:
        notes.append(speak("columns that are not used: {names}", names=joined(matched.unused)))
    swapped = matched._replace(swapped=seen.swapped)
    return AdviceTable(call, spec, head, swapped, seen.written, words, context, tuple(notes))


def _proposed(
    project: Project, spec: LetterSpec, call: TableCall, head: Heading, words: Words
) -> tuple[proposals.Proposal, ...]:
    """What the first rows show that each column is; a time of day beside a date says nothing here."""
    table = sheets.read(call.place.path, head.sheet or None, head.encoding)
    first = islice(heading.rows_below(table, head), proposals.SAMPLE)
    days = (row._replace(cells=tuple(map(moments.day_of, row.cells))) for row in first)
    return proposals.propose(head.names, days, spec, words, first_look.known_values(project), call.uses)


def _is_wanted(name: str, spec: LetterSpec, matched: Columns, one_of: tuple[str, ...]) -> bool:
    """Whether a field has no column, and needs one."""
    if name in one_of:
        return not any(map(matched.has, one_of))
    return name in spec.fields and spec.fields[name].required and not matched.has(name)


def _field_of(proposal: proposals.Proposal, named: tuple[str, ...], one_of: tuple[str, ...]) -> str:
    """What a column is by its words and its values; empty where the settings say it, and where it is not sure.

    ``named`` is what its name may mean. Here, a customer recurs from row to row, may be a company, and may be given by
    an email address: none of these speaks against a column that says who it is.
    """
    if proposal.field:
        return "" if proposals.SETTLED in proposal.catalogs else proposal.field
    possible = {*(proposal.possible or named)}
    if possible and proposal.doubt in ("", "several", "values") and possible <= {*one_of}:
        return next(name for name in one_of if name in possible)
    return ""
