"""Which rows need work: those whose letters are missing from the outbox, or would be written differently."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from goodterms import compose
from goodterms.batch import digests, naming, remembering
from goodterms.batch.cancelling import ASKED, CALLED_OFF, CalledOff
from goodterms.batch.shards import Earlier, Task
from goodterms.batch.work import call_of
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import Fault, fault
from goodterms.formats import FORMATS
from goodterms.recipients.columns import EMAIL, KEY
from goodterms.recipients.faults import TWICE, RowFault
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.status import Statuses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger, LedgerEntry
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.recipients.recipient import Recipient


class Planner:
    """Goes through the rows of a table in pieces, and finds what is to be done.

    ``faults`` are those of rows that repeat another one, or are wider than the header. ``called_off`` are the rows, by
    their identities, whose meetings are called off, ``never_sent`` the number of those that no run has written.
    """

    def __init__(
        self,
        job: Job,
        ledger: Ledger,
        *,
        are_distinct: bool = True,
        redate: bool = False,
        asked: Mapping[str, CalledOff] = MappingProxyType({}),
    ) -> None:
        """Without ``are_distinct``, rows may look alike, because columns are missing: no row counts as repeated.

        With ``redate``, all letters get the date of the job. ``asked`` are those whose meetings are to be called off.
        """
        self.called_off = dict(asked)
        self.never_sent = 0
        self.statuses = Statuses(lazy_words(job.project))
        self._redate = redate
        self._day = job.day.isoformat()
        self._are_distinct = are_distinct
        self._job = job
        self._ledger = ledger
        self._project: Project = job.project
        self._name = self._project.letter(job.letter).envelope.get("recipient", "")
        self._digest = digests.of_job(job, self._project.content)
        self._locales: dict[str, Locale | None] = {}
        self._senders: dict[Locale | None, str] = {}
        self._pending = ledger.pending()
        self.suffixes = [FORMATS[form].suffix for form in job.formats]
        self.faults: list[RowFault] = []
        self.unchanged = 0

    @property
    def notes(self) -> list[str]:
        """Sentences on what the table says of the meetings."""
        notes = self.statuses.notes
        if self.never_sent:
            rows = "1 row is" if self.never_sent == 1 else f"{self.never_sent:,} rows are"
            notes.append(
                f"{rows} called off and has no letter in this outbox"
                if self.never_sent == 1
                else f"{rows} called off and have no letters in this outbox"
            )
        return notes

    def tasks(self, recipients: list[Recipient], *, keep: bool) -> list[Task]:
        """The tasks for the rows that must be written; with ``keep``, the others are recorded as up to date.

        Raises :class:`OutputRefused` when a file exists in a letter's place that no run wrote.
        """
        names = [naming.name_of(recipient, self._name) for recipient in recipients]
        identities = [naming.identity(recipient, name) for recipient, name in zip(recipients, names, strict=True)]
        known = self._ledger.entries(identities)
        self._ledger.note_present(known)
        tasks, kept = [], []
        for recipient, name, identity in zip(recipients, names, identities, strict=True):
            is_known = self._are_distinct and not self._is_open(recipient)
            if wrong := too_wide(recipient) or (is_known and self._repeated(recipient, identity)):
                self.faults.append(wrong)
                continue
            entry = known.get(identity)
            why = self._why_off(recipient, identity, entry)
            if isinstance(why, Fault):
                column = self._job.columns.name_of(why.place)
                self.faults.append(RowFault(recipient.row, column, recipient.status, why, "status"))
                continue
            if why:
                self.called_off[identity] = CalledOff(why, recipient.row)
                self.never_sent += entry is None
                continue
            locale = self._locale(recipient.locale)
            digest = digests.of_row(self._digest, self._project, locale, self._sender(locale), recipient)
            if entry and self._is_done(entry, digest):
                kept.append((identity, recipient.row))
            else:
                task = self._task(recipient, name, digest, locale, entry)
                tasks.append(task)
        self.unchanged += len(kept)
        if keep:
            self._ledger.keep(kept)
        return tasks

    def _why_off(self, recipient: Recipient, identity: str, entry: LedgerEntry | None) -> str | Fault:
        """Why the meeting of a row is called off; empty for one that is not, a fault where its status may say so."""
        if identity in self.called_off:
            return self.called_off[identity].why
        found = self.statuses.is_off(recipient.status)
        if isinstance(found, Fault):
            return found
        if found:
            return CALLED_OFF
        # What was asked for once holds until the meeting is at another time.
        return ASKED if entry and entry.state == ASKED and self._is_same_meeting(recipient, entry) else ""

    def _is_same_meeting(self, recipient: Recipient, entry: LedgerEntry) -> bool:
        day = date.fromisoformat(entry.day)
        try:
            request = compose.validate(self._project, call_of(self._job, self._project, recipient, day))
        except InvalidRequest:
            return False  # the faults are found when the row is checked
        return remembering.is_same_meeting(entry.said, request)

    def _task(
        self, recipient: Recipient, name: str, digest: bytes, locale: Locale | None, entry: LedgerEntry | None
    ) -> Task:
        if locale is None:
            return Task(recipient, digest, "", 0, self._day)  # the fault is found when the row is checked
        stem = naming.stem(recipient, name)
        place = f"{naming.folder(locale.tag, stem, self._job.spread, self._job.parts)}/{stem}.{self._job.letter}"
        mine = {file for file, _ in entry.files} if entry else set()
        for file in naming.names_of(place, self.suffixes):
            if file not in mine and file not in self._pending and (self._job.target / file).exists():
                raise OutputRefused.of("foreign-file", str(self._job.target / file))
        return self._dated(Task(recipient, digest, place, 0, self._day), entry)

    def _dated(self, task: Task, entry: LedgerEntry | None) -> Task:
        """The task with the date of its letters and the number of their corrections."""
        if entry is None:
            return task
        if entry.state:
            return task._replace(sequence=entry.sequence + 1)  # the row of a cancelled meeting is back
        if self._redate:
            is_new = entry.digest != task.digest or entry.day != self._day
            return task._replace(sequence=entry.sequence + is_new)
        if entry.digest == task.digest:  # its files are damaged, or were about to be replaced
            return task._replace(sequence=entry.sequence, day=entry.day)
        return task._replace(sequence=entry.sequence + 1, earlier=Earlier(entry.day, entry.sequence, entry.files))

    def _is_done(self, entry: LedgerEntry, digest: bytes) -> bool:
        if entry.digest != digest or (self._redate and entry.day != self._day):
            return False
        if any(name in self._pending for name, _ in entry.files):
            return False  # an interrupted run was about to replace them, perhaps by others of the same size
        try:
            return all((self._job.target / name).stat().st_size == size for name, size in entry.files)
        except OSError:
            return False

    def _is_open(self, recipient: Recipient) -> bool:
        """Whether a cell that says who a row is for cannot be used: the row is refused for that, whoever it is for."""
        places = {place for place, _ in recipient.unusable}
        return any(place in (KEY, EMAIL) or place.partition(".")[0] == self._name for place in places)

    def _repeated(self, recipient: Recipient, identity: str) -> RowFault | None:
        """The fault of a row that repeats an earlier row, or cannot be distinguished from it."""
        columns = self._job.columns
        first = self._ledger.first_with(f"key {identity.casefold()}", recipient.row)
        if first != recipient.row and recipient.key:
            return RowFault(
                recipient.row, columns.name_of("key"), recipient.key, fault("key-twice", first=first), TWICE
            )
        # Two letters to one person may be meant; the same letter twice is not.
        said = recipient._replace(row=0, key="", email=recipient.email.casefold())
        again = self._ledger.first_with(f"says {said!r}", recipient.row)
        if again != recipient.row:
            name = naming.name_of(recipient, self._name)
            repeated = fault("letter-twice", first=again)
            return RowFault(recipient.row, columns.name_of("email"), recipient.email or name, repeated, TWICE)
        if first != recipient.row:
            return RowFault(recipient.row, "", "", fault("row-not-unique", first=first), TWICE)
        return None

    def _sender(self, locale: Locale | None) -> str:
        """The sender's values for a locale in a form to compare."""
        if locale not in self._senders:
            self._senders[locale] = digests.of_sender(self._job.sender, locale)
        return self._senders[locale]

    def _locale(self, tag: str) -> Locale | None:
        if tag not in self._locales:
            try:
                self._locales[tag] = self._project.locale(tag)
            except InvalidRequest:
                self._locales[tag] = None
        return self._locales[tag]


def too_wide(recipient: Recipient) -> RowFault | None:
    """The fault of a row with more cells than the header: an unquoted comma may have split a cell."""
    if not recipient.beyond:
        return None
    return RowFault(recipient.row, "", recipient.beyond, fault("row-too-wide"), "wide")
