"""The desk over HTTP: addresses, and what answers each. The guard checks all of them first."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from goodterms import speech
from goodterms.content.settings import FILE_NAME
from goodterms.desk import excerpts, pages
from goodterms.desk.asked import UnknownChoiceError
from goodterms.desk.desk import Desk, Options
from goodterms.desk.guard import LETTER_POLICY, Guard, Key
from goodterms.desk.language_answers import LanguageAnswers
from goodterms.desk.languages import Languages
from goodterms.desk.live import Live, watch
from goodterms.desk.messages import text
from goodterms.desk.runs import Runs
from goodterms.desk.table_answers import NoTableError, TableAnswers
from goodterms.desk.tables import Tables
from goodterms.desk.uploads import PrivateFolder
from goodterms.errors import ContentError, GoodtermsError
from goodterms.formats import FORMATS
from goodterms.messages import program, program_language
from goodterms.translating.catalog_source import UnknownMessageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from goodterms.desk.making import Made, Side
    from goodterms.workspace import Workspace

_SECONDS_FOR_ANSWER = 60
_LETTER_HEADERS = {"content-security-policy": LETTER_POLICY}


class _NotFound(Exception):  # noqa: N818 -- named for what it says
    """An address that leads to nothing; the name of the text that says why."""


def create(open_workspace: Callable[[], Workspace], options: Options, *, port: int, key: Key) -> ASGIApp:
    """The application of one desk, for a server on ``port`` of this machine."""
    live = Live()
    loops: list[asyncio.AbstractEventLoop] = []

    def announce(of_what: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the server has stopped in the meantime
            for loop in loops:
                loop.call_soon_threadsafe(of_what)

    desk = Desk(open_workspace, options, key.token, lambda: announce(live.look))
    private, runs = PrivateFolder(), Runs(lambda _: announce(live.step))
    tables = Tables(options, private, runs)

    def changed() -> None:
        desk.renew()
        live.change()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        loops.append(asyncio.get_running_loop())
        watching = asyncio.create_task(watch(options.overlays, options.folder / FILE_NAME, changed))
        try:
            yield
        finally:
            loops.clear()
            runs.end()
            private.remove()
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching  # its thread must not keep the process alive

    answers = _Answers(desk, live)
    languages = Languages(lambda: desk.workspace, open_workspace, options, key.token, desk.renew)
    routes = [
        *LanguageAnswers(languages, desk, live, _in_thread).routes(),
        *TableAnswers(desk, tables, lambda: live.version, _in_thread).routes(),
        *answers.routes(),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=answers.handlers())
    return Guard(app, port=port, key=key, read_only=options.read_only, private=private)


class _Answers:
    """What answers the requests."""

    def __init__(self, desk: Desk, live: Live) -> None:
        self._desk = desk
        self._live = live

    def routes(self) -> list[Route]:
        """The addresses, and what answers each."""
        return [
            Route("/", self.gallery),
            Route("/letters/{letter}", self.letter),
            Route("/letters/{letter}", self.fill, methods=["POST"]),
            Route("/letters/{letter}/days", self.days, methods=["POST"]),
            Route("/made/{id}/{side:int}", self.side),
            Route("/made/{id}/{side:int}/{number:int}.png", self.picture),
            Route("/made/{id}/download/{format}", self.download),
            Route("/save/{id}", self.save, methods=["POST"]),
            Route("/speak/{tag}", self.speak),
            Route("/events", self.events),
            Route("/assets/{name}", self.asset),
        ]

    def handlers(self) -> dict[Any, Any]:
        """What answers where something is wrong."""
        return {
            GoodtermsError: self.fault,
            _NotFound: self.not_found,
            NoTableError: self.not_found,
            UnknownChoiceError: self.unknown,
            UnknownMessageError: self.unknown,
            TimeoutError: self.late,
            HTTPStatus.NOT_FOUND: self.not_found,
            HTTPStatus.METHOD_NOT_ALLOWED: self.not_found,
            Exception: self.bug,
        }

    async def gallery(self, _: Request) -> Response:
        """All letters."""
        version, looks = self._live.version, self._live.looks
        return HTMLResponse(await _in_thread(self._desk.gallery, version, looks))

    async def letter(self, request: Request) -> Response:
        """A letter: with sample values, or one that is kept."""
        asked = request.query_params
        if "made" in asked:
            made = self._made(asked["made"])
            if made.asked.letter != request.path_params["letter"]:
                raise _NotFound("forgotten")
            made = await _in_thread(self._desk.again, made)
        else:
            made = await _in_thread(
                self._desk.first, request.path_params["letter"], asked.get("locale", ""), asked.get("beside")
            )
        return HTMLResponse(await _in_thread(self._desk.page, made, self._desk.keep(made), self._live.version))

    async def fill(self, request: Request) -> Response:
        """The letter of a filled form: for a script as JSON; else its page, at an address without values."""
        made = await _in_thread(self._desk.fill, request.path_params["letter"], request.state.form)
        name = self._desk.keep(made)
        if _wants_json(request):
            return JSONResponse(await _in_thread(self._desk.answer, made, name))
        return RedirectResponse(f"/letters/{made.asked.letter}?made={name}", HTTPStatus.SEE_OTHER)

    async def days(self, request: Request) -> Response:
        """A month of a calendar, from which a day of a form is chosen; it is sent as a form, so no address has it."""
        return JSONResponse(await _in_thread(self._desk.days, request.path_params["letter"], request.state.form))

    async def side(self, request: Request) -> Response:
        """One side of a letter, for its frame."""
        return HTMLResponse(self._side(request).content, headers=_LETTER_HEADERS)

    async def picture(self, request: Request) -> Response:
        """A page of a PDF as a picture."""
        pictures, number = self._side(request).pictures, request.path_params["number"]
        if number >= len(pictures):
            raise _NotFound("not_found")
        return Response(pictures[number], media_type="image/png")

    async def download(self, request: Request) -> Response:
        """A letter as a file."""
        document = await _in_thread(self._desk.document, self._made(request.path_params["id"]), _format(request))
        headers = {"content-disposition": f'attachment; filename="{document.name}"', **_LETTER_HEADERS}
        return Response(document.content, media_type=document.media_type, headers=headers)

    async def save(self, request: Request) -> Response:
        """Write a letter into the folder of the desk."""
        made, form = self._made(request.path_params["id"]), dict(request.state.form).get("format", "")
        if form not in FORMATS:
            raise UnknownChoiceError(form)
        path = await _in_thread(self._desk.save, made, form)
        name = request.path_params["id"]
        said = text("saved", path=path.resolve())
        return HTMLResponse(await _in_thread(self._desk.page, made, name, self._live.version, said))

    async def speak(self, request: Request) -> Response:
        """The list of letters, with all pages in another language from now on."""
        tag = request.path_params["tag"]
        if not program_language.is_known(tag):
            raise UnknownChoiceError(tag)
        name = program_language.by_tag(tag)
        speech.choose(partial(program.load, name) if name else None)
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)

    async def events(self, _: Request) -> Response:
        """Tells a page of changes, until it goes away."""
        return StreamingResponse(self._live.events(), media_type="text/event-stream")

    async def asset(self, request: Request) -> Response:
        """A style sheet or a script."""
        name = request.path_params["name"]
        if name not in pages.ASSETS:
            raise _NotFound("not_found")
        return Response(pages.asset(name), media_type=pages.ASSETS[name])

    async def fault(self, request: Request, error: Exception) -> Response:
        """What cannot be done, and why: errors of the content have a page of their own."""
        if not isinstance(error, GoodtermsError):
            raise error
        content = error if isinstance(error, ContentError) else None
        status = HTTPStatus.INTERNAL_SERVER_ERROR if content else HTTPStatus.BAD_REQUEST
        around = self._desk.excerpts(error.faults)
        if _wants_json(request):
            shown = [excerpts.plain(one) for one in around if one]
            links = self._desk.messages(error.faults)
            return JSONResponse({"lines": error.lines(), "excerpts": shown, "messages": links}, status)
        if content is None:
            return HTMLResponse(pages.problem(" ".join(error.lines())), status)
        shown_page = pages.broken(content, around, self._desk.messages(error.faults), self._live.version)
        return HTMLResponse(shown_page, status)

    async def not_found(self, _: Request, error: Exception) -> Response:
        """There is no such page."""
        reason = str(error) if isinstance(error, (_NotFound, NoTableError)) else "not_found"
        return HTMLResponse(pages.problem(text(reason)), HTTPStatus.NOT_FOUND)

    async def unknown(self, _: Request, __: Exception) -> Response:
        """A letter, a language, a view or a format that the desk does not have."""
        return HTMLResponse(pages.problem(text("unknown_choice")), HTTPStatus.NOT_FOUND)

    async def late(self, _: Request, __: Exception) -> Response:
        """A letter that took too long."""
        return HTMLResponse(pages.problem(text("took_too_long")), HTTPStatus.SERVICE_UNAVAILABLE)

    async def bug(self, _: Request, error: Exception) -> Response:
        """A bug: the server prints its traceback."""
        said = text("internal", reason=type(error).__name__)
        return HTMLResponse(pages.problem(said), HTTPStatus.INTERNAL_SERVER_ERROR)

    def _made(self, name: str) -> Made:
        made = self._desk.kept(name)
        if made is None:
            raise _NotFound("forgotten")
        return made

    def _side(self, request: Request) -> Side:
        sides, number = self._made(request.path_params["id"]).sides, int(request.path_params["side"])
        if number >= len(sides):
            raise _NotFound("not_found")
        return sides[number]


async def _in_thread(function: Callable[..., Any], *given: object) -> Any:
    """The result of work that would keep the server from answering others; raises TimeoutError when it takes long."""
    return await asyncio.wait_for(run_in_threadpool(function, *given), _SECONDS_FOR_ANSWER)


def _format(request: Request) -> str:
    name: str = request.path_params["format"]
    if name not in FORMATS:
        raise UnknownChoiceError(name)
    return name


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"
