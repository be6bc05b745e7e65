"""What the names of columns say of their values: heeded as if each cell said it, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from goodterms.content.layers import Content
from goodterms.project import Project
from goodterms.recipients import said_by_names
from goodterms.recipients.cells import Unusable, in_unit, type_at
from goodterms.recipients.columns import Column, Columns

if TYPE_CHECKING:
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec

PROJECT = Project(Content(()))
LETTERS = list(PROJECT.with_columns())
WORDS = said_by_names.vocabulary(PROJECT)


class Heeded(NamedTuple):
    """What a name was found to say."""

    columns: Columns
    faults: list[Fault]

    @property
    def told(self) -> str:
        return "; ".join(f"{one.kind} {one.param('said')}" for one in self.faults)


def letter_with(field: str) -> LetterSpec:
    return next(letter for letter in LETTERS if type_at(letter, field))


def read(field: str, *names: str, standing: dict[str, object] | None = None, dates: str = "") -> Heeded:
    faults: list[Fault] = []
    columns = tuple(Column(place, name, field, dates) for place, name in enumerate(names))
    found = said_by_names.heeded(Columns(columns, (), ()), letter_with(field), WORDS, standing or {}, faults)
    return Heeded(found, faults)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_the_usual_names_of_columns_say_nothing_that_is_refused(letter: LetterSpec) -> None:
    for language in PROJECT.column_words:
        for field, names in language.columns.items():
            for name in names if type_at(letter, field) else ():
                faults: list[Fault] = []
                columns = Columns((Column(0, name, field),), (), ())
                found = said_by_names.heeded(columns, letter, WORDS, {}, faults)
                assert faults == []
                assert found.of_fields[0].unit in ("", "min")
                assert found.zone == ("", "", "")


LARGER = """
Refund (v tisoč)
v tisoč EUR
Vračilo v milijonih
Refund (in thousands)
Refund in T€
Refund k€
Refund (k€)
Refund (000)
Refund ('000)
Refund x1000
Refund (K)
Refund (M)
Refund tsd.
Refund (Tsd. EUR)
Znesek (Mio)
Refund (crore)
रकम (लाखमा)
रकम हजारमा
फिर्ता रकम (करोड)
మొత్తం (లక్షల్లో)
మొత్తం వేలల్లో
రీఫండ్ (కోట్లలో)
رقم (لاکھ میں)
رقم ہزار میں
رقم کروڑوں میں
""".strip().splitlines()


@pytest.mark.parametrize("name", LARGER)
def test_amounts_in_thousands_are_refused(name: str) -> None:
    assert [one.kind for one in read("refund", name).faults] == ["column-scaled"]


@pytest.mark.parametrize(
    ("field", "name", "said"),
    [
        ("refund", "Refund (cents)", "cents"),
        ("refund", "Znesek v centih", "centih"),
        ("refund", "Znesek (stotini) stotinov", "stotinov"),
        ("refund", "Refund (paisa)", "paisa"),
        ("refund", "रकम (पैसा)", "पैसा"),
        ("refund", "మొత్తం పైసల్లో", "పైసల్లో"),
        ("refund", "رقم پیسوں میں", "پیسوں میں"),
        ("refund", "Refund (%)", "%"),
        ("refund", "रकम प्रतिशतमा", "प्रतिशतमा"),
        ("discount", "Discount (‰)", "‰"),
        ("discount", "Discount (0-1)", "(0-1)"),
        ("discount", "Popust (delež)", "delež"),
        ("duration", "Duration (days)", "days"),
        ("duration", "Trajanje v dneh", "dneh"),
        ("duration", "अवधि (दिन)", "दिन"),
        ("duration", "వ్యవధి రోజుల్లో", "రోజుల్లో"),
        ("duration", "دورانیہ (دن)", "دن"),
        ("duration", "Duration (sec)", "sec"),
        ("duration", "Duration (mm:ss)", "mm:ss"),
        ("years", "Years (months)", "months"),
        ("years", "Meseci sodelovanja", "Meseci"),
        ("years", "Years (in thousands)", "thousands"),
        ("shipments", "Shipments (%)", "%"),
        ("shipments", "Shipments (min)", "min"),
        ("shipments", "Deliveries (000)", "000"),
    ],
)
def test_values_in_another_unit_are_refused(field: str, name: str, said: str) -> None:
    assert read(field, name).told == f"column-in-unit {said}"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("refund", "Refund (if any)"),
        ("refund", "Znesek (brez DDV)"),
        ("refund", "Refund (max 100)"),
        ("refund", "Refund (2026)"),
        ("refund", "फिर्ता पैसा"),  # money, in everyday speech
        ("discount", "Discount (%)"),
        ("years", "Leta sodelovanja (do konca meseca)"),
        ("shipments", "Deliveries (last 12 months)"),
        ("shipments", "Pošiljke (v letu)"),
        ("meeting_time", "Time (24h)"),
        ("meeting_time", "Time (hh:mm)"),
        ("meeting_time", "Time (am/pm)"),
        ("meeting_time", "Ura (začetek)"),
        ("meeting_time", "Ura srečanja (9-17)"),
        ("meeting_date", "Date (AD)"),
        ("meeting_date", "मिति (ई.सं.)"),
        ("meeting_date", "Date (of the call)"),
        ("meeting_date", "Date (plan vs actual)"),
        ("meeting_date", "Date of Julian's visit"),
    ],
)
def test_what_says_nothing_of_the_values_is_not_refused(field: str, name: str) -> None:
    found = read(field, name)
    assert (found.faults, found.columns.of_fields[0].unit, found.columns.of_fields[0].dates) == ([], "", "")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Refund USD", "USD"),
        ("Refund in US dollars", "USD"),
        ("Refund in dollars", "dollars"),
        ("Znesek v evrih", "EUR"),
        ("Znesek v dolarjih", "dolarjih"),
        ("रकम (अमेरिकी डलरमा)", "USD"),
        ("మొత్తం రూపాయల్లో", "INR"),
        ("رقم ڈالر میں", "ڈالر"),
        ("Refund EUR/USD", "EUR/USD"),
        ("Refund all", ""),
    ],
)
def test_a_currency_in_words_is_that_of_the_amounts(name: str, unit: str) -> None:
    assert read("refund", name).columns.of_fields[0].unit == unit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Duration (h)", "h"),
        ("Duration in hours", "h"),
        ("Hours", "h"),
        ("Trajanje v urah", "h"),
        ("Trajanje (ure)", "h"),
        ("अवधि घण्टामा", "h"),
        ("వ్యవధి గంటల్లో", "h"),
        ("دورانیہ گھنٹوں میں", "h"),
        ("Duration (min)", "min"),
        ("Trajanje v minutah", "min"),
        ("Duration (hours and minutes)", "h/min"),
        ("Duration (hh:mm)", "hh:mm"),
    ],
)
def test_the_unit_of_lengths_of_time_is_heeded(name: str, unit: str) -> None:
    found = read("duration", name)
    assert (found.faults, found.columns.of_fields[0].unit) == ([], unit)
    assert in_unit("8", "duration", unit) == f"8 {unit}"
    assert in_unit("1:30", "duration", unit) == "1:30"


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("Date (DD/MM/YYYY)", "dmy"),
        ("datum (mm-dd-yyyy)", "mdy"),
        ("Date (MM/DD)", "mdy"),
        ("Date (D.M.)", "dmy"),
        ("Date (Y-M-D)", "ymd"),
        ("Datum d.m.y", "dmy"),
        ("Datum (dd. mm. llll)", "dmy"),
        ("Date (month/day/year)", "mdy"),
        ("Datum (dan. mesec. leto)", "dmy"),
        ("मिति (दिन/महिना/साल)", "dmy"),
        ("తేదీ (రోజు/నెల/సంవత్సరం)", "dmy"),
        ("تاریخ (دن/ماہ/سال)", "dmy"),
        ("Date", ""),
    ],
)
def test_the_order_of_dates_is_heeded(name: str, order: str) -> None:
    found = read("meeting_date", name)
    assert (found.faults, found.columns.of_fields[0].dates) == ([], order)


@pytest.mark.parametrize("name", ["Date (YYYY/DD/MM)", "Date (JJ/MM/AAAA)", "Date (gg.mm.aaaa)"])
def test_an_order_that_is_not_understood_is_refused_unless_the_settings_say_it(name: str) -> None:
    assert [one.kind for one in read("meeting_date", name).faults] == ["column-of-unclear-dates"]
    assert read("meeting_date", name, dates="dmy").faults == []


@pytest.mark.parametrize(
    "name",
    ["Date (hijri)", "Date (AH)", "تاریخ (ہجری)", "तारिख (हिजरी)", "Datum (hidžra)", "Date (AD/BS)", "मिति (ने.सं.)"],
)
def test_dates_of_a_calendar_that_is_not_read_are_refused(name: str) -> None:
    assert [one.kind for one in read("meeting_date", name).faults] == ["column-of-other-calendar"]


@pytest.mark.parametrize("name", ["Date (BS)", "Date B.S.", "मिति (वि.सं.)", "तारिख (बि.सं.)", "తేదీ (విక్రమ సంవత్)"])
def test_dates_of_bikram_sambat_are_converted(name: str) -> None:
    found = read("meeting_date", name)
    assert (found.faults, found.columns.of_fields[0].unit) == ([], "bikram")
    assert [one.kind for one in read("refund_month", name).faults] == ["column-of-other-calendar"]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("2083-08-18", "2026-12-04"),
        ("२०८३-०८-१८", "2026-12-04"),
        ("2083/8/18", "2026-12-04"),
        ("१८ मंसिर २०८३", "१८ मंसिर २०८३ BS"),
        ("2026-12-03", Unusable("cell-not-bikram", "2026-12-03")),
        ("18/08/2083", Unusable("cell-not-bikram", "18/08/2083")),
        ("2083-13-01", Unusable("cell-not-bikram", "2083-13-01")),
    ],
)
def test_a_date_below_bs_is_of_bikram_sambat_or_refused(text: str, raw: object) -> None:
    assert in_unit(text, "date", "bikram") == raw


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Meeting time (UTC)", "UTC"),
        ("Ura GMT", "UTC"),
        ("Time (Zulu)", "UTC"),
        ("Meeting time (Europe/Ljubljana)", "Europe/Ljubljana"),
        ("Ura asia/karachi", "Asia/Karachi"),
        ("समय (Asia/Kathmandu)", "Asia/Kathmandu"),
    ],
)
def test_a_zone_that_is_named_in_full_is_that_of_the_meeting(name: str, zone: str) -> None:
    found = read("meeting_time", name)
    assert (found.faults, found.columns.zone) == ([], ("meeting_timezone", zone, name))
    assert read("meeting_time", name, standing={"meeting_timezone": zone}).faults == []
    other = read("meeting_time", name, standing={"meeting_timezone": "America/Lima"})
    assert [one.kind for one in other.faults] == ["column-in-zone-of-settings"]


@pytest.mark.parametrize(
    "name",
    [
        *("Time [CET]", "Time IST", "Time (est)", "Time (ET)", "సమయం (IST)"),
        *("Time (GMT+2)", "Time UTC+05:30", "Time (+01:00)", "Time UTC-5"),
        *("čas (po Ljubljani)", "Ura po Ljubljani", "Time - London", "وقت (کراچی)", "समय (काठमाडौँ)"),
        *("Nepal time", "समय (नेपाली समय)", "وقت (پاکستانی وقت)", "సమయం (భారత కాలమానం)", "Pacific time"),
        *("Time (local)", "Ura po lokalnem času", "समय (स्थानीय)", "Time (Europe/Lublana)"),
    ],
)
def test_a_zone_that_is_not_clear_is_refused(name: str) -> None:
    assert [one.kind for one in read("meeting_time", name).faults] == ["column-in-zone"]


@pytest.mark.parametrize("name", ["Time (PM)", "Time (a.m.)", "Ura (popoldne)", "समय (बिहान)"])
def test_times_of_half_a_day_are_refused(name: str) -> None:
    assert [one.kind for one in read("meeting_time", name).faults] == ["column-of-half-days"]


def test_both_times_of_a_meeting_are_in_one_zone() -> None:
    letter = letter_with("meeting_time")
    for other, kinds in {"Second (UTC)": [], "Second": ["columns-in-two-zones"]}.items():
        faults: list[Fault] = []
        columns = (Column(0, "Time (UTC)", "meeting_time"), Column(1, other, "another_time.time"))
        said_by_names.heeded(Columns(columns, (), ()), letter, WORDS, {}, faults)
        assert [one.kind for one in faults] == kinds
