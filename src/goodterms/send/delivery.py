"""Carries out a plan: several connections, each with one mail at a time, and the record before and after each.

One thread for each connection speaks with the server. The thread that called plans the mails, records what becomes of
them and decides what comes next, so only one thread writes.
"""

from __future__ import annotations

import heapq
import queue
import signal
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import CallError, GoodtermsError, Interrupted
from goodterms.faults import fault
from goodterms.send.dialogue import Connection, Outcome
from goodterms.send.mails import data_of
from goodterms.send.record import Change
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.send.dialogue import Server
    from goodterms.send.mails import Mail
    from goodterms.send.record import Record

_PLANNED = 100
"""How many mails are written to the disk as the next ones, at a time."""
_MAX_BREAKS = 5
"""After so many broken connections in a row, the server is not asked again."""
_SECONDS_TO_CLOSE = 5
_NOBODY = -1


class Pace(NamedTuple):
    """How mails are sent: connections, mails a minute (0: no limit), and when to stop or to try again.

    A mail that is refused for now is tried again after each of the ``pauses``, in seconds, as servers with greylisting
    ask for (RFC 6647). The run stops after ``most_refusals`` for good in a row: the server has shut us out.
    """

    connections: int = 1
    per_minute: float = 0
    pauses: tuple[float, ...] = (60, 300, 900, 1800)
    most_refusals: int = 10
    reconnect_seconds: float = 1


class Sent(NamedTuple):
    """What a run has done: how many mails were accepted, refused for good, refused for now, and are unknown.

    ``stopped`` says why it ended before the last mail; empty where it did not.
    """

    accepted: int = 0
    refused: int = 0
    failed: int = 0
    unknown: int = 0
    stopped: str = ""

    def with_one(self, state: str) -> Sent:
        """The same with one mail more in a state."""
        return self._replace(**{state: getattr(self, state) + 1})


class _Task(NamedTuple):
    """A mail to deliver: its attempt, and how often it was tried in this run."""

    attempt: int
    mail: Mail
    tries: int


class _Done(NamedTuple):
    """What a connection says: a task with its outcome, or only that it is ready; or that it cannot go on."""

    worker: int
    task: _Task | None = None
    outcome: Outcome | None = None
    error: GoodtermsError | None = None


