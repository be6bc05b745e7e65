"""From what was asked of a batch to its job: every fault of the call, the settings and the table's header at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.batch import digests
from goodterms.batch.gathering import KINDS
from goodterms.batch.job import Job
from goodterms.batch.ledger_schema import PARTS
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import FORMATS
from goodterms.recipients import columns, first_look, heading, missing
from goodterms.recipients.faults import Header
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.recognition import by_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.content.sender_values import SenderValues
    from goodterms.faults import Fault
    from goodterms.fields import Written
    from goodterms.messages.translations import Missing
    from goodterms.model import Envelope, LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.heading import Heading

REPORT_SUFFIXES = (".csv", ".xlsx")
"""The endings of the files that a report can be written to."""


class BatchCall(NamedTuple):
    """What was asked for: which letter, to whom, in which formats, where to.

    ``into`` is the kind of the one file that gathers all letters (a key of :data:`goodterms.batch.gathering.KINDS`),
    empty for a file for each letter. ``locale`` is used for rows that name none. ``sheet`` and ``header_row`` are None
    to find them, ``encoding`` is empty for the same; ``written`` is how dates and numbers are written in columns that
    leave it open. ``duplex`` is whether each letter in one file of pages begins on a right-hand page, None to decide by
    their pages.
    """

    letter: str
    recipients: Path
    sheet: str | None
    locale: str
    header_row: int | None
    written: Written
    outbox: Path
    formats: Sequence[str]
    into: str
    day: date
    without: tuple[str, ...]
    missing: Missing
    report: Path | None = None
    overwrite_report: bool = False
    encoding: str = ""
    duplex: bool | None = None


class TableRead(NamedTuple):
    """Where a table begins in its file, its columns, notes on how it was read, and what is wrong with its header."""

    heading: Heading
    columns: Columns
    notes: tuple[str, ...]
    header: Header = Header()


def prepare(project: Project, envelope: Envelope, sender: SenderValues, call: BatchCall, faults: list[Fault]) -> Job:
    """The job of a batch, except its columns and its folders.

    ``envelope`` and ``sender`` are the settings' own. Raises :class:`InvalidRequest` with ``faults``, those of the call
    so far, and all further ones of the call and the settings.
    """
    formats = _formats(call, faults)
    if call.report:
        faults += _report_faults(call.report, call)
    faults += _lacking_settings(project.letter(call.letter), formats, envelope)
    if faults:
        raise InvalidRequest(faults)
    return Job(
        letter=call.letter,
        # Letters that are printed in one file are typeset together; their words are kept, which tell what has changed.
        formats=("text",) if call.into == "pdf" else formats,
        checked_for=formats if call.into == "pdf" else (),
        day=call.day,
        layers=tuple(layer.resolve() for layer in project.content.layers[:-1]),
        sender=sender,
        envelope=envelope,
        columns=columns.Columns((), (), ()),
        without=call.without,
        into=call.into,
        duplex=call.duplex,
        parts=PARTS if call.into else "",
        missing=call.missing,
        target=call.outbox,
        unfinished=call.outbox,
        content=digests.of_content(project.content),
        sender_conventions=project.conventions,
    )


def read_columns(
    project: Project,
    call: BatchCall,
    job: Job,
    settings: ColumnSettings | None = None,
    words: Words | None = None,
) -> TableRead:
    """The columns of the table, by their names and by the ``settings``, and what is wrong with its header.

    ``words`` are the settings' words for choices. Raises :class:`InvalidRequest` for a file that cannot be read and one
    without rows.
    """
    path, letter = call.recipients, project.letter(call.letter)
    of_languages = lazy_words(project)

    def suggest(name: str) -> tuple[str, ...]:
        return by_words(name, letter, of_languages())

    uses = {name: use.field for name, use in (settings or {}).items()}
    judge = first_look.judge(project, of_languages, call.locale, uses, (words or {}).get(columns.LOCALE, {}))
    known = columns.known_names(letter, settings or {})
    find = partial(heading.find, path, call.sheet, call.header_row, encoding=call.encoding, judge=judge)
    head = find(known)
    if head.known < heading.ENOUGH:
        head = find(first_look.knows(letter, of_languages()))  # its faults show the row that has the names
    faults: list[Fault] = []
    matched = columns.match_columns(head.names, letter, faults, settings or {}, words or {})
    formats = (*job.formats, *job.checked_for)
    needed = [] if call.locale else [columns.LOCALE]
    if "eml" in formats:
        # A document for a colleague has the address in a field of its own, which the sender may fill.
        needed.append(letter.envelope.get("email", columns.EMAIL))
    faults += missing.missing_columns(matched, letter, needed, job.sender.filled, suggest)
    told = [] if faults else missing.notes(matched, letter)
    wrong = Header(head.row, head.names, tuple(faults), tuple(missing.standing(faults, letter)))
    return TableRead(head, matched, (*head.notes, *told), wrong)


def _formats(call: BatchCall, faults: list[Fault]) -> tuple[str, ...]:
    """The formats of each letter; with ``into``, the one that the gathered file is made of."""
    chosen = tuple(dict.fromkeys(call.formats)) or ("text",)
    faults += [fault("unknown-format", "--format", given=name, known=FORMATS) for name in chosen if name not in FORMATS]
    needed = KINDS.get(call.into)
    if needed and call.formats and chosen != (needed,):
        faults.append(fault("format-against-into", "--into", into=call.into, format=needed))
    if call.duplex is not None and call.into != "pdf":
        faults.append(fault("duplex-without-into", "--duplex"))
    return (needed,) if needed else chosen


def _report_faults(report: Path, call: BatchCall) -> list[Fault]:
    faults = [one._replace(place="--report") for one in output.faults(str(report), None, call.overwrite_report)]
    if report.suffix.lower() not in REPORT_SUFFIXES:
        faults.insert(0, fault("report-suffix", "--report", path=report, known=REPORT_SUFFIXES))
    if report.resolve() == call.recipients.resolve():
        faults.append(fault("report-is-table", "--report", path=report))
    return faults


def _lacking_settings(letter: LetterSpec, formats: Sequence[str], envelope: Envelope) -> list[Fault]:
    """What these formats need in goodterms.toml; reported once, not for each row."""
    faults = [
        fault("unknown-attachment", "mail.attach", source="settings", given=name, known=FORMATS)
        for name in envelope.attached
        if name not in FORMATS
    ]
    if "eml" in formats and not envelope.sender_email:
        faults.append(fault("missing-sender-address", "mail.from", source="settings"))
    if letter.meeting and {"eml", "ics"} & set(formats) and not envelope.timezone:
        faults.append(fault("missing-timezone", "mail.timezone", source="settings"))
    return faults
