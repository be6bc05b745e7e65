"""Where a table begins: titles above it, a header in two rows, a header once more; the row can be given, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms import sheets
from goodterms.content.layers import Content
from goodterms.errors import InvalidRequest
from goodterms.project import Project
from goodterms.recipients.columns import known_names
from goodterms.recipients.heading import Heading, find, rows_below

if TYPE_CHECKING:
    from pathlib import Path

KNOWS = known_names(Project(Content()).letter("farewell"))
HEADER = "key,locale,name,last day,providers 1"
ROW = "K-1,sl,Ana,2026-12-31,Javor"


def read(path: Path, *lines: str, row: int | None = None) -> tuple[Heading, list[int]]:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    heading = find(path, None, row, KNOWS)
    return heading, [row.number for row in rows_below(sheets.read(path), heading)]


@pytest.mark.parametrize(
    ("lines", "row", "rows"),
    [
        ([HEADER, ROW], 1, [2]),
        (["Customers 2026", "", HEADER, ROW], 3, [4]),
        (["Customers,,,,", "as of November,,,,", HEADER, ROW, ROW], 3, [4, 5]),
        # Groups of columns, then the columns.
        (["Customer,,Name,Meeting,", HEADER, ROW], 2, [3]),
        # One word is not a header, even where it is the name of a column.
        (["Name,,,,", HEADER, ROW], 2, [3]),
        # Tables that were put together have the header between their rows.
        ([HEADER, ROW, HEADER, ROW], 1, [2, 4]),
        ([HEADER, "Key,Language,Name,Last day,Provider 1", ROW], 1, [3]),
        # Where nothing is recognised, it is the first row.
        (["a,b,c", "1,2,3"], 1, [2]),
        (["Name", "Ana"], 1, [2]),
    ],
)
def test_the_header_is_the_row_in_which_columns_are_recognised(
    tmp_path: Path, lines: list[str], row: int, rows: list[int]
) -> None:
    heading, below = read(tmp_path / "a.csv", *lines)
    assert (heading.row, below) == (row, rows)


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        ([HEADER, ROW], ()),
        (["Customers 2026", "", HEADER, ROW], ("the names of the columns are in row 3",)),
        ([HEADER, HEADER.title(), ROW], ("row 2 names the columns once more and is skipped",)),
        (
            ["Customers", HEADER, HEADER.title(), ROW],
            ("the names of the columns are in row 2", "row 3 names the columns once more and is skipped"),
        ),
    ],
)
def test_what_is_not_plain_of_a_header_is_noted(tmp_path: Path, lines: list[str], notes: tuple[str, ...]) -> None:
    assert read(tmp_path / "a.csv", *lines)[0].notes == notes


def test_the_row_can_be_given(tmp_path: Path) -> None:
    heading, below = read(tmp_path / "a.csv", HEADER, "Ime,Jezik,Kraj", "Ana,sl,Koper", row=2)
    assert (heading.row, heading.names, below) == (2, ("Ime", "Jezik", "Kraj"), [3])


@pytest.mark.parametrize("row", [2, 9])
def test_a_given_row_that_is_blank_or_missing_is_refused(tmp_path: Path, row: int) -> None:
    with pytest.raises(InvalidRequest, match=f"row {row} does not name columns"):
        read(tmp_path / "a.csv", HEADER, "", ROW, row=row)


@pytest.mark.parametrize("lines", [[""], [HEADER], ["Customers", HEADER]])
def test_a_file_without_rows_is_refused(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(InvalidRequest, match="has no rows"):
        read(tmp_path / "a.csv", *lines)


def test_lines_of_json_name_their_columns_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "key", "b": "locale", "c": "name"}\n{"a": "1"}\n', "utf-8")
    heading = find(path, None, None, KNOWS)
    assert heading.names == ("a", "b", "c")
    assert [row.number for row in rows_below(sheets.read(path), heading)] == [1, 2]
    with pytest.raises(InvalidRequest, match="names its columns by itself"):
        find(path, None, 1, KNOWS)
