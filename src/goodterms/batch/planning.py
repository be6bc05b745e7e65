"""Which rows there is something to do for: those whose letters are not in the outbox as they would be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.batch import digests, naming
from goodterms.batch.shards import Task
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import fault
from goodterms.formats import FORMATS
from goodterms.recipients.faults import TWICE, RowFault

if TYPE_CHECKING:
    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger, LedgerEntry
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.recipients.recipient import Recipient


class Planner:
    """Goes through the rows of a table, some at a time, and says what is to be done.

    ``faults`` are those of rows that cannot be told from others, or are wider than the header.
    """

    def __init__(self, job: Job, ledger: Ledger) -> None:
        self._job = job
        self._ledger = ledger
        self._project: Project = job.project
        self._name = self._project.letter(job.letter).envelope.get("recipient", "")
        self._digest = digests.of_job(job, self._project.content)
        self._locales: dict[str, Locale | None] = {}
        self._pending = ledger.pending()
        self.suffixes = [FORMATS[form].suffix for form in job.formats]
        self.faults: list[RowFault] = []
        self.unchanged = 0

    def tasks(self, some: list[Recipient], *, keep: bool) -> list[Task]:
        """Of some rows, those to be written; with ``keep``, the ledger is told of the others.

        Raises :class:`OutputRefused` where a file lies in a letter's place that no run wrote.
        """
        names = [naming.name_of(one, self._name) for one in some]
        identities = [naming.identity(one, name) for one, name in zip(some, names, strict=True)]
        known = self._ledger.entries(identities)
        tasks, kept = [], []
        for one, name, identity in zip(some, names, identities, strict=True):
            if wrong := _too_wide(one) or self._repeated(one, identity):
                self.faults.append(wrong)
                continue
            locale = self._locale(one.locale)
            digest = digests.of_row(self._digest, self._project, locale.catalog if locale else "", one)
            entry = known.get(identity)
            if entry and self._is_done(entry, digest):
                kept.append((identity, one.row))
            else:
                task = self._task(one, name, digest, locale, entry)
                tasks.append(task)
        self.unchanged += len(kept)
        if keep:
            self._ledger.keep(kept)
        return tasks

    def _task(self, one: Recipient, name: str, digest: bytes, locale: Locale | None, entry: LedgerEntry | None) -> Task:
        if locale is None:
            return Task(one, digest, "", 0)  # told when the row is checked
        stem = naming.stem(one, name)
        place = f"{naming.folder(locale.tag, stem, self._job.spread)}/{stem}.{self._job.letter}"
        mine = {file for file, _ in entry.files} if entry else set()
        for file in naming.names_of(place, self.suffixes):
            if file not in mine and file not in self._pending and (self._job.target / file).exists():
                raise OutputRefused.of("foreign-file", str(self._job.target / file))
        sequence = entry.sequence + (entry.digest != digest) if entry else 0
        return Task(one, digest, place, sequence)

    def _is_done(self, entry: LedgerEntry, digest: bytes) -> bool:
        if entry.digest != digest:
            return False
        try:
            return all((self._job.target / name).stat().st_size == size for name, size in entry.files)
        except OSError:
            return False

    def _repeated(self, one: Recipient, identity: str) -> RowFault | None:
        """The fault of a row that says the same as one before it, or cannot be told apart from it."""
        columns = self._job.columns
        first = self._ledger.first_with(f"key {identity.casefold()}", one.row)
        if first != one.row and one.key:
            return RowFault(one.row, columns.name_of("key"), one.key, fault("key-twice", first=first), TWICE)
        # Two letters to one person may be meant; the same letter twice is not.
        said = one._replace(row=0, key="", email=one.email.casefold())
        again = self._ledger.first_with(f"says {said!r}", one.row)
        if again != one.row:
            name = naming.name_of(one, self._name)
            repeated = fault("letter-twice", first=again)
            return RowFault(one.row, columns.name_of("email"), one.email or name, repeated, TWICE)
        if first != one.row:
            return RowFault(one.row, "", "", fault("row-not-unique", first=first), TWICE)
        return None

    def _locale(self, tag: str) -> Locale | None:
        if tag not in self._locales:
            try:
                self._locales[tag] = self._project.locale(tag)
            except InvalidRequest:
                self._locales[tag] = None
        return self._locales[tag]


def _too_wide(one: Recipient) -> RowFault | None:
    """The fault of a row with more cells than the header: a comma in it may have parted what belongs together."""
    if not one.beyond:
        return None
    return RowFault(one.row, "", one.beyond, fault("row-too-wide"), "wide")
