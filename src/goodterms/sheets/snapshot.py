"""A table as it is at one moment: it is read several times, and must say the same each time."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIES = 3
_OPEN_FILES = Path("/proc/self/fd")
"""Where Linux has a path to each open file, also to one without a name."""


class Snapshot(type(Path())):  # type: ignore[misc]  # a class of its own for each system
    """The path of a table, which reads as the name that the user gave, and opens the copy of its bytes."""

    copy = ""

    @classmethod
    def of(cls, path: Path, copy: str) -> Snapshot:
        """The path of a table whose bytes are in the file ``copy``."""
        self = cls(path)
        self.copy = copy
        return self

    def __fspath__(self) -> str:
        """The path of the copy, for all that opens a file."""
        return self.copy or str(self)

    def resolve(self, strict: bool = False) -> Path:
        """The path of the table itself."""
        return Path(str(self)).resolve(strict)

    def __reduce__(self) -> tuple[Any, ...]:
        """What other processes know of it: the name."""
        return Path, (str(self),)


@contextlib.contextmanager
def taken(path: Path) -> Iterator[Path]:
    """A table as it is now, whatever happens to the file later; also one that can be read only once, such as a pipe.

    On Linux the copy has no name, so nothing is left of it after any end of the program. What is not there, and a
    folder, is given back as it is: whoever reads it tells what is wrong. Raises :class:`InvalidRequest` for a file that
    cannot be read or is being changed, :class:`OutputRefused` when there is no room for the copy.
    """
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise IsADirectoryError
        source = path.open("rb")
    except OSError:
        yield path
        return
    with contextlib.ExitStack() as stack:
        stack.enter_context(source)
        try:
            copy, name = _file(stack)
            _fill(path, source, copy)
        except OSError as error:
            raise OutputRefused.of("unwritable", path=tempfile.gettempdir(), reason=cause(error)) from None
        yield Snapshot.of(path, name)


def _file(stack: contextlib.ExitStack) -> tuple[Any, str]:
    """An empty file that only its owner may read, and its path; it is removed with the stack at the latest."""
    if _OPEN_FILES.is_dir():
        copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 — the stack closes it
        return copy, str(_OPEN_FILES / str(copy.fileno()))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="goodterms-"))
    path = Path(folder, "table")
    return stack.enter_context(path.open("xb")), str(path)


def _fill(path: Path, source: Any, copy: Any) -> None:
    """Copy a file; one that changes meanwhile is copied again, and refused if it goes on to change."""
    for _ in range(_TRIES):
        before = _state(source.fileno())
        shutil.copyfileobj(source, copy)
        copy.flush()
        if not stat.S_ISREG(before.st_mode) or _stamp(before) == _stamp(_state(source.fileno())):
            return
        source.seek(0)
        copy.seek(0)
        copy.truncate()
    raise InvalidRequest.of("table-being-changed", str(path))


def _state(number: int) -> os.stat_result:
    return os.fstat(number)


def _stamp(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns
