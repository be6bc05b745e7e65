"""The processes that work on tables: started, watched, stopped; none outlives the desk."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from secrets import token_urlsafe
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from goodterms.desk import worker
from goodterms.desk.messages import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from goodterms.desk.order import Order
    from goodterms.desk.table_seen import Seen

RUNNING, FINISHED, NOT_DONE, STOPPED = "running", "finished", "refused", "stopped"
"""How a run is."""
_SECONDS_TO_END = 45
_SECONDS_TO_READ = 30


class Run:
    """One process that carries out an order; ``show`` is called whenever there is more to show.

    ``seen`` is what a check has seen of a table, ``answer`` what a run that finished says, ``lines`` why it did not,
    and ``lacking`` what the settings lack for it.
    ``phase``, ``done`` and ``total`` (0: unknown) say how far it is.
    """

    def __init__(self, order: Order, show: Callable[[Run], None]) -> None:
        self.id = token_urlsafe(12)
        self.order = order
        self.state = RUNNING
        self.seen: Seen | None = None
        self.answer: Any = None
        self.lines: list[str] = []
        self.lacking: tuple[str, ...] = ()
        self.phase, self.done, self.total = "", 0, 0
        self._show = show
        self._is_stopping = False
        self._known = Event()
        # A fork of a server that has what is needed is quick; a fork of this process, which has threads, can deadlock.
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload([worker.__name__])
        pipe, other = context.Pipe(duplex=False)
        self._process = context.Process(target=worker.work, args=(order, other), daemon=False)
        self._process.start()
        other.close()
        self._thread = Thread(target=self._listen, args=(pipe,), daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the process is still at work."""
        return self.state == RUNNING

    def wait_for_rows(self) -> None:
        """Wait until the rows of the table are known, or will not be; for as long as a page is waited for."""
        self._known.wait(_SECONDS_TO_READ)

    def stop(self) -> None:
        """Stop the process as Ctrl-C stops the command; only once, as a second signal would end its cleaning up."""
        if not self._is_stopping:
            self._is_stopping = True
            self._process.terminate()

    def end(self) -> None:
        """Stop the process, and wait for its end, which does not take long."""
        self.stop()
        self._process.join(_SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_SECONDS_TO_END)

    def _listen(self, pipe: Connection) -> None:
        with pipe, suppress(EOFError, OSError):
            while True:
                self._take(*pipe.recv())
                if self.state == RUNNING:
                    self._show(self)
        self._process.join()
        if self.state == RUNNING:
            self.state = STOPPED if self._is_stopping else NOT_DONE
            self.lines = [] if self._is_stopping else [text("run_killed")]
        self._known.set()
        self._show(self)

    def _take(self, kind: str, details: Any) -> None:
        if kind == worker.SEEN:
            self.seen = details
            self._known.set()
        elif kind == worker.PROGRESS:
            self.phase, self.done, self.total = details
        elif kind == worker.DONE:
            self.answer, self.state = details, FINISHED
        elif kind == worker.REFUSED:
            self.lines, self.state = details, NOT_DONE
        elif kind == worker.LACKING:
            self.lacking = details
        else:
            self.lines, self.state = [text("internal", reason=details)], NOT_DONE


class Runs:
    """All processes of a desk; may be used from several threads."""

    def __init__(self, show: Callable[[Run], None]) -> None:
        self._show = show
        self._running: set[Run] = set()
        self._lock = Lock()
        self._is_over = False

    def start(self, order: Order) -> Run:
        """Start a process; none is started when the desk ends."""
        with self._lock:
            if self._is_over:
                raise RuntimeError("the desk ends")
            run = Run(order, self._hear)
            self._running.add(run)
            return run

    def end(self) -> None:
        """Stop all of them, and wait for it."""
        with self._lock:
            self._is_over = True
            running = list(self._running)
        for run in running:
            run.stop()
        for run in running:
            run.end()

    def _hear(self, run: Run) -> None:
        if not run.is_running:
            with self._lock:
                self._running.discard(run)
        self._show(run)
