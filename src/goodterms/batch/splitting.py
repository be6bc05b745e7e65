"""A table in the parts that its letters make: which letter each row asks for, and which rows are meant."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch.preparing import prepare
from goodterms.batch.reading import find_heading, read_columns, source_of, surveyed
from goodterms.batch.run import Part
from goodterms.batch.source import rows_of
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.recipients import letter_column, missing
from goodterms.recipients.columns import LETTER
from goodterms.recipients.faults import Header
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.letter_column import LetterNames, Split
from goodterms.recipients.recognition import by_words
from goodterms.recipients.selection import select
from goodterms.speech import joined, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from goodterms.batch.preparing import BatchCall
    from goodterms.batch.reading import TableRead
    from goodterms.batch.source import Source
    from goodterms.content.sender_values import SenderValues
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.faults import RowFault
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.letter_column import LetterColumn
    from goodterms.recipients.selection import Selection
    from goodterms.sheets import Row

_NO_ROWS: tuple[int, ...] = ()


class Sender(NamedTuple):
    """What goodterms.toml says of a sender: the envelope of all letters, and the values."""

    envelope: Envelope
    values: SenderValues


class Asked(NamedTuple):
    """What a table asks for: a part for each letter, the faults of rows that ask for none, notes on the table.

    ``column`` says whether a column tells the letter of each row.
    """

    parts: tuple[Part, ...]
    heading: Heading
    faults: tuple[RowFault, ...] = ()
    notes: tuple[str, ...] = ()
    column: bool = False


class Rows(NamedTuple):
    """The rows of a table that are meant: by their keys and columns, and at most ``limit`` of these."""

    selection: Selection
    limit: int | None


def ask(project: Project, sender: Sender, call: BatchCall, rows: Rows, faults: list[Fault]) -> Asked:
    """What a table asks for.

    Raises :class:`InvalidRequest` with ``faults``, those of the call so far, and all further ones of the call, the
    settings and the table's header.
    """
    given = project.letter(call.letter) if call.letter else None
    try:
        head = find_heading(project, call.table, [given] if given else project.letters())
    except InvalidRequest as error:
        if given:
            prepare(project, sender.envelope, sender.values, call, faults)
        raise InvalidRequest([*faults, *error.faults]) from None
    column = letter_column.find(head.names, call.table.uses)
    if column is None and given is None:
        raise InvalidRequest([*faults, _no_column(project, call, head)])
    source = source_of(call.table, head)
    if column is None:
        return _whole(project, sender, call, rows, source, faults)
    return _split(project, sender, call, rows, source, column, faults)


def with_earlier(
    project: Project, sender: Sender, call: BatchCall, asked: Asked, rows: Rows, earlier: Callable[[], Sequence[str]]
) -> Asked:
    """The same with a part without rows for each letter that rows asked for ``earlier`` and none asks for now.

    So what was written for them is removed, unless only some rows are meant.
    """
    if not asked.column or call.letter or rows.selection or rows.limit is not None:
        return asked
    there = {part.job.letter for part in asked.parts}
    gone = [letter for letter in earlier() if letter not in there and letter in project.content.letters()]
    if not gone:
        return asked
    read = _Read(project, sender, call, asked.heading)
    read.add_all(_steps(project, gone, call.without, []), [])
    source = source_of(call.table, asked.heading)
    return asked._replace(parts=(*asked.parts, *read.parts(source, dict.fromkeys(gone, _NO_ROWS))))


def _whole(project: Project, sender: Sender, call: BatchCall, rows: Rows, source: Source, faults: list[Fault]) -> Asked:
    """A table that is all for one letter."""
    read = _Read(project, sender, call, source.heading)
    read.add_all({call.letter: call.without}, faults)
    if rows.selection:
        source = source._replace(rows=read.select(rows_of(source, None), rows.selection))
    (part,) = read.parts(source, {call.letter: source.rows})
    return Asked((part,), source.heading, notes=read.notes())


def _split(
    project: Project,
    sender: Sender,
    call: BatchCall,
    rows: Rows,
    source: Source,
    column: LetterColumn,
    faults: list[Fault],
) -> Asked:
    """A table with a column that tells the letter of each row."""
    names = LetterNames(project, call.table.words)
    found = letter_column.split(rows_of(source, None), column, names, call.letter)
    wanted = [letter for letter in sorted(found.rows) if letter == call.letter or not call.letter]
    # A row whose letter is not understood may be one that asks for it: then the fault of that row is reported.
    if call.letter and not wanted and not found.faults:
        faults.append(fault("no-row-for-letter", "letter", letter=call.letter, others=sorted(found.rows)))
        raise InvalidRequest(faults)
    steps = _steps(project, wanted, call.without, faults)
    read = _Read(project, sender, call, source.heading)
    read.add_all(steps, faults)
    meant = _meant(read, found, source, rows, wanted)
    parts = read.parts(source, {letter: meant(found.rows[letter]) for letter in wanted})
    taken = set(meant([one.row for one in found.faults]))
    return Asked(
        tuple(parts),
        source.heading,
        tuple(one for one in found.faults if one.row in taken),
        (*read.notes(), *_others(found, wanted)),
        column=True,
    )


def _meant(read: _Read, found: Split, source: Source, rows: Rows, wanted: Sequence[str]) -> _Meant:
    """Which rows of the table are meant, of all its letters together."""
    if not rows.selection and rows.limit is None:
        return _Meant(None)
    chosen: Sequence[int] = [row.number for row in rows_of(source, None)]
    if rows.selection and wanted:
        chosen = read.select(rows_of(source, None), rows.selection)
    asked = {row for letter in wanted for row in found.rows[letter]} | {one.row for one in found.faults}
    return _Meant(frozenset(itertools.islice((row for row in chosen if row in asked), rows.limit)))


class _Meant:
    """Leaves the rows that are meant."""

    def __init__(self, rows: frozenset[int] | None) -> None:
        self._rows = rows

    def __call__(self, rows: Collection[int]) -> tuple[int, ...]:
        return tuple(row for row in rows if self._rows is None or row in self._rows)


def _others(found: Split, wanted: Sequence[str]) -> Iterator[str]:
    """A sentence on the rows that ask for other letters than the one that was named."""
    others = {letter: len(rows) for letter, rows in found.rows.items() if letter not in wanted}
    if others:
        count = sum(others.values())
        yield plural(
            "{count:,} row asks for another letter and is not taken: {letters}",
            "{count:,} rows ask for other letters and are not taken: {letters}",
            count,
            letters=joined(sorted(others)),
        )


def _steps(
    project: Project, letters: Sequence[str], without: Sequence[str], faults: list[Fault]
) -> Mapping[str, tuple[str, ...]]:
    """The steps to leave out of each letter; adds a fault for one that no letter of the table has."""
    specs = [project.letter(letter) for letter in letters]
    every = list(dict.fromkeys(step for spec in specs for step in spec.steps))
    if len(letters) > 1:
        faults += [
            fault("unknown-step", "--without", letter=" / ".join(letters), given=step, known=every)
            for step in without
            if step not in every
        ]
        return {spec.name: tuple(step for step in without if step in spec.steps) for spec in specs}
    return {letter: tuple(without) for letter in letters}


class _Read:
    """The columns of one table for each of its letters."""

    def __init__(self, project: Project, sender: Sender, call: BatchCall, head: Heading) -> None:
        self._project = project
        self._sender = sender
        self._call = call
        self._head = head
        self._tables: dict[str, tuple[Part, TableRead]] = {}

    def add_all(self, steps: Mapping[str, tuple[str, ...]], faults: list[Fault]) -> None:
        """Read the columns for letters, each without some steps.

        Raises :class:`InvalidRequest` with ``faults`` and those of the call and the settings for any of the letters.
        """
        wrong: list[Fault] = []
        for letter, without in steps.items():
            try:
                self._add(letter, without, [*faults])
            except InvalidRequest as error:
                wrong += error.faults
        if wrong:
            raise InvalidRequest(dict.fromkeys(wrong))

    def _add(self, letter: str, without: tuple[str, ...], faults: list[Fault]) -> None:
        call = self._call._replace(letter=letter, without=without)
        job = prepare(self._project, *self._sender, call, faults)
        spec, formats = self._project.letter(letter), (*job.formats, *job.checked_for)
        table = read_columns(self._project, call.table, spec, formats, job.sender.filled, self._head)
        part = Part(job._replace(columns=table.columns), source_of(call.table, self._head), table.header)
        self._tables[letter] = part, table

    def select(self, rows: Iterator[Row], selection: Selection) -> tuple[int, ...]:
        """The rows that are meant."""
        tables = {
            letter: surveyed(self._project, part.job, part.source)[1] for letter, (part, _) in self._tables.items()
        }
        return select(rows, self._project, tables, selection)

    def parts(self, source: Source, rows: Mapping[str, tuple[int, ...] | None]) -> list[Part]:
        """The parts with their rows; one without rows asks for no columns."""
        return [
            part._replace(
                source=source._replace(rows=rows[letter]), header=part.header if rows[letter] != _NO_ROWS else Header()
            )
            for letter, (part, _) in self._tables.items()
        ]

    def notes(self) -> tuple[str, ...]:
        """The notes on the table; a column is not used if no letter uses it."""
        tables = [table for _, table in self._tables.values()]
        if len(tables) == 1 or any(table.header.faults for table in tables):
            return tables[0].notes if len(tables) == 1 else self._head.notes
        if not tables:  # no row asks for a letter
            return self._head.notes
        unused = [name for name in tables[0].columns.unused if all(name in table.columns.unused for table in tables)]
        every = [
            missing.notes(table.columns._replace(unused=tuple(unused)), part.job.project.letter(part.job.letter))
            for part, table in self._tables.values()
        ]
        return tuple(dict.fromkeys([*self._head.notes, *itertools.chain(*every)]))


def _no_column(project: Project, call: BatchCall, head: Heading) -> Fault:
    """The fault of a table without a column of letters, with the columns that may be meant."""
    words = lazy_words(project)()
    letters = project.letters()
    meant = [
        name for name in head.names if name and any(LETTER in by_words(name, letter, words) for letter in letters[:1])
    ]
    if meant:
        lines = [f'{json.dumps(name, ensure_ascii=False)} = "{LETTER}"' for name in meant]
        return fault("column-of-letters-meant", str(call.table.place.path), meant=meant, lines=lines)
    return fault("no-column-of-letters", str(call.table.place.path), table=call.table.place.path.name)
