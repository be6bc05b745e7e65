"""The meeting that a letter invites to, as a calendar (RFC 5545); a request (RFC 5546) where both addresses are known.

The calendar is written line by line here: all of it is constant but for a dozen values, and these are checked.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from goodterms.call import is_called_for
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import without_isolates
from goodterms.formats.addresses import Parties, Party, parties
from goodterms.formats.links import link_target
from goodterms.formats.zones import vtimezone
from goodterms.meeting_times import FIRST_YEAR, LAST_YEAR, READER, clock_fault
from goodterms.values import Duration, ZonedTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from goodterms.compose import Letter
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec

TIME_OF_DAY = time(9)
"""The time of day for the date of a letter, where a date needs one."""
_MAX_OCTETS = 75
UNKNOWN_DOMAIN = "goodterms.invalid"
"""The domain of ids where no sender is known; nobody can own it (RFC 6761)."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Meeting(NamedTuple):
    """A meeting: its start and end, both in the zone of the calendar, its place, the link to join it."""

    start: datetime
    end: datetime
    place: str
    link: str

    @property
    def zone(self) -> str:
        """The IANA name of the zone of its times."""
        assert isinstance(self.start.tzinfo, ZoneInfo)  # noqa: S101 — as :func:`meeting` makes it
        return self.start.tzinfo.key


def check(letter: Letter, envelope: Envelope) -> list[Fault]:
    """Every fault for which :func:`write` would refuse the letter."""
    return collect_faults(
        (
            lambda: _require_meeting(letter, envelope),
            lambda: parties(letter, envelope, needed=False),
            lambda: letter_datetime(letter, envelope),
        )
    )


def collect_faults(steps: Iterable[Callable[[], object]]) -> list[Fault]:
    """The faults that the steps raise, each called even where one before it raised."""
    faults: list[Fault] = []
    for step in steps:
        try:
            step()
        except InvalidRequest as error:
            faults += error.faults
    return faults


def write(letter: Letter, envelope: Envelope) -> bytes:
    """The calendar of a letter.

    Raises :class:`InvalidRequest` for a letter that does not invite to a meeting, and where :func:`meeting` and
    :func:`parties` do.
    """
    return to_calendar(letter, envelope, _require_meeting(letter, envelope), parties(letter, envelope, needed=False))


def _require_meeting(letter: Letter, envelope: Envelope) -> Meeting:
    found = meeting(letter, envelope)
    if found is None:
        raise InvalidRequest.of("no-meeting", "--format", letter=letter.request.letter.name)
    return found


def has_meeting(letter: Letter) -> bool:
    """Whether a letter invites to a meeting: it has a date and a time for one."""
    return all(_meeting_value(letter, part) is not None for part in ("date", "time"))


def meeting(letter: Letter, envelope: Envelope) -> Meeting | None:
    """The meeting that a letter invites to, from the fields that its choices call for; None where it has none.

    Raises :class:`InvalidRequest` for an unknown time zone, a year out of range, a time that the clock skips.
    """
    spec = letter.request.letter
    day, at = _meeting_value(letter, "date"), _meeting_value(letter, "time")
    if not isinstance(day, date) or not isinstance(at, (time, ZonedTime)):
        return None
    if spec.meeting_rules.cancels and not envelope.key:
        raise InvalidRequest.of("cancellation-without-key", "--key", letter=spec.name)
    start = at.start if isinstance(at, ZonedTime) else _local(spec, day, at, envelope.timezone)
    if start.tzinfo is None:
        raise InvalidRequest.of("reader-timezone-missing", READER)
    duration = _meeting_value(letter, "duration")
    length = (
        timedelta(hours=duration.hours, minutes=duration.minutes) if isinstance(duration, Duration) else timedelta()
    )
    end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return Meeting(start, end, str(_meeting_value(letter, "place") or ""), str(_meeting_value(letter, "link") or ""))


def _local(spec: LetterSpec, day: date, at: time, zone: str) -> datetime:
    """A time of a letter that was written without time zones, by the clock of the envelope's zone."""
    if not zone:
        raise InvalidRequest([fault("missing-timezone", "mail.timezone", source="settings")])
    _check_year(spec.meeting["date"], day)
    start = datetime.combine(day, at, ZoneInfo(zone))
    if wrong := clock_fault(start, spec.meeting["time"]):
        raise InvalidRequest([wrong])
    return start


def link_of(letter: Letter) -> str:
    """The web address of the meeting that a letter invites to; an empty string where it has none, or calls it off."""
    return "" if letter.request.letter.meeting_rules.cancels else str(_meeting_value(letter, "link") or "")


def _meeting_value(letter: Letter, part: str) -> object:
    """The value of a part of the meeting; None without one, or where the letter's choices do not call for it."""
    spec, values = letter.request.letter, letter.request.values
    field = spec.fields.get(spec.meeting.get(part, ""))
    return values.get(field.name) if field and is_called_for(field, values) else None


