"""The rows of a batch in pieces that workers read by themselves: files of JSON Lines in the outbox's working folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from goodterms.recipients.recipient import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROWS = 250
"""How many rows a shard has: enough that handing one out costs nothing, few enough that all workers end together."""


class Task(NamedTuple):
    """A row to be written, and the digest of all that its letters depend on.

    ``place`` is the path of its files below the target, without their endings; ``sequence`` is how often the letters of
    the row were corrected.
    """

    recipient: Recipient
    digest: bytes
    place: str
    sequence: int


def write(path: Path, tasks: Iterable[Task]) -> None:
    """Write tasks into a shard."""
    rows = ([*one.recipient, one.digest.hex(), one.place, one.sequence] for one in tasks)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(path: Path) -> list[Task]:
    """The tasks in a shard."""
    tasks = []
    # Only \n ends a line here; a cell may hold other characters that end lines.
    for line in path.read_text("utf-8").split("\n")[:-1]:
        *rest, address, given, beyond, digest, place, sequence = json.loads(line)
        row, key, locale, email = rest
        one = Recipient(row, key, locale, email, tuple(address), given, beyond)
        tasks.append(Task(one, bytes.fromhex(digest), place, sequence))
    return tasks
