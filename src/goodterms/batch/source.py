"""Where the rows of a run come from."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, sheets
from goodterms.recipients.heading import rows_below
from goodterms.recipients.recipient import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.recipient import Recipient
    from goodterms.sheets import Row


class Source(NamedTuple):
    """Where the rows come from: a table in a file, where it begins, and what its rows leave open.

    ``locale`` is that of rows without one; ``written`` is how dates and numbers are written in columns that do not
    decide it. ``rows`` are the numbers of those that are meant, None for all.
    """

    path: Path
    heading: Heading
    locale: str
    written: fields.Written
    rows: tuple[int, ...] | None = None


def recipients_of(job: Job, source: Source, limit: int | None) -> Iterator[Recipient]:
    """What each row asks for, in the order of the rows."""
    reader = Reader(job.columns, job.project.letter(job.letter), source.locale)
    return map(reader.read, rows_of(source, limit))


def rows_of(source: Source, limit: int | None) -> Iterator[Row]:
    """The rows of recipients that are meant, at most ``limit``."""
    table = sheets.read(source.path, source.heading.sheet or None, source.heading.encoding)
    rows = rows_below(table, source.heading)
    if source.rows is not None:
        meant = frozenset(source.rows)
        rows = (row for row in rows if row.number in meant)
    return itertools.islice(rows, limit)
