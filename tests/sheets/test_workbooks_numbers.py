"""Numbers by their format codes: what SheetJS's formatter (SSF) shows is what we show, and what it means is known."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.sheets.currencies_of_formats import CODES, currency_of
from goodterms.sheets.number_formats import BUILT_IN, show, show_text
from goodterms.sheets.table import Broken, InPart, Shown, Yearless, YearlessMoment

BOOKS = Path(__file__).parent / "books"
FORMATS = json.loads((BOOKS / "formats.json").read_text("utf-8"))
"""What SSF 0.11 shows: for each code, a text for each of the values; null where it fails."""

HALVES = {-12.5, -0.5, -1234.5}
"""JavaScript rounds the halves of negative numbers up; spreadsheets round them away from zero."""
DIFFERENT = {
    "[$-409]#,##0.00": "a locale without a sign shows no sign; SSF writes a dollar",
    "00-000": "SSF forgets the sign, and digits that have no place",
    "000-00-0000": "SSF forgets the sign, and digits that have no place",
    "0.00-": "SSF takes the last sign for that of negative numbers",
}
DIFFERENT_NEGATIVES = {
    "#.##": "SSF writes a zero before the point",
    "(000) 000-0000": "SSF forgets a zero",
    "##\\,##\\,##0": "SSF writes the sign behind commas",
    "0,\"K\"": "SSF writes no sign before a zero",
    "[>=100]0;0.0": "negative numbers by conditions are not understood",
    "[<1]0.00;[<100]0.0;0": "negative numbers by conditions are not understood",
}  # fmt: skip


def text_of(cell: object) -> str:
    if isinstance(cell, Shown):
        return cell.text
    return cell if isinstance(cell, str) else f"{Decimal(repr(cell)):f}"


@pytest.mark.parametrize("code", [code for code in FORMATS["texts"] if code not in DIFFERENT])
def test_a_number_is_shown_as_another_program_shows_it(code: str) -> None:
    for value, expected in zip(FORMATS["values"], FORMATS["texts"][code], strict=True):
        if expected is None or (value < 0 and code in DIFFERENT_NEGATIVES) or value in HALVES:
            continue
        if "General" in code or code == "@":
            # Cells have place for 11 digits, files for 15.
            expected = expected if len(expected) < 10 else f"{value:.15g}"
        cell = show(float(value), code)
        if not isinstance(cell, Shown):
            expected = expected.replace(",", "")
        assert "".join(text_of(cell).split()) == "".join(expected.split()), value


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (12.100000000000001, "General", 12.1),
        (3.0, "General", 3),
        (1234567.0, "#,##0", 1234567),
        (1234.5, "#,##0.0", 1234.5),
        (-5.0, "0;-0", -5),
        (815.0, "@", 815),
        (1e15, "General", 1e15),
        (0.0, "0;;", ""),
        (5.0, ";;;", ""),
        (5.0, "# ?/?", 5),
        (float("nan"), "0.00", Broken("nan")),
        (float("inf"), "General", Broken("inf")),
        (815.0, "00000", Shown(Decimal(815), "00815", Decimal(815))),
        (815.0, '"R-"00000', Shown(Decimal(815), "R-00815", None)),
        (0.125, "0.0%", Shown(Decimal("0.125"), "12.5%", Decimal("12.5"), is_percent=True)),
        (12.0, '0"%"', Shown(Decimal(12), "12%", Decimal(12), is_percent=True)),
        (0.125, "0%", Shown(Decimal("0.125"), "13%", Decimal(13), is_percent=True, is_rounded=True)),
        (1234.5678, "#,##0.00", Shown(Decimal("1234.5678"), "1,234.57", Decimal("1234.57"), is_rounded=True)),
        (12.0, "0.00", Shown(Decimal(12), "12.00", Decimal("12.00"))),
        (1.005, "0.00", Shown(Decimal("1.005"), "1.01", Decimal("1.01"), is_rounded=True)),
        (-12.5, "0", Shown(Decimal("-12.5"), "-13", Decimal(-13), is_rounded=True)),
        (-0.001, "0.00", Shown(Decimal("-0.001"), "-0.00", Decimal("0.00"), is_rounded=True)),
        (-5.5, "0.0;(0.0)", Shown(Decimal("-5.5"), "(5.5)", Decimal("-5.5"))),
        # A sign that is shown by a colour only, a number in thousands, words: what is meant takes guessing.
        (-5.5, "0.0;[Red]0.0", Shown(Decimal("-5.5"), "5.5", None)),
        (5.5, "0.0-", Shown(Decimal("5.5"), "5.5-", None)),
        (12345.0, "0,", Shown(Decimal(12345), "12", None, is_rounded=True)),
        (5.0, '0"K"', Shown(Decimal(5), "5K", None)),
        (5.0, '0 "let"', Shown(Decimal(5), "5 let", None)),
        (123456789.0, "000-00-0000", Shown(Decimal(123456789), "123-45-6789", None)),
        (1234567.0, "#\\ ##0", Shown(Decimal(1234567), "1234 567", Decimal(1234567))),
        (1234567.0, "[>=100000]##\\,##\\,##0;##,##0", 1234567),
        (1234567.0, "0\\,00", Shown(Decimal(1234567), "12345,67", None)),
        # What is not understood is the code.
        (1.5, "# ?/?", Shown(Decimal("1.5"), "# ?/?", None, is_understood=False)),
        (1234.0, "0.00E+00", Shown(Decimal(1234), "0.00E+00", None, is_understood=False)),
        (1234.0, "[DBNum1]0", Shown(Decimal(1234), "[DBNum1]0", None, is_understood=False)),
        (1234.0, "0 kg", Shown(Decimal(1234), "0 kg", None, is_understood=False)),
    ],
)
def test_a_format_says_what_a_number_means(value: float, code: str, expected: object) -> None:
    cell = show(value, code)
    assert (cell, type(cell)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("code", "text", "currency", "symbol"),
    [
        ("[$$-409]#,##0.00", "$1,250.50", "USD", ""),
        ("[$$-C09]#,##0.00", "$1,250.50", "AUD", ""),
        ("[$$-en-CA]#,##0.00", "$1,250.50", "CAD", ""),
        ('"$"#,##0.00', "$1,250.50", "", "$"),
        (BUILT_IN[44], "$ 1,250.50", "", "$"),
        ("[$CHF-807]\\ #,##0.00", "CHF 1,250.50", "CHF", ""),
        ("[$€-2] #,##0.00", "€ 1,250.50", "EUR", ""),
        ("#,##0.00\\ [$€-x-euro2]", "1,250.50 €", "EUR", ""),
        ('#,##0.00\\ "€"', "1,250.50 €", "EUR", ""),
        ("CHF #,##0.00", "CHF 1,250.50", "CHF", ""),
        ('#,##0.00" EUR"', "1,250.50 EUR", "EUR", ""),
        ("[$₹-4009] #,##0.00", "₹ 1,250.50", "INR", ""),
        ("#,##0.00 [$Kč-405]", "1,250.50 Kč", "CZK", ""),
        ("#,##0.00 [$kr-41D]", "1,250.50 kr", "SEK", ""),
        ('#,##0.00 "kr"', "1,250.50 kr", "", "kr"),
        ("[$£-809]#,##0.00", "£1,250.50", "GBP", ""),
        ("£#,##0.00", "£1,250.50", "", "£"),
        ("[$Rs-420] #,##0.00", "Rs 1,250.50", "PKR", ""),
        ("#,##0.00 [$kn-41A]", "1,250.50 kn", "", "kn"),
        ("[$-409]#,##0.00", "1,250.50", "", ""),
    ],
)
def test_a_format_names_a_currency(code: str, text: str, currency: str, symbol: str) -> None:
    expected = Shown(Decimal("1250.5"), text, Decimal("1250.50"), currency=currency, symbol=symbol)
    assert show(1250.5, code) == expected
    if not code.startswith("_"):
        assert show(-1250.5, code) == expected._replace(
            value=Decimal("-1250.5"), text=f"-{text}", number=Decimal("-1250.50")
        )


def test_the_currencies_are_those_of_cldr() -> None:
    names = Locale("en").currencies
    assert not {code for code in CODES if code not in names}
    assert {currency_of(code).currency for code in CODES} == CODES


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (46359.0, "yyyy-mm-dd", date(2026, 12, 3)),
        (46359.75, "d. m. yyyy;@", date(2026, 12, 3)),
        (46359.0, "mmm yy", InPart(2026, 12, 3)),
        (46359.0, "yyyy", InPart(2026, 12, 3)),
        (46359.0, "[$-409]d-mmm;@", Yearless(2026, 12, 3)),
        (46359.6041666, "d-mmm hh:mm", YearlessMoment(2026, 12, 3, 14, 30)),
        (46359.0, "[$-F800]dddd, mmmm dd, yyyy", date(2026, 12, 3)),
        (46359.6041666, "yyyy-mm-dd hh:mm", datetime.fromisoformat("2026-12-03T14:30")),
        (46359.0, BUILT_IN[22], datetime.fromisoformat("2026-12-03")),
        (0.6041666, "h:mm", time(14, 30)),
        (0.6041666, "h:mm AM/PM", time(14, 30)),
        (0.6046296, "h:mm", time(14, 30)),
        (0.6046296, "h:mm:ss", time(14, 30, 40)),
        (0.6046296, "hh:mm:ss.000", time(14, 30, 40)),
        (0.99999999, "h:mm:ss", time(0)),
        (46359.5, "h:mm", time(12)),
        (0.0625, "[h]:mm", timedelta(hours=1, minutes=30)),
        (1.0625, "[h]:mm:ss", timedelta(hours=25, minutes=30)),
        (0.0625, "[mm]:ss", timedelta(minutes=90)),
        (-0.0625, "[h]:mm", timedelta(minutes=-90)),
        (0.03125, "mm:ss", timedelta(minutes=45)),
        (0.0625, "mm:ss", Shown(Decimal("0.0625"), "mm:ss", None, is_understood=False)),
        # The calendar from 1900 has a 29 February that was not, and a day 0.
        (59.0, "d.m.yyyy", date(1900, 2, 28)),
        (60.0, "d.m.yyyy", Shown(Decimal(60), "d.m.yyyy", None, is_understood=False)),
        (61.0, "d.m.yyyy", date(1900, 3, 1)),
        (0.0, "d.m.yyyy", Shown(Decimal(0), "d.m.yyyy", None, is_understood=False)),
        (0.5, "d.m.yyyy h:mm", Shown(Decimal("0.5"), "d.m.yyyy h:mm", None, is_understood=False)),
        (2958465.0, "d.m.yyyy", date(9999, 12, 31)),
        (2958466.0, "d.m.yyyy", Shown(Decimal(2958466), "d.m.yyyy", None, is_understood=False)),
        (-1.0, "d.m.yyyy", Shown(Decimal(-1), "d.m.yyyy", None, is_understood=False)),
    ],
)
def test_a_format_of_moments_shows_a_moment(value: float, code: str, expected: object) -> None:
    cell = show(value, code)
    assert (cell, type(cell)) == (expected, type(expected))


def test_days_can_be_counted_from_1904() -> None:
    assert show(44897.0, "yyyy-mm-dd", epoch_1904=True) == date(2026, 12, 3)
    assert show(0.0, "yyyy-mm-dd", epoch_1904=True) == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Novak", '"Dr. "@', "Dr. Novak"),
        ("a", "@", "a"),
        ("a", "0.00", "a"),
        ("a", ";;;", "a"),
        ("a", "0;0;0;@\\!", "a!"),
    ],
)
def test_a_format_can_write_beside_a_text(text: str, code: str, expected: str) -> None:
    assert show_text(text, code) == expected


@settings(max_examples=300, deadline=None)
@given(
    st.floats(allow_subnormal=False),
    st.text(st.sampled_from('0#?,.%;@"\\_*[]$-€hmsyd/E+ AMP<>=CHFRed9e'), max_size=14)
    | st.sampled_from(sorted(FORMATS["texts"])),
    st.booleans(),
)
def test_every_code_shows_something(value: float, code: str, epoch_1904: bool) -> None:
    cell = show(value, code, epoch_1904)
    if isinstance(cell, Shown) and cell.number is not None and not cell.is_rounded:
        assert cell.number == (cell.value if cell.number == cell.value else cell.value * 100)
