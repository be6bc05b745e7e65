"""What is left to translate as a table, for translators who have no editor for catalogs; and that table brought back.

One row a text: a message with plural forms has one for each form, which tells the numbers that it serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.errors import InvalidRequest, nearest
from goodterms.faults import Fault, legacy
from goodterms.messages.catalog import plural_rule
from goodterms.sheets.writing import Column, unguard
from goodterms.translating.files import canonical, key_of, strings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms import po
    from goodterms.model import Direction
    from goodterms.sheets.table import Row, Table

LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION = "language", "context", "message", "form", "translation"
_NEEDED = (LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION)

_Key = tuple[str | None, str]


class TranslatedSheet(NamedTuple):
    """A table that was brought back: the catalog that it makes, and the row of each text, by message and form."""

    text: str
    rows: dict[tuple[_Key, int], int]

    def row_of(self, entry: po.Entry, line: int) -> int:
        """The row of the text that stands at a line of the catalog, in one of an entry's strings."""
        forms = [form for (key, form) in self.rows if key == entry.key]
        lines = {form: entry.lines[f"msgstr[{form}]" if entry.msgid_plural else "msgstr"] for form in forms}
        return self.rows[entry.key, max((form for form in forms if lines[form] <= line), default=min(forms))]


def columns(direction: Direction) -> list[Column]:
    """The columns of the table; ``direction`` is that of the language."""
    return [
        Column(LANGUAGE, 9),
        Column(CONTEXT, 14, note="What tells this message from another one that reads alike."),
        Column(MESSAGE, 60, note="What stands in braces stays as it is, and is printed once at least."),
        Column(FORM, 6, note="The plural form, where there are several."),
        Column("numbers", 16, note="The numbers that the plural form is for."),
        Column(TRANSLATION, 60, direction, "Write here.", is_input=True),
        Column("notes", 50, note="Where the message stands, and what its variables are."),
    ]


def rows_of(todo: str, language: str) -> Iterator[list[str]]:
    """The rows of the table, from the catalog of what is to do."""
    catalog = polib.pofile(todo, wrapwidth=0)
    rule = plural_rule(catalog.metadata.get("Plural-Forms", "nplurals=1; plural=0;"))
    for entry in catalog:
        notes = _notes(entry)
        context = entry.msgctxt or ""
        if not entry.msgid_plural:
            yield [language, context, entry.msgid, "", "", "" if entry.fuzzy else entry.msgstr, notes]
            continue
        for form, string in sorted(entry.msgstr_plural.items()):
            serves = rule.numbers_of(form)
            numbers = f"{', '.join(map(str, serves[:3]))}{' …' if len(serves) > 3 else ''}"
            message = entry.msgid if serves == [1] else entry.msgid_plural
            yield [language, context, message, str(form), numbers, "" if entry.fuzzy else string, notes]


def read_sheet(path: Path, table: Table, todo: str) -> TranslatedSheet:
    """The catalog that a table makes; ``todo`` is the catalog in which its messages are looked up.

    Raises :class:`InvalidRequest` with every fault: a column that is missing, rows of several languages, a message or
    a form that the catalog does not have, one that stands in two rows. A message with plural forms of which some are
    empty is as one that is not translated.
    """
    rows = (row for row in table.rows if not row.is_blank)
    header = next(rows, None)
    places = _places(path, header)
    catalog = polib.pofile(todo, wrapwidth=0)
    found = _by_text(catalog)
    faults: list[Fault] = []
    languages: dict[str, int] = {}
    rows_of_texts: dict[tuple[_Key, int], int] = {}
    result = polib.POFile(wrapwidth=0)
    for row in rows:
        cells = {name: _text(row, place) for name, place in places.items()}
        languages.setdefault(cells[LANGUAGE], row.number)
        entry = found.get((cells[CONTEXT], cells[MESSAGE]))
        fault = _fault(cells, entry, found)
        if fault or entry is None:
            faults.append(legacy(f"{path}, row {row.number}", *fault))
            continue
        text = key_of(entry), int(cells[FORM] or 0)
        if text in rows_of_texts:
            problem = f"{cells[MESSAGE]!r} is there already, in row {rows_of_texts[text]}"
            faults.append(legacy(f"{path}, row {row.number}", problem, "keep one of the two rows"))
            continue
        if entry not in result:
            result.append(_emptied(entry))
        rows_of_texts[text] = row.number
        if entry.msgid_plural:
            entry.msgstr_plural[int(cells[FORM])] = cells[TRANSLATION]
        else:
            entry.msgstr = cells[TRANSLATION]
    if len(languages) != 1:
        told = ", ".join(f"{name!r} (row {number})" for name, number in languages.items()) or "none"
        faults.append(legacy(str(path), f"expected rows of one language, found {told}"))
    if faults:
        raise InvalidRequest(faults)
    for entry in result:
        if not all(string.strip() for string in strings_of(entry)):
            _emptied(entry)
    result.metadata = catalog.metadata
    return TranslatedSheet(canonical(result), rows_of_texts)


