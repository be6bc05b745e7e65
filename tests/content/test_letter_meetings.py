"""What the table [meeting] of a letter.toml can say, and the last day of a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import Content
from goodterms.errors import BrokenContent
from goodterms.project import Project

if TYPE_CHECKING:
    from conftest import Company

FIELDS = """
[steps.body]
[fields.day]
type = "date"
sample = "2026-12-03"
[fields.at]
type = "time"
sample = "14:30"
[fields.zone]
type = "timezone"
sample = "Europe/Ljubljana"
[fields.how]
type = "choice"
options = ["call", "visit"]
sample = "call"
[fields.second]
type = "record"
[fields.second.parts.date]
type = "date"
sample = "2026-12-04"
[fields.second.parts.time]
type = "time"
sample = "10:00"
[fields.other]
type = "record"
[fields.other.parts.what]
type = "text"
sample = "a plan"
"""
ROLES = 'date = "day"\ntime = "at"\n'


def faults_of(company: Company, source: str) -> list[tuple[str, object]]:
    company.file("templates/visit/letter.toml", source)
    with pytest.raises(BrokenContent) as raised:
        Project(Content((company.root,))).letter("visit")
    return [(one.kind, one.param("key")) for one in raised.value.faults]


def test_a_meeting_has_roles_places_and_a_zone(company: Company) -> None:
    table = f'[meeting]\n{ROLES}timezone = "zone"\nanother = "second"\nat_theirs = {{ how = ["visit"] }}\n'
    company.file("templates/visit/letter.toml", table + FIELDS)
    spec = Project(Content((company.root,))).letter("visit")
    assert spec.meeting == {"date": "day", "time": "at", "timezone": "zone", "another": "second"}
    assert spec.meeting_rules.at_theirs == {"how": ("visit",)}
    assert spec.meeting_rules.at_ours == {}
    assert (spec.meeting_rules.cancels, spec.invitation) == ("", "visit")


def test_a_letter_drops_a_part_with_an_empty_text(company: Company) -> None:
    company.file("templates/visit/letter.toml", f'[meeting]\n{ROLES}timezone = "zone"\n{FIELDS}')
    company.file("templates/later/letter.toml", 'extends = "visit"\n[meeting]\ntimezone = ""\nanother = "second"\n')
    spec = Project(Content((company.root,))).letter("later")
    assert spec.meeting == {"date": "day", "time": "at", "another": "second"}


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ('date = "day"\n', ("meeting-incomplete", "meeting.time")),
        (ROLES + 'timezone = "how"\n', ("no-fitting-field", "meeting.timezone")),
        (ROLES + 'another = "day"\n', ("no-fitting-field", "meeting.another")),
        (ROLES + 'another = "other"\n', ("record-without-moment", "meeting.another")),
        (ROLES + 'at_ours = { hwo = ["visit"] }\n', ("unknown-field-in-condition", "meeting.at_ours.hwo")),
        (ROLES + 'at_ours = { day = ["visit"] }\n', ("condition-not-a-choice", "meeting.at_ours.day")),
        (ROLES + 'at_theirs = { how = ["walk"] }\n', ("condition-never-met", "meeting.at_theirs.how")),
        (ROLES + 'at_home = { how = ["visit"] }\n', ("unknown-key", "meeting.at_home")),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(meeting: str, expected: tuple[str, str], company: Company) -> None:
    assert faults_of(company, f"[meeting]\n{meeting}{FIELDS}") == [expected]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('type = "date"\nsample = "2026-12-01"\nnot_after = ["dya"]\n', "date-limit-no-date"),
        ('type = "date"\nsample = "2026-12-01"\nnot_after = ["second.time"]\n', "date-limit-no-date"),
        ('type = "text"\nsample = "soon"\nnot_after = ["day"]\n', "date-limit-without-date"),
    ],
)
def test_only_a_date_has_a_last_day(field: str, expected: str, company: Company) -> None:
    assert faults_of(company, f"{FIELDS}[fields.answer]\n{field}") == [(expected, "fields.answer.not_after")]
