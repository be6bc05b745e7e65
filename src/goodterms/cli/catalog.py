"""The commands for translators: the catalog template, catalogs brought up to it, a new language, what is left to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from goodterms.catalogs import files, todo
from goodterms.catalogs.extract import extract
from goodterms.check import runner
from goodterms.cldr import locales
from goodterms.cldr.languages import catalog_name
from goodterms.cldr.plural_headers import plural_header
from goodterms.cli import output
from goodterms.cli.options import complete_letter, complete_locale, content_option, json_option, project_over
from goodterms.cli.terminal import near, say, tell
from goodterms.content import BUILT_IN, DOMAIN, IS_CHECKOUT, catalog_file, catalog_template
from goodterms.errors import Fault, InvalidRequest, OutputRefused
from goodterms.model import Document

if TYPE_CHECKING:
    from goodterms.project import Project


@click.group()
def catalog() -> None:
    """Work on catalogs: extract, update, add, status, todo, take."""


@catalog.command(name="extract")
@content_option
def extract_template(overlays: tuple[Path, ...]) -> None:
    """Write the catalog template (.pot) anew from the letters."""
    project = project_over(overlays)
    folder = _own_folder(project)
    _write(catalog_template(folder), extract(project, folder))


@catalog.command()
@content_option
def update(overlays: tuple[Path, ...]) -> None:
    """Write the template anew and bring every catalog up to it.

    Translations and translators' comments are kept; a new message that is like a vanished one gets its translation,
    marked fuzzy. To update again changes nothing.
    """
    project = project_over(overlays)
    folder = _own_folder(project)
    templates = _templates(project, folder)
    # All are read before one is written: a catalog with a flaw is refused, and nothing is changed.
    paths = {name: catalog_file(folder, name) for name in project.content.catalogs()}
    made = [(path, *_updated(project, path, name, templates)) for name, path in paths.items() if path.is_file()]
    _write(catalog_template(folder), templates.own)
    for path, text, changes in made:
        if _write(path, text):
            tell(f"  {changes.new} new ({changes.proposed} proposed), {changes.vanished} vanished")


@catalog.command()
@click.argument("language", metavar="LANG")
@content_option
def add(language: str, overlays: tuple[Path, ...]) -> None:
    """Begin a catalog for LANG, with the plural rule that CLDR gives it.

    In a folder of your own, a language that the built-in letters are written in gets the messages of your templates
    alone; another language gets all.
    """
    project = project_over(overlays)
    folder = _own_folder(project)
    name = catalog_name(language)
    header = plural_header(name) if name else None
    if name is None or header is None:
        raise InvalidRequest(
            [Fault("LANG", f"CLDR knows no language {language!r}", "expected a BCP 47 tag, such as hi or pt-BR")]
        )
    path = catalog_file(folder, name)
    if path.exists():
        raise InvalidRequest(
            [Fault("LANG", f"{near(path)} exists", "bring it up to the letters with: goodterms catalog update")]
        )
    needed = extract(project, folder if _is_below(project, name) else None)
    _write(path, files.begun(needed, name, header))


@catalog.command()
@content_option
@json_option
def status(overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show letters by languages: how many messages are missing, and how many words are left."""
    project = project_over(overlays)
    rows = [_row(project, name) for name in project.content.catalogs()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    letters = project.content.letters()
    widths = [max(len(letter), 8) for letter in letters]
    heads = [f"{letter:>{width}}" for letter, width in zip(letters, widths, strict=True)]
    say("  ".join([f"{'':<8}", *heads, "words left"]))
    for row in rows:
        missing = row["missing"]
        cells = [f"{missing[letter] or '–':>{width}}" for letter, width in zip(letters, widths, strict=True)]  # type: ignore[index]
        say("  ".join([f"{row['language']:<8}", *cells, f"{row['words'] or '–':>10}"]))


@catalog.command(name="todo")
@click.argument("language", metavar="LANG", shell_complete=complete_locale)
@click.argument("letter", metavar="[LETTER]", required=False, shell_complete=complete_letter)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to this file (default: standard output).")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def list_todo(language: str, letter: str | None, target: str | None, force: bool, overlays: tuple[Path, ...]) -> None:
    """Write what is missing or fuzzy in LANG, or in one letter of it, as a catalog to be translated.

    Bring it back with: goodterms catalog take FILE
    """
    project = project_over(overlays)
    folder = _own_folder(project)
    locale = project.locale(language)
    wanted = set(project.messages(project.letter(letter), locale)) if letter else None
    text, count = todo.todo(_up_to_date(project, folder, locale.catalog), locale.catalog, wanted)
    if found := output.faults(target, None, force):
        raise InvalidRequest(found)
    if target is None:
        click.echo(text, nl=False)
    else:
        path = output.write(target, _document(f"{DOMAIN}.{locale.catalog}.po", text), force)
        tell(f"Written: {near(path)}")
    tell(f"  messages to translate: {count}")


@catalog.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@content_option
def take(file: Path, overlays: tuple[Path, ...]) -> None:
    """Take the translations of FILE into the catalog of its language, when no check finds an error in them.

    What is empty or fuzzy in FILE is left as it was, and so is what has been translated otherwise meanwhile.
    """
    project = project_over(overlays)
    folder = _own_folder(project)
    checked = runner.load(file, project.content, project.source_locale.catalog)
    wrong = [one for one in runner.check(checked, runner.Choice()) if one.level == "error"]
    faults = [Fault(f"{file}:{one.line}", f"{one.message} ({one.rule})") for one in wrong]
    language = checked.file.header.get("Language", "")
    if language not in project.content.catalogs():
        known = ", ".join(project.content.catalogs())
        faults.append(Fault(str(file), f"the header Language reads {language!r}", f"expected one of: {known}"))
    if faults:
        raise InvalidRequest(faults)
    made = todo.taken(_up_to_date(project, folder, language), files.read(file))
    if made.unknown:
        hint = "write what is to do anew with: goodterms catalog todo"
        raise InvalidRequest([Fault(str(file), f"no letter asks for {msgid!r}", hint) for msgid in made.unknown])
    _write(catalog_file(folder, language), made.text)
    tell(f"  translations taken: {made.translated}")
    for msgid in made.kept:
        tell(f"  kept as it is, translated meanwhile: {msgid!r}")


def _up_to_date(project: Project, folder: Path, name: str) -> str:
    """The text of a catalog as an update would write it; the messages that are not in the file yet are there too."""
    path = catalog_file(folder, name)
    if not path.is_file():
        raise InvalidRequest(
            [Fault("LANG", f"there is no {near(path)}", f"begin it with: goodterms catalog add {name}")]
        )
    return _updated(project, path, name, _templates(project, folder))[0]


class _Templates(NamedTuple):
    """The catalog template of all letters, and that of the templates in the folder that is worked on."""

    everything: str
    own: str


def _templates(project: Project, folder: Path) -> _Templates:
    everything = extract(project)
    return _Templates(everything, extract(project, folder) if len(project.content.layers) > 1 else everything)


def _updated(project: Project, path: Path, name: str, templates: _Templates) -> tuple[str, files.Changes]:
    needed = templates.own if _is_below(project, name) else templates.everything
    return files.updated(files.read(path), templates.everything, needed, plural_header(name))


def _row(project: Project, name: str) -> dict[str, object]:
    locale = locales.of_catalog(name)
    lacking = {letter: project.lacking(project.letter(letter), locale, "mark") for letter in project.content.letters()}
    messages = {(one.msgctxt, one.msgid) for missing in lacking.values() for one in missing}
    return {
        "language": locale.tag,
        "missing": {letter: len(missing) for letter, missing in lacking.items()},
        "words": sum(len(msgid.split()) for _, msgid in messages),
    }


def _own_folder(project: Project) -> Path:
    """The folder whose catalogs are worked on: the topmost of ``--content``, or the checkout's own."""
    folder = project.content.layers[0]
    if folder == BUILT_IN and not IS_CHECKOUT:
        raise InvalidRequest(
            [Fault("--content", "the built-in catalogs are part of the program", "name a folder of your own")]
        )
    return folder


def _is_below(project: Project, name: str) -> bool:
    """Whether a language has a catalog under the topmost layer, which stands in for what the topmost does not say."""
    return any(catalog_file(layer, name).is_file() for layer in project.content.layers[1:])


def _write(path: Path, text: str) -> bool:
    """Write a file when it says something else; whether it did."""
    if path.is_file() and path.read_bytes() == text.encode():
        tell(f"Unchanged: {near(path)}")
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(f"{path.parent} cannot be made: {error.strerror}") from None
    output.write(str(path), _document(path.name, text), force=True)
    tell(f"Written: {near(path)}")
    return True


def _document(name: str, text: str) -> Document:
    return Document(name, "text/x-gettext-translation", text.encode())
