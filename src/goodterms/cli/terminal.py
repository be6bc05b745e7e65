"""What the program says to people: always through here, so that no character of a value reaches the terminal raw."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms.text.bidi import OPENERS, PDI, visible

if TYPE_CHECKING:
    from goodterms.model import Isolate

_MAX_LINE = 500
_MARKS = re.compile("([\u200e\u200f\u061c])")


def say(text: str) -> None:
    """Print lines on standard output, for people."""
    click.echo(visible(text))


def say_apart(before: str, text: str, isolate: Isolate) -> None:
    """Print a line that ends in a text of any direction, set apart so that it turns nothing else round.

    Marks of direction in it, such as that of a minus sign, are part of it; they do not reach out of the isolate.
    """
    shown = "".join(part if _MARKS.fullmatch(part) else visible(part) for part in _MARKS.split(text))
    click.echo(visible(before) + (f"{OPENERS[isolate]}{shown}{PDI}" if isolate else visible(text)))


def tell(text: str) -> None:
    """Print lines on standard error: errors and notes. A line that a value has made absurdly long is cut."""
    lines = (line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]} …" for line in text.split("\n"))
    click.echo(visible("\n".join(lines)), err=True)


def near(path: Path) -> Path:
    """A path as seen from the working folder, when it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
