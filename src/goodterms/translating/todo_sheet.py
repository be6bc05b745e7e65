"""The todo catalog as a table, for translators without an editor for catalogs; and that table read back.

There is one row for each text: a message with plural forms has a row for each form, with the numbers that it is for.
The column ``current`` has the translation that was handed out; a translation in its row corrects it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.messages.catalog import plural_rule
from goodterms.po import written
from goodterms.sheets.table import Broken, Shown
from goodterms.sheets.writing import Column, unguard
from goodterms.speech import speak
from goodterms.translating.catalog_text import MessageKey, example_numbers
from goodterms.translating.headings import (
    CONTEXT,
    CURRENT,
    FORM,
    LANGUAGE,
    LETTER,
    MESSAGE,
    NOTES,
    NUMBERS,
    ORDER,
    PRINTED,
    STEP,
    TRANSLATION,
    for_translators,
    headings,
    positions,
)
from goodterms.translating.todo import NotTaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from goodterms import po
    from goodterms.faults import Fault
    from goodterms.messages.catalog import PluralRule
    from goodterms.model import Direction
    from goodterms.po.written import WrittenFile, WrittenMessage
    from goodterms.sheets.table import Row, Table
    from goodterms.translating.printed import PrintedMessages

_REQUIRED = (LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION)
_NO_PLURALS = "nplurals=1; plural=0;"

UNREAD: MessageKey = (None, "")
"""In place of a message that is not known: the key of the header, which is not translated."""

_ByText = dict[tuple[str, str], "WrittenMessage"]
"""Messages by what a row says of them: the context, and the msgid or the msgid_plural."""


class TranslatedSheet(NamedTuple):
    """A table that was read back: its translations as the text of a catalog, and the row of each text.

    ``rows`` holds row numbers (from 1) by message and plural form; a message without a plural has only form 0.
    ``handed_out`` are the translations in the column ``current``, by message; empty without that column.
    ``incomplete`` are the messages of which only some plural forms are translated; they count as untranslated.
    ``faults`` are those of rows that cannot be read, each with its message, or :data:`UNREAD` if there is none.
    """

    text: str
    rows: dict[tuple[MessageKey, int], int]
    handed_out: dict[MessageKey, tuple[str, ...]]
    incomplete: list[NotTaken]
    faults: list[tuple[MessageKey, Fault]]

    def row_of(self, entry: po.Entry, line: int) -> int:
        """The row of the translation at a line of the catalog; for any other line of the entry, its first row."""
        forms = [form for (key, form) in self.rows if key == entry.key]
        lines = {form: entry.lines[f"msgstr[{form}]" if entry.msgid_plural else "msgstr"] for form in forms}
        return self.rows[entry.key, max((form for form in forms if lines[form] <= line), default=min(forms))]


def columns(language: str, direction: Direction) -> list[Column]:
    """The columns of the table, for translators of a language; ``direction`` is its writing direction."""
    with for_translators(language):
        named = headings()
        return [
            Column(named[LANGUAGE], 9),
            Column(named[LETTER], 16, note=speak("The letters that print the message.")),
            Column(named[STEP], 14, note=speak("The part of the first of these letters that the message is in.")),
            Column(named[ORDER], 6, note=speak("The place of the message in this letter.")),
            Column(named[CONTEXT], 14, note=speak("Distinguishes messages with the same text.")),
            Column(named[MESSAGE], 60, note=speak("Copy placeholders in braces unchanged; use each at least once.")),
            Column(named[FORM], 6, note=speak("The plural form, if the message has several.")),
            Column(named[NUMBERS], 16, note=speak("The numbers for which the plural form is used.")),
            Column(named[CURRENT], 60, direction, speak("The translation that letters have now. Leave it as it is.")),
            Column(
                named[TRANSLATION], 60, direction, speak("Write the translation, or a better one, here."), is_input=True
            ),
            Column(named[PRINTED], 60, direction, speak("What a letter prints, with sample values.")),
            Column(named[NOTES], 50, note=speak("Comments on the message and its placeholders.")),
        ]


def rows_of(todo: str, language: str, printed: PrintedMessages) -> Iterator[list[str]]:
    """The rows of the table, from the text of a todo catalog."""
    file = written.parse(todo)
    rule = plural_rule(file.fields.get("Plural-Forms", _NO_PLURALS))
    for message in file.living:
        use = printed.uses.get(message.key)
        place = [", ".join(use.letters), use.section, str(use.order)] if use else ["", "", ""]
        with for_translators(language):
            notes = _notes(message)
        for form, source, numbers, string in _texts_of(message, rule):
            current = "" if message.fuzzy else string
            shown = printed.text(message.key, form, rule.numbers_of(form) if numbers else [])
            index = str(form) if numbers else ""
            row = [language, *place, message.msgctxt or "", source, index, numbers, current, "", shown]
            yield [*row, notes]


def _texts_of(message: WrittenMessage, rule: PluralRule) -> Iterator[tuple[int, str, str, str]]:
    """Each form of a message: its index, its source text, the numbers that it is for, its translation."""
    for form, string in enumerate(message.strings):
        if message.msgid_plural is None:
            yield form, message.msgid, "", string
        else:
            source = message.msgid if rule.numbers_of(form) == [1] else message.msgid_plural
            yield form, source, example_numbers(rule, form), string


def row_place(path: Path, number: int) -> str:
    """The place of a fault in a row of a table."""
    return speak("{path}, row {row}", path=path, row=number)


def language_of(path: Path, table: Table) -> str:
    """The language in the first row of a table.

    Raises :class:`InvalidRequest` for a missing column, and for a table without rows below its header.
    """
    rows = (row for row in table.rows if not row.is_blank)
    position = positions(path, next(rows, None), _REQUIRED, (CURRENT,))[LANGUAGE]
    first = next(rows, None)
    if first is None:
        raise InvalidRequest.of("no-rows-to-take", str(path))
    return _text(first, position)


def read_sheet(path: Path, table: Table, catalog_text: str) -> TranslatedSheet:
    """The translations in a table; ``catalog_text`` is the catalog in which its messages are looked up.

    A plural form that a row leaves empty keeps the translation of a finished message. Raises :class:`InvalidRequest`
    for a missing column. The faults of rows are: another language than in the first row, a
    message or a plural form that the catalog does not have, a text that is in two rows. A row without a translation
    that the catalog does not know has nothing to lose, and is left out.
    """
    rows = (row for row in table.rows if not row.is_blank)
    reader = _SheetReader(path, positions(path, next(rows, None), _REQUIRED, (CURRENT,)), written.parse(catalog_text))
    for row in rows:
        reader.read(row)
    text = reader.catalog_text()
    return TranslatedSheet(text, reader.rows, reader.handed_out(), reader.incomplete, reader.faults)


class _SheetReader:
    """Reads rows into the messages of a catalog, and collects their faults."""

    def __init__(self, path: Path, positions: Mapping[str, int], catalog: WrittenFile) -> None:
        self.faults: list[tuple[MessageKey, Fault]] = []
        self.incomplete: list[NotTaken] = []
        self.rows: dict[tuple[MessageKey, int], int] = {}
        self._path = path
        self._positions = positions
        self._catalog = catalog
        self._entries = _by_text(catalog)
        self._translated: dict[MessageKey, dict[int, str]] = {}
        self._current: dict[MessageKey, dict[int, str]] = {}
        self._languages: dict[str, int] = {}

    def read(self, row: Row) -> None:
        """Read the translation in a row, or add the row's faults."""
        cells = {name: _text(row, position) for name, position in self._positions.items()}
        place = row_place(self._path, row.number)
        entry = self._entries.get((cells[CONTEXT], cells[MESSAGE]))
        if not self._is_in_language(place, cells[LANGUAGE], row.number):
            return
        if not cells[TRANSLATION].strip() and (entry is None or _form_fault(place, cells[FORM], entry)):
            return
        if entry is None:
            self.faults.append((UNREAD, _unknown_message(place, cells, self._entries)))
        elif found := _form_fault(place, cells[FORM], entry):
            self.faults.append((entry.key, found))
        elif (text := (entry.key, int(cells[FORM] or 0))) in self.rows:
            wrong = fault("row-text-twice", place, given=cells[MESSAGE], row=self.rows[text])
            self.faults.append((entry.key, wrong))
        else:
            self._translated.setdefault(entry.key, {})[text[1]] = cells[TRANSLATION]
            if CURRENT in cells:
                self._current.setdefault(entry.key, {})[text[1]] = cells[CURRENT]
            self.rows[text] = row.number

    def catalog_text(self) -> str:
        """The messages of the rows as the text of a catalog."""
        header = [self._catalog.header] if self._catalog.header else []
        file = written.WrittenFile(()).with_messages(header)
        messages = [
            self._message(entry, self._translated[entry.key])
            for entry in self._catalog.living
            if entry.key in self._translated
        ]
        return file.with_messages([*header, *messages]).text

    def handed_out(self) -> dict[MessageKey, tuple[str, ...]]:
        """The translations that were handed out, by message; those with a row for every form."""
        counts = {entry.key: len(entry.strings) for entry in self._catalog.living}
        return {
            key: tuple(forms[form] for form in sorted(forms))
            for key, forms in self._current.items()
            if len(forms) == counts[key]
        }

    def _message(self, entry: WrittenMessage, texts: Mapping[int, str]) -> WrittenMessage:
        """A message with what its rows say, and nothing else; what they leave empty keeps a finished translation."""
        filled = {form: text for form, text in texts.items() if text.strip()}
        strings = [
            written.raw_of(filled[form]) if form in filled else raw if entry.is_translated and filled else ("",)
            for form, raw in enumerate(entry.raw_strings)
        ]
        if filled and (empty := tuple(form for form, raw in enumerate(strings) if not any(raw))):
            self.incomplete.append(NotTaken(entry.key, "incomplete", forms=empty))
            strings = [("",)] * len(strings)
        return entry.with_strings(strings).with_flags(entry.flags - {"fuzzy"}).with_previous({})

    def _is_in_language(self, place: str, language: str, number: int) -> bool:
        """Whether a row is in the language of the first; adds a fault for the first row of each other language."""
        first_language = next(iter(self._languages), language)
        if language not in self._languages:
            self._languages[language] = number
            if language != first_language:
                row = self._languages[first_language]
                wrong = fault("row-in-other-language", place, given=language, expected=first_language, row=row)
                self.faults.append((UNREAD, wrong))
        return language == first_language


