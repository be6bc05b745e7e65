"""All letters of an outbox in one file: a mailbox (RFC 4155), or one PDF for the printer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.batch.ledger import Ledger
from goodterms.batch.run import recipients_of
from goodterms.batch.work import composed
from goodterms.formats import printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.run import Options, Source

ASSEMBLED = {"mbox": "letters.mbox", "pdf": "letters.pdf"}
"""The names of the files, by what they are."""
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def assemble(kind: str, job: Job, source: Source, options: Options, box: Outbox) -> Path:
    """Gather the letters of an outbox, in the order of the rows, in one file; it is there whole or not at all."""
    path = box.folder / ASSEMBLED[kind]
    part = box.folder / f"{path.name}.part"
    ledger = Ledger(box.ledger, job.letter)
    try:
        with part.open("wb") as file:
            file.writelines(_mailbox(job, ledger) if kind == "mbox" else _pages(job, source, options, ledger))
    finally:
        ledger.close()
    part.replace(path)
    return path


def _mailbox(job: Job, ledger: Ledger) -> Iterator[bytes]:
    for *_, files in ledger.letters():
        for name, _ in files:
            # The line before a message tells nothing that its headers do not: no sender, no clock.
            yield b"From - Thu Jan  1 00:00:00 1970\n"
            yield _FROM.sub(rb">\1", (job.target / name).read_bytes().replace(b"\r\n", b"\n"))
            yield b"\n"


def _pages(job: Job, source: Source, options: Options, ledger: Ledger) -> Iterable[bytes]:
    done = {row for row, *_ in ledger.letters()}
    letters = [composed(job, one) for one in recipients_of(job, source, options.limit) if one.row in done]
    return [printed(job.project.content, letters)] if letters else []
