"""What the program says to people: always through here, so that no character of a value reaches the terminal raw."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import speech
from goodterms.expressions import expression
from goodterms.speech import speak
from goodterms.text.bidi import OPENERS, PDI, escape_controls
from goodterms.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.model import Isolate
    from goodterms.recipients.grouping import Screen

_MAX_LINE = 500
_LINES_AROUND = 4
_LEAST_WIDTH, _LEAST_HEIGHT = 40, 10
_DIRECTIONAL_MARKS = expression("([\u200e\u200f\u061c])")


def wants_colour() -> bool | None:
    """Whether colour is wanted: by NO_COLOR and FORCE_COLOR (no-color.org), else None: where output is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def say(text: str) -> None:
    """Print lines on standard output, for people."""
    click.echo(safe(text))


def say_isolated(before: str, text: str, isolate: Isolate) -> None:
    """Print a line that ends in a text of any direction, isolated from what comes before it.

    Directional marks in it, such as that of a minus sign, are part of it; they do not reach out of the isolate.
    """
    parts = _DIRECTIONAL_MARKS.split(text)
    shown = "".join(part if _DIRECTIONAL_MARKS.fullmatch(part) else escape_controls(part) for part in parts)
    click.echo(safe(before) + (f"{OPENERS[isolate]}{shown}{PDI}" if isolate else escape_controls(text)))


def tell(text: str) -> None:
    """Print lines on standard error: notes, and what was done. A line that a value makes absurdly long is cut."""
    click.echo(_shown(text), err=True)


def tell_notes(path: Path, notes: Sequence[str]) -> None:
    """Print notes about a file on standard error; its name comes once."""
    for number, note in enumerate(notes):
        tell(f"  {note}" if number else speak("{path}: {note}", path=path, note=note))


def report_error(lines: Sequence[str]) -> None:
    """Print an error on standard error: what is wrong, then hints."""
    first, *rest = lines
    # For translators: before what is wrong
    mark = click.style(speak("Error:") + " ", fg="red", bold=True)
    click.echo(mark + _shown("\n".join([first, *rest])), err=True)


def screen() -> Screen:
    """The room for a list of faults: the terminal without a few lines for what is around it, else 80 by 20."""
    import shutil  # only a batch needs these two

    from goodterms.recipients.grouping import Screen

    usual = Screen()
    if not sys.stderr.isatty():
        return usual
    size = shutil.get_terminal_size((usual.width, usual.height + _LINES_AROUND))
    return Screen(max(size.columns, _LEAST_WIDTH), max(size.lines - _LINES_AROUND, _LEAST_HEIGHT))


def wrapped(text: str, columns: int, first: str = "", others: str = "") -> str:
    """A text in lines of at most so many columns, with a margin before the first and before the others."""
    if speech.current() is None:
        return click.wrap_text(text, width=columns, initial_indent=first, subsequent_indent=others)
    from goodterms.reports.width import wrap  # loads the reports

    # By the columns that its characters take; a margin of spaces counts as a part of the first word.
    lines = wrap("." * len(first) + text, columns, others)
    return "\n".join([first + lines[0][len(first) :], *lines[1:]])


def near(path: Path) -> Path:
    """A path as seen from the working folder, when it is inside it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _shown(text: str) -> str:
    return safe("\n".join(line if len(line) <= _MAX_LINE else f"{_cut(line)} …" for line in text.split("\n")))


def _cut(line: str) -> str:
    """The beginning of a line, with the isolates closed that it cuts."""
    from goodterms.speech.language import closed

    return closed([line[:_MAX_LINE]])[0]
