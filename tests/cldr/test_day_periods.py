"""The part of the day in times, hour by hour; whether any Latin letter is left in a value of a letter."""

from __future__ import annotations

import unicodedata
from datetime import date, time
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.content import languages
from goodterms.content.layers import Content
from goodterms.model import LanguageSettings
from goodterms.values import Month

if TYPE_CHECKING:
    from decimal import Decimal

CONTENT = Content()
# Where each part of the day begins, from midnight on.
HOURS = {
    "te": [(0, "రాత్రి"), (3, "తెల్లవారుజామున"), (6, "ఉదయం"), (12, "మధ్యాహ్నం"), (16, "సాయంత్రం"), (19, "రాత్రి")],
    "ur": [(0, "رات"), (4, "صبح"), (12, "دوپہر"), (15, "سہ پہر"), (17, "شام"), (20, "رات")],
    "ne": [(0, "राति"), (4, "बिहान"), (12, "दिउँसो"), (17, "साँझ"), (20, "राति")],
}


def formatter(tag: str) -> Formatter:
    locale = locales.match(tag, CONTENT.catalogs())
    return Formatter(locale, languages.settings(CONTENT, locale.catalog, region=locales.region(locale)))


FORMATTERS = {tag: formatter(tag) for tag in ("te", "te-IN", "ur", "ur-PK", "ur-IN", "ne", "ne-NP", "ne-IN")}


def with_hours(hours: dict[str, int], pattern: str = "B h") -> Formatter:
    """The formatter of English with other hours for the periods of the day."""
    settings = LanguageSettings(
        patterns={"time": pattern}, day_periods=dict(zip(hours, hours, strict=True)), day_period_hours=hours
    )
    return Formatter(locales.match("en", ["en"]), settings)


@pytest.mark.parametrize("tag", FORMATTERS)
def test_a_time_has_the_part_of_the_day_before_it(tag: str) -> None:
    names = [FORMATTERS[tag].time(time(hour)).rpartition("\u00a0")[0].replace("\u00a0", " ") for hour in range(24)]
    begins = [(hours[0], name) for name, hours in ((n, list(h)) for n, h in groupby(range(24), names.__getitem__))]
    assert begins == HOURS[tag[:2]]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("te", "మధ్యాహ్నం\u00a02:30"),
        ("te-u-nu-native", "మధ్యాహ్నం\u00a0౨:౩౦"),
        ("ur", "دوپہر\u00a02:30"),
        ("ur-IN", "دوپہر\u00a0۲:۳۰"),
        ("ne", "दिउँसो\u00a0२:३०"),
        ("ne-IN", "दिउँसो\u00a0२:३०"),
        ("sl", "14.30"),
        ("en", "2:30\u202fPM"),
        ("en-GB", "14:30"),
    ],
)
def test_a_time_of_each_language(tag: str, expected: str) -> None:
    assert formatter(tag).time(time(14, 30)) == expected


@given(
    tag=st.sampled_from(sorted(FORMATTERS)),
    moment=st.times(),
    day=st.dates(date(1950, 1, 1), date(2070, 1, 1)),
    amount=st.decimals(0, 10**9, places=2),
)
def test_no_value_has_a_latin_letter(tag: str, moment: time, day: date, amount: Decimal) -> None:
    written = FORMATTERS[tag]
    texts = [written.time(moment), written.month(Month(day.year, day.month))]
    texts += [written.date_time(day, moment, width) for width in ("short", "medium", "long", "full")]
    currencies = ("PKR", "INR", "EUR", "USD", "GBP", "AED", "SAR") if tag.startswith("ur") else ("INR", "EUR")
    texts += [written.money(amount, currency) for currency in currencies]
    latin = [c for c in "".join(texts) if c.isalpha() and unicodedata.name(c).startswith("LATIN")]
    assert latin == []


@given(hours=st.dictionaries(st.sampled_from(["morning1", "afternoon1", "evening1", "night1"]), st.integers(0, 23)))
def test_every_time_is_in_the_period_that_began_last(hours: dict[str, int]) -> None:
    by_hour = {hour: period for period, hour in hours.items()}
    hours = {period: hour for hour, period in by_hour.items()}
    if not hours:
        return
    periods = with_hours(hours).day_periods
    for hour in range(24):
        # Backwards to the hour at which one begins, over midnight if need be.
        begun = next(by_hour[back % 24] for back in range(hour, hour - 24, -1) if back % 24 in by_hour)
        assert periods.name(time(hour)) == begun


def test_an_empty_name_restores_that_of_cldr() -> None:
    settings = LanguageSettings(patterns={"time": "h B"}, day_periods={"morning1": "", "noon": "midday"})
    written = Formatter(locales.match("en", ["en"]), settings)
    assert written.time(time(9)) == "9\u00a0in\u00a0the\u00a0morning"
    assert (written.time(time(12)), written.time(time(12, 1))) == (
        "12\u00a0midday",
        "12\u00a0in\u00a0the\u00a0afternoon",
    )


def test_a_language_without_periods_has_am_and_pm() -> None:
    locale = locales.match("eo", ["eo"])
    written = Formatter(locale, LanguageSettings(patterns={"time": "h B"}))
    assert (written.time(time(9)), written.time(time(21))) == ("9\u00a0atm", "9\u00a0ptm")
