"""Hidden rows and columns of a sheet, in words."""

from __future__ import annotations

from typing import NamedTuple


class Hidden(NamedTuple):
    """The number of hidden rows (a filter hides rows, too) and of hidden columns."""

    rows: int = 0
    columns: int = 0

    def describe(self) -> str:
        """The hidden rows and columns in words; empty if there are none."""
        counts = ((self.rows, "row"), (self.columns, "column"))
        return " and ".join(f"{count:,} hidden {word}{'s' if count != 1 else ''}" for count, word in counts if count)
