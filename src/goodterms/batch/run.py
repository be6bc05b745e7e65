"""A run: every row checked before a letter is written; then the letters that are not in the outbox yet are written."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import digests, naming, shards
from goodterms.batch.executors import executor, in_order
from goodterms.batch.ledger import Ledger
from goodterms.batch.planning import Planner
from goodterms.batch.work import check_shard, write_shard
from goodterms.errors import BadRows, OutputRefused
from goodterms.faults import fault
from goodterms.recipients.faults import RowFault, Tally
from goodterms.recipients.recipient import read_recipient
from goodterms.recipients.report import Result
from goodterms.sheets import read as read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Written
    from goodterms.batch.outbox import Outbox
    from goodterms.recipients.recipient import Recipient
    from goodterms.sheets import Row

FAULTS = "faults.jsonl"
"""Where the faults of all rows are kept while a run is on, in the outbox's working folder."""


class Options(NamedTuple):
    """How a run goes: on how many processes or which cluster, how many rows, what with rows that have faults."""

    jobs: int = 1
    cluster: str | None = None
    limit: int | None = None
    dry_run: bool = False
    skip_bad_rows: bool = False


class Source(NamedTuple):
    """Where the rows come from: a table in a file, and the locale of rows that name none."""

    path: Path
    sheet: str | None
    locale: str


class Outcome(NamedTuple):
    """What a run did: rows written, rows that were up to date, letters removed, and the rows with faults.

    ``run`` is its number in the ledger; None for one that had nothing to do.
    """

    written: int
    unchanged: int
    removed: int
    tally: Tally
    run: int | None


class Progress(NamedTuple):
    """What is told while a run is on: a phase (``checked``, ``written``), rows by locale so far, all rows if known."""

    phase: str
    by_locale: dict[str, int]
    total: int


Gather = Callable[["Ledger"], None]
"""What puts all letters of a run into one file."""


def run(
    job: Job,
    source: Source,
    options: Options,
    outbox: Outbox,
    tell: Callable[[Progress], None],
    gather: Gather | None = None,
) -> Outcome:
    """Write the letters of a table into an outbox that has been taken, and gather them where ``gather`` is given.

    Raises :class:`BadRows` when rows have faults and may not be skipped: then nothing is written.
    """
    ledger = Ledger(outbox.ledger, job.letter)
    try:
        return _run_through(job, source, options, _Tools(outbox, ledger, tell, gather))
    except (OSError, sqlite3.Error) as error:
        reason = f"{error.filename or outbox.folder}: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise OutputRefused.of("run-failed", reason=reason) from None
    except KeyboardInterrupt:
        raise OutputRefused.of("run-interrupted") from None
    finally:
        ledger.close()


class _Tools(NamedTuple):
    """What a run works with."""

    outbox: Outbox
    ledger: Ledger
    tell: Callable[[Progress], None]
    gather: Gather | None


def _run_through(job: Job, source: Source, options: Options, tools: _Tools) -> Outcome:
    ledger = tools.ledger
    whole = digests.of_all(job, job.project.content, source.path) + repr((source, options.limit)).encode()
    if ledger.kind not in (None, job.into):
        how = f"with --into {ledger.kind}" if ledger.kind else "with a file for each letter"
        raise OutputRefused.of("outbox-other-kind", str(tools.outbox.folder), how=how)
    if ledger.finished == whole and _is_whole(job, tools):
        return Outcome(0, sum(ledger.count_by_locale().values()), 0, Tally(), None)
    count = sum(1 for _ in rows_of(source, None))
    outcome = _Run(job._replace(spread=naming.spread(count)), source, options, tools).go()
    if options.dry_run:
        return outcome
    if tools.gather:
        tools.gather(ledger)
    if not outcome.tally:
        os.sync()  # what is noted as finished must be on the disk
        ledger.finish(whole)
    return outcome


def results(outbox: Outbox, job: Job, outcome: Outcome | None) -> dict[int, Result]:
    """What became of each row, by its number: its faults, else its letters, where a run came to its end."""
    ledger = Ledger(outbox.ledger, job.letter)
    found: dict[int, Result] = {}
    try:
        for row, _, tag, files in ledger.letters(outcome.run) if outcome else ():
            output = "; ".join(name for name, _ in files) if not job.into else gathered_name(job)
            found[row] = Result(tag, "written", output, "")
    finally:
        ledger.close()
    faults = outbox.working / FAULTS
    for line in faults.read_text("utf-8").split("\n")[:-1] if faults.exists() else ():
        row, problem = json.loads(line)
        before = f"{found[row].error}; " if row in found and found[row].error else ""
        found[row] = Result("", "refused", "", before + problem)
    return found


def gathered_name(job: Job) -> str:
    """The name of the file in which the letters of a job are gathered."""
    return f"{job.letter}.{job.into}"


def recipients_of(job: Job, source: Source, limit: int | None) -> Iterator[Recipient]:
    """What each row asks for, one after the other."""
    many = {name for name, field in job.project.letter(job.letter).fields.items() if field.many}
    return (read_recipient(row, job.columns, many, source.locale) for row in rows_of(source, limit))


def rows_of(source: Source, limit: int | None) -> Iterator[Row]:
    """The rows below the header that are not blank, as many as are wanted."""
    rows = (row for row in read_table(source.path, source.sheet).rows if not row.is_blank)
    return itertools.islice(rows, 1, None if limit is None else limit + 1)


def _noted(one: RowFault) -> str:
    """A fault as a line of the file that the report is made from."""
    return json.dumps([one.row, f"{one.column}: {one.fault.problem}"], ensure_ascii=False) + "\n"


