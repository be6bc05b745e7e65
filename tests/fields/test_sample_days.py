"""Samples on a day after those that they were written for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import validate
from goodterms.content.layers import Content
from goodterms.fields.sample_days import ahead_of

if TYPE_CHECKING:
    from goodterms.project import Project

LETTERS = Content().letters()


def shown(project: Project, name: str, locale: str, day: date) -> dict[str, object]:
    return dict(
        ahead_of(
            day, project.samples(project.letter(name), project.locale(locale), every=True), project.letter(name).fields
        )
    )


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("locale", ["en", "ne", "sl", "te", "ur"])
def test_samples_given_as_values_are_taken_on_any_day(name: str, locale: str, project: Project) -> None:
    for day in (DAY, date(2027, 6, 15), date(2028, 2, 29), date(2031, 12, 31)):
        samples = project.samples(project.letter(name), project.locale(locale))
        assert validate(project, Call(name, locale, ahead_of(day, samples, project.letter(name).fields), day))


def test_days_move_by_the_same_weeks_and_only_as_far_as_they_must(project: Project) -> None:
    before = shown(project, "check-in", "sl", DAY)
    assert before == project.samples(project.letter("check-in"), project.locale("sl"), every=True)
    after = shown(project, "check-in", "sl", date(2027, 6, 15))
    assert {name for name in before if before[name] != after[name]} == {
        "meeting_date", "another_time", "since", "answer_by",
    }  # fmt: skip
    moved = {
        date.fromisoformat(str(after[name])) - date.fromisoformat(str(before[name]))
        for name in ("meeting_date", "answer_by")
    }
    assert moved == {timedelta(weeks=29)}  # answer_by was 30 November 2026
    assert str(after["another_time"]) != str(before["another_time"])


def test_days_before_the_letter_move_along(project: Project) -> None:
    after = shown(project, "farewell", "en", date(2027, 6, 15))
    assert after["circumstances"] == [
        "2027-03-15 the replacement parts came two weeks late", "2027-04-05 the repair had to be done twice",
    ]  # fmt: skip
    assert after["invoice"] == "INV-2026/0417"


@pytest.mark.parametrize("sample", ["2026-13-45", "tomorrow", "", 7])
def test_a_sample_that_is_not_a_day_stays_as_it_is(sample: object, project: Project) -> None:
    fields = project.letter("check-in").fields
    assert (
        ahead_of(date(2030, 1, 1), {"answer_by": sample, "meeting_date": "2026-12-03"}, fields)["answer_by"] == sample
    )
