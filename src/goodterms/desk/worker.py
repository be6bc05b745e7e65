"""What is done with a whole table, in a process of its own: it is checked, tried on oneself, or written.

So a page stays quick while a hundred thousand letters are written, a run can be stopped at any moment as Ctrl-C stops
the command, and what it needed of memory is given back.
"""

from __future__ import annotations

import sys
import time
import traceback
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms import fields, speech
from goodterms.batch import from_table
from goodterms.batch.preparing import BatchCall
from goodterms.batch.progress import Listener, Progress
from goodterms.batch.run import Options
from goodterms.batch.splitting import Rows, Sender, ask
from goodterms.batch.stopping import end_with_parent, stoppable
from goodterms.desk import table_seen
from goodterms.desk.messages import text
from goodterms.desk.order import CHECK, TEST, WRITE, merged, rows_meant, table_call
from goodterms.desk.page_hints import in_line
from goodterms.desk.recognised import recognise
from goodterms.desk.table_index import Finds, keep_results
from goodterms.errors import BadRows, GoodtermsError, Interrupted, InvalidRequest
from goodterms.messages import program, program_language
from goodterms.recipients.faults import Tally
from goodterms.recipients.grouping import Screen
from goodterms.recipients.selection import Selection
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection

    from goodterms.batch.together import Finished
    from goodterms.desk.order import Order
    from goodterms.desk.recognised import Recognised
    from goodterms.recipients.faults import Header, RowFault
    from goodterms.recipients.report import Result
    from goodterms.speech.language import Language

SCREEN = Screen(110, 60)
"""The room for faults on a page."""
_TESTS = 20
"""The most letters of a test."""
_SECONDS = 0.2
"""Between two signs of progress."""
_OF_MAIL = {"missing-sender-address": "mail.from", "missing-timezone": "mail.timezone"}
"""What the settings lack, by the faults that say so."""
_ALL_ROWS = Rows(Selection((), ()), None)
_CONTROLS = {
    "--date": "outbox_date",
    "--test-to": "test_address",
    "--into": "table_into",
    "--without": "table_steps",
    "--only": "choose_keys",
    "--where": "choose_columns",
    "--cancel": "outbox_cancel",
}
"""The texts of the controls of the page, by the options of the command that do the same."""
SEEN, PROGRESS, DONE, REFUSED, LACKING, BUG = "seen", "progress", "done", "refused", "lacking", "bug"
"""What the process says, each with its details."""


class Line(NamedTuple):
    """A line on faults or wordings, and the first row that it is about; 0 for the header."""

    text: str
    row: int


class Checked(NamedTuple):
    """What the check of a table found: what there is to do, in a line, and in lines; and the wordings.

    ``header`` says that columns are missing; ``lacking`` are the fields that goodterms.toml may give for all rows.
    """

    summary: str = ""
    lines: tuple[Line, ...] = ()
    wordings: int = 0
    advice: tuple[Line, ...] = ()
    header: bool = False
    lacking: tuple[str, ...] = ()


class Written(NamedTuple):
    """What a run wrote: the numbers of letters, notes, and what there is to do about rows that were left out.

    ``files`` are those of a test, below its outbox.
    """

    written: int
    unchanged: int
    removed: int
    cancelled: int
    skipped: int
    summary: str
    notes: tuple[str, ...]
    files: tuple[str, ...] = ()


def work(order: Order, pipe: Connection) -> None:
    """Carry out an order, and say through the pipe how it goes, and how it ended."""
    end_with_parent()
    speech.choose(partial(_language, order.language) if order.language else None)
    try:
        with stoppable():
            pipe.send((DONE, _WORKS[order.kind](order, lambda kind, details: pipe.send((kind, details)))))
    except (Interrupted, KeyboardInterrupt):
        sys.exit(1)  # the desk knows that it stopped the process
    except BrokenPipeError:
        sys.exit(1)
    except BadRows as error:
        pipe.send((REFUSED, [str(error.faults[0]), *error.rows]))
        pipe.send((LACKING, ()))
    except GoodtermsError as error:
        pipe.send((REFUSED, _on_page(error).lines()))
        pipe.send((LACKING, tuple(key for one in error.faults if (key := _OF_MAIL.get(one.kind)))))
    except Exception as error:  # noqa: BLE001 -- the page says that it is a bug
        traceback.print_exc()
        pipe.send((BUG, type(error).__name__))


def _on_page(error: GoodtermsError) -> GoodtermsError:
    """The error with the names that the controls of the page have for the options of the command."""
    if type(error) is not InvalidRequest:
        return error
    return InvalidRequest(
        one._replace(place=text(_CONTROLS[one.place])) if one.place in _CONTROLS else one for one in error.faults
    )


def _language(tag: str) -> Language | None:
    return program.load(program_language.by_tag(tag))


