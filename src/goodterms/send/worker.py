"""One connection of a run: it delivers what it is given, and connects again where the connection broke."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import CallError, GoodtermsError
from goodterms.faults import fault
from goodterms.send.dialogue import Connection, Outcome, Text
from goodterms.send.mails import data_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.send.delivery import Pace
    from goodterms.send.dialogue import Server
    from goodterms.send.mails import Mail

MAX_BREAKS = 5
"""After so many broken connections in a row, the server is not asked again."""


class Task(NamedTuple):
    """A mail to deliver: its attempt, and how often it was tried in this run."""

    attempt: int
    mail: Mail
    tries: int


class Done(NamedTuple):
    """What became of a task; ``error`` says that the server cannot be reached any more.

    ``is_settled`` says that trying it again in this run is of no use.
    """

    task: Task
    outcome: Outcome
    error: GoodtermsError | None = None
    is_settled: bool = False


class Worker:
    """A connection to a server, which is opened with the first task."""

    def __init__(
        self,
        server: Server,
        pace: Pace,
        *,
        is_proven: Callable[[], bool],
        coming: Callable[[], Mail | None] = lambda: None,
    ) -> None:
        """Connect to ``server``.

        ``is_proven`` says whether it has taken a mail in this run: only then is it asked again when it cannot be
        reached. ``coming`` is the mail that probably comes next, which is read while the server is busy.
        """
        self._server = server
        self._pace = pace
        self._used = 0.0
        self._is_proven = is_proven
        self._coming = coming
        self._ahead: tuple[Mail, Text | None] | None = None
        self._connection: Connection | None = None
        self._breaks = 0

    def deliver(self, task: Task) -> Done:
        """Give a mail to the server; says what became of it, and never raises for what the server does."""
        if time.monotonic() - self._used > self._pace.idle_seconds:  # it waited, and the server may have left
            self.close()
        try:
            connection = self._connection or self._connect()
        except GoodtermsError as error:
            return Done(task, Outcome("failed", error.faults[0] if error.faults else str(error), is_broken=True), error)
        text = self._ahead[1] if self._ahead and self._ahead[0] is task.mail else _text(task.mail)
        if text is None:
            return Done(task, Outcome("failed", fault("mail-file-changed")), is_settled=True)
        outcome = connection.deliver(task.mail, text, self._read_ahead)
        if outcome.is_broken:
            self.close()
            self._breaks += 1
        else:
            self._breaks = 0
        self._used = time.monotonic()
        return Done(task, outcome, outcome.error)

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _connect(self) -> Connection:
        """Connect, and try again after a while; raises :class:`ServerUnusable` when that is of no use."""
        while True:
            try:
                self._connection = Connection(self._server)
            except CallError:
                self._breaks += 1
                if self._breaks >= MAX_BREAKS or not self._is_proven():
                    raise
                time.sleep(self._pace.reconnect_seconds * self._breaks)
            else:
                return self._connection

    def _read_ahead(self) -> None:
        mail = self._coming()
        self._ahead = (mail, _text(mail)) if mail else None


def _text(mail: Mail) -> Text | None:
    """The text of a mail; None if its file is not the one that it was."""
    data = data_of(mail)
    return None if data is None else Text.of(data)
