"""Which catalogs a folder has: those that its project keeps, as git sees them, and none of other people's packages."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SUFFIXES = (".po", ".pot")
_FOREIGN = frozenset({".git", ".hg", ".nox", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "site-packages"})
"""Folders in which tools keep what is not the project's own."""
_ENVIRONMENT = "pyvenv.cfg"
"""The file that marks a virtual environment, whatever its folder is called."""
_GITLINK = "160000"
"""The mode of a submodule in git's index."""


def catalogs_in(paths: Sequence[Path]) -> list[Path]:
    """The catalogs at paths: files as they are, and the .po and .pot files in folders, sorted in each.

    In a folder, what git ignores is left out, and so are virtual environments and the folders of package managers. A
    folder that is itself ignored is searched all the same: the call asks for it.
    """
    catalogs: list[Path] = []
    for path in paths:
        catalogs += sorted(_in_folder(path)) if path.is_dir() else [path]
    return list(dict.fromkeys(catalogs))


def _in_folder(folder: Path) -> Iterator[Path]:
    names = _listed_by_git(folder)
    if names is None:
        yield from _walk(folder)
        return
    is_foreign = lru_cache(maxsize=None)(_is_foreign)
    for name in names:
        path = folder / name
        above = list(path.parents)[: len(path.parts) - len(folder.parts) - 1]
        if any(map(is_foreign, above)):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and not is_foreign(path):  # a repository inside this one: a submodule, or a clone
            yield from _in_folder(path)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_foreign(Path(place, name))]
        yield from (Path(place, name) for name in files if name.endswith(_SUFFIXES))


def _is_foreign(folder: Path) -> bool:
    return folder.name in _FOREIGN or (folder / _ENVIRONMENT).is_file()


def _listed_by_git(folder: Path) -> list[str] | None:
    """The names of the catalogs and of the inner repositories in a folder that git does not ignore.

    None without git, outside of a repository, and for a folder that is ignored as a whole.
    """
    tracked = _git(folder, "ls-files", "-z", "--stage")
    untracked = _git(folder, "ls-files", "-z", "--others", "--exclude-standard")
    if tracked is None or untracked is None:
        return None
    names = [name for name in untracked if name.endswith((*_SUFFIXES, "/"))]
    for line in tracked:
        attributes, _, name = line.partition("\t")
        if name.endswith(_SUFFIXES) or attributes.startswith(_GITLINK):
            names.append(name)
    if not names and _git(folder, "check-ignore", "--quiet", ".") is not None:
        return None
    return list(dict.fromkeys(names))


def _git(folder: Path, *arguments: str) -> list[str] | None:
    """What git prints, cut at each NUL; None when it fails."""
    import subprocess  # a file that a call names needs none

    try:
        command = ["git", "-C", str(folder), *arguments]
        printed = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 — no shell
    except (OSError, subprocess.CalledProcessError):
        return None
    return list(filter(None, os.fsdecode(printed).split("\0")))
