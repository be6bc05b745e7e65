"""The places of files in an outbox: names that lead nowhere else, in folders that are no links."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import OutputRefused
from goodterms.expressions import expression

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ".goodterms/parts"
"""The folder of letters that are gathered in one file, below the outbox."""
KINDS = ("mbox", "pdf")
"""The kinds of files that gather letters, and their endings."""
_NAME = expression(
    rf"(?:{re.escape(PARTS)}/)?"  # letters that are gathered
    r"[A-Za-z0-9][A-Za-z0-9-]*/(?:[0-9a-f]{1,2}/)?"  # a locale, and one of the folders that it is spread over
    r"[\w@+-][\w.@+-]*"
    rf"|[\w-][\w.-]*\.(?:{'|'.join(KINDS)})"  # the file that gathers them
)
DIGITS = 32
"""The hexadecimal digits of a digest of a file: of SHA-256, for which most processors have instructions."""
_BINARY = getattr(os, "O_BINARY", 0)
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY
"""How a file of an outbox is opened: not what a link leads to, and without waiting for the other end of a pipe."""


class Modes(NamedTuple):
    """The permissions of files and folders; the umask takes from them."""

    file: int
    folder: int


PRIVATE, SHARED = Modes(0o600, 0o700), Modes(0o660, 0o770)
"""Those of an outbox that only its owner may use, and of one that a group shares."""


def is_inside(name: str) -> bool:
    """Whether a name is one that a run gives to a file: relative, below the outbox, and no file of the run itself."""
    return _NAME.fullmatch(name) is not None


def folded(place: str) -> str:
    """A place in a form in which two are equal that some file system takes for one: without case, in NFC."""
    if place.isascii():
        return place.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", place).casefold())


def place_of(name: str) -> str:
    """The place of the files of a letter, which differ in their endings."""
    return name.rpartition(".")[0]


def refuse_links(target: Path, folder: str) -> None:
    """Raise :class:`OutputRefused` when a folder of an outbox is a link or behind one: letters would be elsewhere."""
    path = os.path.join(os.path.realpath(target), *folder.split("/"))  # noqa: PTH118 — as realpath gives it
    if folder and os.path.normcase(os.path.realpath(path)) != os.path.normcase(path):
        raise OutputRefused.of("outbox-link", f"{target}/{folder}")


def open_folder(target: Path, folder: str, mode: int) -> None:
    """Create a folder of an outbox, and those above it, with a ``mode``; raises :class:`OutputRefused` for links."""
    refuse_links(target, folder)
    path = str(target)
    for part in folder.split("/"):
        path = f"{path}/{part}"
        try:
            os.mkdir(path, mode)  # noqa: PTH102
        except FileExistsError:
            continue


@lru_cache(maxsize=4096)
def opened(target: Path, folder: str, mode: int, run: str) -> None:
    """Do :func:`open_folder` once for each ``run``."""
    del run
    open_folder(target, folder, mode)


def digest(content: bytes) -> str:
    """What is recorded of a file, to see whether it is still what a run has written."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def content(target: Path, name: str) -> bytes:
    """The bytes of a file; raises :class:`OSError` for one that is missing, a link, or no regular file."""
    number = os.open(f"{target}/{name}", os.O_RDONLY | _AS_IT_IS)
    try:
        known = os.fstat(number)
        if not stat.S_ISREG(known.st_mode):
            raise OSError(None, "not a regular file", name)
        first = os.read(number, known.st_size + 1)
        if len(first) == known.st_size:  # nothing was left for the byte more that was asked for
            return first
        parts = [first]
        while part := os.read(number, 1 << 16):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(number)
