"""What sending keeps in memory: a few bytes for each mail, however often each was tried."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from goodterms.send import planning
from goodterms.send.mail_list import MailList
from goodterms.send.mails import Mail
from goodterms.send.never import NeverList
from goodterms.send.record import Attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.send.record import State

MAILS = 2000


def mail(number: int) -> Mail:
    digest, message_id = number.to_bytes(32, "big"), f"<{number}@lipa.example>"
    recipients = (f"customer-{number}@example.com",)
    return Mail(
        "check-in", f"K-{number}", number, "sl", Path(), f"sl/K-{number}.eml", 0, False, digest, message_id,
        "care@lipa.example", recipients, 9000,
    )  # fmt: skip


def attempts(mails: list[Mail], times: int) -> Iterator[Attempt]:
    """As the record gives them: each with texts of its own."""
    for number in range(times):
        for one in mails:
            identity, digest = f"K-{one.row}", one.row.to_bytes(32, "big")
            state: State = "accepted" if number == times - 1 else "failed"
            yield Attempt(
                number * MAILS + one.row, "check-in", identity, one.name, f"{identity}@example.com", one.message_id,
                digest, 0, False, state, f"450 4.2.0 greylisted {number} {identity}", "2026-11-21T09:00:00Z",
            )  # fmt: skip


@pytest.mark.parametrize("times", [1, 8])
def test_planning_keeps_little_of_what_was_tried_before(times: int) -> None:
    mails = [mail(number) for number in range(MAILS)]
    tracemalloc.start()
    try:
        plan = planning.plan(MailList(mails), attempts(mails, times), planning.Choice(), NeverList(()))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert plan.counts == {"sent": MAILS}
    assert most / MAILS < 250  # bytes; a mail alone has nine hundred, an attempt more than a thousand
