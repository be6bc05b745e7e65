"""The command that writes the letters of a whole table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import click

from goodterms import output, sheets
from goodterms.batch import digests
from goodterms.batch import run as runs
from goodterms.batch.gathering import KINDS, assemble
from goodterms.batch.job import Job
from goodterms.batch.outbox import Outbox
from goodterms.cli.options import complete_letter, complete_locale, complete_step, content_option, open_workspace
from goodterms.cli.progress import Bar
from goodterms.cli.render import letter_date
from goodterms.cli.terminal import say, tell
from goodterms.content import settings
from goodterms.errors import InvalidRequest, suggestion
from goodterms.faults import Fault, legacy
from goodterms.formats import FORMATS
from goodterms.messages.translations import Missing
from goodterms.model import Document
from goodterms.recipients import columns, report
from goodterms.recipients.recipient import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.model import Envelope, LetterSpec
    from goodterms.workspace import Workspace


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.argument("recipients", metavar="RECIPIENTS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--output", "outbox", required=True, type=click.Path(path_type=Path), metavar="OUTBOX",
              help="The folder to write the letters into; a run that was stopped goes on in it.")  # fmt: skip
@click.option("--format", "formats", multiple=True, metavar="FORMAT",
              help=f"A format of each letter (repeatable; default: text): {', '.join(FORMATS)}.")  # fmt: skip
@click.option("--into", type=click.Choice(list(KINDS)), help="Gather all letters in one file instead.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook (default: the first that is visible).")
@click.option("--locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="The locale of rows that name none.")  # fmt: skip
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The letters' date (default: today).")
@click.option("--without", metavar="STEP", multiple=True, shell_complete=complete_step,
              help="Leave a step out (repeatable).")  # fmt: skip
@click.option("--missing", type=click.Choice(get_args(Missing)), default="refuse", show_default=True,
              help="Where a translation is missing: refuse the row, put the source, or show ⟦msgid⟧.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to work in.")
@click.option("--cluster", metavar="URL", help="Work on a dask cluster: the address of its scheduler.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Write the first N rows only.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--skip-bad-rows", is_flag=True, help="Write the rows without faults, and tell the others.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Give the table back with what became of each row (.csv or .xlsx).")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the report.")
@content_option
def batch(**given: Any) -> None:
    """Write LETTER to everybody in RECIPIENTS: a table in .csv, .tsv, .xlsx, .xls, .ods, .jsonl or .parquet.

    All rows are checked before anything is written. Exit status: 0 done; 1 rows were skipped; 2 faults in the call or
    in rows, nothing was written; 3 the content is at fault.
    """
    asked = _Asked(**given)
    workspace = open_workspace(asked.overlays)
    spec = workspace.project.letter(asked.letter)
    job = _job(workspace, asked)
    found = _columns(spec, asked, list(job.sender), (*job.formats, *job.checked_for))
    with Outbox(asked.outbox.resolve()) as box:  # workers have working folders of their own
        target = box.parts if asked.into else box.folder
        outcome = _run(asked, job._replace(columns=found, target=target, unfinished=box.unfinished), box)
    _tell(outcome, asked)
    if outcome.tally:
        click.get_current_context().exit(1)


class _Asked(NamedTuple):
    """The arguments and options of the command."""

    letter: str
    recipients: Path
    outbox: Path
    formats: tuple[str, ...]
    into: str | None
    sheet: str | None
    locale: str
    day: str | None
    without: tuple[str, ...]
    missing: Missing
    jobs: int
    cluster: str | None
    limit: int | None
    dry_run: bool
    skip_bad_rows: bool
    report_file: Path | None
    force: bool
    overlays: tuple[Path, ...]


def _job(workspace: Workspace, asked: _Asked) -> Job:
    """The job as far as the call and the settings say it; its columns are still to be found."""
    project = workspace.project
    faults: list[Fault] = []
    formats = _formats(asked.formats, asked.into, faults)
    day = letter_date(asked.day, faults)
    file = asked.report_file
    if file and file.suffix.lower() not in (".csv", ".xlsx"):
        faults.append(legacy("--report", f"{file} is of an unknown kind", "expected .csv or .xlsx"))
    if file:
        faults += [fault._replace(place="--report") for fault in output.faults(str(file), None, asked.force)]
        if file.resolve() == asked.recipients.resolve():
            faults.append(legacy("--report", f"{file} is the table itself", "choose another name"))
    envelope = workspace.settings.envelope
    faults += _unsaid(project.letter(asked.letter), formats, envelope)
    if faults:
        raise InvalidRequest(faults)
    return Job(
        letter=asked.letter,
        # Letters that are printed together are set together; none is kept alone.
        formats=() if asked.into == "pdf" else formats,
        checked_for=formats if asked.into == "pdf" else (),
        day=day,
        layers=tuple(layer.resolve() for layer in project.content.layers[:-1]),
        sender=workspace.sender_values,
        envelope=envelope,
        columns=columns.Columns((), (), ()),
        without=asked.without,
        into=asked.into or "",
        missing=asked.missing,
        target=asked.outbox,
        unfinished=asked.outbox,
        content=digests.of_content(project.content),
        sender_conventions=project.conventions,
    )


def _run(asked: _Asked, job: Job, box: Outbox) -> runs.Outcome:
    """Run, and give the table back where that was asked for, whether the run came to its end or not."""
    outcome: runs.Outcome | None = None
    gather = partial(assemble, job, _source(asked), _options(asked), box) if asked.into else None
    try:
        with Bar() as bar:
            outcome = runs.run(job, _source(asked), _options(asked), box, bar.show, gather)
        return outcome
    finally:
        if asked.report_file:
            _report(asked.report_file, asked, box, job, None if asked.dry_run else outcome)
        if outcome is None or asked.dry_run:
            box.discard()


def _unsaid(spec: LetterSpec, formats: Sequence[str], envelope: Envelope) -> list[Fault]:
    """What goodterms.toml must say for these formats and does not; of a row it would be told for each."""
    place = f"(in {settings.FILE_NAME})"
    faults = [
        legacy(f"mail.attach {place}", f"{name!r} is no format", suggestion(name, FORMATS))
        for name in envelope.attached
        if name not in FORMATS
    ]
    if "eml" in formats and not envelope.sender_email:
        faults.append(legacy(f"mail.from {place}", "is missing", "it is the address that the mails come from"))
    if spec.meeting and {"eml", "ics"} & set(formats) and not envelope.timezone:
        hint = "it is where the meetings are, such as Europe/Ljubljana"
        faults.append(legacy(f"mail.timezone {place}", "is missing", hint))
    return faults


def _source(asked: _Asked) -> runs.Source:
    return runs.Source(asked.recipients, asked.sheet, asked.locale)


def _options(asked: _Asked) -> runs.Options:
    return runs.Options(asked.jobs, asked.cluster, asked.limit, asked.dry_run, asked.skip_bad_rows)


def _formats(formats: Sequence[str], into: str | None, faults: list[Fault]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(formats)) or ("text",)
    faults += [
        legacy("--format", f"{name!r} is unknown", suggestion(name, FORMATS)) for name in chosen if name not in FORMATS
    ]
    wanted = KINDS.get(into or "")
    if wanted and formats and chosen != (wanted,):
        faults.append(legacy("--into", f"gathers letters of the format {wanted}", f"leave --format out, or: {wanted}"))
    return (wanted,) if wanted else chosen


def _needed(formats: Sequence[str], locale: str) -> list[str]:
    return [*([] if locale else [columns.LOCALE]), *([columns.EMAIL] if "eml" in formats else [])]


def _columns(spec: LetterSpec, asked: _Asked, standing: list[str], formats: Sequence[str]) -> columns.Columns:
    """The columns of the table; what is wrong with the file or its header is told before any row is looked at."""
    path = asked.recipients
    table = sheets.read(path, asked.sheet)
    for note in table.notes:
        tell(note)
    rows = (row for row in table.rows if not row.is_blank)
    header = next(rows, None)
    if header is None or next(rows, None) is None:
        raise InvalidRequest([legacy(str(path), "has no rows", "it needs a header and a row for each recipient")])
    faults: list[Fault] = []
    found = columns.match_columns([text_of(cell) for cell in header.cells], spec, faults)
    faults += columns.missing_columns(found, spec, _needed(formats, asked.locale), standing)
    if faults:
        # The first row that is not blank was taken for the header, be it a title.
        raise InvalidRequest([fault._replace(place=f"{path}, row {header.number}") for fault in faults])
    if found.unused:
        tell(f"{path}: columns that are not used: {', '.join(found.unused)}")
        if doubtful := next((name for name in found.unused if columns.fold_name(name) == columns.DOUBTFUL_TITLE), ""):
            tell(f"  {doubtful!r} may be a post; what stands before the name belongs into a column 'Name title'")
    return found


def _report(file: Path, asked: _Asked, box: Outbox, job: Job, outcome: runs.Outcome | None) -> None:
    results = runs.results(box, job, outcome)
    made = report.report(file, sheets.read(asked.recipients, asked.sheet), results)
    tell(f"Written: {output.write(str(file), Document(file.name, 'text/csv', made), force=True)}")


def _tell(outcome: runs.Outcome, asked: _Asked) -> None:
    would = "would be written" if asked.dry_run else "written"
    parts = [f"{outcome.written:,} {would}"]
    if outcome.unchanged:
        parts.append(f"{outcome.unchanged:,} up to date")
    if outcome.removed:
        parts.append(f"{outcome.removed:,} removed, as their rows are gone or have faults")
    say(f"{asked.outbox}: recipients: {', '.join(parts)}")
    if outcome.tally:
        tell(f"skipped rows: {len(outcome.tally.rows):,}; {outcome.tally.summary()}")
        for one in outcome.tally.first:
            tell(f"  {one.line()}")
