"""Days chosen from a month: every calendar of a language, at its ends, and in a browser with the keyboard only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from desks import desk, open_desk  # noqa: F401

from goodterms.cldr import calendars
from goodterms.desk import asked as asking
from goodterms.desk import days
from goodterms.desk.variants import Variant
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desks import Desk

WORKSPACE = Workspace()
TODAY = date(2026, 11, 29)
CASES = [
    (locale.tag, calendar)
    for locale in WORKSPACE.locales()
    for settings in [WORKSPACE.project.language_of(locale)]
    for calendar in calendars.named_in(settings, settings.cldr)
]


def month(tag: str, calendar: str, typed: str = "", turn: str = "", shown: str = "") -> days.Page:
    asked = asking.Asked("farewell", tag, "", {}, "", variant=Variant(calendar=calendar))
    return days.month(WORKSPACE, asked, typed, shown, turn, TODAY)


def year(tag: str, calendar: str, typed: str = "", turn: str = "", shown: str = "") -> days.Page:
    asked = asking.Asked("farewell", tag, "", {}, "", variant=Variant(calendar=calendar))
    return days.year(WORKSPACE, asked, typed, shown, turn, TODAY)


@pytest.mark.parametrize(("tag", "calendar"), CASES)
def test_a_month_has_each_of_its_days_once(tag: str, calendar: str) -> None:
    """Its days follow each other, are all that the calendar gives the month, and lie under their day of the week."""
    for typed in ("2026-12-06", "2024-02-29", "2026-03-22", "2027-04-13"):
        page = month(tag, calendar, typed)
        found = [date.fromisoformat(one.value) for one in page.days]
        assert date.fromisoformat(typed) in found
        assert found == [found[0] + timedelta(days=number) for number in range(len(found))]
        dates = [calendars.convert(day, calendar) for day in found]
        assert [one.day for one in dates] == list(range(1, len(found) + 1))
        assert len({one[:2] for one in dates}) == 1
        if (after := found[-1] + timedelta(days=1)) and not calendars.fault_of(after, calendar):
            assert calendars.convert(after, calendar).day == 1
        names = [name for _, name in page.weekdays]
        assert [one.name.partition(",")[0] for one in page.days] == [
            names[(page.lead + number) % 7] for number in range(len(found))
        ]
        assert bool(page.beside) == (calendar != "gregory") == bool(page.days[0].beside)


@pytest.mark.parametrize(("tag", "calendar"), CASES)
def test_a_turn_leads_to_the_same_day(tag: str, calendar: str) -> None:
    """A month further is the same day of the month, or the last one of a shorter month; and a year, of the year."""
    day = date(2024, 6, 1)
    for _ in range(40):
        here = calendars.convert(day, calendar)
        for turn, months in days.TURNS.items():
            there = calendars.convert(date.fromisoformat(month(tag, calendar, day.isoformat(), turn).day), calendar)
            assert there.year * 12 + there.month == here.year * 12 + here.month + months
            assert there.day == here.day or (there.day < here.day and there.day >= 28)
        day += timedelta(days=6)


def test_a_calendar_ends_where_its_days_are_not_known() -> None:
    assert month("ne", "bikram", "2027-04-13").turns == ("year_earlier", "earlier")
    assert month("ne", "bikram", "1943-04-14").turns == ("later", "year_later")
    beyond = month("ne", "bikram", "2027-04-14")
    assert not beyond.days
    assert "2084" in " ".join(beyond.problem)
    assert "bikram" in [one.value for one in beyond.calendars]
    assert month("ne", "bikram", "2027-04-14", shown="gregory").days
    assert month("ur", "islamic-umalqura", "2029-05-13").turns == ("year_earlier", "earlier")


@pytest.mark.parametrize(("tag", "calendar"), CASES)
def test_a_year_has_its_months_and_says_when_they_are(tag: str, calendar: str) -> None:
    """Letters write Gregorian months; in another calendar, each has the months in which its first and last day lie."""
    page = year(tag, calendar, "2026-11")
    assert [one.value for one in page.days] == [f"2026-{number:02}" for number in range(1, 13)]
    assert (page.day, page.is_typed, page.turns) == ("2026-11", True, ("year_earlier", "year_later"))
    for one in page.days:
        assert bool(one.beside) == (calendar != "gregory")
        first = month(tag, calendar, f"{one.value}-01")
        assert first.title in one.name
        assert one.number in first.beside or not one.beside
    assert year(tag, calendar, "2026-11", "year_later").day == "2027-11"
    assert year(tag, calendar, "2026-11", "year_earlier").days[0].value == "2025-01"


def test_a_month_is_shown_in_each_calendar_of_its_language() -> None:
    november = year("ne", "bikram", "2026-11").days[10]
    assert (november.number, november.beside) == ("November 2026", "Kartik – Mangsir")
    assert november.name == "November 2026 (Kartik 2083 BS – Mangsir 2083 BS)"
    assert year("ne", "bikram", "2026-11").beside == "2082 – 2083 BS"
    assert year("ne", "", "", shown="bikram").days[10] == november
    assert year("ur", "islamic-umalqura", "2026-11").days[10].beside == "Jumada I – Jumada II"
    beyond = year("ne", "bikram", "2027-06").days[5]
    assert (beyond.number, beyond.beside) == ("June 2027", "")  # the months of Bikram Sambat are not known so far
    assert year("sl", "", "0001-01").turns == ("year_later",)
    assert year("sl", "", "9999-12", "year_later").day == "9999-12"


@pytest.mark.parametrize("typed", ["november 2026", "11/2026", "2026-11", "1. 11. 2026"])
def test_a_month_in_words_opens_its_year(typed: str) -> None:
    assert year("sl", "", typed).day == "2026-11"
    nothing = year("sl", "", "soon")
    assert (nothing.day, nothing.is_typed) == ("2026-11", False)


def test_a_month_is_shown_as_the_letter_writes_it(desk: Desk) -> None:
    answer = desk.fill("farewell", {"refund_month": "2026-10"}, locale="ur", calendar="islamic-umalqura")
    assert [line["text"] for line in answer["days"]["refund_month"]] == ["اکتوبر 2026", "October 2026"]
    page = desk.get(f"/letters/farewell?made={answer['id']}").text
    assert 'data-picks="month" data-day="Refund month: choose a month"' in page
    pairs: dict[str, str | list[str]] = {"locale": "ur", "typed": "2026-10", "shown": "", "turn": "", "picks": "month"}
    asked = desk.post("/letters/farewell/days", pairs, accept="application/json").json()
    assert (asked["title"], asked["day"], asked["weekdays"]) == ("2026", "2026-10", [])


def test_a_day_in_words_opens_its_month() -> None:
    assert month("ne", "", "२० मङ्सिर २०८३").day == "2026-12-06"
    assert month("sl", "", "6. december 2026").day == "2026-12-06"
    nothing = month("sl", "", "soon")
    assert (nothing.day, nothing.is_typed) == (TODAY.isoformat(), False)


def test_a_week_begins_as_in_the_region() -> None:
    assert month("sl", "").weekdays[0] == ("Mo", "Monday")
    assert month("ur", "").weekdays[0] == ("Su", "Sunday")


def test_a_day_is_shown_as_the_letter_writes_it(desk: Desk) -> None:
    """Beside the field: in the calendar and the words of the letter, and in the Gregorian one of the page."""
    answer = desk.fill("farewell", {"last_day": "2026-12-31", "since": "soon"}, locale="ne", calendar="bikram")
    assert [line["text"] for line in answer["days"]["last_day"]] == [
        "वि.सं. २०८३ पुस १६, बिहीबार",
        "Thursday, December 31, 2026",
    ]
    assert answer["days"]["last_day"][0]["lang"] == "ne"
    assert answer["days"]["since"] == []
    assert len(answer["days"]["--date"]) == 2
    hijri = desk.fill("farewell", {"last_day": "2026-12-31"}, locale="ur", calendar="islamic-umalqura")
    assert hijri["days"]["last_day"][0] == {"text": "جمعرات 22 رجب 1448 ھ", "lang": "ur", "dir": "rtl"}
    page = desk.get(f"/letters/farewell?made={hijri['id']}").text
    assert '<bdi lang="ur" dir="rtl">جمعرات 22 رجب 1448 ھ</bdi>' in page
    assert desk.fill("farewell", {"last_day": "2026-12-31"})["days"]["last_day"] == [
        {"text": "Thursday, December 31, 2026", "lang": "en", "dir": "ltr"}
    ]


def test_the_calendar_of_the_settings_comes_first(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    (tmp_path / "goodterms.toml").write_text('[conventions.ur]\ncalendar = "islamic-umalqura"\n')
    desk = open_desk()
    pairs: dict[str, str | list[str]] = {"locale": "ur", "typed": "2026-12-31", "shown": "", "turn": ""}
    page = desk.post("/letters/farewell/days", pairs, accept="application/json").json()
    assert page["calendar"] == "islamic-umalqura"
    assert page["title"] == "Rajab 1448 AH"
    other = desk.post("/letters/farewell/days", {**pairs, "shown": "gregory", "turn": "later"}).json()
    assert (other["title"], other["day"]) == ("January 2027", "2027-01-31")
    assert desk.post("/letters/nothing/days", pairs).status_code == 404
    assert desk.post("/letters/farewell/days", {**pairs, "token": "x"}).status_code == 403
