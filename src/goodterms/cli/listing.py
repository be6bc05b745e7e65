"""The commands that list what there is: letters, locales, fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import output
from goodterms.cldr import locales as cldr
from goodterms.cli.options import complete_letter, complete_locale, content_option, json_option, open_workspace
from goodterms.cli.terminal import near, say, tell
from goodterms.errors import InvalidRequest
from goodterms.faults import legacy
from goodterms.fields import as_typed
from goodterms.model import Document
from goodterms.recipients.blank import blank_table, explain
from goodterms.sheets import writing

if TYPE_CHECKING:
    from goodterms.model import FieldSpec
    from goodterms.project import Project


@click.command()
@content_option
@json_option
def letters(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the letters: what each does, and its steps in order."""
    project = open_workspace(overlays).project
    specs = [project.letter(name) for name in project.content.letters()]
    if as_json:
        _print_json([{"name": s.name, "title": s.title, "summary": s.summary, "steps": list(s.steps)} for s in specs])
        return
    for spec in specs:
        say(f"{spec.name}: {spec.summary or spec.title}")
        width = max(map(len, spec.steps))
        for step in spec.steps.values():
            say(f"  {step.name:<{width}}  {step.title}{' (required)' if step.required else ''}")


@click.command()
@content_option
@json_option
def locales(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the languages that letters are written in, and whether each is completely translated."""
    project = open_workspace(overlays).project
    rows = [
        {
            "tag": locale.tag,
            "name": cldr.name_in(project.source_locale, locale),
            "endonym": cldr.endonym(locale),
            "direction": locale.direction,
            "complete": project.is_complete(locale),
        }
        for locale in map(cldr.of_catalog, project.content.catalogs())
    ]
    if as_json:
        _print_json(rows)
        return
    # The endonym comes last, so that no terminal reorders the columns around it.
    cells = [
        (row["tag"], row["direction"], "complete" if row["complete"] else "incomplete", row["name"], row["endonym"])
        for row in rows
    ]
    widths = [max(len(str(cell[column])) for cell in cells) for column in range(4)]
    for *columns, endonym in cells:
        padded = [f"{column:<{width}}" for column, width in zip(columns, widths, strict=True)]
        say("  ".join([*padded, str(endonym)]))


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.option("--sheet", metavar="FILE", help="Write a table to fill in, for a batch: .csv or .xlsx.")
@click.option("--locale", metavar="TAG", shell_complete=complete_locale, help="The locale of the table's sample row.")
@click.option("--force", is_flag=True, help="Overwrite the table.")
@content_option
@json_option
def fields(
    letter: str, sheet: str | None, locale: str | None, force: bool, overlays: tuple[Path, ...], as_json: bool
) -> None:
    """List the fields of LETTER: the values that it takes."""
    project = open_workspace(overlays).project
    if sheet is not None:
        _write_sheet(project, letter, locale, sheet, force)
        return
    found = project.letter(letter).fields.values()
    if as_json:
        _print_json([_field_row(one) for one in found])
        return
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        kind = f"{one.type}{', repeatable' if one.many else ''}{', required' if one.required else ''}"
        say(f"{one.name:<{width}}  {kind}")
        say(click.wrap_text(explain(one), width=79, initial_indent="    ", subsequent_indent="    "))
        say(f"    such as: {as_typed(one.sample)}")


def _field_row(field: FieldSpec) -> dict[str, object]:
    sample = [as_typed(one) for one in field.sample] if isinstance(field.sample, list) else as_typed(field.sample)
    return {
        "name": field.name,
        "type": field.type,
        "required": field.required,
        "sample": field.sample if isinstance(field.sample, int) else sample,
        "help": explain(field),
    }


def _write_sheet(project: Project, name: str, tag: str | None, target: str, force: bool) -> None:
    """Write a table for a letter, with a row of samples in a locale."""
    spec = project.letter(name)
    locale = project.locale(tag) if tag else project.source_locale
    kind = Path(target).suffix.lower()
    faults = output.faults(target, None, force)
    if kind not in (".csv", ".xlsx"):
        faults.append(
            legacy("--sheet", f"{target} is of an unknown kind", "expected a name that ends in .csv or .xlsx")
        )
    if faults:
        raise InvalidRequest(faults)
    columns, row = blank_table(spec, project.samples(spec, locale), locale.tag)
    made = writing.xlsx_bytes(name, columns, [row]) if kind == ".xlsx" else writing.csv_bytes(columns, [row])
    tell(f"Written: {near(output.write(target, Document(f'{name}{kind}', 'text/csv', made), force))}")


def _print_json(rows: list[dict[str, object]]) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
