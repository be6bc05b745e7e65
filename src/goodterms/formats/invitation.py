"""The meeting that a letter invites to, as a calendar (RFC 5545); a request (RFC 5546) where both addresses are known.

It is written here, line by line: what a calendar needs is constant but for a dozen values, and these are checked.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from goodterms.compose import is_called_for
from goodterms.errors import InvalidRequest
from goodterms.faults import Fault, legacy
from goodterms.formats import without_isolates
from goodterms.formats.addresses import Parties, Party, parties
from goodterms.formats.links import link_target
from goodterms.formats.zones import vtimezone
from goodterms.values import Duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from goodterms.compose import Letter
    from goodterms.model import Envelope

TIME_OF_DAY = time(9)
"""The time of day at which a letter counts as written; it has a date alone."""
_MAX_OCTETS = 75
_YEARS = range(1970, 9999)
_UNNAMED = "goodterms.invalid"
"""The domain of ids where no sender is known (RFC 6761: it can belong to nobody)."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Meeting(NamedTuple):
    """A meeting: when it begins and ends, where it is, where it is joined."""

    start: datetime
    end: datetime
    place: str
    link: str


def check(letter: Letter, envelope: Envelope) -> list[Fault]:
    """Every fault for which :func:`write` would refuse the letter."""
    steps = (
        lambda: _require_meeting(letter, envelope),
        lambda: parties(letter, envelope, needed=False),
        lambda: written_at(letter, envelope),
    )
    return faults_of(steps)


def faults_of(steps: Iterable[Callable[[], object]]) -> list[Fault]:
    """The faults that any of the steps raises."""
    faults: list[Fault] = []
    for step in steps:
        try:
            step()
        except InvalidRequest as error:
            faults += error.faults
    return faults


def write(letter: Letter, envelope: Envelope) -> bytes:
    """The calendar of a letter.

    Raises :class:`InvalidRequest` for a letter that invites to no meeting, and where :func:`meeting` and
    :func:`parties` do.
    """
    found = _require_meeting(letter, envelope)
    return to_calendar(letter, envelope, found, parties(letter, envelope, needed=False))


def _require_meeting(letter: Letter, envelope: Envelope) -> Meeting:
    found = meeting(letter, envelope)
    if found is None:
        name = letter.request.letter.name
        problem = f"{name} invites to no meeting, so there is nothing to put into a calendar"
        raise InvalidRequest(
            [legacy("--format", problem, "a letter invites to one by the table [meeting] of its letter.toml")]
        )
    return found


def meeting(letter: Letter, envelope: Envelope) -> Meeting | None:
    """The meeting that a letter invites to, with its fields that the letter's own choices call for; None for none.

    Raises :class:`InvalidRequest` when it is not known in which time zone it is, or its time does not exist there.
    """
    day, at = _meeting_value(letter, "date"), _meeting_value(letter, "time")
    if not isinstance(day, date) or not isinstance(at, time):
        return None
    length = _meeting_value(letter, "duration")
    lasts = timedelta(hours=length.hours, minutes=length.minutes) if isinstance(length, Duration) else timedelta()
    fields = letter.request.letter.meeting
    if not envelope.timezone:
        hint = 'goodterms.toml says in which time zone the meeting is: [mail] timezone = "Europe/Ljubljana"'
        raise InvalidRequest([legacy("mail.timezone", "is missing", hint)])
    _refuse_beyond(fields["date"], day)
    start = datetime.combine(day, at, ZoneInfo(envelope.timezone))
    # What the clock skips in spring is changed by a journey to UTC and back.
    if start.astimezone(UTC).astimezone(start.tzinfo).replace(tzinfo=None) != start.replace(tzinfo=None):
        problem = f"is {at:%H:%M}, which the clock in {envelope.timezone} skips on {day}"
        raise InvalidRequest([legacy(fields["time"], problem, "choose another time")])
    end = (start.astimezone(UTC) + lasts).astimezone(start.tzinfo)
    return Meeting(start, end, str(_meeting_value(letter, "place") or ""), str(_meeting_value(letter, "link") or ""))


def has_meeting(letter: Letter) -> bool:
    """Whether a letter invites to a meeting: its date and its time are given."""
    return isinstance(_meeting_value(letter, "date"), date) and isinstance(_meeting_value(letter, "time"), time)


def _meeting_value(letter: Letter, part: str) -> object:
    """The value of a part of the meeting, None where there is none or the choices made call for another."""
    spec, values = letter.request.letter, letter.request.values
    field = spec.fields.get(spec.meeting.get(part, ""))
    return values.get(field.name) if field and is_called_for(field, values) else None


