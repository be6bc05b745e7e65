"""One row of a table as a batch takes it, for a letter that is written by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.batch.job import Job
from goodterms.batch.planning import too_wide
from goodterms.batch.reading import read_columns, source_of, surveyed
from goodterms.batch.source import rows_of
from goodterms.batch.work import call_of, envelope_of, row_fault
from goodterms.errors import InvalidRequest
from goodterms.recipients import letter_column
from goodterms.recipients.columns import LOCALE
from goodterms.recipients.faults import Header
from goodterms.recipients.letter_column import LetterNames
from goodterms.recipients.recipient import Reader
from goodterms.recipients.selection import Keys
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.batch.reading import TableCall
    from goodterms.call import Call
    from goodterms.compose import Request
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.cells import Raw
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.faults import RowFault
    from goodterms.recipients.recipient import Recipient
    from goodterms.sheets import Row

_ROW, _KEY = "--row", "--key"
_LACKING = frozenset(
    {"missing-column", "missing-sender-column", "column-withheld", "column-meant", "columns-need-unmet"}
)
"""The faults of a header that do no harm where the letter has the value from elsewhere."""


class WhichRow(NamedTuple):
    """The row that is meant: by its number in the spreadsheet, or by its key."""

    number: int | None
    key: str


class OneRow(NamedTuple):
    """A row that was found: the job that a batch would have, what the row asks for, what is wrong with the header.

    ``notes`` are sentences about the table.
    """

    job: Job
    recipient: Recipient
    header: Header
    notes: tuple[str, ...]

    @property
    def locale(self) -> str:
        """The locale that the row asks for."""
        return self.recipient.locale

    def request(self, project: Project, call: Call, email: str) -> tuple[Request, Envelope]:
        """The letter of the row and its envelope; what ``call`` gives, and ``email``, go before the row.

        Raises :class:`InvalidRequest` with every fault, each with the row and the column that it comes from.
        """
        recipient = self.recipient._replace(
            given=_without(self.recipient.given, call.given),
            unusable=tuple(pair for pair in self.recipient.unusable if not _is_given(pair[0], call.given)),
            locale=call.locale or self.recipient.locale,
            email=email or self.recipient.email,
            timezone=call.timezone or self.recipient.timezone,
        )
        of_row = call_of(self.job, project, recipient, call.date)
        written = {name: how for name, how in of_row.written.items() if not _is_given(name, call.given)}
        whole = of_row._replace(given={**recipient.given, **call.given}, written=written, sample=call.sample)
        try:
            request = compose.validate(project, whole)
        except InvalidRequest as error:
            raise InvalidRequest(_faults(project, self, call, list(error.faults))) from None
        if wrong := _faults(project, self, call, []):
            raise InvalidRequest(wrong)
        return request, envelope_of(self.job, recipient, request)


def find(project: Project, call: Call, envelope: Envelope, table: TableCall, which: WhichRow) -> OneRow:
    """The row that is meant; ``call`` is the letter without it, ``envelope`` what the settings say.

    Raises :class:`InvalidRequest` for a table that cannot be read, a row or a key that it does not have, and a row that
    a batch would refuse.
    """
    read = read_columns(project, table, project.letter(call.letter), (), call.sender.filled)
    source = source_of(table, read.heading)
    job, _ = surveyed(project, _job(call, envelope, read.columns), source)
    rows = list(rows_of(source, None))
    column = letter_column.find(source.heading.names, table.uses)
    names = LetterNames(project, table.words)
    asked = letter_column.split(rows, column, names, call.letter).rows if column else {}
    others = {number: letter for letter, of_letter in asked.items() if letter != call.letter for number in of_letter}
    row = _find(rows, Keys(read.columns), which, call.letter, others)
    recipient = Reader(job.columns, project.letter(call.letter), source.locale).read(row)
    if wrong := too_wide(recipient):
        raise InvalidRequest([wrong.fault._replace(place=speak("row {row}", row=row.number))])
    return OneRow(job, recipient, read.header, read.notes)


def _job(call: Call, envelope: Envelope, columns: Columns) -> Job:
    return Job(
        letter=call.letter,
        formats=(),
        day=call.date,
        layers=(),
        sender=call.sender,
        envelope=envelope,
        columns=columns,
        without=tuple(call.without),
        missing=call.missing,
        target=Path(),
        unfinished=Path(),
    )


def _find(rows: list[Row], keys: Keys, which: WhichRow, letter: str, others: Mapping[int, str]) -> Row:
    """The row that is meant; ``others`` are the rows that ask for another letter, with its name."""
    for row in rows:
        keys.note(row)
    by_number = {row.number: row for row in rows}
    wanted = which.number
    if wanted is not None:
        if wanted not in by_number:
            near = min(by_number, key=lambda number: abs(number - wanted))
            first, last = min(by_number), max(by_number)
            raise InvalidRequest.of("no-such-row", _ROW, given=wanted, near=near, first=first, last=last)
        found = [wanted]
    else:
        if not keys:
            raise InvalidRequest.of("no-keys-to-find", _KEY)
        found = keys.rows_of(which.key)
    place = _ROW if wanted is not None else _KEY
    mine = [number for number in found if number not in others]
    if len(mine) > 1:
        raise InvalidRequest.of("row-key-shared", place, given=which.key, rows=mine)
    if not found:
        raise InvalidRequest([keys.unknown(which.key, place)])
    if not mine:
        raise InvalidRequest.of("row-of-other-letter", place, row=found[0], other=others[found[0]], letter=letter)
    return by_number[mine[0]]


def _without(of_row: Mapping[str, Raw | list[Raw]], given: Mapping[str, object]) -> dict[str, Raw | list[Raw]]:
    """The values of a row for what was not given otherwise: a whole name replaces its parts, and they replace it."""
    return {name: value for name, value in of_row.items() if not _is_given(name, given)}


def _is_given(name: str, given: Mapping[str, object]) -> bool:
    """Whether the value of a field, or of a part, was given: itself, the whole that it is in, or a part of it."""
    root = name.partition(".")[0]
    if "." in name:
        return name in given or root in given
    return any(key.partition(".")[0] == name for key in given)


def _faults(project: Project, one: OneRow, call: Call, faults: list[Fault]) -> list[Fault]:
    """The faults of a row as those of a batch: with its number and its columns, and those of the header."""
    own = [wrong for wrong in faults if wrong.source != "given" or _is_given_place(wrong.place, call)]
    of_row = [row_fault(one.job, project, one.recipient, wrong) for wrong in faults if wrong not in own]
    header = one.header._replace(faults=tuple(_of_header(one.header, call, of_row)))
    told = [each for each in of_row if not header.explains(each)]
    return [*header.faults, *own, *(each.fault._replace(place=_place(each)) for each in told)]


def _is_given_place(place: str, call: Call) -> bool:
    return bool(call.locale) if place == LOCALE else _is_given(place, call.given)


def _of_header(header: Header, call: Call, of_row: list[RowFault]) -> Iterator[Fault]:
    """The faults of a header that matter to a row: a column may be missing where the value comes from elsewhere."""
    for wrong in header.faults:
        if wrong.kind in _LACKING:
            is_fault = any(Header(faults=(wrong,)).explains(each) for each in of_row)
        else:
            is_fault = not _is_given(str(wrong.param("field") or ""), call.given)
        if is_fault:
            yield wrong


def _place(wrong: RowFault) -> str:
    return speak("row {row}, {column}", row=wrong.row, column=wrong.column) if wrong.has_column else wrong.column
