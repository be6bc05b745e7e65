"""Numbers and amounts as people write them, with the signs and names of currencies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import PROJECT, read, refusal, words

from goodterms.cldr.formatter import Formatter
from goodterms.fields import decimals_of
from goodterms.values import Money, Percent


@pytest.mark.parametrize("raw", [12.125, Decimal("12.125")])
@pytest.mark.parametrize("decimal", ["", ".", ","])
def test_a_number_that_is_given_as_one_leaves_no_doubt(raw: object, decimal: str) -> None:
    assert read("number", "sl", raw, decimal=decimal) == Decimal("12.125")
    assert read("percent", "sl", raw, decimal=decimal) == Percent(Decimal("12.125"))
    assert read("money", "sl", raw, currency="KWD", decimal=decimal) == Money(Decimal("12.125"), "KWD")


@pytest.mark.parametrize(("raw", "value"), [(3.0, 3), (Decimal("3.00"), 3), (1200, 1200), ("3.0", 3), ("3,00", 3)])
def test_a_count_may_be_a_number_without_a_fraction(raw: object, value: int) -> None:
    assert read("count", "sl", raw) == value


@pytest.mark.parametrize("raw", [2.5, Decimal(-1), float("nan"), float("inf"), "3.000", "3.5", True])
def test_what_is_not_a_count_is_refused(raw: object) -> None:
    assert refusal("count", "sl", raw)


@pytest.mark.parametrize(
    ("tag", "raw", "amount", "currency"),
    [
        ("sl", "1.250,50 €", "1250.50", "EUR"),
        ("sl", "€1,250.50", "1250.50", "EUR"),
        ("sl", "1 250,50 EUR", "1250.50", "EUR"),
        ("sl", "1\u202f250,50\u00a0€", "1250.50", "EUR"),
        ("sl", "CHF 1'250.–", "1250", "CHF"),
        ("sl", "CHF 1’250.50", "1250.50", "CHF"),
        ("sl", "1250,-", "1250", "EUR"),
        ("sl", "12,-- EUR", "12", "EUR"),
        ("sl", "12 evrov", "12", "EUR"),
        ("sl", "120,50 Euro", "120.50", "EUR"),
        ("sl", "US$ 5", None, None),
        ("sl", "12.50 US dollars", "12.50", "USD"),
        ("en", "CA$12.50", "12.50", "CAD"),
        ("en", "₹ 1,25,050.50", "125050.50", "INR"),
        ("te", "₹౧,౨౫,౦౫౦.౫౦", "125050.50", "INR"),
        ("ne", "रु. १,२५०.५०", "1250.50", "NPR"),
        ("ne", "रु ५००", "500", "NPR"),
        ("ne", "५०० रु.", "500", "NPR"),
        ("ur", "1,250.50 روپے", "1250.50", "PKR"),
        ("ur-IN", "1,250.50 روپے", "1250.50", "INR"),
        ("ur", "۱٬۲۵۰٫۵۰ یورو", "1250.50", "EUR"),
        ("ur", "۱٬۲۵۰ PKR", "1250", "PKR"),
        ("sl", {"amount": Decimal("1250.50"), "currency": "EUR"}, "1250.50", "EUR"),
        ("sl", {"amount": 12.125, "currency": "KWD"}, "12.125", "KWD"),
        ("sl", {"amount": "1.250,50", "currency": "€"}, "1250.50", "EUR"),
        ("sl", "1250.50 RSD", "1250.50", "RSD"),
        ("sl", "1250.50 PKR", "1250.50", "PKR"),
        ("sl", "1250.500 EUR", "1250.500", "EUR"),
    ],
)
def test_an_amount_is_taken(tag: str, raw: object, amount: str | None, currency: str | None) -> None:
    if amount is None:
        assert read("money", "en-CA", raw) == Money(Decimal(5), "USD")
        return
    assert read("money", tag, raw) == Money(Decimal(amount), str(currency))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("1.250 €", "is ambiguous: 1250 or 1.250?"),
        ("12.125", "is ambiguous: 12125 or 12.125?"),
        ("$ 12.50", "'$' can be USD or AUD or CAD or HKD or MXN or NZD; write the code of the currency"),
        ("Rs. 500", "'Rs.' can be LKR or MUR or NPR or PKR or INR"),
        ("500 kr", "'kr' can be DKK or ISK or NOK or SEK"),
        ("1234.5678 EUR", "has more decimals than EUR has: 1234.57?; write 1234.57 EUR"),
        ("12.125 EUR", "is ambiguous"),
        (12.125, "'12.125' has more decimals than EUR has: 12.13?"),
        ("1250.5 JPY", "has more decimals than JPY has: 1251?"),
        ("12.3456 KWD", "has more decimals than KWD has: 12.346?"),
        ("-5 €", "is not greater than 0"),
        ("€ -5", "is not greater than 0"),
        ("−5,00 €", "is not greater than 0"),
        ("5 golden coins", "'golden coins' is not a known currency"),
        ("€", "is not a valid amount of money"),
        ("€ 5 USD", "is not a valid amount of money"),
        ("5 € 6", "is not a valid number"),
        ("5 %", "is not a valid number"),
        ("5²", "is not a valid number"),
        ("50k", "'k' is not a known currency"),
        ("1.5 K", "'K' is not a known currency"),
        ("50p", "'p' is not a known currency"),
        ("R 500", "'R' is not a known currency"),
        ({"amount": 5}, "has the keys amount; expected the keys amount and currency"),
        ({"amount": 5, "currency": "EURP"}, "'EURP' is not a known currency"),
        ({"amount": {}, "currency": "EUR"}, "not a table of values"),
    ],
)
def test_an_amount_in_doubt_is_refused(raw: object, told: str) -> None:
    assert told in refusal("money", "sl", raw)


@pytest.mark.parametrize(
    ("sign", "currency"), [("$", "USD"), ("$", "CAD"), ("Rs", "INR"), ("£", "GBP"), ("kr", "SEK"), ("R", "ZAR")]
)
def test_a_sign_of_several_currencies_is_that_of_the_row_or_the_sender(sign: str, currency: str) -> None:
    assert read("money", "sl", f"{sign} 12.50", currency=currency) == Money(Decimal("12.50"), currency)


@pytest.mark.parametrize(
    ("tag", "currency", "raw", "amount"),
    [
        ("te", "INR", "రూ. 1,25,050", 125050),
        ("te", "EUR", "1,25,050 రూపాయలు", 125050),
        ("te", "EUR", "రూ. 1250/- మాత్రమే", 1250),
        ("ne", "NPR", "रू. १,२५,०५०/-", 125050),
        ("ne", "NPR", "१२५० रुपैयाँ मात्र", 1250),
        ("ne", "NPR", "रु.१२५०।-", 1250),
        ("ne-IN", "INR", "१२५० रुपैयाँ", 1250),
        ("ur", "PKR", "12500/- روپے", 12500),
        ("ur", "PKR", "مبلغ 12500 روپئے صرف", 12500),
        ("ur", "PKR", "₨ ۱۲۵۰۰", 12500),
        ("ur-IN", "INR", "12500 روپیہ", 12500),
        ("en-IN", "INR", "Rs. 1,25,050/- only", 125050),
        ("sl", "EUR", "3 evre", 3),
        ("sl", "EUR", "1.250,00 Eur.", 1250),
    ],
)
def test_amounts_as_people_write_them(tag: str, currency: str, raw: str, amount: int) -> None:
    expected = "INR" if tag == "te" else currency
    assert read("money", tag, raw, currency=currency) == Money(Decimal(amount), expected)


@pytest.mark.parametrize(
    ("tag", "raw", "told"),
    [
        # Rupees of which country?
        ("ne", "१२५० रुपैयाँ", "'रुपैयाँ' can be NPR or INR"),
        ("ur", "1250 روپیہ", "'روپیہ' can be PKR or INR"),
        # A lakh is 100,000; words for numbers are not read.
        ("ne", "१.२५ लाख", "'लाख' is not a known currency"),
        ("ur", "1.25 لاکھ", "'لاکھ' is not a known currency"),
        ("sl", "1250 EUR bruto", "'EUR bruto' is not a known currency"),
    ],
)
def test_an_amount_that_may_be_another_is_refused(tag: str, raw: str, told: str) -> None:
    assert told in refusal("money", tag, raw)


def test_the_currency_of_the_row_may_not_contradict_the_amount() -> None:
    assert read("money", "sl", "120 EUR", currency="USD") == Money(Decimal(120), "EUR")
    assert read("money", "sl", "120 EUR", currency="EUR", row="EUR") == Money(Decimal(120), "EUR")
    told = refusal("money", "sl", "120 €", currency="USD", row="USD")
    assert told == "'120 €' is in EUR, but the currency given is USD; give the same currency in both"


@pytest.mark.parametrize(
    ("decimal", "raw", "value"),
    [(",", "1.250", 1250), (".", "1.250", "1.250"), (",", "12,125", "12.125"), (".", "1,250", 1250), (",", "7", 7)],
)
def test_the_separator_of_the_field_decides_what_is_open(decimal: str, raw: str, value: object) -> None:
    assert read("number", "sl", raw, decimal=decimal) == Decimal(str(value))


@pytest.mark.parametrize(("decimal", "raw"), [(",", "1.5"), (".", "1,5"), (",", "1,250.50"), (".", "1.250,50")])
def test_a_number_in_another_notation_than_its_field_is_refused(decimal: str, raw: str) -> None:
    assert f"with the decimal separator {decimal!r}" in refusal("number", "sl", raw, decimal=decimal)


@pytest.mark.parametrize(
    ("text", "separators"),
    [
        ("1.250", ",."),
        ("12", ",."),
        ("1 250", ",."),
        ("CHF 1'250.–", ",."),
        ("1.250,50 €", ","),
        ("1,5", ","),
        ("1.250.000", ","),
        ("₹ 1,25,050.50", "."),
        ("0.125", "."),
        ("1234.567", "."),
        ("12.5 %", "."),
        ("-1,250.50", "."),
        ("۱٬۲۵۰", "."),
        ("soon", ""),
        ("1.2.3", ""),
        ("5 of 6", ""),
        ("", ""),
    ],
)
def test_the_separators_of_a_text_are_told(text: str, separators: str) -> None:
    assert "".join(sorted(decimals_of(text, words("sl")))) == separators


@pytest.mark.parametrize(("tag", "text"), [("sl", "€"), ("sl", "evro"), ("ur", "یورو"), ("en", "euros"), ("te", "eur")])
def test_a_currency_may_be_a_sign_or_a_name(tag: str, text: str) -> None:
    assert read("currency", tag, text, currency="") == "EUR"


@pytest.mark.parametrize("tag", ["en", "ne", "sl", "te", "ur", "ur-u-nu-arabext", "en-IN"])
@given(cents=st.integers(1, 10**9), currency=st.sampled_from(["EUR", "INR", "NPR", "PKR", "USD", "GBP", "CHF", "JPY"]))
def test_what_our_letters_write_is_read_back(tag: str, cents: int, currency: str) -> None:
    locale = PROJECT.locale(tag)
    amount = Decimal(cents) if currency == "JPY" else Decimal(cents) / 100
    text = Formatter(locale, PROJECT.language_of(locale)).money(amount, currency)
    told = refusal("money", tag, text, currency="")
    assert "is ambiguous" in told or read("money", tag, text, currency="") == Money(amount, currency)
