"""What a worker does with a shard: check its rows, or write its letters. Both can be repeated safely."""

from __future__ import annotations

import os
import platform
import threading
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.batch import naming, places, shards
from goodterms.batch.entries import Written
from goodterms.batch.remembering import remember
from goodterms.call import Call
from goodterms.errors import ContentError, InvalidRequest, MissingTranslations
from goodterms.faults import fault
from goodterms.fields import as_typed
from goodterms.formats import FORMATS, document
from goodterms.recipients.cells import type_at
from goodterms.recipients.columns import EMAIL, LOCALE, TIMEZONE
from goodterms.recipients.faults import RowFault, group_of
from goodterms.tact import looking as tact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.shards import Earlier
    from goodterms.compose import Letter, Request
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.cells import Raw
    from goodterms.recipients.recipient import Recipient


_WORKER = f"{platform.node()}-{os.getpid()}"


class CheckedRow(NamedTuple):
    """The result of checking a row: its number, its locale (empty when it has faults), and its faults.

    ``own_day`` is the date (ISO 8601) that its letter keeps, because it is the same as before; ``found`` is the entry
    of one of which nothing has to be written. ``wordings`` are not tactful, and are only reported.
    """

    row: int
    tag: str
    faults: tuple[RowFault, ...]
    own_day: str = ""
    found: Written | None = None
    wordings: tuple[RowFault, ...] = ()


def check_shard(job: Job, shard: Path) -> list[CheckedRow]:
    """Check every row of a shard."""
    project = job.project
    return [_check_task(job, project, task) for task in shards.read(shard)]


def write_shard(job: Job, shard: Path, left_out: Collection[int], own_days: Mapping[int, str]) -> list[Written]:
    """Write the letters of a shard's rows, except those ``left_out``; raises :class:`OSError` when writing fails.

    ``own_days`` are the dates (ISO 8601) of rows whose letters keep theirs, by the number of the row.
    """
    tasks = (task for task in shards.read(shard) if task.recipient.row not in left_out)
    return [_write_row(job, _with_own_day(task, own_days.get(task.recipient.row, ""))) for task in tasks]


def _with_own_day(task: shards.Task, day: str) -> shards.Task:
    """The task of a letter that keeps its date and its number, if it has a ``day`` of its own."""
    return task._replace(day=day, sequence=task.earlier.sequence) if day and task.earlier else task


def _check_task(job: Job, project: Project, task: shards.Task) -> CheckedRow:
    """Check a row: under the date of its letter when that is the same as before, else under the date of the task."""
    recipient, earlier = task.recipient, task.earlier
    day = _own_day(job, recipient, earlier) if earlier else None
    if earlier is None or day is None:
        return _check_row(job, project, recipient, date.fromisoformat(task.day))
    checked = _check_row(job, project, recipient, day)
    wanted = naming.names_of(task.place, [FORMATS[form].suffix for form in job.formats])
    if checked.faults or [name for name, _ in earlier.files] != wanted:
        return checked._replace(own_day=day.isoformat())
    files = tuple((name, places.digest(places.content(job.target, name))) for name in wanted)
    kept = (recipient.row, checked.tag, task.digest, files, earlier.sequence, day.isoformat())
    request = compose_row(job, recipient, day)[0].request
    found = Written(_identity(job, recipient), *kept, remember(job, recipient, request), recipient.email)
    return checked._replace(own_day=day.isoformat(), found=found)


def _own_day(job: Job, recipient: Recipient, earlier: Earlier) -> date | None:
    from goodterms.batch import unchanged  # a first run has no earlier letters

    return unchanged.own_day(job, earlier, lambda day: compose_row(job, recipient, day))


def _check_row(job: Job, project: Project, recipient: Recipient, day: date) -> CheckedRow:
    try:
        letter, envelope = compose_row(job, recipient, day)
        checks = [check for form in (*job.formats, *job.checked_for) if (check := FORMATS[form].check)]
        faults = [each for check in checks for each in check(project.content, letter, envelope)]
        tag = letter.request.locale.tag
        untactful = tact.look(project.content, letter.request) if job.tact != tact.OFF else []
    except InvalidRequest as error:
        faults, tag = list(error.faults), ""
        untactful = _wordings_of(job, project, recipient) if job.tact != tact.OFF else []
    except MissingTranslations as error:
        # A language in which the letter is not complete is a fault of each row that asks for it.
        (incomplete,) = error.faults
        faults, tag, untactful = [fault("row-incomplete-letter", LOCALE, problem=incomplete.problem)], "", []
    except ContentError as error:
        return CheckedRow(
            recipient.row, "", tuple(RowFault(recipient.row, "", "", each, "content") for each in error.faults)
        )
    if recipient.unusable:
        fields = project.letter(job.letter).fields
        refused = [one for one in _unusable(recipient) if _root(one.place) not in fields]
        places = {one.place for one in refused}
        faults = [one for one in faults if one.place not in places] + refused  # a cell has one fault
    in_row = tuple(dict.fromkeys(row_fault(job, project, recipient, each) for each in faults))
    wordings = tuple(row_fault(job, project, recipient, one)._replace(cell="", group=tact.GROUP) for one in untactful)
    if job.tact == tact.STRICT:
        in_row, wordings = (*in_row, *wordings), ()
    return CheckedRow(recipient.row, "" if in_row else tag, in_row, wordings=wordings)


def _wordings_of(job: Job, project: Project, recipient: Recipient) -> list[Fault]:
    """What is not tactful in a row with other faults; nothing where its language is not known."""
    try:
        locale = project.locale(recipient.locale)
    except InvalidRequest:
        return []
    return tact.look_at(project.content, locale, project.letter(job.letter), recipient.given)


