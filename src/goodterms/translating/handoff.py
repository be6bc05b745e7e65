"""The hand-off to translators: the messages to translate as a file, and that file taken back into its catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms import sheets
from goodterms.check import runner
from goodterms.content.layers import DOMAIN, catalog_file, read_bytes
from goodterms.envelopes import Document
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.faults import Fault, facts, fault
from goodterms.messages import catalog
from goodterms.po import written
from goodterms.recipients import reading_of_text
from goodterms.recipients.columns import LOCALE
from goodterms.sheets import writing
from goodterms.translating import headings, term_hints, todo, todo_sheet
from goodterms.translating.extract import extract
from goodterms.translating.printed import PrintedMessages
from goodterms.translating.trial import try_in_letters
from goodterms.translating.workflow import MEDIA_TYPE, own_folder, updated_catalog, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from goodterms import po
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.po.written import WrittenFile
    from goodterms.project import Project
    from goodterms.sheets import Table
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.translating.todo import NotTaken, TakeResult
    from goodterms.translating.todo_sheet import TranslatedSheet
    from goodterms.translating.workflow import FileResult


_TABLES = (".csv", ".xlsx")
"""The kinds of tables that can be written."""


class TodoDocument(NamedTuple):
    """The messages to translate as a document, and how many there are."""

    document: Document
    message_count: int


class TakeOptions(NamedTuple):
    """How a file is taken.

    ``replace``: finished translations, too, if they are still those that were handed out; ``skip_bad``: translations
    without faults, although others have some; ``language``: only this one, by the name of its catalog; empty for any.
    """

    replace: bool = False
    skip_bad: bool = False
    language: str = ""


class Placed(NamedTuple):
    """What became of a translation, and its place in the file: a line, or a row of a table."""

    place: str
    what: NotTaken


class TakenFile(NamedTuple):
    """What was taken from a file: the catalog file, and how many translations are new in it and replaced others.

    ``not_taken`` are those that the catalog does not need or that are incomplete, ``skipped`` the faults of those that
    were left out, ``warnings`` what the checks say of those that were taken.
    """

    result: FileResult
    translated: int
    replaced: int
    not_taken: list[Placed]
    skipped: list[Fault]
    warnings: list[Fault]


class _Returned(NamedTuple):
    """A file that came back: its messages as a catalog, the table that they are from, what was handed out."""

    checked: CheckedCatalog
    file: WrittenFile
    sheet: TranslatedSheet | None
    handed_out: dict[MessageKey, tuple[str, ...]]

    def place_of(self, key: MessageKey, form: int = 0) -> tuple[str, int]:
        """The place and the line of a translation; in a table, its row and no line."""
        entry = next((entry for entry in self.checked.living if entry.key == key), None)
        if entry is None:
            return str(self.checked.path), 0
        keyword = "msgstr" if entry.msgid_plural is None else f"msgstr[{form}]"
        return _locate(self.checked, self.sheet, entry.lines.get(keyword, entry.line))


class _PlacedFault(NamedTuple):
    """A fault, and the message that has it; None for one of the file."""

    key: MessageKey | None
    fault: Fault


def todo_document(
    project: Project, language: str, letter: str | None = None, target: str = "", *, with_finished: bool = False
) -> TodoDocument:
    """The missing and fuzzy messages of a language, or of one letter in it; none in the source language.

    ``with_finished`` adds those that are translated. The suffix of the file name ``target`` decides what it is: a table
    (.csv, .xlsx), otherwise a catalog. Raises :class:`InvalidRequest` for the suffix of another kind of table, an
    unknown language or letter, and a language without a catalog.
    """
    suffix = Path(target).suffix.lower()
    if suffix in sheets.SUFFIXES and suffix not in _TABLES:
        raise InvalidRequest.of("todo-suffix", "--output", suffix=suffix)
    locale = project.locale(language)
    own = [project.letter(letter)] if letter else []
    selected = set(project.edition(locale).messages(own[0])) if own else None
    if locale.catalog == project.source_locale.catalog:
        text, count = todo.select_todo(extract(project), locale.catalog, ())
    else:
        updated = updated_catalog(project, locale.catalog)
        text, count = todo.select_todo(updated, locale.catalog, selected, with_finished=with_finished)
    text = term_hints.with_hints(text, project.terms.of_language(locale.catalog))
    name = f"{DOMAIN}.{locale.catalog}"
    if suffix not in _TABLES:
        return TodoDocument(Document(f"{name}.po", MEDIA_TYPE, todo.with_current(text).encode()), count)
    others = [one for one in project.letters() if one not in own]
    wanted = {message.key for message in written.parse(text).living}
    printed = PrintedMessages(project, locale, [*own, *others], wanted)
    columns = todo_sheet.columns(locale.catalog, locale.direction)
    rows = todo_sheet.rows_of(text, locale.catalog, printed)
    if suffix == ".csv":
        document = Document(f"{name}.csv", "text/csv; charset=utf-8", writing.csv_bytes(columns, rows))
    else:
        document = Document(f"{name}.xlsx", sheets.XLSX, writing.xlsx_bytes(locale.catalog, columns, rows))
    return TodoDocument(document, count)


def take_file(project: Project, path: Path, options: TakeOptions | None = None) -> TakenFile:
    """Take the translations in a catalog or a table into the catalog of their language.

    Empty translations are ignored; what is fuzzy, incomplete, or finished in the catalog is not taken, and reported.
    Raises :class:`InvalidRequest` with every error that the checks find, with its line or its table row, for a language
    or messages that the project does not have, and for letters that could not be written then; nothing is written. With
    ``skip_bad``, only for faults that are not those of single translations.
    """
    options = options or TakeOptions()
    folder = own_folder(project)
    sheet = _read_sheet(project, path) if path.suffix.lower() in sheets.SUFFIXES else None
    data = sheet.text.encode() if sheet else read_bytes(path)
    checked = runner.load(path, project.content, project.source_locale.catalog, data)
    faults = [*_faults_of_rows(sheet), *_faults_in(checked, sheet)]
    language, known = checked.file.header.get("Language", ""), project.content.catalogs()
    if language not in known:
        wrong = fault("header-language-without-catalog", str(path), given=language, known=known)
        faults.append(_PlacedFault(None, wrong))
    elif options.language not in ("", language):
        wrong = fault("file-of-other-language", str(path), given=language, expected=options.language)
        faults.append(_PlacedFault(None, wrong))
    _refuse(faults, options)
    file = written.parse(data.decode())
    returned = _Returned(checked, file, sheet, sheet.handed_out if sheet else todo.handed_out_in(file))
    taken = _take_good(project, language, returned, faults, options)
    not_taken = [
        Placed(_as_text(returned.place_of(one.key, *one.forms[:1])), one)
        for one in [*taken.not_taken, *(sheet.incomplete if sheet else ())]
    ]
    result = write_if_changed(catalog_file(folder, language), taken.text)
    warnings = list(_warnings_in(checked, sheet, {*taken.translated, *taken.replaced}))
    skipped = [one.fault for one in faults]
    return TakenFile(result, len(taken.translated), len(taken.replaced), not_taken, skipped, warnings)


def _take_good(
    project: Project, language: str, returned: _Returned, faults: list[_PlacedFault], options: TakeOptions
) -> TakeResult:
    """Take the translations without faults; those that only show in letters are added to ``faults``."""
    catalog_text = updated_catalog(project, language)
    while True:
        bad = {one.key for one in faults}
        good = [message for message in returned.file.living if message.key not in bad]
        taken = todo.take(catalog_text, good, returned.handed_out, replace=options.replace)
        found = [
            _PlacedFault(key, _at(returned.place_of(key), "message-not-in-letters", given=key[1], language=language))
            for key in taken.unknown
        ]
        if not found:
            new = {*taken.translated, *taken.replaced}
            found = list(_faults_in_letters(project, language, taken.text, returned, new))
        if not found:
            return taken
        faults += found
        _refuse(faults, options)


def _refuse(faults: Sequence[_PlacedFault], options: TakeOptions) -> None:
    """Raise :class:`InvalidRequest` for faults because of which nothing can be taken."""
    if faults and (not options.skip_bad or any(one.key is None for one in faults)):
        raise InvalidRequest(one.fault for one in faults)


def _read_sheet(project: Project, path: Path) -> TranslatedSheet:
    table = _open_sheet(project, path)
    language, known = todo_sheet.language_of(path, table), project.content.catalogs()
    if language not in known:
        raise InvalidRequest.of("column-language-without-catalog", str(path), given=language, known=known)
    table = sheets.read(path, encoding=table.encoding)
    return todo_sheet.read_sheet(path, table, updated_catalog(project, language))


def _open_sheet(project: Project, path: Path) -> Table:
    """The table in a file, which names its language; spreadsheet programs may save it in an old code page."""
    naming_language = dict.fromkeys(headings.spellings(headings.LANGUAGE), LOCALE)
    try:
        judge = headings.by_headings(reading_of_text.judge(project, "", naming_language))
        return sheets.read(path, judge=judge)
    except InvalidRequest as error:  # the command has no option for the encoding
        kinds = {"csv-code-page-unclear": "csv-not-utf8"}
        raise InvalidRequest(one._replace(kind=kinds.get(one.kind, one.kind)) for one in error.faults) from None


def _faults_of_rows(sheet: TranslatedSheet | None) -> Iterator[_PlacedFault]:
    return (_PlacedFault(key, wrong) for key, wrong in (sheet.faults if sheet else ()))


def _faults_in(checked: CheckedCatalog, sheet: TranslatedSheet | None) -> Iterator[_PlacedFault]:
    """The errors that the checks find, and the faults that the strict reader finds in other messages."""
    errors = [finding for finding in runner.check(checked, runner.RuleSelection()) if finding.level == "error"]
    for error in errors:
        wrong = _at(_locate(checked, sheet, error.line), "error-in-translation", message=error.message, rule=error.rule)
        yield _PlacedFault(None if error.rule == "syntax" else _key_at(checked, error.line), wrong)
    if any(error.rule == "syntax" for error in errors):
        return
    found = {_key_at(checked, error.line) for error in errors}
    try:
        catalog.read(checked.path, checked.file.text.encode())
    except BrokenContent as broken:
        for wrong in broken.faults:
            key = _key_at(checked, wrong.line)
            if key not in found:
                place, line = _locate(checked, sheet, wrong.line)
                yield _PlacedFault(key, wrong._replace(place=place, line=line))


def _warnings_in(
    checked: CheckedCatalog, sheet: TranslatedSheet | None, taken: Collection[MessageKey]
) -> Iterator[Fault]:
    """What makes a reader stumble in the translations that were taken."""
    for finding in runner.check(checked, runner.RuleSelection()):
        if finding.level == "warning" and _key_at(checked, finding.line) in taken:
            place = _locate(checked, sheet, finding.line)
            yield _at(place, "warning-in-translation", message=finding.message, rule=finding.rule)


def _key_at(checked: CheckedCatalog, line: int) -> MessageKey | None:
    entry = _entry_at(checked, line)
    return entry.key if entry else None


def _entry_at(checked: CheckedCatalog, line: int) -> po.Entry | None:
    """The message at a line; None for a line of the header."""
    return next((entry for entry in reversed(checked.living) if entry.first <= line), None)


def _faults_in_letters(
    project: Project, language: str, text: str, returned: _Returned, new: Collection[MessageKey]
) -> Iterator[_PlacedFault]:
    """What is wrong with the letters written with the new translations; ``text`` is the catalog with them."""
    hits = try_in_letters(project, language, text, new)
    for key, message in dict.fromkeys((hit.key, hit.message) for hit in hits):
        place = returned.place_of(key) if key in new else (str(returned.checked.path), 0)
        yield _PlacedFault(key if key in new else None, _at(place, "error-in-letter", message=message))


def _at(place: tuple[str, int], kind: str, **params: object) -> Fault:
    """A fault of a kind at a place and a line."""
    return Fault(kind, place[0], facts(params), line=place[1])


def _as_text(place: tuple[str, int]) -> str:
    return f"{place[0]}:{place[1]}" if place[1] else place[0]


def _locate(checked: CheckedCatalog, sheet: TranslatedSheet | None, line: int) -> tuple[str, int]:
    """The place and the line of a fault; in a table, the row and no line."""
    if sheet is None:
        return str(checked.path), line
    entry = _entry_at(checked, line)
    row = sheet.row_of(entry, line) if entry else None
    return (todo_sheet.row_place(checked.path, row) if row else str(checked.path)), 0
