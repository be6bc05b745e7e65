"""A run: every row checked before a letter is written; then the letters that are not in the outbox yet are written."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import digests, naming, shards
from goodterms.batch.executors import executor, in_order
from goodterms.batch.ledger import Ledger, Written
from goodterms.batch.shards import Task
from goodterms.batch.work import check_shard, write_shard
from goodterms.errors import BadRows, InvalidRequest, OutputRefused
from goodterms.recipients.faults import TWICE, RowFault, Tally
from goodterms.recipients.recipient import recipient
from goodterms.recipients.report import Result
from goodterms.sheets import read as read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Entry
    from goodterms.batch.outbox import Outbox
    from goodterms.project import Project
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
    """What a run did: rows written, rows that were up to date, letters removed, and the rows with faults."""

    written: int
    unchanged: int
    removed: int
    tally: Tally


class Progress(NamedTuple):
    """What is told while a run is on: a phase (``checked``, ``written``), rows by locale so far, all rows if known."""

    phase: str
    by_locale: dict[str, int]
    total: int


def run(job: Job, source: Source, options: Options, outbox: Outbox, tell: Callable[[Progress], None]) -> Outcome:
    """Write the letters of a table into an outbox that has been taken.

    Raises :class:`BadRows` when rows have faults and may not be skipped: then nothing is written.
    """
    ledger = Ledger(outbox.ledger, job.letter)
    try:
        return _gone_through(job, source, options, outbox, ledger, tell)
    except (OSError, sqlite3.Error) as error:
        told = f"{error.filename or outbox.folder}: {error.strerror}" if isinstance(error, OSError) else str(error)
        hint = "what is written is whole; make room and run the same command again: it goes on"
        raise OutputRefused(f"the run was stopped: {told}", hint) from None
    finally:
        ledger.close()


def _gone_through(
    job: Job,
    source: Source,
    options: Options,
    outbox: Outbox,
    ledger: Ledger,
    tell: Callable[[Progress], None],
) -> Outcome:
    content = job.project.content
    whole = digests.of_all(job, content, source.path) + repr((source, options.limit)).encode()
    if ledger.finished == whole and _is_whole(job, ledger):
        return Outcome(0, sum(ledger.count_by_locale().values()), 0, Tally())
    if not options.dry_run:
        ledger.finished = b""
    count = sum(1 for _ in rows_of(source, None))
    outcome = _Run(job._replace(spread=naming.spread(count)), source, options, outbox, ledger, tell).go()
    if not (options.dry_run or outcome.tally):
        os.sync()  # what is noted as finished must be on the disk
        ledger.finished = whole
    return outcome


def results(outbox: Outbox, job: Job, *, written: bool) -> dict[int, Result]:
    """What became of each row, by its number: its faults, else its letters."""
    ledger = Ledger(outbox.ledger, job.letter)
    found: dict[int, Result] = {}
    try:
        if written:
            for row, _, tag, files in ledger.letters():
                found[row] = Result(tag, "written", "; ".join(name for name, _ in files), "")
    finally:
        ledger.close()
    faults = outbox.working / FAULTS
    for line in faults.read_text("utf-8").split("\n")[:-1] if faults.exists() else ():
        fault = RowFault(*json.loads(line))
        before = found[fault.row].error + "; " if fault.row in found and found[fault.row].error else ""
        found[fault.row] = Result("", "refused", "", f"{before}{fault.column}: {fault.problem}")
    return found


def recipients_of(job: Job, source: Source, limit: int | None) -> Iterator[Recipient]:
    """What each row asks for, one after the other."""
    many = {name for name, field in job.project.letter(job.letter).fields.items() if field.many}
    return (recipient(row, job.columns, many, source.locale) for row in rows_of(source, limit))


def rows_of(source: Source, limit: int | None) -> Iterator[Row]:
    """The rows below the header that are not blank, as many as are wanted."""
    rows = (row for row in read_table(source.path, source.sheet).rows if not row.is_blank)
    return itertools.islice(rows, 1, None if limit is None else limit + 1)


def _is_whole(job: Job, ledger: Ledger) -> bool:
    """Whether every letter that the ledger tells of is there."""
    folders: dict[str, set[str]] = {}
    for *_, files in ledger.letters():
        for name, _ in files:
            folder, _, file = name.rpartition("/")
            if folder not in folders:
                try:
                    folders[folder] = set(os.listdir(f"{job.target}/{folder}"))  # noqa: PTH208 — there are many
                except OSError:
                    return False
            if file not in folders[folder]:
                return False
    return True


def _too_wide(one: Recipient) -> RowFault | None:
    """The fault of a row with more cells than the header: a comma in it may have parted what belongs together."""
    if not one.beyond:
        return None
    problem = "stands beyond the last column of the header"
    return RowFault(one.row, "", one.beyond, problem, "put cells with a delimiter in them into quotation marks", "wide")


class _Run:
    """A run while it is on."""

    def __init__(
        self,
        job: Job,
        source: Source,
        options: Options,
        outbox: Outbox,
        ledger: Ledger,
        tell: Callable[[Progress], None],
    ) -> None:
        self._job = job
        self._source = source
        self._options = options
        self._outbox = outbox
        self._ledger = ledger
        self._tell = tell
        self._project: Project = job.project
        self._name = self._project.letter(job.letter).envelope.get("recipient", "")
        self._digest = digests.of_job(job, self._project.content)
        self._catalogs: dict[str, str] = {}
        self._tally = Tally()
        self._bad: set[int] = set()
        self._faults: dict[int, list[RowFault]] = {}
        self._unchanged = self._todo = 0

    def go(self) -> Outcome:
        """Check, then write."""
        with executor(self._options.jobs, self._options.cluster) as (workers, width):
            self._check(workers, width)
            if self._tally and not self._options.skip_bad_rows:
                raise BadRows(str(self._source.path), self._tally.summary(), [one.told() for one in self._tally.first])
            if self._options.dry_run:
                return Outcome(self._todo - len(self._bad), self._unchanged, 0, self._tally)
            written = self._write(workers, width)
        return Outcome(written, self._unchanged, self._clear(), self._tally)

    def _check(self, workers: Executor, width: int) -> None:
        counted: dict[str, int] = {}
        rows = 0
        with (self._outbox.working / FAULTS).open("w", encoding="utf-8") as kept:
            pieces = ((self._job, path, number) for path, number in self._shards())
            for (_, _, number), checked in in_order(workers, width, check_shard, pieces):
                found = [fault for row in checked for fault in row.faults] + self._faults.pop(number, [])
                found.sort(key=lambda fault: fault.row)
                self._tally.add(found)
                self._bad.update(fault.row for fault in found)
                kept.writelines(json.dumps(fault, ensure_ascii=False) + "\n" for fault in found)
                rows += len(checked)
                for row in checked:
                    counted[row.tag] = counted.get(row.tag, 0) + bool(row.tag)
                self._tell(Progress("checked", counted, 0))
            left = [fault for faults in self._faults.values() for fault in faults]
            self._tally.add(left)
            kept.writelines(json.dumps(fault, ensure_ascii=False) + "\n" for fault in left)

    def _shards(self) -> Iterator[tuple[Path, int]]:
        """Write the rows that there is something to do for into shards; each one's path and number."""
        recipients = recipients_of(self._job, self._source, self._options.limit)
        for number in itertools.count():
            some = list(itertools.islice(recipients, shards.ROWS))
            if not some:
                return
            tasks = self._tasks(number, some)
            self._todo += len(tasks)
            if tasks:
                path = self._outbox.shards / f"{number:06}.jsonl"
                shards.write(path, tasks)
                yield path, number

    def _tasks(self, number: int, some: list[Recipient]) -> list[Task]:
        """Of some rows, those whose letters are not in the outbox as they would be written."""
        names = [naming.name_of(one, self._name) for one in some]
        identities = [naming.identity(one, name) for one, name in zip(some, names, strict=True)]
        known = self._ledger.entries(identities)
        tasks, kept = [], []
        for one, name, identity in zip(some, names, identities, strict=True):
            if fault := _too_wide(one) or self._twice(one, identity, name):
                self._faults.setdefault(number, []).append(fault)
                self._bad.add(one.row)
                continue
            digest = digests.of_row(self._digest, self._project.content, self._catalog(one.locale), one)
            if identity in known and self._is_done(known[identity], digest):
                kept.append((identity, one.row))
            else:
                tasks.append(Task(one, digest))
        self._unchanged += len(kept)
        if not self._options.dry_run:
            self._ledger.keep(kept)
        return tasks

    def _is_done(self, entry: Entry, digest: bytes) -> bool:
        if entry.digest != digest:
            return False
        try:
            return all((self._job.target / name).stat().st_size == size for name, size in entry.files)
        except OSError:
            return False

    def _twice(self, one: Recipient, identity: str, name: str) -> RowFault | None:
        """The fault of a row that another row before it makes needless, or that cannot be told from it."""
        columns = self._job.columns
        first = self._ledger.first_with(f"key {identity.casefold()}", one.row)
        if first != one.row and one.key:
            return RowFault(one.row, columns.name_of("key"), one.key, f"stands in row {first}, too", "", TWICE)
        address = one.email.casefold() or "\n".join(one.address)
        again = self._ledger.first_with(f"to {address}\n{name}", one.row) if address else first
        if again != one.row:
            problem = f"would write the same letter to the same address as row {again}"
            return RowFault(one.row, columns.name_of("email"), one.email or name, problem, "", TWICE)
        return None

    def _catalog(self, tag: str) -> str:
        if tag not in self._catalogs:
            try:
                self._catalogs[tag] = self._project.locale(tag).catalog
            except InvalidRequest:
                self._catalogs[tag] = ""  # told when the row is checked
        return self._catalogs[tag]

    def _write(self, workers: Executor, width: int) -> int:
        counted = self._ledger.count_by_locale() if self._unchanged else {}
        total = self._todo - len(self._bad) + self._unchanged
        bad = frozenset(self._bad)
        written = 0
        pieces = ((self._job, path, bad) for path in sorted(self._outbox.shards.iterdir()))
        for _, done in in_order(workers, width, write_shard, pieces):
            self._note(done)
            written += len(done)
            for one in done:
                counted[one.tag] = counted.get(one.tag, 0) + 1
            self._tell(Progress("written", counted, total))
        return written

    def _note(self, done: list[Written]) -> None:
        """Note what was written, and remove what lay in the outbox for the same rows under other names."""
        before = self._ledger.entries([one.identity for one in done]) if done else {}
        self._ledger.write(done)
        for one in done:
            now = {name for name, _ in one.files}
            for name, _ in before[one.identity].files if one.identity in before else ():
                if name not in now:
                    self._outbox.remove(self._job.target, name)

    def _clear(self) -> int:
        """Remove the letters of rows that are not in the table any more, or have faults now."""
        if self._options.limit is not None:
            return 0
        gone = list(self._ledger.gone())
        for _, files in gone:
            for name, _ in files:
                self._outbox.remove(self._job.target, name)
        self._ledger.forget([identity for identity, _ in gone])
        return len(gone)
