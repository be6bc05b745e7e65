"""A line of progress on a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Self

import click

from goodterms.speech import in_figures, sentence, speak

if TYPE_CHECKING:
    from goodterms.batch.progress import Progress

_PHASES = {
    # For translators: on the line that shows how far a run is: rows
    "checked": (sentence("checked {done:,}"), sentence("checked {done:,} of {total:,}")),
    # For translators: on the line that shows how far a run is: letters
    "written": (sentence("written {done:,}"), sentence("written {done:,} of {total:,}")),
    # For translators: on the line that shows how far a run is: mails
    "sent": (sentence("sent {done:,}"), sentence("sent {done:,} of {total:,}")),
}
"""What a run has done, where nobody knows how much there is, and of how much."""
_GROUPS = {
    # For translators: what became of mails, before how many
    "accepted": sentence("accepted"),
    "refused": sentence("refused"),
    "unknown": sentence("unknown"),
    "not sent": sentence("not sent"),
}
_INTERVAL = 0.1
"""Seconds between two updates of the line."""


class ProgressLine:
    """A line on standard error that is rewritten during a run and cleared at its end.

    ``is_shown`` says whether standard error is a terminal; elsewhere nothing is written.
    """

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()
        self._start = self._last = time.monotonic()
        self._phase = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.is_shown:
            click.echo("\r\033[K", nl=False, err=True)

    def show(self, progress: Progress) -> None:
        """Show the progress of a run."""
        now = time.monotonic()
        if progress.phase != self._phase:
            self._phase, self._start = progress.phase, now
        if self.is_shown and now - self._last >= _INTERVAL:
            self._last = now
            width = shutil.get_terminal_size().columns - 1
            click.echo("\r\033[K" + line(progress, now - self._start)[:width], nl=False, err=True)


def line(progress: Progress, seconds: float) -> str:
    """What is done, how much of it a second, the time left, and how many of each group."""
    done = sum(progress.by_group.values())
    rate = done / seconds if seconds > 0 else 0.0
    so_far, of_all = _PHASES[progress.phase]
    parts = [speak(of_all, done=done, total=progress.total) if progress.total else speak(so_far, done=done)]
    if rate and done < progress.total:
        left = round((progress.total - done) / rate)
        # For translators: the time that is left, in minutes and seconds: 1:05
        parts.append(speak("{time} left", time=f"{left // 60}:{left % 60:02}"))
    # For translators: how many in a second
    parts.append(speak("{rate:,}/s", rate=round(rate)))
    groups = ((speak(_GROUPS.get(name, name)), count) for name, count in sorted(progress.by_group.items()))
    parts.append("  ".join(f"{name} {in_figures(count)}" for name, count in groups))
    return " · ".join(parts)
