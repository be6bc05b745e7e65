"""What a whole column decides of its values, and what it leaves open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from goodterms.fields import Written
from goodterms.recipients.columns import match_columns
from goodterms.recipients.survey import Survey, survey
from goodterms.sheets.table import Broken, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.project import Project
    from goodterms.sheets.table import Cell


NOTHING = Written()


def surveyed(project: Project, field: str, cells: Sequence[Cell], otherwise: Written = NOTHING) -> Survey:
    letter = project.letter("farewell" if field == "refund" else "best-offer")
    columns = match_columns([field], letter, [])
    rows = [Row(number, (cell,)) for number, cell in enumerate(cells, 2)]
    return survey(rows, columns, letter, {}, otherwise)


@pytest.mark.parametrize(
    ("field", "cells", "decimal"),
    [
        ("refund", ("1.250 €", "12,50 €"), ","),
        ("refund", ("1,250", "2,375.00"), "."),
        ("refund", ("1.250.000", "1.250"), ","),
        # With a decimal point, the first would be 1.25: an amount with thousandths.
        ("refund", ("1.250 €", "3.75 €", "900 €"), ""),
        ("refund", ("3,75", "1,250"), ""),
        ("refund", ("1.250", "1.375"), ""),
        ("refund", ("1.250", "12,50", "3.75"), ""),
        ("discount", ("1.250", "3.75"), "."),
    ],
)
def test_a_column_decides_its_decimal_separator(
    project: Project, field: str, cells: tuple[str, ...], decimal: str
) -> None:
    assert surveyed(project, field, cells).written[field].decimal == decimal


@pytest.mark.parametrize("cells", [("1.250", "3.75"), ("1.250",), ("12,50", "1.250", "3.75")])
def test_what_is_said_of_a_column_decides_where_its_cells_do_not(project: Project, cells: tuple[str, ...]) -> None:
    contradict = "12,50" in cells
    known = surveyed(project, "refund", cells, Written(decimal=".")).written["refund"]
    assert known.decimal == ("" if contradict else ".")


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("3.12.2026", "13.12.2026"), "dmy"),
        (("12/3/2026", "12/13/2026", "5 December 2026"), "mdy"),
        (("3.12.2026", "12/13/2026"), ""),
        (("31.12.2026", "3/12/2026"), ""),
        (("3.12.2026",), ""),
        (("13.12.2026", "12.13.2026"), ""),
    ],
)
def test_a_column_decides_the_order_of_its_dates(project: Project, cells: tuple[str, ...], order: str) -> None:
    assert surveyed(project, "valid_until", cells).written["valid_until"].dates == order


@pytest.mark.parametrize(
    ("cells", "is_swapped"),
    [
        # What a program leaves of dates that were typed in another order than its own.
        ((date(2026, 3, 12), date(2026, 1, 12), "31/12/2026"), True),
        ((date(2026, 3, 12), "12/31/2026"), True),
        # A day from 13 on, or a text that the program would have taken: it did not touch these.
        ((date(2026, 3, 12), date(2026, 3, 13), "31/12/2026"), False),
        ((date(2026, 3, 12), "31/12/2026", "3/12/2026"), False),
        ((date(2026, 3, 12), "2026-12-31"), False),
        ((date(2026, 3, 12), "31 December 2026"), False),
        ((date(2026, 3, 12), date(2026, 1, 12)), False),
        (("31/12/2026",), False),
    ],
)
def test_dates_may_have_been_swapped_by_a_program(project: Project, cells: tuple[Cell, ...], is_swapped: bool) -> None:
    assert surveyed(project, "valid_until", cells).swapped == ({"valid_until"} if is_swapped else set())


@pytest.mark.parametrize(
    ("cells", "option", "order"),
    [
        # What is clear by itself decides nothing for others.
        (("03/12/2026", "2026-12-31", "31 Dec 2026", "5/5/2026"), "", ""),
        (("03/12/2026", "soon", ""), "", ""),
        # The option is for what the column leaves open.
        (("03/12/2026",), "dmy", "dmy"),
        (("03/12/2026",), "mdy", "mdy"),
        (("03/12/2026", "31/12/2026"), "mdy", "dmy"),
        (("03/12/2026", "31/12/2026", "12/31/2026"), "dmy", ""),
        ((Broken("#N/A"), 45000, "03/12/2026"), "", ""),
    ],
)
def test_the_option_is_for_what_a_column_leaves_open(
    project: Project, cells: tuple[Cell, ...], option: str, order: str
) -> None:
    found = surveyed(project, "valid_until", cells, Written(dates=option))
    assert found.written["valid_until"].dates == order


def test_what_the_settings_say_of_a_column_goes_before_its_cells(project: Project) -> None:
    letter = project.letter("best-offer")
    columns = match_columns(["valid_until"], letter, [])
    given = {"valid_until": Written(dates="mdy")}
    assert survey([Row(2, ("31/12/2026",))], columns, letter, given, NOTHING).written["valid_until"].dates == "mdy"


def test_errors_in_columns_that_are_not_used_are_counted(project: Project) -> None:
    letter = project.letter("farewell")
    columns = match_columns(["Key", "Mood", "Last day"], letter, [])
    rows = [Row(2, ("K-1", Broken("#N/A"), Broken("#REF!"))), Row(3, ("K-2", Broken("=A1"), ""))]
    found = survey(rows, columns, letter, {}, NOTHING)
    assert (found.rows, found.broken, found.first_broken) == (2, 2, "row 2, column 2: #N/A")
