"""Where the rows of a run come from."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, sheets
from goodterms.recipients.heading import rows_below
from goodterms.recipients.recipient import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.model import LetterSpec
    from goodterms.recipients.cells import Raw
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
    letter = job.project.letter(job.letter)
    recipients = map(Reader(job.columns, letter, source.locale).read, rows_of(source, limit))
    return (as_test(recipient, letter, job.test_to) for recipient in recipients) if job.test_to else recipients


def as_test(recipient: Recipient, letter: LetterSpec, address: str) -> Recipient:
    """The same letter to another address: none of the customer's is left, nor a key that a real letter has."""
    given = {name: _readdressed(raw, recipient.email, address) for name, raw in recipient.given.items()}
    if field := letter.envelope.get("email"):
        given[field] = address  # a document for a colleague goes to the address in this field
    key = recipient.key if recipient.key and "@" not in recipient.key else f"row-{recipient.row}"
    return recipient._replace(key=f"test-{key}", email=address, address=(), given=given)


def _readdressed(raw: Raw | list[Raw], old: str, new: str) -> Raw | list[Raw]:
    """A value in which the customer's address is replaced."""
    if isinstance(raw, list):
        return [_one_readdressed(item, old, new) for item in raw]
    return _one_readdressed(raw, old, new)


def _one_readdressed(raw: Raw, old: str, new: str) -> Raw:
    return re.sub(re.escape(old), lambda _: new, raw, flags=re.IGNORECASE) if old and isinstance(raw, str) else raw


def rows_of(source: Source, limit: int | None) -> Iterator[Row]:
    """The rows of recipients that are meant, at most ``limit``."""
    table = sheets.read(source.path, source.heading.sheet or None, source.heading.encoding)
    rows = rows_below(table, source.heading)
    if source.rows is not None:
        meant = frozenset(source.rows)
        rows = (row for row in rows if row.number in meant)
    return itertools.islice(rows, limit)
