"""The hour of a meeting in five formats: all say the same instant, by the reader's clock, or name whose clock it is.

What is expected comes from :mod:`zoneinfo` and from the tests themselves; ours is only what is read.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import pytest
from pypdf import PdfReader

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import Letter, compose, validate
from goodterms.envelopes import Envelope
from goodterms.errors import InvalidRequest
from goodterms.formats import document, fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project

LABELS = {
    "en": ("Date:", "Time:"),
    "sl": ("Datum:", "Ura:"),
    "te": ("తేదీ:", "సమయం:"),
    "ne": ("मिति:", "समय:"),
    "ur": ("تاریخ:", "وقت:"),
}
PLACES = {
    "Karachi": ("ur-PK", "", "Asia/Karachi"),
    "Kathmandu": ("ne-NP", "", "Asia/Kathmandu"),
    "Vijayawada": ("te", "India Standard Time", "Asia/Kolkata"),
    "Ljubljana": ("sl", "Europe/Ljubljana", "Europe/Ljubljana"),
    "New York": ("en-US", "America/New_York", "America/New_York"),
}
"""Where readers are: the tag, the time zone that is given, and the one in which their clock is."""
SENDERS = ["Europe/Ljubljana", "America/New_York", "Asia/Karachi"]
DAYS = [
    # Both sides of the changes of the clock in the United States and in Europe, in spring and in autumn.
    date(2027, 3, 12), date(2027, 3, 15), date(2027, 3, 26), date(2027, 3, 29),
    date(2027, 10, 29), date(2027, 11, 1), date(2027, 11, 5), date(2027, 11, 8),
]  # fmt: skip
CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TAG = re.compile("<[^>]+>")
ITEM_END = re.compile("</(?:li|p|td|tr|div|h1)>|<br>")


class Said(NamedTuple):
    """What a format says: the day of the month, and each hour and minute that stands in the line of the time."""

    day: int
    clocks: tuple[tuple[int, int], ...]
    line: str


def letter_of(project: Project, tag: str, reader: str, sender: str, /, **given: object) -> Letter:
    call = Call("check-in", tag, given, DAY, sample=True, timezone=reader, sender_timezone=sender)
    return compose(project, validate(project, call))


def digits(text: str) -> str:
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in CONTROLS.sub("", text))


def said(text: str, tag: str) -> Said:
    """What the lines with the date and the time of the meeting say."""
    lines = [re.sub(r"\s+", " ", line) for line in digits(text).split("\n")]
    language = tag.partition("-")[0]
    found = [next(line for line in lines if label in line) for label in LABELS[language]]
    day, moment = (line.partition(label)[2] for line, label in zip(found, LABELS[language], strict=True))
    (number,) = [int(part) for part in re.findall(r"\d+", day) if int(part) <= 31]
    clocks = re.findall(r"(\d{1,2})[:.](\d\d) ?([AP]M)?", moment)
    return Said(number, tuple((_hour(int(hour), half), int(minute)) for hour, minute, half in clocks), moment)


def _hour(hour: int, half: str) -> int:
    return hour if not half else hour % 12 + (12 if half == "PM" else 0)


def of_page(page: str) -> str:
    return html.unescape(TAG.sub("", ITEM_END.sub("\n", page)))


def of_pdf(data: bytes) -> str:
    """The texts of the blocks of a PDF, as its structure gives them to programs that read aloud."""
    catalog: Any = PdfReader(io.BytesIO(data)).root_object
    found: list[str] = []
    waiting = [catalog["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop(0)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, dict):
            if "/ActualText" in node:
                found.append(str(node["/ActualText"]))
            waiting[:0] = [node.get("/K", [])]
    return "\n".join(found)


def formats(project: Project, letter: Letter, envelope: Envelope, *, with_pdf: bool) -> Iterator[tuple[str, str]]:
    """Every format as text, by its name."""
    yield "text", document(project.content, letter, "text").content.decode()
    yield "html", of_page(document(project.content, letter, "html").content.decode())
    if with_pdf:
        yield "pdf", of_pdf(document(project.content, letter, "pdf", envelope).content)
    message = message_from_bytes(document(project.content, letter, "eml", envelope).content, policy=policy.default)
    plain, page = (part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html"))
    yield "plain part", plain.get_content()
    yield "page part", of_page(page.get_content())


def events(project: Project, letter: Letter, envelope: Envelope) -> Iterator[Any]:
    """The meeting by itself, and the one in a message."""
    message = message_from_bytes(document(project.content, letter, "eml", envelope).content, policy=policy.default)
    inside = next(part for part in message.walk() if part.get_content_type() == "text/calendar").get_content()
    for data in (document(project.content, letter, "ics", envelope).content, inside):
        (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        yield event


def judge(project: Project, tag: str, letter: Letter, sender: str, first: datetime, other: datetime | None) -> None:
    """Compare every format of a letter with what it must say: its first time, and the other one, if it has two."""
    envelope = Envelope(key="1", recipient_email="ana@lipa.example", sender_email="care@breza.example", timezone=sender)
    with_pdf = "Noto Sans" in fonts.families() and first.month == 3 and sender == SENDERS[0]
    times = [first, *([other] if other else [])]
    for name, text in formats(project, letter, envelope, with_pdf=with_pdf):
        found = said(text, tag)
        assert found.day == first.day, (name, found)
        # A clock of twelve hours has the part of the day in words.
        expected = [(one.hour, one.minute) for one in times]
        shown = [(hour % 12, minute) for hour, minute in found.clocks]
        assert shown == [(hour % 12, minute) for hour, minute in expected], (name, found)
        if tag.startswith(("en", "sl")):
            assert list(found.clocks) == expected, (name, found)
        # The day of the other clock is said where it is another.
        if other:
            assert (f"{other.day}" in re.findall(r"\d+", found.line)) or other.date() == first.date(), (name, found)
    for event in events(project, letter, envelope):
        assert event["DTSTART"].params["TZID"] == str(first.tzinfo)
        assert event["DTSTART"].dt.replace(tzinfo=None) == first.replace(tzinfo=None)
        assert event.start == first
        assert event.end - event.start == timedelta(minutes=45)
        assert said(event["DESCRIPTION"], tag).clocks == said(text, tag).clocks


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("place", PLACES)
def test_all_formats_say_the_same_instant_by_the_readers_clock(place: str, sender: str, project: Project) -> None:
    tag, given, zone = PLACES[place]
    for day in DAYS:
        start = datetime.combine(day, time(14, 30), ZoneInfo(sender))
        letter = letter_of(project, tag, given, sender, meeting_date=day.isoformat(), meeting_time="14:30")
        there = start.astimezone(ZoneInfo(zone))
        is_same = there.utcoffset() == start.utcoffset()
        judge(project, tag, letter, sender, there, None if is_same else start)


@pytest.mark.parametrize("place", PLACES)
def test_a_clock_on_another_day_is_said_with_its_day(place: str, project: Project) -> None:
    tag, given, zone = PLACES[place]
    for sender, hour in [("America/New_York", "22:45"), ("Asia/Kolkata", "01:15"), ("Pacific/Auckland", "08:00")]:
        start = datetime.combine(date(2027, 3, 29), time.fromisoformat(hour), ZoneInfo(sender))
        letter = letter_of(project, tag, given, sender, meeting_date="2027-03-29", meeting_time=hour)
        there = start.astimezone(ZoneInfo(zone))
        judge(project, tag, letter, sender, there, None if there.utcoffset() == start.utcoffset() else start)


@pytest.mark.parametrize(
    ("tag", "reader", "sender", "expected"),
    [
        # Clocks that always agree need no name, whatever the two zones are called.
        ("sl", "", "Europe/Ljubljana", "14.30"),
        ("sl", "", "Europe/Budapest", "14.30"),
        ("sl", "Europe/Berlin", "Europe/Ljubljana", "14.30"),
        ("te", "", "Asia/Kolkata", "2:30"),
        ("ur-PK", "", "Asia/Karachi", "2:30"),
        ("en-GB", "", "Europe/London", "14:30"),
        # A region that is only likely does not convert.
        ("sl", "", "Asia/Karachi", "14.30 (pakistanski čas)"),
        ("ne", "", "Europe/Ljubljana", "2:30 बजे (मध्य युरोपेली समय)"),
        # A country with several clocks does not, either.
        ("en-US", "", "Europe/Ljubljana", "2:30 PM (Central European Time)"),
        ("en", "", "Europe/Ljubljana", "2:30 PM (Central European Time)"),
        # The same hour today, and not all year.
        ("en", "Africa/Lagos", "Europe/Ljubljana", "2:30 PM (West Africa Time)"),
        ("sl", "", "Africa/Lagos", "14.30 (zahodnoafriški čas)"),
        # Names that would be wrong for the zone are not taken.
        ("en", "", "America/Phoenix", "2:30 PM (Mountain Standard Time)"),
        ("en", "", "Etc/GMT-5", "2:30 PM (GMT+05:00)"),
        ("en", "America/Chicago", "America/Regina", "2:30 PM (Central Time)"),
    ],
)
def test_a_letter_says_whose_hour_it_is(tag: str, reader: str, sender: str, expected: str, project: Project) -> None:
    text = document(project.content, letter_of(project, tag, reader, sender), "text").content.decode()
    line = said(text, tag).line.strip()
    assert line.endswith(digits(expected)) or line.removesuffix(" గంటలకు").removesuffix(" بجے").endswith(expected)


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Dublin", "America/New_York", "Australia/Sydney"])
def test_a_name_holds_in_summer_and_in_winter(zone: str, project: Project) -> None:
    """A name with Standard, Mean, Summer or Daylight in it says which half of the year it is."""
    for day, other in [("2027-01-15", "2027-07-15"), ("2027-07-15", "2027-01-15")]:
        letter = letter_of(project, "en", "", zone, meeting_date=day)
        line = said(document(project.content, letter, "text").content.decode(), "en").line
        here, there = (
            datetime.combine(date.fromisoformat(one), time(14), ZoneInfo(zone)).utcoffset() for one in (day, other)
        )
        assert here is not None
        assert there is not None
        if "Summer" in line or "Daylight" in line:
            assert here > there
        if "Mean" in line:
            assert not here


@pytest.mark.parametrize("form", ["text", "html"])
def test_without_any_zone_letters_stay_as_they_are(form: str, project: Project) -> None:
    for tag in ("en", "sl", "te", "ne", "ur"):
        bare = document(project.content, letter_of(project, tag, "", ""), form).content
        assert b"(" not in bare.partition(b"30")[2][:20]


@pytest.mark.parametrize("mode", ["in-person", "at-yours"])
def test_a_meeting_in_person_has_the_time_of_the_place(mode: str, project: Project) -> None:
    letter = letter_of(project, "ur", "Asia/Karachi", "Europe/Ljubljana", mode=mode)
    line = said(document(project.content, letter, "text").content.decode(), "ur").line
    (event, _) = events(
        project,
        letter,
        Envelope(key="1", recipient_email="a@b.example", sender_email="c@d.example", timezone="Europe/Ljubljana"),
    )
    assert event.start.replace(tzinfo=None) == datetime(2026, 12, 3, 14, 30)  # noqa: DTZ001 — the hour on the wall
    if mode == "in-person":
        assert event["DTSTART"].params["TZID"] == "Europe/Ljubljana"
        assert "وسط یورپ کا وقت" in line
    else:
        assert event["DTSTART"].params["TZID"] == "Asia/Karachi"
        assert "(" not in line


def test_a_visit_to_an_unknown_zone_is_written_and_has_no_calendar(project: Project) -> None:
    letter = letter_of(project, "en", "", "Europe/Ljubljana", mode="at-yours")
    assert said(document(project.content, letter, "text").content.decode(), "en").line.strip() == "2:30 PM"
    with pytest.raises(InvalidRequest) as raised:
        document(project.content, letter, "ics", Envelope(timezone="Europe/Ljubljana"))
    assert [(one.kind, one.place) for one in raised.value.faults] == [("reader-timezone-missing", "timezone")]


def test_the_zone_of_a_letter_goes_before_the_senders(project: Project) -> None:
    letter = letter_of(project, "en", "Asia/Karachi", "Europe/Ljubljana", meeting_timezone="America/New_York")
    line = said(document(project.content, letter, "text").content.decode(), "en").line
    assert line.strip() == "12:30 AM (Pakistan Time; December 3, 2026, 2:30 PM Eastern Time)"


def test_a_second_time_is_in_the_same_zone(project: Project) -> None:
    second = {"another_time.date": "2027-07-01", "another_time.time": "10:00"}
    letter = letter_of(project, "sl", "Asia/Karachi", "Europe/Ljubljana", **second)
    text = document(project.content, letter, "text").content.decode().replace("\u00a0", " ")
    assert "četrtek, 1. julij 2027, ob 13.00 (pakistanski čas; srednjeevropski čas: 10.00)." in text


@pytest.mark.parametrize(
    ("reader", "sender", "given", "expected"),
    [
        ("Asia/Karachi", "", {}, ("missing-timezone", "mail.timezone")),
        ("Asia/Karatchi", "Europe/Ljubljana", {}, ("not-a-timezone-near", "timezone")),
        ("Karachi", "Europe/Ljubljana", {}, ("not-a-timezone-near", "timezone")),
        ("Pakistan Standart Time", "Europe/Ljubljana", {}, ("not-a-timezone-near", "timezone")),
        ("over there", "Europe/Ljubljana", {}, ("not-a-timezone", "timezone")),
        ("EST", "Europe/Ljubljana", {}, ("timezone-abbreviation", "timezone")),
        ("", "Europe/Ljubljana", {"meeting_timezone": "Europe/Lublana"}, ("not-a-timezone-near", "meeting_timezone")),
        ("", "Europe/Ljubljana", {"meeting_date": "2027-03-28", "meeting_time": "2:30"}, ("skipped-time", "meeting_time")),
        ("", "Europe/Ljubljana", {"meeting_date": "2027-10-31", "meeting_time": "2:30"}, ("repeated-time", "meeting_time")),
        ("", "America/New_York", {"another_time.date": "2027-03-14", "another_time.time": "2:30"},
         ("skipped-time", "another_time.time")),
        ("America/New_York", "Asia/Karachi", {"mode": "at-yours", "meeting_date": "2027-03-14", "meeting_time": "2:30"},
         ("skipped-time", "meeting_time")),
    ],
)  # fmt: skip
def test_a_time_in_doubt_is_refused_in_every_format(
    reader: str, sender: str, given: dict[str, object], expected: tuple[str, str], project: Project
) -> None:
    with pytest.raises(InvalidRequest) as raised:
        letter_of(project, "sl", reader, sender, **given)
    assert [(one.kind, one.place) for one in raised.value.faults] == [expected]


def test_an_hour_that_the_readers_clock_shows_twice_is_the_senders(project: Project) -> None:
    """01:30 in New York says nothing in that night; the hour in Karachi does."""
    given = {"meeting_date": "2027-11-07", "meeting_time": "11:30"}
    letter = letter_of(project, "en", "America/New_York", "Asia/Karachi", **given)
    start = datetime(2027, 11, 7, 11, 30, tzinfo=ZoneInfo("Asia/Karachi"))
    judge(project, "en", letter, "Asia/Karachi", start, None)


def test_an_end_that_the_clock_shows_twice_is_in_utc(project: Project) -> None:
    given = {"meeting_date": "2027-10-31", "meeting_time": "01:45", "duration": "1 h 30 min"}
    letter = letter_of(project, "sl", "", "Europe/Ljubljana", **given)
    data = document(project.content, letter, "ics", Envelope(timezone="Europe/Ljubljana")).content
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.end - event.start == timedelta(hours=1, minutes=30)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "is_refused"),
    [
        ({"answer_by": "2026-12-03"}, False),
        ({"answer_by": "2026-12-04"}, True),
        ({"answer_by": "2026-12-02", "another_time.date": "2026-12-01", "another_time.time": "10:00"}, True),
        ({"answer_by": "2026-11-30", "another_time.date": "2026-12-01", "another_time.time": "10:00"}, False),
    ],
)
def test_an_answer_is_asked_for_before_the_meeting(
    given: dict[str, object], is_refused: bool, project: Project
) -> None:
    call = Call("check-in", "sl", {"meeting_date": "2026-12-03", **given}, DAY, sample=True)
    if not is_refused:
        assert validate(project, call)
        return
    with pytest.raises(InvalidRequest) as raised:
        validate(project, call)
    assert [(one.kind, one.place) for one in raised.value.faults] == [("date-after-limit", "answer_by")]


@pytest.mark.parametrize("locale", ["en", "sl", "te", "ne", "ur"])
@pytest.mark.parametrize("second", [{}, {"another_time.date": "2026-12-08", "another_time.time": "10:00"}])
def test_every_invitation_asks_for_the_answer_by_then_and_there(
    locale: str, second: dict[str, object], project: Project
) -> None:
    link = "https://lipa.example/answer"
    for spec in project.letters():
        if not spec.meeting or spec.invitation != spec.name:
            continue
        assert "answer_by" in spec.fields
        given = {"answer_by": "2026-11-30", "answer_link": link, **second}
        call = Call(spec.name, locale, given, DAY, sample=True)
        letter = compose(project, validate(project, call))
        (section,) = [one for one in letter.wording.sections if one.name == "answer"]
        text = document(project.content, letter, "text").content.decode()
        (line,) = [line for line in text.split("\n") if link in line]
        assert section
        assert "30" in digits(line)
