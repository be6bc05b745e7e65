"""Faults of tables as a person reads them: by column and value, the whole on one screen, however many there are."""

from __future__ import annotations

import tracemalloc

import pytest

from goodterms.faults import Fault, fault
from goodterms.recipients.faults import MISSING, TWICE, Header, RowFault, Tally, group_of
from goodterms.recipients.grouping import Screen

NAME = fault("missing", "name", help="the name", example="Ana Novak", when=((), ()))
WIDE = Screen(10_000, 20)


def bad_email(row: int, cell: str = "ana at x") -> RowFault:
    return RowFault(row, "E-mail", cell, fault("not-an-email-address", "email", given=cell), "email")


def bad_locale(row: int, cell: str) -> RowFault:
    unknown = fault("no-letters-in-locale", "locale", given=cell, known=("en", "sl"))
    return RowFault(row, "Language", cell, unknown, "locale")


def tally(*faults: RowFault, total: int = 100, header: Header | None = None) -> Tally:
    made = Tally(header)
    made.total = total
    made.add(faults)
    return made


def test_the_summary_says_what_there_is_to_do() -> None:
    made = tally(
        bad_email(2),
        bad_email(3, "b"),
        RowFault(3, "name", "", NAME, MISSING),
        RowFault(3, "company", "", NAME, MISSING),
        RowFault(4, "key", "1", fault("key-twice", first=2), TWICE),
    )
    assert made.summary() == "fix 2 email addresses; enter missing data in 1 row; delete 1 row that appears twice"


EXPECTED = "expected name@domain, such as care@lipa.example"


@pytest.mark.parametrize(
    ("faults", "lines"),
    [
        ([bad_email(2)], [f"row 2, E-mail: 'ana at x' is not a valid email address; {EXPECTED}"]),
        (
            [bad_email(row) for row in (2, 4)],
            [f"E-mail 'ana at x' in 2 rows (2, 4): is not a valid email address; {EXPECTED}"],
        ),
        (
            [bad_locale(row, "slo") for row in (2, 3, 5, 8, 9, 11)],
            ["Language 'slo' in 6 rows (2, 3, 5, 8 …): did you mean 'sl'? expected one of: en, sl"],
        ),
        (
            [bad_locale(row, "slo") for row in (2, 3, 5, 8, 9)],
            ["Language 'slo' in 5 rows (2, 3, 5, 8, 9): did you mean 'sl'? expected one of: en, sl"],
        ),
        (
            [bad_locale(row, "slo") for row in range(2, 102)],
            ["Language 'slo' in all 100 rows: did you mean 'sl'? expected one of: en, sl"],
        ),
        (
            [RowFault(row, "Name", "", NAME, MISSING) for row in (4, 9)],
            ["Name is missing in 2 rows (4, 9); the name, such as Ana Novak"],
        ),
        (
            [RowFault(row, "request", "", NAME, MISSING, has_column=False) for row in (4, 9)],
            ["there is no column 'request'; it is needed in 2 rows (4, 9); the name, such as Ana Novak"],
        ),
        (
            [RowFault(row, "Key", f"K-{row}", fault("key-twice", first=2), TWICE) for row in (5, 6)],
            ["Key in 2 rows (5, 6), such as 'K-5', 'K-6': is the key of an earlier row; give each row a different key"],
        ),
        (
            [RowFault(5, "Key", "K-1", fault("key-twice", first=2), TWICE)],
            ["row 5, Key 'K-1': row 2 has the same key; give each row a different key"],
        ),
        (
            [bad_email(row, f"a{row}") for row in range(2, 52)],
            [f"E-mail in 50 rows (2, 3, 4, 5 …), such as 'a2', 'a3', 'a4' …: is not a valid email address; {EXPECTED}"],
        ),
        (
            [bad_email(2), bad_locale(2, "slo"), bad_email(3)],
            [
                f"E-mail 'ana at x' in 2 rows (2, 3): is not a valid email address; {EXPECTED}",
                "row 2, Language: there are no letters in 'slo'; did you mean 'sl'? expected one of: en, sl",
            ],
        ),
        (
            [RowFault(2, "Names", "a; a", fault("not-an-email-address", given="a"), "email")] * 2,
            [f"row 2, Names: 'a' is not a valid email address; {EXPECTED}"],
        ),
    ],
)
def test_a_fault_of_several_rows_is_one_line(faults: list[RowFault], lines: list[str]) -> None:
    assert tally(*faults).lines(WIDE) == lines