def _text(row: Row, position: int) -> str:
    cell = row.cells[position] if position < len(row.cells) else ""
    text = cell.text if isinstance(cell, (Broken, Shown)) else str(cell)
    # Spreadsheet programs write the line breaks inside a cell in different ways.
    return unguard(text).replace("\r\n", "\n").replace("_x000D_", "")


def _by_text(catalog: WrittenFile) -> _ByText:
    entries: _ByText = {}
    for message in catalog.living:
        entries[message.msgctxt or "", message.msgid] = message
    for message in catalog.living:
        if message.msgid_plural is not None:
            entries.setdefault((message.msgctxt or "", message.msgid_plural), message)
    return entries


def _unknown_message(place: str, cells: Mapping[str, str], entries: _ByText) -> Fault:
    near = nearest(cells[MESSAGE], [text for context, text in entries if context == cells[CONTEXT]])
    if near:
        return fault("row-message-not-in-letters-near", place, given=cells[MESSAGE], near=near)
    return fault("row-message-not-in-letters", place, given=cells[MESSAGE])


def _form_fault(place: str, form: str, entry: WrittenMessage) -> Fault | None:
    """What is wrong with the column ``form`` of a row."""
    if entry.msgid_plural is None:
        return fault("plural-form-not-needed", place, given=form) if form else None
    forms = [str(number) for number in range(len(entry.strings))]
    return None if form in forms else fault("unknown-plural-form", place, given=form, forms=forms)


def _notes(message: WrittenMessage) -> str:
    proposals = dict.fromkeys(filter(None, message.strings)) if message.fuzzy else {}
    source = message.previous.get("msgid", message.msgid)
    proposed = [speak("Proposal, for “{source}”: {text}", source=source, text=string) for string in proposals]
    return "\n".join([*message.extracted, *proposed])
