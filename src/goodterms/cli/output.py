"""Where a document goes: checked before anything is made, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from goodterms.errors import Fault, OutputRefused, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.model import Document


def faults(target: Path | None, force: bool) -> list[Fault]:
    """What stands against writing to ``target``, as far as it can be seen beforehand."""
    try:
        return [] if target is None else _faults(target, force)
    except OSError as error:
        return [Fault("--output", f"{target} cannot be written: {error.strerror}")]


def _faults(target: Path, force: bool) -> list[Fault]:
    if target.is_dir():
        return []
    folder = target.parent
    if not folder.is_dir():
        above = folder.parent
        near = nearest(folder.name, [one.name for one in above.iterdir() if one.is_dir()]) if above.is_dir() else ""
        hint = f"did you mean {above / near}?" if near else f"make the folder first: mkdir -p {folder}"
        return [Fault("--output", f"{target}: there is no folder {folder}", hint)]
    if target.exists() and not force:
        return [Fault("--output", f"{target} exists", "choose another name, or overwrite it with --force")]
    return []


def write(target: Path, document: Document, force: bool) -> Path:
    """Write a document to a file, or under its own name into a folder; the path written.

    Raises :class:`OutputRefused`; then the target is as it was.
    """
    path = target / document.name if target.is_dir() else target
    if path.exists() and not force:
        raise OutputRefused(f"{path} exists", "choose another name, or overwrite it with --force")
    unfinished = path.with_name(f".goodterms-{os.getpid()}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.write(document.content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise OutputRefused(f"{path} cannot be written: {error.strerror}") from None
    return path
