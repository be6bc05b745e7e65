"""What a workbook says of its sheets, and what a person is to know of the one that is read."""

from __future__ import annotations

from typing import NamedTuple

from goodterms.sheets.hidden import Hidden


class SheetInfo(NamedTuple):
    """A sheet: its name, whether a person sees it, the hidden rows and columns among its cells, its merged areas."""

    name: str
    is_visible: bool = True
    hidden_rows: int = 0
    hidden_columns: int = 0
    merged: int = 0

    def notes(self) -> tuple[str, ...]:
        """Sentences about what is hidden or merged on the sheet of a workbook."""
        notes = []
        if counts := Hidden(self.hidden_rows, self.hidden_columns).describe():
            notes.append(f"read including {counts}")
        if self.merged == 1:
            notes.append("each cell of the merged area has its value")
        elif self.merged:
            notes.append(f"each cell of the {self.merged:,} merged areas has the value of its area")
        return tuple(f"sheet {self.name!r}: {note}" for note in notes)
