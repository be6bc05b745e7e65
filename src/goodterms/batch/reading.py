"""A table of recipients as a letter reads it: where it begins, which column is which field, which rows are meant."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch.source import Source, rows_of
from goodterms.recipients import columns, first_look, heading, missing, said_by_names, unused_columns
from goodterms.recipients.conditions import TableForLetter
from goodterms.recipients.faults import Header
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.recognition import by_words
from goodterms.recipients.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from goodterms.batch.job import Job
    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.faults import Fault
    from goodterms.fields import Written
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.first_look import Place
    from goodterms.recipients.heading import Heading


class TableCall(NamedTuple):
    """What is said of a table: its place, the locale of rows that name none, its columns and words by the settings.

    ``written`` is how dates and numbers are written in columns that leave it open.
    """

    place: Place
    locale: str
    written: Written
    uses: ColumnSettings
    words: Words


class TableRead(NamedTuple):
    """Where a table begins in its file, its columns, notes on how it was read, and what is wrong with its header."""

    heading: Heading
    columns: Columns
    notes: tuple[str, ...]
    header: Header = Header()


def find_heading(project: Project, call: TableCall, letters: Sequence[LetterSpec]) -> Heading:
    """Where a table for any of some letters begins.

    Raises :class:`InvalidRequest` for a file that cannot be read and one without rows.
    """
    of_languages = lazy_words(project)
    place, uses = call.place, {name: use.field for name, use in call.uses.items()}
    judge = first_look.judge(project, of_languages, call.locale, uses, call.words.get(columns.LOCALE, {}))
    find = partial(heading.find, place.path, place.sheet, place.row, encoding=place.encoding, judge=judge)
    head = find(_any([columns.known_names(letter, call.uses) for letter in letters]))
    if head.known < heading.ENOUGH:  # its faults show the row that has the names
        head = find(_any([first_look.knows(letter, of_languages()) for letter in letters]))
    return head


def _any(known: list[Callable[[str], bool]]) -> Callable[[str], bool]:
    return known[0] if len(known) == 1 else lambda text: any(knows(text) for knows in known)


def read_columns(
    project: Project,
    call: TableCall,
    letter: LetterSpec,
    formats: Collection[str],
    sender: Mapping[str, object],
    head: Heading | None = None,
) -> TableRead:
    """The columns of a table for a letter, by their names and by the settings, and what is wrong with its header.

    ``formats`` are those of each letter, ``sender`` the values that the sender fills, ``head`` is where the table
    begins. Raises :class:`InvalidRequest` as :func:`find_heading` does.
    """
    of_languages = lazy_words(project)

    def suggest(name: str) -> tuple[str, ...]:
        return by_words(name, letter, of_languages())

    head = head or find_heading(project, call, [letter])
    faults: list[Fault] = []
    matched = columns.match_columns(head.names, letter, faults, call.uses, call.words)
    needed = [] if call.locale else [columns.LOCALE]
    if "eml" in formats:
        # A document for a colleague has the address in a field of its own, which the sender may fill.
        needed.append(letter.envelope.get("email", columns.EMAIL))
    faults += missing.missing_columns(matched, letter, needed, sender, suggest)
    faults += unused_columns.deciding(matched, letter, needed, suggest)
    beside = unused_columns.beside_address(matched, head.names, formats, lambda name: of_languages().other(name))
    words = said_by_names.vocabulary(project)
    matched = said_by_names.heeded(matched, letter, words, sender, faults)._replace(beside_address=beside)
    told = [] if faults else missing.notes(matched, letter)
    wrong = Header(head.row, head.names, tuple(faults), tuple(missing.standing(faults, letter)))
    return TableRead(head, matched, (*head.notes, *told), wrong)


def source_of(call: TableCall, heading: Heading) -> Source:
    """All rows of a table."""
    return Source(call.place.path, heading, call.locale, call.written)


def surveyed(project: Project, job: Job, source: Source) -> tuple[Job, TableForLetter]:
    """The job with what all rows of the table decide, and the table as its letter reads it."""
    letter = project.letter(job.letter)
    known = survey(rows_of(source._replace(rows=None), None), job.columns, letter, job.columns.written, source.written)
    found = job.columns._replace(swapped=known.swapped)
    job = job._replace(columns=found, written=known.written)
    return job, TableForLetter(source.heading.names, found, letter, known.written)
