"""What files said at a revision of the git repository that they lie in."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import Fault, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_FIELD = "--since"


def restored(folder: Path, revision: str, suffixes: Collection[str], into: Path) -> Path:
    """Write what a repository held at a revision into a folder; the top of the repository that ``folder`` lies in.

    Only files whose names end in one of ``suffixes`` are written; nothing of the repository itself is touched. Raises
    :class:`InvalidRequest` when the folder is in no repository, or the revision is unknown to it.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel", problem=f"{folder} is in no git repository").strip())
    unknown = f"git knows no revision {revision!r}"
    commit = _git(
        top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", problem=unknown
    )
    listed = _git(top, "ls-tree", "-r", "-z", "--name-only", commit.strip(), problem=unknown)
    names = [name for name in listed.split("\0") if name.endswith(tuple(suffixes)) and "\n" not in name]
    for name, content in _contents(top, commit.strip(), names):
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return top


def _contents(top: Path, commit: str, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """The content of each file of a commit, all asked of one process."""
    asked = "".join(f"{commit}:{name}\n" for name in names).encode()
    data, at = _run(top, "cat-file", "--batch", given=asked), 0
    for name in names:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[-1])
        yield name, data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(folder: Path, *arguments: str, problem: str) -> str:
    try:
        return _run(folder, *arguments).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        raise InvalidRequest([Fault(_FIELD, "git is not installed", "install it, or use --baseline")]) from None
    except subprocess.CalledProcessError:
        hint = "name a commit, a branch or a tag" if "revision" in problem else "use --baseline where there is no git"
        raise InvalidRequest([Fault(_FIELD, problem, hint)]) from None


def _run(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout  # noqa: S603 — no shell
