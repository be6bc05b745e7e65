"""A letter that calls off a meeting removes the entry of the invitation from calendars; icalendar reads both."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import Letter, compose, validate
from goodterms.envelopes import Envelope
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.formats import FORMATS, document
from goodterms.project import open_project

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from goodterms.project import Project

ENVELOPE = Envelope(
    key="41", recipient_email="ana@lipa.example", sender_email="care@breza.example", timezone="Europe/Ljubljana"
)
LATER = DAY.replace(day=24)


def letter_of(project: Project, letter: str, locale: str = "sl", day: date = DAY, /, **given: object) -> Letter:
    return compose(project, validate(project, Call(letter, locale, given, day, sample=True)))


def calendar_of(project: Project, letter: Letter, envelope: Envelope = ENVELOPE) -> Any:
    found = icalendar.Calendar.from_ical(document(project.content, letter, "ics", envelope).content)
    assert not found.errors
    return found


@pytest.mark.parametrize("locale", ["en", "sl", "te", "ne", "ur"])
def test_a_cancellation_is_that_of_the_invitation(locale: str, project: Project) -> None:
    """The same meeting, a later revision, on another day and in another language (RFC 5546, section 3.2.5)."""
    invited: Any = calendar_of(project, letter_of(project, "check-in"))
    letter = letter_of(project, "check-in-cancellation", locale, LATER)
    cancelled: Any = calendar_of(project, letter)
    assert [invited["METHOD"], cancelled["METHOD"]] == ["REQUEST", "CANCEL"]
    (before,), (after,) = invited.walk("VEVENT"), cancelled.walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert [before["STATUS"], after["STATUS"]] == ["CONFIRMED", "CANCELLED"]
    assert after.start == before.start
    assert [after["ORGANIZER"], after["ATTENDEE"]] == [before["ORGANIZER"], before["ATTENDEE"]]
    assert "RSVP" not in after["ATTENDEE"].params


@pytest.mark.parametrize(("given", "expected"), [(0, 1), (1, 1), (2, 2), (7, 7)])
def test_a_cancellation_is_at_least_the_second_revision(given: int, expected: int, project: Project) -> None:
    letter = letter_of(project, "check-in-cancellation")
    (event,) = calendar_of(project, letter, ENVELOPE._replace(sequence=given)).walk("VEVENT")
    assert event["SEQUENCE"] == expected


def test_the_email_of_a_cancellation_cancels(project: Project) -> None:
    letter = letter_of(project, "check-in-cancellation")
    message = message_from_bytes(document(project.content, letter, "eml", ENVELOPE).content, policy=policy.default)
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "CANCEL"
    assert icalendar.Calendar.from_ical(part.get_content())["METHOD"] == "CANCEL"


def test_a_published_meeting_is_cancelled_and_an_own_entry_only_says_so(project: Project) -> None:
    letter = letter_of(project, "check-in-cancellation")
    assert calendar_of(project, letter, ENVELOPE._replace(recipient_email=""))["METHOD"] == "CANCEL"
    own: Any = calendar_of(project, letter, Envelope(key="41", timezone="Europe/Ljubljana"))
    assert "METHOD" not in own
    assert own.walk("VEVENT")[0]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("form", ["ics", "eml"])
def test_without_the_key_no_calendar_would_find_the_meeting(form: str, project: Project) -> None:
    letter = letter_of(project, "check-in-cancellation")
    envelope = ENVELOPE._replace(key="")
    check = FORMATS[form].check
    assert check
    assert [(one.kind, one.place) for one in check(project.content, letter, envelope)] == [
        ("cancellation-without-key", "--key")
    ]
    with pytest.raises(InvalidRequest):
        document(project.content, letter, form, envelope)
    assert document(project.content, letter, "text", envelope).content


def test_a_reminder_repeats_the_entry_of_the_invitation(project: Project) -> None:
    uids = {
        calendar_of(project, letter_of(project, name)).walk("VEVENT")[0]["UID"]
        for name in ("check-in", "check-in-reminder", "check-in-cancellation")
    }
    assert len(uids) == 1


def test_each_letter_with_a_meeting_knows_its_cancellation(project: Project) -> None:
    found = {letter.name: project.cancellation_of(letter) for letter in project.letters()}
    assert {name: one.name for name, one in found.items() if one} == {
        "check-in": "check-in-cancellation",
        "check-in-reminder": "check-in-cancellation",
    }


def test_a_cancellation_takes_the_row_of_the_invitation(project: Project) -> None:
    """What it requires, the invitation requires as well, under the same name and with the same type."""
    invitation, cancellation = project.letter("check-in"), project.letter("check-in-cancellation")
    required = {name: field for name, field in cancellation.fields.items() if field.required}
    assert required
    assert {name: field.type for name, field in required.items()} == {
        name: invitation.fields[name].type for name in required if invitation.fields[name].required
    }


_STEP = '[steps.invitation]\ntitle = "T"\nrequired = true\n'


def overlay(folder: Path, letters: dict[str, str]) -> Project:
    for name, source in letters.items():
        (folder / "templates" / name).mkdir(parents=True)
        (folder / "templates" / name / "letter.toml").write_text(source + _STEP, "utf-8")
        (folder / "templates" / name / "letter.md.j2").write_text(
            '{% extends "_appointment/letter.md.j2" %}\n', "utf-8"
        )
    return open_project([folder])


@pytest.mark.parametrize(
    ("meeting", "kind", "place"),
    [
        ('cancels = "check-inn"', "not-an-option", "meeting.cancels"),
        ('cancels = "farewell"', "invites-to-no-meeting", "meeting.cancels"),
        ('repeats = "quiet-customer"', "invites-to-no-meeting", "meeting.repeats"),
        ('cancels = "check-in"\nrepeats = "check-in"', "cancels-and-repeats", "meeting.repeats"),
        ("cancels = 3", "not-text", "meeting.cancels"),
    ],
)
def test_a_letter_cancels_only_a_meeting(meeting: str, kind: str, place: str, tmp_path: Path) -> None:
    own = overlay(tmp_path, {"visit-off": f'extends = "_appointment"\n[meeting]\n{meeting}\n'})
    with pytest.raises(BrokenContent) as raised:
        own.letter("visit-off")
    assert [(one.kind, one.param("key")) for one in raised.value.faults] == [(kind, place)]


def test_a_letter_keeps_the_parts_of_the_meeting_that_it_extends(tmp_path: Path) -> None:
    own = overlay(
        tmp_path,
        {
            "visit-off": 'extends = "_appointment"\n[meeting]\ncancels = "check-in"\n',
            "no-visit": 'extends = "check-in"\n[meeting]\n',
        },
    )
    assert own.letter("visit-off").meeting == {
        "date": "meeting_date",
        "time": "meeting_time",
        "timezone": "meeting_timezone",
    }
    assert own.letter("no-visit").meeting == {}
    assert own.cancellation_of(own.letter("no-visit")) is None


def test_two_cancellations_of_one_meeting_are_refused(tmp_path: Path) -> None:
    own = overlay(tmp_path, {"visit-off": 'extends = "_appointment"\n[meeting]\ncancels = "check-in"\n'})
    with pytest.raises(BrokenContent) as raised:
        own.cancellation_of(own.letter("check-in"))
    (wrong,) = raised.value.faults
    assert (wrong.kind, wrong.param("names")) == ("several-cancellations", ("check-in-cancellation", "visit-off"))
