"""Calendars other than the Gregorian: each against an independent implementation, and against its own rule."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from icu4py.messageformat import MessageFormat

from goodterms.cldr import bikram, calendars, locales, supplement
from goodterms.cldr.formatter import Formatter
from goodterms.content import languages
from goodterms.content.layers import Content
from goodterms.errors import BrokenContent, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Company
    from goodterms.model import CalendarNames

DAY = dt.timedelta(days=1)
BIKRAM = [
    # Days known by both dates, and the first days of years.
    ("1943-04-14", (2000, 1, 1)),
    ("1951-02-18", (2007, 11, 7)),  # Democracy Day
    ("2001-06-01", (2058, 2, 19)),  # the palace massacre
    ("2006-04-24", (2063, 1, 11)),  # Loktantra Day
    ("2008-05-28", (2065, 2, 15)),  # the republic
    ("2015-04-25", (2072, 1, 12)),  # the earthquake
    ("2015-09-20", (2072, 6, 3)),  # the constitution
    ("2024-04-13", (2081, 1, 1)),
    ("2025-04-14", (2082, 1, 1)),
    ("2026-04-14", (2083, 1, 1)),
    ("2026-11-21", (2083, 8, 5)),
    ("2027-04-13", (2083, 12, 30)),
]
# The lengths of the months in nepali-datetime, by year. See the docstring of goodterms.cldr.bikram.
DISPUTED = {2062: (31, 31, 31, 32, 31, 31, 29, 30, 29, 30, 29, 31)}


def days(first: dt.date, last: dt.date, step: int = 1) -> Iterator[dt.date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1, step):
        yield dt.date.fromordinal(ordinal)


def date_of(day: dt.date, calendar: str) -> tuple[int, int, int]:
    return calendars.convert(day, calendar)[:3]


class ICU:
    """ICU's dates in a calendar."""

    def __init__(self, calendar: str) -> None:
        self._format = MessageFormat("{d, date, ::yyyyMMdd}", f"en-u-ca-{calendar}-nu-latn")

    def date_of(self, day: dt.date) -> tuple[int, int, int]:
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        month, number, year = (int(digits) for digits in re.findall(r"\d+", self._format.format({"d": noon})))
        return year, month, number


def test_a_gregorian_date_stays() -> None:
    assert calendars.convert(dt.date(2026, 11, 21), "gregory") == (2026, 11, 21, dt.date(2026, 11, 21))


@pytest.mark.parametrize("calendar", calendars.KNOWN)
def test_every_calendar_keeps_the_day_of_the_week(calendar: str) -> None:
    assert calendars.convert(dt.date(2026, 11, 21), calendar).weekday() == 5


@pytest.mark.parametrize(("gregorian", "date"), BIKRAM)
def test_days_known_by_both_dates(gregorian: str, date: tuple[int, int, int]) -> None:
    assert date_of(dt.date.fromisoformat(gregorian), "bikram") == date


def test_bikram_sambat_has_a_line_for_every_year() -> None:
    assert list(bikram.LENGTHS) == list(range(2000, 2000 + len(bikram.LENGTHS)))
    for year, lengths in bikram.LENGTHS.items():
        assert len(lengths) == 12, year
        assert sum(lengths) in (365, 366), year
        assert set(lengths) <= {29, 30, 31, 32}, year


def test_every_day_of_bikram_sambat_follows_the_one_before() -> None:
    every = [date_of(day, "bikram") for day in days(bikram.FIRST, bikram.LAST)]
    assert every == [
        (year, month, day + 1)
        for year, lengths in bikram.LENGTHS.items()
        for month, length in enumerate(lengths, 1)
        for day in range(length)
    ]


