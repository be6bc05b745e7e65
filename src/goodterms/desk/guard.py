"""What checks every request: nobody but the person at this desk may look, and nothing else may write.

A page on another site can make a browser send requests to this machine (cross-site request forgery), and can make its
own name lead here (DNS rebinding); another user of the machine can connect, too. So the Host must be the desk's own,
every request has the cookie that only the printed address gives, and a form also has the token of a page, and comes
from the desk's own origin. See the OWASP cheat sheet on cross-site request forgery, and RFC 9110, 7.2, on Host.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse

from goodterms.desk import pages, uploads
from goodterms.desk.messages import text
from goodterms.desk.refusing import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

WRITING = "/save/"
"""The path of everything that writes a file into the folder of the desk."""
SHEET = "/sheet"
"""The end of the path to which a translator's file is sent."""
UPLOADS = "/tables"
"""The path to which tables are sent."""
_MAX_BODY = 1_000_000
_MAX_SHEET = 20_000_000
_MAX_FIELDS = 2_000
_MAX_QUERY = 1_000
_SECONDS_FOR_BODY = 10
_METHODS = ("GET", "HEAD", "POST")
_FORM = "application/x-www-form-urlencoded"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the desk's own pages may load (CSP 3): files of the desk, and nothing inline."""
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
"""What a letter in its frame may do: have styles, and the pictures that it brings. No script ever runs there."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    # Not no-referrer: with it, browsers send forms with the origin null.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Key:
    """The secrets of one run of the desk: the key in the printed address, and the token in its forms."""

    def __init__(self, port: int) -> None:
        self.value = secrets.token_urlsafe(24)
        # Browsers share cookies between the ports of a machine, so the name has the port.
        self.cookie = f"goodterms-desk-{port}"
        self.token = self._of("token")
        self._in_cookie = self._of("cookie")

    def cookie_line(self) -> str:
        """The header that gives a browser the cookie."""
        return f"{self.cookie}={self._in_cookie}; Path=/; HttpOnly; SameSite=Strict"

    def is_key(self, given: str) -> bool:
        """Whether a text is the key, in a time that does not depend on it."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.value.encode())

    def is_cookie(self, header: str) -> bool:
        """Whether a Cookie header has the right cookie."""
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return False
        given = cookies[self.cookie].value if self.cookie in cookies else ""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._in_cookie.encode())

    def is_token(self, given: str) -> bool:
        """Whether a text is the token of a form."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def _of(self, purpose: str) -> str:
        return hmac.new(self.value.encode(), purpose.encode(), hashlib.sha256).hexdigest()


class Guard:
    """The application behind the checks of every request; the pairs of a form are in the state ``form``.

    A form with a table is in the state ``upload``; its file is in the folder ``private``. With ``read_only``, the guard
    refuses whatever writes elsewhere.
    """

    def __init__(
        self, app: ASGIApp, *, port: int, key: Key, read_only: bool, private: uploads.PrivateFolder | None = None
    ) -> None:
        self._app = app
        self._private = private
        self._key = key
        self._read_only = read_only
        names = ("127.0.0.1", "localhost", "[::1]")
        self._hosts = frozenset(f"{name}:{port}" for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # the desk has no web sockets; the server refuses what is not answered
        protected = _with_headers(send)
        try:
            if answer := self._entered(scope):
                await answer(scope, receive, protected)
                return
            if scope["method"] == "POST":
                self._allow(scope)
                state = scope.setdefault("state", {})
                if scope["path"] == UPLOADS and self._private is not None:
                    state["upload"] = await self._upload(scope, receive, self._private)
                else:
                    state["form"] = await self._form(scope, receive)
        except Refused as refused:
            said = text(refused.reason, **refused.facts)
            await HTMLResponse(pages.problem(said), refused.status)(scope, receive, protected)
            return
        await self._app(scope, receive, protected)

    def _entered(self, scope: Scope) -> RedirectResponse | None:
        """The answer to a request that has the key in its address; every other one must have the cookie."""
        headers = Headers(scope=scope)
        host = headers.getlist("host")
        if len(host) != 1 or host[0].lower() not in self._hosts:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "wrong_host")
        if scope["method"] not in _METHODS:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "wrong_method")
        if len(scope["query_string"]) > _MAX_QUERY:
            raise Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "too_large")
        if scope["method"] != "POST" and scope["path"] == "/":
            given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
            if given and self._key.is_key(given):
                return RedirectResponse("/", HTTPStatus.SEE_OTHER, {"set-cookie": self._key.cookie_line()})
        if not self._key.is_cookie("; ".join(headers.getlist("cookie"))):
            raise Refused(HTTPStatus.FORBIDDEN, "no_key")
        # Other ports of this machine are the same site, so their pages could send the cookie.
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-dest") != "document":
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_origin")
        return None

    def _allow(self, scope: Scope) -> None:
        """Refuse a form that does not come from a page of this desk, or that would write where nothing is written."""
        headers = Headers(scope=scope)
        origin = urlsplit(headers.get("origin", ""))
        if origin.scheme != "http" or origin.netloc != headers["host"].lower():
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_origin")
        if self._read_only and scope["path"].startswith(WRITING):
            raise Refused(HTTPStatus.FORBIDDEN, "read_only")

    async def _upload(self, scope: Scope, receive: Receive, private: uploads.PrivateFolder) -> uploads.Upload:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        sent = int(length) if length.isdecimal() else None
        return await uploads.read(receive, headers.get("content-type", ""), sent, private, self._key.is_token)

    async def _form(self, scope: Scope, receive: Receive) -> list[tuple[str, str]]:
        """The names and values of a form."""
        headers = Headers(scope=scope)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong_type")
        length = headers.get("content-length", "0")
        most = _MAX_SHEET if scope["path"].endswith(SHEET) else _MAX_BODY
        if not length.isdecimal() or int(length) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        try:
            body = await asyncio.wait_for(_body(receive, most), _SECONDS_FOR_BODY)
            pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from None
        except UnicodeDecodeError:
            raise Refused(HTTPStatus.BAD_REQUEST, "wrong_type") from None
        except ValueError:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large") from None
        if not self._key.is_token(dict(pairs).get("token", "")):
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_token")
        return pairs


async def _body(receive: Receive, most: int) -> bytes:
    """The body of a request, of which no more is read than a form can have: so many bytes at most."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return bytes(body)


def _with_headers(send: Send) -> Send:
    """Send an answer with the headers that protect it, where it has no stricter ones of its own."""

    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return protected
