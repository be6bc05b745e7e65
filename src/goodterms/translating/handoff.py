"""The hand-off to translators: the messages to translate as a file, and that file taken back into its catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms import sheets
from goodterms.check import runner
from goodterms.content.layers import DOMAIN, catalog_file, read_bytes
from goodterms.envelopes import Document
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.faults import fault
from goodterms.messages import catalog
from goodterms.recipients import reading_of_text
from goodterms.sheets import writing
from goodterms.translating import term_hints, todo, todo_sheet
from goodterms.translating.extract import extract
from goodterms.translating.trial import try_in_letters
from goodterms.translating.workflow import MEDIA_TYPE, own_folder, updated_catalog, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms import po
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.sheets import Table
    from goodterms.translating.todo_sheet import TranslatedSheet
    from goodterms.translating.workflow import FileResult


_TABLES = (".csv", ".xlsx")
"""The kinds of tables that can be written."""


class TodoDocument(NamedTuple):
    """The messages to translate as a document, and how many there are."""

    document: Document
    message_count: int


class TakenFile(NamedTuple):
    """What was taken from a file: the catalog file, the number of translations, and what was not taken.

    ``kept`` are the msgids that the catalog already has in another translation.
    """

    result: FileResult
    translated: int
    kept: list[str]


def todo_document(project: Project, language: str, letter: str | None = None, target: str = "") -> TodoDocument:
    """The missing and fuzzy messages of a language, or of one letter in it; none in the source language.

    The suffix of the file name ``target`` decides what it is: a table (.csv, .xlsx), otherwise a catalog. Raises
    :class:`InvalidRequest` for the suffix of another kind of table, an unknown language or letter, and a language
    without a catalog.
    """
    suffix = Path(target).suffix.lower()
    if suffix in sheets.SUFFIXES and suffix not in _TABLES:
        raise InvalidRequest.of("todo-suffix", "--output", suffix=suffix)
    locale = project.locale(language)
    selected = set(project.edition(locale).messages(project.letter(letter))) if letter else None
    if locale.catalog == project.source_locale.catalog:
        text, count = todo.select_todo(extract(project), locale.catalog, ())
    else:
        text, count = todo.select_todo(updated_catalog(project, locale.catalog), locale.catalog, selected)
    text = term_hints.with_hints(text, project.glossary(locale.catalog))
    name = f"{DOMAIN}.{locale.catalog}"
    if suffix not in _TABLES:
        return TodoDocument(Document(f"{name}.po", MEDIA_TYPE, text.encode()), count)
    columns, rows = todo_sheet.columns(locale.direction), todo_sheet.rows_of(text, locale.catalog)
    if suffix == ".csv":
        document = Document(f"{name}.csv", "text/csv; charset=utf-8", writing.csv_bytes(columns, rows))
    else:
        document = Document(f"{name}.xlsx", sheets.XLSX, writing.xlsx_bytes(locale.catalog, columns, rows))
    return TodoDocument(document, count)


def take_file(project: Project, path: Path) -> TakenFile:
    """Take the translations in a catalog or a table into the catalog of their language.

    Empty and fuzzy translations are ignored; what the catalog already has translated is kept. Raises
    :class:`InvalidRequest` with every error that the checks find, with its line or its table row, for a language or
    messages that the project does not have, and for letters that could not be written then; nothing is written.
    """
    folder = own_folder(project)
    sheet = _read_sheet(project, path) if path.suffix.lower() in sheets.SUFFIXES else None
    data = sheet.text.encode() if sheet else read_bytes(path)
    checked = runner.load(path, project.content, project.source_locale.catalog, data)
    faults = list(_faults_in(checked, sheet))
    language, known = checked.file.header.get("Language", ""), project.content.catalogs()
    if language not in known:
        faults.append(fault("header-language-without-catalog", str(path), given=language, known=known))
    if faults:
        raise InvalidRequest(faults)
    taken = todo.take(updated_catalog(project, language), data.decode("utf-8-sig").replace("\r\n", "\n"))
    if taken.unknown:
        raise InvalidRequest(
            [fault("message-not-in-letters", str(path), given=msgid, language=language) for msgid in taken.unknown]
        )
    if faults := list(_faults_in_letters(project, language, taken.text, checked, sheet)):
        raise InvalidRequest(faults)
    return TakenFile(write_if_changed(catalog_file(folder, language), taken.text), taken.translated, taken.kept)


def _read_sheet(project: Project, path: Path) -> TranslatedSheet:
    table = _open_sheet(project, path)
    language, known = todo_sheet.language_of(path, table), project.content.catalogs()
    if language not in known:
        raise InvalidRequest.of("column-language-without-catalog", str(path), given=language, known=known)
    table = sheets.read(path, encoding=table.encoding)
    return todo_sheet.read_sheet(path, table, updated_catalog(project, language))


def _open_sheet(project: Project, path: Path) -> Table:
    """The table in a file, which names its language; spreadsheet programs may save it in an old code page."""
    try:
        return sheets.read(path, judge=reading_of_text.judge(project, ""))
    except InvalidRequest as error:  # the command has no option for the encoding
        kinds = {"csv-code-page-unclear": "csv-not-utf8"}
        raise InvalidRequest(one._replace(kind=kinds.get(one.kind, one.kind)) for one in error.faults) from None


def _faults_in(checked: CheckedCatalog, sheet: TranslatedSheet | None) -> Iterator[Fault]:
    """The errors that the checks find, and the faults that the strict reader finds in other messages."""
    errors = [finding for finding in runner.check(checked, runner.RuleSelection()) if finding.level == "error"]
    for error in errors:
        place, line = _locate(checked, sheet, error.line)
        yield fault("error-in-translation", place, line=line, message=error.message, rule=error.rule)
    if any(error.rule == "syntax" for error in errors):
        return
    found = {_first_line_at(checked, error.line) for error in errors}
    try:
        catalog.read(checked.path, checked.file.text.encode())
    except BrokenContent as broken:
        for wrong in broken.faults:
            if not errors or _first_line_at(checked, wrong.line) not in found:
                place, line = _locate(checked, sheet, wrong.line)
                yield wrong._replace(place=place, line=line)


def _first_line_at(checked: CheckedCatalog, line: int) -> int:
    entry = _entry_at(checked, line)
    return entry.first if entry else 0


def _entry_at(checked: CheckedCatalog, line: int) -> po.Entry | None:
    """The message at a line; None for a line of the header."""
    return next((entry for entry in reversed(checked.living) if entry.first <= line), None)


def _faults_in_letters(
    project: Project, language: str, text: str, checked: CheckedCatalog, sheet: TranslatedSheet | None
) -> Iterator[Fault]:
    """What is wrong with the letters written with the new translations; ``text`` is the catalog with them."""
    new = {entry.key: entry for entry in checked.living if not entry.fuzzy and any(map(str.strip, entry.strings))}
    hits = try_in_letters(project, language, text, new.keys())
    for key, message in dict.fromkeys((hit.key, hit.message) for hit in hits):
        place, line = _locate(checked, sheet, new[key].line) if key in new else (str(checked.path), 0)
        yield fault("error-in-letter", place, line=line, message=message)


def _locate(checked: CheckedCatalog, sheet: TranslatedSheet | None, line: int) -> tuple[str, int]:
    """The place and the line of a fault; in a table, the row and no line."""
    if sheet is None:
        return str(checked.path), line
    entry = _entry_at(checked, line)
    row = sheet.row_of(entry, line) if entry else None
    return (todo_sheet.row_place(checked.path, row) if row else str(checked.path)), 0
