"""The drawing of excerpts: carets in the columns of the fault, whatever is before it, and in no more time than it takes."""

from __future__ import annotations

import ctypes
import locale
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodterms.findings import Finding
from goodterms.reports.context import Context
from goodterms.reports.excerpt import excerpt
from goodterms.reports.human import report
from goodterms.reports.width import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = [
    "a",
    "ž",
    "e\u0301",
    "日",
    "한",
    "Ａ",
    "క్ష",
    "కి",
    "नमः",
    "र्‍या",
    "قیمت",
    "👍",
    "\u0301",
    "\u200c",
    "\u200d",
    "\ufe0f",
    "…",
    " ",
    '"',
]
HIDDEN = ["\u202e", "\u200b", "\t", "\x1b", "\u00a0", "\U000e0041", "\ufeff", "\x7f"]
lines = st.lists(st.sampled_from([*LETTERS, *HIDDEN, "a", "b", "c"]), max_size=60).map("".join)


def cells(text: str) -> Iterator[tuple[int, str]]:
    """Each character of a line in a terminal, with the column in which it is drawn; one that is combining is in that of its base."""
    column = at = 0
    for character in text:
        if wide := columns_of(character):
            column, at = at, at + wide
        yield column, character


def columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@given(before=lines, faults=st.integers(1, 30), after=lines, columns=st.sampled_from([8, 20, 76]))
@example(before="日" * 60, faults=1, after="日" * 60, columns=20)
@example(before="e\u0301" * 60, faults=9, after="\u0301" * 60, columns=20)
def test_carets_are_beneath_the_fault_and_only_there(before: str, faults: int, after: str, columns: int) -> None:
    shown, carets = excerpt(f"{before}{'#' * faults}{after}", len(before), len(before) + faults, columns)
    beneath = [column for column, character in cells(shown) if character == "#"]
    assert beneath
    assert carets == " " * beneath[0] + "^" * len(beneath)


@given(line=lines, data=st.data(), columns=st.sampled_from([8, 20, 76]))
@example(line="日" * 60, data=None, columns=8)
def test_an_excerpt_fits_and_shows_the_start_of_the_fault(line: str, data: st.DataObject | None, columns: int) -> None:
    start = data.draw(st.integers(0, len(line))) if data else 30
    shown, carets = excerpt(line, start, start + 1, columns)
    assert width(shown) <= columns
    assert len(carets.rstrip("^")) <= columns
    assert len(carets) <= columns + 10  # a fault at the edge may be an escape of ten columns


@pytest.mark.parametrize(
    ("line", "start", "end", "columns", "shown", "carets"),
    [
        ("abc", 1, 2, 20, "abc", " ^"),
        ("abc", 1, 3, 20, "abc", " ^^"),
        ("abc", 3, 4, 20, "abc", "   ^"),
        ("", 0, 1, 20, "", "^"),
        ("日本x本", 2, 3, 20, "日本x本", "    ^"),
        ("日本x本", 1, 2, 20, "日本x本", "  ^^"),
        ("e\u0301e\u0301x", 4, 5, 20, "e\u0301e\u0301x", "  ^"),
        ("ae\u0301", 2, 3, 20, "ae\u0301", " ^"),
        ("日\u0301x", 1, 2, 20, "日\u0301x", "^^"),
        ("日\u0301x", 1, 3, 20, "日\u0301x", "^^^"),
        ("\u0301x", 0, 1, 20, "\u0301x", "^"),
        ("a\u202eb", 1, 2, 20, "a\\u202eb", " ^^^^^^"),
        ("a\u202eb", 2, 3, 20, "a\\u202eb", "       ^"),
        ("0123456789abcdef", 0, 1, 10, "01234567…", "^"),
        ("0123456789abcdef", 15, 16, 10, "…89abcdef", "        ^"),
        ("0123456789abcdef", 8, 9, 10, "…6789abcd…", "   ^"),
        ("0123456789abcdef", 8, 16, 10, "…6789abcd…", "   ^^^^^^"),
        ("0123456789", 9, 10, 10, "0123456789", "         ^"),
        ("日" * 20, 10, 11, 12, "…日日日日日…", "   ^^"),
        ("x" * 50 + "\u0301" * 300 + "y", 350, 351, 20, "…" + "y", " ^"),
    ],
)  # fmt: skip
def test_excerpts_as_people_see_them(line: str, start: int, end: int, columns: int, shown: str, carets: str) -> None:
    assert tuple(excerpt(line, start, end, columns)) == (shown, carets)


def test_widths_are_those_of_the_c_library() -> None:
    """For the scripts of our languages and the wide ones; where the C library has an older Unicode, it says -1."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        wcwidth = ctypes.CDLL(None).wcwidth
    except (locale.Error, AttributeError):
        pytest.skip("the C library has no wcwidth or no UTF-8")
    try:
        blocks = [
            "\u0020-\u007e",
            "\u00a1-\u00ac",
            "\u00ae-\u036f",
            "\u0600-\u06ff",
            "\u0900-\u097f",
            "\u0c00-\u0c7f",
            "\u2010-\u2027",
            "\u3041-\u30ff",
            "\u4e00-\u4eff",
            "\uac00-\uacff",
            "\uff01-\uff60",
        ]
        characters = [chr(code) for block in blocks for code in range(ord(block[0]), ord(block[-1]) + 1)]
        wrong = {
            c: (width(c), wcwidth(ord(c)))
            for c in characters
            if unicodedata.category(c) not in ("Cn", "Cf") and wcwidth(ord(c)) not in (-1, width(c))
        }
        assert wrong == {}
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def seconds(line: str, count: int) -> float:
    """The least processor time of the report on so many findings that are spread over a line."""
    places = range(1, len(line), len(line) // count)
    findings = [Finding("space", "error", "a.po", 1, place, "sl", None, "Hello", "wrong") for place in places][:count]
    context = Context({}, lambda _: [line], "1")
    best = 9.0
    for _ in range(3):
        started = time.process_time()
        report(findings, context)
        best = min(best, time.process_time() - started)
    return best


def test_many_findings_in_a_long_line_take_time_for_each_finding_only() -> None:
    short, long = seconds("ab日\u0301 " * 20_000, 200), seconds("ab日\u0301 " * 400_000, 200)
    assert long < 4 * short + 0.1
    assert seconds("ab日\u0301 " * 20_000, 800) < 8 * short + 0.1


@given(text=st.lists(st.sampled_from([*LETTERS, " ", " "]), max_size=40).map("".join), columns=st.integers(4, 30))
def test_wrapped_lines_have_all_words_and_fit_unless_a_word_does_not(text: str, columns: int) -> None:
    found = wrap(text, columns, "  ")
    assert " ".join(found).split() == text.split()
    assert all(width(line) <= columns or " " not in line.strip(" ") for line in found)
