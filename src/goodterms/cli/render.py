"""The command that writes one letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from goodterms import compose, fields, settings
from goodterms.cldr.locales import name_in
from goodterms.cli import output
from goodterms.cli.options import (
    complete_assignment,
    complete_format,
    complete_letter,
    complete_locale,
    complete_step,
    content_option,
    project_over,
)
from goodterms.cli.values import assigned, read_values
from goodterms.errors import Fault, InvalidRequest, suggestion
from goodterms.formats import FORMATS, document
from goodterms.translations import Missing

if TYPE_CHECKING:
    from goodterms.compose import Request
    from goodterms.project import Project

_BY_SUFFIX = {f".{chosen.suffix}": name for name, chosen in FORMATS.items()}


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.option(
    "--locale",
    required=True,
    metavar="TAG",
    shell_complete=complete_locale,
    help="The reader's locale: ur-PK, ur_PK, ur.",
)
@click.option(
    "--set", "assignments", metavar="FIELD=VALUE", multiple=True, shell_complete=complete_assignment,
    help="Give a field its value (repeatable; a field that takes several is given several times).",
)  # fmt: skip
@click.option(
    "--values",
    "values_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take values from a .toml or .json file.",
)
@click.option("--sample", is_flag=True, help="Fill the fields that are not given with sample values.")
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    shell_complete=complete_format,
    help=f"{', '.join(FORMATS)} (default: by the output's ending, else text).",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write to a file, or into a folder (default: standard output).",
)
@click.option("--force", is_flag=True, help="Overwrite the output when it exists.")
@click.option("--date", "letter_date", metavar="YYYY-MM-DD", help="The letter's date (default: today).")
@click.option(
    "--without",
    metavar="STEP",
    multiple=True,
    shell_complete=complete_step,
    help="Leave a step out (repeatable).",
)
@click.option(
    "--missing", type=click.Choice(get_args(Missing)), default="refuse", show_default=True,
    help="Where a translation is missing: write nothing, put the source language, or show ⟦msgid⟧.",
)  # fmt: skip
@content_option
def render(
    letter: str,
    locale: str,
    assignments: tuple[str, ...],
    values_file: Path | None,
    sample: bool,
    format_name: str | None,
    target: Path | None,
    force: bool,
    letter_date: str | None,
    without: tuple[str, ...],
    missing: Missing,
    overlays: tuple[Path, ...],
) -> None:
    """Write LETTER in one locale for one customer.

    The sender's standing values come from the table [sender] of goodterms.toml in the working folder.
    """
    project = project_over(overlays)
    faults: list[Fault] = []
    given = {**read_values(values_file, faults), **assigned(assignments, faults)}
    chosen = _format(format_name, target, faults)
    day = _date(letter_date, faults)
    faults += output.faults(target, force)
    asked = compose.Asked(letter, locale, given, _standing(project), day, sample, without, missing)
    try:
        request = compose.check(project, asked)
    except InvalidRequest as error:
        raise InvalidRequest([*faults, *error.faults]) from None
    if faults:
        raise InvalidRequest(faults)
    finished = document(project.content, compose.compose(project, request), chosen)
    _tell_missing(project, request)
    if target is None:
        click.echo(finished.content, nl=False)
    else:
        click.echo(f"Written: {output.write(target, finished, force)}", err=True)


def _format(name: str | None, target: Path | None, faults: list[Fault]) -> str:
    if name is None:
        return _BY_SUFFIX.get(target.suffix.lower(), "text") if target else "text"
    if name not in FORMATS:
        faults.append(Fault("--format", f"{name!r} is unknown", suggestion(name, FORMATS)))
    return name


def _date(text: str | None, faults: list[Fault]) -> date:
    if text is not None:
        try:
            return fields.parse_date(text)
        except fields.Wrong as wrong:
            faults.append(Fault("--date", wrong.problem, wrong.hint))
    return date.today()  # noqa: DTZ011 — the day on the wall of whoever writes the letter


def _standing(project: Project) -> dict[str, object]:
    def known() -> set[str]:
        return {compose.CURRENCY} | {
            field for name in project.content.letters() for field in project.letter(name).fields
        }

    return settings.standing_values(Path(settings.FILE_NAME), known)


def _tell_missing(project: Project, request: Request) -> None:
    """Say on stderr what stands in the source language, or as a mark."""
    lacking = project.lacking(request.letter, request.locale, request.missing)
    if lacking:
        source = project.source_locale()
        shown = f"in {name_in(source, source)}" if request.missing == "fallback" else "as marks"
        click.echo(
            f"Note: {len(lacking)} messages are not translated into {request.locale.tag} and stand {shown}:",
            err=True,
        )
        for one in lacking:
            click.echo(f'  {one.path}{f":{one.line}" if one.line else ""}: {one.why}: "{one.msgid}"', err=True)
