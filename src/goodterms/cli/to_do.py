"""The commands that give a translator what is left to do, and take it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import output, sheets
from goodterms.check import runner
from goodterms.cli.catalog_files import document, own_folder, up_to_date, write
from goodterms.cli.options import complete_letter, complete_locale, content_option, open_workspace
from goodterms.cli.terminal import near, tell
from goodterms.content.layers import DOMAIN, catalog_file, read_bytes
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.faults import Fault, legacy
from goodterms.messages import catalog
from goodterms.model import Document
from goodterms.sheets import writing
from goodterms.translating import todo, todo_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import CheckedCatalog
    from goodterms.model import Locale
    from goodterms.project import Project

_TABLES = (".csv", ".xlsx")
"""The kinds of tables that are written."""


@click.command(name="todo")
@click.argument("language", metavar="LANG", shell_complete=complete_locale)
@click.argument("letter", metavar="[LETTER]", required=False, shell_complete=complete_letter)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to this file (default: standard output).")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def list_todo(language: str, letter: str | None, target: str | None, force: bool, overlays: tuple[Path, ...]) -> None:
    """Write what is missing or fuzzy in LANG, or in one letter of it, to be translated.

    FILE is a catalog, or for people without an editor for catalogs a table: .xlsx or .csv. Bring it back with:
    goodterms catalog take FILE
    """
    _refuse_other_tables(target)
    project = open_workspace(overlays).project
    folder = own_folder(project)
    locale = project.locale(language)
    wanted = set(project.messages(project.letter(letter), locale)) if letter else None
    text, count = todo.select_todo(up_to_date(project, folder, locale.catalog), locale.catalog, wanted)
    if found := output.faults(target, None, force):
        raise InvalidRequest(found)
    if target is None:
        click.echo(text, nl=False)
    else:
        path = output.write(target, _made(target, text, locale), force)
        tell(f"Written: {near(path)}")
    tell(f"  messages to translate: {count}")


def _refuse_other_tables(target: str | None) -> None:
    """Refuse to write a catalog under a name that is that of a table."""
    kind = Path(target).suffix.lower() if target else ""
    if kind in sheets.SUFFIXES and kind not in _TABLES:
        raise InvalidRequest([legacy("--output", f"{kind} is not written", "expected .po, .xlsx or .csv")])


def _made(target: str, text: str, locale: Locale) -> Document:
    """What is to do as a document of the kind that the file's name asks for."""
    kind = Path(target).suffix.lower()
    name = f"{DOMAIN}.{locale.catalog}{kind}"
    columns, rows = todo_sheet.columns(locale.direction), todo_sheet.rows_of(text, locale.catalog)
    if kind == ".csv":
        return Document(name, "text/csv; charset=utf-8", writing.csv_bytes(columns, rows))
    if kind == ".xlsx":
        return Document(name, sheets.XLSX, writing.xlsx_bytes(locale.catalog, columns, rows))
    return document(f"{DOMAIN}.{locale.catalog}.po", text)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@content_option
def take(file: Path, overlays: tuple[Path, ...]) -> None:
    """Take the translations of FILE into the catalog of its language, when no check finds an error in them.

    FILE is a catalog or a table that "catalog todo" wrote. What is empty or fuzzy in it is left as it was, and so is
    what has been translated otherwise meanwhile.
    """
    project = open_workspace(overlays).project
    folder = own_folder(project)
    is_table = file.suffix.lower() in sheets.SUFFIXES
    text, table = (_from_table(project, folder, file)) if is_table else (read_bytes(file), None)
    checked = runner.load(file, project.content, project.source_locale.catalog, text)
    faults = list(_faults_in(file, checked, table))
    language = checked.file.header.get("Language", "")
    if language not in project.content.catalogs():
        faults.append(_unknown_language(project, file, f"the header Language reads {language!r}"))
    if faults:
        raise InvalidRequest(faults)
    made = todo.take(up_to_date(project, folder, language), text.decode("utf-8-sig").replace("\r\n", "\n"))
    if made.unknown:
        hint = "write what is to do anew with: goodterms catalog todo"
        raise InvalidRequest([legacy(str(file), f"no letter asks for {msgid!r}", hint) for msgid in made.unknown])
    write(catalog_file(folder, language), made.text)
    tell(f"  translations taken: {made.translated}")
    for msgid in made.kept:
        tell(f"  kept as it is, translated meanwhile: {msgid!r}")


def _from_table(project: Project, folder: Path, file: Path) -> tuple[bytes, todo_sheet.TranslatedSheet]:
    language = todo_sheet.language_of(file, sheets.read(file))
    if language not in project.content.catalogs():
        raise InvalidRequest([_unknown_language(project, file, f"the column language reads {language!r}")])
    table = todo_sheet.read_sheet(file, sheets.read(file), up_to_date(project, folder, language))
    return table.text.encode(), table


def _faults_in(file: Path, checked: CheckedCatalog, table: todo_sheet.TranslatedSheet | None) -> Iterator[Fault]:
    """The errors in what is brought, each with its line, or with its row in a table."""
    by_key = {entry.key: entry for entry in checked.living}
    told = False
    for one in runner.check(checked, runner.RuleSelection()):
        if one.level == "error":
            entry = by_key.get((one.msgctxt, one.msgid))
            place = f", row {table.row_of(entry, one.line)}" if table and entry else f":{one.line}"
            told = True
            yield legacy(f"{file}{place}", f"{one.message} ({one.rule})")
    if not told:
        try:
            catalog.read(file, "\n".join(checked.file.lines).encode())
        except BrokenContent as error:
            yield from error.faults


def _unknown_language(project: Project, file: Path, problem: str) -> Fault:
    return legacy(str(file), problem, f"expected one of: {', '.join(project.content.catalogs())}")
