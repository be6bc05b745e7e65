"""What a row said when its letter was written: a cancellation needs it, and then the row may be gone from the table."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import shards
from goodterms.call import is_called_for
from goodterms.cldr.locales import fallback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.batch.job import Job
    from goodterms.compose import Request
    from goodterms.model import LetterSpec
    from goodterms.recipients.recipient import Recipient


class Said(NamedTuple):
    """What a row said: its values, and the day of the meeting.

    The values leave nothing open: dates and times are in ISO 8601, and what all rows share is among them.
    """

    recipient: Recipient
    meeting: date


def invites(letter: LetterSpec) -> bool:
    """Whether a letter invites to a meeting of its own, so that there is something to cancel."""
    return bool(letter.meeting) and letter.invitation == letter.name


def remember(job: Job, recipient: Recipient, request: Request) -> str:
    """What a row says, for :func:`recall`; empty for a letter that does not invite to a meeting."""
    if not invites(request.letter):
        return ""
    field = request.letter.fields[request.letter.meeting["date"]]
    day = request.values.get(field.name)
    if not isinstance(day, date) or not is_called_for(field, request.values):
        return ""
    parts = [*recipient._replace(given={}, unusable=())]
    parts[recipient._fields.index("given")] = _given(job, recipient, request)
    return json.dumps([parts, day.isoformat()], ensure_ascii=False, default=str)


def recall(text: str) -> Said:
    """What :func:`remember` has kept."""
    recipient, day = json.loads(text)
    return Said(shards.as_recipient(recipient), date.fromisoformat(day))


def is_same_meeting(said: str, request: Request) -> bool:
    """Whether a letter invites to the meeting of a row that said so: on the same day, at the same time."""
    before, meeting = recall(said).recipient.given, request.letter.meeting
    fields = (meeting["date"], meeting["time"])
    return all(before.get(field) == _as_iso(request.values.get(field)) for field in fields)


def _given(job: Job, recipient: Recipient, request: Request) -> Mapping[str, object]:
    """The values of a row, and those of the customer's fields that goodterms.toml gives for all rows."""
    fields = request.letter.fields
    shared: dict[str, object] = {}
    for table in reversed(job.sender.of(fallback(request.locale))):
        shared |= {name: value for name, value in table.values.items() if name in fields and not fields[name].sender}
    typed = ((name, _as_iso(value)) for name, value in request.values.items())
    return {**shared, **recipient.given, **{name: text for name, text in typed if text}}


def _as_iso(value: object) -> str:
    """A date or a time in ISO 8601; empty for other values."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else ""
