"""A run: all rows are checked before a letter is written; then the letters that the outbox lacks are written."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, sheets
from goodterms.batch import digests, naming, shards
from goodterms.batch.cancelling import Cancelling, asked_for
from goodterms.batch.executors import executor, in_order
from goodterms.batch.ledger import Ledger
from goodterms.batch.planning import Planner
from goodterms.batch.removal import Removal, refuse_many_gone, refuse_other_files, suffixes_of
from goodterms.batch.work import check_shard, write_shard
from goodterms.errors import BadRows, Interrupted, OutputRefused
from goodterms.faults import fault
from goodterms.recipients.faults import Header, RowFault, Tally
from goodterms.recipients.grouping import Screen
from goodterms.recipients.heading import rows_below
from goodterms.recipients.recipient import Reader
from goodterms.recipients.report import Result
from goodterms.recipients.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from goodterms.batch.cancelling import CalledOff
    from goodterms.batch.job import Job
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.work import CheckedRow
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.recipient import Recipient
    from goodterms.recipients.survey import Survey
    from goodterms.sheets import Row

FAULTS = "faults.jsonl"
"""The file with the faults of all rows during a run, in the outbox's working folder."""


class Options(NamedTuple):
    """How a run works: with how many processes or on which cluster, how many rows, whether bad rows are skipped.

    With faults of the ``header``, rows are checked and nothing is written. ``screen`` is the room for faults. A run of
    ``selected`` rows leaves the letters of all others as they are. With ``redate``, all letters get the date of the
    job; with ``remove``, much may be removed. ``cancel`` are the keys of rows whose meetings are to be called off.
    """

    jobs: int = 1
    cluster: str | None = None
    limit: int | None = None
    selected: bool = False
    dry_run: bool = False
    skip_bad_rows: bool = False
    header: Header = Header()
    screen: Screen = Screen()
    redate: bool = False
    remove: bool = False
    cancel: tuple[str, ...] = ()


class Source(NamedTuple):
    """Where the rows come from: a table in a file, where it begins, and what its rows leave open.

    ``locale`` is that of rows without one; ``written`` is how dates and numbers are written in columns that do not
    decide it. ``rows`` are the numbers of those that are meant, None for all.
    """

    path: Path
    heading: Heading
    locale: str
    written: fields.Written
    rows: tuple[int, ...] | None = None


class Outcome(NamedTuple):
    """What a run did: the numbers of rows written, up to date, and removed, and the rows with faults.

    ``run`` is its number in the ledger; None for a run that had nothing to do. ``notes`` are sentences about the table.
    ``other_days`` are the dates (ISO 8601) of letters with another one than the job, each with their number.
    ``cancelled`` is the number of meetings that were called off.
    """

    written: int
    unchanged: int
    removed: int
    tally: Tally
    run: int | None
    notes: tuple[str, ...] = ()
    other_days: Mapping[str, int] = MappingProxyType({})
    cancelled: int = 0


class Progress(NamedTuple):
    """The progress of a run: its phase (``checked``, ``written``), the rows of each locale, all rows (0: unknown)."""

    phase: str
    by_locale: dict[str, int]
    total: int


Gather = Callable[["Job", "Ledger"], None]
"""Puts all letters of a run into one file."""


def run(
    job: Job,
    source: Source,
    options: Options,
    outbox: Outbox,
    tell: Callable[[Progress], None],
    gather: Gather | None = None,
) -> Outcome:
    """Write the letters of a table into a locked outbox, and gather them when ``gather`` is given.

    ``tell`` receives the progress. Raises :class:`BadRows` when rows have faults and may not be skipped: then nothing
    is written. Raises :class:`Interrupted` when the user stops the run.
    """
    ledger = Ledger(outbox.ledger, job.letter)
    try:
        return _carry_out(job, source, options, _Tools(outbox, ledger, tell, gather))
    except (OSError, sqlite3.Error) as error:
        reason = f"{error.filename or outbox.folder}: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise OutputRefused.of("run-failed", reason=reason) from None
    except KeyboardInterrupt:
        raise Interrupted.of("run-interrupted") from None
    finally:
        ledger.close()


