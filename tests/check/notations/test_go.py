"""Go's placeholders, which gettext has known since version 0.25; the verdicts are those of Go's fmt."""

from __future__ import annotations

import pytest

from one_message import verdict


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("%s", "%s", ""),
        ("%s of %d", "%[2]d od %[1]s", ""),
        ("%s of %d", "%d od %s", "error"),
        ("%s of %d", "%[1]s", "error"),
        ("%d", "%s", "error"),
        ("%d", "%x", ""),
        ("%v", "%d", "warning"),
        ("%d", "%v", ""),
        ("%[2]s, %[1]s", "%[1]s %[2]s", ""),
        ("%[2]s %s", "%[3]s %[2]s", ""),
        ("%*d", "%[1]*d", ""),
        ("%6.2f", "%.2f", ""),
        ("%d%%", "%d %%", ""),
        ("%d%%", "%d %", "error"),
        ("%q", "»%s«", ""),
        ("%t", "%d", "error"),
        ("a", "%s", "error"),
    ],
)
def test_go_s_placeholders_are_compared_by_value(source: str, translation: str, expected: str) -> None:
    assert verdict("go-format", source, translation) == expected
