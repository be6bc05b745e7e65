"""Columns by the settings, columns of the sender, names that are not used: what is taken, what is refused."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from goodterms.content.column_settings import ColumnUse
from goodterms.content.layers import Content
from goodterms.project import Project
from goodterms.recipients.columns import Columns, match_columns
from goodterms.recipients.missing import missing_columns, notes
from goodterms.recipients.recipient import Reader
from goodterms.sheets import Row
from goodterms.sheets.table import Broken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.sheets.table import Cell

PROJECT = Project(Content())
FAREWELL = PROJECT.letter("farewell")
SENDER = ["company", "signature", "contact", "company_email"]
GIVEN, SURNAME = ColumnUse("name.given"), ColumnUse("name.surname")


def by_words(name: str) -> Sequence[str]:
    """What the words of some columns mean, as the lists of words of the languages say."""
    return {
        "Ime": ("name.given", "name"),
        "Priimek": ("name.surname",),
        "Jezik": ("locale",),
        "Zadnji dan": ("last_day",),
    }.get(name, ())


def matched(names: Sequence[str], settings: Mapping[str, ColumnUse] | None = None) -> tuple[Columns, list[Fault]]:
    faults: list[Fault] = []
    return match_columns(names, FAREWELL, faults, settings or {}), faults


@pytest.mark.parametrize(
    ("names", "settings", "fields", "unused"),
    [
        (["Ime", "Priimek"], {"Ime": GIVEN, "PRIIMEK": SURNAME}, ["name.given", "name.surname"], []),
        (["ime ", "e_pošta"], {"Ime": GIVEN, "E-pošta": ColumnUse("email")}, ["name.given", "email"], []),
        (["Name", "Kunde"], {"Kunde": ColumnUse("name")}, ["name"], ["Name"]),
        (["Name", "Ime"], {"Ime": GIVEN}, ["name.given"], ["Name"]),
        (["First name", "Last name", "Kunde"], {"Kunde": ColumnUse("name")}, ["name"], ["First name", "Last name"]),
        (["Name", "Notes"], {"Notes": ColumnUse("")}, ["name"], []),
        (["Name", "Datum"], {"Datum": ColumnUse("meeting_date")}, ["name"], ["Datum"]),
        (["Providers", "Ponudnik"], {"Ponudnik": ColumnUse("providers")}, ["providers", "providers"], []),
        (["Stran"], {"Stran": ColumnUse("provider.2.link")}, ["providers.2.link"], []),
        (["Podjetje"], {"Podjetje": ColumnUse("company")}, ["company"], []),
        (["Company"], {"Company": ColumnUse("name")}, ["name"], []),
        (["Naslov", "Kraj"], {"Naslov": ColumnUse("address"), "Kraj": ColumnUse("address")}, ["address"] * 2, []),
        (["reason"], {"Ime": GIVEN}, ["reason"], []),
    ],
)
def test_the_settings_go_before_all_names(
    names: list[str], settings: dict[str, ColumnUse], fields: list[str], unused: list[str]
) -> None:
    found, faults = matched(names, settings)
    assert [column.field for column in (*found.of_fields, *found.of_envelope)] == fields
    assert list(found.unused) == unused
    assert faults == []


def test_two_columns_that_the_settings_call_the_same_are_refused() -> None:
    _, faults = matched(["Ime", "Vorname"], {"Ime": GIVEN, "Vorname": GIVEN})
    assert [one.kind for one in faults] == ["column-twice"]


def test_how_a_column_is_written_is_known_by_field() -> None:
    found, _ = matched(["Dan", "Vsota"], {"Dan": ColumnUse("last_day", "dmy"), "Vsota": ColumnUse("refund", "", ",")})
    assert found.written == {"last_day": ("dmy", ""), "refund": ("", ",")}


def test_words_of_the_table_are_read_as_choices() -> None:
    words = {"locale": {"slovensko": "sl"}, "thanks": {"izdelki": "products"}}
    found = match_columns(["Language", "thanks", "reason"], FAREWELL, [], {}, words)
    made = Reader(found, FAREWELL, "").read(Row(2, ("Slovensko", "izdelki; people", "Izdelki")))
    assert made.locale == "sl"
    assert made.given == {"thanks": ["products", "people"], "reason": ["Izdelki"]}


@pytest.mark.parametrize(
    "name", ["Company", "Signature", "Contact", "company_phone", "Contact E-mail", "signature.given"]
)
def test_a_column_that_may_be_the_customers_does_not_override_the_sender(name: str) -> None:
    found, _ = matched([name])
    assert not found.of_fields
    assert [column.name for column in found.withheld] == [name]
    (told,) = notes(found, FAREWELL)
    assert told.startswith(f"'{name}' is not used")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("sender company", "company"),
        ("Sender.Company", "company"),
        ("SENDER_SIGNATURE", "signature"),
        ("sender company_phone", "company_phone"),
        ("Sender signature given", "signature.given"),
    ],
)
def test_a_column_that_says_so_gives_a_value_of_the_sender(name: str, field: str) -> None:
    found, _ = matched([name])
    assert [column.field for column in found.of_fields] == [field]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["reason"], "company is missing: your company's name"),
        (["Company"], "company is missing; the column 'Company' is not taken for it, as it may be the customer's"),
    ],
)
def test_a_missing_value_of_the_sender_says_where_it_goes(names: list[str], told: str) -> None:
    found, _ = matched(names)
    faults = [one for one in missing_columns(found, FAREWELL, [], []) if one.param("name") == "company"]
    assert [one.problem for one in faults] == [told]
    assert "write company = … under [sender] in goodterms.toml" in faults[0].hint
    assert "'sender company'" in faults[0].hint


@pytest.mark.parametrize(
    ("names", "kind", "hint"),
    [
        (["Ime", "Priimek"], "column-meant", '"Ime" = "name.given", "Priimek" = "name.surname"'),
        (["nome", "nam", "Name 2"], "missing-column", "the addressee's name"),
    ],
)
def test_a_column_is_suggested_for_its_words_and_never_for_its_spelling(names: list[str], kind: str, hint: str) -> None:
    found, _ = matched(names)
    (fault,) = (one for one in missing_columns(found, FAREWELL, [], SENDER, by_words) if one.param("name") == "name")
    assert fault.kind == kind
    assert hint in fault.hint


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["Ime", "Priimek"], ('"Ime" = "name.given"', '"Priimek" = "name.surname"')),
        (["Priimek", "Ime"], ('"Priimek" = "name.surname"', '"Ime" = "name.given"')),
        (["Ime"], ('"Ime" = "name"',)),
    ],
)
def test_a_name_is_suggested_whole_or_in_its_parts(names: list[str], lines: tuple[str, ...]) -> None:
    means = {"Ime": ["name", "name.given"], "Priimek": ["name.surname"]}  # Ime is either
    found, _ = matched(names)
    missing = missing_columns(found, FAREWELL, [], SENDER, lambda column: means.get(column, []))
    (fault,) = (one for one in missing if one.kind == "column-meant" and one.param("name") == "name")
    assert fault.param("lines") == lines


@pytest.mark.parametrize(
    ("names", "unused"),
    [
        (["Name", "First name", "Last name"], ["First name", "Last name"]),
        (["Name", "Surname"], ["Surname"]),
        (["Name", "Priimek"], ["Priimek"]),
        (["Name", "Ime", "Priimek"], ["Ime", "Priimek"]),
        (["First name", "Priimek"], ["Priimek"]),
        (["name.given", "Priimek"], ["Priimek"]),
    ],
)
def test_columns_that_look_like_parts_of_a_name_and_are_not_used_are_a_fault(
    names: list[str], unused: list[str]
) -> None:
    found, _ = matched(names)
    faults = missing_columns(found, FAREWELL, [], SENDER, by_words)
    (fault,) = (one for one in faults if one.kind == "name-columns-unused")
    assert fault.param("names") == tuple(unused)
    assert f'"{unused[-1]}" = "name.surname"' in fault.hint


@pytest.mark.parametrize(
    ("names", "settings"),
    [
        (["Name", "First name"], {"First name": ColumnUse("")}),
        (["Name", "Middle name"], {}),
        (["First name", "Last name"], {}),
        (["Surname", "name.surname"], {}),
        (["Name", "Title", "Segment"], {}),
        (["Name", "First name", "Last name"], {"First name": ColumnUse(""), "Last name": ColumnUse("")}),
        (["Name", "Ime", "Priimek"], {"Ime": GIVEN, "Priimek": SURNAME}),
        (["reason"], {}),
    ],
)
def test_a_name_that_is_whole_is_no_fault(names: list[str], settings: dict[str, ColumnUse]) -> None:
    found, _ = matched(names, settings)
    kinds = {one.kind for one in missing_columns(found, FAREWELL, [], SENDER, by_words)}
    assert "name-columns-unused" not in kinds


def test_a_way_to_answer_may_come_from_a_column_or_the_settings() -> None:
    found, _ = matched(["reason"])
    unmet = [one for one in missing_columns(found, FAREWELL, [], ["company"]) if one.kind == "columns-need-unmet"]
    assert "sender company_phone" in unmet[0].problem
    assert "under [sender] in goodterms.toml" in unmet[0].hint
    assert not [one for one in missing_columns(found, FAREWELL, [], SENDER) if one.kind == "columns-need-unmet"]


CHECK_IN = PROJECT.letter("check-in")
MOMENT = ColumnUse("meeting_date", time="meeting_time")


@pytest.mark.parametrize(
    ("cell", "date", "time"),
    [
        ("12/3/2026 9:30 AM", "12/3/2026", "9:30 AM"),
        ("12/3/2026, 9:30 p.m.", "12/3/2026", "9:30 p.m."),
        ("12/3/2026 9 AM", "12/3/2026", "9 AM"),
        ("3. 12. 2026 14.30", "3. 12. 2026", "14.30"),
        ("2026-12-03T14:30:00", "2026-12-03", "14:30:00"),
        ("३ डिसेम्बर २०२६, १४:३०", "3 डिसेम्बर 2026", "14:30"),
        (datetime.fromisoformat("2026-12-03T14:30"), "2026-12-03", "14:30"),
        # A day without a time of day: nothing is made up.
        ("3. 12. 2026", "3. 12. 2026", None),
        ("2026-12-03 00:00:00", "2026-12-03", None),
        ("12/3/2026 12:00 AM", "12/3/2026", None),
        (datetime.fromisoformat("2026-12-03"), "2026-12-03", None),
        # What stands between is left for the date to refuse.
        ("3. 12. 2026 ob 14.30", "3. 12. 2026 ob 14.30", None),
        ("", None, None),
    ],
)
def test_a_date_and_a_time_in_one_cell_fill_two_fields(cell: Cell, date: str | None, time: str | None) -> None:
    columns = match_columns(["Next Meeting"], CHECK_IN, [], {"Next Meeting": MOMENT})
    given = Reader(columns, CHECK_IN, "en").read(Row(2, (cell,))).given
    assert (given.get("meeting_date"), given.get("meeting_time")) == (date, time)


@pytest.mark.parametrize(
    ("cells", "address", "is_unusable"),
    [
        (("Hribarjeva 5", "1000", "Ljubljana"), ("Hribarjeva 5", "1000 Ljubljana"), False),
        (("Hribarjeva 5", 1000.0, "Ljubljana"), ("Hribarjeva 5", "1000 Ljubljana"), False),
        (("Hribarjeva 5", "", "Ljubljana"), ("Hribarjeva 5", "Ljubljana"), False),
        (("Hribarjeva 5", "1000"), ("Hribarjeva 5", "1000"), False),
        (("Hribarjeva 5", "1000", "#N/A"), ("Hribarjeva 5", "1000"), True),
        (("Hribarjeva 5", "1000", Broken("#N/A")), ("Hribarjeva 5", "1000"), True),
        (("", "", ""), (), False),
    ],
)
def test_joined_columns_are_one_line(cells: tuple[Cell, ...], address: tuple[str, ...], *, is_unusable: bool) -> None:
    settings = {"Ulica": ColumnUse("address"), "Pošta": ColumnUse("address", join=("kraj",))}
    faults: list[Fault] = []
    columns = match_columns(["Ulica", "Pošta", "Kraj"], CHECK_IN, faults, settings)
    found = Reader(columns, CHECK_IN, "en").read(Row(2, cells))
    assert faults == []
    assert columns.unused == ()
    assert found.address == address
    assert bool(found.unusable) == is_unusable


def test_a_column_to_join_that_the_table_lacks_is_a_fault() -> None:
    _, faults = matched(["Ulica", "Pošta"], {"Pošta": ColumnUse("address", join=("Kraj",))})
    assert [(one.problem, one.hint) for one in faults] == [
        (
            "there is no column 'Kraj', which goodterms.toml joins to 'Pošta'",
            "correct the line of 'Pošta' under [columns]",
        )
    ]
