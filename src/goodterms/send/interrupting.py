"""Ctrl-C and SIGTERM while mails are sent: the first one ends the run after the mails under way."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def asked_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` for the first Ctrl-C or SIGTERM; the second one ends the program as usual.

    ``stop`` runs between any two steps of the main thread, so it may only set a value.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in signals}

    def handle(_number: int, _frame: object) -> None:
        for each in signals:
            signal.signal(each, before[each])
        stop()

    for number in signals:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in signals:
            signal.signal(number, before[number])
