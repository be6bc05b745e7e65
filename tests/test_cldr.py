"""Formats against ICU, whose data and code are not ours nor Babel's; locale tags against what users type."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from icu4py.messageformat import MessageFormat

from goodterms import languages
from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.content import Content
from goodterms.errors import InvalidRequest
from goodterms.model import LanguageSettings, Locale

CATALOGS = ["en", "ne", "sl", "te", "ur"]
TAGS = ["en", "en-GB", "en-IN", "ne", "ne-IN", "sl", "sl-SI", "te", "te-IN", "ur", "ur-PK", "ur-IN"]
NUMBERS = [
    "0",
    "7",
    "999",
    "1000",
    "1234",
    "12345",
    "1234567",
    "123456789",
    "-5",
    "-1250.5",
    "0.5",
    "1234.125",
    "2.675",
]


def ours(tag: str) -> Formatter:
    locale = locales.match(tag, CATALOGS)
    return Formatter(locale, LanguageSettings(minimum_grouping=2 if locale.catalog == "sl" else 1))


def icu(tag: str, pattern: str, **values: Decimal | datetime) -> str:
    return MessageFormat(pattern, tag).format(dict(values))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_icu_s(tag: str, number: str) -> None:
    assert ours(tag).number(Decimal(number)) == icu(tag, "{n, number, ::.###}", n=Decimal(number))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("amount", ["5", "120.5", "1250.50", "12345.00", "1234567.89"])
@pytest.mark.parametrize("currency", ["EUR", "INR", "NPR", "USD"])
def test_amounts_are_icu_s(tag: str, amount: str, currency: str) -> None:
    expected = icu(tag, f"{{n, number, ::currency/{currency}}}", n=Decimal(amount))
    assert ours(tag).money(Decimal(amount), currency) == expected


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 11, 21), date(1999, 12, 31)])
@pytest.mark.parametrize("width", ["long", "full"])
def test_dates_are_icu_s(tag: str, day: date, width: str) -> None:
    moment = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 — a calendar day, in no zone
    assert ours(tag).date(day, width) == icu(tag, f"{{d, date, {width}}}", d=moment)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("moment", [time(0, 5), time(9, 30), time(12, 0), time(14, 30), time(23, 59)])
def test_times_are_icu_s(tag: str, moment: time) -> None:
    expected = icu(tag, "{t, time, short}", t=datetime(2026, 1, 5, moment.hour, moment.minute))  # noqa: DTZ001
    assert ours(tag).time(moment) == expected


@pytest.mark.parametrize(
    ("tag", "percent"), [("en", "12.5%"), ("sl", "12,5\u00a0%"), ("ne", "१२.५%"), ("ur-IN", "۱۲٫۵%")]
)
def test_percentages_keep_their_decimals(tag: str, percent: str) -> None:
    assert ours(tag).percent(Decimal("12.50")) == percent


@pytest.mark.parametrize(
    ("tag", "joined"),
    [
        ("en", ["A", "A or B", "A, B, or C", "A, B, C, or D"]),
        ("en-IN", ["A", "A or B", "A, B or C", "A, B, C or D"]),
        ("sl", ["A", "A ali B", "A, B ali C", "A, B, C ali D"]),
        ("te", ["A", "A లేదా B", "A, B లేదా C", "A, B, C లేదా D"]),
        ("ne", ["A", "A वा B", "A, B, वा C", "A, B, C, वा D"]),
        ("ur", ["A", "A یا B", "A، B، یا C", "A، B، C، یا D"]),
    ],
)
def test_lists_are_joined_by_the_language(tag: str, joined: list[str]) -> None:
    for count, expected in enumerate(joined, 1):
        joints = ours(tag).joints("or", count)
        assert joints[0] + "".join(item + joint for item, joint in zip("ABCD", joints[1:], strict=False)) == expected


def test_a_language_s_own_settings_replace_cldr_s() -> None:
    slovenian = Formatter(locales.match("sl", CATALOGS), languages.settings(Content(), "sl"))
    nepali = Formatter(locales.match("ne", CATALOGS), languages.settings(Content(), "ne"))
    assert slovenian.time(time(9, 30)) == "9.30"
    assert slovenian.number(1234) == "1234"
    assert slovenian.number(12345) == "12.345"
    assert nepali.money(Decimal("1250.50"), "NPR") == "रु.\u00a0१,२५०.५०"


def test_amounts_are_never_rounded_off_a_letter() -> None:
    assert ours("en").money(Decimal("1000.5"), "JPY") == "¥1,000.50"
    assert ours("en").money(Decimal(1000), "JPY") == "¥1,000"


@pytest.mark.parametrize(
    ("given", "tag", "catalog", "direction"),
    [
        ("ur", "ur", "ur", "rtl"),
        ("ur-PK", "ur-PK", "ur", "rtl"),
        ("ur_PK", "ur-PK", "ur", "rtl"),
        ("UR-pk", "ur-PK", "ur", "rtl"),
        ("ur_PK.UTF-8", "ur-PK", "ur", "rtl"),
        ("ur-Arab-IN", "ur-Arab-IN", "ur", "rtl"),
        ("en_IN", "en-IN", "en", "ltr"),
        ("sl-Latn", "sl-Latn", "sl", "ltr"),
        ("sl-IT", "sl-IT", "sl", "ltr"),
        ("en_US.ISO-8859-1@euro", "en-US", "en", "ltr"),
    ],
)
def test_tags_are_matched_in_any_spelling(given: str, tag: str, catalog: str, direction: str) -> None:
    assert locales.match(given, CATALOGS) == Locale(tag, catalog, direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("slo", "did you mean 'sl'? known: en, ne, sl, te, ur"),
        ("de", "known: en, ne, sl, te, ur"),
        ("ur-Deva", "known: en"),
        ("sl-XX", "try 'sl'"),
        ("../../etc", "expected a tag such as en or ne"),
        ("", "expected a tag"),
        ("ur PK", "expected a tag"),
    ],
)
def test_unknown_locales_name_the_known_and_the_nearest(given: str, told: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        locales.match(given, CATALOGS)
    assert any(told in line for line in caught.value.lines())


def test_a_more_special_catalog_is_preferred() -> None:
    assert locales.match("en-IN", ["en", "en_IN"]).catalog == "en_IN"
    assert locales.match("en-GB", ["en", "en_IN"]).catalog == "en"
