"""The todo catalog as a table, for translators without an editor for catalogs; and that table read back.

There is one row for each text: a message with plural forms has a row for each form, with the numbers that it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.messages.catalog import plural_rule
from goodterms.sheets.table import Broken, Shown
from goodterms.sheets.writing import Column, unguard
from goodterms.translating.catalog_text import (
    canonical,
    clear_previous,
    example_numbers,
    key_of,
    strings_of,
    without_fuzzy,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from goodterms import po
    from goodterms.faults import Fault
    from goodterms.model import Direction
    from goodterms.sheets.table import Row, Table
    from goodterms.translating.catalog_text import MessageKey

LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION = "language", "context", "message", "form", "translation"
_REQUIRED = (LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION)

_ByText = dict[tuple[str, str], polib.POEntry]
"""Messages by what a row says of them: the context, and the msgid or the msgid_plural."""


class TranslatedSheet(NamedTuple):
    """A table that was read back: its translations as the text of a catalog, and the row of each text.

    ``rows`` holds row numbers (from 1) by message and plural form; a message without a plural has only form 0.
    """

    text: str
    rows: dict[tuple[MessageKey, int], int]

    def row_of(self, entry: po.Entry, line: int) -> int:
        """The row of the translation at a line of the catalog; for any other line of the entry, its first row."""
        forms = [form for (key, form) in self.rows if key == entry.key]
        lines = {form: entry.lines[f"msgstr[{form}]" if entry.msgid_plural else "msgstr"] for form in forms}
        return self.rows[entry.key, max((form for form in forms if lines[form] <= line), default=min(forms))]


def columns(direction: Direction) -> list[Column]:
    """The columns of the table; ``direction`` is the writing direction of the language."""
    return [
        Column(LANGUAGE, 9),
        Column(CONTEXT, 14, note="Distinguishes messages with the same text."),
        Column(MESSAGE, 60, note="Copy placeholders in braces unchanged; use each at least once."),
        Column(FORM, 6, note="The plural form, if the message has several."),
        Column("numbers", 16, note="The numbers for which the plural form is used."),
        Column(TRANSLATION, 60, direction, "Write the translation here.", is_input=True),
        Column("notes", 50, note="Comments on the message and its placeholders."),
    ]


def rows_of(todo: str, language: str) -> Iterator[list[str]]:
    """The rows of the table, from the text of a todo catalog."""
    catalog = polib.pofile(todo, wrapwidth=0)
    rule = plural_rule(catalog.metadata.get("Plural-Forms", "nplurals=1; plural=0;"))
    for entry in catalog:
        notes = _notes(entry)
        context = entry.msgctxt or ""
        if not entry.msgid_plural:
            yield [language, context, entry.msgid, "", "", "" if entry.fuzzy else entry.msgstr, notes]
            continue
        for form, string in sorted(entry.msgstr_plural.items()):
            message = entry.msgid if rule.numbers_of(form) == [1] else entry.msgid_plural
            translation = "" if entry.fuzzy else string
            yield [language, context, message, str(form), example_numbers(rule, form), translation, notes]


def row_place(path: Path, number: int) -> str:
    """The place of a fault in a row of a table."""
    return f"{path}, row {number}"


def language_of(path: Path, table: Table) -> str:
    """The language in the first row of a table.

    Raises :class:`InvalidRequest` for a missing column, and for a table without rows below its header.
    """
    rows = (row for row in table.rows if not row.is_blank)
    position = _positions(path, next(rows, None))[LANGUAGE]
    first = next(rows, None)
    if first is None:
        raise InvalidRequest.of("no-rows-to-take", str(path))
    return _text(first, position)


def read_sheet(path: Path, table: Table, catalog_text: str) -> TranslatedSheet:
    """The translations in a table; ``catalog_text`` is the catalog in which its messages are looked up.

    A message with plural forms of which only some are translated counts as untranslated. Raises
    :class:`InvalidRequest` with every fault: a missing column, rows in several languages, a message or a plural form
    that the catalog does not have, a text that is in two rows.
    """
    rows = (row for row in table.rows if not row.is_blank)
    reader = _SheetReader(path, _positions(path, next(rows, None)), polib.pofile(catalog_text, wrapwidth=0))
    for row in rows:
        reader.read(row)
    if reader.faults:
        raise InvalidRequest(reader.faults)
    if not reader.rows:
        raise InvalidRequest.of("no-rows-to-take", str(path))
    return TranslatedSheet(reader.catalog_text(), reader.rows)


class _SheetReader:
    """Reads rows into the messages of a catalog, and collects their faults."""

    def __init__(self, path: Path, positions: Mapping[str, int], catalog: polib.POFile) -> None:
        self.faults: list[Fault] = []
        self.rows: dict[tuple[MessageKey, int], int] = {}
        self._path = path
        self._positions = positions
        self._metadata = catalog.metadata
        self._entries = _by_text(catalog)
        self._translated: dict[MessageKey, polib.POEntry] = {}
        self._languages: dict[str, int] = {}

    def read(self, row: Row) -> None:
        """Read the translation in a row, or add the row's faults."""
        cells = {name: _text(row, position) for name, position in self._positions.items()}
        place = row_place(self._path, row.number)
        self._check_language(place, cells[LANGUAGE], row.number)
        entry = self._entries.get((cells[CONTEXT], cells[MESSAGE]))
        if entry is None:
            self.faults.append(_unknown_message(place, cells, self._entries))
        elif found := _form_fault(place, cells[FORM], entry):
            self.faults.append(found)
        elif (text := (key_of(entry), int(cells[FORM] or 0))) in self.rows:
            self.faults.append(fault("row-text-twice", place, given=cells[MESSAGE], row=self.rows[text]))
        else:
            self._add(entry, cells[FORM], cells[TRANSLATION])
            self.rows[text] = row.number

    def catalog_text(self) -> str:
        """The messages of the rows as the text of a catalog."""
        result = polib.POFile(wrapwidth=0)
        result.metadata = self._metadata
        for entry in self._translated.values():
            if not all(string.strip() for string in strings_of(entry)):
                _clear_translation(entry)
            result.append(entry)
        return canonical(result)

    def _check_language(self, place: str, language: str, number: int) -> None:
        """Add a fault for the first row of each language other than that of the first row."""
        if language not in self._languages:
            self._languages[language] = number
            if len(self._languages) > 1:
                expected, first = next(iter(self._languages.items()))
                self.faults.append(fault("row-in-other-language", place, given=language, expected=expected, row=first))

    def _add(self, entry: polib.POEntry, form: str, translation: str) -> None:
        if key_of(entry) not in self._translated:
            _clear_translation(entry)
            self._translated[key_of(entry)] = entry
        if entry.msgid_plural:
            entry.msgstr_plural[int(form)] = translation
        else:
            entry.msgstr = translation


