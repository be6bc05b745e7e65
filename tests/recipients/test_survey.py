"""What a column decides as a whole: the order of dates, the decimal separator; what nobody decides stays open."""

from __future__ import annotations

import pytest

from goodterms.content.layers import Content
from goodterms.fields import Written
from goodterms.project import Project
from goodterms.recipients.columns import match_columns
from goodterms.recipients.survey import Survey, survey
from goodterms.sheets import Row
from goodterms.sheets.table import Broken, Cell

FAREWELL = Project(Content()).letter("farewell")
OPEN = "03/12/2026"
NOTHING = Written()


def surveyed(name: str, cells: list[Cell], otherwise: Written = NOTHING, given: Written | None = None) -> Survey:
    columns = match_columns(["Key", name], FAREWELL, [])
    (column,) = columns.of_fields
    rows = [Row(number, (f"K-{number}", cell)) for number, cell in enumerate(cells, 2)]
    return survey(rows, columns, FAREWELL, {column.field: given} if given else {}, otherwise)


@pytest.mark.parametrize(
    ("cells", "option", "order"),
    [
        ([OPEN, "31/12/2026"], "", "dmy"),
        ([OPEN, "12/31/2026"], "", "mdy"),
        (["31. 12. 2026", "3. 12. 2026"], "", "dmy"),
        # What is clear by itself decides nothing for others.
        ([OPEN, "2026-12-31", "31 Dec 2026", "5/5/2026"], "", ""),
        ([OPEN, "2026/12/03"], "", ""),
        ([OPEN, "soon", ""], "", ""),
        # The option is for what the column leaves open.
        ([OPEN], "dmy", "dmy"),
        ([OPEN], "mdy", "mdy"),
        ([OPEN, "31/12/2026"], "mdy", "dmy"),
        # Cells that contradict each other: the field refuses those in another order.
        ([OPEN, "31/12/2026", "12/31/2026"], "", ""),
        ([OPEN, "31/12/2026", "12/31/2026"], "dmy", "dmy"),
        ([Broken("#N/A"), 45000, OPEN], "", ""),
    ],
)
def test_a_column_decides_the_order_of_its_dates(cells: list[Cell], option: str, order: str) -> None:
    assert surveyed("Last day", cells, Written(dates=option)).written["last_day"].dates == order


@pytest.mark.parametrize(
    ("cells", "option", "decimal"),
    [
        (["1.250", "12,50"], "", ","),
        (["1,250", "1,250.50"], "", "."),
        (["1.250,50 €", "1.250 €"], "", ","),
        (["1.250", "15", "7 EUR"], "", ""),
        (["1.250"], ",", ","),
        (["1.250", "12.5"], ",", "."),
        ([1.5, "1,250"], "", ""),
    ],
)
def test_a_column_decides_its_decimal_separator(cells: list[Cell], option: str, decimal: str) -> None:
    assert surveyed("Refund", cells, Written(decimal=option)).written["refund"].decimal == decimal


def test_what_the_settings_say_of_a_column_goes_before_its_cells() -> None:
    assert surveyed("Last day", ["31/12/2026"], given=Written(dates="mdy")).written["last_day"].dates == "mdy"


def test_errors_in_columns_that_are_not_used_are_counted() -> None:
    columns = match_columns(["Key", "Mood", "Last day"], FAREWELL, [])
    rows = [Row(2, ("K-1", Broken("#N/A"), Broken("#REF!"))), Row(3, ("K-2", Broken("=A1"), ""))]
    found = survey(rows, columns, FAREWELL, {}, NOTHING)
    assert (found.rows, found.broken, found.first_broken) == (2, 2, "row 2, column 2: #N/A")
