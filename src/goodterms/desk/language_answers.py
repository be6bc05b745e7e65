"""The pages of languages over HTTP."""

from __future__ import annotations

import base64
import binascii
import re
from functools import partial
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from goodterms.desk import choice as choosing
from goodterms.desk.asked import UnknownChoiceError
from goodterms.desk.guard import LETTER_POLICY, SHEET, WRITING
from goodterms.desk.kept import Kept
from goodterms.desk.language_page import SHEETS, Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request

    from goodterms.desk.asked import Asked
    from goodterms.desk.desk import Desk
    from goodterms.desk.languages import Languages
    from goodterms.desk.live import Live

    Later = Callable[..., Coroutine[Any, Any, Any]]
    """Runs a function in a thread, and gives its result."""

_PLAIN_NAME = re.compile(r"\w[\w .()+-]{0,99}")
_OF_LANGUAGE = "/languages/{tag}"
_OF_MESSAGE = f"{_OF_LANGUAGE}/{{name:str}}"
_OF_TEXTS = "/letters/{letter}/texts"


class LanguageAnswers:
    """What answers the requests for languages, their messages, and the texts of letters.

    ``desk`` keeps the letters that were filled in; ``later`` runs what takes time.
    """

    def __init__(self, languages: Languages, desk: Desk, live: Live, later: Later) -> None:
        self._languages = languages
        self._desk = desk
        self._live = live
        self._later = later
        self._taken: Kept[Taken] = Kept()

    def routes(self) -> list[Route]:
        """The addresses; everything that writes is below :data:`WRITING`, where the guard knows it."""
        writing = WRITING.rstrip("/")
        return [
            Route("/languages", self.overview),
            Route(_OF_LANGUAGE, self.language),
            Route(f"{_OF_LANGUAGE}/next", self.next),
            Route(f"{_OF_LANGUAGE}{SHEET}", self.sheet),
            Route(_OF_MESSAGE, self.message),
            Route(f"{_OF_MESSAGE}/look", self.look, methods=["POST"]),
            Route(f"{_OF_MESSAGE}/print", self.printed, methods=["POST"]),
            Route(_OF_TEXTS, self.texts),
            Route(f"{_OF_TEXTS}/frame", self.frame),
            Route(f"{writing}{_OF_LANGUAGE}", self.create, methods=["POST"]),
            Route(f"{writing}{_OF_LANGUAGE}{SHEET}", self.take, methods=["POST"]),
            Route(f"{writing}{_OF_MESSAGE}", self.save, methods=["POST"]),
        ]

    async def overview(self, _: Request) -> Response:
        """All languages."""
        return HTMLResponse(await self._later(self._languages.overview, self._live.version))

    async def language(self, request: Request) -> Response:
        """The messages of a language."""
        query = request.query_params
        taken = self._taken.get(query.get("taken", ""))
        choice, saved = choosing.of(query), query.get("saved", "")
        page = await self._later(self._languages.language, _tag(request), choice, self._live.version, saved, taken)
        return HTMLResponse(page)

    async def next(self, request: Request) -> Response:
        """On to the first message that is left."""
        location = await self._later(self._languages.next, _tag(request), choosing.of(request.query_params))
        return RedirectResponse(location, HTTPStatus.SEE_OTHER)

    async def message(self, request: Request) -> Response:
        """A message, to edit it."""
        query = request.query_params
        choice, saved, name = choosing.of(query), query.get("saved", ""), request.path_params["name"]
        page = await self._later(self._languages.message, _tag(request), name, choice, self._live.version, saved)
        return HTMLResponse(page)

    async def look(self, request: Request) -> Response:
        """What is wrong with a text that is being typed; nothing is written."""
        name, form = request.path_params["name"], request.state.form
        return JSONResponse(await self._later(self._languages.look, _tag(request), name, form))

    async def printed(self, request: Request) -> Response:
        """What letters would print of a text that is being typed; nothing is written."""
        name, form = request.path_params["name"], request.state.form
        return JSONResponse(await self._later(self._languages.printed, _tag(request), name, form))

    async def texts(self, request: Request) -> Response:
        """A letter beside its texts: with the values of a letter that is kept, or with samples."""
        asked, query = await self._asked(request), urlencode(dict(request.query_params))
        letter = f"/letters/{asked.letter}"
        addresses = f"{letter}/texts/frame?{query}", f"{letter}?{query}"
        return HTMLResponse(await self._later(self._languages.texts, asked, *addresses, self._live.version))

    async def frame(self, request: Request) -> Response:
        """The letter of that page."""
        page = await self._later(self._languages.marked, await self._asked(request))
        return HTMLResponse(page, headers={"content-security-policy": LETTER_POLICY})

    async def _asked(self, request: Request) -> Asked:
        """What is asked of the letter, as on its own page."""
        letter, query = request.path_params["letter"], request.query_params
        made = self._desk.kept(query["made"]) if "made" in query else None
        if made is not None and made.asked.letter == letter:
            return made.asked
        asked: Asked = await self._later(self._languages.asked, letter, query.get("locale", ""))
        return asked

    async def save(self, request: Request) -> Response:
        """Save a message, and go on; or say why it was not saved, and keep what was typed."""
        name, form, choice = request.path_params["name"], request.state.form, choosing.of(request.query_params)
        answer = await self._later(self._languages.save, _tag(request), name, choice, form, self._live.version)
        if not answer.location:
            return HTMLResponse(answer.page, HTTPStatus.CONFLICT)
        if request.headers.get("accept") == "application/json":
            return JSONResponse({"location": answer.location})
        return RedirectResponse(answer.location, HTTPStatus.SEE_OTHER)

    async def sheet(self, request: Request) -> Response:
        """The messages of a language as a file for a translator."""
        query = request.query_params
        make = partial(self._languages.sheet, with_finished="all" in query)
        document = await self._later(make, _tag(request), query.get("format", ""), query.get("letter", ""))
        headers = {"content-disposition": f'attachment; filename="{document.name}"'}
        return Response(document.content, media_type=document.media_type, headers=headers)

    async def take(self, request: Request) -> Response:
        """Take a translator's file, and show what became of it on the page of the language."""
        tag, form = _tag(request), dict(request.state.form)
        name, data = _file(form)
        take = partial(self._languages.take, replace="replace" in form, skip_bad="skip-bad" in form)
        taken = await self._later(take, tag, name, data)
        location = choosing.address(tag, choosing.of({}), taken=self._taken.keep(taken))
        return RedirectResponse(location, HTTPStatus.SEE_OTHER)

    async def create(self, request: Request) -> Response:
        """Create the catalog of a language."""
        location = await self._later(self._languages.create, _tag(request))
        return RedirectResponse(location, HTTPStatus.SEE_OTHER)


def _tag(request: Request) -> str:
    tag: str = request.path_params["tag"]
    return tag


def _file(form: dict[str, str]) -> tuple[str, bytes]:
    """The name and the bytes of a file that a page's script has put into a form; only the end of the name is used."""
    name = PurePath(form.get("name", "")).name
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    if suffix not in SHEETS:
        raise UnknownChoiceError(suffix)
    try:
        data = base64.b64decode(form.get("data", ""), validate=True)
    except (binascii.Error, ValueError):
        raise UnknownChoiceError from None
    return name if _PLAIN_NAME.fullmatch(name) else f"file.{suffix}", data