class _Tools(NamedTuple):
    """What a run needs besides the job."""

    outbox: Outbox
    ledger: Ledger
    tell: Callable[[Progress], None]
    gather: Gather | None


def _carry_out(job: Job, source: Source, options: Options, tools: _Tools) -> Outcome:
    ledger = tools.ledger
    whole = digests.of_all(job, job.project.content, source.path) + repr((source, options.limit)).encode()
    if not options.remove:
        refuse_other_files(job, ledger, tools.outbox)
    other_days = ledger.other_days(job.day.isoformat())
    asked = asked_for(options.cancel, job, ledger)
    has_work = options.header.faults or options.selected or (options.redate and other_days) or asked
    if ledger.finished == whole and not has_work and _is_whole(job, tools):
        return Outcome(0, sum(ledger.count_by_locale().values()), 0, Tally(), None, other_days=other_days)
    letter = job.project.letter(job.letter)
    known = survey(rows_of(source._replace(rows=None), None), job.columns, letter, job.columns.written, source.written)
    columns = job.columns._replace(swapped=known.swapped)
    job = job._replace(columns=columns, spread=naming.spread(known.rows), written=known.written)
    if job.into and options.selected:
        _refuse_to_lose(job, source, options, tools)
    outcome = _Run(job, source, options, tools, asked).go()
    outcome = outcome._replace(notes=(*_notes(known), *outcome.notes))
    if options.dry_run:
        return outcome
    if tools.gather:
        tools.gather(job, ledger)
    if not outcome.tally and not options.selected:
        os.sync()  # what the ledger calls finished must be on the disk
        ledger.finish(whole)
    return outcome._replace(other_days=ledger.other_days(job.day.isoformat(), ledger.run))


def _refuse_to_lose(job: Job, source: Source, options: Options, tools: _Tools) -> None:
    """Refuse selected rows where the one file of the outbox has letters of others, which it would lose."""
    field = job.project.letter(job.letter).envelope.get("recipient", "")
    mine = {
        naming.identity(recipient, naming.name_of(recipient, field))
        for recipient in recipients_of(job, source, options.limit)
    }
    others = sum(each.identity not in mine for each in tools.ledger.letters())
    if others:
        letters = f"{others:,} letter{'s' if others != 1 else ''}"
        raise OutputRefused.of(
            "gathered-with-others", str(tools.outbox.folder), name=gathered_name(job), letters=letters
        )


def _notes(known: Survey) -> tuple[str, ...]:
    """What the rows hold that no letter uses."""
    if not known.broken:
        return ()
    cells = "1 cell" if known.broken == 1 else f"{known.broken:,} cells"
    return (f"{cells} with errors in columns that are not used, such as {known.first_broken}",)


def results(outbox: Outbox, job: Job, outcome: Outcome | None) -> dict[int, Result]:
    """The result of each row, by its number: its faults, or its letters when the run finished."""
    ledger = Ledger(outbox.ledger, job.letter)
    by_row: dict[int, Result] = {}
    try:
        for each in ledger.letters(outcome.run) if outcome else ():
            output = "; ".join(name for name, _ in each.files) if not job.into else gathered_name(job)
            by_row[each.row] = Result(each.tag, "cancelled" if each.state else "written", output, "")
    finally:
        ledger.close()
    faults = outbox.working / FAULTS
    for line in faults.read_text("utf-8").split("\n")[:-1] if faults.exists() else ():
        row, problem = json.loads(line)
        before = f"{by_row[row].error}; " if row in by_row and by_row[row].error else ""
        by_row[row] = Result("", "refused", "", before + problem)
    return by_row


def gathered_name(job: Job) -> str:
    """The name of the file that gathers the letters of a job."""
    return naming.gathered(job.letter, job.into)