def to_calendar(letter: Letter, envelope: Envelope, meeting: Meeting, who: Parties) -> bytes:
    """A whole calendar with one meeting, in lines of at most 75 octets.

    It is a request (RFC 5546) where sender and recipient are known, is published where only the sender is, and
    otherwise is an entry without participants. Of a letter that calls off a meeting, it is the cancellation.
    """
    asked = [f"METHOD:{method(letter, who)}"] if who.sender.address else []
    zones = b"" if meeting.zone == "UTC" else vtimezone(meeting.zone, meeting.start.year, meeting.end.year)
    opening = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//goodterms//goodterms//EN", *asked]
    event = [*_event(letter, envelope, meeting, who), "END:VCALENDAR"]
    return b"".join([*map(fold_line, opening), zones, *map(fold_line, event)])


def method(letter: Letter, who: Parties) -> str:
    """What the calendar asks of the program that reads it; for a published meeting, too, it is cancelled by CANCEL."""
    if letter.request.letter.meeting_rules.cancels:
        return "CANCEL"
    return "REQUEST" if who.recipient.address else "PUBLISH"


def _event(letter: Letter, envelope: Envelope, meeting: Meeting, who: Parties) -> Iterable[str]:
    language = f";LANGUAGE={letter.request.locale.tag}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(letter, envelope, who)}"
    yield f"DTSTAMP:{letter_datetime(letter, envelope).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART{_date_time(meeting.start, meeting.zone)}"
    if meeting.end > meeting.start:
        # Of a time that a clock shows twice, calendars take the first (RFC 5545, section 3.3.5).
        end = meeting.end.astimezone(UTC) if meeting.end.fold else meeting.end
        yield f"DTEND{_date_time(end, 'UTC' if meeting.end.fold else meeting.zone)}"
    cancels = bool(letter.request.letter.meeting_rules.cancels)
    # A calendar only drops a meeting for a revision that is later than the one that it has.
    yield f"SEQUENCE:{max(envelope.sequence, int(cancels))}"
    yield f"SUMMARY{language}:{escape_text(without_isolates.marked_subject(letter, envelope))}"
    yield f"DESCRIPTION{language}:{escape_text(without_isolates.body(letter))}"
    if place := meeting.place or meeting.link:
        yield f"LOCATION{language if meeting.place else ''}:{escape_text(place)}"
    if meeting.link:
        address = quote(meeting.link, safe=_URI_SAFE)
        yield f"URL:{address}"
        yield f"CONFERENCE;VALUE=URI:{address}"
    if who.sender.address:
        yield f"ORGANIZER{_name_parameter(who.sender)}:{link_target(who.sender.address, 'mail')}"
        if who.recipient.address:
            role = "" if cancels else ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
            address = link_target(who.recipient.address, "mail")
            yield f"ATTENDEE{_name_parameter(who.recipient)};CUTYPE=INDIVIDUAL{role}:{address}"
    yield f"STATUS:{'CANCELLED' if cancels else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if cancels else 'OPAQUE'}"
    yield "END:VEVENT"


def _uid(letter: Letter, envelope: Envelope, who: Parties) -> str:
    """The id of the meeting, the same in every correction and every language (RFC 7986, section 5.3).

    It is a digest of the sender, the letter that invites and the envelope's key; without a key, of the recipient and
    the date. A letter that cancels the meeting, or repeats the invitation, so has the id of the invitation.
    """
    request = letter.request
    recipient = who.recipient.address or who.recipient.name
    identity = [envelope.key] if envelope.key else ["", recipient, request.date.isoformat()]
    digest = blake2b("\0".join([who.sender.address, request.letter.invitation, *identity]).encode(), digest_size=16)
    return f"{digest.hexdigest()}@{who.sender.domain or UNKNOWN_DOMAIN}"


def letter_datetime(letter: Letter, envelope: Envelope) -> datetime:
    """The date of a letter, at a fixed time of day in the envelope's time zone.

    Raises :class:`InvalidRequest` for a year that is out of range for mails and calendars.
    """
    _check_year("date", letter.request.date)
    return datetime.combine(letter.request.date, TIME_OF_DAY, ZoneInfo(envelope.timezone or "UTC"))


def _check_year(place: str, day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidRequest.of("year-out-of-range", place, given=day, first=FIRST_YEAR, last=LAST_YEAR)


def _date_time(at: datetime, zone: str) -> str:
    return f":{at:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f";TZID={zone}:{at:%Y%m%dT%H%M%S}"


def _name_parameter(party: Party) -> str:
    """The parameter CN, escaped by RFC 6868; empty for a party without a name."""
    name = party.name.replace("^", "^^").replace('"', "^'")
    return f';CN="{name}"' if name else ""


def escape_text(value: str) -> str:
    """A value of type TEXT (RFC 5545, section 3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub("", escaped).replace("\n", "\\n")


def fold_line(line: str) -> bytes:
    """A content line in pieces of at most 75 octets, cut between characters (RFC 5545, section 3.1)."""
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
