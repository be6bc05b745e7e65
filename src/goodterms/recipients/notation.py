"""How the values of a column are written: what its cells settle together, and what they leave open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from goodterms import fields
from goodterms.expressions import expression
from goodterms.recipients import moments

if TYPE_CHECKING:
    from goodterms.sheets.table import Cell

_MAX_CHARACTERS = 60
"""The most characters of a date or an amount; a longer cell decides nothing."""
_MOST_NOTED = 4096
"""Of how many texts it is remembered that they were looked at: a second time, they say nothing else."""
_DIGIT = expression(r"\d")
_THOUSANDS = expression(r"\d([.,])\d{3}(?!\d)")
"""What may be thousands or thousandths."""
_YEAR_LAST = expression(r"\d{1,2} ?([-./]) ?\d{1,2} ?\1 ?\d{4}")
_MOST_MONTHS = 12


class Open:
    """What the cells of a column of numbers leave open: ``key`` is that of :class:`fields.Written`."""

    key = "decimal"

    def __init__(self) -> None:
        self.places: list[int] = []
        self._possible: frozenset[str] | None = None
        self._noted: set[str] = set()

    def note(self, cell: Cell) -> None:
        """Take a cell into account; one that is no value of the field's type decides nothing."""
        if not isinstance(cell, str) or cell in self._noted:
            return
        if len(self._noted) < _MOST_NOTED:
            self._noted.add(cell)
        if len(text := cell.strip()) > _MAX_CHARACTERS or not _DIGIT.search(text):
            return
        if possible := self._read(text):
            self._possible = possible if self._possible is None else self._possible & possible
            self._note_text(text, possible)

    @property
    def is_contradictory(self) -> bool:
        """Whether two cells cannot be read in the same way."""
        return self._possible == frozenset()

    def decided(self, otherwise: str) -> str:
        """The only way in which all cells can be read; where there are several, ``otherwise`` if it is one of them.

        Empty where nothing decides, and where two cells contradict each other.
        """
        if self._possible is None or otherwise in self._possible:
            return otherwise
        return next(iter(self._possible - self._doubtful())) if len(self._possible - self._doubtful()) == 1 else ""

    def _read(self, text: str) -> frozenset[str]:
        """The ways in which a text can be read."""
        return fields.decimals_of(text)

    def _note_text(self, text: str, possible: frozenset[str]) -> None:
        """Note what else a text says, which can be read in the ``possible`` ways."""

    def _doubtful(self) -> frozenset[str]:
        """The ways that cells do not settle, even where no other one is possible."""
        return frozenset()


class OpenAmounts(Open):
    """What a column of amounts leaves open.

    A separator that would make thousandths of ``1.250`` is in doubt: people write those of hardly any currency.
    """

    def __init__(self) -> None:
        super().__init__()
        self._thousandths: set[str] = set()

    def _note_text(self, text: str, possible: frozenset[str]) -> None:
        if len(possible) > 1 and (found := _THOUSANDS.search(text)):
            self._thousandths.add(found[1])

    def _doubtful(self) -> frozenset[str]:
        return frozenset(self._thousandths if self._possible and len(self._possible) == 1 else ())


class OpenDates(Open):
    """What a column of dates leaves open.

    Dates with different separators, ``12/31/2026`` and ``3.12.2026``, say nothing of each other's order.
    """

    key = "dates"

    def __init__(self) -> None:
        super().__init__()
        self._separators: set[str] = set()
        self._has_open_text = False
        self._latest = 0

    def note(self, cell: Cell) -> None:
        """Take a cell into account, also one that holds a date."""
        if isinstance(cell, date):
            self._latest = max(self._latest, cell.day)
        else:
            super().note(cell)

    @property
    def may_be_swapped(self) -> bool:
        """Whether a program may have swapped the days and the months of the cells that hold dates.

        It does so where it reads dates in another order than they were typed in. It then leaves those as text that do
        not exist in its order: so all of the texts have a day from 13 on, and none of the other cells.
        """
        return bool(self._separators) and not self._has_open_text and 0 < self._latest <= _MOST_MONTHS

    def _read(self, text: str) -> frozenset[str]:
        return fields.date_orders(moments.day_in(text))

    def _note_text(self, text: str, possible: frozenset[str]) -> None:
        if found := _YEAR_LAST.match(text):
            self._separators.add(found[1])
            self._has_open_text |= len(possible) > 1

    def _doubtful(self) -> frozenset[str]:
        return frozenset(self._possible or ()) if len(self._separators) > 1 else frozenset()
