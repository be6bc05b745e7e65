"""From what was asked of a batch to its job: every fault of the call, the settings and the table's header at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, output
from goodterms.batch import digests
from goodterms.batch.gathering import KINDS
from goodterms.batch.job import Job
from goodterms.batch.places import PARTS
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import FORMATS
from goodterms.recipients import columns
from goodterms.tact.looking import OFF

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from goodterms.batch.reading import TableCall
    from goodterms.content.sender_values import SenderValues
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.messages.translations import Missing
    from goodterms.model import LetterSpec
    from goodterms.project import Project

REPORT_SUFFIXES = (".csv", ".xlsx")
"""The endings of the files that a report can be written to."""


class BatchCall(NamedTuple):
    """What was asked for: which letter, to whom, in which formats, where to.

    ``into`` is the kind of the one file that gathers all letters (a key of :data:`goodterms.batch.gathering.KINDS`),
    empty for a file for each letter. ``duplex`` is whether each letter in one file of pages begins on a right-hand
    page, None to decide by their pages. With ``test_to``, letters go to this address, as tests. ``tact`` says what is
    done about a wording that is not tactful.
    """

    letter: str
    table: TableCall
    outbox: Path
    formats: Sequence[str]
    into: str
    day: date
    without: tuple[str, ...]
    missing: Missing
    report: Path | None = None
    overwrite_report: bool = False
    test_to: str = ""
    duplex: bool | None = None
    tact: str = OFF


def prepare(project: Project, envelope: Envelope, sender: SenderValues, call: BatchCall, faults: list[Fault]) -> Job:
    """The job of a batch, except its columns and its folders.

    ``envelope`` and ``sender`` are the settings' own. Raises :class:`InvalidRequest` with ``faults``, those of the call
    so far, and all further ones of the call and the settings.
    """
    formats = _formats(call, faults)
    if call.report:
        faults += _report_faults(call.report, call)
    faults += _lacking_settings(project.letter(call.letter), formats, envelope)
    if call.test_to:
        faults += _address_faults(call.test_to)
    if faults:
        raise InvalidRequest(faults)
    job = Job(
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
        test_to=call.test_to,
        tact=call.tact,
    )
    if job.layers == project.content.layers[:-1]:  # faults name the files of a job by their whole paths
        job.take(project)
    return job


def _address_faults(address: str) -> list[Fault]:
    try:
        fields.TYPES["email"](address, fields.ANY_CURRENCY)
    except fields.InvalidValue as invalid:
        return [one._replace(place="--test-to") for one in invalid.faults]
    return []


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
    if report.resolve() == call.table.place.path.resolve():
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
