"""Dates as people write them, in the words of a row's language: what is clear is taken, what is not is refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import PROJECT, read, refusal, words

from goodterms.cldr.bikram import FIRST, LAST, from_gregorian, to_gregorian
from goodterms.cldr.dates import WIDTHS
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.value_words import ValueWords
from goodterms.fields import InvalidValue, ParseContext, date_orders, parse_date
from goodterms.model import LanguageSettings, Locale
from goodterms.values import Dated, Month

LAST_DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        *("31.12.2026", "31. 12. 2026", "31/12/2026", "31-12-2026", "12/31/2026", "2026/12/31", "2026.12.31"),
        *("31 Dec 2026", "31-Dec-2026", "31 december 2026", "Dec 31, 2026", "December 31st, 2026", "2026 Dec 31"),
        *("Thursday, 31 Dec 2026", "Thu 31.12.2026", "31.12.2026, Thursday", "THURSDAY, DECEMBER 31, 2026"),
        *("2026-12-31 00:00:00", "2026-12-31T00:00", "2026-12-31T00:00:00.000Z", "31.12.2026 0:00"),
        *(
            "12/31/2026 12:00:00 AM",
            "\u200b2026-12-31\ufeff",
            "\u200e31.12.2026",
            "31.\u00a012.\u00a02026",
            "२०२६-१२-३१",
        ),
    ],
)
@pytest.mark.parametrize("tag", ["en", "ne", "sl", "te", "ur"])
def test_a_clear_date_is_taken_in_every_language(tag: str, written: str) -> None:
    assert read("date", tag, written) == LAST_DAY


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("sl", "31. december 2026"),
        ("sl", "31. decembra 2026"),
        ("sl", "četrtek, 31. dec. 2026"),
        ("sl", "31. dec 2026"),
        ("ur", "۳۱ دسمبر ۲۰۲۶"),
        ("ur", "جمعرات، 31 دسمبر، 2026"),
        ("te", "31 డిసెంబర్, 2026"),
        ("te", "౩౧ డిసెం, ౨౦౨౬"),
        ("te", "31, డిసెంబర్ 2026, గురువారం"),
        ("ne", "२०२६ डिसेम्बर ३१"),
        ("ne", "२०२६ डिसेम्बर ३१, बिहीबार"),
        ("ne", "३१ डिसेम्बर २०२६"),
        ("ne", "सन् २०२६ डिसेम्बर ३१"),
        ("ne", "मिति २०२६।१२।३१"),
        ("ne", "२०२६ डिसेंबर ३१"),
        ("sl", "v četrtek, 31. decembra 2026"),
        ("sl", "dne 31. 12. 2026"),
        ("sl", "31. 12. 2026 (četrtek)"),
        ("te", "31 డిసెంబరు 2026"),
        ("te", "డిసెంబర్ 31వ తేదీ 2026"),
        ("te", "తేదీ 31-12-2026"),
        ("ur", "31 دسمبر 2026ء"),
        ("ur", "مورخہ ۳۱ دسمبر ۲۰۲۶ء بروز جمعرات"),
        ("en", "on the 31st of December 2026"),
    ],
)
def test_months_and_days_are_named_in_the_language_of_the_row(tag: str, written: str) -> None:
    assert read("date", tag, written) == LAST_DAY


@pytest.mark.parametrize(
    ("tag", "written", "day"),
    [
        ("te", "1 జూలై 2026", (7, 1)),
        ("te", "1 ఆగష్టు 2026", (8, 1)),
        ("ur", "یکم جنوری 2026", (1, 1)),
        ("ur", "1 جولائ 2026", (7, 1)),
        # With the letters of Arabic keyboards.
        ("ur", "1 اكتوبر 2026", (10, 1)),
        ("ur", "جمعۃ المبارک 4 دسمبر 2026", (12, 4)),
        ("sl", "v soboto, 12. decembra 2026", (12, 12)),
    ],
)
def test_spellings_that_cldr_does_not_have(tag: str, written: str, day: tuple[int, int]) -> None:
    assert read("date", tag, written) == date(2026, *day)


@pytest.mark.parametrize(
    "written",
    [
        *("२०८३ मंसिर २७ गते", "वि.सं. २०८३ साल मंसिर २७ गते, आइतबार", "मंसिर २७ गते २०८३", "२०८३ मार्ग २७"),
        *("२०८३/०८/२७ गते", "२०८३।८।२७ गते", "बि.सं. २०८३-०८-२७", "2083 Mansir 27", "27 Mangsir 2083 BS"),
    ],
)
def test_days_of_bikram_sambat_in_the_words_of_daily_use(written: str) -> None:
    assert read("date", "ne", written) == date(2026, 12, 13)
    assert "another day of the week" in refusal("date", "ne", "२०८३ मंसिर २७ गते शनिबार")
    assert "looks like a date of Bikram Sambat" in refusal("date", "ne", "२०८३।०८।२७")


@pytest.mark.parametrize(
    ("written", "day"),
    [("3. marca 2026", (3, 3)), ("1. maja 2026", (5, 1)), ("2. junija 2026", (6, 2)), ("2. julija 2026", (7, 2))],
)
def test_the_name_of_a_month_may_be_in_another_case(written: str, day: tuple[int, int]) -> None:
    assert read("date", "sl", written) == date(2026, *day)


@pytest.mark.parametrize(
    ("tag", "written", "told"),
    [
        ("sl", "3. 12. 2026", "is ambiguous: 2026-12-03 or 2026-03-12?; write 2026-12-03 or 2026-03-12"),
        ("en", "03/12/2026", "is ambiguous: 2026-12-03 or 2026-03-12?"),
        ("ur", "۳/۱۲/۲۰۲۶", "is ambiguous: 2026-12-03 or 2026-03-12?"),
        ("en", "12/31/26", "the year needs four digits"),
        ("sl", "31. 12. 26", "the year needs four digits"),
        ("sl", "31.02.2026", "that day does not exist"),
        ("sl", "13/13/2026", "that day does not exist"),
        ("sl", "30. februar 2026", "that day does not exist"),
        ("sl", "sreda, 31. december 2026", "2026-12-31 is another day of the week"),
        ("en", "Friday, December 31, 2026", "2026-12-31 is another day of the week"),
        ("en", "1826-12-31", "the year is not between 1900 and 2200"),
        ("ur", "1448-07-21", "the year is not between 1900 and 2200"),
        ("en", "2026-12-03 14:30", "is a date with a time of day; write only the date: 2026-12-03"),
        ("en", "46387", "a spreadsheet has this number for 2026-12-31"),
        ("en", "46387.5", "a spreadsheet has this number for 2026-12-31"),
        ("en", "20261331", "is not a valid date"),
        ("en", "31122026", "is not a valid date"),
        ("en", "31-Dec-26", "the year needs four digits"),
        ("sl", "31. dec 26", "the year needs four digits"),
        ("en", "31 of 12 in 2026", "is not a valid date"),
        ("sl", "31 decemberfest 2026", "is not a valid date"),
        ("te", "31. december 2026 approximately", "is not a valid date"),
        ("sl", "v torek, 31. 12. 2026", "2026-12-31 is another day of the week"),
        ("ne", "२०२६ डिसेम्बर ३१ गते", "is not a valid date"),
        ("ur", "12 دسمبر کو", "is not a valid date"),
    ],
)
def test_what_is_not_one_day_is_refused(tag: str, written: str, told: str) -> None:
    assert told in refusal("date", tag, written)


@pytest.mark.parametrize(
    ("order", "written", "day"),
    [
        ("dmy", "3. 12. 2026", date(2026, 12, 3)),
        ("mdy", "03/12/2026", date(2026, 3, 12)),
        ("dmy", "2026-03-12", date(2026, 3, 12)),
        ("mdy", "3 Dec 2026", date(2026, 12, 3)),
        ("ymd", "2026/3/12", date(2026, 3, 12)),
    ],
)
def test_the_order_of_the_field_decides_what_is_open(order: str, written: str, day: date) -> None:
    assert read("date", "sl", written, dates=order) == day


@pytest.mark.parametrize(("order", "written"), [("mdy", "31.12.2026"), ("dmy", "12/31/2026"), ("ymd", "3.12.2026")])
def test_a_date_in_another_order_than_its_field_is_refused(order: str, written: str) -> None:
    assert "is not a date in the order" in refusal("date", "sl", written, dates=order)


@pytest.mark.parametrize(
    ("written", "orders"),
    [
        ("2026-12-03", "dmy mdy ymd"),
        ("3 Dec 2026", "dmy mdy ymd"),
        ("2026-12-03 00:00:00", "dmy mdy ymd"),
        ("BS 2083-08-05", "dmy mdy ymd"),
        ("२०८३ मङ्सिर ५", "dmy mdy ymd"),
        ("03/12/2026", "dmy mdy"),
        ("3.3.2026", "dmy mdy"),
        ("31/12/2026", "dmy"),
        ("12/31/2026", "mdy"),
        *((written, "") for written in ("31.12.26", "31.02.2026", "2026-12-03 14:30", "soon", "", "BS 2099-01-01")),
    ],
)
def test_the_orders_of_a_text_are_told(written: str, orders: str) -> None:
    assert sorted(date_orders(written, words("ne"))) == orders.split()


@pytest.mark.parametrize(
    "written",
    [
        *("BS 2083-08-05", "B.S. 2083/08/05", "2083-08-05 BS", "वि.सं. २०८३ मङ्सिर ५", "वि. सं. २०८३/८/५"),
        *("२०८३ मङ्सिर ५", "मङ्सिर ५, २०८३", "५ मङ्सिर २०८३"),
    ],
)
def test_a_date_that_names_its_bikram_sambat_is_converted(written: str) -> None:
    assert read("date", "ne", written) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("tag", "written", "told"),
    [
        ("ne", "2083-08-05", "looks like a date of Bikram Sambat; write 2026-11-21 if it is one"),
        ("ne", "२०८३/८/५", "looks like a date of Bikram Sambat; write 2026-11-21 if it is one"),
        ("ne-IN", "2083-08-05", "looks like a date of Bikram Sambat"),
        ("en-NP", "2083-08-05", "looks like a date of Bikram Sambat"),
        ("ne", "05/08/2083", "has a year of Bikram Sambat, or one far ahead; write the Gregorian date, such as 2026-"),
        ("ne", "२०८३ डिसेम्बर ३", "has a year of Bikram Sambat, or one far ahead"),
        ("ne", "BS 2099-01-01", "is not a known date of Bikram Sambat"),
    ],
)
def test_a_year_that_may_be_of_bikram_sambat_is_asked_for(tag: str, written: str, told: str) -> None:
    assert told in refusal("date", tag, written)


@given(st.dates(FIRST, LAST))
def test_bikram_sambat_is_converted_both_ways(day: date) -> None:
    assert to_gregorian(*from_gregorian(day)) == day


@pytest.mark.parametrize("written", [(2083, 13, 1), (2083, 0, 1), (2083, 1, 32), (2083, 1, 0), (1999, 1, 1)])
def test_a_day_that_bikram_sambat_does_not_have_is_none(written: tuple[int, int, int]) -> None:
    assert to_gregorian(*written) is None


OURS = [*PROJECT.catalogs.languages, "en-GB", "en-IN", "en-ZA", "en-CA", "sl-IT", "ne-IN", "ur-IN", "ur-u-nu-arabext"]


@pytest.mark.parametrize("tag", OURS)
@given(day=st.dates(date(1950, 1, 1), date(2031, 12, 31)), width=st.sampled_from(WIDTHS))
def test_what_our_letters_write_is_read_back(tag: str, day: date, width: str) -> None:
    locale = PROJECT.locale(tag)
    settings = PROJECT.language_of(locale)
    text = Formatter(locale._replace(calendar="gregory"), settings).date(day, width)
    assert is_read_back(text, day, words(tag))


OTHERS = (
    "af ar bg ca cs da de el es et eu fi fr he hi hr hu id is it ja ko lt lv mk nl pl pt ro ru sk sr sv tr uk vi zh"
)


@pytest.mark.parametrize("tag", OTHERS.split())
@given(day=st.dates(date(1950, 1, 1), date(2031, 12, 31)), width=st.sampled_from(WIDTHS))
def test_a_language_that_is_added_needs_only_cldr(tag: str, day: date, width: str) -> None:
    locale, settings = Locale(tag, tag, "ltr"), LanguageSettings()
    text = Formatter(locale, settings).date(day, width)
    assert is_read_back(text, day, _words_of(tag))


_KNOWN: dict[str, ValueWords] = {}


def _words_of(tag: str) -> ValueWords:
    return _KNOWN.setdefault(tag, ValueWords((Locale(tag, tag, "ltr"), LanguageSettings())))


def is_read_back(text: str, day: date, known: object) -> bool:
    """Whether a text is read as the day, or refused because it leaves open which day it is."""
    try:
        return parse_date(text, ParseContext("", None, words=known)) == day  # type: ignore[arg-type] # the words of a test
    except InvalidValue as invalid:
        return invalid.faults[0].kind in ("date-ambiguous", "year-two-digits")


@pytest.mark.parametrize(
    ("tag", "raw", "value"),
    [
        ("sl", "oktober 2026", Month(2026, 10)),
        ("sl", "Oct. 2026", Month(2026, 10)),
        ("ne", "२०२६ अक्टोबर", Month(2026, 10)),
        ("ur", "اکتوبر ۲۰۲۶", Month(2026, 10)),
        ("sl", "1. oktober 2026", Month(2026, 10)),
        ("sl", datetime(2026, 10, 1), Month(2026, 10)),  # noqa: DTZ001 — a cell of a workbook has no zone
    ],
)
def test_months_in_words_are_taken(tag: str, raw: object, value: Month) -> None:
    assert read("month", tag, raw) == value


@pytest.mark.parametrize("raw", ["oktober", "1. 10. 2026 14:30", "oktober 26", 2026.1])
def test_what_is_not_one_month_is_refused(raw: object) -> None:
    assert refusal("month", "sl", raw)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14. 9. 2026 pozno je prišlo", None),
        ("14. september 2026: pozno je prišlo", Dated(date(2026, 9, 14), "pozno je prišlo")),
        ("14.9.2026 – pozno je prišlo", Dated(date(2026, 9, 14), "pozno je prišlo")),
        ("2026-09-14 10:30 je prišel", Dated(date(2026, 9, 14), "10:30 je prišel")),
        ("2026-09-14 3. 10. in 2026", Dated(date(2026, 9, 14), "3. 10. in 2026")),
    ],
)
def test_a_fact_begins_with_a_date_as_people_write_it(written: str, value: Dated | None) -> None:
    assert read("dated", "sl", written) == (value or Dated(date(2026, 9, 14), "pozno je prišlo"))


@pytest.mark.parametrize(
    ("written", "told"),
    [("3. 12. 2026 pozno", "is ambiguous"), ("14. 9. 26 pozno", "four digits"), ("pozno 2026-09-14", "does not begin")],
)
def test_a_fact_whose_date_is_open_is_refused(written: str, told: str) -> None:
    assert told in refusal("dated", "sl", written)


@given(st.text(alphabet="0123456789 ./-:,dec", max_size=16))
def test_a_text_has_an_order_only_if_it_can_be_taken(text: str) -> None:
    orders = date_orders(text, words("sl"))
    for order in ("dmy", "mdy", "ymd"):
        is_taken = not refusal("date", "sl", text, dates=order) if text.strip() else False
        is_plausible = "is not a plausible" not in refusal("date", "sl", text, dates=order) if text.strip() else False
        assert not is_taken or order in orders
        assert order not in orders or is_taken or not is_plausible


def test_a_day_and_a_length_of_time_are_not_mixed_up() -> None:
    assert refusal("date", "sl", timedelta(hours=1))
