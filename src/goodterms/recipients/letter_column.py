"""The column that says which letter a row asks for: by the letter's name, its title, or a word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.column_settings import own_words
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.recipients import door
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import LETTER, fold_name, is_column_of
from goodterms.recipients.faults import RowFault
from goodterms.recipients.recognition import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.sheets import Row


class LetterColumn(NamedTuple):
    """The place of the column in a table, and its name there."""

    place: int
    name: str


class Split(NamedTuple):
    """The rows of a table by the letter that they ask for, and the faults of those that ask for none."""

    rows: dict[str, list[int]]
    faults: list[RowFault]


def find(names: Sequence[str], uses: ColumnSettings) -> LetterColumn | None:
    """The column of letters: by the settings, else by its name; None without one."""
    folded = {fold_name(name): use.field for name, use in uses.items()}
    columns = [LetterColumn(place, name.strip()) for place, name in enumerate(names)]
    mapped = [one for one in columns if folded.get(fold_name(one.name)) == LETTER]
    named = [one for one in columns if is_column_of(LETTER, one.name) and fold_name(one.name) not in folded]
    return next(iter([*mapped, *named]), None)


class LetterNames:
    """What people call the letters of a project: their names, their titles, and the words of all languages."""

    def __init__(self, project: Project, own: Words) -> None:
        """``own`` are the words of the sender's settings, which go before all others."""
        self._own = own
        self._letters: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        for letter in project.letters():
            for name in (letter.name, letter.title):
                self._letters.setdefault(fold_words(name), set()).add(letter.name)
                self._shown.setdefault(name, letter.name)
        known = set(project.content.letters())
        for words in project.column_words:
            for letter_name, called in words.values.get(LETTER, {}).items():
                for name in called if letter_name in known else ():
                    self._letters.setdefault(fold_words(name), set()).add(letter_name)
                    self._shown.setdefault(name, letter_name)

    def letter(self, text: str) -> str | Fault:
        """The name of the letter that a text means; the fault, without a place, of one that means none or several."""
        text = own_words(LETTER, text, self._own)
        found = self._letters.get(fold_words(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            return fault("letter-open", given=text, letters=sorted(found))
        if near := nearest(text, self._shown):
            return fault("no-letter-called-near", given=text, near=near)
        return fault("no-letter-called", given=text, known=sorted(set(self._shown.values())))


def split(rows: Iterable[Row], column: LetterColumn, names: LetterNames, otherwise: str) -> Split:
    """The rows by their letters; ``otherwise`` is that of rows without one, empty where each row needs one."""
    found = Split({}, [])
    known: dict[str, str | Fault] = {"": otherwise or fault("missing-letter")}
    for row in rows:
        text = text_of(row.cells[column.place]) if column.place < len(row.cells) else ""
        if text not in known:
            wrong = door.refused(text, LETTER)
            known[text] = fault(wrong.kind, given=wrong.given, format=wrong.format) if wrong else names.letter(text)
        letter = known[text]
        if isinstance(letter, str):
            found.rows.setdefault(letter, []).append(row.number)
        else:
            group = "missing" if not text else LETTER
            found.faults.append(RowFault(row.number, column.name, text, letter._replace(place=LETTER), group))
    return found
