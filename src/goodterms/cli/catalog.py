"""The commands for translators: the catalog template, catalogs brought up to it, a new language, what is left to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms.cldr import locales
from goodterms.cldr.languages import catalog_name
from goodterms.cldr.plural_headers import plural_header
from goodterms.translating.workflow import is_below, merge, own_folder, templates_of, write
from goodterms.cli.options import complete_locale, content_option, json_option, open_workspace
from goodterms.cli.terminal import near, say, tell
from goodterms.cli.to_do import list_todo, take
from goodterms.content.layers import catalog_file, catalog_template, read_text
from goodterms.errors import InvalidRequest
from goodterms.faults import legacy
from goodterms.translating import files
from goodterms.translating.changes import by_words, changes_in
from goodterms.translating.extract import extract
from goodterms.translating.pseudo import FORMS, LONG, RIGHT_TO_LEFT
from goodterms.translating.pseudo import pseudo as make_pseudo

if TYPE_CHECKING:
    from goodterms.project import Project

_MARKED = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
"""How runs of words are shown: as wdiff does."""


@click.group()
def catalog() -> None:
    """Work on catalogs: extract, update, diff, add, status, todo, take, pseudo."""


@catalog.command(name="extract")
@content_option
def extract_template(overlays: tuple[Path, ...]) -> None:
    """Write the catalog template (.pot) anew from the letters."""
    project = open_workspace(overlays).project
    folder = own_folder(project)
    write(catalog_template(folder), extract(project, folder))


@catalog.command()
@content_option
def update(overlays: tuple[Path, ...]) -> None:
    """Write the template anew and bring every catalog up to it.

    Translations and translators' comments are kept; a new message that is like a vanished one gets its translation,
    marked fuzzy. To update again changes nothing.
    """
    project = open_workspace(overlays).project
    folder = own_folder(project)
    templates = templates_of(project, folder)
    # All are read before one is written: a catalog with a flaw is refused, and nothing is changed.
    paths = {name: catalog_file(folder, name) for name in project.content.catalogs()}
    made = [(path, *merge(project, path, name, templates)) for name, path in paths.items() if path.is_file()]
    write(catalog_template(folder), templates.own)
    for path, text, changes in made:
        if write(path, text):
            tell(f"  {changes.new} new ({changes.proposed} proposed), {changes.vanished} vanished")


@catalog.command()
@click.argument("language", metavar="[LANG]", required=False, shell_complete=complete_locale)
@content_option
@json_option
def diff(language: str | None, overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show by words how the messages were reworded whose old translations are proposed.

    After an update: [-words that are gone-], {+words that are new+}, and the translation so far.
    """
    project = open_workspace(overlays).project
    names = [project.locale(language).catalog] if language else project.content.catalogs()
    paths = [path for name in names if (path := catalog_file(own_folder(project), name)).is_file()]
    found = [(path, change) for path in paths for change in changes_in(files.read(path))]
    if as_json:
        rows = [{"path": str(near(path)), **change._asdict()} for path, change in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for path, change in found:
        say(f"{near(path)}:{change.line}")
        marked = [_MARKED[kind].format(words) for kind, words in by_words(change.previous, change.msgid)]
        for line in ["".join(marked), *(f"→ {string}" for string in change.strings)]:
            say(click.wrap_text(line, width=79, initial_indent="  ", subsequent_indent="  "))
    tell(f"  reworded messages: {len(found)}")


@catalog.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@content_option
def pseudo(folder: Path, overlays: tuple[Path, ...]) -> None:
    """Write catalogs of pseudo-locales into DIR, to look at letters before they are translated.

    One is longer and has accents, one is spelled right to left, one tells each plural form and its numbers.
    """
    project = open_workspace(overlays).project
    template = extract(project)
    for name, region in _pseudo_locales(project):
        header = project.catalogs(name)[-1].headers.get("Plural-Forms", "nplurals=1; plural=0;")
        target = catalog_file(folder, f"{name}_{region}")
        write(target, make_pseudo(template, name, header, region))
        for own in ("language.toml", "cldr.json"):
            for path in list(project.content.locale_paths(name, own))[:1]:
                write(target.parents[1] / path.name, read_text(path))


def _pseudo_locales(project: Project) -> list[tuple[str, str]]:
    """A language and a region for each pseudo-locale.

    The languages are the source's, one that is written right to left, and the one with the most plural forms.
    """
    names = project.content.catalogs()
    right_to_left = [name for name in names if locales.of_catalog(name).direction == "rtl"]
    most_forms = max(names, key=lambda name: project.catalogs(name)[-1].plural.count)
    pairs = [(project.source_locale.catalog, LONG), *((name, RIGHT_TO_LEFT) for name in right_to_left[:1])]
    return [*pairs, (most_forms, FORMS)]


@catalog.command()
@click.argument("language", metavar="LANG")
@content_option
def add(language: str, overlays: tuple[Path, ...]) -> None:
    """Begin a catalog for LANG, with the plural rule that CLDR gives it.

    In a folder of your own, a language that the built-in letters are written in gets the messages of your templates
    alone; another language gets all.
    """
    project = open_workspace(overlays).project
    folder = own_folder(project)
    name = catalog_name(language)
    header = plural_header(name) if name else None
    if name is None or header is None:
        raise InvalidRequest(
            [legacy("LANG", f"CLDR knows no language {language!r}", "expected a BCP 47 tag, such as hi or pt-BR")]
        )
    path = catalog_file(folder, name)
    if path.exists():
        raise InvalidRequest(
            [legacy("LANG", f"{near(path)} exists", "bring it up to the letters with: goodterms catalog update")]
        )
    needed = extract(project, folder if is_below(project, name) else None)
    write(path, files.init(needed, name, header))


@catalog.command()
@content_option
@json_option
def status(overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show letters by languages: how many messages are missing, and how many words are left."""
    project = open_workspace(overlays).project
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


def _row(project: Project, name: str) -> dict[str, object]:
    locale = locales.of_catalog(name)
    lacking = {letter: project.lacking(project.letter(letter), locale, "mark") for letter in project.content.letters()}
    messages = {(one.msgctxt, one.msgid) for missing in lacking.values() for one in missing}
    return {
        "language": locale.tag,
        "missing": {letter: len(missing) for letter, missing in lacking.items()},
        "words": sum(len(msgid.split()) for _, msgid in messages),
    }


catalog.add_command(list_todo)
catalog.add_command(take)
