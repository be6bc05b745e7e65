"""Carries out a plan: several connections, each with one mail at a time, and the record before and after each.

There is a thread for each connection; the first is the one that called. Each takes its next mail itself: under one
lock, it says what became of its last mail, decides what comes next, and records both at once. So no thread waits for
another to be woken. One more thread waits for the disk.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import GoodtermsError, Interrupted
from goodterms.faults import fault
from goodterms.send.interrupting import asked_to_stop
from goodterms.send.record import Change
from goodterms.send.worker import MAX_BREAKS, Done, Task, Worker
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.send.dialogue import Outcome, Server
    from goodterms.send.mails import Mail
    from goodterms.send.record import Record

_PLANNED = 50
"""How many mails are recorded as the next ones at a time. So many more reach the disk while these are sent."""
_SECONDS_TO_CLOSE = 5
_SECONDS_TO_LOOK = 0.5
"""How long a thread sleeps at most before it looks whether the run was interrupted."""


class Pace(NamedTuple):
    """How mails are sent: connections, mails a minute (0: no limit), and when to stop or to try again.

    A mail that is refused for now is tried again after each of the ``pauses``, in seconds, as servers with greylisting
    ask for (RFC 6647); a connection that was not used for ``idle_seconds`` is closed before. The run stops
    after ``most_refusals`` for good in a row: the server has shut us out.
    """

    connections: int = 1
    per_minute: float = 0
    pauses: tuple[float, ...] = (60, 300, 900, 1800)
    most_refusals: int = 10
    reconnect_seconds: float = 1
    idle_seconds: float = 100


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
        self._turn = threading.Condition()
        self._disk = ThreadPoolExecutor(1)
        self._todo: Iterator[Mail] = iter(())
        self._count_of_todo = 0
        self._planned: deque[Task] = deque()
        self._ahead: _Ahead | None = None
        self._waiting: list[tuple[float, int, Mail, int]] = []
        self._under_way = 0
        self._serving = 0
        self._refusals_in_a_row = 0
        self._next_slot = 0.0
        self._stop_reason = ""
        self._is_interrupted = False
        self._is_over = False
        self._error: GoodtermsError | None = None
        self._bug: BaseException | None = None

    def run(self, mails: Sequence[Mail]) -> Sent:
        """Send the mails in their order; what cannot be sent now is recorded with the reason.

        Raises :class:`ServerUnusable` when the server cannot be used, and :class:`Interrupted` after Ctrl-C, once the
        mails under way have their answers.
        """
        self._todo, self._count_of_todo = iter(mails), len(mails)
        first, *more = self._workers(min(self._pace.connections, max(1, len(mails))))
        threads = [threading.Thread(target=self._serve_aside, args=(worker,), daemon=True) for worker in more]
        self._serving = 1 + len(more)
        self._record.begin()
        with asked_to_stop(self._stop):
            try:
                for thread in threads:
                    thread.start()
                self._serve(first)
                self._wait_for_others()
            finally:
                with self._turn:
                    self._is_over = True
                    self._disk.shutdown(cancel_futures=True)
                    self._record.drop_planned()
                first.close()
            for thread in threads:
                thread.join(timeout=_SECONDS_TO_CLOSE)
        if self._bug:
            raise self._bug
        if self._error and not (self._sent.accepted or self._sent.refused):
            raise self._error
        if self._is_interrupted:
            raise Interrupted([fault("sending-interrupted", accepted=self._sent.accepted, left=self._left())])
        return self._sent._replace(stopped=str(self._error) if self._error else self._stop_reason)

    def _workers(self, count: int) -> list[Worker]:
        """The connections. One that is on its own knows which mail is next, and reads it ahead."""
        return [
            Worker(
                self._server,
                self._pace,
                is_proven=lambda: bool(self._sent.accepted),
                coming=(lambda: self._planned[0].mail if self._planned else None) if count == 1 else lambda: None,
            )
            for _ in range(count)
        ]

    def _stop(self) -> None:
        """Hand out no more mails; called from a signal handler."""
        self._is_interrupted = True
        self._stop_reason = self._stop_reason or "interrupted"

    def _serve(self, worker: Worker) -> None:
        """Let a connection deliver mails until nothing is left or the run stops."""
        done: Done | None = None
        while task := self._exchange(done):
            try:
                done = worker.deliver(task)
            except BaseException:
                with self._turn:
                    self._under_way -= 1
                raise

    def _serve_aside(self, worker: Worker) -> None:
        """Do :meth:`_serve` in a thread, and close the connection. What is raised ends the run, which raises it."""
        try:
            self._serve(worker)
        except BaseException as error:  # noqa: BLE001 — raised by the thread that called
            with self._turn:
                self._bug = self._bug or error
                self._stop_reason = self._stop_reason or "bug"
                self._turn.notify_all()
        else:
            worker.close()

    def _wait_for_others(self) -> None:
        """Wait until no mail is under way."""
        with self._turn:
            while self._under_way:
                self._turn.wait(_SECONDS_TO_LOOK)

    def _exchange(self, done: Done | None) -> Task | None:
        """Take what became of a mail, and give the next one; None when there is no more. Both are recorded first.

        A connection that cannot be opened while others are gets no more mails: a server may allow fewer.
        """
        is_given_up = done is not None and done.error is not None
        with self._turn:
            changes = [] if done is None else [self._account(done)]
            while not self._is_over:
                now = time.monotonic()
                if changes and (is_given_up or not self._is_next_ready(now)):
                    self._record.change(changes)
                    changes = []
                task = None if is_given_up else self._next(now)
                if task:
                    changes.append(Change(task.attempt, "intended"))
                    self._record.change(changes)
                if done:
                    self._show(self._sent, self._left())
                    done = None
                if task:
                    self._under_way += 1
                    return task
                self._turn.notify_all()
                if not self._under_way and (self._stop_reason or not self._left()):
                    return None
                self._turn.wait(_SECONDS_TO_LOOK if is_given_up else self._patience())
        return None

    def _is_next_ready(self, now: float) -> bool:
        """Whether :meth:`_next` gives a mail at once, without waiting for the disk."""
        return bool(self._planned) and not self._stop_reason and now >= self._next_slot and not self._is_due(now)

    def _is_due(self, now: float) -> bool:
        """Whether the pause of a mail is over that was refused for now."""
        return bool(self._waiting) and self._waiting[0][0] <= now

    def _next(self, now: float) -> Task | None:
        """The mail that comes next: one whose pause is over, or the next of those that were not tried."""
        if self._stop_reason or now < self._next_slot:
            return None
        task = self._again() if self._is_due(now) else self._new()
        if task and self._pace.per_minute:
            self._next_slot = max(self._next_slot, now) + 60 / self._pace.per_minute
        return task

    def _again(self) -> Task:
        _, _, mail, tries = heapq.heappop(self._waiting)
        (number,) = self._record.plan([mail])
        self._record.reach_disk()
        return Task(number, mail, tries)

    def _new(self) -> Task | None:
        """The next mail that was not tried; those after it reach the disk meanwhile."""
        if not self._planned:
            ahead = self._ahead or self._plan_ahead()
            self._ahead = None
            if ahead:
                self._planned += ahead.tasks()
        if not self._ahead:
            self._ahead = self._plan_ahead()
        return self._planned.popleft() if self._planned else None

    def _plan_ahead(self) -> _Ahead | None:
        """Plan the next mails; None when there are no more."""
        mails = list(islice(self._todo, _PLANNED))
        self._count_of_todo -= len(mails)
        return _Ahead(self._record, mails, self._disk) if mails else None

    def _patience(self) -> float:
        """How long to sleep, in seconds, before a mail may be handed out."""
        times = [self._waiting[0][0]] if self._waiting else []
        if self._planned or self._ahead or self._count_of_todo:
            times.append(self._next_slot)
        until = min(times, default=0) - time.monotonic() if times and not self._stop_reason else _SECONDS_TO_LOOK
        return min(_SECONDS_TO_LOOK, max(0.0, until))

    def _account(self, done: Done) -> Change:
        """Count what became of a mail; one that is refused for now waits, as long as there are pauses left."""
        task, (state, answer, _, unwilling) = done.task, done.outcome
        self._under_way -= 1
        self._serving -= done.error is not None
        is_last = done.error is not None and (not self._serving or unwilling is not None)
        is_over = is_last or done.is_settled or bool(self._stop_reason) or state != "failed"
        pause = None if is_over else self._pause(done.outcome, task.tries)
        if pause is not None:
            heapq.heappush(self._waiting, (time.monotonic() + pause, task.attempt, task.mail, task.tries + 1))
        else:
            self._sent = self._sent.with_one(state)
        self._refusals_in_a_row = self._refusals_in_a_row + 1 if state == "refused" else 0
        if self._refusals_in_a_row >= self._pace.most_refusals and not self._stop_reason:
            self._stop_reason = said(
                "{number} mails in a row were refused; the last answer was: {answer}",
                number=self._refusals_in_a_row,
                answer=answer,
            )
        if done.error and is_last:
            self._error = self._error or done.error
            self._stop_reason = self._stop_reason or "server"
        return Change(task.attempt, state, answer)

    def _pause(self, outcome: Outcome, tries: int) -> float | None:
        """How long a mail waits before it is tried again, in seconds; None when it was tried often enough."""
        if outcome.is_broken:  # the server may have ended the connection, and takes the mail over a new one
            return self._pace.reconnect_seconds * (tries + 1) if tries < MAX_BREAKS else None
        return self._pace.pauses[tries] if tries < len(self._pace.pauses) else None

    def _left(self) -> int:
        ahead = len(self._ahead.mails) if self._ahead else 0
        return self._count_of_todo + ahead + len(self._planned) + len(self._waiting)


class _Ahead:
    """Mails that are recorded as planned and on their way to the disk, which takes as long as sending several mails."""

    def __init__(self, record: Record, mails: Sequence[Mail], disk: ThreadPoolExecutor) -> None:
        self.mails = mails
        self._numbers = record.plan(mails)
        self._reached = disk.submit(record.reach_disk)

    def tasks(self) -> list[Task]:
        """The mails as tasks, once the disk has them; raises :class:`OSError` when it has not."""
        self._reached.result()
        return [Task(number, mail, 0) for number, mail in zip(self._numbers, self.mails, strict=True)]