def test_bikram_sambat_is_that_of_another_table() -> None:
    from nepali_datetime import date

    theirs = {
        year: tuple(
            (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days  # first to first
            for month in range(1, 13)
        )
        for year in bikram.LENGTHS
    }
    assert {year: lengths for year, lengths in theirs.items() if lengths != bikram.LENGTHS[year]} == DISPUTED


# The Surya Siddhanta's sun (Burgess, 1860; Reingold and Dershowitz, "Calendrical Calculations", Hindu calendars):
# turns in a great age of 1,577,917,828 days, the apsis' own turns, and an epicycle that shrinks from 14° by a third.
SIDEREAL_YEAR = 1577917828 / 4320000
ANOMALISTIC_YEAR = 1577917828000 / (4320000000 - 387)
CREATION = -1132959 - 1955880000 * SIDEREAL_YEAR


def sun(moment: float) -> float:
    """The sun's true sidereal longitude in degrees; ``moment`` counts days of Ujjain as ordinals of Python's dates do."""
    mean = 360 * ((moment - CREATION) / SIDEREAL_YEAR % 1)
    sine = math.sin(math.tau * ((moment - CREATION) / ANOMALISTIC_YEAR % 1))
    return (mean - math.degrees(math.asin(sine * (14 / 360 - abs(sine) * 14 / 360 / 42)))) % 360


def entry(sign: int, near: float) -> float:
    """The moment at which the sun enters a sign (0: Aries), within six days of ``near``."""
    low, high = near - 6, near + 6
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if (sun(middle) - 30 * sign + 180) % 360 < 180 else (low, middle)
    return low


def lags(lengths: dict[int, tuple[int, ...]]) -> dict[int, list[float]]:
    """For each month and year, the days from the start of its first day until the sun enters its sign."""
    by_month: dict[int, list[float]] = {month: [] for month in range(12)}
    first = bikram.FIRST.toordinal()
    for year in lengths.values():
        for month, length in enumerate(year):
            by_month[month].append(entry(month, first + 0.5) - first)
            first += length
    return by_month


def test_the_sun_enters_a_sign_before_each_month_of_bikram_sambat() -> None:
    """Whatever the limit of the day, the entries of one month are never more than a day apart."""
    for month, moments in lags(bikram.LENGTHS).items():
        assert max(moments) - min(moments) < 1, month + 1


def test_the_sun_does_not_agree_with_the_disputed_months() -> None:
    apart = {month + 1: max(moments) - min(moments) for month, moments in lags(bikram.LENGTHS | DISPUTED).items()}
    assert [month for month, days_apart in apart.items() if days_apart >= 1] == [2]


@pytest.mark.parametrize(("first", "last"), [(dt.date(1900, 1, 1), dt.date(2100, 12, 31))])
def test_the_indian_calendar_is_icu_s(first: dt.date, last: dt.date) -> None:
    icu = ICU("indian")
    assert [day for day in days(first, last) if date_of(day, "indian") != icu.date_of(day)] == []


@pytest.mark.parametrize(
    ("gregorian", "date"),
    [
        ("1957-03-22", (1879, 1, 1)),
        ("2024-03-21", (1946, 1, 1)),
        ("2024-03-20", (1945, 12, 30)),
        ("0079-03-22", (1, 1, 1)),
    ],
)
def test_indian_years_begin_in_march(gregorian: str, date: tuple[int, int, int]) -> None:
    assert date_of(dt.date.fromisoformat(gregorian), "indian") == date


def test_umm_al_qura_is_icu_s_from_1420_to_1450() -> None:
    icu = ICU("islamic-umalqura")
    span = days(dt.date(1999, 4, 17), dt.date(2029, 5, 13))
    assert [day for day in span if date_of(day, "islamic-umalqura") != icu.date_of(day)] == []
    assert date_of(dt.date(1999, 4, 17), "islamic-umalqura") == (1420, 1, 1)
    assert date_of(dt.date(2029, 5, 13), "islamic-umalqura") == (1450, 12, 29)


def test_umm_al_qura_before_1420_is_as_printed() -> None:
    """The newspaper that the calendar is named for: number 56 is of Friday, 8 Rajab 1344, 22 January 1926."""
    assert date_of(dt.date(1926, 1, 22), "islamic-umalqura") == (1344, 7, 8)
    assert date_of(dt.date(1924, 12, 12), "islamic-umalqura") == (1343, 5, 15)
    every = [date_of(day, "islamic-umalqura") for day in days(dt.date(1924, 8, 1), dt.date(1999, 4, 17))]
    assert all(after[2] in (before[2] + 1, 1) and after > before for before, after in pairwise(every))


@pytest.mark.parametrize(
    ("day", "calendar", "problem", "hint"),
    [
        (
            dt.date(2027, 4, 14),
            "bikram",
            "2027-04-14 cannot be shown in the calendar 'bikram': the month lengths of 2084 are not published yet",
            "expected a date from 1943-04-14 to 2027-04-13 (years 2000 to 2083 of that calendar), or another calendar",
        ),
        (dt.date(1943, 4, 13), "bikram", "whose tables begin with 2000", "1943-04-14"),
        (dt.date(2029, 5, 14), "islamic-umalqura", "month lengths of 1451 are not final yet", "to 2029-05-13"),
        (dt.date(1924, 7, 31), "islamic-umalqura", "whose tables begin with 1343", "from 1924-08-01"),
        (dt.date(79, 3, 21), "indian", "whose years begin with 1", "from 0079-03-22"),
    ],
)
def test_a_day_outside_a_calendar_is_refused(day: dt.date, calendar: str, problem: str, hint: str) -> None:
    fault = calendars.fault_of(day, calendar)
    assert fault is not None
    assert problem in fault.problem
    assert hint in fault.hint
    with pytest.raises(InvalidRequest) as error:
        calendars.convert(day, calendar)
    assert error.value.faults == (fault,)


@pytest.mark.parametrize(
    ("day", "calendar"),
    [
        (dt.date(1943, 4, 14), "bikram"),
        (dt.date(2027, 4, 13), "bikram"),
        (dt.date(1924, 8, 1), "islamic-umalqura"),
        (dt.date(2029, 5, 13), "islamic-umalqura"),
        (dt.date(79, 3, 22), "indian"),
        (dt.date.max, "indian"),
        (dt.date.min, "gregory"),
        (dt.date.max, "gregory"),
    ],
)
def test_the_first_and_the_last_day_are_known(day: dt.date, calendar: str) -> None:
    assert calendars.fault_of(day, calendar) is None
    assert calendars.convert(day, calendar).gregorian == day


@pytest.mark.parametrize(
    ("calendar", "near"),
    [("indain", "indian"), ("islamic", "islamic-umalqura"), ("bikram-sambat", "bikram"), ("gregorian", "gregory")],
)
def test_an_unknown_calendar_is_refused_with_the_nearest(calendar: str, near: str) -> None:
    for asked in (calendars.convert, calendars.fault_of):
        with pytest.raises(InvalidRequest) as error:
            asked(dt.date(2026, 11, 21), calendar)
        (fault,) = error.value.faults
        assert str(fault) == f"calendar: {calendar!r} is not a known calendar"
        assert f"did you mean {near!r}?" in fault.hint
        assert "gregory, indian, islamic-umalqura, bikram" in fault.hint


def names(language: str, tag: str, calendar: str) -> CalendarNames:
    ours = languages.settings(Content(), language)
    return calendars.names_in(ours, supplement.of_locale(ours.cldr, tag), calendar, tag)


@pytest.mark.parametrize("language", ["en", "ne"])
def test_bikram_sambat_has_names(language: str) -> None:
    bikram_names = names(language, language, "bikram")
    assert len(set(bikram_names.months)) == 12
    assert set(bikram_names.patterns) == {"full", "long", "medium", "short"}


def test_a_language_corrects_the_names_of_cldr() -> None:
    assert " ".join(names("ur", "ur-PK", "islamic-umalqura").months[2:4]) == "ربیع الاول ربیع الثانی"
    assert names("ur", "ur-PK", "islamic-umalqura").patterns["long"] == "d MMMM y G"
    assert names("ur", "ur-IN", "indian").months[0] == "چیت"


def format_date(tag: str, day: dt.date, width: str) -> str:
    locale = locales.match(tag, ["en", "ne", "sl", "te", "ur"])
    return Formatter(locale, languages.settings(Content(), locale.catalog)).date(day, width)


def by_cldr(tag: str, day: dt.date, width: str) -> str:
    """The same without the language's own conventions."""
    locale = locales.match(tag, Content().catalogs())
    return Formatter(locale, languages.settings(Content(), locale.catalog).by_cldr()).date(day, width)


@pytest.mark.parametrize(
    ("tag", "width", "expected"),
    [
        ("ne-u-ca-bikram", "full", "वि.सं. २०८३ मङ्सिर ५, शनिबार"),
        ("ne-u-ca-bikram", "long", "वि.सं. २०८३ मङ्सिर ५"),
        ("ne-u-ca-bikram", "medium", "वि.सं. २०८३ मङ्सिर ५"),
        ("ne-u-ca-bikram", "short", "वि.सं. २०८३/८/५"),
        ("en-u-ca-bikram", "full", "Saturday, 5 Mangsir 2083 BS"),
        ("en-u-ca-bikram", "long", "5 Mangsir 2083 BS"),
        ("en-u-ca-bikram", "short", "2083-08-05 BS"),
    ],
)
def test_a_letter_is_dated_in_bikram_sambat(tag: str, width: str, expected: str) -> None:
    assert format_date(tag, dt.date(2026, 11, 21), width) == expected


@pytest.mark.parametrize("width", ["full", "long", "medium", "short"])
@pytest.mark.parametrize(
    "tag",
    [
        "te-IN-u-ca-indian",
        "ne-IN-u-ca-indian",
        "ur-IN-u-ca-indian",
        "en-u-ca-indian",
        "en-IN-u-ca-indian",
        "en-GB-u-ca-indian",
        "en-u-ca-islamic-umalqura",
        "en-GB-u-ca-islamic-umalqura",
        "ur-PK-u-ca-islamic-umalqura",
    ],
)
def test_dates_of_every_month_are_icu_s(tag: str, width: str) -> None:
    icu = MessageFormat(f"{{d, date, {width}}}", tag)
    for day in days(dt.date(2026, 1, 3), dt.date(2026, 12, 31), 29):
        theirs = icu.format({"d": dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)})
        assert by_cldr(tag, day, width) == theirs


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("te-u-ca-indian", "30 కార్తీకం, శక 1948"),
        ("ne-u-ca-indian", "शक संवत् १९४८ कात्तिक ३०"),
        ("ur-u-ca-indian", "30 کاتک 1948 ساکا"),
        ("ur-u-ca-islamic-umalqura", "11 جمادی الثانی 1448 ھ"),
    ],
)
def test_a_language_has_its_own_names_over_cldr_s(tag: str, expected: str) -> None:
    assert format_date(tag, dt.date(2026, 11, 21), "long") == expected


