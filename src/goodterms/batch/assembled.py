"""All letters of an outbox in one file: a mailbox (RFC 4155), or one PDF for the printer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.batch.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.outbox import Outbox

ASSEMBLED = {"mbox": "letters.mbox"}
"""The names of the files, by what they are."""
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def assemble(kind: str, job: Job, box: Outbox) -> Path:
    """Gather the letters of an outbox, in the order of the rows, in one file; it is there whole or not at all."""
    path = box.folder / ASSEMBLED[kind]
    part = box.folder / f"{path.name}.part"
    ledger = Ledger(box.ledger, job.letter)
    try:
        with part.open("wb") as file:
            for message in _messages(job, ledger):
                # The line before a message tells nothing that its headers do not: no sender, no clock.
                file.write(b"From - Thu Jan  1 00:00:00 1970\n")
                file.write(_FROM.sub(rb">\1", message.replace(b"\r\n", b"\n")))
                file.write(b"\n")
    finally:
        ledger.close()
    part.replace(path)
    return path


def _messages(job: Job, ledger: Ledger) -> Iterator[bytes]:
    for *_, files in ledger.letters():
        for name, _ in files:
            yield (job.target / name).read_bytes()
