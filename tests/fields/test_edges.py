"""The edges of what fields take: the last value that is taken, the first that is not, and values without any language."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from reading import read, refusal, spec

from goodterms.fields import ANY_CURRENCY, InvalidValue, as_typed, parse
from goodterms.fields.records import Place, place_of
from goodterms.values import Dated, Money, Month


@pytest.mark.parametrize("length", [1, 23, 24])
def test_a_number_may_have_24_digits(length: int) -> None:
    assert read("number", "en", "1" * length) == Decimal("1" * length)


@pytest.mark.parametrize("length", [25, 26, 400])
def test_a_number_may_not_have_more(length: int) -> None:
    assert "is too large" in refusal("number", "en", "1" * length)


def test_a_count_may_be_a_thousand_million() -> None:
    assert read("count", "en", "1000000000") == 1_000_000_000
    for more in ("1000000001", "1" * 20, "1" * 21, "0" * 21):
        assert "is too large for a count" in refusal("count", "en", more)


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        (Decimal("1E+500"), "1" + "0" * 500),
        (Decimal("1E+501"), "1E+501"),
        (Decimal("1E-501"), "1E-501"),
        (Decimal("Infinity"), "Infinity"),
        (10**399, "1" + "0" * 399),
        (10**450, "1" + "0" * 400),
        (-(10**450), "-1" + "0" * 400),
        (float("inf"), "1" + "0" * 400),
        (1e-7, "0.0000001"),
        (None, ""),
        (["a", None], "a, "),
    ],
)
def test_a_number_is_typed_without_powers_while_it_is_of_ordinary_length(raw: object, typed: str) -> None:
    assert as_typed(raw) == typed


@pytest.mark.parametrize(
    ("text", "moment"),
    [("3 pm", time(15)), ("3 p.m.", time(15)), ("3 am", time(3)), ("3 a.m.", time(3)), ("12 pm", time(12)), ("12 am", time(0))],
)  # fmt: skip
def test_a_time_is_read_without_any_language(text: str, moment: time) -> None:
    assert parse(spec("time"), text, ANY_CURRENCY) == moment


@pytest.mark.parametrize("text", ["3 xx", "3:00 foo", "13 pm", "0 am", "3:60 pm"])
def test_a_time_in_no_part_of_the_day_is_refused(text: str) -> None:
    assert "is not a valid time of day" in refusal("time", "en", text)


def test_the_place_of_a_part_of_a_record() -> None:
    part = spec("url")._replace(name="link")
    many = spec("record", many=True, parts={"link": part}, item="provider")._replace(name="providers")
    one = spec("record", parts={"link": part})._replace(name="visit")
    specs = {"providers": many, "visit": one, "name": spec("name")._replace(name="name")}
    assert place_of("providers.2.link", specs) == Place("providers", 2, "link")
    assert place_of("provider.2", specs) == Place("providers", 2, "")
    assert place_of("visit.link", specs) == Place("visit", 0, "link")
    for key in (
        "providers.x.link",
        "providers.0.link",
        "providers.100",
        "providers.2.link.x",
        "visit.1.link",
        "visit",
        "name.link",
        "other.1",
    ):
        assert place_of(key, specs) is None, key


@pytest.mark.parametrize("raw", ["1 250", "1\u00a0250", "1\u202f250", "1\u2009250"])
def test_any_space_may_be_between_the_groups_of_a_number(raw: str) -> None:
    assert read("number", "sl", raw) == 1250


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("free", "'free' is not a valid amount of money"),
        ("EUR", "'EUR' is not a valid amount of money"),
        ("1 of 2 EUR", "'1 of 2 EUR' is not a valid number"),
        ("5 EUR and 6 USD", "'5 EUR and 6 USD' is not a valid number"),
        ("5 XQX", "'XQX' is not a known currency"),
    ],
)
def test_what_is_no_amount_is_refused_as_such(raw: str, told: str) -> None:
    assert told in refusal("money", "en", raw)


def test_an_amount_is_taken_without_any_language() -> None:
    assert parse(spec("money"), "5 EUR", ANY_CURRENCY) == Money(Decimal(5), "EUR")


@pytest.mark.parametrize("raw", ["2026-13", "2026-00", "13/2026", "0000-05", "05/0000"])
def test_a_month_that_does_not_exist_is_refused(raw: str) -> None:
    assert "that month does not exist" in refusal("month", "en", raw)


@pytest.mark.parametrize("raw", ["2026-12", "12/2026", "2026-12-01", "December 2026"])
def test_a_month_is_written_in_digits_or_words(raw: str) -> None:
    assert read("month", "en", raw) == Month(2026, 12)


def test_all_wrong_options_are_told_and_others_are_in_the_order_of_the_field() -> None:
    several = spec("choice", many=True, options=("a", "b", "c", "none"), exclusive=("none",))
    assert parse(several, "c, a", ANY_CURRENCY) == ("a", "c")
    assert parse(several, ["none"], ANY_CURRENCY) == ("none",)
    with pytest.raises(InvalidValue) as refused:
        parse(several, "x, a, y", ANY_CURRENCY)
    assert [one.param("given") for one in refused.value.faults] == ["x", "y"]
    with pytest.raises(InvalidValue) as refused:
        parse(several, "b, none", ANY_CURRENCY)
    (fault,) = refused.value.faults
    assert (fault.kind, fault.param("given"), fault.param("others")) == ("choice-exclusive", "none", ("b",))


@pytest.mark.parametrize(
    ("raw", "event"),
    [
        ("2026-09-14 late", "late"),
        ("2026-09-14: late", "late"),
        ("14 September 2026 the parts came late", "the parts came late"),
        ("Monday, 14 September 2026 late", "late"),
    ],
)
def test_what_happened_is_behind_as_few_words_as_make_a_date(raw: str, event: str) -> None:
    assert read("dated", "en", raw) == Dated(date(2026, 9, 14), event)


@pytest.mark.parametrize("raw", ["late", "2026-09-14", "the parts came late on 2026-09-14"])
def test_a_fact_needs_a_date_and_something_that_happened(raw: str) -> None:
    assert refusal("dated", "en", raw)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_a_space_in_another_place_is_no_group(space: str) -> None:
    assert "is not a valid number" in refusal("number", "sl", f"12{space}5")


@pytest.mark.parametrize("given", ["half-yearly", "half yearly", "half_yearly", "Half-Yearly"])
def test_an_option_is_found_however_its_words_are_joined(given: str) -> None:
    assert parse(spec("choice", options=("yearly", "half-yearly")), given, ANY_CURRENCY) == "half-yearly"
