"""What the page tells where a view needs something that is not there: what is missing, and how to get it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.settings import FILE_NAME
from goodterms.desk.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.desk.asked import Asked
    from goodterms.faults import Fault
    from goodterms.workspace import Workspace

_OF_SETTINGS = ("missing-sender-address", "missing-timezone")
"""Faults of what is missing in the table ``mail`` of goodterms.toml."""
_MAIL_TABLE = re.compile(r"^[ \t]*\[[ \t]*mail[ \t]*\]", re.MULTILINE)
_EXAMPLES = {"from": "you@example.com", "timezone": "Europe/Ljubljana"}
_PARTS = {"typst-missing": "pdf", "segno-missing": "pdf"}
"""Extras of the program, by the faults of what they bring."""


class Remedy(NamedTuple):
    """A sentence that says what to do, and the lines of a file or the command with which it is done."""

    words: str
    code: str


def remedies(workspace: Workspace, asked: Asked, faults: Iterable[Fault]) -> tuple[Remedy, ...]:
    """What would let the letter be shown, for the faults of things that are missing; empty for other faults."""
    kinds = [one.kind for one in faults]
    found = [_settings(workspace, asked)] if any(kind in _OF_SETTINGS for kind in kinds) else []
    extras = dict.fromkeys(_PARTS[kind] for kind in kinds if kind in _PARTS)
    found += [Remedy(text("remedy_install"), f"python -m pip install 'goodterms[{extra}]'") for extra in extras]
    if "no-fonts" in kinds:
        found.append(Remedy(text("remedy_fonts"), "goodterms doctor"))
    return tuple(found)


def _settings(workspace: Workspace, asked: Asked) -> Remedy:
    """The keys of the table ``mail`` that the view needs and that are not there, all at once."""
    envelope = workspace.settings.envelope
    is_meeting = bool(workspace.project.letter(asked.letter).meeting)
    needed = {
        "from": asked.view == "mail" and not envelope.sender_email,
        "timezone": (is_meeting or bool(asked.timezone)) and not envelope.timezone,
    }
    lines = [f'{key} = "{_EXAMPLES[key]}"' for key, is_needed in needed.items() if is_needed]
    path = workspace.settings.path
    if path and _has_table(path):
        return Remedy(text("remedy_add", path=path.resolve()), "\n".join(lines))
    where = str(path.resolve()) if path else FILE_NAME
    return Remedy(text("remedy_write", path=where), "\n".join(["[mail]", *lines]))


def _has_table(path: Path) -> bool:
    try:
        return bool(_MAIL_TABLE.search(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return False
