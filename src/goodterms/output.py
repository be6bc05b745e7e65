"""Where a document goes: checked before anything is made, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused
from goodterms.faults import Fault, fault
from goodterms.faults.nearest import nearest

if TYPE_CHECKING:
    from goodterms.model import Document


def faults(target: str | None, name: str | None, force: bool) -> list[Fault]:
    """What stands against writing to ``target``, as far as it can be seen beforehand.

    ``name`` is the document's own name, for a target that is a folder, when it is known already.
    """
    if target is None:
        return []
    try:
        path = _path(target, name)
        return _faults(path, force) if path else []
    except OSError as error:
        return [fault("unwritable", "--output", path=target, reason=error.strerror)]


def write(target: str, document: Document, force: bool) -> Path:
    """Write a document to a file, or under its own name into a folder; the path written.

    A link is followed to the file that it names, and a file that is overwritten keeps its mode. Raises
    :class:`OutputRefused`; then the target is as it was.
    """
    try:
        path = _path(target, document.name)
        if path is None or (found := _faults(path, force)):
            raise OutputRefused([found[0]._replace(place="")])
        _replace(path.resolve(), document.content, force)
    except OSError as error:
        raise OutputRefused.of("unwritable", path=target, reason=error.strerror) from None
    return path


def _path(target: str, name: str | None) -> Path | None:
    """The file that is meant: in a folder, the document's own name; None when that is not known yet."""
    path = Path(target)
    if path.is_dir():
        return path / name if name else None
    if target.endswith(("/", os.sep)):
        return path / (name or "letter")  # in a folder that is not there
    return path


def _faults(path: Path, force: bool) -> list[Fault]:
    folder = path.parent
    if not folder.is_dir():
        if folder.exists():
            return [fault("folder-is-a-file", "--output", folder=folder)]
        above = folder.parent
        near = nearest(folder.name, [one.name for one in above.iterdir() if one.is_dir()]) if above.is_dir() else ""
        if near:
            return [fault("no-folder-near", "--output", path=path, folder=folder, near=above / near)]
        return [fault("no-folder", "--output", path=path, folder=folder)]
    if path.exists() and not path.is_file():
        return [fault("not-a-regular-file", "--output", path=path)]
    if (path.exists() or path.is_symlink()) and not force:
        return [fault("exists", "--output", path=path)]
    return []


def _replace(path: Path, content: bytes, force: bool) -> None:
    """Put a whole file in a place at once: under a name of its own first, then linked or renamed to its place."""
    number, unfinished = tempfile.mkstemp(prefix=".goodterms-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(_mode(path))
        if force:
            Path(unfinished).replace(path)
        else:
            os.link(unfinished, path)  # unlike a rename, refused when the name has been taken meanwhile
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(unfinished).unlink()


def _mode(path: Path) -> int:
    """The mode of the file that is overwritten, or that of a new file."""
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