def _is_whole(job: Job, tools: _Tools) -> bool:
    """Whether every letter that the ledger tells of is there as it was written."""
    if job.into and not (tools.outbox.folder / gathered_name(job)).exists():
        return False
    try:
        return all(
            os.stat(f"{job.target}/{name}").st_size == size  # noqa: PTH116 — there are many, and texts are quicker
            for *_, files in tools.ledger.letters()
            for name, size in files
        )
    except OSError:
        return False


class _Run:
    """A run while it is on."""

    def __init__(self, job: Job, source: Source, options: Options, tools: _Tools) -> None:
        self._job = job
        self._source = source
        self._options = options
        self._outbox, self._ledger, self._tell, _ = tools
        self._plan = Planner(job, self._ledger)
        self._tally = Tally()
        self._bad: set[int] = set()
        self._todo = 0

    def go(self) -> Outcome:
        """Check, then write."""
        run, is_dry = self._ledger.run, self._options.dry_run
        with executor(self._options.jobs, self._options.cluster) as (workers, width):
            self._check(workers, width)
            if self._tally and not self._options.skip_bad_rows:
                summary = fault("rows", str(self._source.path), summary=self._tally.summary())
                raise BadRows([summary], [one.line() for one in self._tally.first])
            if is_dry:
                return Outcome(self._todo, self._plan.unchanged, 0, self._tally, run)
            self._ledger.begin(self._job.into)
            written = self._write(workers, width)
        return Outcome(written, self._plan.unchanged, self._clear(), self._tally, run)

    def _check(self, workers: Executor, width: int) -> None:
        counted: dict[str, int] = {}
        planned: dict[int, list[RowFault]] = {}
        with (self._outbox.working / FAULTS).open("w", encoding="utf-8") as kept:

            def note(faults: list[RowFault]) -> None:
                faults.sort(key=lambda one: one.row)
                self._tally.add(faults)
                kept.writelines(_noted(one) for one in faults)

            pieces = ((self._job, path) for path in self._shards(planned))
            for (_, path), checked in in_order(workers, width, check_shard, pieces):
                found = [one for row in checked for one in row.faults]
                bad = {one.row for one in found}
                self._bad |= bad
                self._todo -= len(bad)
                before = [
                    one for earlier in [n for n in planned if n <= int(path.stem)] for one in planned.pop(earlier)
                ]
                note(found + before)
                for row in checked:
                    counted[row.tag] = counted.get(row.tag, 0) + bool(row.tag)
                self._tell(Progress("checked", counted, 0))
            note([one for faults in planned.values() for one in faults])

    def _shards(self, planned: dict[int, list[RowFault]]) -> Iterator[Path]:
        """Write the rows that there is something to do for into shards, named by their numbers; the path of each.

        The faults that planning finds go to ``planned``, by the number of the shard.
        """
        recipients = recipients_of(self._job, self._source, self._options.limit)
        for number in itertools.count():
            some = list(itertools.islice(recipients, shards.ROWS))
            if not some:
                return
            tasks = self._plan.tasks(some, keep=not self._options.dry_run)
            if self._plan.faults:
                planned[number], self._plan.faults = self._plan.faults, []
            self._todo += len(tasks)
            if tasks:
                path = self._outbox.shards / f"{number:06}.jsonl"
                shards.write(path, tasks)
                yield path

    def _write(self, workers: Executor, width: int) -> int:
        counted = self._ledger.count_by_locale() if self._plan.unchanged else {}
        total = self._todo + self._plan.unchanged
        written = 0
        for _, done in in_order(workers, width, write_shard, self._to_write()):
            self._note(done)
            written += len(done)
            for one in done:
                counted[one.tag] = counted.get(one.tag, 0) + 1
            self._tell(Progress("written", counted, total))
        return written

    def _to_write(self) -> Iterator[tuple[Job, Path, frozenset[int]]]:
        """The shards, each after the names of its files have been noted."""
        bad = frozenset(self._bad)
        for path in sorted(self._outbox.shards.iterdir()):
            places = [task.place for task in shards.read(path) if task.recipient.row not in bad]
            self._ledger.intend(name for place in places for name in naming.names_of(place, self._plan.suffixes))
            yield self._job, path, bad

    def _note(self, done: list[Written]) -> None:
        """Note what was written, and remove what lay in the outbox for the same rows under other names."""
        before = self._ledger.entries([one.identity for one in done]) if done else {}
        now = {name for one in done for name, _ in one.files}
        stale = [name for entry in before.values() for name, _ in entry.files if name not in now]
        self._ledger.write(done, stale)
        if stale:
            self._remove(stale)

    def _clear(self) -> int:
        """Remove the letters of rows that are not in the table any more, or have faults now.

        What a run that was stopped was about to write or to remove goes with them, where no letter of a row is it.
        """
        gone = list(self._ledger.gone()) if self._options.limit is None else []
        self._ledger.intend(name for _, files in gone for name, _ in files)
        self._ledger.forget([identity for identity, _ in gone])
        if left := self._ledger.pending():
            self._remove(left)
        return len(gone)

    def _remove(self, names: Iterable[str]) -> None:
        """Remove files that are no row's letters; on some machines names that differ in case alone are one file."""
        names = list(names)
        mine = {name.casefold() for *_, files in self._ledger.letters() for name, _ in files}
        for name in names:
            if name.casefold() not in mine:
                self._outbox.remove(self._job.target, name)
        self._ledger.settle(names)