class Delivery:
    """A run over mails that are due. ``show`` is called with the counts after each mail."""

    def __init__(
        self, server: Server, record: Record, pace: Pace, show: Callable[[Sent, int], None] = lambda _sent, _left: None
    ) -> None:
        self._server = server
        self._record = record
        self._pace = pace
        self._show = show
        self._sent = Sent()
        self._answers: queue.SimpleQueue[_Done] = queue.SimpleQueue()
        self._tasks: list[queue.SimpleQueue[_Task | None]] = []
        self._idle: deque[int] = deque()
        self._planned: deque[_Task] = deque()
        self._waiting: list[tuple[float, int, Mail, int]] = []
        self._refusals_in_a_row = 0
        self._next_slot = 0.0
        self._stop_reason = ""
        self._is_interrupted = False

    def run(self, mails: Sequence[Mail]) -> Sent:
        """Send the mails in their order; what cannot be sent now is recorded with the reason.

        Raises :class:`ServerUnusable` when the server cannot be used, and :class:`Interrupted` after Ctrl-C, once the
        mails under way have their answers.
        """
        todo = deque(mails)
        workers = [
            threading.Thread(target=self._work, args=(number,), daemon=True)
            for number in range(min(self._pace.connections, max(1, len(todo))))
        ]
        self._tasks = [queue.SimpleQueue() for _ in workers]
        self._record.begin()
        for worker in workers:
            worker.start()
        with _asked_to_stop(self._stop):
            try:
                self._loop(todo, len(workers))
            finally:
                self._record.drop_planned()
                for tasks in self._tasks:
                    tasks.put(None)
            for worker in workers:
                worker.join(timeout=_SECONDS_TO_CLOSE)
        if self._is_interrupted:
            raise Interrupted([fault("sending-interrupted", accepted=self._sent.accepted, left=self._left(todo))])
        return self._sent._replace(stopped=self._stop_reason)

    def _stop(self) -> None:
        """Hand out no more mails; called from a signal handler, which wakes the loop, too."""
        self._is_interrupted = True
        self._stop_reason = self._stop_reason or "interrupted"
        self._answers.put(_Done(_NOBODY))

    def _loop(self, todo: deque[Mail], working: int) -> None:
        """Hand out mails and take answers, until nothing is left or the run stops."""
        busy = working
        error: GoodtermsError | None = None
        while busy or (not self._stop_reason and (todo or self._planned or self._waiting)):
            busy += 0 if self._stop_reason else self._hand_out(todo)
            if not busy and not self._idle:
                break
            done = [one for one in self._take(self._patience(todo)) if one.worker != _NOBODY]
            busy -= len(done)
            changes = [change for one in done if (change := self._account(one))]
            if changes:
                self._record.change(changes)
                self._show(self._sent, self._left(todo))
            for one in done:
                if one.error:
                    error = error or one.error
                else:
                    self._idle.append(one.worker)
            if error and not self._stop_reason:
                self._stop_reason = "server"
        if error and not (self._sent.accepted or self._sent.refused):
            raise error
        if error:
            self._stop_reason = str(error)

    def _hand_out(self, todo: deque[Mail]) -> int:
        """Give mails to the connections that are idle; returns to how many."""
        tasks: list[tuple[int, _Task]] = []
        now = time.monotonic()
        while self._idle and now >= self._next_slot:
            task = self._next(todo, now)
            if task is None:
                break
            tasks.append((self._idle.popleft(), task))
            if self._pace.per_minute:
                self._next_slot = max(self._next_slot, now) + 60 / self._pace.per_minute
        if tasks:
            self._record.change([Change(task.attempt, "intended") for _, task in tasks])
            for worker, task in tasks:
                self._tasks[worker].put(task)
        return len(tasks)

    def _next(self, todo: deque[Mail], now: float) -> _Task | None:
        """The mail that comes next: one whose pause is over, or the next of those that were not tried."""
        if self._waiting and self._waiting[0][0] <= now:
            _, _, mail, tries = heapq.heappop(self._waiting)
            (number,) = self._record.plan([mail])
            return _Task(number, mail, tries)
        if not self._planned and todo:
            mails = [todo.popleft() for _ in range(min(_PLANNED, len(todo)))]
            numbers = self._record.plan(mails)
            self._planned += [_Task(number, mail, 0) for number, mail in zip(numbers, mails, strict=True)]
        return self._planned.popleft() if self._planned else None

    def _patience(self, todo: deque[Mail]) -> float | None:
        """How long to wait for an answer, in seconds, before a mail may be handed out; None for as long as it takes."""
        if not self._idle or self._stop_reason:
            return None
        now = time.monotonic()
        times = [self._waiting[0][0]] if self._waiting else []
        if todo or self._planned:
            times.append(self._next_slot)
        return max(0.0, min(times) - now) if times else None

    def _take(self, patience: float | None) -> list[_Done]:
        """The answers that have come; waits for one as long as ``patience`` allows."""
        done: list[_Done] = []
        try:
            done.append(self._answers.get(timeout=patience))
            while True:
                done.append(self._answers.get_nowait())
        except queue.Empty:
            return done

    def _account(self, done: _Done) -> Change | None:
        """Count what became of a mail; one that is refused for now waits, as long as there are pauses left."""
        if done.task is None or done.outcome is None:
            return None
        state, answer, _ = done.outcome
        pause = (
            None if done.error or self._stop_reason or state != "failed" else self._pause(done.outcome, done.task.tries)
        )
        if pause is not None:
            again = time.monotonic() + pause
            heapq.heappush(self._waiting, (again, done.task.attempt, done.task.mail, done.task.tries + 1))
        else:
            self._sent = self._sent.with_one(state)
        self._refusals_in_a_row = self._refusals_in_a_row + 1 if state == "refused" else 0
        if self._refusals_in_a_row >= self._pace.most_refusals and not self._stop_reason:
            self._stop_reason = said(
                "{number} mails in a row were refused; the last answer was: {answer}",
                number=self._refusals_in_a_row,
                answer=answer,
            )
        return Change(done.task.attempt, state, answer)

    def _pause(self, outcome: Outcome, tries: int) -> float | None:
        """How long a mail waits before it is tried again, in seconds; None when it was tried often enough."""
        if outcome.is_broken:  # the server may have ended the connection, and takes the mail over a new one
            return self._pace.reconnect_seconds * (tries + 1) if tries < _MAX_BREAKS else None
        return self._pace.pauses[tries] if tries < len(self._pace.pauses) else None

    def _left(self, todo: deque[Mail]) -> int:
        return len(todo) + len(self._planned) + len(self._waiting)

    def _work(self, number: int) -> None:
        """One connection: deliver what is handed out, and open the connection again where it broke."""
        connection: Connection | None = None
        breaks = 0
        done = _Done(number)
        while True:
            self._answers.put(done)
            task = self._tasks[number].get()
            if task is None:
                break
            try:
                while connection is None:
                    try:
                        connection = Connection(self._server)
                    except CallError:
                        breaks += 1
                        if breaks >= _MAX_BREAKS or not self._sent.accepted:
                            raise
                        time.sleep(self._pace.reconnect_seconds * breaks)
            except GoodtermsError as error:
                outcome = Outcome("failed", str(error), is_broken=True)
                self._answers.put(_Done(number, task, outcome, error))
                return
            data = data_of(task.mail)
            if data is None:
                done = _Done(number, task, Outcome("failed", "the file has changed since this run began"))
                continue
            outcome = connection.deliver(task.mail, data)
            if outcome.is_broken:
                connection.close()
                connection = None
                breaks += 1
            else:
                breaks = 0
            done = _Done(number, task, outcome)
        if connection:
            connection.close()


@contextmanager
def _asked_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` for the first Ctrl-C or SIGTERM; the second one ends the program as usual."""
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
