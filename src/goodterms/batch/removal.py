"""What leaves an outbox: only what its runs wrote, recorded before it goes, and asked about when it is much."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.batch import naming, places
from goodterms.batch.source import recipients_of
from goodterms.errors import OutputRefused
from goodterms.formats import FORMATS
from goodterms.speech import joined, plural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.batch.entries import Written
    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger
    from goodterms.batch.outbox import Outbox
    from goodterms.batch.source import Source

_AT_ONCE = 500
"""How many names the ledger is asked for at once."""
_MOST = 0.5
"""Up to this share of the rows may leave a table without a question; if more do, it may be the wrong table."""


def refuse_other_files(job: Job, ledger: Ledger, outbox: Outbox) -> None:
    """Raise :class:`OutputRefused` when a run would remove files because it writes others: in fewer formats, or in one.

    The letters of rows do not count: :func:`refuse_many_gone` asks about them.
    """
    if ledger.kind is None:
        return
    if ledger.kind != job.into:
        if ledger.kind:
            files = naming.gathered(job.letter, ledger.kind)
            raise OutputRefused.of("outbox-of-one-file", outbox.name, into=ledger.kind, files=files)
        raise OutputRefused.of("outbox-of-many-files", outbox.name, files=_in_words(_counted(ledger)))
    lost = ledger.suffixes - suffixes_of(job)
    counted = {suffix: count for suffix, count in _counted(ledger).items() if suffix in lost} if lost else {}
    if counted and not job.into:
        formats = [f"--format {name}" for name, form in FORMATS.items() if form.suffix in counted]
        raise OutputRefused.of("formats-removed", outbox.name, files=_in_words(counted), options=" ".join(formats))


def refuse_many_gone(table: Path, counts: Iterable[tuple[int, int]], outbox: Outbox) -> None:
    """Raise :class:`OutputRefused` when most of the rows with letters in the outbox are not in the table.

    ``counts`` are, for each letter, the rows that are gone and all rows.
    """
    gone, known = (sum(numbers) for numbers in zip(*counts, strict=True))
    if gone > _MOST * known:
        raise OutputRefused.of("most-rows-gone", str(table), gone=gone, known=known, outbox=outbox.name)


def refuse_to_lose(job: Job, source: Source, limit: int | None, ledger: Ledger, outbox: Outbox) -> None:
    """Refuse selected rows where the one file of the outbox has letters of others, which it would lose."""
    field = job.project.letter(job.letter).envelope.get("recipient", "")
    recipients = recipients_of(job, source, limit)
    mine = {naming.recorded(naming.identity(recipient, naming.name_of(recipient, field))) for recipient in recipients}
    others = sum(each.identity not in mine for each in ledger.letters())
    if others:
        name = naming.gathered(job.letter, job.into)
        raise OutputRefused.of("gathered-with-others", outbox.name, name=name, count=others)


def suffixes_of(job: Job) -> set[str]:
    """The endings of the files of each letter."""
    return {FORMATS[form].suffix for form in job.formats}


def _counted(ledger: Ledger) -> Counter[str]:
    """How many files with each ending there are."""
    return Counter(name.rpartition(".")[2] for each in ledger.letters() for name, _ in each.files)


def _in_words(counted: dict[str, int]) -> str:
    return joined(
        # For translators: suffix is such as pdf
        [plural("{count:,} .{suffix} file", "{count:,} .{suffix} files", n, suffix=of) for of, n in counted.items()]
    )


class Removal:
    """Removes what is no letter of a row any more."""

    def __init__(self, job: Job, ledger: Ledger, outbox: Outbox) -> None:
        self._job = job
        self._ledger = ledger
        self._outbox = outbox

    def prepare(self) -> None:
        """Record the file that gathered the letters, if they are gathered in another way from now on."""
        kind = self._ledger.kind
        if kind and kind != self._job.into:
            self._ledger.intend([naming.gathered(self._job.letter, kind)])

    def note(self, done: list[Written]) -> None:
        """Record what was written, and remove files of the same rows with other names."""
        before = self._ledger.entries([row.identity for row in done]) if done else {}
        now = {name for row in done for name, _ in row.files}
        stale = [name for entry in before.values() for name, _ in entry.files if name not in now]
        self._ledger.write(done, stale)
        if stale:
            self._remove(stale)

    def cancel(self, done: list[tuple[Written, str]]) -> None:
        """Record cancellations that were written, each with why, and remove the letters in whose place they are."""
        if stale := self._ledger.cancel(done):
            self._remove(stale)

    def clear(self, *, rows: bool) -> int:
        """With ``rows``, remove the letters of those that this run neither wrote nor kept; returns their number.

        What an interrupted run was about to write or remove goes with them, unless it is the letter of a row.
        """
        stale = list(self._ledger.stale()) if rows else []
        self._ledger.intend(name for _, files in stale for name, _ in files)
        if rows:
            self._ledger.withhold()
        if pending := self._ledger.pending():
            self._remove(pending)
        return len(stale)

    def _remove(self, names: Iterable[str]) -> None:
        """Remove files that belong to no row; on some machines, names that differ only in case are one file."""
        names = list(names)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            owned = self._ledger.owned([places.folded(places.place_of(name)) for name in some])
            mine = {places.folded(name): name for name in owned}
            for name in some:
                other = mine.get(places.folded(name))
                if other is None or (other != name and not self._are_one(other, name)):
                    self._outbox.remove(self._job.target, name)
        self._ledger.settle(names)

    def _are_one(self, one: str, other: str) -> bool:
        """Whether two names that differ only in case are one file on this file system."""
        try:
            return (self._job.target / one).samefile(self._job.target / other)
        except OSError:
            return False
