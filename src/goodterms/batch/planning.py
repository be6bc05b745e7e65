"""Which rows need work: those whose letters are missing from the outbox, or would be written differently."""

from __future__ import annotations

import os
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from goodterms import compose
from goodterms.batch import digests, naming, places, remembering
from goodterms.batch.cancelling import ASKED, CALLED_OFF, CalledOff
from goodterms.batch.intact import Files
from goodterms.batch.shards import Earlier, Task
from goodterms.batch.work import call_of
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import Fault, fault
from goodterms.formats import FORMATS
from goodterms.recipients.columns import EMAIL, KEY
from goodterms.recipients.faults import TWICE, RowFault
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.status import Statuses
from goodterms.speech import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.batch.entries import LedgerEntry
    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.recipients.recipient import Recipient


class Planner:
    """Goes through the rows of a table in pieces, and finds what is to be done.

    ``faults`` are those of rows that repeat another one, or are wider than the header. ``called_off`` are the rows, by
    their identities, whose meetings are called off, ``never_sent`` the number of those that no run has written.
    ``files`` has looked at the files of all rows, ``taken_over`` are the places (folded) of letters whose rows are gone
    and which other rows have now.
    """

    def __init__(
        self,
        job: Job,
        ledger: Ledger,
        *,
        are_distinct: bool = True,
        redate: bool = False,
        asked: Mapping[str, CalledOff] = MappingProxyType({}),
        is_whole: bool = True,
    ) -> None:
        """Without ``are_distinct``, rows may look alike, because columns are missing: no row counts as repeated.

        With ``redate``, all letters get the date of the job. ``asked`` are those whose meetings are to be called off.
        ``is_whole`` says that letters whose rows are not met are removed.
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
        self._is_whole = is_whole
        self.files = Files(job.target, self._pending)
        self.taken_over: set[str] = set()
        self.suffixes = [FORMATS[form].suffix for form in job.formats]
        self.faults: list[RowFault] = []
        self.unchanged = 0

    @property
    def notes(self) -> list[str]:
        """Sentences on what the table says of the meetings."""
        notes = self.statuses.notes
        if self.never_sent:
            notes.append(
                plural(
                    "{count:,} row is called off and has no letter in this outbox",
                    "{count:,} rows are called off and have no letters in this outbox",
                    self.never_sent,
                )
            )
        return notes

    def tasks(self, recipients: list[Recipient], *, keep: bool) -> list[Task]:
        """The tasks for the rows that must be written; with ``keep``, the others are recorded as up to date.

        Raises :class:`OutputRefused` when a file exists in a letter's place that no run wrote.
        """
        names = [naming.name_of(recipient, self._name) for recipient in recipients]
        identities = [naming.identity(recipient, name) for recipient, name in zip(recipients, names, strict=True)]
        recorded = [naming.recorded(identity) for identity in identities]
        known = self._ledger.entries(recorded)
        self._ledger.note_present(known)
        intact = {identity for identity, entry in known.items() if self.files.are_intact(entry.files)}
        tasks: dict[str, tuple[str, Task]] = {}
        kept = []
        for recipient, name, whole, identity in zip(recipients, names, identities, recorded, strict=True):
            if self._is_open(recipient) and not recipient.beyond:
                tasks[f"/{recipient.row}"] = identity, Task(recipient, self._digest, "", 0, self._day)
                continue
            if wrong := too_wide(recipient) or (self._are_distinct and self._repeated(recipient, whole)):
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
            if entry and identity in intact and self._is_done(entry, digest):
                if self._is_free(recipient, places.place_of(entry.files[0][0])):
                    kept.append((identity, recipient.row))
            else:
                task = self._task(recipient, name, digest, locale, entry)
                if self._is_free(recipient, task.place):
                    tasks[places.folded(task.place) or f"/{recipient.row}"] = identity, task
        self.unchanged += len(kept)
        if keep:
            self._ledger.keep(kept)
        self._leave_to_owners(tasks)
        self._refuse_foreign(tasks, known)
        return [task for _, task in tasks.values()]

    def _is_free(self, recipient: Recipient, place: str) -> bool:
        """Whether no earlier row has a letter of this name; else it is a fault. Few names can be the same at all."""
        if not naming.may_meet(place.rpartition("/")[2].removesuffix(f".{self._job.letter}")):
            return True
        first = self._ledger.first_with(f"place {places.folded(place)}", recipient.row)
        if first != recipient.row:
            self._refuse_name(recipient, fault("file-name-twice", first=first))
        return first == recipient.row

    def _leave_to_owners(self, tasks: dict[str, tuple[str, Task]]) -> None:
        """Take out the tasks whose letters would have the names of others that are in the outbox; they are faults."""
        for place, (letter, owner) in self._ledger.owners(tasks).items():
            identity, task = tasks[place]
            if (letter, owner) == (self._job.letter, identity):
                continue
            if letter == self._job.letter and self._is_whole and not self._ledger.is_present(owner):
                self.taken_over.add(place)  # its row is gone, or has another key now
                continue
            self._refuse_name(task.recipient, fault("file-name-taken", key=owner.strip(), letter=letter))
            del tasks[place]

    def _refuse_foreign(self, tasks: dict[str, tuple[str, Task]], known: Mapping[str, LedgerEntry]) -> None:
        """Raise :class:`OutputRefused` when a file exists in a letter's place that no run wrote."""
        for place, (identity, task) in tasks.items():
            mine = {file for file, _ in known[identity].files} if identity in known else set()
            for file in naming.names_of(task.place, self.suffixes) if task.place else ():
                is_ours = file in mine or file in self._pending or place in self.taken_over
                if not is_ours and os.path.lexists(f"{self._job.target}/{file}"):
                    raise OutputRefused.of("foreign-file", str(self._job.target / file))

    def _refuse_name(self, recipient: Recipient, wrong: Fault) -> None:
        column = self._job.columns.name_of("key")
        self.faults.append(RowFault(recipient.row, column, recipient.key or recipient.email, wrong, "key"))

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
        if entry and entry.files and not naming.is_of(entry.files[0][0], stem):
            earlier = naming.earlier_stem(recipient, name)
            stem = earlier if naming.is_of(entry.files[0][0], earlier) else stem
        place = f"{naming.folder(locale.tag, stem, self._job.spread, self._job.parts)}/{stem}.{self._job.letter}"
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
            earlier = Earlier(entry.day, entry.sequence, entry.files) if entry.files else None
            return task._replace(sequence=entry.sequence, day=entry.day or self._day, earlier=earlier)
        return task._replace(sequence=entry.sequence + 1, earlier=Earlier(entry.day, entry.sequence, entry.files))

    def _is_done(self, entry: LedgerEntry, digest: bytes) -> bool:
        """Whether nothing is to be done for a letter whose files are intact."""
        return bool(entry.files) and entry.digest == digest and not (self._redate and entry.day != self._day)

    def _is_open(self, recipient: Recipient) -> bool:
        """Whether a cell that says who a row is for cannot be used: the row is refused for that when it is checked."""
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
