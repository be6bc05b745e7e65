"""What files said at a revision of the git repository that they lie in."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.faults import legacy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_FIELD = "--since"


def restore(folder: Path, revision: str, suffixes: Collection[str], into: Path) -> Path:
    """Write what a repository held at a revision into a folder; the top of the repository that ``folder`` lies in.

    Only files whose names end in one of ``suffixes`` are written; nothing of the repository itself is touched. Raises
    :class:`InvalidRequest` when the folder is in no repository, or the revision is unknown to it.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel", problem=f"{folder} is in no git repository").strip())
    unknown = f"git knows no revision {revision!r}"
    commit = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", problem=unknown
    )
    listed = _git(top, "ls-tree", "-r", "-z", commit.strip(), problem=unknown)
    for name, content in _contents(top, dict(_files(listed, tuple(suffixes)))):
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return top


def _files(listed: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The name of each file of a tree, and by what git knows its content; a submodule's content is not here."""
    for line in filter(None, listed.split("\0")):
        about, _, name = line.partition("\t")
        _, kind, content = about.split()
        if kind == "blob" and name.endswith(suffixes):
            yield name, content


def _contents(top: Path, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The content of each file, all asked of one process; not of those that a partial clone does not have."""
    asked = "".join(f"{content}\n" for content in files.values()).encode()
    data, at = _run(top, "cat-file", "--batch", given=asked), 0
    for name in files:
        end = data.index(b"\n", at)
        size = data[at:end].split()[-1]
        if size == b"missing":
            at = end + 1
            continue
        yield name, data[end + 1 : end + 1 + int(size)]
        at = end + 1 + int(size) + 1


def _git(folder: Path, *arguments: str, problem: str) -> str:
    try:
        return _run(folder, *arguments).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        raise InvalidRequest([legacy(_FIELD, "git is not installed", "install it, or use --baseline")]) from None
    except subprocess.CalledProcessError:
        hint = "name a commit, a branch or a tag" if "revision" in problem else "use --baseline where there is no git"
        raise InvalidRequest([legacy(_FIELD, problem, hint)]) from None


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603 — no shell
