"""Rows of tables as people write them: which column is which field, what a row asks for, what is told of faults."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import Content
from goodterms.project import Project
from goodterms.recipients import columns
from goodterms.recipients.cells import Unusable, text_of
from goodterms.recipients.missing import missing_columns
from goodterms.recipients.recipient import Reader
from goodterms.sheets import Row

if TYPE_CHECKING:
    from goodterms.faults import Fault

PROJECT = Project(Content())
FAREWELL = PROJECT.letter("farewell")


def matched(*names: str) -> tuple[columns.Columns, list[Fault]]:
    faults: list[Fault] = []
    return columns.match_columns(names, FAREWELL, faults), faults


@pytest.mark.parametrize("name", ["last_day", "Last day", " LAST-DAY ", "lastDay", "last\u2011day"])
def test_a_column_is_known_however_its_name_is_written(name: str) -> None:
    found, faults = matched(name)
    assert [column.field for column in found.of_fields] == ["last_day"]
    assert faults == []


@pytest.mark.parametrize("name", ["locale", "lang", "Language", "preferred_locale", "Preferred Language"])
def test_the_names_of_the_locale_are_one(name: str) -> None:
    found, _ = matched(name)
    assert [column.field for column in found.of_envelope] == ["locale"]


def test_repeated_and_numbered_columns_become_a_list() -> None:
    found, _ = matched("providers", "Providers", "providers 3", "provider", "Address line 1", "address_2")
    assert [column.field for column in found.of_fields] == ["providers"] * 4
    assert [column.field for column in found.of_envelope] == ["address", "address"]
    assert found.unused == ()
    row = Row(2, ("A", "", "C", "", "Street 1", " Town "))
    made = Reader(found, FAREWELL, "sl").read(row)
    assert made.given == {"providers": ["A", "C"]}
    assert made.address == ("Street 1", "Town")
    assert made.locale == "sl"


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (["name.given", "Name Surname", "NAME-TITLE"], ["name.given", "name.surname", "name.title"]),
        (["First name", "Last name", "Title"], ["name.given", "name.surname"]),
        (["Given Name", "Middle name", "family_name"], ["name.given", "name.given2", "name.surname"]),
        (["name.given2", "name.given-informal"], ["name.given2", "name.given-informal"]),
        (["Sender signature.surname", "sender contact given"], ["signature.surname", "contact.given"]),
        (["Salutation", "Title", "Last name"], ["name.title", "name.surname"]),
        (["Surname", "name.surname"], ["name.surname"]),
        (["Name", "First name", "Last name", "Title"], ["name"]),
        (["Name", "name.given"], ["name", "name.given"]),
    ],
)
def test_the_parts_of_names_have_columns_of_their_own(names: list[str], fields: list[str]) -> None:
    found, faults = matched(*names)
    assert [column.field for column in found.of_fields] == fields
    assert faults == []


def test_parts_of_a_name_replace_its_column() -> None:
    found, _ = matched("locale", "last name")
    assert "name" not in {fault.param("name") for fault in missing_columns(found, FAREWELL, [], [])}
    assert Reader(found, FAREWELL, "").read(Row(2, ("sl", " Novak "))).given == {"name.surname": "Novak"}


@pytest.mark.parametrize(
    ("more", "beyond"), [((), ""), (("",), ""), (("too much",), "too much"), (("a", "", 3), "a; 3")]
)
def test_cells_beyond_the_header_are_kept_to_be_told(more: tuple[str | int, ...], beyond: str) -> None:
    found, _ = matched("locale", "name")
    assert Reader(found, FAREWELL, "").read(Row(2, ("sl", "Ana", *more))).beyond == beyond


def test_two_columns_for_one_value_are_refused() -> None:
    _, faults = matched("E-Mail", "email address", "name", "Name")
    assert [fault.problem for fault in faults] == [
        "more than one column gives the email: 'E-Mail' and 'email address'",
        "more than one column gives the name: 'name' and 'Name'",
    ]


def test_one_cell_may_hold_several_values() -> None:
    found, _ = matched("providers", "name")
    made = Reader(found, FAREWELL, "").read(Row(2, ("A; B &amp\nC", "Ana; Maria")))
    assert made.given == {"providers": ["A", "B &amp", "C"], "name": "Ana; Maria"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  ఆర్డర్\u200cలు  ", "ఆర్డర్\u200cలు"),
        ("a\u00a0b", "a\u00a0b"),
        (3, "3"),
        (2.5, "2.5"),
        (1e-7, "0.0000001"),
        (5.0, "5"),
        (1001.0, "1001"),
        (-0.0, "0"),
        (1e22, "10000000000000000000000"),
        (True, "true"),
        (date(2026, 12, 3), "2026-12-03"),
        (datetime(2026, 12, 3), "2026-12-03"),  # noqa: DTZ001 — spreadsheets know no time zones
        (time(14, 30), "14:30:00"),
        (timedelta(minutes=45), "45 min"),
        ("'+386 1", "+386 1"),
        (float("nan"), ""),
        (float("inf"), "inf"),
    ],
)
def test_a_cell_arrives_as_what_it_is(cell: object, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("#N/A", "formula-error"), ("-", "absent-value"), ("NULL", "absent-value"), ("Tr\ufffd 1", "lost-character")],
)
def test_what_is_not_a_value_is_no_line_of_an_address_and_no_key(cell: str, kind: str) -> None:
    found, _ = matched("key", "address 1", "address 2")
    made = Reader(found, FAREWELL, "").read(Row(2, (cell, "Trg 1", cell)))
    assert (made.key, made.address) == ("", ("Trg 1",))
    assert made.unusable == (
        ("key", Unusable(kind, cell, column="key")),
        ("address", Unusable(kind, cell, column="address 2")),
    )
