"""How a run ends early: when the user or the system stops it, and when the process that started it is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

from goodterms.errors import Interrupted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""The signals by which a system asks a program to end, where it has them; Ctrl-C is Python's own."""


class Stopped(KeyboardInterrupt):
    """The system asked the program to end, by a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let signals end what is done meanwhile as Ctrl-C does, so that nothing of customers is left in working folders.

    Raises :class:`Interrupted` then. A signal that is ignored, as under nohup, stays ignored.
    """
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in numbers if is_main}
    taken = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _stop)
    try:
        yield
    except Stopped as stop:
        raise interrupted(stop) from None
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def interrupted(stop: KeyboardInterrupt) -> Interrupted:
    """The error of a run that was stopped, with the exit status that belongs to the signal."""
    error = Interrupted.of("run-interrupted")
    if isinstance(stop, Stopped):
        error.exit_status = 128 + stop.number
    return error


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def end_with_parent() -> None:
    """Make a worker process end when the process that started the run does, in whatever way.

    The system closes the other end of a pipe then; so this holds after kill -9 as well.
    """
    import multiprocessing  # only a worker needs it

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
