"""A whole run: from what was asked of a table to the letters in its outbox, and the report on its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms import output, sheets
from goodterms.batch import together
from goodterms.batch.gathering import assemble
from goodterms.batch.opening import letters_by_column, refuse_other_kind
from goodterms.batch.outbox import Outbox
from goodterms.batch.splitting import ask, with_earlier
from goodterms.envelopes import Document
from goodterms.recipients import report
from goodterms.speech import plural, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from goodterms.batch.job import Job
    from goodterms.batch.preparing import BatchCall
    from goodterms.batch.progress import Listener
    from goodterms.batch.run import Options, Outcome
    from goodterms.batch.splitting import Asked, Rows, Sender
    from goodterms.batch.together import Finished
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.report import Result


class Wanted(NamedTuple):
    """What is wanted of a run: the call, the rows that are meant, how it is carried out.

    ``shared`` lets the group of the outbox in. Where the call is for a test, the limit of the rows is the most letters.
    """

    call: BatchCall
    rows: Rows
    how: Options
    shared: bool = False


def run(
    project: Project,
    sender: Sender,
    wanted: Wanted,
    listener: Listener,
    faults: list[Fault],
    reported: Callable[[Path], None] = lambda _: None,
    row_results: Callable[[Mapping[int, Result], Finished], None] | None = None,
) -> Finished:
    """Write the letters of a table, and the report where the call wants one, whether the run finishes or not.

    ``faults`` are those of the call so far. ``reported`` receives the path of the report. ``row_results`` receives the
    result of each row of a run that finished. Raises what :func:`goodterms.batch.splitting.ask` and
    :func:`goodterms.batch.together.run` raise.
    """
    call, rows, how, _ = wanted
    limit = rows.limit
    if call.test_to:
        rows, how = rows._replace(limit=None), how._replace(limit=None, remove=True, apart_days=None)
    asked = ask(project, sender, call, rows, faults)
    listener.notes(asked.notes)
    if call.test_to:
        from goodterms.batch import trial  # only for a test

        sampled = trial.sample(project, asked.parts, limit)
        asked = asked._replace(parts=sampled.parts)
        listener.notes(trial.notes(sampled))
    with Outbox(call.outbox, shared=wanted.shared) as box:
        refuse_other_kind(box.ledger, box.name, is_test=bool(call.test_to))
        asked = with_earlier(project, sender, call, asked, rows, partial(letters_by_column, box.ledger))
        return _run(how._replace(by_column=asked.column), call, asked, box, listener, reported, row_results)


def _run(
    how: Options,
    call: BatchCall,
    asked: Asked,
    box: Outbox,
    listener: Listener,
    reported: Callable[[Path], None],
    row_results: Callable[[Mapping[int, Result], Finished], None] | None,
) -> Finished:
    done: Finished | None = None
    jobs = [part.job._replace(target=box.folder, unfinished=box.unfinished, modes=box.modes) for part in asked.parts]
    parts = [part._replace(job=job) for part, job in zip(asked.parts, jobs, strict=True)]
    gather = partial(assemble, how, box) if call.into else None
    try:
        done = together.run(call.table.place.path, parts, how, box, listener, gather, asked.faults)
        if row_results:
            row_results(_results(box, jobs, done, how), done)
        return done
    finally:
        if call.report:
            reported(_report(call.report, call, asked, _results(box, jobs, done, how)))
        if done is None or how.dry_run:
            box.discard()


def _results(box: Outbox, jobs: Sequence[Job], done: Finished | None, how: Options) -> Mapping[int, Result]:
    return together.results(box, jobs, done.outcome if done and not how.dry_run else None)


def _report(path: Path, call: BatchCall, asked: Asked, results: Mapping[int, Result]) -> Path:
    table = sheets.read(call.table.place.path, asked.heading.sheet or None, asked.heading.encoding)
    content = report.report(path, table, asked.heading, results)
    return output.write(str(path), Document(path.name, "text/csv", content), force=True, is_private=True)


def notes_on_dates(outcome: Outcome, call: BatchCall) -> list[str]:
    """A note for whoever gave the date of a call that the letters in the outbox do not have."""
    if not outcome.other_days:
        return []
    count, days = sum(outcome.other_days.values()), sorted(filter(None, outcome.other_days))
    dates = days[0] if len(days) == 1 else speak("{first} to {last}", first=days[0], last=days[-1])
    return [
        plural(
            "{count:,} letter has not changed and keeps its date, {dates}; --redate gives all letters the date {day}",
            "{count:,} letters have not changed and keep their date, {dates}; --redate gives all letters the date "
            "{day}",
            count,
            dates=dates,
            day=call.day,
        )
    ]
