"""The rows of a batch in pieces for the workers: files of JSON Lines in the outbox's working folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from goodterms.recipients.cells import Unusable
from goodterms.recipients.recipient import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROWS = 250
"""The rows of a shard: enough to make the overhead negligible, few enough to let all workers finish together."""


class Task(NamedTuple):
    """A row to be written, and the digest of everything that its letters depend on.

    ``place`` is the path of its files below the target, without endings; ``sequence`` counts the corrections of its
    letters.
    """

    recipient: Recipient
    digest: bytes
    place: str
    sequence: int


def write(path: Path, tasks: Iterable[Task]) -> None:
    """Write tasks into a shard."""
    rows = ([*task.recipient, task.digest.hex(), task.place, task.sequence] for task in tasks)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(path: Path) -> list[Task]:
    """The tasks in a shard."""
    tasks = []
    # Only \n ends a line here; a cell may hold other characters that end lines.
    for line in path.read_text("utf-8").split("\n")[:-1]:
        *rest, address, given, beyond, cells, timezone, digest, place, sequence = json.loads(line)
        row, key, locale, email = rest
        unusable = tuple((field, Unusable(*cell)) for field, cell in cells)
        recipient = Recipient(row, key, locale, email, tuple(address), given, beyond, unusable, timezone)
        tasks.append(Task(recipient, bytes.fromhex(digest), place, sequence))
    return tasks
