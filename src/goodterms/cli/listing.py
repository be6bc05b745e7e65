"""The commands that list what there is: letters, locales, fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from goodterms.cldr import locales as cldr
from goodterms.cli.options import complete_letter, content_option, json_option, project_over
from goodterms.fields import as_typed

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.model import FieldSpec


@click.command()
@content_option
@json_option
def letters(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the letters: what each does, and its steps in order."""
    project = project_over(overlays)
    specs = [project.letter(name) for name in project.content.letters()]
    if as_json:
        _print_json([{"name": s.name, "title": s.title, "summary": s.summary, "steps": list(s.steps)} for s in specs])
        return
    for spec in specs:
        click.echo(f"{spec.name}: {spec.summary}")
        for step in spec.steps.values():
            click.echo(f"  {step.name:<14}{step.title}{' (required)' if step.required else ''}")


@click.command()
@content_option
@json_option
def locales(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the languages that letters are written in, and whether each is completely translated."""
    project = project_over(overlays)
    found = [cldr.of_catalog(catalog) for catalog in project.content.catalogs()]
    source = project.source_locale()
    rows = [
        {
            "tag": locale.tag,
            "name": cldr.name_in(source, locale),
            "endonym": cldr.endonym(locale),
            "direction": locale.direction,
            "complete": project.is_complete(locale),
        }
        for locale in found
    ]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        # The endonym comes last, so that no terminal reorders the columns around it.
        state = "complete" if row["complete"] else "incomplete"
        click.echo(f"{row['tag']:<8}{row['direction']:<5}{state:<12}{row['name']:<14}{row['endonym']}")


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@content_option
@json_option
def fields(letter: str, overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the fields of LETTER: the values that it takes."""
    found = project_over(overlays).letter(letter).fields.values()
    if as_json:
        _print_json(
            [
                {
                    "name": one.name,
                    "type": one.type,
                    "required": one.required,
                    "sample": one.sample,
                    "help": _explained(one),
                }
                for one in found
            ]
        )
        return
    for one in found:
        kind = f"{one.type}{', repeatable' if one.many else ''}{', required' if one.required else ''}"
        click.echo(f"{one.name:<15}{kind}")
        click.echo(click.wrap_text(_explained(one), width=79, initial_indent="    ", subsequent_indent="    "))
        click.echo(f"    such as: {as_typed(one.sample)}")


def _explained(field: FieldSpec) -> str:
    """A field's help with its choices, its default, and when it is needed."""
    parts = [field.help]
    if field.options:
        parts.append(f"one of {', '.join(field.options)}")
    if field.default is not None:
        parts.append(f"otherwise {field.default}")
    if field.when:
        parts.append(
            "needed when " + " and ".join(f"{name} is {' or '.join(choices)}" for name, choices in field.when.items())
        )
    return "; ".join(parts)


def _print_json(rows: list[dict[str, object]]) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