def row_fault(job: Job, project: Project, recipient: Recipient, wrong: Fault) -> RowFault:
    """A fault of a letter as one of the row that asks for it."""
    spec = project.letter(job.letter)
    # The fault of a part of the envelope is reported at the field that the part comes from.
    field = wrong.place if wrong.place in spec.fields else spec.envelope.get(wrong.place, wrong.place)
    # A table has cells, where a single letter has options.
    if field == LOCALE and not recipient.locale:
        wrong = fault("missing-locale", LOCALE)
    elif wrong.kind == "missing-recipient-address":
        wrong = fault("missing-email", wrong.place)
    column = str(wrong.param("column") or job.columns.name_of(field))
    has_column = field not in spec.fields or job.columns.has(_root(field))
    group = group_of(wrong, type_at(spec, field) or (field if field in {LOCALE, EMAIL, TIMEZONE} else "value"))
    if wrong.source != "given":
        place = wrong.place if wrong.param("table") else column
        return RowFault(recipient.row, wrong._replace(place=place).where, "", wrong, group)
    of_envelope = {LOCALE: recipient.locale, EMAIL: recipient.email, TIMEZONE: recipient.timezone}
    envelope = {} if field in spec.fields else of_envelope
    cell = envelope.get(field) or _cell(recipient.given, field)
    return RowFault(recipient.row, column, cell, wrong, group, has_column)


def _root(place: str) -> str:
    """The field of a place: the field itself, or that of a part."""
    return place.partition(".")[0]


def _cell(given: Mapping[str, Raw | list[Raw]], place: str) -> str:
    """What the table has at the place of a fault; for a part of a record without a cell of its own, the record."""
    name, _, inner = place.partition(".")
    raw = given.get(place) or given.get(name, "")
    if not isinstance(raw, list):
        return as_typed(raw)
    number = inner.partition(".")[0]
    if number.isdecimal() and int(number) <= len(raw):
        return as_typed(raw[int(number) - 1])
    return "; ".join(map(as_typed, raw))


def call_of(job: Job, project: Project, recipient: Recipient, day: date) -> Call:
    """What a row asks of the letter of a job."""
    unusable: list[Fault] = []
    if recipient.unusable:
        fields = project.letter(job.letter).fields
        unusable += [one for one in _unusable(recipient) if _root(one.place) in fields]
    return Call(
        letter=job.letter,
        locale=recipient.locale,
        given=recipient.given,
        date=day,
        sender=job.sender,
        without=job.without,
        missing=job.missing,
        written=job.written,
        unusable=unusable,
        timezone=recipient.timezone,
        sender_timezone=job.envelope.timezone,
        of_row=True,
    )


def _unusable(recipient: Recipient) -> Iterator[Fault]:
    """A fault for each cell that says nothing, at the field or the part of the envelope that its column fills."""
    for place, (kind, given, form, column) in recipient.unusable:
        yield fault(kind, place, given=given, format=form, column=column)


def envelope_of(job: Job, recipient: Recipient, request: Request) -> Envelope:
    """What the letter of a row is sent with."""
    name = request.names.get("recipient", "")
    own = job.envelope._replace(
        key=naming.identity(recipient, naming.name_of(recipient, request.letter.envelope.get("recipient", ""))),
        recipient=name,
        recipient_email=recipient.email,
        mark=compose.test_mark(job.project, request) if job.test_to else "",
        address=(name, *recipient.address)
        if recipient.address and name not in recipient.address[:1]
        else recipient.address,
    )
    return compose.with_names(request, own)


def _identity(job: Job, recipient: Recipient) -> str:
    field = job.project.letter(job.letter).envelope.get("recipient", "")
    return naming.recorded(naming.identity(recipient, naming.name_of(recipient, field)))


def compose_row(job: Job, recipient: Recipient, day: date) -> tuple[Letter, Envelope]:
    """The letter of a recipient with the date ``day``, and its envelope."""
    project = job.project
    request = compose.validate(project, call_of(job, project, recipient, day))
    letter = compose.compose(project, request, is_test=bool(job.test_to))
    return letter, envelope_of(job, recipient, request)


def _write_row(job: Job, task: shards.Task) -> Written:
    recipient = task.recipient
    letter, envelope = compose_row(job, recipient, date.fromisoformat(task.day))
    content = job.project.content
    envelope = envelope._replace(sequence=task.sequence)
    tag = letter.request.locale.tag
    files = []
    for form in job.formats:
        written = document(content, letter, form, envelope).content
        path = f"{task.place}.{FORMATS[form].suffix}"
        replace(job, path, written)
        files.append((path, places.digest(written)))
    said, email = remember(job, recipient, letter.request), recipient.email
    identity = naming.recorded(envelope.key)
    return Written(identity, recipient.row, tag, task.digest, tuple(files), task.sequence, task.day, said, email)


def replace(job: Job, name: str, content: bytes) -> None:
    """Replace a file atomically: others see the old file or the new one, never a part.

    The new file is written in the folder of the run, on the same file system; files left there are garbage. When the
    next run has moved that folder away, this fails with :class:`FileNotFoundError`.
    """
    folder = name.rpartition("/")[0]
    places.opened(job.target, folder, job.modes.folder, str(job.unfinished))
    part, path = f"{job.unfinished}/{_WORKER}-{threading.get_ident()}", f"{job.target}/{name}"
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, job.modes.file)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(number, view) :]
    finally:
        os.close(number)
    try:
        os.replace(part, path)  # noqa: PTH105 — strings are faster than paths
    except FileNotFoundError:
        places.open_folder(job.target, folder, job.modes.folder)  # it was empty for a moment, and removed
        os.replace(part, path)  # noqa: PTH105