def recipients_of(job: Job, source: Source, limit: int | None) -> Iterator[Recipient]:
    """What each row asks for, in the order of the rows."""
    reader = Reader(job.columns, job.project.letter(job.letter), source.locale)
    return map(reader.read, rows_of(source, limit))


def rows_of(source: Source, limit: int | None) -> Iterator[Row]:
    """The rows of recipients that are meant, at most ``limit``."""
    table = sheets.read(source.path, source.heading.sheet or None, source.heading.encoding)
    rows = rows_below(table, source.heading)
    if source.rows is not None:
        meant = frozenset(source.rows)
        rows = (row for row in rows if row.number in meant)
    return itertools.islice(rows, limit)


def _as_json(row_fault: RowFault) -> str:
    """A fault as a line of the file that the report is made from."""
    return json.dumps([row_fault.row, f"{row_fault.column}: {row_fault.fault.problem}"], ensure_ascii=False) + "\n"


def _is_whole(job: Job, tools: _Tools) -> bool:
    """Whether every letter of the ledger exists with its recorded size."""
    if job.into and not (tools.outbox.folder / gathered_name(job)).exists():
        return False
    try:
        return all(
            os.stat(f"{job.target}/{name}").st_size == size  # noqa: PTH116 — there are many, and strings are faster
            for each in tools.ledger.letters()
            for name, size in each.files
        )
    except OSError:
        return False


