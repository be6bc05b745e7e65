"""The cells of lines of text: which delimiter separates them, and what programs write around a quoted cell."""

from __future__ import annotations

import csv
import io
import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DELIMITERS = "\t;|,"
"""Of two that fit equally well, the first one is taken: a comma is the most common in texts and in numbers."""
_SEP_LINE = expression(r"""(?i)"?sep=([^"\r\n])"?[\r\n]*""")
"""A first line that names the delimiter; Excel obeys it and does not show it."""
_TEXT_FORMULA = expression(r'="((?:[^"]|"")*)"')
"""A formula that is only a text, ``="00123"``: programs write it so that spreadsheets keep the zeros."""
_SAMPLE = 50
"""The number of rows that are compared to find the delimiter."""


class Records:
    """The cells of each row of lines of text. Iterating raises :class:`csv.Error` for a row that is not well formed.

    A quoted cell may have blanks around its quotes (``a, "b, c"``); all other text is unchanged. ``may_have_formula``:
    a cell of the last row may begin with an equals sign.
    """

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self.may_have_formula = False
        self._lines = lines
        self._delimiter = delimiter
        self._is_new_row = True
        self._reader = csv.reader(self._repaired(), delimiter=delimiter, strict=True)

    @property
    def line(self) -> int:
        """The number of lines that have been read."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            self._is_new_row, self.may_have_formula = True, False
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            yield cells

    def _repaired(self) -> Iterator[str]:
        """The lines, with quotes at the ends of the cells that they enclose, as csv expects them."""
        is_loose = _loose_quote(self._delimiter).search
        next_formula, next_quoted = f"{self._delimiter}=", f'{self._delimiter}"='
        is_first = True
        for line in self._lines:
            if is_first:
                line, is_first = line.lstrip("\ufeff"), False  # some programs add a mark to a file that has one
            # Most lines have nothing of the kind; looking for a few characters is much faster than for a pattern.
            if "=" in line and (line[0] in '="' or next_formula in line or next_quoted in line or " =" in line):
                self.may_have_formula = True
            if '"' in line and (' "' in line or '" ' in line or '="' in line) and is_loose(line):
                line = _tighten(line, self._delimiter, is_inside=not self._is_new_row)
            self._is_new_row = False
            yield line


@lru_cache(maxsize=16)
def _loose_quote(delimiter: str) -> re.Pattern[str]:
    """A quote with a blank between it and the end of its cell, or the start of ``="…"``."""
    end = rf"(?:{re.escape(delimiter)}|[\r\n]|\Z)"
    return re.compile(rf'(?:^|{re.escape(delimiter)})(?: +|=)"(?!"(?!{end}))|" +{end}')


def _tighten(line: str, delimiter: str, *, is_inside: bool) -> str:
    """A line without the blanks outside the quotes of its quoted cells, and with ``="…"`` as a quoted cell.

    ``is_inside``: the line begins inside a quoted cell.
    """
    pattern = _quoted_cells(delimiter)
    if not is_inside:
        return pattern.sub(r"\1\2", line)
    rest = re.fullmatch(r'((?:[^"]|"")*")?((?s:.*))', line)
    return line if not rest or rest[1] is None else rest[1] + pattern.sub(r"\1\2", rest[2].lstrip(" "))


@lru_cache(maxsize=16)
def _quoted_cells(delimiter: str) -> re.Pattern[str]:
    """A quoted cell: what comes before it (group 1), and the cell with its quotes (group 2)."""
    before, after = rf"(^|{re.escape(delimiter)})", rf" *(?={re.escape(delimiter)}|[\r\n]|\Z)"
    closed, still_open = rf'"(?:[^"]|"")*"(?={after})', r'"(?:[^"]|"")*\Z'
    return re.compile(rf"{before} *=?({closed}|{still_open})(?:{after})?")


def text_of_formula(cell: str) -> str | None:
    """The text of a formula that is only a text, ``="00123"``; None for any other formula."""
    match = _TEXT_FORMULA.fullmatch(cell.strip())
    return match[1].replace('""', '"') if match else None


def named(start: str) -> str:
    """The delimiter that a ``sep=`` line names; empty if the first line of ``start`` is not one."""
    match = _SEP_LINE.fullmatch(re.split("(?<=[\r\n])", start.lstrip("\ufeff"), maxsplit=1)[0])
    return match[1] if match else ""


def find(start: str, preferred: str = DELIMITERS) -> str:
    """The delimiter of a text that begins with ``start``: the one whose rows are most alike.

    Most rows must have several cells and none more than the first that has several. Of the delimiters for which this
    holds, the one counts that comes into use first, and then the one that makes more cells.
    """
    scores = {delimiter: _score(start, delimiter) for delimiter in preferred}
    return max(preferred, key=lambda delimiter: scores[delimiter])


def widths(start: str, delimiter: str) -> list[int]:
    """The number of cells in each of the first rows that are not blank."""
    return [len(cells) for cells in sample(start, delimiter)]


def sample(start: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not blank, up to one that is not well formed."""
    rows = []
    try:
        for cells in Records(io.StringIO(start, newline=""), delimiter):
            if len(cells) > 1 or "".join(cells).strip():
                rows.append(cells)
            if len(rows) == _SAMPLE:
                break
    except csv.Error:
        pass
    return rows


def _score(start: str, delimiter: str) -> tuple[bool, int, int]:
    counts = widths(start, delimiter)
    first = next((number for number, count in enumerate(counts) if count > 1), len(counts))
    fitting = [count for count in itertools.islice(counts, first, None) if 1 < count <= counts[first]]
    return len(fitting) * 2 > len(counts), -first, sum(fitting) - len(fitting)
