"""Times of day and durations as people and spreadsheets write them, in the words of a row's language."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import PROJECT, read, refusal

from goodterms.cldr.formatter import Formatter
from goodterms.values import Duration

HALF_PAST_TWO = time(14, 30)


@pytest.mark.parametrize(
    ("tag", "raw"),
    [
        *(
            ("sl", raw)
            for raw in ("14:30", "14.30", "14h30", "14:30:00", "14:30:00.000", "14:30 h", "2:30 PM", "2.30 pm")
        ),
        *(
            ("sl", raw)
            for raw in ("2:30 p.m.", "2:30PM", "2:30 pop.", "2:30 popoldne", "\u200e14:30\u200f", HALF_PAST_TWO)
        ),
        ("ne", "दिउँसो २:३०"),
        ("ne", "१४:३०"),
        ("ur", "دوپہر 2:30"),
        ("ur", "۲:۳۰ PM"),
        ("te", "2:30 PM"),
        ("en", "2:30 in the afternoon"),
        ("en", "at 2:30 pm"),
        ("sl", "ob 14.30"),
        ("sl", "14.30 uri"),
        ("sl", "popoldan ob 2.30"),
        ("ne", "दिउँसो २:३० बजे"),
        ("ne", "दिउसो २ः३० बजे"),
        ("ne", "दिनको २:३० बजे"),
        ("ne", "१४:३० बजे"),
        ("ne", "अपरान्ह २:३०"),
        ("te", "మధ్యాహ్నం 2:30 గంటలకు"),
        ("te", "మ. 2.30 గం."),
        ("te", "14:30 గంటలకు"),
        ("te", "౧౪:౩౦"),
        ("ur", "دوپہر 2:30 بجے"),
        ("ur", "2:30 بجے دوپہر"),
        ("ur", "دن کے ۲:۳۰ بجے"),
        ("ur", "بعد از دوپہر 2:30"),
        # With the letters of Arabic keyboards.
        ("ur", "دوپهر 2:30 بجے"),
    ],
)
def test_a_clear_time_is_taken(tag: str, raw: object) -> None:
    assert read("time", tag, raw) == HALF_PAST_TWO


@pytest.mark.parametrize(
    ("tag", "raw", "expected"),
    [
        ("sl", "ob 9. uri", time(9)),
        ("sl", "14h", time(14)),
        ("sl", "zjutraj ob 9.", time(9)),
        ("sl", "zvečer ob 8h", time(20)),
        ("ne", "बिहान ११ बजे", time(11)),
        ("ne", "बेलुका ६ बजे", time(18)),
        ("ne", "राति ८ बजे", time(20)),
        ("te", "ఉ. 10:30", time(10, 30)),
        ("te", "సాయంత్రం 5 గంటలకు", time(17)),
        ("te", "పొద్దున 9 గంటలకు", time(9)),
        ("ur", "صبح 10 بجے", time(10)),
        ("ur", "شام کے 5 بجے", time(17)),
        ("ur", "سہ پہر 3 بجے", time(15)),
        ("ur", "دوپہر 12 بجے", time(12)),
        ("ur", "رات 12 بجے", time(0)),
        # Clocks of 12 hours: business hours are clear, and so is a time with a zero before it.
        ("en", "9:30", time(9, 30)),
        ("en", "12:30", time(12, 30)),
        ("en", "02:30", time(2, 30)),
        ("en-GB", "2:30", time(2, 30)),
    ],
)
def test_times_are_read_as_people_say_them(tag: str, raw: str, expected: time) -> None:
    assert read("time", tag, raw) == expected


@pytest.mark.parametrize(
    ("tag", "raw", "told"),
    [
        ("en", "2:30", "'2:30' is ambiguous: 02:30 or 14:30?; write 02:30 or 14:30"),
        ("ne", "२:३०", "02:30 or 14:30"),
        ("ne", "९ बजे", "09:00 or 21:00"),
        ("te", "10 గంటలకు", "10:00 or 22:00"),
        ("ur", "2:30 بجے", "02:30 or 14:30"),
        ("ur", "12 بجے", "12:00 or 00:00"),
        ("sl", "ob 2h", "02:00 or 14:00"),
        ("ur", "دوپہر 9 بجے", "that time does not exist"),
        ("sl", "ob pol treh", "is not a valid time of day"),
        ("sl", "16 ur", "is not a valid time of day"),
        ("ne", "साढे दुई बजे", "is not a valid time of day"),
    ],
)
def test_a_time_that_may_be_another_is_refused(tag: str, raw: str, told: str) -> None:
    assert told in refusal("time", tag, raw)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("1899-12-30 14:30", "is a date with a time of day; write only the time: 14:30"),
        (datetime(2026, 12, 3, 14, 30), "is a date with a time of day; write only the time: 14:30"),  # noqa: DTZ001
        ("14:30:15", "is not a valid time of day"),
        ("14", "is not a valid time of day"),
        ("14.3", "is not a valid time of day"),
        ("24:00", "that time does not exist"),
        ("14:60", "that time does not exist"),
        ("13:00 pm", "that time does not exist"),
        ("2:30 at last", "is not a valid time of day"),
        ("pm 2:30 pm", "is not a valid time of day"),
        ("noon", "is not a valid time of day"),
        ("14:30-15:00", "is not a valid time of day"),
        (0.6041666, "is not a valid time of day"),
    ],
)
def test_what_is_not_one_time_is_refused(raw: object, told: str) -> None:
    assert told in refusal("time", "sl", raw)


@pytest.mark.parametrize("tag", ["en", "ne", "sl", "te", "ur", "en-GB"])
@given(moment=st.times())
def test_a_time_that_our_letters_write_is_read_back(tag: str, moment: time) -> None:
    locale = PROJECT.locale(tag)
    shown = moment.replace(second=0, microsecond=0)
    assert read("time", tag, Formatter(locale, PROJECT.language_of(locale)).time(shown)) == shown


@pytest.mark.parametrize("half", ["dop", "dop.", "DOP."])
def test_a_half_of_the_day_is_taken_with_and_without_its_full_stop(half: str) -> None:
    assert read("time", "sl", f"9.30 {half}") == time(9, 30)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (("h", "hr", "hrs", "hour", "hours"), Duration(3, 0)),
        (("m", "min", "mins", "minute", "minutes"), Duration(0, 3)),
    ],
)
def test_units_of_time_in_english_are_taken_in_any_language(units: tuple[str, ...], expected: Duration) -> None:
    for unit in units:
        assert read("duration", "te", f"3 {unit}") == expected, unit


@pytest.mark.parametrize(
    ("tag", "raw", "hours", "minutes"),
    [
        ("sl", "45 minut", 0, 45),
        ("sl", "1 minuta", 0, 1),
        ("sl", "1 ura", 1, 0),
        ("sl", "2 uri", 2, 0),
        ("sl", "1,5 h", 1, 30),
        ("sl", "1.5 ure", 1, 30),
        ("sl", "0,25 h", 0, 15),
        ("sl", "1 ura in 30 minut", 1, 30),
        ("sl", "1 h, 30 min", 1, 30),
        ("en", "1 hour and 15 minutes", 1, 15),
        ("en", "2 hrs 5 mins", 2, 5),
        ("ne", "४५ मिनेट", 0, 45),
        ("ne", "१ घण्टा ३० मिनेट", 1, 30),
        ("ur", "۴۵ منٹ", 0, 45),
        ("ur", "1 گھنٹہ اور 30 منٹ", 1, 30),
        ("te", "1 గంట", 1, 0),
        ("te", "2 గంటలు 30 నిమిషాలు", 2, 30),
        ("te", "1 hour", 1, 0),
        ("sl", "1 uro in 30 minut", 1, 30),
        ("sl", "ura in pol", 1, 30),
        ("sl", "pol ure", 0, 30),
        ("sl", "1h30", 1, 30),
        ("sl", "1:30 h", 1, 30),
        ("en", "half an hour", 0, 30),
        ("ne", "४५ मि.", 0, 45),
        ("ne", "१ घ. ३० मि.", 1, 30),
        ("ne", "१ घन्टा", 1, 0),
        ("ne", "डेढ घण्टा", 1, 30),
        ("te", "45 నిముషాలు", 0, 45),
        ("te", "అరగంట", 0, 30),
        ("te", "గంటన్నర", 1, 30),
        ("te", "1 గం. 30 ని.", 1, 30),
        ("ur", "آدھا گھنٹہ", 0, 30),
        ("ur", "ڈیڑھ گھنٹہ", 1, 30),
        ("ur", "1 گھنٹا", 1, 0),
        ("ur", "1 گهنٹه", 1, 0),
        ("ur", "۱٫۵ گھنٹے", 1, 30),
        ("sl", "01:30:00", 1, 30),
        ("sl", "PT1H30M", 1, 30),
        ("sl", "PT01H30M00S", 1, 30),
        ("sl", "PT45M", 0, 45),
        ("sl", time(1, 30), 1, 30),
        ("sl", timedelta(hours=1, minutes=30), 1, 30),
        ("sl", timedelta(seconds=5399.9999), 1, 30),
        ("sl", 45.0, 0, 45),
    ],
)
def test_a_duration_is_taken(tag: str, raw: object, hours: int, minutes: int) -> None:
    assert read("duration", tag, raw) == Duration(hours, minutes)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("01:30:15", "'01:30:15' has seconds; give whole minutes"),
        (timedelta(seconds=20), "has seconds"),
        ("1,333 h", "is not a valid duration"),
        ("1,01 h", "is not a valid duration"),
        ("1,5 min", "is not a valid duration"),
        ("1,5 h 10 min", "is not a valid duration"),
        ("30 min 1 h", "is not a valid duration"),
        ("1 h 1 h", "is not a valid duration"),
        ("1 h 90 min", "is not a valid duration"),
        ("1:90", "is not a valid duration"),
        ("45 ljudi", "is not a valid duration"),
        ("about 45 min", "is not a valid duration"),
        ("1.5", "is not a valid duration"),
        ("P", "is not a valid duration"),
        ("PT", "is not a valid duration"),
        ("25 h", "is longer than a day"),
        ("1.30 h", "is ambiguous: 1 h 30 min or 78 min?"),
        ("0,45 ure", "is ambiguous: 0 h 45 min or 27 min?"),
        ("1,50 h", "is ambiguous: 1 h 50 min or 90 min?"),
        ("2", "is ambiguous: 2 h or 2 min?"),
        (1, "is ambiguous: 1 h or 1 min?"),
        (timedelta(days=2), "is longer than a day"),
    ],
)
def test_what_is_not_a_duration_is_refused(raw: object, told: str) -> None:
    assert told in refusal("duration", "sl", raw)


@pytest.mark.parametrize("tag", ["en", "ne", "sl", "te", "ur", "ur-u-nu-arabext"])
@given(minutes=st.integers(1, 1440))
def test_a_duration_that_our_letters_write_is_read_back(tag: str, minutes: int) -> None:
    locale = PROJECT.locale(tag)
    text = Formatter(locale, PROJECT.language_of(locale)).duration(*divmod(minutes, 60))
    assert read("duration", tag, text) == Duration(*divmod(minutes, 60))