class _Run:
    """A run in progress."""

    def __init__(
        self, job: Job, source: Source, options: Options, tools: _Tools, asked: Mapping[str, CalledOff]
    ) -> None:
        self._job = job
        self._source = source
        self._options = options
        self._outbox, self._ledger, self._tell, _ = tools
        self._planner = Planner(
            job, self._ledger, are_distinct=not options.header.faults, redate=options.redate, asked=asked
        )
        self._cancelling = Cancelling(job, self._ledger, self._outbox.working)
        self._removal = Removal(job, self._ledger, self._outbox)
        self._tally = Tally(options.header)
        self._left_out: set[int] = set()
        self._own_days: dict[int, str] = {}
        self._todo = 0

    def go(self) -> Outcome:
        """Check, then write."""
        is_dry = self._options.dry_run
        with executor(self._options.jobs, self._options.cluster) as (workers, width):
            self._check(workers, width)
            if self._tally and (self._options.header.faults or not self._options.skip_bad_rows):
                summary = fault("rows", str(self._source.path), summary=self._tally.summary())
                raise BadRows([summary, *self._options.header.faults], self._tally.lines(self._options.screen))
            is_whole = self._options.limit is None and not self._options.selected
            if is_whole and not self._options.remove:
                refuse_many_gone(self._source.path, self._ledger, self._outbox)
            cancellations = self._cancelling.find(self._planner.called_off, is_whole=is_whole)
            self._check_cancellations(workers, width, cancellations)
            if is_dry:
                gone = self._ledger.count_gone()[0] - self._cancelling.gone if is_whole else 0
                return self._outcome(self._todo, gone)
            self._removal.prepare()
            self._ledger.begin(self._job.into, sorted(suffixes_of(self._job)))
            written = self._write(workers, width)
            self._write_cancellations(workers, width, cancellations)
        if is_whole:
            off = self._planner.called_off.items()
            self._ledger.keep_cancelled((identity, each.row) for identity, each in off if each.row)
        return self._outcome(written, self._removal.clear(rows=is_whole))

    def _outcome(self, written: int, removed: int) -> Outcome:
        notes = (*self._planner.notes, *self._cancelling.notes)
        done = written, self._planner.unchanged, removed, self._tally, self._ledger.run
        return Outcome(*done, notes, cancelled=self._cancelling.new)

    def _check_cancellations(self, workers: Executor, width: int, paths: list[Path]) -> None:
        if paths:
            pieces = ((self._cancelling.job, path) for path in paths)
            for (_, path), checked in in_order(workers, width, check_shard, pieces):
                self._cancelling.note(path, checked)
            self._cancelling.refuse_faulty()

    def _write_cancellations(self, workers: Executor, width: int, paths: list[Path]) -> None:
        def pieces() -> Iterator[tuple[Job, Path, set[int], dict[int, str]]]:
            for path in paths:
                self._cancelling.intend(path)
                yield self._cancelling.job, path, set(), {}

        for _, done in in_order(workers, width, write_shard, pieces()):
            self._removal.cancel(self._cancelling.why(done))

    def _check(self, workers: Executor, width: int) -> None:
        counted: dict[str, int] = {}
        planned: dict[int, list[RowFault]] = {}
        with (self._outbox.working / FAULTS).open("w", encoding="utf-8") as kept:

            def note(faults: list[RowFault]) -> None:
                faults = [row_fault for row_fault in faults if not self._options.header.explains(row_fault)]
                faults.sort(key=lambda row_fault: row_fault.row)
                self._tally.add(faults)
                kept.writelines(map(_as_json, faults))

            pieces = ((self._job, path) for path in self._shards(planned))
            for (_, path), checked in in_order(workers, width, check_shard, pieces):
                faults = [row_fault for row in checked for row_fault in row.faults]
                self._take(checked)
                for earlier in [number for number in planned if number <= int(path.stem)]:
                    faults += planned.pop(earlier)
                note(faults)
                for row in checked:
                    counted[row.tag] = counted.get(row.tag, 0) + bool(row.tag)
                self._tell(Progress("checked", counted, 0))
            note([row_fault for faults in planned.values() for row_fault in faults])

    def _take(self, checked: list[CheckedRow]) -> None:
        """Take what is left to do from the rows of a shard: nothing for those with faults and those that are done."""
        found = [row.found for row in checked if row.found]
        left_out = {row.row for row in checked if row.faults or row.found}
        self._left_out |= left_out
        self._todo -= len(left_out)
        self._own_days.update((row.row, row.own_day) for row in checked if row.own_day and row.row not in left_out)
        self._planner.unchanged += len(found)
        if found and not self._options.dry_run:
            self._ledger.write(found)

    def _shards(self, planned: dict[int, list[RowFault]]) -> Iterator[Path]:
        """Write the rows that need work into shards, named by their numbers; yields the path of each.

        The faults that planning finds go to ``planned``, by the number of the shard.
        """
        recipients = recipients_of(self._job, self._source, self._options.limit)
        for number in itertools.count():
            piece = list(itertools.islice(recipients, shards.ROWS))
            if not piece:
                return
            self._tally.total += len(piece)
            tasks = self._planner.tasks(piece, keep=not self._options.dry_run)
            if self._planner.faults:
                planned[number], self._planner.faults = self._planner.faults, []
            self._todo += len(tasks)
            if tasks:
                path = self._outbox.shards / f"{number:06}.jsonl"
                shards.write(path, tasks)
                yield path

    def _write(self, workers: Executor, width: int) -> int:
        counted = self._ledger.count_by_locale() if self._planner.unchanged else {}
        total = self._todo + self._planner.unchanged
        written = 0
        for _, done in in_order(workers, width, write_shard, self._to_write()):
            self._removal.note(done)
            written += len(done)
            for row in done:
                counted[row.tag] = counted.get(row.tag, 0) + 1
            self._tell(Progress("written", counted, total))
        return written

    def _to_write(self) -> Iterator[tuple[Job, Path, set[int], dict[int, str]]]:
        """The shards with rows to write, each after the names of its files were recorded."""
        for path in sorted(self._outbox.shards.iterdir()):
            tasks = {task.recipient.row: task.place for task in shards.read(path)}
            left_out = self._left_out & tasks.keys()
            if len(left_out) == len(tasks):
                continue
            places = [place for row, place in tasks.items() if row not in left_out]
            self._ledger.intend(name for place in places for name in naming.names_of(place, self._planner.suffixes))
            own_days = {row: day for row in tasks if (day := self._own_days.get(row))}
            yield self._job, path, left_out, own_days