def test_a_language_without_names_says_which_it_has() -> None:
    with pytest.raises(InvalidRequest) as error:
        names("te", "te-IN", "bikram")
    (fault,) = error.value.faults
    assert fault.problem == "te-IN has no month names for the calendar 'bikram'"
    assert "use one of: gregory, indian;" in fault.hint
    assert "[calendars.bikram]" in fault.hint


MONTHS = "months = [" + ", ".join(f'"{number}"' for number in range(1, 13)) + "]\n"
WHOLE = (
    MONTHS + 'era = "E"\n' + "".join(f'date_{width} = "G y MMMM d"\n' for width in ("full", "long", "medium", "short"))
)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("[calendars.bikrma]\n" + WHOLE, "unknown key calendars.bikrma"),
        ("[calendars.gregory]\n" + WHOLE, "unknown key calendars.gregory"),
        ("[calendars.bikram]\n" + WHOLE + 'eras = "E"\n', "unknown key calendars.bikram.eras"),
        ("[calendars.bikram]\n" + WHOLE.replace('"12"', '""'), "calendars.bikram.months has 11 names"),
        ("[calendars.bikram]\n" + WHOLE.replace(', "12"', ""), "calendars.bikram.months has 11 names"),
        ("[calendars.bikram]\n" + WHOLE.replace(MONTHS, ""), "calendars.bikram.months is missing"),
        ("[calendars.bikram]\n" + WHOLE.replace('"E"', '" "'), "calendars.bikram.era is missing"),
        ("[calendars.bikram]\n" + WHOLE.replace("date_short", "#"), "calendars.bikram.date_short is missing"),
        (
            "[calendars.bikram]\n" + WHOLE.replace("G y MMMM d", "G y MMMM d HH", 1),
            "calendars.bikram.date_full: 'G y MMMM d HH' contains the letter 'H'",
        ),
        (
            "[calendars.bikram]\n" + WHOLE.replace("G y MMMM d", "G y 'MMMM d", 1),
            "calendars.bikram.date_full: \"G y 'MMMM d\" has an opening ' without a closing one",
        ),
        (
            "[calendars.bikram]\n" + WHOLE.replace("G y MMMM d", "G y MMMM", 1),
            "calendars.bikram.date_full: 'G y MMMM' must contain the year, the month and the day",
        ),
        ('calendars = "bikram"\n', "calendars is 'bikram'"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(company: Company, table: str, problem: str) -> None:
    path = company.file("locales/xx/language.toml", table)
    with pytest.raises(BrokenContent) as error:
        languages.settings(Content((company.root,)), "xx")
    (fault,) = error.value.faults
    assert problem in fault.problem
    assert fault.place == str(path)
    assert fault.line > 0


def test_an_upper_layer_names_only_what_differs(company: Company) -> None:
    company.file("locales/ne/language.toml", "[calendars.bikram]\ndate_long = \"y MMMM d 'गते'\"\n")
    merged = languages.settings(Content((company.root,)), "ne").calendars["bikram"]
    assert merged.patterns["long"] == "y MMMM d 'गते'"
    assert merged.patterns["short"] == "G y/M/d"
    assert merged.months[7] == "मङ्सिर"


def test_hijridate_is_loaded_only_for_its_calendar(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import goodterms.cldr.formatter, goodterms.content.languages, sys; print('hijridate' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stdout == "False\n"
