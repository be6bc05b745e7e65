"""A run for all letters of a table: nothing is written before all rows of all letters are good."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import apart, stopping
from goodterms.batch.executors import executor
from goodterms.batch.ledger import Ledger
from goodterms.batch.ledger_refusals import refusal
from goodterms.batch.opening import opened
from goodterms.batch.remembering import invites
from goodterms.batch.removal import refuse_many_gone
from goodterms.batch.run import LetterRun, Outcome, Tools, gathered_name
from goodterms.errors import BadRows, OutputRefused
from goodterms.faults import fault
from goodterms.faults.causes import Damaged, cause
from goodterms.recipients import headers
from goodterms.recipients.faults import Tally
from goodterms.recipients.report import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TextIO

    from goodterms.batch.executors import Workers
    from goodterms.batch.job import Job
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.progress import Listener
    from goodterms.batch.run import Gather, Options, Part
    from goodterms.recipients.faults import RowFault


class Finished(NamedTuple):
    """What a run did for all letters, the rows with faults, and the numbers of the rows whose letters it wrote."""

    outcome: Outcome
    tally: Tally
    written: frozenset[int] = frozenset()


def run(
    table: Path,
    parts: Sequence[Part],
    options: Options,
    outbox: Outbox,
    listener: Listener,
    gather: Gather | None = None,
    faults: Iterable[RowFault] = (),
) -> Finished:
    """Write the letters of a table into a locked outbox, and gather them when ``gather`` is given.

    ``parts`` has a part of the ``table`` for each letter; ``faults`` are those of rows that are in none. The
    ``listener`` gets the progress and what is found. Raises :class:`BadRows` when rows have faults and may not
    be skipped: then nothing is written. Raises :class:`Interrupted` when the user stops the run.
    """
    ledgers: list[Ledger] = []
    try:
        runs = []
        inviting = [part for part in parts if invites(part.job.project.letter(part.job.letter))] or parts[:1]
        for part in parts:
            ledgers.append(Ledger(outbox.ledger, part.job.letter))
            own = options if part in inviting else options._replace(cancel=())
            runs.append(LetterRun(part, own, Tools(outbox, ledgers[-1], listener.progress)))
        return _Together(table, runs, options, outbox, listener).go(faults, gather)
    except (sqlite3.Error, Damaged) as error:
        raise refusal(outbox.ledger, error) from None
    except OSError as error:
        reason = cause(error)._replace(place=str(error.filename or outbox.folder))
        raise OutputRefused.of("run-failed", reason=reason) from None
    except KeyboardInterrupt as stop:
        raise stopping.interrupted(stop) from None
    finally:
        for ledger in ledgers:
            ledger.close()


class _Together:
    """The runs of all letters of one table."""

    def __init__(
        self,
        table: Path,
        runs: list[LetterRun],
        options: Options,
        outbox: Outbox,
        listener: Listener,
    ) -> None:
        self._table = table
        self._runs = runs
        self._listener = listener
        self._options = options
        self._outbox = outbox
        self._header = headers.merged({one.job.letter: one.header for one in runs})
        self._tally = Tally(self._header)
        self._notes: list[str] = []

    def go(self, faults: Iterable[RowFault], gather: Gather | None) -> Finished:
        """Check all letters, then write them."""
        faults = list(faults)
        left = [one for one in self._runs if not one.is_up_to_date() or faults]
        if not left and not faults:
            return self._finished()
        for one in left:
            one.prepare()
        with executor(self._options.jobs, self._options.cluster) as (workers, width):
            self._check(left, faults, workers, width)
            for one in left:
                one.check_cancellations(workers, width)
            if self._options.dry_run:
                return self._finished([one.would_do() for one in left])
            for one in left:
                one.write(workers, width)
        for one in left:
            one.finish(gather)
        return self._finished()

    def _check(self, runs: list[LetterRun], faults: list[RowFault], workers: Workers, width: int) -> None:
        """Check all rows of some letters; raises when one has a fault and may not be skipped, or too many are gone.

        Where no row says which letter it asks for, there are no letters, and nothing can be skipped.
        """
        with self._outbox.faults.open("w", encoding="utf-8") as kept:
            self._note(kept, faults)
            for one in runs:
                one.check(workers, width, lambda found: self._note(kept, found))
            if self._options.apart_days is not None and runs:
                self._note(kept, self._too_near(self._options.apart_days))
        self._tally.total = sum(one.total for one in self._runs) + len(faults)
        wordings = Tally()
        found = sorted((each for one in runs for each in one.wordings), key=lambda each: each.row)
        wordings.add(found)
        wordings.total = self._tally.total
        if wordings:
            self._listener.wordings(found)
            self._listener.advise(wordings)
        if self._tally:
            self._listener.tallied(self._tally)
        if self._tally and (self._header.faults or not self._options.skip_bad_rows or not runs):
            summary = fault("rows", str(self._table), summary=self._tally.summary())
            raise BadRows([summary, *self._header.faults], self._tally.lines(self._options.screen))
        if not self._options.remove:
            refuse_many_gone(self._table, [one.gone() for one in self._runs], self._outbox)

    def _too_near(self, days: int) -> list[RowFault]:
        """The faults of letters that may not meet; what else is to be said of them goes to the notes."""
        first = self._runs[0]
        found = apart.find(self._runs, first.ledger, first.job.project, days, self._options.limit)
        self._notes = found.notes
        return found.faults

    def _note(self, kept: TextIO, faults: list[RowFault]) -> None:
        self._tally.add(faults)
        self._listener.faults(faults)
        kept.writelines(map(_as_json, faults))

    def _finished(self, outcomes: Sequence[Outcome] = ()) -> Finished:
        """What all the runs did, or would do."""
        outcomes = outcomes or [one.outcome for one in self._runs]
        other_days: dict[str, int] = {}
        for outcome in outcomes:
            for day, count in outcome.other_days.items():
                other_days[day] = other_days.get(day, 0) + count
        whole = Outcome(
            sum(outcome.written for outcome in outcomes),
            sum(outcome.unchanged for outcome in outcomes),
            sum(outcome.removed for outcome in outcomes),
            next((outcome.run for outcome in outcomes if outcome.run is not None), None),
            tuple(dict.fromkeys([*self._notes, *(note for outcome in outcomes for note in outcome.notes)])),
            other_days,
            sum(outcome.cancelled for outcome in outcomes),
        )
        return Finished(whole, self._tally, frozenset().union(*(one.written for one in self._runs)))


def results(outbox: Outbox, jobs: Iterable[Job], outcome: Outcome | None) -> dict[int, Result]:
    """The result of each row, by its number: its faults, or its letters when the run finished."""
    by_row: dict[int, Result] = {}
    for job in jobs if outcome else ():
        with opened(outbox.ledger, job.letter) as ledger:
            for each in ledger.letters(outcome.run if outcome else None):
                output = "; ".join(name for name, _ in each.files) if not job.into else gathered_name(job)
                by_row[each.row] = Result(each.tag, "cancelled" if each.state else "written", output, "")
    for line in outbox.faults.read_text("utf-8").split("\n")[:-1] if outbox.faults.exists() else ():
        row, problem = json.loads(line)
        before = f"{by_row[row].error}; " if row in by_row and by_row[row].error else ""
        by_row[row] = Result("", "refused", "", before + problem)
    return by_row


def _as_json(row_fault: RowFault) -> str:
    """A fault as a line of the file that the report is made from."""
    return json.dumps([row_fault.row, f"{row_fault.column}: {row_fault.fault.problem}"], ensure_ascii=False) + "\n"
