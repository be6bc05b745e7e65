"""Runs one attack in a process of its own, and measures its time and its memory."""

from __future__ import annotations

import os
import resource
import signal
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUS = Path("/proc/self/statm")
MEMORY = 2_000_000_000
"""The address space that an attack may add to its process, so that a bomb does not take the machine with it."""


class Measured(NamedTuple):
    """What an attack did: ``outcome`` is what it said (``read``, ``refused`` …) or how it fell over.

    ``seconds`` are of processor time, ``megabytes`` those beyond what the process had before.
    """

    outcome: str
    seconds: float
    megabytes: float

    @property
    def is_over(self) -> bool:
        """Whether the process fell over: an error that nobody foresaw, no memory, no time, a crash."""
        return self.outcome.startswith("!")


def measure(attack: Callable[[], str], seconds: int = 60) -> Measured:
    """Run an attack in a child; it ends after ``seconds`` of processor time."""
    reading, writing = os.pipe()
    before = _resident()
    child = os.fork()
    if not child:
        os.close(reading)
        _run(attack, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        said = f"!killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return Measured(said or "!said nothing", used.ru_utime + used.ru_stime, (used.ru_maxrss - before) / 1000)


def _resident() -> float:
    """The kilobytes of memory that this process has now; the child begins with as many."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(_STATUS.read_text().split()[1]) * resource.getpagesize() / 1024


def _address_space() -> int:
    """The bytes of address space that this process has now."""
    return int(_STATUS.read_text().split()[0]) * resource.getpagesize() if _STATUS.exists() else 0


def _run(attack: Callable[[], str], writing: int, seconds: int) -> None:
    most = _address_space() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    started = time.process_time()
    try:
        said = attack()
    except BaseException as error:  # noqa: BLE001 — whatever it is, it is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"!{type(error).__name__}: {str(error)[:200]} ({place.filename.rpartition('/')[2]}:{place.lineno})"
    os.write(writing, f"{said} [{time.process_time() - started:.1f} s]".encode())
    os._exit(0)
