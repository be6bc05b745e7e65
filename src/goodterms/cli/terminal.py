"""What the program says to people: always through here, so that no character of a value reaches the terminal raw."""

from __future__ import annotations

from pathlib import Path

import click

from goodterms.bidi import visible

_LONGEST = 500


def say(text: str) -> None:
    """Print lines on standard output, for people."""
    click.echo(visible(text))


def tell(text: str) -> None:
    """Print lines on standard error: errors and notes. A line that a value has made absurdly long is cut."""
    lines = (line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …" for line in text.split("\n"))
    click.echo(visible("\n".join(lines)), err=True)


def near(path: Path) -> Path:
    """A path as seen from the working folder, when it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