def test_a_column_with_many_values_becomes_one_line_when_the_screen_is_full() -> None:
    several = [bad_email(row, f"a{row % 5}") for row in range(2, 22)]
    locales = [bad_locale(row, f"x{row % 4}") for row in range(2, 22)]
    made = tally(*several, *locales)
    assert len(made.lines(Screen(10_000, 20))) == 9
    assert len(made.lines(Screen(10_000, 7))) == 5
    assert len(made.lines(Screen(10_000, 4))) == 2


def many_columns(count: int) -> list[RowFault]:
    return [
        RowFault(row, f"Column {place}", "x", fault("not-a-date", "day", given="x"), "date")
        for place in range(count)
        for row in (2, 3)
    ]


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("height", [10, 20, 50])
def test_faults_never_take_more_than_a_screen(width: int, height: int) -> None:
    screen = Screen(width, height)
    header = Header(1, tuple(f"Name {number}" for number in range(300)), missing(20), ("a", "b"))
    for made in (tally(*many_columns(60)), tally(*many_columns(60), header=header)):
        lines = made.lines(screen)
        assert screen.rows_of(lines) <= max(height, 12)  # the header takes its own lines
        assert lines[-1].endswith("--report FILE lists all of them")
        shown = sum("Column" in line for line in lines[:-1])
        assert lines[-1].startswith(f"and {120 - 2 * shown} more faults")


def missing(count: int) -> tuple[Fault, ...]:
    return tuple(fault("missing-column", "columns", name=f"field_{n}", expected="what it is") for n in range(count))


def test_the_header_is_shown_once_with_its_faults() -> None:
    header = Header(3, ("Ime", " ", "Priimek\nv celoti"), missing(2), ("field_0", "field_1"))
    made = tally(bad_email(5), header=header)
    assert made.summary() == "fix 2 columns; fix 1 email address"
    assert made.lines(WIDE) == [
        "there is no column 'field_0'; what it is",
        "there is no column 'field_1'; what it is",
        "what is the same in all rows can be written under [sender] in goodterms.toml: field_0, field_1",
        "goodterms columns LETTER TABLE shows what each column is taken for",
        "row 3 has: Ime, Priimek v celoti",
        f"row 5, E-mail: 'ana at x' is not a valid email address; {EXPECTED}",
    ]


@pytest.mark.parametrize(
    ("wrong", "is_shown"),
    [
        (fault("missing-column", "columns", name="last_day", expected="a day"), True),
        # goodterms columns is about the columns of a letter: it cannot help with the language, nor with two columns.
        (fault("missing-column", "columns", name="locale", expected="a tag"), False),
        (fault("column-twice", "columns", field="email", names=("E-Mail", "email")), False),
    ],
)
def test_the_command_that_shows_columns_is_named_where_it_helps(wrong: Fault, is_shown: bool) -> None:
    lines = Header(1, ("Ime",), (wrong,)).lines(WIDE)
    assert ("goodterms columns LETTER TABLE shows what each column is taken for" in lines) == is_shown
    assert len(lines) == 2 + is_shown


@pytest.mark.parametrize(
    "kind",
    [
        "missing", "missing-choice", "missing-email", "missing-locale", "missing-part", "empty", "empty-choice",
        "empty-text", "need-unmet", "missing-colleague-address",
    ],
)  # fmt: skip
def test_what_a_row_lacks_is_counted_as_missing_whatever_its_type(kind: str) -> None:
    assert group_of(Fault(kind, "refund"), "money") == MISSING
    assert group_of(Fault("not-an-amount", "refund"), "money") == "money"


def test_faults_of_rows_that_follow_from_the_header_are_left_out() -> None:
    header = Header(1, (), (fault("missing-column", "columns", name="name", expected=""),))
    assert header.explains(RowFault(2, "name", "", NAME, MISSING))
    assert header.explains(RowFault(2, "name", "", NAME._replace(place="name.given"), MISSING))
    assert not header.explains(bad_email(2))


def test_a_hundred_thousand_bad_rows_take_little_memory() -> None:
    made = Tally()
    tracemalloc.start()
    for row in range(2, 100_002):
        made.add([bad_email(row, f"address {row}"), bad_locale(row, f"tag {row}")])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(made.lines(Screen())) == 2
    assert peak < 20_000_000  # nearly all of it are the numbers of the rows
