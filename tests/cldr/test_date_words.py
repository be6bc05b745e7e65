"""Dates with the names of months, as a language's pattern writes them and as people type them."""

from __future__ import annotations

import re

import pytest

from goodterms.cldr.date_words import _own_pattern


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        (
            "d. MMMM y",
            ["3. maj 2026", "3.maj 2026", "3.maj2026", "3. maj. 2026"],
            ["3 maj 2026", "3. x 2026", "3.  maj 2026"],
        ),
        ("d 'de' MMMM 'de' y", ["3 de maj de 2026", "3de maj de2026"], ["3 maj 2026", "3 d e maj de 2026"]),
        ("y. 'gada' d. MMMM", ["2026. gada 3. maj", "2026.gada 3.maj", "2026. gada3. maj"], ["2026 gada 3. maj"]),
        ("MMMM d, y", ["maj 3, 2026", "maj 3 2026", "maj 3،2026"], ["maj 3; 2026"]),
        ("d MMMM 'o''clock' y", ["3 maj o'clock 2026"], ["3 maj oclock 2026"]),
    ],
)
def test_blanks_and_commas_may_be_missing(pattern: str, right: list[str], wrong: list[str]) -> None:
    expression = re.compile(_own_pattern(pattern, "maj"))
    assert [text for text in right if not expression.fullmatch(text)] == []
    assert [text for text in wrong if expression.fullmatch(text)] == []


@pytest.mark.parametrize("pattern", ["d. M. y", "M/d/y", "MMMM y", "d MMMM", "d. MMMM d. y", "QQQ d MMMM y"])
def test_a_pattern_that_leaves_day_and_month_open_or_is_no_date_is_not_read(pattern: str) -> None:
    found = _own_pattern(pattern, "maj")
    assert not found or not re.fullmatch(found, "3. maj 2026")
