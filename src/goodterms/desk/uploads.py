"""Tables that are sent to the desk: streamed into a private folder, which is removed when the desk ends.

A form with a file (RFC 7578) is read piece by piece, so no table is ever in memory. The name that the browser gives a
file is only shown, and its ending says what kind of table it is: it never becomes a path.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import stat
import tempfile
import time
import unicodedata
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from goodterms import sheets
from goodterms.desk.refusing import Refused
from goodterms.faults.causes import cause
from goodterms.speech import joined

try:
    import fcntl
except ImportError:  # Windows: a folder that a killed desk has left stays there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive

MAX_BYTES = 100_000_000
"""The most bytes of a table; what a workbook may unpack to is the business of its reader."""
MEDIA_TYPE = "multipart/form-data"
TAKEN = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""The endings of the tables that people have; the others of :data:`goodterms.sheets.SUFFIXES` are for programs."""
_FILE = "table"
"""The name of the control with the file."""
_SECONDS = 120
_MAX_VALUE, _MAX_FIELDS, _MAX_AROUND = 1_000, 20, 100_000
_MAX_NAME = 120
_PREFIX, _LOCK = "goodterms-desk-", "lock"
_UNSHOWN, _JOINERS = ("C", "Zl", "Zp"), "\u200c\u200d"
"""The categories of Unicode that a name of a file is shown without: controls, also those of direction, and breaks;
and two of these that are spelling in some scripts."""


class Upload(NamedTuple):
    """A form with a file: its other values, the name of the file, and where its bytes are; empty without a file."""

    values: dict[str, str]
    name: str
    path: Path | None


class PrivateFolder:
    """A folder that only this user may enter, made when it is needed and removed when the desk ends.

    One that a killed desk has left is removed by the next one: its lock is free.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._lock = -1

    @property
    def path(self) -> Path:
        """The folder."""
        if self._path is None:
            _sweep(Path(tempfile.gettempdir()))
            self._path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = os.open(self._path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if fcntl is not None:
                fcntl.flock(self._lock, fcntl.LOCK_EX)
        return self._path

    def new(self) -> Path:
        """A new folder in it, for one table."""
        folder = self.path / token_hex(8)
        folder.mkdir(0o700)
        return folder

    def remove(self) -> None:
        """Remove the folder with all tables in it."""
        if self._path is not None:
            shutil.rmtree(self._path, ignore_errors=True)
            os.close(self._lock)
            self._path = None


def _sweep(parent: Path) -> None:
    """Remove the folders of desks that were killed, as far as they are this user's own."""
    if fcntl is None:
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
                continue
            number = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(number)


async def read(
    receive: Receive, content_type: str, length: int | None, folder: PrivateFolder, is_token: Callable[[str], bool]
) -> Upload:
    """Read a form with a file; what has arrived of it is removed when it is refused.

    The token comes first in the form, so nothing is kept of a form that has another one. Raises :class:`Refused`.
    """
    if length is not None and length > MAX_BYTES + _MAX_AROUND:
        await _discard(receive)
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "upload_too_large")
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != MEDIA_TYPE.encode() or not boundary:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong_type")
    form = _Form(boundary, folder, is_token)
    try:
        await asyncio.wait_for(_stream(receive, form), _SECONDS)
        return form.upload()
    except TimeoutError:
        form.forget()
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from None
    except (MultipartParseError, UnicodeDecodeError):
        form.forget()
        raise Refused(HTTPStatus.BAD_REQUEST, "wrong_type") from None
    except Refused as refused:
        form.forget()
        if refused.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            await _discard(receive)
        raise
    except OSError as error:
        form.forget()
        raise Refused(HTTPStatus.INSUFFICIENT_STORAGE, "upload_not_kept", reason=str(cause(error))) from None


async def _stream(receive: Receive, form: _Form) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(HTTPStatus.BAD_REQUEST, "too_slow")
        form.feed(bytes(message.get("body", b"")))
        if not message.get("more_body"):
            return


async def _discard(receive: Receive) -> None:
    """Read what a browser goes on to send, for a while: it shows the answer only when it has sent everything."""
    until = time.monotonic() + _SECONDS / 4
    with contextlib.suppress(TimeoutError):
        while (left := until - time.monotonic()) > 0:
            message = await asyncio.wait_for(receive(), left)
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return


class _Form:
    """A form while it arrives."""

    def __init__(self, boundary: bytes, folder: PrivateFolder, is_token: Callable[[str], bool]) -> None:
        self._folder, self._is_token = folder, is_token
        self._size = 0
        self._header: dict[str, bytearray] = {}
        self._now = (bytearray(), bytearray())
        self._values: dict[str, str] = {}
        self._name, self._value = "", bytearray()
        self._file_name = ""
        self._own: Path | None = None
        self._file: Any = None
        self._is_whole = False
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._now[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._now[1].extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        self._size += len(data)
        if self._size > MAX_BYTES + _MAX_AROUND:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "upload_too_large")
        self._parser.write(data)

    def upload(self) -> Upload:
        """The form, when all of it has arrived."""
        self._close()
        if not self._is_whole:
            raise Refused(HTTPStatus.BAD_REQUEST, "wrong_type")
        if "token" not in self._values:
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_token")
        return Upload(self._values, self._file_name, self._own)

    def forget(self) -> None:
        """Remove what has arrived."""
        self._close()
        if self._own is not None:
            shutil.rmtree(self._own.parent, ignore_errors=True)

    def _begin(self) -> None:
        self._header, self._now = {}, (bytearray(), bytearray())
        self._name, self._value = "", bytearray()

    def _end_header(self) -> None:
        name, value = self._now
        self._header[name.decode("latin-1").lower()] = value
        self._now = (bytearray(), bytearray())

    def _open(self) -> None:
        _, options = parse_options_header(bytes(self._header.get("content-disposition", b"")))
        self._name = options.get(b"name", b"").decode("utf-8")
        if self._name != "token" and "token" not in self._values:
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_token")
        if self._name != _FILE:
            return
        name = shown_name(options.get(b"filename", b"").decode("utf-8"))
        if not name or self._file is not None or self._own is not None:
            return
        if Path(name).suffix.lower() not in TAKEN:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "upload_not_a_table", name=name, known=joined(TAKEN))
        self._file_name = name
        self._own = self._folder.new() / _FILE
        number = os.open(self._own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(number, "wb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._name == _FILE:
            if self._file is not None:
                self._file.write(memoryview(data)[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > _MAX_VALUE or len(self._values) > _MAX_FIELDS:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")

    def _end(self) -> None:
        if self._name == _FILE:
            self._close()
            return
        value = self._value.decode("utf-8")
        if self._name == "token" and not self._is_token(value):
            raise Refused(HTTPStatus.FORBIDDEN, "wrong_token")
        self._values[self._name] = value

    def _finish(self) -> None:
        self._is_whole = True

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def shown_name(given: str) -> str:
    """The name of a file as it is shown: what comes after the last slash, without what nobody sees."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    bare = "".join(one for one in name if one in _JOINERS or not unicodedata.category(one).startswith(_UNSHOWN)).strip()
    stem, ending = os.path.splitext(bare)  # noqa: PTH122 — a name, not a path
    return f"{stem[: _MAX_NAME - len(ending)]}{ending}" if len(ending) < _MAX_NAME else ""


assert set(TAKEN) <= set(sheets.SUFFIXES)  # noqa: S101 — what is taken can be read
