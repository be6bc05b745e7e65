"""The folder that a page writes an outbox into: one name below the folder of the desk, and nothing else."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest, OutputRefused

if TYPE_CHECKING:
    from pathlib import Path

_MAX = 80
_LETTERS, _OTHERS = ("L", "M", "N"), frozenset(" ._-+@")
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows reserves for devices, with any ending."""


def folder_of(folder: Path, given: str) -> Path:
    """The folder of an outbox.

    Raises :class:`InvalidRequest` for what is not one plain name, :class:`OutputRefused` for a link, which would lead
    elsewhere.
    """
    name = unicodedata.normalize("NFC", given.strip())
    if not is_name(name):
        raise InvalidRequest.of("outbox-name", "--output", given=given)
    path = folder.resolve() / name
    if path.is_symlink():
        raise OutputRefused.of("outbox-link", name)
    return path


def is_name(name: str) -> bool:
    """Whether a text is one plain name: not hidden, no option of a command, safe on every file system."""
    return (
        0 < len(name) <= _MAX
        and name[0] not in " .-"
        and name[-1] not in " ."
        and name.partition(".")[0].upper() not in _RESERVED
        and all(one in _OTHERS or unicodedata.category(one).startswith(_LETTERS) for one in name)
    )
