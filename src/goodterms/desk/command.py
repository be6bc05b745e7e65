"""The command that makes the letter of a page: ``goodterms render …``, quoted for a shell."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from goodterms.desk.asked import POLICIES, VIEWS
from goodterms.text.typed import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from goodterms.desk.asked import Asked

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def words(asked: Asked, overlays: Sequence[Path] = ()) -> list[str]:
    """The words of the command that writes a letter with these values, in the format of its view."""
    return ["goodterms", "render", asked.letter, *_options(asked, overlays)]


def line(asked: Asked, overlays: Sequence[Path] = ()) -> str:
    """The command as one line for a POSIX shell."""
    return quoted_line(words(asked, overlays))


def quoted_line(words: Iterable[str]) -> str:
    """The words of a command as one line for a POSIX shell."""
    return " ".join(map(_quoted, words))


def _options(asked: Asked, overlays: Sequence[Path]) -> Iterator[str]:
    yield from ("--locale", asked.tag)
    for name, value in asked.values.items():
        for text in [value] if isinstance(value, str) else value:
            yield from ("--set", f"{name}={text}")
    if asked.day:
        yield from ("--date", asked.day)
    for step in asked.without:
        yield from ("--without", step)
    if asked.missing != POLICIES[0]:
        yield from ("--missing", asked.missing)
    if asked.to:
        yield f"--to={asked.to}"
    if asked.key:
        yield f"--key={asked.key}"
    if asked.sequence:
        yield f"--sequence={ascii_digits(asked.sequence).removeprefix('+')}"
    if asked.timezone:
        yield f"--timezone={asked.timezone}"
    for folder in overlays:
        yield from ("--content", str(folder))
    yield from ("--format", VIEWS[asked.view])


def _quoted(word: str) -> str:
    """A word as a POSIX shell takes it; what nobody sees is written out, so that nobody copies it unseen."""
    if not _UNSEEN.search(word):
        return shlex.quote(word)
    return "$'" + _UNSEEN.sub(_escaped, word.replace("\\", "\\\\").replace("'", "\\'")) + "'"


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in found[0].encode())