def to_calendar(letter: Letter, envelope: Envelope, found: Meeting, who: Parties) -> bytes:
    """A whole calendar with one meeting, in lines of at most 75 octets.

    It is a request (RFC 5546) where sender and recipient are known, is published where the sender is, and else is an
    entry without anybody.
    """
    method = ["METHOD:REQUEST" if who.recipient.address else "METHOD:PUBLISH"] if who.sender.address else []
    zone = envelope.timezone
    zones = b"" if zone == "UTC" else vtimezone(zone, found.start.year, found.end.year)
    opened = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//goodterms//goodterms//EN", *method]
    event = [*_event(letter, envelope, found, who), "END:VCALENDAR"]
    return b"".join([*map(fold_line, opened), zones, *map(fold_line, event)])


def _event(letter: Letter, envelope: Envelope, found: Meeting, who: Parties) -> Iterable[str]:
    language = f";LANGUAGE={letter.request.locale.tag}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(letter, envelope, who)}"
    yield f"DTSTAMP:{written_at(letter, envelope).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART{_date_time(found.start, envelope.timezone)}"
    if found.end > found.start:
        yield f"DTEND{_date_time(found.end, envelope.timezone)}"
    yield f"SEQUENCE:{envelope.sequence}"
    yield f"SUMMARY{language}:{_escape_text(without_isolates.subject(letter))}"
    yield f"DESCRIPTION{language}:{_escape_text(without_isolates.body(letter))}"
    if place := found.place or found.link:
        yield f"LOCATION{language if found.place else ''}:{_escape_text(place)}"
    if found.link:
        address = quote(found.link, safe=_URI_SAFE)
        yield f"URL:{address}"
        yield f"CONFERENCE;VALUE=URI:{address}"
    if who.sender.address:
        yield f"ORGANIZER{_name_parameter(who.sender)}:{link_target(who.sender.address, 'mail')}"
        if who.recipient.address:
            role = "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
            address = link_target(who.recipient.address, "mail")
            yield f"ATTENDEE{_name_parameter(who.recipient)};CUTYPE=INDIVIDUAL;{role}:{address}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _uid(letter: Letter, envelope: Envelope, who: Parties) -> str:
    """The id of the meeting, the same for every correction of it and in every language (RFC 7986, section 5.3).

    It comes from the sender, the letter and the envelope's key; without a key, from recipient and date of the letter.
    """
    request = letter.request
    recipient = who.recipient.address or who.recipient.name
    told = [envelope.key] if envelope.key else ["", recipient, request.date.isoformat()]
    digest = blake2b("\0".join([who.sender.address, request.letter.name, *told]).encode(), digest_size=16)
    return f"{digest.hexdigest()}@{who.sender.domain or _UNNAMED}"


def written_at(letter: Letter, envelope: Envelope) -> datetime:
    """When a letter counts as written: on its date, at a fixed time in the envelope's time zone.

    Raises :class:`InvalidRequest` for a date that mails and calendars cannot hold.
    """
    _refuse_beyond("date", letter.request.date)
    return datetime.combine(letter.request.date, TIME_OF_DAY, ZoneInfo(envelope.timezone or "UTC"))


def _refuse_beyond(place: str, day: date) -> None:
    if day.year not in _YEARS:
        raise InvalidRequest([legacy(place, f"is {day}, which is beyond any calendar", "expected a year from 1970 on")])


def _date_time(at: datetime, zone: str) -> str:
    return f":{at:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f";TZID={zone}:{at:%Y%m%dT%H%M%S}"


def _name_parameter(party: Party) -> str:
    """The parameter CN, in the escapes of RFC 6868."""
    name = party.name.replace("^", "^^").replace('"', "^'")
    return f';CN="{name}"' if name else ""


def _escape_text(value: str) -> str:
    """A value of type TEXT (RFC 5545, section 3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub("", escaped).replace("\n", "\\n")


def fold_line(line: str) -> bytes:
    """A content line in pieces of at most 75 octets; no character is cut in two (RFC 5545, section 3.1)."""
    data = line.encode()
    if len(data) <= _MAX_OCTETS:
        return data + b"\r\n"
    pieces = []
    at, room = 0, _MAX_OCTETS
    while len(data) - at > room:
        end = at + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[at:end])
        at, room = end, _MAX_OCTETS - 1
    return b"\r\n ".join([*pieces, data[at:]]) + b"\r\n"
