"""What the columns of a table are taken for, for the letters that its rows ask for: as ``goodterms columns`` finds it.

What is recognised holds at once, beside the settings, and is what goodterms.toml still lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import settings_file
from goodterms.batch.reading import find_heading, source_of
from goodterms.batch.source import rows_of
from goodterms.desk.order import merged, place_of, table_call
from goodterms.errors import InvalidRequest
from goodterms.recipients import letter_column, outcome
from goodterms.recipients.columns import LETTER
from goodterms.recipients.first_look import lazy_words, look
from goodterms.recipients.letter_column import LetterNames
from goodterms.recipients.proposals import Proposal
from goodterms.recipients.recognition import by_words
from goodterms.settings_file import Additions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from goodterms.batch.splitting import Asked
    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.desk.order import Order
    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.outcome import Mapped
    from goodterms.workspace import Workspace


class SeenColumn(NamedTuple):
    """A column: its place (from 0) and name, the fields that it is used for, and why.

    ``time``, ``join``, ``possible``, ``doubt``, ``other``, ``catalogs``, ``kind``, ``fitting``, ``filled``, ``shown``
    and ``is_open`` are those of a proposal. ``is_new`` says that goodterms.toml does not have it yet.
    """

    place: int
    name: str
    fields: tuple[str, ...] = ()
    time: str = ""
    join: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    doubt: str = ""
    other: str = ""
    catalogs: tuple[str, ...] = ()
    kind: str = ""
    fitting: int = 0
    filled: int = 0
    shown: tuple[str, ...] = ()
    is_open: bool = False
    is_new: bool = False


class Recognised(NamedTuple):
    """What was recognised: the letters of the rows, proposals by the places of columns, what goodterms.toml lacks.

    ``uses`` and ``words`` are those of the settings and of what was recognised.
    """

    letters: tuple[str, ...]
    proposals: Mapping[int, Proposal]
    new: Additions
    uses: ColumnSettings
    words: Words


def recognise(workspace: Workspace, order: Order) -> Recognised:
    """What the columns of a table are taken for.

    Raises :class:`InvalidRequest` for a table that cannot be read, and for one without a column of letters where each
    row is to ask for its own.
    """
    settled = settings_file.settled(order.settings)
    specs, columns = _letters(workspace, order)
    proposals: dict[int, Proposal] = {}
    values: dict[str, dict[str, str]] = {}
    for spec in specs:
        found = look(workspace.project, spec, place_of(order), settled)
        for one in found.columns:
            before = proposals.get(one.place)
            proposals[one.place] = one if before is None or not before.field else before
        more = settings_file.additions(found, spec)
        columns = {**more.columns, **columns}
        for field, words in more.values.items():
            values.setdefault(field, {}).update(words)
    new = settings_file.added(order.settings, Additions(columns, values))
    folded = {field: {word.strip().casefold(): choice for word, choice in of.items()} for field, of in values.items()}
    uses = {**workspace.columns, **outcome.as_uses(new.columns)}
    return Recognised(
        tuple(spec.name for spec in specs),
        proposals,
        Additions(dict(new.columns), {field: dict(of) for field, of in new.values.items()}, {}),
        uses,
        merged(workspace.words, folded),
    )


def _letters(workspace: Workspace, order: Order) -> tuple[list[LetterSpec], dict[str, Mapped]]:
    """The letters that the rows ask for, and what names their column where only its words do."""
    project = workspace.project
    if order.reading.letter:
        return [project.letter(order.reading.letter)], {}
    call = table_call(order, workspace.columns, workspace.words)
    head = find_heading(project, call, project.letters())
    columns: dict[str, Mapped] = {}
    column = letter_column.find(head.names, call.uses)
    if column is None and len(meant := _meant(workspace, head)) == 1:
        columns = {meant[0]: LETTER}
        column = letter_column.find(head.names, outcome.as_uses(columns))
    if column is None:
        raise InvalidRequest.of("no-column-of-letters", str(call.place.path), table=call.place.path.name)
    names = LetterNames(project, workspace.words)
    found = letter_column.split(rows_of(source_of(call, head), None), column, names, "")
    return [project.letter(letter) for letter in sorted(found.rows)], columns


def _meant(workspace: Workspace, head: Heading) -> list[str]:
    """The columns whose names mean a column of letters in some language."""
    words = lazy_words(workspace.project)()
    letter = workspace.letters()[0]
    return [name for name in head.names if name and LETTER in by_words(name, letter, words)]


def seen(recognised: Recognised, asked: Asked) -> list[SeenColumn]:
    """Each column with a name: what a batch uses it for, and why."""
    by_place: dict[int, dict[str, None]] = {}
    for part in asked.parts:
        for column in _used(part.job.columns):
            by_place.setdefault(column[0], {})[column[1]] = None
    lacking = {name for name, use in recognised.new.columns.items() if use is not False}
    return [
        _seen(place, name.strip(), by_place, recognised.proposals.get(place), lacking)
        for place, name in enumerate(asked.heading.names)
        if name.strip()
    ]


def _used(columns: Columns) -> Iterable[tuple[int, str]]:
    for column in (*columns.of_fields, *columns.of_envelope):
        yield column.place, column.field
        yield from ((place, column.field) for place in column.joined)


def _seen(
    place: int,
    name: str,
    by_place: Mapping[int, Mapping[str, None]],
    proposal: Proposal | None,
    lacking: Iterable[str],
) -> SeenColumn:
    one = proposal or Proposal(place, name)
    fields: Sequence[str] = tuple(by_place.get(place, ()))
    return SeenColumn(
        place,
        name,
        tuple(fields),
        one.time,
        one.join,
        one.possible,
        one.doubt,
        one.other,
        one.catalogs,
        one.kind,
        one.fitting,
        one.filled,
        one.shown,
        one.is_open,
        name in lacking and bool(fields),
    )
