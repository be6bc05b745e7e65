"""A first look at a table: where it begins, what its columns are taken for, what a letter would lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.recipients import heading, proposals, reading_of_text
from goodterms.recipients.columns import match_columns
from goodterms.recipients.recognition import Words, by_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.proposals import Proposal
    from goodterms.sheets import Row


class Look(NamedTuple):
    """What was found: where the table begins, the number of its rows, a proposal for each column with a name.

    ``known`` are the fields of the columns, by their names, that letters take without any settings.
    """

    heading: Heading
    rows: int
    columns: tuple[Proposal, ...]
    known: Mapping[str, str]


def words_of(project: Project) -> Words:
    """The words for columns and their values in all languages of a project."""
    return Words(project.column_words, project.name_rules)


def look(
    project: Project,
    letter: LetterSpec,
    path: Path,
    sheet: str | None,
    row: int | None,
    settled: Mapping[str, str],
    encoding: str = "",
) -> Look:
    """Look at a table that is to be written a letter to; ``sheet``, ``row`` and ``encoding`` are given, or else found.

    ``settled`` are the fields of columns by their names, as goodterms.toml has them. Raises :class:`InvalidRequest` for
    a file that cannot be read, and for one without rows.
    """
    words = words_of(project)
    judge = reading_of_text.judge(project, "", settled)
    head = heading.find(path, sheet, row, knows(letter, words), encoding=encoding, judge=judge)
    rows = _Counted(heading.rows_below(sheets.read(path, head.sheet or None, head.encoding), head))
    columns = proposals.propose(head.names, iter(rows), letter, words, _is_locale(project), settled)
    matched = match_columns(head.names, letter, [])
    known = {column.name: column.field for column in (*matched.of_fields, *matched.of_envelope)}
    return Look(head, rows.count, columns, known)


def knows(letter: LetterSpec, words: Words) -> Callable[[str], bool]:
    """Whether a text is the name of a column that is known, for finding the header of a table."""
    return lambda text: bool(by_words(text, letter, words) or words.other(text))


def _is_locale(project: Project) -> Callable[[str], bool]:
    def is_locale(text: str) -> bool:
        try:
            project.locale(text)
        except InvalidRequest:
            return False
        return True

    return is_locale


class _Counted:
    """Rows that are counted as they are read."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
