"""The run of one letter: all its rows are checked, then the letters that the outbox lacks are written."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import digests, naming, places, shards
from goodterms.batch.cancelling import Cancelling, asked_for
from goodterms.batch.executors import in_order
from goodterms.batch.intact import Files
from goodterms.batch.planning import Planner
from goodterms.batch.progress import Progress
from goodterms.batch.removal import Removal, refuse_other_files, refuse_to_lose, suffixes_of
from goodterms.batch.source import recipients_of, rows_of
from goodterms.batch.work import check_shard, write_shard
from goodterms.errors import OutputRefused
from goodterms.recipients.faults import Header, RowFault
from goodterms.recipients.grouping import Screen
from goodterms.recipients.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.batch.cancelling import CalledOff
    from goodterms.batch.entries import Written
    from goodterms.batch.executors import Cluster, Workers
    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.source import Source
    from goodterms.batch.work import CheckedRow


class Options(NamedTuple):
    """How a run works: with how many processes or on which cluster, how many rows, whether bad rows are skipped.

    ``screen`` is the room for faults. A run of ``selected`` rows leaves the letters of all others as they are. With
    ``redate``, all letters get the date of the job; with ``remove``, much may be removed. ``by_column`` says that a
    column tells which letter each row asks for: then letters that no row asks for any more are removed. ``apart_days``
    must be between letters that a customer must not get at the same time; None for no such rule. ``cancel`` are the
    keys of rows whose meetings are to be called off.
    """

    jobs: int = 1
    cluster: Cluster | None = None
    limit: int | None = None
    selected: bool = False
    dry_run: bool = False
    skip_bad_rows: bool = False
    screen: Screen = Screen()
    redate: bool = False
    remove: bool = False
    by_column: bool = False
    apart_days: int | None = None
    cancel: tuple[str, ...] = ()


class Part(NamedTuple):
    """The rows of a table that ask for one letter: its job, the rows, and what is wrong with the header for them.

    With faults of the ``header``, rows are checked and nothing is written.
    """

    job: Job
    source: Source
    header: Header = Header()


class Outcome(NamedTuple):
    """What a run did for a letter, or for all: the numbers of rows written, up to date, and removed.

    ``run`` is its number in the ledger; None for a run that had nothing to do. ``notes`` are sentences about the table.
    ``other_days`` are the dates (ISO 8601) of letters with another one than the job, each with their number.
    ``cancelled`` is the number of meetings that were called off.
    """

    written: int
    unchanged: int
    removed: int
    run: int | None
    notes: tuple[str, ...] = ()
    other_days: Mapping[str, int] = MappingProxyType({})
    cancelled: int = 0


Gather = Callable[["Job", "Source", "Ledger"], None]
"""Puts all letters of a run into one file."""


class Tools(NamedTuple):
    """What a run of one letter needs besides its part of the table."""

    outbox: Outbox
    ledger: Ledger
    tell: Callable[[Progress], None]


def gathered_name(job: Job) -> str:
    """The name of the file that gathers the letters of a job."""
    return naming.gathered(job.letter, job.into)


class LetterRun:
    """The part of a run that is for one letter: it is checked, then written.

    ``outcome`` is what it has done so far. ``redated`` are the rows whose letters get the date of the run, ``written``
    those whose letters it has written; ``wordings`` are those in the rows that it checked which are not tactful.
    """

    def __init__(self, part: Part, options: Options, tools: Tools) -> None:
        self.header = part.header
        self.job, self.source = part.job, part.source
        self.outcome = Outcome(0, 0, 0, tools.ledger.run)
        self.total = 0
        self.redated: set[int] = set()
        self.written: set[int] = set()
        self._planned: set[int] = set()
        self._options = options
        self._outbox, self.ledger, self._tell = tools
        self._whole = digests.of_all(self.job, self.job.project.content, self.source.path)
        self._whole += repr((self.source, options.limit)).encode()
        self._shards_folder = self._outbox.shards / self.job.letter
        self._left_out: set[int] = set()
        self._own_days: dict[int, str] = {}
        self._todo = 0
        self._bad = self._is_done = False
        self._asked: Mapping[str, CalledOff] = {}
        self._cancellations: list[Path] = []
        self._places: dict[Path, dict[int, str]] = {}
        self.wordings: list[RowFault] = []

    def is_up_to_date(self) -> bool:
        """Whether the outbox has what the last run wrote, and nothing that it depended on has changed.

        Raises :class:`OutputRefused` where the run would remove files because it writes others.
        """
        job, ledger, options = self.job, self.ledger, self._options
        if not options.remove:
            refuse_other_files(job, ledger, self._outbox)
        other_days = ledger.other_days(job.day.isoformat())
        self._asked = asked_for(options.cancel, job, ledger)
        has_work = self.header.faults or options.selected or (options.redate and other_days) or self._asked
        if ledger.finished != self._whole or has_work or not self._are_files_intact():
            return False
        unchanged = sum(ledger.count_by_locale().values())
        self.outcome = Outcome(0, unchanged, 0, None, other_days=other_days)
        self._is_done = True
        return True

    def _are_files_intact(self) -> bool:
        """Whether every letter of the ledger is as it was recorded, and so is the file of all."""
        if self.job.into and not self._is_gathered_intact():
            return False
        files = Files(self.job.target)
        return all(files.are_intact(each.files) for each in self.ledger.letters())

    def _is_gathered_intact(self) -> bool:
        try:
            content = places.content(self.job.target, gathered_name(self.job))
        except OSError:
            return False
        return places.digest(content) == self.ledger.gathered

    def _refuse_changed(self) -> None:
        """Raise :class:`OutputRefused` when the run would overwrite or remove a file that somebody has changed."""
        files = self._planner.files
        if self.is_whole:
            for each in self.ledger.gone():
                files.are_intact(each)
        if self.job.into:
            name = gathered_name(self.job)
            path = self._outbox.folder / name
            if self.ledger.kind is None and os.path.lexists(path):
                raise OutputRefused.of("foreign-file", str(path))
            files.are_intact([(name, self.ledger.gathered)])
        files.refuse_changed(self._outbox.name)

    def prepare(self) -> None:
        """Go through the whole table once, for what its columns decide with all their cells."""
        job, options = self.job, self._options
        letter, source = job.project.letter(job.letter), self.source._replace(rows=None)
        known = survey(rows_of(source, None), job.columns, letter, job.columns.written, source.written)
        columns = job.columns._replace(swapped=known.swapped)
        self.job = job._replace(columns=columns, spread=naming.spread(known.rows), written=known.written)
        self.outcome = self.outcome._replace(notes=known.notes)
        if self.job.into and options.selected:
            refuse_to_lose(self.job, self.source, options.limit, self.ledger, self._outbox)
        self._planner = Planner(
            self.job,
            self.ledger,
            are_distinct=not self.header.faults,
            redate=options.redate,
            asked=self._asked,
            is_whole=self.is_whole,
        )
        self._cancelling = Cancelling(
            self.job, self.ledger, self._outbox.cancellations / self.job.letter, self._planner.files
        )
        self._removal = Removal(self.job, self.ledger, self._outbox)
        self._shards_folder.mkdir()

    def check(self, workers: Workers, width: int, note: Callable[[list[RowFault]], None]) -> None:
        """Check every row; ``note`` receives their faults, those aside that follow from faults of the header."""
        counted: dict[str, int] = {}
        planned: dict[int, list[RowFault]] = {}

        def tell_of(faults: list[RowFault]) -> None:
            faults = [row_fault for row_fault in faults if not self.header.explains(row_fault)]
            faults.sort(key=lambda row_fault: row_fault.row)
            self._bad = self._bad or bool(faults)
            note(faults)

        pieces = ((self.job, path) for path in self._shards(planned))
        for (_, path), checked in in_order(workers, width, check_shard, pieces):
            faults = [row_fault for row in checked for row_fault in row.faults]
            self._take(checked)
            for earlier in [number for number in planned if number <= int(path.stem)]:
                faults += planned.pop(earlier)
            tell_of(faults)
            for row in checked:
                self.wordings += row.wordings
                counted[row.tag] = counted.get(row.tag, 0) + bool(row.tag)
            self._tell(Progress("checked", counted, 0))
        tell_of([row_fault for faults in planned.values() for row_fault in faults])

    def leave_out(self, row: int) -> None:
        """Do not write the letter of a row, which has a fault."""
        self._bad = True
        self._todo -= row in self._planned and row not in self._left_out
        self._left_out.add(row)

    def check_cancellations(self, workers: Workers, width: int) -> None:
        """Find the meetings that are to be called off, and check the letters that do it.

        Raises :class:`InvalidRequest` when one of these cannot be written, :class:`OutputRefused` when the run would
        overwrite or remove a file that somebody has changed.
        """
        self._cancellations = self._cancelling.find(self._planner.called_off, is_whole=self.is_whole)
        self._refuse_changed()
        if self._cancellations:
            pieces = ((self._cancelling.job, path) for path in self._cancellations)
            for (_, path), checked in in_order(workers, width, check_shard, pieces):
                self._cancelling.note(path, checked)
            self._cancelling.refuse_faulty()

    def would_do(self) -> Outcome:
        """What the run would do, after the check."""
        gone = self.ledger.count_gone()[0] - self._cancelling.gone if self.is_whole else 0
        return self._done(self._todo, gone)

    def write(self, workers: Workers, width: int) -> None:
        """Write the letters that the outbox lacks, and remove those whose rows are gone."""
        self._removal.prepare()
        self.ledger.release(self._planner.taken_over)
        self.ledger.begin(self.job.into, sorted(suffixes_of(self.job)), by_column=self._options.by_column)
        written = self._write(workers, width)
        self._write_cancellations(workers, width)
        if self.is_whole:
            off = self._planner.called_off.items()
            self.ledger.keep_cancelled((identity, each.row) for identity, each in off if each.row)
        self.outcome = self._done(written, self._removal.clear(rows=self.is_whole))
        self._outbox.protect([self.job.parts] if self.job.parts else self.ledger.count_by_locale())

    def _done(self, written: int, removed: int) -> Outcome:
        notes = (*self.outcome.notes, *self._planner.notes, *self._cancelling.notes)
        return self.outcome._replace(
            written=written,
            unchanged=self._planner.unchanged,
            removed=removed,
            notes=notes,
            cancelled=self._cancelling.new,
        )

    def _write_cancellations(self, workers: Workers, width: int) -> None:
        def pieces() -> Iterator[tuple[Job, Path, set[int], dict[int, str]]]:
            for path in self._cancellations:
                self._cancelling.intend(path)
                yield self._cancelling.job, path, set(), {}

        for _, done in in_order(workers, width, write_shard, pieces()):
            self._cancelling.refuse_misplaced(done)
            self._removal.cancel(self._cancelling.why(done))

    def finish(self, gather: Gather | None) -> None:
        """Gather the letters, and record that all of them are there, unless rows were left out."""
        if gather:
            gather(self.job, self.source, self.ledger)
        if not self._bad and not self._options.selected:
            os.sync()  # what the ledger calls finished must be on the disk
            self.ledger.finish(self._whole)
        other_days = self.ledger.other_days(self.job.day.isoformat(), self.ledger.run)
        self.outcome = self.outcome._replace(other_days=other_days)

    def gone(self) -> tuple[int, int]:
        """How many of the rows with letters the table has no longer, and the number of all; none in a run of some."""
        return self.ledger.count_gone() if self.is_whole and not self._is_done else (0, self.outcome.unchanged)

    @property
    def is_whole(self) -> bool:
        """Whether the run is for all rows of its letter."""
        return self._options.limit is None and not self._options.selected

    def _take(self, checked: list[CheckedRow]) -> None:
        """Take what is left to do from the rows of a shard: nothing for those with faults and those that are done."""
        found = [row.found for row in checked if row.found]
        for name in (name for one in found for name, _ in one.files):
            if not places.is_inside(name):
                raise OutputRefused.of("result-misplaced", given=name)
        left_out = {row.row for row in checked if row.faults or row.found}
        self._left_out |= left_out
        self._todo -= len(left_out)
        self._own_days.update((row.row, row.own_day) for row in checked if row.own_day and row.row not in left_out)
        self.redated.difference_update(row.row for row in checked if row.own_day)
        self._planner.unchanged += len(found)
        if found and not self._options.dry_run:
            self.ledger.write(found)

    def _shards(self, planned: dict[int, list[RowFault]]) -> Iterator[Path]:
        """Write the rows that need work into shards, named by their numbers; yields the path of each.

        The faults that planning finds go to ``planned``, by the number of the shard.
        """
        recipients = recipients_of(self.job, self.source, self._options.limit)
        for number in itertools.count():
            piece = list(itertools.islice(recipients, shards.ROWS))
            if not piece:
                return
            self.total += len(piece)
            tasks = self._planner.tasks(piece, keep=not self._options.dry_run)
            if self._planner.faults:
                planned[number], self._planner.faults = self._planner.faults, []
            self._todo += len(tasks)
            self._planned.update(task.recipient.row for task in tasks)
            self.redated.update(task.recipient.row for task in tasks if task.day == self.job.day.isoformat())
            if tasks:
                path = self._shards_folder / f"{number:06}.jsonl"
                shards.write(path, tasks)
                yield path

    def _write(self, workers: Workers, width: int) -> int:
        counted = self.ledger.count_by_locale() if self._planner.unchanged else {}
        total = self._todo + self._planner.unchanged
        written = 0
        for (_, path, *_), done in in_order(workers, width, write_shard, self._to_write()):
            self._refuse_misplaced(path, done)
            self._removal.note(done)
            written += len(done)
            self.written.update(row.row for row in done)
            for row in done:
                counted[row.tag] = counted.get(row.tag, 0) + 1
            self._tell(Progress("written", counted, total))
        return written

    def _refuse_misplaced(self, path: Path, done: list[Written]) -> None:
        """Raise :class:`OutputRefused` where a worker, maybe of a cluster, reports other files than it was to write."""
        wanted = self._places.pop(path)
        for row in done:
            names = [name for name, _ in row.files]
            if names != naming.names_of(wanted.get(row.row, ""), self._planner.suffixes):
                raise OutputRefused.of("result-misplaced", given=", ".join(names))

    def _to_write(self) -> Iterator[tuple[Job, Path, set[int], dict[int, str]]]:
        """The shards with rows to write, each after the names of its files were recorded."""
        for path in sorted(self._shards_folder.iterdir()):
            tasks = {task.recipient.row: task.place for task in shards.read(path)}
            left_out = self._left_out & tasks.keys()
            if len(left_out) == len(tasks):
                continue
            self._places[path] = {row: place for row, place in tasks.items() if row not in left_out}
            wanted = self._places[path].values()
            self.ledger.intend(name for place in wanted for name in naming.names_of(place, self._planner.suffixes))
            own_days = {row: day for row in tasks if (day := self._own_days.get(row))}
            yield self.job, path, left_out, own_days
