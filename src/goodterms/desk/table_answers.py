"""The addresses of tables, and what answers each; the guard has checked all of them before."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from goodterms.batch.gathering import KINDS
from goodterms.content.column_settings import DATE_ORDERS, DECIMALS
from goodterms.desk import choosing, outbox_name, pages, row_page, table_columns, table_page
from goodterms.desk.asked import UnknownChoiceError
from goodterms.desk.guard import LETTER_POLICY
from goodterms.desk.messages import text
from goodterms.desk.order import Reading, Writing
from goodterms.desk.table_index import ALL, MEANT, WITH_FAULTS
from goodterms.desk.table_page import Around, View
from goodterms.errors import GoodtermsError, InvalidRequest
from goodterms.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from goodterms.desk.desk import Desk
    from goodterms.desk.table_index import Index, IndexedRow
    from goodterms.desk.table_seen import Seen
    from goodterms.desk.tables import Table, Tables

    InThread = Callable[..., Awaitable[Any]]

_MAX_TEXT = 200
_MOST_ROW = 10_000_000


class NoTableError(Exception):
    """A table that is not kept, or a row that it does not have; the name of the text that says so."""


class TableAnswers:
    """What answers the requests about tables."""

    def __init__(self, desk: Desk, tables: Tables, version: Callable[[], int], in_thread: InThread) -> None:
        self._desk, self._tables = desk, tables
        self._version, self._in_thread = version, in_thread

    def routes(self) -> list[Route]:
        """The addresses."""
        one = "/tables/{table}"
        return [
            Route("/tables", self.all),
            Route("/tables", self.upload, methods=["POST"]),
            Route(one, self.table),
            Route(one, self.read, methods=["POST"]),
            Route(f"{one}/chosen", self.choose, methods=["POST"]),
            Route(f"{one}/days", self.days, methods=["POST"]),
            Route(f"{one}/stop", self.stop, methods=["POST"]),
            Route(f"{one}/test", self.test, methods=["POST"]),
            Route(f"{one}/tests/{{number:int}}", self.tested),
            Route(f"{one}/rows/{{row:int}}", self.row),
            Route(f"{one}/rows/{{row:int}}/{{view}}", self.letter),
            Route(f"/save{one}/columns", self.columns, methods=["POST"]),
            Route(f"/save{one}/values", self.values, methods=["POST"]),
            Route(f"/save{one}/outbox", self.write, methods=["POST"]),
        ]

    async def all(self, _: Request) -> Response:
        """The page to which tables are sent."""
        return HTMLResponse(
            await self._in_thread(table_page.upload_page, self._desk.workspace, self._tables.all(), self._around())
        )

    async def upload(self, request: Request) -> Response:
        """Take a table; for a script, the answer is its address."""
        sent = request.state.upload
        if sent.path is None:
            return HTMLResponse(pages.problem(text("upload_empty")), HTTPStatus.BAD_REQUEST)
        reading = Reading(letter=self._letter(sent.values.get("letter", "")))
        former = sent.values.get("former", "")
        table = await self._in_thread(self._tables.add, sent.name, sent.path, reading, self._desk.workspace, former)
        await self._in_thread(self._tables.check, table, self._desk.workspace)
        return _to(f"/tables/{table.id}")

    async def table(self, request: Request) -> Response:
        """The page of a table; it is checked again where the content has changed."""
        table = self._table(request)
        if _wants_json(request):
            return JSONResponse(table_page.progress(table))
        await self._in_thread(self._tables.renew, table, self._desk.workspace)
        return HTMLResponse(await self._in_thread(self._page, table, _view(request, table)))

    async def read(self, request: Request) -> Response:
        """Check a table for other letters, or read in another way; a script gets how far that is."""
        table, form = self._table(request), request.state.form
        table.reading = self._reading(form, table)
        table.writing = _written_as(table.writing, form)
        await self._in_thread(self._tables.check, table, self._desk.workspace)
        return JSONResponse(table_page.progress(table)) if _wants_json(request) else _to(f"/tables/{table.id}")

    async def choose(self, request: Request) -> Response:
        """Check a table of which other rows are to get letters."""
        table = self._table(request)
        reading = choosing.read(table.reading, request.state.form, await self._seen(table))
        if reading is None:
            raise UnknownChoiceError("column")
        table.reading = reading
        await self._in_thread(self._tables.check, table, self._desk.workspace)
        return _to(f"/tables/{table.id}#chosen")

    async def days(self, request: Request) -> Response:
        """A month, from which a day of a form is chosen, or a year for a month; it changes nothing of the table."""
        table = self._tables.get(request.path_params["table"])
        if table is None:
            raise NoTableError("table_forgotten")
        return JSONResponse(await self._in_thread(self._desk.days_in, table.reading.locale, request.state.form))

    async def stop(self, request: Request) -> Response:
        """Stop whatever is being done with a table."""
        table = self._table(request)
        for run in (table.run, table.test, table.check):
            if run and run.is_running:
                await self._in_thread(run.end)
        return _to(f"/tables/{table.id}")

    async def test(self, request: Request) -> Response:
        """Write tests to an address."""
        table = self._table(request)
        address = dict(request.state.form).get("address", "").strip()[:_MAX_TEXT]
        await self._seen(table)
        await self._in_thread(self._tables.test, table, address)
        return _to(f"/tables/{table.id}#test")

    async def tested(self, request: Request) -> Response:
        """A test, as a file."""
        table, number = self._table(request), request.path_params["number"]
        run = table.test
        if run is None or run.answer is None or number >= len(run.answer.files):
            raise NoTableError("not_found")
        path = Path(run.order.outbox, run.answer.files[number])
        content = await self._in_thread(path.read_bytes)
        headers = {
            "content-disposition": f'attachment; filename="{path.name}"',
            "content-security-policy": LETTER_POLICY,
        }
        return Response(content, media_type=FORMATS["eml"].media_type, headers=headers)

    async def row(self, request: Request) -> Response:
        """The page of a row."""
        table = self._table(request)
        seen, index, row = await self._row(request, table)
        view = request.query_params.get("view", row_page.ROW_VIEWS[0])
        if view not in row_page.ROW_VIEWS:
            raise UnknownChoiceError(view)
        shown = await self._in_thread(
            row_page.page, self._desk.workspace, table, seen, index, row, view, self._around()
        )
        return HTMLResponse(shown)

    async def letter(self, request: Request) -> Response:
        """The letter of a row, for its frame."""
        table = self._table(request)
        seen, index, row = await self._row(request, table)
        view = request.path_params["view"]
        if view not in row_page.ROW_VIEWS or not row.letter:
            raise UnknownChoiceError(view)
        side = await self._in_thread(row_page.letter, self._desk.workspace, table, seen, index, row, view)
        return HTMLResponse(side.content, headers={"content-security-policy": LETTER_POLICY})

    async def columns(self, request: Request) -> Response:
        """Keep the columns in goodterms.toml, and check the table with them."""
        table = self._table(request)
        seen = await self._seen(table)
        options = table_columns.options(self._desk.workspace.project, seen)
        corrected = table_columns.corrected(seen, request.state.form, options)
        if corrected is None:
            raise UnknownChoiceError("column")
        try:
            await self._in_thread(self._tables.keep_columns, table, corrected)
        except GoodtermsError as error:
            table.problem = error.lines()
            return _to(f"/tables/{table.id}")
        await self._in_thread(self._renewed, table)
        table.said = text("columns_kept", file=self._tables.settings.resolve())
        return _to(f"/tables/{table.id}#columns")

    async def values(self, request: Request) -> Response:
        """Keep values for all letters in goodterms.toml, and check the table with them."""
        table = self._table(request)
        try:
            faults = await self._in_thread(self._tables.keep_values, request.state.form, self._desk.workspace)
        except GoodtermsError as error:
            faults = error.faults
        if faults:
            table.problem = InvalidRequest(faults).lines()
            return _to(f"/tables/{table.id}")
        await self._in_thread(self._renewed, table)
        table.said = text("columns_kept", file=self._tables.settings.resolve())
        return _to(f"/tables/{table.id}")

    async def write(self, request: Request) -> Response:
        """Write the outbox; what was recognised of the columns is kept before, so that the command does the same."""
        table, form = self._table(request), request.state.form
        await self._seen(table)
        given = dict(form)
        writing = table.writing._replace(
            outbox=given.get("outbox", "").strip()[:_MAX_TEXT],
            skip="skip" in given,
            remove="remove" in given,
            redate="redate" in given,
            cancel=choosing.lines(given.get("cancel", "")),
        )
        try:
            folder = outbox_name.folder_of(self._desk.options.folder, writing.outbox)
            if table.run and table.run.is_running:
                raise InvalidRequest.of("outbox-busy", table.writing.outbox)
            if self._tables.has_new_columns(table):
                await self._in_thread(self._tables.keep_columns, table, {})
                self._desk.renew()
                await self._in_thread(self._tables.still_holds, table, self._desk.workspace)
        except GoodtermsError as error:
            table.writing, table.problem = writing, error.lines()
            return _to(f"/tables/{table.id}")
        await self._in_thread(self._tables.write, table, writing._replace(outbox=folder.name), folder)
        return _to(f"/tables/{table.id}#outbox")

    def _page(self, table: Table, view: View) -> str:
        return table_page.page(self._desk.workspace, table, view, self._around())

    def _renewed(self, table: Table) -> None:
        self._desk.renew()
        self._tables.renew(table, self._desk.workspace)

    def _around(self) -> Around:
        options = self._desk.options
        folder = None if options.read_only else options.folder
        return Around(self._desk.token, self._version(), options.overlays, folder, self._tables.settings)

    def _table(self, request: Request) -> Table:
        table = self._tables.get(request.path_params["table"])
        if table is None:
            raise NoTableError("table_forgotten")
        if request.method == "POST":  # what the page says is about the last form
            table.said, table.problem = "", []
        return table

    async def _seen(self, table: Table) -> Seen:
        """What is known of a table, as soon as it is; raises :class:`NoTableError` where it cannot be read."""
        if table.seen is None and table.check:
            await self._in_thread(table.check.wait_for_rows)
        if table.seen is None:
            raise NoTableError("table_not_read")
        return table.seen

    async def _row(self, request: Request, table: Table) -> tuple[Seen, Index, IndexedRow]:
        seen, index = await self._seen(table), table.index
        row = index.row(min(request.path_params["row"], _MOST_ROW)) if index else None
        if index is None or row is None:
            raise NoTableError("no_row")
        return seen, index, row

    def _letter(self, given: str) -> str:
        if given and given not in self._desk.workspace.project.content.letters():
            raise UnknownChoiceError(given)
        return given

    def _reading(self, pairs: Sequence[tuple[str, str]], table: Table) -> Reading:
        """How a form says that a table is read; a choice that the page does not offer raises an error."""
        given = dict(pairs)
        tags = [one.tag for one in self._desk.workspace.locales()]
        sheets = table.seen.sheets if table.seen else ()
        locale, sheet = given.get("locale", ""), given.get("sheet", table.reading.sheet)
        dates, numbers = given.get("dates", ""), given.get("numbers", "")
        known = {locale: tags, dates: DATE_ORDERS, numbers: DECIMALS}
        if any(value and value not in allowed for value, allowed in known.items()):
            raise UnknownChoiceError("reading")
        if sheet and sheets and sheet not in sheets:
            raise UnknownChoiceError("sheet")
        encoding = given.get("encoding", "").strip()[:_MAX_TEXT]
        row = given.get("header_row", "").strip()
        if row and not _number(row):
            raise UnknownChoiceError("header_row")
        letter = self._letter(given.get("letter", ""))
        return table.reading._replace(
            letter=letter,
            sheet=sheet,
            encoding=encoding,
            dates=dates,
            numbers=numbers,
            locale=locale,
            header_row=_number(row),
            without=self._without(pairs) if letter == table.reading.letter else (),
        )

    def _without(self, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The steps that a form offers and that are not kept."""
        known = {step for letter in self._desk.workspace.letters() for step in letter.steps}
        kept = {value for name, value in pairs if name == "step"}
        offered = [value for name, value in pairs if name == "offered"]
        if not known.issuperset(offered):
            raise UnknownChoiceError("step")
        return tuple(dict.fromkeys(step for step in offered if step not in kept))


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _written_as(writing: Writing, form: Sequence[tuple[str, str]]) -> Writing:
    """The date, the files for each letter or the one file, as a form chooses them."""
    formats = tuple(dict.fromkeys(value for name, value in form if name == "format"))
    into = dict(form).get("into", "")
    if any(one not in FORMATS for one in formats) or into not in ("", *KINDS):
        raise UnknownChoiceError("format")
    day = dict(form).get("date", writing.day).strip()[:_MAX_TEXT]
    return writing._replace(formats=formats or writing.formats, into=into, day=day)


def _view(request: Request, table: Table) -> View:
    """Which rows are asked for: by their place, or those around the number of a row."""
    given = request.query_params
    which, usual = given.get("only", ""), ALL if table.seen is None or table.seen.meant is None else MEANT
    if which not in (ALL, MEANT, WITH_FAULTS) or (which == MEANT and usual == ALL):
        which = usual
    number, index = _number(given.get("row", "")), table.index
    if number and index and (row := index.row(number)):
        place = index.place(row, which)
        return View(row.at, ALL, number) if place is None else View(place, which, number)
    return View(_number(given.get("at", "")), which, number)


def _number(given: str) -> int:
    return min(int(given), _MOST_ROW) if given.isascii() and given.isdecimal() else 0


def _to(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
