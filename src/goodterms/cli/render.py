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
from goodterms.cli.table_options import TableOptions, table_options
from goodterms.cli.tact import mode, tact_option, tell_wordings
from goodterms.cli.terminal import tell, tell_notes
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.fields.value_files import parse_assignments, read_values
from goodterms.formats import FORMATS, document, document_name
from goodterms.messages.translations import Missing
from goodterms.speech import plural, speak
from goodterms.tact import looking as advice

if TYPE_CHECKING:
    from goodterms.batch.one_row import OneRow
    from goodterms.compose import Request
    from goodterms.envelopes import Document, Envelope
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.workspace import Workspace

_BY_SUFFIX = {f".{chosen.suffix}": name for name, chosen in FORMATS.items()}


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.option(
    "--locale",
    default="",
    metavar="TAG",
    shell_complete=complete_locale,
    help="The recipient's locale, in BCP 47 or POSIX notation; with --from, that of the row is the default.",
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
@click.option(
    "--from", "table", type=click.Path(dir_okay=False, path_type=Path), metavar="TABLE",
    help="Take the values, the locale and the addresses from a row of a table, as goodterms batch does.",
)  # fmt: skip
@click.option("--row", type=click.IntRange(1), metavar="N", help="The number of the row, as in the spreadsheet.")
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
@tact_option
@table_options
@envelope_options
@content_option
def render(
    *,
    letter: str,
    locale: str,
    assignments: tuple[str, ...],
    values_file: Path | None,
    table: Path | None,
    row: int | None,
    sample: bool,
    format_name: str | None,
    target: str | None,
    force: bool,
    given_date: str | None,
    without: tuple[str, ...],
    missing: Missing,
    tact: str | None,
    table_options: TableOptions,
    envelope: EnvelopeOptions,
    overlays: tuple[Path, ...],
) -> None:
    """Write LETTER in one locale for one recipient.

    The sender's values come from [sender] in the goodterms.toml of the working folder; with --from, the others come
    from a row of a table.
    """
    if not locale and table is None:
        raise click.UsageError(speak("Missing option '--locale'."))
    workspace = open_workspace(overlays)
    project = workspace.project
    faults: list[Fault] = []
    given = {**read_values(values_file, faults), **parse_assignments(assignments, faults)}
    target = None if target == "-" else target
    chosen = _format(format_name, target, faults)
    if target is None and not FORMATS.get(chosen, FORMATS["text"]).is_text and sys.stdout.isatty():
        faults.append(fault("output-missing", "--output", format=chosen))
    day = letter_date(given_date, faults)
    call = Call(letter, locale, given, day, workspace.sender_values, sample, without, missing)
    call = envelope.zoned(call, workspace.settings.envelope)
    of_row = _row(table, row, envelope.key, table_options, workspace, call)
    locale = call.locale or (of_row.locale if of_row else "")
    faults += output.faults(target, _file_name(project, letter, locale, chosen), force)
    if letter in project.content.letters():
        faults += envelope.faults(project.letter(letter))
    request, sent_with = _request(workspace, call, of_row, envelope, faults)
    _check_tact(workspace, request, tact)
    finished = document(project.content, compose.compose(project, request), chosen, sent_with)
    _note_untranslated(project, request)
    _put(finished, target, force=force)


def _request(
    workspace: Workspace, call: Call, of_row: OneRow | None, options: EnvelopeOptions, faults: list[Fault]
) -> tuple[Request, Envelope]:
    """The letter and its envelope; raises :class:`InvalidRequest` with ``faults`` and all further ones."""
    try:
        if of_row:
            request, envelope = of_row.request(workspace.project, call, options.to)
            envelope = envelope._replace(sequence=options.sequence)
        else:
            request, envelope = compose.validate(workspace.project, call), options.over(workspace.settings.envelope)
    except InvalidRequest as error:
        raise InvalidRequest([*faults, *error.faults]) from None
    if faults:
        raise InvalidRequest(faults)
    return request, envelope


def _check_tact(workspace: Workspace, request: Request, given: str | None) -> None:
    """Report what is not tactful in the letter, or refuse it."""
    todo = mode(given, workspace)
    wordings = advice.look(workspace.project.content, request) if todo != advice.OFF else []
    if wordings and todo == advice.STRICT:
        raise InvalidRequest(wordings)
    tell_wordings(wordings)


def _put(finished: Document, target: str | None, *, force: bool) -> None:
    """Write the document, or print it without a target."""
    if target is None:
        click.echo(finished.content, nl=False)
    else:
        tell(speak("Written: {path}", path=output.write(target, finished, force, is_private=True)))


def _row(
    table: Path | None, row: int | None, key: str, options: TableOptions, workspace: Workspace, call: Call
) -> OneRow | None:
    """The row of the table that the values are taken from; None without a table."""
    if table is None:
        if row is not None:
            raise InvalidRequest.of("row-without-table", "--row")
        return None
    if row is None and not key:
        raise InvalidRequest.of("table-without-row", "--from")
    if row is not None and key:
        raise InvalidRequest.of("row-and-key", "--row")
    from goodterms.batch import one_row  # a letter without a table needs none of it

    which = one_row.WhichRow(row, key)
    asked = options.call(table, "", workspace)
    found = one_row.find(workspace.project, call, workspace.settings.envelope, asked, which)
    tell_notes(table, found.notes)
    return found


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
        count, locale = len(untranslated), request.locale.tag
        if request.missing == "fallback":
            tell(
                plural(
                    "Note: {count} message is not translated into {locale}; shown in {language}:",
                    "Note: {count} messages are not translated into {locale}; shown in {language}:",
                    count,
                    locale=locale,
                    language=name_in(project.spoken_locale, project.source_locale),
                )
            )
        else:
            tell(
                plural(
                    "Note: {count} message is not translated into {locale}; shown marked:",
                    "Note: {count} messages are not translated into {locale}; shown marked:",
                    count,
                    locale=locale,
                )
            )
        tell("\n".join(f"  {message}" for message in untranslated))
