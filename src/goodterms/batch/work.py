"""What a worker does with a shard: check its rows, or write its letters. Both may be done twice without harm."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.batch import naming, shards
from goodterms.batch.ledger import Written
from goodterms.compose import Call
from goodterms.errors import ContentError, InvalidRequest, MissingTranslations
from goodterms.faults import fault
from goodterms.formats import FORMATS, document
from goodterms.recipients.columns import EMAIL, LOCALE
from goodterms.recipients.faults import RowFault, group_of

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.compose import Letter, Request
    from goodterms.faults import Fault
    from goodterms.model import Envelope
    from goodterms.project import Project
    from goodterms.recipients.recipient import Recipient


_WORKER = f"{socket.gethostname()}-{os.getpid()}"


class CheckedRow(NamedTuple):
    """A row that was checked: its number, its locale (empty when it has faults), and its faults."""

    row: int
    tag: str
    faults: tuple[RowFault, ...]


def check_shard(job: Job, shard: Path) -> list[CheckedRow]:
    """Check every row of a shard."""
    project = job.project
    return [_check_row(job, project, task.recipient) for task in shards.read(shard)]


def write_shard(job: Job, shard: Path, bad: frozenset[int]) -> list[Written]:
    """Write the letters of a shard's rows but the bad ones; raises :class:`OSError` where nothing can be written."""
    return [_write_row(job, task) for task in shards.read(shard) if task.recipient.row not in bad]


def _check_row(job: Job, project: Project, one: Recipient) -> CheckedRow:
    try:
        letter, envelope = compose_row(job, one)
        checks = [check for form in (*job.formats, *job.checked_for) if (check := FORMATS[form].check)]
        faults = [each for check in checks for each in check(project.content, letter, envelope)]
        tag = letter.request.locale.tag
    except InvalidRequest as error:
        faults, tag = list(error.faults), ""
    except MissingTranslations as error:
        # A language in which the letter is not complete is a fault of each row that asks for it.
        (incomplete,) = error.faults
        faults, tag = [fault("row-incomplete-letter", LOCALE, problem=incomplete.problem)], ""
    except ContentError as error:
        return CheckedRow(one.row, "", tuple(RowFault(one.row, "", "", each, "content") for each in error.faults))
    in_row = tuple(dict.fromkeys(_row_fault(job, project, one, each) for each in faults))
    return CheckedRow(one.row, "" if in_row else tag, in_row)


def _row_fault(job: Job, project: Project, one: Recipient, fault: Fault) -> RowFault:
    """A fault of a letter as one of the row that asks for it."""
    spec = project.letter(job.letter)
    # An envelope's part is told by the field that it comes from.
    field = spec.envelope.get(fault.place, fault.place)
    declared = spec.fields.get(field.partition(".")[0])
    column = job.columns.name_of(field)
    group = group_of(fault, declared.type if declared else field if field in {LOCALE, EMAIL} else "value")
    if fault.source != "given":
        return RowFault(one.row, fault._replace(place=column).where, "", fault, group)
    raw = {LOCALE: one.locale, EMAIL: one.email}.get(field) or one.given.get(field, "")
    cell = "; ".join(raw) if isinstance(raw, list) else str(raw)
    return RowFault(one.row, column, cell, fault, group)


def _call(job: Job, one: Recipient) -> Call:
    return Call(job.letter, one.locale, one.given, job.day, job.sender, False, job.without, job.missing)


def _envelope(job: Job, one: Recipient, request: Request) -> Envelope:
    name = request.names.get("recipient", "")
    own = job.envelope._replace(
        key=naming.identity(one, naming.name_of(one, request.letter.envelope.get("recipient", ""))),
        recipient=name,
        recipient_email=one.email,
        address=(name, *one.address) if one.address and name not in one.address[:1] else one.address,
    )
    return compose.with_names(request, own)


def compose_row(job: Job, one: Recipient) -> tuple[Letter, Envelope]:
    """The letter of a recipient, and what it is sent in."""
    request = compose.validate(job.project, _call(job, one))
    return compose.compose(job.project, request), _envelope(job, one, request)


def _write_row(job: Job, task: shards.Task) -> Written:
    one = task.recipient
    letter, envelope = compose_row(job, one)
    envelope = envelope._replace(sequence=task.sequence)
    tag = letter.request.locale.tag
    files = []
    for form in job.formats:
        content = document(job.project.content, letter, form, envelope).content
        path = f"{task.place}.{FORMATS[form].suffix}"
        replace(job.unfinished, f"{job.target}/{path}", content)
        files.append((path, len(content)))
    return Written(envelope.key, one.row, tag, task.digest, tuple(files), task.sequence)


def replace(unfinished: Path, path: str, content: bytes) -> None:
    """Put a whole file in its place at once: whoever looks sees the old one or the new one, never a part.

    It is written in the folder ``unfinished``, which is on the same file system; what is there when nobody is at work
    is of no use.
    """
    part = f"{unfinished}/{_WORKER}-{threading.get_ident()}"
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(number, view) :]
    finally:
        os.close(number)
    try:
        os.replace(part, path)  # noqa: PTH105 — texts are quicker than paths
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        os.replace(part, path)  # noqa: PTH105
