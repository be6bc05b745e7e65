"""What a row said when its letter was written: a cancellation needs it, and then the row may be gone from the table."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from goodterms.batch import naming
from goodterms.batch.entries import damaged
from goodterms.call import is_called_for
from goodterms.cldr.locales import fallback
from goodterms.recipients.recipient import Recipient
from goodterms.values import ZonedTime

if TYPE_CHECKING:
    from goodterms.batch.job import Job
    from goodterms.compose import Request
    from goodterms.model import LetterSpec


class Said(NamedTuple):
    """What a row said: its values, what identifies it, the day of the meeting, and the sender's time zone.

    The values leave nothing open: dates and times are in ISO 8601, and what all rows share is among them.
    """

    recipient: Recipient
    identity: str
    meeting: date
    timezone: str


_KEPT = ("key", "locale", "email", "address", "timezone")
"""What is kept of a row beside its values."""


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
    given = _given(job, recipient, request)
    name = naming.name_of(recipient, request.letter.envelope.get("recipient", ""))
    said = {
        "meeting": given[field.name],
        "sender_timezone": job.envelope.timezone,
        "given": given,
        "identity": naming.identity(recipient, name),
        **{name: getattr(recipient, name) for name in _KEPT},
    }
    return json.dumps(said, ensure_ascii=False, default=str)


def recall(text: str) -> Said:
    """What :func:`remember` has kept; raises :class:`Damaged` for anything else: a ledger is a file that may change."""
    try:
        said = json.loads(text)
        kept = {name: said[name] for name in _KEPT} | {"address": tuple(said["address"])}
        texts: list[object] = [value for name, value in kept.items() if name != "address"]
        texts += [*kept["address"], *said["given"], said["sender_timezone"], said.get("identity", "")]
        meeting = date.fromisoformat(said["meeting"])
    except (ValueError, TypeError, KeyError, RecursionError):
        texts = [None]
    if not all(isinstance(one, str) for one in texts):
        raise damaged("row", text)
    recipient = Recipient(row=0, given=said["given"], **kept)
    return Said(recipient, said.get("identity", "") or recipient.key, meeting, said["sender_timezone"])


def is_same_meeting(said: str, request: Request) -> bool:
    """Whether a letter invites to the meeting of a row that said so: on the same day, at the same time."""
    before, now = recall(said).recipient.given, _as_given(request)
    meeting = request.letter.meeting
    return all(before.get(field) == _as_iso(now.get(field)) for field in (meeting["date"], meeting["time"]))


def _given(job: Job, recipient: Recipient, request: Request) -> dict[str, object]:
    """The values of a row, and those of the customer's fields that goodterms.toml gives for all rows."""
    fields = request.letter.fields
    shared: dict[str, object] = {}
    for table in reversed(job.sender.of(fallback(request.locale))):
        shared |= {name: value for name, value in table.values.items() if name in fields and not fields[name].sender}
    typed = ((name, _as_iso(value)) for name, value in _as_given(request).items())
    return {**shared, **recipient.given, **{name: text for name, text in typed if text}}


def _as_given(request: Request) -> dict[str, object]:
    """The values of a letter with the time of the meeting in the zone in which it was given, not in the reader's."""
    values, roles = dict(request.values), request.letter.meeting
    zoned = values.get(roles["time"])
    if isinstance(zoned, ZonedTime):
        own = values.get(roles.get("timezone", ""))
        start = zoned.start.astimezone(ZoneInfo(str(own))) if own else zoned.other or zoned.start
        values |= {roles["date"]: start.date(), roles["time"]: start.time()}
    return values


def _as_iso(value: object) -> str:
    """A date or a time in ISO 8601; empty for other values."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else ""
