"""Where a document goes: checked before the document is made, written completely or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import OutputRefused
from goodterms.faults import Fault, fault
from goodterms.faults.causes import cause
from goodterms.faults.nearest import nearest

if TYPE_CHECKING:
    from goodterms.envelopes import Document


def faults(target: str | None, name: str | None, force: bool) -> list[Fault]:
    """What prevents writing to ``target``, as far as this can be known before writing.

    ``name`` is the document's own file name, for a target that is a folder; None when it is not known yet.
    """
    if target is None:
        return []
    try:
        path = _path(target, name)
        return _faults(path, force) if path else []
    except OSError as error:
        return [fault("unwritable", "--output", path=target, reason=cause(error))]


def write(target: str, document: Document, force: bool, *, is_private: bool = False) -> Path:
    """Write a document to a file, or into a folder under its own name; returns the path.

    A link is followed, and a file that is overwritten keeps its mode. Of a new one that ``is_private``, because it says
    something of a customer, only the owner has any rights. Raises :class:`OutputRefused`; then the target is unchanged.
    """
    try:
        path = _path(target, document.name)
        if path is None or (wrong := _faults(path, force)):
            raise OutputRefused([wrong[0]._replace(place="")])
        _replace(path.resolve(), document.content, force, 0o600 if is_private else 0o666)
    except OSError as error:
        raise OutputRefused.of("unwritable", path=target, reason=cause(error)) from None
    return path


def _path(target: str, name: str | None) -> Path | None:
    """The file to write: in a folder, the document's own name; None when that is not known yet."""
    path = Path(target)
    if path.is_dir():
        return path / name if name else None
    if target.endswith(("/", os.sep)):
        return path / (name or "letter")  # in a folder that does not exist
    return path


def _faults(path: Path, force: bool) -> list[Fault]:
    folder = path.parent
    if not folder.is_dir():
        if folder.exists():
            return [fault("folder-is-a-file", "--output", folder=folder)]
        above = folder.parent
        near = (
            nearest(folder.name, [sibling.name for sibling in above.iterdir() if sibling.is_dir()])
            if above.is_dir()
            else ""
        )
        if near:
            return [fault("no-folder-near", "--output", path=path, folder=folder, near=above / near)]
        return [fault("no-folder", "--output", path=path, folder=folder)]
    if path.exists() and not path.is_file():
        return [fault("not-a-regular-file", "--output", path=path)]
    if (path.exists() or path.is_symlink()) and not force:
        return [fault("exists", "--output", path=path)]
    return []


def _replace(path: Path, content: bytes, force: bool, mode: int) -> None:
    """Write a file atomically: under a temporary name first, then linked or renamed into its place."""
    import tempfile  # most commands write no file

    number, unfinished = tempfile.mkstemp(prefix=".goodterms-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(_mode(path, mode))
        if force:
            Path(unfinished).replace(path)
        else:
            os.link(unfinished, path)  # unlike a rename, this fails when the name was taken in the meantime
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(unfinished).unlink()


def _mode(path: Path, new: int) -> int:
    """The mode of the file that is overwritten, or ``new`` as far as the umask leaves it."""
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return new & ~mask
