"""Cancellations: letters that call off meetings whose rows are gone from the table, or are called off.

A cancellation takes the place of the invitation in the outbox and stays there, until the row comes back.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import naming, places, remembering, shards
from goodterms.batch.shards import Task
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.formats import FORMATS
from goodterms.recipients.columns import Columns
from goodterms.speech import Some, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from goodterms.batch.entries import InOutbox, Sent, Written
    from goodterms.batch.intact import Files
    from goodterms.batch.job import Job
    from goodterms.batch.ledger import Ledger
    from goodterms.batch.work import CheckedRow
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.recipients.recipient import Recipient

GONE, CALLED_OFF, ASKED = "gone", "called off", "asked"
"""Why a meeting is cancelled: its row is gone from the table, the row says so, or whoever runs the batch."""
_SHOWN = 5
"""How many keys of rows with the same fault are shown."""


class CalledOff(NamedTuple):
    """A row of the table whose meeting is called off: why, and its number; 0 for one that this run did not read."""

    why: str
    row: int


def asked_for(keys: Iterable[str], job: Job, ledger: Ledger) -> dict[str, CalledOff]:
    """The letters that are to be cancelled by the keys of their rows, or by addresses of rows without a key.

    Raises :class:`InvalidRequest` with a fault for each key without an invitation to a meeting that is still ahead.
    """
    keys = list(keys)
    letter = job.project.letter(job.letter)
    if (keys and job.project.cancellation_of(letter) is None) or (keys and not remembering.invites(letter)):
        raise InvalidRequest.of("nothing-to-cancel", "--cancel", letter=job.letter)
    known = {_whole_identity(sent): sent for sent in ledger.sent()} if keys else {}
    found, faults = {}, []
    for key in keys:
        names = [key] if key in known else [name for name in known if name.startswith(f"{key}\n")]
        if len(names) != 1:
            near = nearest(key, [name.partition("\n")[0] for name in known])
            kind = "cancel-unknown-near" if near else "cancel-unknown"
            faults.append(fault(kind, "--cancel", given=key, near=near))
            continue
        sent = known[names[0]]
        if not sent.said and not sent.state:
            faults.append(fault("cancel-not-recorded", "--cancel", given=key))
        elif not sent.state and (day := remembering.recall(sent.said).meeting) < job.day:
            faults.append(fault("cancel-past", "--cancel", given=key, day=day))
        found[sent.identity] = CalledOff(ASKED, 0)
    if faults:
        raise InvalidRequest(faults)
    return found


class Cancelling:
    """The cancellations of one run: first found, then checked, then written."""

    def __init__(self, job: Job, ledger: Ledger, folder: Path, files: Files) -> None:
        """``folder`` is for shards, an empty one; ``files`` looks at the files of cancellations that are there."""
        letter = job.project.letter(job.letter)
        self._ledger = ledger
        self._job = job
        self._folder = folder
        self._files = files
        is_real = remembering.invites(letter) and not job.test_to
        self._letter = job.project.cancellation_of(letter) if is_real else None
        self._why: dict[str, str] = {}
        self._faulty: dict[Fault, list[str]] = {}
        self._suffixes = [FORMATS[form].suffix for form in job.formats]
        self.new = 0
        """How many meetings are cancelled by this run; ``gone`` are those whose rows are gone from the table."""
        self.gone = 0
        self._unknown = 0
        self._places: dict[str, str] = {}

    @property
    def notes(self) -> list[str]:
        """A sentence on letters that are removed without a cancellation, because nobody recorded what they said."""
        if not self._unknown or not self._letter:
            return []
        return [
            plural(
                "{count:,} letter is removed without a cancellation, as an earlier version of goodterms wrote the "
                "outbox; if it was sent, write one with goodterms render {letter}",
                "{count:,} letters are removed without a cancellation, as an earlier version of goodterms wrote the "
                "outbox; if it was sent, write one with goodterms render {letter}",
                self._unknown,
                letter=self._letter.name,
            )
        ]

    @property
    def job(self) -> Job:
        """The job by which the cancellations are checked and written."""
        assert self._letter  # noqa: S101 — without it, there are no tasks
        return job_of(self._job, self._letter)

    def find(self, called_off: Mapping[str, CalledOff], *, is_whole: bool) -> list[Path]:
        """Write what is to be done into shards, and return their paths.

        ``called_off`` are rows by their identities. Where the run ``is_whole``, rows that are gone count as well.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        tasks = self._tasks(called_off, is_whole=is_whole)
        paths: list[Path] = []
        for number in itertools.count():
            piece = list(itertools.islice(tasks, shards.ROWS))
            if not piece:
                return paths
            self._refuse_taken(piece)
            paths.append(self._folder / f"{number:06}.jsonl")
            shards.write(paths[-1], piece)
        return paths

    def _refuse_taken(self, tasks: Iterable[Task]) -> None:
        """Collect the faults of cancellations that would have the names of other letters in the outbox."""
        wanted = {places.folded(task.place): task.recipient.key for task in tasks}
        for place, (letter, owner) in self._ledger.owners(wanted).items():
            if (letter, owner) != (self._job.letter, naming.recorded(wanted[place])):
                wrong = fault("file-name-taken", key=owner.strip(), letter=letter)
                self._faulty.setdefault(wrong, []).append(wanted[place].partition("\n")[0])

    def note(self, path: Path, checked: Iterable[CheckedRow]) -> None:
        """Collect the faults of a shard, to be refused all at once."""
        for task, row in zip(shards.read(path), checked, strict=True):
            for one in row.faults:
                self._faulty.setdefault(one.fault, []).append(task.recipient.key.partition("\n")[0])

    def refuse_faulty(self) -> None:
        """Raise :class:`InvalidRequest` when cancellations cannot be written, each fault once with the keys of rows."""
        if self._faulty:
            assert self._letter  # noqa: S101 — without it, there are no tasks
            raise InvalidRequest(
                fault(
                    "cancellation-faulty",
                    self._letter.name,
                    keys=Some(keys, _SHOWN),
                    problem=f"{one.place}: {one.problem}" if one.place else one.problem,
                    advice=one.hint,
                )
                for one, keys in self._faulty.items()
            )

    def intend(self, path: Path) -> None:
        """Record the names of the files that a shard is about to write."""
        tasks = shards.read(path)
        self._ledger.intend(name for task in tasks for name in naming.names_of(task.place, self._suffixes))

    def refuse_misplaced(self, done: Iterable[Written]) -> None:
        """Raise :class:`OutputRefused` where a worker reports other files than it was to write."""
        for row in done:
            names = [name for name, _ in row.files]
            if names != naming.names_of(self._places.get(row.identity, ""), self._suffixes):
                raise OutputRefused.of("result-misplaced", given=", ".join(names))

    def why(self, done: Iterable[Written]) -> list[tuple[Written, str]]:
        """Cancellations that were written, each with why the meeting is cancelled."""
        return [(written, self._why[written.identity]) for written in done]

    def _tasks(self, called_off: Mapping[str, CalledOff], *, is_whole: bool) -> Iterator[Task]:
        if self._letter is None:
            return
        repeated_by = [
            letter.name for letter in self._job.project.letters() if letter.meeting_rules.repeats == self._job.letter
        ]
        for sent in self._ledger.sent(called_off, repeated_by):
            off = called_off.get(sent.identity)
            if off is None and (sent.is_present or not is_whole):
                continue  # its row is back, or this run did not look for it
            off = off or CalledOff(GONE, 0)
            if sent.state:
                yield from self._again(sent, off.row)
            elif not sent.said:
                self._unknown += 1
            elif self._is_ahead(sent):
                self.new += 1
                self._note_zone(sent)
                self.gone += not sent.is_present
                self._why[sent.identity] = off.why
                yield self._task(sent, sent.highest + 1, self._job.day.isoformat(), off.row)

    def _note_zone(self, sent: Sent) -> None:
        """Collect the fault of a time zone that has changed since the invitation: the hour would be another one."""
        before, now = remembering.recall(sent.said).timezone, self._job.envelope.timezone
        if before != now:
            wrong = fault("zone-changed", "mail.timezone", before=before or "none", now=now or "none")
            self._faulty.setdefault(wrong, []).append(_whole_identity(sent).partition("\n")[0])

    def _is_ahead(self, sent: Sent) -> bool:
        """Whether the meeting is still ahead, and its row is the same in each table: not known by its number only."""
        said = remembering.recall(sent.said)
        return said.meeting >= self._job.day and bool(said.recipient.key or said.recipient.email)

    def _again(self, sent: Sent, row: int) -> Iterator[Task]:
        """The task for a cancellation in the outbox whose files are damaged, elsewhere, or in other formats."""
        task = self._task(sent, sent.sequence, sent.day, row)
        wanted = naming.names_of(task.place, self._suffixes)
        if [name for name, _ in sent.files] != wanted or not self._files.are_intact(sent.files):
            self._why[sent.identity] = sent.state
            yield task

    def _task(self, sent: Sent, sequence: int, day: str, row: int) -> Task:
        assert self._letter  # noqa: S101 — asked before
        said = remembering.recall(sent.said)
        field = self._job.project.letter(self._job.letter).envelope.get("recipient", "")
        name = naming.name_of(said.recipient, field)
        stem = naming.stem(said.recipient, name)
        if sent.files and not naming.is_of(sent.files[0][0], stem):
            earlier = naming.earlier_stem(said.recipient, name)
            stem = earlier if naming.is_of(sent.files[0][0], earlier) else stem
        folder = naming.folder(sent.tag, stem, self._job.spread, self._job.parts)
        recipient = recipient_of(sent, self._letter)._replace(row=row)
        self._places[sent.identity] = f"{folder}/{stem}.{self._letter.name}"
        return Task(recipient, b"", self._places[sent.identity], sequence, day)


def _whole_identity(sent: Sent) -> str:
    """What identifies a row, also one without a key, of which the ledger has only a digest outside of what it said."""
    return (remembering.recall(sent.said).identity if sent.said else "") or sent.identity


def job_of(job: Job, letter: LetterSpec) -> Job:
    """The job that writes the cancellations ``letter`` for the letters of another job.

    What rows said leaves nothing open, so that how the columns of a table are written does not matter.
    """
    return job._replace(letter=letter.name, without=(), written={}, columns=Columns((), (), ()))


def recipient_of(sent: Sent | InOutbox, letter: LetterSpec) -> Recipient:
    """Whom a cancellation goes to, and what it says; its key is that of the invitation, so that both have one UID."""
    said = remembering.recall(sent.said)
    whole = said.recipient
    given = {name: value for name, value in whole.given.items() if name.partition(".")[0] in letter.fields}
    return whole._replace(row=0, key=said.identity or sent.identity, locale=sent.tag, given=given)