def _positions(path: Path, header: Row | None) -> dict[str, int]:
    """The position of each required column; the other columns are only for people."""
    names = [str(cell).strip().casefold() for cell in header.cells] if header else []
    if faults := [_missing_column(path, name, names) for name in _REQUIRED if name not in names]:
        raise InvalidRequest(faults)
    return {name: names.index(name) for name in _REQUIRED}


def _missing_column(path: Path, name: str, names: Iterable[str]) -> Fault:
    if near := nearest(name, names):
        return fault("misnamed-column", str(path), name=name, near=near)
    return fault("missing-todo-column", str(path), name=name, required=_REQUIRED)


def _text(row: Row, position: int) -> str:
    cell = row.cells[position] if position < len(row.cells) else ""
    text = cell.text if isinstance(cell, (Broken, Shown)) else str(cell)
    # Spreadsheet programs write the line breaks inside a cell in different ways.
    return unguard(text).replace("\r\n", "\n").replace("_x000D_", "")


def _by_text(catalog: polib.POFile) -> _ByText:
    entries: _ByText = {}
    for entry in catalog:
        if not entry.obsolete:
            entries[entry.msgctxt or "", entry.msgid] = entry
            if entry.msgid_plural:
                entries.setdefault((entry.msgctxt or "", entry.msgid_plural), entry)
    return entries


def _clear_translation(entry: polib.POEntry) -> None:
    """Remove the translation of a message: only what is in the table counts."""
    entry.flags = without_fuzzy(entry)
    entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
    clear_previous(entry)


def _unknown_message(place: str, cells: Mapping[str, str], entries: _ByText) -> Fault:
    near = nearest(cells[MESSAGE], [text for context, text in entries if context == cells[CONTEXT]])
    if near:
        return fault("row-message-not-in-letters-near", place, given=cells[MESSAGE], near=near)
    return fault("row-message-not-in-letters", place, given=cells[MESSAGE])


def _form_fault(place: str, form: str, entry: polib.POEntry) -> Fault | None:
    """What is wrong with the column ``form`` of a row."""
    if not entry.msgid_plural:
        return fault("plural-form-not-needed", place, given=form) if form else None
    forms = [str(number) for number in sorted(entry.msgstr_plural)]
    return None if form in forms else fault("unknown-plural-form", place, given=form, forms=forms)


def _notes(entry: polib.POEntry) -> str:
    notes = [entry.comment] if entry.comment else []
    proposals = dict.fromkeys(filter(None, strings_of(entry))) if entry.fuzzy else {}
    notes += [f"Proposal, for “{entry.previous_msgid or entry.msgid}”: {string}" for string in proposals]
    return "\n".join(notes)
