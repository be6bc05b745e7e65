"""The lines of a file around an error, as text that shows everything in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.faults import Fault
    from goodterms.workspace import Workspace

_AROUND = 3
"""How many lines are shown before and after the one with the error."""
_LONGEST_LINE = 300
_LARGEST_FILE = 4_000_000
_MOST = 20
"""The most excerpts of one page."""
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""What a page does not show, or what changes the order of what it shows. Languages spell with ZWNJ and ZWJ."""


class Line(NamedTuple):
    """A line of a file: its number, its text, whether the error is in it."""

    number: int
    text: str
    is_marked: bool


class Excerpt(NamedTuple):
    """The lines around an error; ``where`` is the file with the line."""

    where: str
    lines: tuple[Line, ...]


def of(faults: Iterable[Fault], folders: Sequence[Path], settings: Path | None) -> list[Excerpt | None]:
    """The lines around each fault that has a line, None for the others; of files of the content and the settings only.

    ``folders`` are the layers of the content over the built-in one, ``settings`` is the path of goodterms.toml.
    """
    roots = [(folder / name).resolve() for folder in (*folders, BUILT_IN) for name in ("templates", "locales")]
    found: list[Excerpt | None] = []
    for one in faults:
        path = Path(one.place) if one.line and len(found) < _MOST else None
        is_known = path is not None and _is_known(path, roots, settings)
        found.append(_excerpt(path, one) if path and is_known else None)
    return found


def of_workspace(faults: Iterable[Fault], workspace: Workspace) -> list[Excerpt]:
    """The lines around the faults of a letter that is written from a workspace, each place once."""
    found = of(faults, workspace.project.content.layers, workspace.settings.path)
    return list(dict.fromkeys(one for one in found if one))


def plain(excerpt: Excerpt) -> dict[str, object]:
    """An excerpt as mappings, which is what layouts and scripts take."""
    return {"where": excerpt.where, "lines": [one._asdict() for one in excerpt.lines]}


def _is_known(path: Path, roots: Sequence[Path], settings: Path | None) -> bool:
    """Whether a path is a file of the content, or the settings."""
    try:
        real = path.resolve()
        if not real.is_file() or real.stat().st_size > _LARGEST_FILE:
            return False
        return any(real.is_relative_to(root) for root in roots) or bool(settings and real == settings.resolve())
    except (OSError, ValueError):
        return False


def _excerpt(path: Path, fault: Fault) -> Excerpt | None:
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return None
    if not lines[-1] and fault.line < len(lines):
        lines.pop()  # the end of the last line
    start = max(fault.line - 1 - _AROUND, 0)
    numbered = enumerate(lines[start : fault.line + _AROUND], start + 1)
    shown = tuple(Line(number, _visible(text), number == fault.line) for number, text in numbered)
    return Excerpt(fault.where, shown) if shown else None


def _visible(text: str) -> str:
    """A line as it is shown: what cannot be seen by its number, and not more of it than a page needs."""
    text = text.removesuffix("\r")
    shown = _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text[:_LONGEST_LINE])
    return f"{shown} …" if len(text) > _LONGEST_LINE else shown
