"""Where a line may end in a value of time: not inside a time, and not between a number and its unit."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.spans import UNITS
from goodterms.content import languages
from goodterms.content.layers import Content
from goodterms.values import ZonedTime

CONTENT = Content()
LANGUAGES = sorted(CONTENT.catalogs())


def formatter(tag: str) -> Formatter:
    locale = locales.match(tag, CONTENT.catalogs())
    return Formatter(locale, languages.settings(CONTENT, locale.catalog, region=locales.region(locale)))


def lines(text: str) -> list[str]:
    """The shortest lines that a text can be broken into."""
    return text.split(" ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_and_its_unit_are_on_one_line(language: str) -> None:
    written = formatter(language)
    values = [written.relative(amount, unit, by_words=False) for unit in UNITS for amount in (-5, -1, 1, 2, 5, 21)]
    values += [written.duration(hours, minutes) for hours in (0, 1, 2, 5) for minutes in (0, 1, 30)]
    broken = [(value, line) for value in values for line in lines(value) if line.isnumeric() and line != value]
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_is_on_one_line(language: str) -> None:
    written = formatter(language)
    assert {len(lines(written.time(time(hour, 30)))) for hour in range(24)} == {1}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "2:30\u202fPM"),
        ("ne", "दिउँसो\u00a0२:३०\u00a0बजे)"),
        ("sl", "14.30)"),
        ("te", "మధ్యాహ్నం\u00a02:30)"),
        ("ur", "دوپہر\u00a02:30\u00a0بجے)"),
    ],
)
def test_the_time_in_the_other_zone_is_on_one_line(language: str, expected: str) -> None:
    start = datetime(2026, 12, 3, 18, 30, tzinfo=ZoneInfo("Asia/Karachi"))
    value = ZonedTime(start=start, is_named=True, other=start.astimezone(ZoneInfo("Europe/Ljubljana")))
    assert expected in lines(formatter(language).zone_note(value))
