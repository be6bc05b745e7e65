"""The command that writes the letters of a whole table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import click

from goodterms.batch import from_table
from goodterms.batch import run as runs
from goodterms.batch.executors import Cluster
from goodterms.batch.gathering import KINDS
from goodterms.batch.preparing import BatchCall
from goodterms.batch.progress import Listener
from goodterms.batch.splitting import Rows, Sender
from goodterms.batch.stopping import stoppable
from goodterms.cli.options import (
    complete_letter,
    complete_locale,
    complete_step,
    content_option,
    letter_date,
    open_workspace,
)
from goodterms.cli.progress import ProgressLine
from goodterms.cli.table_options import TableOptions, table_options
from goodterms.cli.tact import mode, tact_option, tell_wordings_of_rows
from goodterms.cli.terminal import say, screen, tell, tell_notes
from goodterms.faults import fault
from goodterms.formats import FORMATS
from goodterms.messages.translations import Missing
from goodterms.recipients.selection import Selection
from goodterms.speech import joined, plural, sentences, speak

if TYPE_CHECKING:
    from goodterms.batch.together import Finished
    from goodterms.faults import Fault
    from goodterms.workspace import Workspace


@click.command()
@click.argument("letter", required=False, shell_complete=complete_letter)
@click.argument("recipients", metavar="RECIPIENTS", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("-o", "--output", "outbox", required=True, type=click.Path(path_type=Path), metavar="OUTBOX",
              help="The folder for the letters; an interrupted run continues there.")  # fmt: skip
@click.option("--format", "formats", multiple=True, metavar="FORMAT",
              help=f"A format of each letter (repeatable; default: text): {', '.join(FORMATS)}.")  # fmt: skip
@click.option("--into", type=click.Choice(list(KINDS)), help="Write all letters into one mbox or pdf file.")
@click.option("--duplex/--no-duplex", default=None,
              help="In a pdf file, begin each letter on a right-hand page (default: if any has several).")  # fmt: skip
@table_options
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
@click.option("--cluster-tls", nargs=3, metavar="CA CERT KEY",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The certificates of a cluster at a tls:// address, in PEM: that of its authority, your own, and "
                   "your key.")  # fmt: skip
@click.option("--test-to", metavar="ADDRESS", default="",
              help="Write a letter for each locale and each set of choices to your own address, as a test, into an "
                   "outbox of its own.")  # fmt: skip
@click.option("--only", metavar="KEY", multiple=True,
              help="Write only to the customer with this key (repeatable); the letters of others stay.")  # fmt: skip
@click.option("--where", metavar="COLUMN=VALUE", multiple=True,
              help="Write only to the rows with this value in a column (repeatable); the letters of others "
                   "stay.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Write only the first N rows.")
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@click.option("--cancel", metavar="KEY", multiple=True,
              help="Call off the meeting with the customer of this key (repeatable).")  # fmt: skip
@click.option("--remove", is_flag=True,
              help="Remove letters even if most rows are gone from the table, and files of other formats.")  # fmt: skip
@click.option("--skip-bad-rows", is_flag=True, help="Write the valid rows, and list the others.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a report to FILE: the table, with the result of each row (.csv or .xlsx).")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the report if it exists.")
@click.option("--shared", is_flag=True,
              help="Let the group of the outbox read and continue it (default: only you).")  # fmt: skip
@tact_option
@content_option
def batch(**given: Any) -> None:
    """Write LETTER to everyone in a table of recipients.

    Without LETTER, a column named letter says which letter each row asks for. RECIPIENTS is a .csv, .tsv, .xlsx, .xls,
    .ods, .jsonl or .parquet file. All rows are checked before anything is written.

    Exit status: 0 done; 1 rows were skipped; 2 the call or a row is not valid, and nothing was written; 3 the content
    has an error.
    """
    with stoppable():
        _batch(_Options(**given).in_order())


def _batch(options: _Options) -> None:
    workspace = open_workspace(options.overlays)
    faults: list[Fault] = []
    rows = Rows(options.selection(faults), options.limit)
    call = options.call(workspace, faults)
    table = call.table.place.path
    sender = Sender(workspace.settings.envelope, workspace.sender_values)
    wanted = from_table.Wanted(call, rows, options.run_options(workspace.settings.apart_days), options.shared)
    reports: list[Path] = []
    try:
        with ProgressLine() as line:
            advise = partial(tell_wordings_of_rows, table)
            listener = Listener(line.show, notes=partial(tell_notes, table), advise=advise)
            done = from_table.run(workspace.project, sender, wanted, listener, faults, reports.append)
    finally:
        for path in reports:
            tell(speak("Written: {path}", path=path))
    dates = from_table.notes_on_dates(done.outcome, call) if options.day is not None and not options.redate else []
    tell_notes(table, [*done.outcome.notes, *dates])
    _show(done, options)
    if done.tally:
        click.get_current_context().exit(1)


class _Options(NamedTuple):
    """The arguments and options of the command."""

    letter: str | None
    recipients: Path | None
    outbox: Path
    formats: tuple[str, ...]
    into: str | None
    duplex: bool | None
    table_options: TableOptions
    locale: str
    day: str | None
    redate: bool
    without: tuple[str, ...]
    missing: Missing
    jobs: int
    cluster: str | None
    cluster_tls: tuple[Path, Path, Path] | None
    test_to: str
    only: tuple[str, ...]
    where: tuple[str, ...]
    limit: int | None
    dry_run: bool
    cancel: tuple[str, ...]
    remove: bool
    skip_bad_rows: bool
    report_file: Path | None
    force: bool
    shared: bool
    tact: str | None
    overlays: tuple[Path, ...]

    def in_order(self) -> _Options:
        """The same, where one argument is the table, and every letter is meant."""
        if self.recipients is not None:
            return self
        if self.letter is None or "." not in self.letter:
            raise click.UsageError(speak("Missing argument 'RECIPIENTS'."))
        return self._replace(letter=None, recipients=Path(self.letter))

    def selection(self, faults: list[Fault]) -> Selection:
        """The rows that are meant; a condition without a column is added to ``faults``."""
        pairs = [
            (column.strip(), value, equals) for column, equals, value in (one.partition("=") for one in self.where)
        ]
        wrong = (one for one, (column, _, equals) in zip(self.where, pairs, strict=True) if not (column and equals))
        faults += [fault("not-a-condition", "--where", given=one) for one in wrong]
        return Selection(self.only, tuple((column, value) for column, value, _ in pairs))

    def call(self, workspace: Workspace, faults: list[Fault]) -> BatchCall:
        """What was asked for; faults of the date and of the cluster are added to ``faults``."""
        if self.cluster_tls and not (self.cluster or "").startswith("tls://"):
            kind = "cluster-not-tls" if self.cluster else "tls-without-cluster"
            faults.append(fault(kind, "--cluster-tls", address=self.cluster))
        return BatchCall(
            letter=self.letter or "",
            table=self.table_options.call(self.recipients or Path(), self.locale, workspace),
            outbox=self.outbox,
            formats=self.formats,
            into=self.into or "",
            duplex=self.duplex,
            day=letter_date(self.day, faults),
            without=self.without,
            missing=self.missing,
            report=self.report_file,
            overwrite_report=self.force,
            test_to=self.test_to,
            tact=mode(self.tact, workspace),
        )

    def run_options(self, apart_days: int | None) -> runs.Options:
        """How the run is carried out."""
        return runs.Options(
            jobs=self.jobs,
            cluster=Cluster(self.cluster, self.cluster_tls) if self.cluster is not None else None,
            limit=self.limit,
            selected=bool(self.only or self.where),
            dry_run=self.dry_run,
            skip_bad_rows=self.skip_bad_rows,
            screen=screen(),
            redate=self.redate,
            remove=self.remove,
            apart_days=apart_days,
            cancel=self.cancel,
        )


_WAS = {
    # For translators: how many recipients: recipients: 50 written, 3 up to date, 1 removed, because …
    "written": sentences("{count:,} written", "{count:,} written"),
    "unchanged": sentences("{count:,} up to date", "{count:,} up to date"),
    "cancelled": sentences("{count:,} cancelled", "{count:,} cancelled"),
    "removed": sentences(
        "{count:,} removed, because their rows are gone or have faults",
        "{count:,} removed, because their rows are gone or have faults",
    ),
}
"""What has become of recipients."""
_WOULD_BE = {
    **_WAS,
    # For translators: how many recipients, in a trial: recipients: 50 would be written, 3 up to date
    "written": sentences("{count:,} would be written", "{count:,} would be written"),
    "cancelled": sentences("{count:,} would be cancelled", "{count:,} would be cancelled"),
    "removed": sentences(
        "{count:,} would be removed, because their rows are gone or have faults",
        "{count:,} would be removed, because their rows are gone or have faults",
    ),
}
"""What would become of them."""


def _show(done: Finished, options: _Options) -> None:
    outcome, tally = done.outcome, done.tally
    counted = {"written": outcome.written, "unchanged": outcome.unchanged}
    counted |= {"cancelled": outcome.cancelled, "removed": outcome.removed}
    words = _WOULD_BE if options.dry_run else _WAS
    counts = [
        plural(words[what].one, words[what].other, count)
        for what, count in counted.items()
        if count or what == "written"
    ]
    say(speak("{outbox}: recipients: {counts}", outbox=options.outbox, counts=joined(counts)))
    if tally:
        count = len(tally.rows)
        tell(speak("skipped rows: {count:,}; {tasks}", count=count, tasks=tally.summary()))
        for line in tally.lines(screen()):
            tell(f"  {line}")
