"""What a whole column decides of its values, and what it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.fields import Written
from goodterms.recipients.columns import match_columns
from goodterms.recipients.survey import survey
from goodterms.sheets.table import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.project import Project


NOTHING = Written()


def decided(project: Project, field: str, cells: Sequence[str], otherwise: Written = NOTHING) -> Written:
    letter = project.letter("farewell" if field == "refund" else "best-offer")
    columns = match_columns([field], letter, [])
    rows = [Row(number, (cell,)) for number, cell in enumerate(cells, 2)]
    return survey(rows, columns, letter, {}, otherwise).written[field]


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
    assert decided(project, field, cells).decimal == decimal


@pytest.mark.parametrize("cells", [("1.250", "3.75"), ("1.250",), ("12,50", "1.250", "3.75")])
def test_what_is_said_of_a_column_decides_where_its_cells_do_not(project: Project, cells: tuple[str, ...]) -> None:
    contradict = "12,50" in cells
    assert decided(project, "refund", cells, Written(decimal=".")).decimal == ("" if contradict else ".")