def _check(order: Order, say: Callable[[str, object], None]) -> Checked:
    workspace = Workspace(order.overlays, settings=order.settings)
    recognised = recognise(workspace, order)
    call, sender = _call(order, workspace, recognised), _sender(workspace)
    asked = ask(workspace.project, sender, call, _ALL_ROWS, [])
    chosen = table_seen.meant(workspace.project, sender, call, order)
    say(SEEN, table_seen.look(workspace.project, order, recognised, asked, chosen))
    if chosen.wrong:
        raise chosen.wrong
    places = table_seen.places(asked)
    finds = Finds(Path(order.database))
    kept: dict[str, Tally] = {}
    needed: dict[str, None] = {}

    def note(faults: Sequence[RowFault]) -> None:
        finds.add(table_seen.found(faults, "fault", places))
        needed.update((one.fault.place.partition(".")[0], None) for one in faults if not one.has_column)

    listener = Listener(
        _reporting(say),
        faults=note,
        wordings=lambda faults: finds.add(table_seen.found(faults, "advice", places)),
        tallied=lambda tally: kept.update(faults=tally),
        advise=lambda tally: kept.update(advice=tally),
    )
    how = Options(dry_run=True, apart_days=workspace.settings.apart_days)
    wanted = from_table.Wanted(call, rows_meant(order), how)
    try:
        from_table.run(workspace.project, sender, wanted, listener, _day_faults(order))
    except BadRows:
        pass  # the listener has had all of them
    finally:
        finds.close()
    faults, advice = kept.get("faults", Tally()), kept.get("advice", Tally())
    wordings = advice.counted("tact")
    lacking = tuple(dict.fromkeys([*_may_stand(faults.header), *needed]))
    # The page asks for these itself, and has the columns above.
    faults.header = faults.header._replace(standing=(), letter=False)
    return Checked(faults.summary(), _lines(faults), wordings, _lines(advice), bool(faults.header.faults), lacking)


def _may_stand(header: Header) -> Iterator[str]:
    """The fields without a column that may be given once for all rows."""
    for one in header.faults:
        if one.kind in ("missing-sender-column", "column-withheld"):
            yield str(one.param("name"))
        elif one.kind == "columns-need-unmet":
            fields_of: Any = one.param("one_of")
            yield from fields_of
    yield from header.standing


def _write(order: Order, say: Callable[[str, object], None]) -> Written:
    workspace = Workspace(order.overlays, settings=order.settings)
    call, writing = _call(order, workspace, None), order.writing
    how = Options(
        skip_bad_rows=writing.skip,
        remove=writing.remove,
        redate=writing.redate,
        screen=SCREEN,
        apart_days=workspace.settings.apart_days,
        cancel=writing.cancel,
    )
    wanted = from_table.Wanted(call, rows_meant(order), how)
    keep = partial(_keep_results, Path(order.database))
    done = from_table.run(
        workspace.project, _sender(workspace), wanted, Listener(_reporting(say)), _day_faults(order), row_results=keep
    )
    dates = [] if writing.redate else from_table.notes_on_dates(done.outcome, call)
    return _outcome(done, [*done.outcome.notes, *dates])


def _keep_results(index: Path, results: Mapping[int, Result], done: Finished) -> None:
    unchanged = {row for row, result in results.items() if result.status == "written" and row not in done.written}
    keep_results(index, results, unchanged)


def _try(order: Order, say: Callable[[str, object], None]) -> Written:
    workspace = Workspace(order.overlays, settings=order.settings)
    call = _call(order, workspace, None)._replace(test_to=order.test_to, formats=("eml",), into="")
    rows = rows_meant(order)._replace(limit=_TESTS)
    notes: list[str] = []
    listener = Listener(_reporting(say), notes=notes.extend)
    wanted = from_table.Wanted(call, rows, Options(screen=SCREEN))
    done = from_table.run(workspace.project, _sender(workspace), wanted, listener, _day_faults(order))
    outbox = Path(order.outbox)
    files = sorted(path.relative_to(outbox).as_posix() for path in outbox.glob("*/**/*.eml"))
    return _outcome(done, notes)._replace(files=tuple(files))


_WORKS: Mapping[str, Callable[[Order, Callable[[str, object], None]], object]] = {
    CHECK: _check,
    WRITE: _write,
    TEST: _try,
}


def _sender(workspace: Workspace) -> Sender:
    return Sender(workspace.settings.envelope, workspace.sender_values)


def _call(order: Order, workspace: Workspace, recognised: Recognised | None) -> BatchCall:
    """What a batch is asked for; the faults of its date come later, see :func:`_day_faults`."""
    if recognised:
        uses, words = recognised.uses, recognised.words
    else:  # a table that is being read again has none: those that were recognised are in the settings by now
        uses, words = {**workspace.columns, **order.uses}, merged(workspace.words, order.words)
    try:
        day = fields.parse_date(order.writing.day)
    except fields.InvalidValue:
        day = date.today()  # noqa: DTZ011 -- the day on the wall of whoever sends the letters
    return BatchCall(
        letter=order.reading.letter,
        table=table_call(order, uses, words),
        outbox=Path(order.outbox),
        formats=() if order.writing.into else order.writing.formats,
        into=order.writing.into,
        day=day,
        without=order.reading.without,
        missing="refuse",
        tact=workspace.settings.tact,
    )


def _day_faults(order: Order) -> list[Any]:
    try:
        if order.writing.day:
            fields.parse_date(order.writing.day)
    except fields.InvalidValue as invalid:
        return [one._replace(place="--date") for one in invalid.faults]
    return []


def _lines(tally: Tally) -> tuple[Line, ...]:
    return tuple(Line(in_line(line), row) for line, row in tally.lines_with_rows(SCREEN)) if tally else ()


def _outcome(done: Finished, notes: Sequence[str]) -> Written:
    outcome, tally = done.outcome, done.tally
    return Written(
        outcome.written,
        outcome.unchanged,
        outcome.removed,
        outcome.cancelled,
        len(tally.rows),
        tally.summary(),
        tuple(notes),
    )


def _reporting(say: Callable[[str, object], None]) -> Callable[[Progress], None]:
    """Says how far a run is, now and then."""
    last: list[float] = [0.0]

    def report(progress: Progress) -> None:
        if (now := time.monotonic()) - last[0] >= _SECONDS:
            last[0] = now
            say(PROGRESS, (progress.phase, sum(progress.by_group.values()), progress.total))

    return report
