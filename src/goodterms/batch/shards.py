"""The rows of a batch in pieces for the workers: files of JSON Lines in the outbox's working folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.recipients.cells import Unusable
from goodterms.recipients.recipient import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ROWS = 250
"""The rows of a shard: enough to make the overhead negligible, few enough to let all workers finish together."""


class Earlier(NamedTuple):
    """A letter in the outbox: its date (ISO 8601; empty when unknown), the number of corrections, its files."""

    day: str
    sequence: int
    files: tuple[tuple[str, str], ...]


class Task(NamedTuple):
    """A row to be written, and the digest of everything that its letters depend on.

    ``place`` is the path of its files below the target, without endings; ``day`` is the date of its letters (ISO 8601),
    ``sequence`` counts their corrections. With ``earlier``, the letter in the outbox may be the same one still: then it
    keeps its date and its number.
    """

    recipient: Recipient
    digest: bytes
    place: str
    sequence: int
    day: str
    earlier: Earlier | None = None


def write(path: Path, tasks: Iterable[Task]) -> None:
    """Write tasks into a shard."""
    rows = ([[*task.recipient], task.digest.hex(), *task[2:]] for task in tasks)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def read(path: Path) -> list[Task]:
    """The tasks in a shard."""
    tasks = []
    # Only \n ends a line here; a cell may hold other characters that end lines.
    for line in path.read_text("utf-8").split("\n")[:-1]:
        recipient, digest, place, sequence, day, earlier = json.loads(line)
        if earlier:
            old_day, old_sequence, files = earlier
            earlier = Earlier(old_day, old_sequence, tuple((name, recorded) for name, recorded in files))
        tasks.append(Task(recipient_of(recipient), bytes.fromhex(digest), place, sequence, day, earlier))
    return tasks


def recipient_of(parts: Sequence[Any]) -> Recipient:
    """A recipient from the parts that JSON has of it."""
    row, key, locale, email, address, given, beyond, unusable, *rest = parts
    cells = tuple((field, Unusable(*cell)) for field, cell in unusable)
    return Recipient(row, key, locale, email, tuple(address), given, beyond, cells, *rest)
