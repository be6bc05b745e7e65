"""Files as they were at a revision of their git repository."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.faults import fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from goodterms.faults import Fault

_OPTION = "--since"
_CATALOGS = (".po", ".pot")
_FOLDERS = ("templates", "locales")
"""The folders of a layer of letters."""


def restore(folder: Path, revision: str, suffixes: Collection[str], into: Path) -> Path:
    """Write the files of a revision into a folder; the top folder of the repository that ``folder`` is in.

    Only files whose names end in one of ``suffixes`` are written; the repository itself is not touched. What was
    renamed since is written under the name that it has now, if git finds this: a catalog, and every file of a folder
    that was moved as a whole. Raises
    :class:`InvalidRequest` when the folder is in no repository, and when the revision is unknown.
    """
    no_repository = fault("no-repository", _OPTION, folder=folder)
    top = Path(_git(folder, "rev-parse", "--show-toplevel", refusal=no_repository).strip())
    unknown = fault("unknown-revision", _OPTION, given=revision)
    commit = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", refusal=unknown
    )
    tree = _git(top, "ls-tree", "-r", "-z", commit.strip(), refusal=unknown)
    names = _renamed(top, commit.strip(), suffixes)
    for name, content in _contents(top, dict(_files(tree, tuple(suffixes)))):
        target = into / names.get(name, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return top


def _renamed(top: Path, commit: str, suffixes: Collection[str]) -> dict[str, str]:
    """The names in the index of files that had other names at a commit, by those; for a broken index, none.

    A letter that was renamed beside others is another letter: others may include it by its former name.
    """
    paths = [f"*{suffix}" for suffix in suffixes]
    options = ("--name-status", "-z", "--find-renames", "--diff-filter=R", "--no-relative", "--ignore-submodules")
    try:
        printed = _run(top, "diff", *options, commit, "--", *paths).decode("utf-8", "surrogateescape")
    except subprocess.CalledProcessError:
        return {}
    fields = iter(printed.split("\0"))
    pairs = ((next(fields), next(fields)) for status in fields if status)
    return {old: new for old, new in pairs if new.endswith(_CATALOGS) or _within_layer(old) == _within_layer(new)}


def _within_layer(name: str) -> str:
    """The part of a file's name that says what it is to letters, wherever their folder is."""
    parts = name.split("/")
    start = next((number for number, part in enumerate(parts) if part in _FOLDERS), 0)
    return "/".join(parts[start:])


def _files(tree: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The name and the object id of each file in a tree; submodules have no content here."""
    for line in filter(None, tree.split("\0")):
        attributes, _, name = line.partition("\t")
        _, kind, object_id = attributes.split()
        if kind == "blob" and name.endswith(suffixes):
            yield name, object_id


def _contents(top: Path, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The content of each file, from one process for all; without files that a partial clone does not have."""
    ids = "".join(f"{object_id}\n" for object_id in files.values()).encode()
    data, at = _run(top, "cat-file", "--batch", given=ids), 0
    for name in files:
        end = data.index(b"\n", at)
        size = data[at:end].split()[-1]
        if size == b"missing":
            at = end + 1
            continue
        yield name, data[end + 1 : end + 1 + int(size)]
        at = end + 1 + int(size) + 1


def _git(folder: Path, *arguments: str, refusal: Fault) -> str:
    """What git prints; raises :class:`InvalidRequest` with ``refusal`` when git fails."""
    try:
        return _run(folder, *arguments).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        raise InvalidRequest.of("git-missing", _OPTION) from None
    except subprocess.CalledProcessError:
        raise InvalidRequest([refusal]) from None


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603 — no shell
