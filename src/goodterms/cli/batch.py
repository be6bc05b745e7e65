"""The command that writes the letters of a whole table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import click

from goodterms import output, sheets
from goodterms.batch import run as runs
from goodterms.batch.gathering import KINDS, assemble
from goodterms.batch.outbox import Outbox
from goodterms.batch.preparing import BatchCall, prepare, read_columns
from goodterms.cli.options import (
    complete_letter,
    complete_locale,
    complete_step,
    content_option,
    letter_date,
    open_workspace,
)
from goodterms.cli.progress import ProgressLine
from goodterms.cli.terminal import say, screen, tell, tell_notes
from goodterms.fields import Written
from goodterms.formats import FORMATS
from goodterms.messages.translations import Missing
from goodterms.model import Document
from goodterms.recipients import report

if TYPE_CHECKING:
    from goodterms.batch.job import Job
    from goodterms.faults import Fault
    from goodterms.recipients.faults import Header

_DECIMAL = {"comma": ",", "point": "."}


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.argument("recipients", metavar="RECIPIENTS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--output", "outbox", required=True, type=click.Path(path_type=Path), metavar="OUTBOX",
              help="The folder for the letters; an interrupted run continues there.")  # fmt: skip
@click.option("--format", "formats", multiple=True, metavar="FORMAT",
              help=f"A format of each letter (repeatable; default: text): {', '.join(FORMATS)}.")  # fmt: skip
@click.option("--into", type=click.Choice(list(KINDS)), help="Write all letters into one mbox or pdf file.")
@click.option("--duplex/--no-duplex", default=None,
              help="In a pdf file, begin each letter on a right-hand page (default: if any has several).")  # fmt: skip
@click.option("--sheet", metavar="NAME",
              help="The sheet of the workbook to read (default: the one with most known columns).")  # fmt: skip
@click.option("--header-row", type=click.IntRange(1), metavar="N",
              help="The row that names the columns (default: the one with most known columns).")  # fmt: skip
@click.option("--dates", type=click.Choice(["dmy", "mdy", "ymd"]),
              help="The order of day, month and year in columns that leave it open, such as 03/12/2026.")  # fmt: skip
@click.option("--numbers", type=click.Choice(list(_DECIMAL)),
              help="The decimal separator in columns that leave it open, such as 1.250.")  # fmt: skip
@click.option("--encoding", default="", metavar="NAME",
              help="The encoding of a CSV or TSV file, such as cp1250 (default: what its bytes show).")  # fmt: skip
@click.option("--locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="The locale for rows without one.")  # fmt: skip
@click.option("--date", "day", metavar="YYYY-MM-DD",
              help="The date of the letters that this run writes (default: today); others keep theirs.")  # fmt: skip
@click.option("--redate", is_flag=True, help="Give all letters the date of this run.")
@click.option("--without", metavar="STEP", multiple=True, shell_complete=complete_step,
              help="Leave out a step of the letter (repeatable); goodterms letters lists the steps.")  # fmt: skip
@click.option("--missing", type=click.Choice(get_args(Missing)), default="refuse", show_default=True,
              help="If a translation is missing: refuse rejects the row, fallback uses the source language, "
                   "mark shows ⟦msgid⟧.")  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", default=1, show_default=True, help="The number of processes."
)
@click.option("--cluster", metavar="URL", help="Run on a Dask cluster; URL is the address of its scheduler.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Write only the first N rows.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--remove", is_flag=True,
              help="Remove letters even if most rows are gone from the table, and files of other formats.")  # fmt: skip
@click.option("--skip-bad-rows", is_flag=True, help="Write the valid rows, and list the others.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a report to FILE: the table, with the result of each row (.csv or .xlsx).")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the report if it exists.")
@content_option
def batch(**given: Any) -> None:
    """Write LETTER to everyone in a table of recipients.

    RECIPIENTS is a .csv, .tsv, .xlsx, .xls, .ods, .jsonl or .parquet file. All rows are checked before anything is
    written.

    Exit status: 0 done; 1 rows were skipped; 2 the call or a row is not valid, and nothing was written; 3 the content
    has an error.
    """
    options = _Options(**given)
    workspace = open_workspace(options.overlays)
    faults: list[Fault] = []
    call = options.call(faults)
    job = prepare(workspace.project, workspace.settings.envelope, workspace.sender_values, call, faults)
    table = read_columns(workspace.project, call, job, workspace.columns, workspace.words)
    tell_notes(call.recipients, table.notes)
    source = runs.Source(call.recipients, table.heading, call.locale, call.written)
    with Outbox(call.outbox) as box:
        job = job._replace(columns=table.columns, target=box.folder, unfinished=box.unfinished)
        outcome = _run(options, call, source, job, box, table.header)
    tell_notes(call.recipients, [*outcome.notes, *_notes_on_dates(outcome, options)])
    _show(outcome, options)
    if outcome.tally:
        click.get_current_context().exit(1)


class _Options(NamedTuple):
    """The arguments and options of the command."""

    letter: str
    recipients: Path
    outbox: Path
    formats: tuple[str, ...]
    into: str | None
    duplex: bool | None
    sheet: str | None
    header_row: int | None
    encoding: str
    dates: str | None
    numbers: str | None
    locale: str
    day: str | None
    redate: bool
    without: tuple[str, ...]
    missing: Missing
    jobs: int
    cluster: str | None
    limit: int | None
    dry_run: bool
    remove: bool
    skip_bad_rows: bool
    report_file: Path | None
    force: bool
    overlays: tuple[Path, ...]

    def call(self, faults: list[Fault]) -> BatchCall:
        """What was asked for; faults of the date are added to ``faults``."""
        return BatchCall(
            letter=self.letter,
            recipients=self.recipients,
            sheet=self.sheet,
            header_row=self.header_row,
            encoding=self.encoding,
            locale=self.locale,
            written=Written(self.dates or "", _DECIMAL[self.numbers] if self.numbers else ""),
            outbox=self.outbox,
            formats=self.formats,
            into=self.into or "",
            duplex=self.duplex,
            day=letter_date(self.day, faults),
            without=self.without,
            missing=self.missing,
            report=self.report_file,
            overwrite_report=self.force,
        )

    def run_options(self, header: Header) -> runs.Options:
        """How the run is carried out, for a table with these faults of its header."""
        return runs.Options(
            self.jobs,
            self.cluster,
            self.limit,
            self.dry_run,
            self.skip_bad_rows,
            header,
            screen(),
            redate=self.redate,
            remove=self.remove,
        )


def _run(
    options: _Options, call: BatchCall, source: runs.Source, job: Job, box: Outbox, header: Header
) -> runs.Outcome:
    """Run, and write the report that was asked for, whether the run finished or not."""
    outcome: runs.Outcome | None = None
    how = options.run_options(header)
    gather = partial(assemble, source, how, box) if call.into else None
    try:
        with ProgressLine() as line:
            outcome = runs.run(job, source, how, box, line.show, gather)
        return outcome
    finally:
        if call.report:
            results = runs.results(box, job, None if options.dry_run else outcome)
            table = sheets.read(source.path, source.heading.sheet or None, source.heading.encoding)
            content = report.report(call.report, table, source.heading, results)
            document = Document(call.report.name, "text/csv", content)
            tell(f"Written: {output.write(str(call.report), document, force=True)}")
        if outcome is None or options.dry_run:
            box.discard()


def _notes_on_dates(outcome: runs.Outcome, options: _Options) -> list[str]:
    """A note for whoever gives a date that the letters in the outbox do not have."""
    if options.day is None or options.redate or not outcome.other_days:
        return []
    count, days = sum(outcome.other_days.values()), sorted(filter(None, outcome.other_days))
    dates = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    letters = (
        "1 letter has not changed and keeps its" if count == 1 else f"{count:,} letters have not changed and keep their"
    )
    return [f"{letters} date, {dates}; --redate gives all letters the date {options.day}"]


def _show(outcome: runs.Outcome, options: _Options) -> None:
    counts = [f"{outcome.written:,} {'would be written' if options.dry_run else 'written'}"]
    if outcome.unchanged:
        counts.append(f"{outcome.unchanged:,} up to date")
    if outcome.removed:
        removed = "would be removed" if options.dry_run else "removed"
        counts.append(f"{outcome.removed:,} {removed}, because their rows are gone or have faults")
    say(f"{options.outbox}: recipients: {', '.join(counts)}")
    if outcome.tally:
        tell(f"skipped rows: {len(outcome.tally.rows):,}; {outcome.tally.summary()}")
        for line in outcome.tally.lines(screen()):
            tell(f"  {line}")
