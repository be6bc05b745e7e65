"""Raw values into typed ones: what is taken, and what is refused with which words."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms import fields
from goodterms.cldr.locales import currencies
from goodterms.fields import InvalidValue, ParseContext, context, parse
from goodterms.model import FieldSpec
from goodterms.values import Dated, Duration, LeftToRight, Money, Month, Percent, Person

if TYPE_CHECKING:
    from goodterms.project import Project

AROUND = ParseContext("", currencies())


def spec(kind: str, **more: Any) -> FieldSpec:
    return FieldSpec(name="it", type=kind, help="", sample="", **more)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("name", "  Ana Novak ", "Ana Novak"),
        ("name", "A\u030ana", "Åna"),
        ("name", "र्‍याक", "र्‍याक"),
        ("name", "عالم\u200cگیر", "عالم\u200cگیر"),
        ("person", "  Ana Novak ", Person(whole="Ana Novak")),
        ("person", {"given": "Ana", "surname": " Novak"}, Person(given="Ana", surname="Novak")),
        ("person", {"Given_Informal": "Jaka", "given": "Jakob"}, Person(given="Jakob", given_informal="Jaka")),
        ("person", {"surname-core": "Este", "surname-prefix": "d’"}, Person(surname_core="Este", surname_prefix="d’")),
        ("person", {"given": "A\u030ana", "title": "", "locale": "te_IN"}, Person(given="Åna", locale="te-IN")),
        ("person", {"given": "Ana", "generation": 3}, Person(given="Ana", generation="3")),
        ("text", 12, "12"),
        ("count", "0", 0),
        ("count", "१२", 12),
        ("count", 7, 7),
        ("count", "+3", 3),
        ("date", "2026-02-28", date(2026, 2, 28)),
        ("date", date(2026, 2, 28), date(2026, 2, 28)),
        ("date", "۲۰۲۶-۱۲-۳۱", date(2026, 12, 31)),
        ("month", "2026-10", Month(2026, 10)),
        ("month", "2026/9", Month(2026, 9)),
        ("month", "10/2026", Month(2026, 10)),
        ("month", "10. 2026", Month(2026, 10)),
        ("month", "२०२६-१०", Month(2026, 10)),
        ("month", date(2026, 10, 1), Month(2026, 10)),
        ("month", "2026-10-01T00:00:00", Month(2026, 10)),
        ("time", "9:05", time(9, 5)),
        ("time", "14.30", time(14, 30)),
        ("time", "2:30 PM", time(14, 30)),
        ("time", "12:00 am", time(0, 0)),
        ("time", time(8, 0), time(8, 0)),
        ("duration", "45", Duration(0, 45)),
        ("duration", "45 min", Duration(0, 45)),
        ("duration", "1:30", Duration(1, 30)),
        ("duration", "1 h 30 min", Duration(1, 30)),
        ("duration", "2h", Duration(2, 0)),
        ("duration", 90, Duration(1, 30)),
        ("money", "120.50 EUR", Money(Decimal("120.50"), "EUR")),
        ("money", "EUR 120,50", Money(Decimal("120.50"), "EUR")),
        ("money", "1.234,50 eur", Money(Decimal("1234.50"), "EUR")),
        ("money", "1,234.50 USD", Money(Decimal("1234.50"), "USD")),
        ("money", "12,34,567.50 INR", Money(Decimal("1234567.50"), "INR")),
        ("money", "1 234,50 EUR", Money(Decimal("1234.50"), "EUR")),
        ("money", "१२५०.५० NPR", Money(Decimal("1250.50"), "NPR")),
        ("money", "5000PKR", Money(Decimal(5000), "PKR")),
        ("money", "0.001 KWD", Money(Decimal("0.001"), "KWD")),
        ("money", "1'234.50 CHF", Money(Decimal("1234.50"), "CHF")),
        ("count", Decimal("1E+3"), 1000),
        ("time", "2 PM", time(14, 0)),
        ("email", "a@xn--e1afmkfd.xn--p1ai", "a@xn--e1afmkfd.xn--p1ai"),
        ("percent", "12.5 %", Percent(Decimal("12.5"))),
        ("number", "2,5", Decimal("2.5")),
        ("currency", "eur", "EUR"),
        ("dated", "2026-09-14 it came late", Dated(date(2026, 9, 14), "it came late")),
        ("dated", {"date": date(2026, 9, 14), "text": "it came late"}, Dated(date(2026, 9, 14), "it came late")),
        ("phone", "+386 (1) 555-01-23", "+386 (1) 555-01-23"),
        ("phone", "۰۲۱ ۳۵۵۵", "۰۲۱ ۳۵۵۵"),
        ("email", "ana.novak@lipa.example", "ana.novak@lipa.example"),
        ("url", "https://meet.lipa.example/ana?x=1#y", "https://meet.lipa.example/ana?x=1#y"),
        ("reference", "INV-2026/0417", "INV-2026/0417"),
    ],
)
def test_value_is_taken(kind: str, raw: object, value: object) -> None:
    assert parse(spec(kind), raw, AROUND) == value


@pytest.mark.parametrize(
    ("kind", "raw", "problem", "hint"),
    [
        ("name", "", "no visible characters", "at least one"),
        ("name", " \u00a0\u200b ", "no visible characters", "at least one"),
        ("name", "Ana\nNovak", "U+000A", "one line"),
        ("name", "Ana\x00", "U+0000", "one line"),
        ("name", "Ana\u2028", "", ""),
        ("name", "Ana\U000e0041\U000e0042 Novak", "U+E0041 TAG LATIN CAPITAL LETTER A, which nobody sees", "delete"),
        ("text", "our\U000e007f", "U+E007F CANCEL TAG", "delete"),
        ("name", "Ana\u2062Novak", "U+2062 INVISIBLE TIMES", "delete"),
        ("text", "Ana\ufff9x\ufffay\ufffb", "U+FFF9", "delete"),
        ("name", "Ana\u202eNovak", "RIGHT-TO-LEFT OVERRIDE", "letters isolate values automatically"),
        ("name", "Ana\u2067Novak", "never closed", "letters isolate values automatically"),
        ("name", "Ana\U000f0001", "private-use", "Unicode"),
        ("name", "A" * 201, "201 characters", ""),
        ("text", "A" * 100_000, "100,000 characters; the limit is 2,000", ""),
        ("count", "-1", "is negative", "such as 3"),
        ("count", -1, "is negative", "such as 3"),
        ("count", "1.5", "contains a separator", "such as 3"),
        ("count", 2.5, "contains a separator", "such as 3"),
        ("count", "three", "'three' is not a whole number", "such as 3"),
        ("count", "9" * 5000, "characters", ""),
        ("count", "99999999999", "is too large for a count", ""),
        ("count", True, "'true'", "such as 3"),
        (
            "date",
            "2026-02-30",
            "'2026-02-30' is not a valid date",
            "expected a date in the form YEAR-MONTH-DAY",
        ),
        ("date", "31.12.26", "is not a valid date: the year needs four digits", "such as 2026-12-31"),
        ("date", "tomorrow", "is not a valid date", "such as 2026-12-31"),
        ("month", "2026-13", "that month does not exist", "such as 2026-10"),
        ("month", "0000-10", "that month does not exist", "such as 2026-10"),
        ("month", "10/26", "'10/26' is ambiguous: the year needs four digits", "such as 2026-10"),
        ("month", date(2026, 10, 15), "'2026-10-15' is a day, not a month", "or the first day of the month"),
        ("month", "2026", "is not a valid month", "expected YEAR-MONTH"),
        ("month", 2026.1, "is not a valid month", "expected YEAR-MONTH"),
        ("month", "October", "is not a valid month", "expected YEAR-MONTH"),
        ("time", "25:00", "not a valid time of day", "expected HOUR:MINUTE, such as 14:30"),
        ("time", "13:00 pm", "not a valid time of day", "2:30 PM"),
        ("time", "noon", "not a valid time of day", "14:30"),
        ("duration", "0", "not a valid duration", "1:30"),
        ("duration", "long", "not a valid duration", "1:30"),
        ("duration", "3000", "longer than a day", ""),
        ("money", "120.50", "has no currency", "goodterms.toml"),
        ("money", "120.50 XXZ", "is not a known currency", "ISO 4217"),
        ("money", ",,,,123.45 EUR", "is not a valid number", ""),
        ("money", "1 2 3 EUR", "is not a valid number", ""),
        ("money", "1,1,234.5 EUR", "is not a valid number", ""),
        ("money", "1..234,5 EUR", "is not a valid number", ""),
        ("money", "5 DEM", "is not a known currency", ""),
        ("reference", "1.23457E+16", "what a spreadsheet makes of a number with many digits", "to text"),
        ("reference", "3,86E+11", "what a spreadsheet makes of a number with many digits", "to text"),
        ("email", "a@b.example?cc=c@d.example", "is not a valid email address", ""),
        ("url", "https://bank.example@evil.example/", "is not a valid web address", ""),
        ("url", "https://!", "is not a valid web address", ""),
        ("url", "https://a..b", "is not a valid web address", ""),
        ("name", "\u3164\u2800", "no visible characters", ""),
        ("name", "\u0301", "no visible characters", ""),
        ("name", "Ana\udce4", "bytes that are not valid text", ""),
        ("duration", "1:90", "not a valid duration", ""),
        ("money", "1,234 EUR", "is ambiguous: 1234 or 1.234?", "write 1234.00"),
        ("money", "-5 EUR", "is not greater than 0", "120.50 EUR"),
        ("money", "0 EUR", "is not greater than 0", ""),
        ("money", "a lot", "not a valid amount of money", "120.50 EUR"),
        ("money", "1.2.3,4 EUR", "is not a valid number", "120.50 EUR"),
        ("money", "EUR 5 USD", "not a valid amount of money", ""),
        ("currency", "EURO", "'EURO' is not a known currency", "did you mean"),
        ("dated", "it came late", "does not begin with a valid date", "2026-09-14"),
        ("dated", "2026-09-14", "has a date but no text after it", ""),
        ("phone", "call me", "is not a valid phone number", "+386"),
        ("email", "ana at lipa", "is not a valid email address", "name@domain"),
        ("email", "a@b.example, c@d.example", "is not a valid email address", ""),
        ("url", "javascript:alert(1)", "is not a valid web address", "https://"),
        ("url", "meet.example", "is not a valid web address", "https://"),
        ("name", {"a": 1}, "not a table of values", "text"),
        ("person", "A" * 201, "201 characters", ""),
        ("person", "Ana\nNovak", "U+000A", "one line"),
        ("person", {"title": "dr.", "given": " "}, "has only title", "given, surname, surname-core"),
        ("person", {"title": "☺", "surname": "Novak"}, "'☺' contains no letter or digit", "leave the part empty"),
        (
            "person",
            {"title": "Dear Ms. Novak", "surname": "Novak"},
            "contains the name itself",
            "only what comes before the name",
        ),
        (
            "person",
            {"surname": "van Kos", "surname-core": "Kos"},
            "cannot be combined with surname-core",
            "or its two parts",
        ),
        ("person", {"givn": "Ana"}, "'givn' is not a part of a name", "did you mean 'given'?"),
        ("person", {"given": "Ana\u202e"}, "RIGHT-TO-LEFT OVERRIDE", "letters isolate values automatically"),
        ("person", {"given": {"x": 1}}, "not a table of values", ""),
        ("person", {"given": "A" * 120, "surname": "B" * 120}, "240 characters; the limit is 200", ""),
        ("person", {"given": "Ana", "locale": "Telugu!"}, "'Telugu!' is not a valid language tag", "BCP 47"),
        (
            "person",
            {"given": "Ana", "surname-prefix": "van"},
            "is given without surname-core",
            "the rest of the surname",
        ),
        ("person", {"title": "Dear Ms. Novak,", "surname": "Novak"}, "contains the name itself", "such as Ms."),
        (
            "person",
            {"": "Ana Novak", "given": "Ana"},
            "both the full name, 'Ana Novak', and its parts are given",
            "give either the full name or its parts",
        ),
    ],
)
def test_value_is_refused_with_what_would_be_right(kind: str, raw: object, problem: str, hint: str) -> None:
    if raw == "Ana\u2028":  # blank at the end is trimmed, so put it inside
        raw, problem = "Ana\u2028Novak", "U+2028"
    with pytest.raises(InvalidValue) as caught:
        parse(spec(kind), raw, AROUND)
    (fault,) = caught.value.faults
    assert problem in fault.problem
    assert hint in fault.hint


def test_choice_suggests_the_nearest() -> None:
    options = ("energy-audit", "financial-review")
    assert parse(spec("choice", options=options), "Energy Audit", AROUND) == "energy-audit"
    with pytest.raises(InvalidValue) as caught:
        parse(spec("choice", options=options), "enery-audit", AROUND)
    assert "did you mean 'energy-audit'?" in caught.value.faults[0].hint


def test_lists_take_one_or_many() -> None:
    many = spec("name", many=True)
    assert parse(many, "A", AROUND) == ("A",)
    assert parse(many, ["A", "B"], AROUND) == ("A", "B")
    with pytest.raises(InvalidValue, match="at most 50 fit"):
        parse(many, ["A"] * 51, AROUND)
    with pytest.raises(InvalidValue, match="2 values given"):
        parse(spec("name"), ["A", "B"], AROUND)


@pytest.mark.parametrize("raw", [" , ", [" "], [",", ""]])
def test_a_list_without_a_choice_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(spec("choice", many=True, options=("a", "b")), raw, AROUND)
    assert [fault.kind for fault in caught.value.faults] == ["no-values"]


def test_every_fault_of_a_name_is_told_with_its_part() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse(spec("person"), {"given": "\x07", "surname": "Novak", "titel": "dr."}, AROUND)
    assert [fault.place for fault in caught.value.faults] == ["given", "titel"]


def test_codes_are_left_to_right_by_type() -> None:
    for kind, raw in {"phone": "+386 1", "email": "a@b.example", "url": "https://a.example", "reference": "A1"}.items():
        assert isinstance(parse(spec(kind), raw, AROUND), LeftToRight)


@given(
    kind=st.sampled_from(sorted(set(fields.TYPES) - {"choice"})),
    raw=st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.none(), st.booleans()),
)
def test_no_value_is_anything_but_taken_or_refused(kind: str, raw: object) -> None:
    try:
        value = parse(spec(kind), raw, AROUND)
    except InvalidValue as invalid:
        value = str(invalid)
    assert value not in (None, "")


@pytest.mark.parametrize(
    ("text", "day", "event"),
    [
        ("2026-09-14 the parts arrived late", date(2026, 9, 14), "the parts arrived late"),
        ("2026-09-14 of 12 parcels, 3 were lost", date(2026, 9, 14), "of 12 parcels, 3 were lost"),
        ("31 December 2026: on time", date(2026, 12, 31), "on time"),
        ("September 14, 2026 a repair", date(2026, 9, 14), "a repair"),
        ("2026-09-14 – a repair", date(2026, 9, 14), "a repair"),
        ("2026-09-14 -- a repair", date(2026, 9, 14), "a repair"),
        ("2026-09-14 -5 °C in the store", date(2026, 9, 14), "-5 °C in the store"),
        ("2026-09-14: - a repair;", date(2026, 9, 14), "- a repair;"),
        ("2026-09-14 Birch &amp;", date(2026, 9, 14), "Birch &amp;"),
    ],
)
def test_a_dated_fact_keeps_all_its_words(project: Project, text: str, day: date, event: str) -> None:
    context = AROUND._replace(words=project.words(project.locale("en")))
    assert parse(FieldSpec("fact", "dated", "", None), text, context) == Dated(day, event)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ا \u200c", "ا"),
        ("\u200d Ana", "Ana"),
        ("Ana \u200c Novak", "Ana  Novak"),
        ("क्\u200d", "क्\u200d"),
        ("\u200dya", "\u200dya"),
    ],
)
def test_a_joiner_beside_blanks_joins_nothing(written: str, kept: str) -> None:
    assert parse(spec("text"), written, AROUND) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\ufeffAna Novak\u200b", "Ana Novak"),
        ("Re\u00adpublika", "Republika"),
        ("Ana\u200b \u2060Novak", "Ana Novak"),
        ("ภาษา\u200bไทย\u200b", "ภาษา\u200bไทย"),
        ("ဗမာ\u200bAna", "ဗမာAna"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200eAna\u200f", "\u200eAna\u200f"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Ana", None),
    ],
)
def test_what_copying_leaves_behind_unseen_goes_and_spelling_stays(written: str, kept: str | None) -> None:
    assert parse(spec("text"), written, AROUND) == (written if kept is None else kept)


def test_a_usual_zone_is_one_of_all_zones() -> None:
    usual = [name for name in available_timezones() if context._is_usual_zone(name)]
    assert len(usual) > 300
    assert not context._is_usual_zone("Europe/Nowhere")
    assert not context._is_usual_zone("Europe/../Paris")
