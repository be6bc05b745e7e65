"""What a check sees of a table before it looks for faults: its columns, and its rows with what each asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.batch.reading import surveyed
from goodterms.batch.source import rows_of
from goodterms.batch.splitting import ask
from goodterms.desk.order import rows_meant, table_call
from goodterms.desk.page_hints import hint_of
from goodterms.desk.recognised import seen
from goodterms.desk.table_index import Filled, Found, create
from goodterms.errors import InvalidRequest
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import EMAIL, KEY, Columns, fold_name
from goodterms.recipients.recipient import Reader
from goodterms.recipients.selection import Keys
from goodterms.sheets import names as sheet_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.batch.job import Job
    from goodterms.batch.preparing import BatchCall
    from goodterms.batch.splitting import Asked, Sender
    from goodterms.desk.order import Order
    from goodterms.desk.recognised import Recognised, SeenColumn
    from goodterms.project import Project
    from goodterms.recipients.faults import RowFault
    from goodterms.settings_file import Additions

_MOST_VALUES = 30
"""The different values of a column among which a page lets people choose; a column with more has names or days."""
_LONGEST_VALUE = 60


class Seen(NamedTuple):
    """What a table is: its sheets, where it begins, its columns, its rows, and what each letter makes of it.

    ``new`` is what goodterms.toml lacks; ``jobs`` are those of a batch, by letter. ``is_split`` says that a column
    tells the letter of each row. ``meant`` is the number of rows that are chosen, None where none are. ``keys`` is
    the field by which people call the rows, empty where no column has it. ``values`` are those of each column that has
    only a few different ones.
    """

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    encoding: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[SeenColumn, ...]
    rows: int
    new: Additions
    uses: Any
    words: Any
    jobs: Mapping[str, Job]
    is_split: bool
    meant: int | None
    keys: str
    values: Mapping[int, tuple[str, ...]]


class Meant(NamedTuple):
    """The numbers of the rows that are chosen, None where none are; ``wrong`` says why they cannot be."""

    rows: frozenset[int] | None = None
    wrong: InvalidRequest | None = None


def meant(project: Project, sender: Sender, call: BatchCall, order: Order) -> Meant:
    """The rows that an order chooses, as a batch finds them."""
    rows = rows_meant(order)
    if not rows.selection:
        return Meant()
    try:
        asked = ask(project, sender, call, rows, [])
    except InvalidRequest as error:
        return Meant(wrong=error)
    numbers = {row for part in asked.parts for row in part.source.rows or ()}
    return Meant(frozenset(numbers | {one.row for one in asked.faults}))


def look(project: Project, order: Order, recognised: Recognised, asked: Asked, chosen: Meant) -> Seen:
    """What there is to see of a table; its rows go into the database of the order."""
    jobs = {part.job.letter: surveyed(project, part.job, part.source)[0] for part in asked.parts}
    keys = Keys(next((job.columns for job in jobs.values()), Columns((), (), ())))
    values = _Values()
    count = create(Path(order.database), _rows(asked, jobs, keys, chosen, values))
    table = table_call(order, {}, {}).place.path
    head = asked.heading
    sheets = sheet_names(table)
    return Seen(
        tuple(sheets),
        head.sheet or (sheets[0] if sheets else ""),
        head.row,
        head.encoding,
        head.names,
        asked.notes,
        tuple(seen(recognised, asked)),
        count,
        recognised.new,
        dict(recognised.uses),
        {field: dict(words) for field, words in recognised.words.items()},
        jobs,
        asked.column,
        None if chosen.rows is None else len(chosen.rows),
        (KEY if keys.are_own else EMAIL) if keys else "",
        values.few(),
    )


class _Values:
    """Notes the different values of each column, as long as these are few."""

    def __init__(self) -> None:
        self._of: dict[int, dict[str, None]] = {}

    def note(self, cells: Sequence[str]) -> None:
        """Note the cells of a row."""
        for place, cell in enumerate(cells):
            found = self._of.setdefault(place, {})
            if cell and len(found) <= _MOST_VALUES:
                found[cell if len(cell) <= _LONGEST_VALUE else ""] = None

    def few(self) -> Mapping[int, tuple[str, ...]]:
        """The values of each column that has only a few, by its place."""
        return {
            place: tuple(sorted(found))
            for place, found in self._of.items()
            if 0 < len(found) <= _MOST_VALUES and "" not in found
        }


def _rows(asked: Asked, jobs: Mapping[str, Job], keys: Keys, chosen: Meant, values: _Values) -> Iterator[Filled]:
    """All rows of a table, each with the letter that it asks for and with what it asks."""
    letters: dict[int, str] = {}
    readers, whole = {}, ""
    for part in asked.parts:
        job = jobs[part.job.letter]
        readers[job.letter] = Reader(job.columns, job.project.letter(job.letter), part.source.locale)
        if part.source.rows is None:
            whole = job.letter
        else:
            letters |= dict.fromkeys(part.source.rows, job.letter)
    source = asked.parts[0].source._replace(rows=None) if asked.parts else None
    for row in rows_of(source, None) if source else ():
        letter = letters.get(row.number, whole)
        recipient = readers[letter].read(row) if letter else None
        cells = [text_of(cell) for cell in row.cells]
        values.note(cells)
        is_meant = chosen.rows is None or row.number in chosen.rows
        yield Filled(row.number, letter, cells, recipient, keys.of(row) if keys else "", is_meant)


def places(asked: Asked) -> Mapping[str, int]:
    """The places of the columns, by their names."""
    return {fold_name(name): place for place, name in reversed([*enumerate(asked.heading.names)])}


def found(faults: Sequence[RowFault], kind: str, places: Mapping[str, int]) -> Iterator[Found]:
    """Faults of rows, each with the place of its column, of a kind: ``fault`` or ``advice``."""
    for one in faults:
        # The column of a part of the name, or of the address, may be several.
        name = fold_name(one.column.partition(" / ")[0])
        yield Found(one.row, places.get(name, -1), kind, one.column, one.fault.problem, hint_of(one.fault))
