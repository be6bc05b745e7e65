"""The pages of tables: the one to which they are sent, and that of one table, from its columns to its outbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms import settings_file
from goodterms.batch.gathering import KINDS
from goodterms.batch.remembering import invites
from goodterms.content.column_settings import DATE_ORDERS, DECIMALS
from goodterms.desk import choosing, pages, standing, table_columns, table_index
from goodterms.desk.batch_command import batch_line, send_line
from goodterms.desk.gallery import languages
from goodterms.desk.messages import TEXTS, counted, text
from goodterms.desk.runs import FINISHED, NOT_DONE, STOPPED
from goodterms.desk.table_index import ALL, MEANT, ROWS, WITH_FAULTS
from goodterms.desk.uploads import MAX_BYTES, TAKEN
from goodterms.formats import FORMATS
from goodterms.speech import joined, speak
from goodterms.text.bidi import escape_controls
from goodterms.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.desk.runs import Run
    from goodterms.desk.table_index import Found, IndexedRow
    from goodterms.desk.table_seen import Seen
    from goodterms.desk.tables import Table
    from goodterms.desk.worker import Line, Written
    from goodterms.workspace import Workspace

OWN = ("table.css", "days.js", "table.js")
"""The style sheet and the script of these pages."""
MOST_COLUMNS = 100
"""The columns that a page shows; a table may have a thousand."""


class Around(NamedTuple):
    """What a page has beside its table: the token of its forms, the folder of the desk (None: nothing is written)."""

    token: str
    version: int
    overlays: Sequence[Path]
    folder: Path | None
    settings: Path


class View(NamedTuple):
    """Which rows a page shows: from the place ``at`` on, of those of a kind; ``row`` is the one to look for."""

    at: int = 0
    which: str = ALL
    row: int = 0


def upload_page(workspace: Workspace, tables: Sequence[Table], around: Around) -> str:
    """The page to which tables are sent."""
    values = {
        "token": around.token,
        "letters": _letters(workspace),
        "help": text("upload_help", taken=joined(TAKEN), limit=f"{MAX_BYTES // 1_000_000} MB"),
        "accept": ",".join(TAKEN),
        "limit": MAX_BYTES,
        "tables": [{"id": one.id, "name": one.name} for one in tables],
    }
    return pages.page("tables", text("tables"), values, version=around.version, own=OWN)


def page(workspace: Workspace, table: Table, view: View, around: Around) -> str:
    """The page of one table."""
    seen, check = table.seen, table.check
    values: dict[str, Any] = {
        "id": table.id,
        "name": table.name,
        "token": around.token,
        "said": table.said,
        "problem": [safe(line) for line in table.problem],
        "reading": table.reading._asdict(),
        "writing": table.writing._asdict(),
        "letters": _letters(workspace),
        "locales": [one._asdict() for one in languages(workspace)],
        "formats": [{"name": one, "help": text(f"format_{one}")} for one in FORMATS if f"format_{one}" in TEXTS],
        "gathered": [{"name": one, "help": text(f"into_{one}")} for one in KINDS],
        "steps": _steps(workspace, table),
        "date_orders": DATE_ORDERS,
        "decimals": list(DECIMALS),
        "status": status(check),
        "is_checking": bool(check and check.is_running),
        "refused": check.lines if check and check.state == NOT_DONE else [],
        "seen": None,
        "columns": None,
        "choice": None,
        "faults": None,
        "rows": None,
        "run": _run(table),
        "test": _test(table),
        "can_write": around.folder is not None,
        "standing": _standing(workspace, table) if around.folder is not None else [],
        "accept": ",".join(TAKEN),
        "limit": MAX_BYTES,
        "in_settings": {
            name: text(name, file=escape_controls(str(around.settings)))
            for name in ("columns_keep_help", "standing_keep_help", "outbox_keeps_columns")
        },
    }
    if seen:
        values |= _of_table(workspace, table, seen, view, around)
    return pages.page("table", text("table_title", name=table.name), values, version=around.version, own=OWN)


def _of_table(workspace: Workspace, table: Table, seen: Seen, view: View, around: Around) -> dict[str, object]:
    """What a page has when the table was read."""
    return {
        "seen": {
            "rows": counted("row_count", seen.rows),
            "place": _place(seen),
            "notes": [safe(note) for note in seen.notes],
            "sheets": seen.sheets,
            "encoding": seen.encoding,
            "is_split": seen.is_split,
            "is_open": any(one.is_open for one in seen.columns),
        },
        "columns": _columns(workspace, seen, around),
        "choice": choosing.shown(table.reading, seen),
        "has_meetings": any(invites(workspace.project.letter(letter)) for letter in seen.jobs),
        "faults": _faults(table.check, seen),
        "rows": _rows(table, seen, view),
        "command": batch_line(table.name, table.reading, table.writing, around.overlays),
        "outbox_intro": text("outbox_intro", folder=escape_controls(str((around.folder or Path()).resolve()))),
    }


def _letters(workspace: Workspace) -> list[dict[str, object]]:
    return [
        {
            "title": (group or text("group_other")).capitalize(),
            "letters": [{"name": spec.name, "title": speak(spec.title)} for spec in specs],
        }
        for group, specs in table_columns.letters_of(workspace.letters())
    ]


def _steps(workspace: Workspace, table: Table) -> list[dict[str, object]]:
    """The steps that the letters of a table can do without."""
    found: dict[str, str] = {}
    for letter in _letters_of(table):
        for step in workspace.project.letter(letter).steps.values():
            if not step.required:
                found.setdefault(step.name, speak(step.title))
    return [{"name": name, "title": title, "kept": name not in table.reading.without} for name, title in found.items()]


def _place(seen: Seen) -> str:
    """Where the table is in its file."""
    if seen.sheet:
        return text("place_in_sheet", row=seen.header_row, sheet=escape_controls(seen.sheet))
    return text("place_in_text", row=seen.header_row, encoding=seen.encoding or "utf-8")


def _letters_of(table: Table) -> Sequence[str]:
    """The letters that the rows of a table ask for, as far as they are known."""
    if table.seen:
        return [*table.seen.jobs]
    return [table.reading.letter] if table.reading.letter else []


def _standing(workspace: Workspace, table: Table) -> list[dict[str, object]]:
    """Controls for the values that nothing gives yet."""
    check = table.check
    if check is None:
        return []
    lacking = [
        *check.lacking,
        *(check.answer.lacking if check.answer else ()),
        *(table.run.lacking if table.run else ()),
    ]
    return standing.controls(workspace, _letters_of(table), list(dict.fromkeys(lacking)))


def _columns(workspace: Workspace, seen: Seen, around: Around) -> dict[str, object]:
    rows = table_columns.rows(workspace.project, seen)
    lacking = len(settings_file.added(around.settings, seen.new).columns)
    return {
        "rows": rows[:MOST_COLUMNS],
        "more": text("columns_more", count=len(rows) - MOST_COLUMNS) if len(rows) > MOST_COLUMNS else "",
        "options": [
            {"title": group.title, "options": [one._asdict() for one in group.options]}
            for group in table_columns.options(workspace.project, seen)
        ],
        "summary": counted("columns_new", lacking) if lacking else text("columns_settled"),
        "is_new": bool(lacking),
        "is_open": bool(lacking) or any(row["kind"] == "unsure" for row in rows),
        "as_it_is": table_columns.AS_IT_IS,
        "unused": table_columns.UNUSED,
    }


def status(run: Run | None) -> str:
    """How far a check or a run is, in words."""
    if run is None or not run.is_running:
        return ""
    if run.phase == "written":
        return text("writing_of", done=f"{run.done:,}", total=f"{run.total:,}")
    if run.seen and run.done:
        return text("checking_of", done=f"{run.done:,}", total=f"{run.seen.rows:,}")
    return text("checking_rows", done=f"{run.done:,}") if run.done else text("reading_table")


def progress(table: Table) -> dict[str, object]:
    """The same for a script, about whatever is being done with a table."""
    for run in (table.run, table.test, table.check):
        if run and run.is_running:
            total = run.total or (run.seen.rows if run.seen else 0)
            return {
                "text": status(run),
                "done": run.done,
                "total": total,
                "running": True,
                "has_rows": bool(table.seen),
            }
    return {"text": "", "done": 0, "total": 0, "running": False, "has_rows": bool(table.seen)}


def _faults(check: Run | None, seen: Seen) -> dict[str, object] | None:
    """What the check found, grouped; None while it goes on."""
    if check is None or check.answer is None:
        return None
    found = check.answer
    fine = text("table_fine" if seen.meant is None else "table_fine_chosen")
    return {
        "summary": text("table_faults", tasks=found.summary) if found.lines else fine,
        "is_fine": not found.lines,
        "header": found.header,
        "lines": [*map(_line, found.lines)],
        "wordings": counted("wordings", found.wordings) if found.wordings else "",
        "advice": [*map(_line, found.advice)],
    }


def _line(line: Line) -> dict[str, object]:
    return {"text": safe(line.text), "row": line.row}


def _rows(table: Table, seen: Seen, view: View) -> dict[str, object]:
    index = table.index
    if index is None:
        return {"rows": [], "count": 0}
    count, with_faults = index.count(view.which), index.count(WITH_FAULTS)
    at = min(view.at, max(count - 1, 0)) // ROWS * ROWS
    shown = index.page(at, view.which)
    numbers = [row.row for row in shown]
    found = index.found(numbers)
    outcome = table_index.results(table.results, numbers) if table.results and table.results.exists() else {}
    last = numbers[-1] if numbers else 0
    faulty = index.next_with_fault(view.row or last) if with_faults else 0
    names = [escape_controls(name) for name in seen.names[:MOST_COLUMNS]]
    return {
        "names": names,
        "rows": [_row(row, found.get(row.row, []), len(names), outcome.get(row.row)) for row in shown],
        "has_keys": bool(seen.keys),
        "count": count,
        "has_results": bool(outcome),
        "is_split": seen.is_split,
        "which": view.which,
        "others": [
            {"which": which, "text": text(name, count=f"{number:,}")}
            for which, name, number in (
                (MEANT, "rows_chosen", seen.meant or 0),
                (WITH_FAULTS, "rows_with_faults", with_faults),
                (ALL, "rows_all", seen.rows),
            )
            if which != view.which and number
        ],
        "with_faults": with_faults,
        "at": at,
        "before": at - ROWS if at else None,
        "after": at + ROWS if at + ROWS < count else None,
        "last": (count - 1) // ROWS * ROWS if count else 0,
        "range": text("rows_shown", first=at + 1, last=at + len(shown), count=f"{count:,}") if shown else "",
        "next_fault": faulty,
    }


def _row(row: IndexedRow, found: Sequence[Found], width: int, outcome: table_index.RowResult | None) -> dict[str, Any]:
    by_place: dict[int, list[Found]] = {}
    for one in found:
        by_place.setdefault(one.place if one.place < width else -1, []).append(one)
    cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    return {
        "number": row.row,
        "letter": row.letter,
        "kind": _kind(found),
        "key": row.key if row.key == escape_controls(row.key) else "",
        "is_meant": row.is_meant,
        "cells": [
            {
                "text": escape_controls(cell),
                "kind": _kind(by_place.get(place, [])),
                "notes": notes(by_place.get(place, [])),
            }
            for place, cell in enumerate(cells)
        ],
        "notes": notes(by_place.get(-1, []), with_column=True),
        "result": _result(outcome),
    }


def _kind(found: Sequence[Found]) -> str:
    kinds = {one.kind for one in found}
    return "fault" if "fault" in kinds else "advice" if kinds else ""


def notes(found: Sequence[Found], *, with_column: bool = False) -> list[dict[str, str]]:
    """What was found, for a page."""
    return [
        {
            "kind": one.kind,
            "column": escape_controls(one.column) if with_column else "",
            "problem": safe(one.problem),
            "hint": safe(one.hint),
        }
        for one in found
    ]


def _result(outcome: table_index.RowResult | None) -> dict[str, str]:
    if outcome is None:
        return {"kind": "", "text": text("result_none")}
    if outcome.status == "refused":
        return {"kind": "fault", "text": text("result_skipped", reason=safe(outcome.error))}
    name = f"result_{outcome.status}" if f"result_{outcome.status}" in TEXTS else "result_none"
    return {"kind": "good", "text": text(name, files=outcome.output)}


def _run(table: Table) -> dict[str, object] | None:
    """The last run that wrote, or the one that writes."""
    run = table.run
    if run is None:
        return None
    outbox = run.order.outbox
    values: dict[str, object] = {
        "state": run.state,
        "is_running": run.is_running,
        "status": status(run),
        "is_stopped": run.state == STOPPED,
        "lines": [safe(line) for line in run.lines],
        "said": text("outbox_running" if run.is_running else "outbox_written", folder=escape_controls(outbox)),
        "send": "",
    }
    if run.state == FINISHED:
        values |= _written(run.answer)
        if "eml" in run.order.writing.formats:
            values["send"] = send_line(run.order.writing.outbox)
    return values


def _written(answer: Written) -> dict[str, object]:
    counts = {"written": answer.written, "unchanged": answer.unchanged, "cancelled": answer.cancelled}
    counts |= {"removed": answer.removed, "skipped": answer.skipped}
    return {
        "counts": [
            text(f"count_{name}", count=f"{count:,}") for name, count in counts.items() if count or name == "written"
        ],
        "skipped": text("rows_skipped", tasks=answer.summary) if answer.skipped else "",
        "notes": [safe(note) for note in answer.notes],
    }


def _test(table: Table) -> dict[str, object]:
    run = table.test
    files = run.answer.files if run and run.answer else ()
    notes_of = run.answer.notes if run and run.answer else ()
    return {
        "address": table.test_to,
        "is_running": bool(run and run.is_running),
        "lines": [safe(line) for line in run.lines] if run else [],
        "notes": [safe(note) for note in notes_of if note not in (table.seen.notes if table.seen else ())],
        "files": [{"href": f"/tables/{table.id}/tests/{place}", "name": name} for place, name in enumerate(files)],
        "is_stopped": bool(run and run.state == STOPPED),
    }
