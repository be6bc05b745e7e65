"""Any history of a mail, made by chance: who has it never gets it again, and who lacks it is never forgotten."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_returned import RETRY, report

from goodterms.send import outcome, planning
from goodterms.send.mail_list import MailList
from goodterms.send.mails import Mail
from goodterms.send.never import NeverList
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from goodterms.send.record import State

PEOPLE = ("ana@example.com", "bor@example.com")
DETAILS = ("4.2.2 full", "5.2.2 full", "5.7.1 not wanted", "5.0.0 sorry")
CHOICES = (
    planning.Choice(), RETRY, planning.Choice(retry_refused=True),
    planning.Choice(retry_refused=True, retry_returned=True), planning.Choice(corrections=True),
)  # fmt: skip


class World:
    """A mail, the record of it, and what really became of it: ``has`` are the mailboxes where it is."""

    def __init__(self, folder: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance = chance
        self.hour = 0
        self.record = Record(folder)
        self.record.begin()
        self.mail = Mail("check-in", "K-1", 1, "sl", folder, "sl/K-1.eml", 0, False, b"d" * 32, "<1@lipa.example>",
                         "care@lipa.example", PEOPLE[: chance.choice((1, 1, 2))], 99)  # fmt: skip
        self.has: set[str] = set()
        self.inbox: list[bytes] = []
        monkeypatch.setattr("goodterms.send.record._now", lambda: f"2026-11-21T{self.hour:02}:00:00Z")

    def verdict(self, choice: planning.Choice) -> tuple[str, tuple[str, ...]]:
        notes = self.record.notes_of_returned()
        plan = planning.plan(MailList([self.mail]), self.record.attempts(), choice, NeverList(()), notes)
        (one,) = plan.mails
        return one.verdict, next((due.recipients for due in plan.due), ())

    def send(self, choice: planning.Choice) -> None:
        """A run, as a person might start it: what is due is given to a server that may do anything."""
        verdict, to = self.verdict(choice)
        if verdict != "send":
            return
        assert self.has.isdisjoint(to), "somebody who has it would get it again"
        self.hour += 1
        (number,) = self.record.plan([self.mail._replace(recipients=to)])
        state: State = self.chance.choice(("accepted", "accepted", "accepted", "unknown", "refused", "failed"))
        self.record.change([Change(number, state, "250 ok")])
        if state == "accepted" or (state == "unknown" and self.chance.random() < 0.5):
            for address in to:
                if self.chance.random() < 0.5:
                    self.has.add(address)
                else:
                    self.inbox.append(report(self.mail, self.chance.choice(DETAILS), self.hour, address))

    def read_inbox(self) -> None:
        """The whole mailbox again, in any order; a part of it may come later."""
        mails = [one for one in self.inbox if self.chance.random() < 0.8]
        self.chance.shuffle(mails)
        outcome.take_answers(MailList([self.mail]), self.record, mails)

    def find_out(self) -> None:
        """A person asks whether an unknown mail has arrived, and says so."""
        for attempt in list(self.record.attempts()):
            to = set(attempt.recipients.split(", "))
            if attempt.state == "unknown" and self.has.isdisjoint(to) and not self.inbox:
                self.record.change([Change(attempt.number, "failed")])


@pytest.mark.parametrize("seed", range(150))
def test_any_history(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name), chance, monkeypatch)
        for _ in range(12):
            chance.choice((lambda: world.send(chance.choice(CHOICES)), world.read_inbox, world.find_out))()
        outcome.take_answers(MailList([world.mail]), world.record, world.inbox)
        lacking = set(world.mail.recipients) - world.has
        verdict, to = world.verdict(planning.Choice(retry_refused=True, retry_returned=True))
        if verdict != "unknown":
            assert set(to) == lacking, verdict
        world.record.close()
