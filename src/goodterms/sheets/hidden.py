"""Hidden rows and columns of a sheet, in words."""

from __future__ import annotations

from typing import NamedTuple

from goodterms.speech import joined, plural


class Hidden(NamedTuple):
    """The number of hidden rows (a filter hides rows, too) and of hidden columns."""

    rows: int = 0
    columns: int = 0

    def describe(self) -> str:
        """The hidden rows and columns in words; empty if there are none."""
        rows = [plural("{count:,} hidden row", "{count:,} hidden rows", self.rows)] if self.rows else []
        columns = [plural("{count:,} hidden column", "{count:,} hidden columns", self.columns)] if self.columns else []
        return joined([*rows, *columns], "and")
