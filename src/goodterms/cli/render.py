"""The command that writes one letter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from goodterms import compose, output
from goodterms.call import Call
from goodterms.cldr.locales import name_in
from goodterms.cli.envelope import EnvelopeOptions, envelope_options
from goodterms.cli.options import (
    complete_assignment,
    complete_format,
    complete_letter,
    complete_locale,
    complete_step,
    content_option,
    letter_date,
    open_workspace,
)
from goodterms.cli.terminal import tell
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.fields.value_files import parse_assignments, read_values
from goodterms.formats import FORMATS, document, document_name
from goodterms.messages.translations import Missing

if TYPE_CHECKING:
    from goodterms.compose import Request
    from goodterms.faults import Fault
    from goodterms.project import Project

_BY_SUFFIX = {f".{chosen.suffix}": name for name, chosen in FORMATS.items()}


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.option(
    "--locale",
    required=True,
    metavar="TAG",
    shell_complete=complete_locale,
    help="The recipient's locale, in BCP 47 or POSIX notation.",
)
@click.option(
    "--set", "assignments", metavar="FIELD=VALUE", multiple=True, shell_complete=complete_assignment,
    help="Set a field to a value (repeatable; for a field with several values, repeat it for each). "
         "goodterms fields LETTER lists the fields.",
)  # fmt: skip
@click.option(
    "--values",
    "values_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take values from a .toml or .json file.",
)
@click.option("--sample", is_flag=True, help="Use sample values for fields that are not given.")
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    shell_complete=complete_format,
    help=f"{', '.join(FORMATS)} (default: from the file extension of the output, else text).",
)
@click.option(
    "-o",
    "--output",
    "target",
    metavar="PATH",
    help="Write to this file or into this folder (default, or -: standard output).",
)
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@click.option("--date", "given_date", metavar="YYYY-MM-DD", help="The letter's date (default: today).")
@click.option(
    "--without",
    metavar="STEP",
    multiple=True,
    shell_complete=complete_step,
    help="Leave out a step of the letter (repeatable); goodterms letters lists the steps.",
)
@click.option(
    "--missing", type=click.Choice(get_args(Missing)), default="refuse", show_default=True,
    help="If a translation is missing: refuse writes nothing, fallback uses the source language, mark shows ⟦msgid⟧.",
)  # fmt: skip
@envelope_options
@content_option
def render(
    *,
    letter: str,
    locale: str,
    assignments: tuple[str, ...],
    values_file: Path | None,
    sample: bool,
    format_name: str | None,
    target: str | None,
    force: bool,
    given_date: str | None,
    without: tuple[str, ...],
    missing: Missing,
    envelope: EnvelopeOptions,
    overlays: tuple[Path, ...],
) -> None:
    """Write LETTER in one locale for one recipient.

    The sender's values come from the table [sender] in the goodterms.toml of the working folder.
    """
    workspace = open_workspace(overlays)
    project = workspace.project
    faults: list[Fault] = []
    given = {**read_values(values_file, faults), **parse_assignments(assignments, faults)}
    target = None if target == "-" else target
    chosen = _format(format_name, target, faults)
    if target is None and not FORMATS.get(chosen, FORMATS["text"]).is_text and sys.stdout.isatty():
        faults.append(fault("output-missing", "--output", format=chosen))
    day = letter_date(given_date, faults)
    faults += output.faults(target, _file_name(project, letter, locale, chosen), force)
    if letter in project.content.letters():
        faults += envelope.faults(project.letter(letter))
    call = Call(letter, locale, given, day, workspace.sender_values, sample, without, missing)
    call = call._replace(timezone=envelope.timezone, sender_timezone=workspace.settings.envelope.timezone)
    try:
        request = compose.validate(project, call)
    except InvalidRequest as error:
        raise InvalidRequest([*faults, *error.faults]) from None
    if faults:
        raise InvalidRequest(faults)
    finished = document(
        project.content, compose.compose(project, request), chosen, envelope.over(workspace.settings.envelope)
    )
    _note_untranslated(project, request)
    if target is None:
        click.echo(finished.content, nl=False)
    else:
        tell(f"Written: {output.write(target, finished, force)}")


def _format(name: str | None, target: str | None, faults: list[Fault]) -> str:
    """The format that was asked for: by name, else by the ending of the output, else text."""
    if name is None:
        suffix = Path(target).suffix.lower() if target else ""
        if suffix and suffix not in _BY_SUFFIX and not Path(target or "").is_dir():
            faults.append(fault("unknown-suffix", "--output", given=suffix, known=_BY_SUFFIX))
        return _BY_SUFFIX.get(suffix, "text")
    if name not in FORMATS:
        faults.append(fault("unknown-format", "--format", given=name, known=FORMATS))
    return name


def _file_name(project: Project, letter: str, locale: str, format_name: str) -> str | None:
    """The document's own file name, when letter, locale and format are known."""
    if letter not in project.content.letters() or format_name not in FORMATS:
        return None
    try:
        return document_name(letter, project.locale(locale), format_name)
    except InvalidRequest:
        return None


def _note_untranslated(project: Project, request: Request) -> None:
    """Say on standard error what is in the source language, or marked."""
    untranslated = project.edition(request.locale).untranslated(request.letter, request.missing)
    if untranslated:
        source = project.source_locale
        shown = f"in {name_in(source, source)}" if request.missing == "fallback" else "marked"
        what = "1 message is" if len(untranslated) == 1 else f"{len(untranslated)} messages are"
        tell(f"Note: {what} not translated into {request.locale.tag}; shown {shown}:")
        tell("\n".join(f"  {message}" for message in untranslated))
