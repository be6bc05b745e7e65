"""A line of progress on a terminal; elsewhere it says nothing."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from goodterms.batch.run import Progress

_EVERY = 0.1
"""Seconds between two looks of the line."""


class Bar:
    """A line that is written over and over on standard error, when that is a terminal, and wiped at the end."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._phase = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            click.echo("\r\033[K", nl=False, err=True)

    def show(self, progress: Progress) -> None:
        """Show how far a run is."""
        now = time.monotonic()
        if progress.phase != self._phase:
            self._phase, self._begun = progress.phase, now
        if self._is_shown and now - self._last >= _EVERY:
            self._last = now
            width = shutil.get_terminal_size().columns - 1
            click.echo("\r\033[K" + line(progress, now - self._begun)[:width], nl=False, err=True)


def line(progress: Progress, seconds: float) -> str:
    """How many rows are done, how many a second, how long it takes still, and the rows of each locale."""
    done = sum(progress.by_locale.values())
    rate = done / seconds if seconds > 0 else 0.0
    parts = [f"{progress.phase} {done:,}"]
    if progress.total:
        parts[0] += f" of {progress.total:,}"
        if rate and done < progress.total:
            left = round((progress.total - done) / rate)
            parts.append(f"{left // 60}:{left % 60:02} left")
    parts.append(f"{rate:,.0f}/s")
    parts.append("  ".join(f"{tag} {count:,}" for tag, count in sorted(progress.by_locale.items())))
    return " · ".join(parts)
