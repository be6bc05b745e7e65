"""A first look at a table: where it begins, what its columns are taken for, what a letter would lack."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import sheets
from goodterms.cldr.locales import currencies
from goodterms.errors import InvalidRequest
from goodterms.fields import ParseContext
from goodterms.recipients import heading
from goodterms.recipients.columns import match_columns
from goodterms.recipients.recognition import Words, by_words
from goodterms.sheets.encodings import COMMON, Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.content.column_settings import ColumnUse
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.evidence import Known
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.proposals import Proposal
    from goodterms.sheets import Row
    from goodterms.sheets.encodings import Judge


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


def lazy_words(project: Project) -> Callable[[], Words]:
    """The words of all languages, read when they are first asked for."""
    return cache(lambda: words_of(project))


def judge(
    project: Project,
    words: Callable[[], Words],
    locale: str,
    settings: Mapping[str, str] = MappingProxyType({}),
    own: Mapping[str, str] = MappingProxyType({}),
) -> Judge:
    """The judge of the code page of a table: by the letters of its languages, else by the names of its columns.

    The names decide where one reading has every known name that any other has, and more than each. The other
    parameters are those of :func:`goodterms.recipients.reading_of_text.judge`.
    """

    def choose(rows: Callable[[], Iterable[Row]], encodings: Sequence[str]) -> Choice:
        from goodterms.recipients import reading_of_text  # few tables need it

        choice = reading_of_text.judge(project, locale, settings, own)(rows, encodings)
        if choice.name or not choice.possible:
            return choice
        header = next((row.cells for row in rows() if not all(str(cell).isascii() for cell in row.cells)), ())
        # Also beside readings in letters of other languages: that names of customers are in none of ours is no proof.
        known = {name: _known_in(header, name, words()) for name in encodings}
        best = [
            name
            for name in COMMON
            if name in choice.possible and all(known[name] > other for key, other in known.items() if key != name)
        ]
        return Choice(best[0], choice.possible) if best and known[best[0]] else choice

    return choose


def _known_in(header: Iterable[object], encoding: str, words: Words) -> set[int]:
    """The places of the names beyond ASCII that are words for columns, exactly, in an encoding."""
    texts = [str(cell).encode("latin-1").decode(encoding, "replace") for cell in header]
    return {place for place, text in enumerate(texts) if not text.isascii() and words.is_word(text)}


class Place(NamedTuple):
    """Where a table is: its file, and the sheet, the header row and the encoding where they are given, not found."""

    path: Path
    sheet: str | None = None
    row: int | None = None
    encoding: str = ""


def look(project: Project, letter: LetterSpec, place: Place, settled: Mapping[str, ColumnUse]) -> Look:
    """Look at a table of customers to whom a letter is to be written.

    ``settled`` says what columns are by their names, as goodterms.toml has them. Raises :class:`InvalidRequest` for
    a file that cannot be read, and for one without rows.
    """
    from goodterms.recipients import proposals  # a batch of letters proposes nothing

    words = words_of(project)
    by_header = judge(project, lambda: words, "", {name: use.field for name, use in settled.items()})
    head = heading.find(
        place.path, place.sheet, place.row, knows(letter, words), encoding=place.encoding, judge=by_header
    )
    table = sheets.read(place.path, head.sheet or None, head.encoding)
    rows = _Counted(heading.rows_below(table, head))
    columns = proposals.propose(head.names, iter(rows), letter, words, known_values(project), settled)
    matched = match_columns(head.names, letter, [])
    known = {column.name: column.field for column in (*matched.of_fields, *matched.of_envelope)}
    return Look(head, rows.count, columns, known)


def knows(letter: LetterSpec, words: Words) -> Callable[[str], bool]:
    """Whether a text is the name of a column that is known, for finding the header of a table."""
    return lambda text: bool(by_words(text, letter, words) or words.other(text))


def known_values(project: Project) -> Known:
    """What values of a table are judged by, whatever the language of their row."""
    from goodterms.recipients.evidence import Known

    def is_locale(text: str) -> bool:
        try:
            project.locale(text)
        except InvalidRequest:
            return False
        return True

    return Known(is_locale, ParseContext("", currencies(), words=project.words_of_all))


class _Counted:
    """Rows that are counted as they are read."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
