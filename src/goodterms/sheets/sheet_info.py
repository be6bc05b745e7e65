"""What a workbook says of its sheets, and what a person is to know of the one that is read."""

from __future__ import annotations

from typing import NamedTuple

from goodterms.sheets.hidden import Hidden
from goodterms.speech import plural, speak


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
            # For translators: hidden is such as: 3 hidden rows and 1 hidden column
            notes.append(speak("read including {hidden}", hidden=counts))
        if self.merged:
            notes.append(
                plural(
                    "each cell of the merged area has its value",
                    "each cell of the {count:,} merged areas has the value of its area",
                    self.merged,
                )
            )
        return tuple(speak("sheet {name!r}: {note}", name=self.name, note=note) for note in notes)
