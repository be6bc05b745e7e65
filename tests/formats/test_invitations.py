"""A letter's calendar says when and where, in the reader's language; icalendar, which is not ours, reads it back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from bidi import get_base_level, get_display
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import Letter, compose, validate
from goodterms.envelopes import Envelope
from goodterms.errors import InvalidRequest
from goodterms.formats import document, invitation
from goodterms.formats.zones import vtimezone

if TYPE_CHECKING:
    from goodterms.project import Project

LOCALES = ["en", "sl", "te", "ne", "ur"]
ENVELOPE = Envelope(
    key="41", recipient_email="ana@lipa.example", sender_email="care@breza.example", timezone="Europe/Ljubljana"
)
ZONES = [
    "UTC", "Europe/Ljubljana", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Karachi", "America/New_York", "Australia/Lord_Howe",
    "Africa/Casablanca", "Europe/Dublin", "America/Santiago", "Pacific/Chatham",
]  # fmt: skip


def letter_of(project: Project, locale: str = "sl", letter: str = "check-in", /, **given: object) -> Letter:
    return compose(project, validate(project, Call(letter, locale, given, DAY, sample=True)))


def raw(project: Project, locale: str = "sl", /, envelope: Envelope = ENVELOPE, **given: object) -> bytes:
    return document(project.content, letter_of(project, locale, **given), "ics", envelope).content


def read(data: bytes) -> Any:
    """The event of a calendar. Its properties are of a type for each name, which their users know."""
    found = icalendar.Calendar.from_ical(data)
    assert not found.errors
    (event,) = found.walk("VEVENT")
    assert not event.errors
    return event


@pytest.mark.parametrize("locale", LOCALES)
def test_a_calendar_is_a_whole_invitation(locale: str, project: Project) -> None:
    data = raw(project, locale)
    found: Any = icalendar.Calendar.from_ical(data)
    assert [found["VERSION"], found["METHOD"]] == ["2.0", "REQUEST"]
    event = read(data)
    assert event.start == datetime(2026, 12, 3, 14, 30, tzinfo=ZoneInfo("Europe/Ljubljana"))
    assert event.end - event.start == timedelta(minutes=45)
    assert event["DTSTART"].params["TZID"] == found.walk("VTIMEZONE")[0]["TZID"] == "Europe/Ljubljana"
    assert event["DTSTAMP"].dt == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert event["SEQUENCE"] == 0
    assert event["UID"].endswith("@breza.example")
    values = letter_of(project, locale).request.values
    assert event["ORGANIZER"] == "mailto:care@breza.example"
    assert event["ORGANIZER"].params["CN"] == values["company"]
    assert event["ATTENDEE"] == "mailto:ana@lipa.example"
    assert event["ATTENDEE"].params["CN"] == letter_of(project, locale).request.names["recipient"]
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["URL"] == event["CONFERENCE"] == event["LOCATION"] == values["link"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_calendar_speaks_the_language_of_its_letter(locale: str, project: Project) -> None:
    event = read(raw(project, locale))
    text = document(project.content, letter_of(project, locale), "text").content.decode()
    bare = re.sub("[\u200e\u200f\u2066-\u2069]", "", text)
    assert event["SUMMARY"].params["LANGUAGE"] == event["DESCRIPTION"].params["LANGUAGE"] == locale
    assert event["SUMMARY"] in bare.split("\n")
    described = re.sub("[\u200e\u200f\u202b\u202c]", "", event["DESCRIPTION"])
    assert bare.endswith(described + "\n")
    assert len(described) > len(bare) * 0.8
    assert not re.search("[\u2066-\u2069]", event["SUMMARY"] + event["DESCRIPTION"])


def test_only_right_to_left_calendars_hold_marks(project: Project) -> None:
    for locale in ("en", "sl", "te", "ne"):
        assert not re.search("[\u200e\u200f\u202a-\u202e]", raw(project, locale).decode())
    event = read(raw(project, "ur", company="Lipa d.o.o.", signature="Maja Kovač"))
    for line in filter(None, event["DESCRIPTION"].split("\n")):
        assert get_base_level(line) == 1, line


@pytest.mark.parametrize(
    ("locale", "value", "own"),
    [
        ("ur", "Ana +386 40 123 456", "L"),
        ("ur", "C++ (Ltd.)", "L"),
        ("ur", "10-20 Co", "L"),
        ("ur", "Lipa!", "L"),
        ("sl", "علی!", "R"),
        ("sl", "علی (2)", "R"),
        ("en", "ABC احمد", "L"),
    ],
)
def test_a_value_between_marks_reads_in_order(locale: str, value: str, own: str, project: Project) -> None:
    described = read(raw(project, locale, name=value, signature=value))["DESCRIPTION"]
    lines = [line for line in described.split("\n") if value in line]
    assert len(lines) == 2
    base = "R" if locale == "ur" else "L"
    for line in lines:
        shown = re.sub("[\u200e\u200f\u202b\u202c]", "", get_display(line, base_dir=base))
        assert get_display(value, base_dir=own) in shown


def test_without_marks_the_judge_would_see_it(project: Project) -> None:
    described = read(raw(project, "ur", signature="+386 40 123 456 Ana"))["DESCRIPTION"]
    (line,) = [line for line in described.split("\n") if "+386" in line]
    assert "+386 40" not in get_display(re.sub("[\u200e\u200f]", "", line), base_dir="R")


@pytest.mark.parametrize(("mode", "place", "link"), [("video", None, True), ("in-person", "Park 1; Lipa, Bled", False)])
def test_the_choices_of_the_letter_decide_where_it_is(
    mode: str, place: str | None, link: bool, project: Project
) -> None:
    """Samples fill both fields; only the one that the chosen way of meeting calls for counts."""
    event = read(raw(project, mode=mode, place="Park 1; Lipa, Bled"))
    assert ("URL" in event) is link
    assert event["LOCATION"] == (place or event["URL"])


def test_without_a_length_there_is_no_end(project: Project) -> None:
    letter = letter_of(project)
    request = letter.request._replace(values={**letter.request.values, "duration": None})
    data = document(project.content, letter._replace(request=request), "ics", ENVELOPE).content
    assert "DTEND" not in read(data)


def test_ids_stay_and_only_the_sequence_that_is_told_rises(project: Project) -> None:
    first = read(raw(project))
    corrected = read(raw(project, "ur", ENVELOPE._replace(sequence=1), meeting_time="15:00"))
    assert corrected["UID"] == first["UID"]
    assert [first["SEQUENCE"], corrected["SEQUENCE"]] == [0, 1]
    others = [
        ENVELOPE._replace(key="42"),
        ENVELOPE._replace(key=""),
        ENVELOPE._replace(key="", recipient_email="eva@lipa.example"),
        ENVELOPE._replace(sender_email="care@lipa.example"),
    ]
    assert len({str(first["UID"]), *(str(read(raw(project, "sl", other))["UID"]) for other in others)}) == 5


def test_without_addresses_it_is_an_entry_of_one_s_own(project: Project) -> None:
    alone = icalendar.Calendar.from_ical(raw(project, "sl", Envelope(timezone="Europe/Ljubljana")))
    assert "METHOD" not in alone
    assert not {"ORGANIZER", "ATTENDEE"} & set(alone.walk("VEVENT")[0])
    published = icalendar.Calendar.from_ical(raw(project, "sl", ENVELOPE._replace(recipient_email="")))
    assert published["METHOD"] == "PUBLISH"
    assert "ORGANIZER" in published.walk("VEVENT")[0]
    assert "ATTENDEE" not in published.walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("envelope", "given", "told"),
    [
        (
            ENVELOPE._replace(timezone=""),
            {},
            'mail.timezone (in goodterms.toml): is missing\n  give the time zone of meetings: [mail] timezone = "Europe/Ljubljana"',
        ),
        (
            ENVELOPE,
            {"meeting_date": "2027-03-28", "meeting_time": "2:30"},
            "meeting_time: 02:30 does not exist on 2027-03-28: clocks in Europe/Ljubljana skip it",
        ),
        (ENVELOPE._replace(recipient="a\nATTENDEE:b"), {}, "control character"),
        (ENVELOPE._replace(sender_email="care@lipa.example\r\nX:y"), {}, "mail.from"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    envelope: Envelope, given: dict[str, object], told: str, project: Project
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        raw(project, "sl", envelope, **given)
    assert told in "\n".join(refused.value.lines())


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_zone_knows_is_refused(day: date, project: Project) -> None:
    letter = letter_of(project)
    letter = letter._replace(request=letter.request._replace(values={**letter.request.values, "meeting_date": day}))
    with pytest.raises(InvalidRequest) as refused:
        document(project.content, letter, "ics", ENVELOPE)
    assert f"meeting_date: {day} is out of range\n  expected a year from 1970 to 9998" in "\n".join(
        refused.value.lines()
    )


def test_a_letter_without_a_meeting_has_no_calendar(project: Project) -> None:
    with pytest.raises(InvalidRequest, match="farewell is not an invitation to a meeting, so it has no calendar entry"):
        document(project.content, letter_of(project, "sl", "farewell"), "ics", ENVELOPE)


def test_names_cannot_leave_their_parameter(project: Project) -> None:
    for name in ('a":mailto:x@evil.example', "a;ROLE=CHAIR", "a^nb", "a,b:c", "100%", '"'):
        event = read(raw(project, "sl", ENVELOPE._replace(recipient=name)))
        assert event["ATTENDEE"] == "mailto:ana@lipa.example"
        assert event["ATTENDEE"].params["CN"] == name


def test_an_address_is_escaped_as_an_address(project: Project) -> None:
    event = read(raw(project, "sl", ENVELOPE._replace(recipient_email="a%b?c+d@lipa.example")))
    assert event["ATTENDEE"] == "mailto:a%25b%3Fc+d@lipa.example"


def test_a_value_cannot_leave_its_line(project: Project) -> None:
    for value in ("a\\nb", "a\\,b", "END:VEVENT", "a;b\\", "\\Na"):
        event = read(raw(project, "sl", mode="in-person", place=value))
        assert event["LOCATION"] == value
        assert value in event["DESCRIPTION"]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aZ ,;:\\čఅक्र\u200dپ🙂é"), max_size=300))
def test_a_long_line_is_folded_between_characters(text: str) -> None:
    line = f"X:{text}"
    data = invitation.fold_line(line)
    assert data.endswith(b"\r\n")
    pieces = data[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert "".join([pieces[0].decode(), *(piece[1:].decode() for piece in pieces[1:])]) == line


@pytest.mark.parametrize("locale", LOCALES)
def test_no_line_is_too_long(locale: str, project: Project) -> None:
    data = raw(project, locale)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_says_the_instant_of_every_hour(zone: str) -> None:
    """Read by its rules alone, for the reader would take a name that it knows from its own tables."""
    data = vtimezone(zone, 2026, 2027).replace(f"TZID:{zone}".encode(), b"TZID:nowhere")
    component = icalendar.Timezone.from_ical(data)
    assert isinstance(component, icalendar.Timezone)
    found = component.to_tz(lookup_tzid=False)
    own = ZoneInfo(zone)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2028:
        local = at.astimezone(own)
        if not local.fold and local.utcoffset() == local.replace(fold=1).utcoffset():
            assert local.replace(tzinfo=found).utcoffset() == local.utcoffset(), local
        at += timedelta(minutes=30)


@settings(max_examples=100, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    # A value that people type has no fold: an hour that comes twice is the first.
    at=st.times().map(lambda at: at.replace(fold=0)),
    minutes=st.integers(1, 600),
)
def test_the_instants_are_right(zone: str, day: date, at: time, minutes: int, project: Project) -> None:
    at = at.replace(second=0, microsecond=0)
    given = {"meeting_date": day, "meeting_time": f"{at:%H:%M}", "duration": str(minutes)}
    try:
        event = read(raw(project, "sl", ENVELOPE._replace(timezone=zone), **given))
    except InvalidRequest:
        assume(False)
    start = datetime.combine(day, at, ZoneInfo(zone))
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    assert event["DTSTART"].dt.astimezone(UTC) == start.astimezone(UTC)
    assert event["DTEND"].dt.replace(tzinfo=None) == end.replace(tzinfo=None)


def test_across_the_change_of_the_clock_a_meeting_lasts_as_long(project: Project) -> None:
    event = read(raw(project, meeting_date="2027-03-28", meeting_time="1:30", duration="2 h"))
    assert f"{event.start:%H:%M} {event.end:%H:%M}" == "01:30 04:30"


def test_the_same_letter_is_the_same_calendar(project: Project) -> None:
    assert raw(project, "ur") == raw(project, "ur")
