"""All letters of an outbox in one file: a mailbox (RFC 4155), or one PDF for the printer."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from typing import TYPE_CHECKING

from goodterms.batch import places
from goodterms.batch.cancelling import job_of, recipient_of
from goodterms.batch.run import gathered_name
from goodterms.batch.source import recipients_of
from goodterms.batch.work import compose_row
from goodterms.errors import OutputRefused
from goodterms.expressions import expression
from goodterms.formats import merged_pdf
from goodterms.speech import Some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.run import Options
    from goodterms.batch.source import Source

KINDS = {"mbox": "eml", "pdf": "pdf"}
"""The kinds of files that gather letters, each with the format of the letters in it."""
_FROM = expression(rb"^(>*From )", re.MULTILINE)


def assemble(options: Options, box: Outbox, job: Job, source: Source, ledger: Ledger) -> None:
    """Gather the letters of a run in one file, in the order of the rows; the file is complete or not written."""
    path = box.folder / gathered_name(job)
    part = box.unfinished / path.name
    whole = hashlib.sha256()
    count = 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, box.modes.file), "wb") as file:
        for content in _mailbox(job, ledger) if job.into == "mbox" else _pages(job, source, options, ledger):
            count += file.write(content)
            whole.update(content)
    ledger.intend([path.name])
    if count:
        part.replace(path)
    else:
        path.unlink(missing_ok=True)  # there are no recipients
    ledger.note_gathered(path.name, whole.hexdigest()[: places.DIGITS] if count else "")


def _mailbox(job: Job, ledger: Ledger) -> Iterator[bytes]:
    for each in ledger.letters(ledger.run):
        for name, recorded in each.files:
            content = places.content(job.target, name)
            if places.digest(content) != recorded:
                raise OutputRefused.of("letter-changed", str(job.target), files=Some([name], 1))
            # The line before a message says nothing that its headers do not: no sender, no clock.
            yield b"From - Thu Jan  1 00:00:00 1970\n"
            yield _FROM.sub(rb">\1", content.replace(b"\r\n", b"\n"))
            yield b"\n"


def _pages(job: Job, source: Source, options: Options, ledger: Ledger) -> Iterable[bytes]:
    there = list(ledger.letters(ledger.run))
    days = {each.row: date.fromisoformat(each.day) for each in there if not each.state}
    recipients = recipients_of(job, source, options.limit)
    letters = [compose_row(job, recipient, days[recipient.row]) for recipient in recipients if recipient.row in days]
    if cancellation := job.project.cancellation_of(job.project.letter(job.letter)):
        off = job_of(job, cancellation)
        cancelled = ((recipient_of(each, cancellation), each.day) for each in there if each.state)
        letters += [compose_row(off, recipient, date.fromisoformat(day)) for recipient, day in cancelled]
    return [merged_pdf(job.project.content, letters, job.duplex)] if letters else []
