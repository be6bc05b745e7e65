"""The page of one row of a table: the letter that a batch writes for it, or why it writes none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from goodterms import fields
from goodterms.batch.shards import recipient_of
from goodterms.batch.work import compose_row
from goodterms.cldr.locales import name_in
from goodterms.desk import message_links, pages
from goodterms.desk.asked import VIEWS
from goodterms.desk.making import Side, shown
from goodterms.desk.messages import text
from goodterms.desk.table_page import OWN, notes
from goodterms.errors import CallError, ContentError, InvalidRequest
from goodterms.formats import FORMATS, document
from goodterms.speech import speak
from goodterms.text.bidi import escape_controls
from goodterms.text.safe import safe

if TYPE_CHECKING:
    from goodterms.desk.table_index import Index, IndexedRow
    from goodterms.desk.table_page import Around
    from goodterms.desk.table_seen import Seen
    from goodterms.desk.tables import Table
    from goodterms.workspace import Workspace

ROW_VIEWS = ("page", "mail", "text")
"""How the letter of a row can be shown, keys of :data:`VIEWS`."""


def page(
    workspace: Workspace, table: Table, seen: Seen, index: Index, row: IndexedRow, view: str, around: Around
) -> str:
    """The page of a row."""
    found = index.found([row.row]).get(row.row, [])
    side = letter(workspace, table, seen, index, row, view) if row.letter else None
    before, after = index.beside(row.row)
    title = text("row_title", row=row.row)
    values = {
        "id": table.id,
        "name": table.name,
        "title": title,
        "back": text("back_to_table", table=table.name),
        "number": row.row,
        "letter": speak(workspace.project.letter(row.letter).title) if row.letter else "",
        "cells": [
            {"name": escape_controls(name), "text": escape_controls(cell)}
            for name, cell in zip(seen.names, row.cells, strict=False)
            if cell
        ],
        "notes": notes(found, with_column=True),
        "side": _side(side, table, row, view) if side else None,
        "views": ROW_VIEWS,
        "view": view,
        "before": before,
        "after": after,
        "next_fault": index.next_with_fault(row.row),
    }
    return pages.page("row", f"{title} – {table.name}", values, version=around.version, own=OWN)


def letter(workspace: Workspace, table: Table, seen: Seen, index: Index, row: IndexedRow, view: str) -> Side:
    """The letter of a row in a view; of kind ``nothing``, with the reasons, where a batch would refuse it."""
    project, form = workspace.project, VIEWS[view]
    job = seen.jobs[row.letter]
    if job.layers == project.content.layers[:-1]:
        job.take(project)
    side = Side("", "", "ltr", "nothing")
    parts = index.recipient(row.row)
    if parts is None:
        return side
    try:
        made, envelope = compose_row(job, recipient_of(parts), _day(table))
        locale = made.request.locale
        side = Side(locale.tag, name_in(project.spoken_locale, locale), locale.direction, "nothing")
        check = FORMATS[form].check
        if check and (faults := list(check(project.content, made, envelope))):
            raise InvalidRequest(faults)
        return shown(side, view, document(project.content, made, form, envelope).content)
    except (CallError, ContentError) as error:
        return side._replace(lines=error.lines(), messages=message_links.of_error(workspace, error))


def _day(table: Table) -> date:
    try:
        return fields.parse_date(table.writing.day)
    except fields.InvalidValue:
        return date.today()  # noqa: DTZ011 -- the day on the wall of whoever sends the letters


def _side(side: Side, table: Table, row: IndexedRow, view: str) -> dict[str, object]:
    return {
        "kind": side.kind,
        "tag": side.tag,
        "language": side.language,
        "direction": side.direction,
        "content": side.content if side.kind == "text" else "",
        "source": f"/tables/{table.id}/rows/{row.row}/{view}",
        "title": text("row_letter", row=row.row, language=side.language),
        "heads": [{"name": text(head), "value": value} for head, value in side.heads.items() if value],
        "lines": [safe(line) for line in side.lines],
        "messages": [one._asdict() for one in side.messages],
    }
