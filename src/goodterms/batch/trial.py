"""A test on oneself: one letter for each locale and each set of choices that occur among the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.batch.reading import surveyed
from goodterms.batch.source import recipients_of
from goodterms.batch.work import call_of
from goodterms.errors import ContentError, InvalidRequest
from goodterms.speech import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.batch.run import Part
    from goodterms.compose import Request
    from goodterms.project import Project


class Sampled(NamedTuple):
    """The parts of a table with only the rows that are tried, and how many rows with faults were passed over."""

    parts: tuple[Part, ...]
    faulty: int


def sample(project: Project, parts: Sequence[Part], limit: int | None) -> Sampled:
    """The first row for each letter, locale and set of choices, at most ``limit`` of all letters together.

    Where a letter has no row without faults, all its rows are left, so that their faults are reported.
    """
    sampled, faulty, left = [], 0, limit
    for part in parts:
        job, _ = surveyed(project, part.job, part.source)
        rows, wrong = _first_of_each(project, part._replace(job=job), left)
        if left is not None:
            left -= len(rows)
        faulty += wrong if rows else 0
        if rows or wrong:
            sampled.append(part._replace(source=part.source._replace(rows=tuple(rows)) if rows else part.source))
    return Sampled(tuple(sampled) or (parts[0]._replace(source=parts[0].source._replace(rows=())),), faulty)


def _first_of_each(project: Project, part: Part, limit: int | None) -> tuple[list[int], int]:
    """The numbers of the rows, and how many had faults before they were found."""
    seen: set[object] = set()
    rows: list[int] = []
    faulty = 0
    for recipient in recipients_of(part.job, part.source, None):
        if limit is not None and len(rows) >= limit:
            break
        try:
            request = compose.validate(project, call_of(part.job, project, recipient, part.job.day))
        except (InvalidRequest, ContentError):
            faulty += 1
            continue
        if (choices := _choices(request)) not in seen and not recipient.status:
            seen.add(choices)
            rows.append(recipient.row)
    return rows, faulty


def _choices(request: Request) -> object:
    """The locale of a letter, and what was chosen in its fields with options."""
    fields = request.letter.fields.values()
    return request.locale.tag, tuple((field.name, request.values.get(field.name)) for field in fields if field.options)


def notes(sampled: Sampled) -> list[str]:
    """A sentence on rows with faults."""
    if not sampled.faulty:
        return []
    return [
        plural(
            "{count:,} row with faults is not tried; --dry-run shows the faults",
            "{count:,} rows with faults are not tried; --dry-run shows the faults",
            sampled.faulty,
        )
    ]