def language_of(path: Path, table: Table) -> str:
    """The language that the first row of a table names; raises :class:`InvalidRequest` when there is none."""
    rows = (row for row in table.rows if not row.is_blank)
    place = _places(path, next(rows, None))[LANGUAGE]
    first = next(rows, None)
    if first is None:
        raise InvalidRequest([legacy(str(path), "has no rows below its header")])
    return _text(first, place)


def _places(path: Path, header: Row | None) -> dict[str, int]:
    """Where each needed column is; the others are for people."""
    names = [str(cell).strip().casefold() for cell in header.cells] if header else []
    faults = []
    for name in _NEEDED:
        if name not in names:
            near = nearest(name, names)
            hint = f"did you mean {near!r} to be it?" if near else f"expected: {', '.join(_NEEDED)}"
            faults.append(legacy(str(path), f"has no column {name!r}", hint))
    if faults:
        raise InvalidRequest(faults)
    return {name: names.index(name) for name in _NEEDED}


def _text(row: Row, place: int) -> str:
    cell = row.cells[place] if place < len(row.cells) else ""
    # Spreadsheet programs write the breaks inside a cell in their own ways.
    return unguard(str(cell)).replace("\r\n", "\n").replace("_x000D_", "")


def _by_text(catalog: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    """Each message by its context and its text; one with a plural by either of its texts."""
    found: dict[tuple[str, str], polib.POEntry] = {}
    for entry in catalog:
        if not entry.obsolete:
            found[entry.msgctxt or "", entry.msgid] = entry
            if entry.msgid_plural:
                found.setdefault((entry.msgctxt or "", entry.msgid_plural), entry)
    return found


def _emptied(entry: polib.POEntry) -> polib.POEntry:
    """The message without what it had for a translation: the table alone says what that is."""
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
    return entry


def _fault(
    cells: dict[str, str], entry: polib.POEntry | None, known: dict[tuple[str, str], polib.POEntry]
) -> tuple[str, str] | tuple[()]:
    if entry is None:
        near = nearest(cells[MESSAGE], [text for context, text in known if context == cells[CONTEXT]])
        hint = f"did you mean {near!r}?" if near else "leave the columns context and message as they were"
        return f"no letter asks for {cells[MESSAGE]!r}", hint
    forms = [str(form) for form in sorted(entry.msgstr_plural)] if entry.msgid_plural else [""]
    if cells[FORM] not in forms:
        expected = f"expected {' or '.join(forms)}" if forms != [""] else "the message has no plural; leave it empty"
        return f"the form is {cells[FORM]!r}", expected
    return ()


def _notes(entry: polib.POEntry) -> str:
    notes = [entry.comment] if entry.comment else []
    proposals = dict.fromkeys(filter(None, strings_of(entry))) if entry.fuzzy else {}
    notes += [f"Proposal, for “{entry.previous_msgid or entry.msgid}”: {string}" for string in proposals]
    return "\n".join(notes)
