"""Which mail an answer or a report is about, and whether it proves that the mail was accepted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.send import answers, scratch
from goodterms.send.addresses import comparable
from goodterms.send.mails import data_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from goodterms.send.answers import Answer
    from goodterms.send.mail_list import MailList
    from goodterms.send.record import Attempt, Record

_ANSWERABLE = ("accepted", "unknown", "drafted")
"""The states of attempts that a customer may have got."""
_REPORTED = ("failed", "delayed", "delivered")
_MOST_ATTEMPTS = 500
_CLOCKS_DIFFER = timedelta(minutes=5)
"""By so much, the clock of who writes a report may be behind."""


class About(NamedTuple):
    """The attempts to send the mail that is spoken of, all with one Message-ID; none for a mail that is not from here.

    ``is_certain`` says that it can be no other mail.
    """

    attempts: Sequence[Attempt] = ()
    is_certain: bool = False

    def spoken_of(self, said: str) -> Attempt:
        """The attempt of which a report speaks that was written at a time: the last one before it."""
        given = [one for one in self.attempts if one.state in _ANSWERABLE] or self.attempts
        try:
            latest = (datetime.fromisoformat(said) + _CLOCKS_DIFFER).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError):  # no time, or one that no calendar has
            return given[-1]
        return next((one for one in reversed(given) if one.at <= latest), given[0])

    def proven_by(self, answer: Answer) -> Attempt | None:
        """The attempt that an answer proves to have been accepted; None where one is known to be, or where in doubt.

        Who answers must be one of those to whom the mail went: others may know its Message-ID, or the UID of its
        meeting.
        """
        is_known = any(one.state == "accepted" for one in self.attempts)
        if is_known or not self.is_certain or len({one.digest for one in self.attempts}) != 1:
            return None
        proven = next((one for one in reversed(self.attempts) if one.state == "unknown"), self.attempts[-1])
        to = map(comparable, proven.recipients.split(", "))
        return proven if answer.kind in _REPORTED or comparable(answer.address) in to else None


class Sent:
    """What was sent, by what answers name: the Message-ID, or the UID of the meeting; looked up on the disk."""

    def __init__(self, mails: MailList, record: Record) -> None:
        self._mails = mails
        self._record = record
        self._base = scratch.connection()
        self._has_ids = self._has_uids = False

    def about(self, answer: Answer) -> About:
        """What an answer is about."""
        if not answer.uid:
            return About(self._with_id(answer.message_id), is_certain=True)
        about = self._with_uid(answer.uid)
        if not about:
            return About()
        # An invitation may have been corrected since, and a reminder has the UID of its invitation.
        sequence = max(
            (one.sequence for one in about if one.sequence <= answer.sequence),
            default=min(one.sequence for one in about),
        )
        meant = [one for one in about if one.sequence == sequence]
        message_id = [one for one in meant if one.letter == meant[0].letter][-1].message_id
        is_certain = len({one.message_id for one in (meant if sequence == answer.sequence else about)}) == 1
        return About([one for one in about if one.message_id == message_id], is_certain)

    def _with_id(self, message_id: str) -> list[Attempt]:
        """The attempts with a Message-ID."""
        if not self._has_ids:
            self._keep("ids", ((one.message_id, one.number) for one in self._record.attempts()))
            self._has_ids = True
        return self._attempts("ids", message_id)

    def _with_uid(self, uid: str) -> list[Attempt]:
        """The attempts to invite to a meeting; all letters about a meeting have its UID."""
        if not self._has_uids:
            self._keep("uids", self._uids())
            self._has_uids = True
        return self._attempts("uids", uid)

    def _uids(self) -> Iterator[tuple[str, int]]:
        for attempt in self._record.attempts():
            if attempt.state in _ANSWERABLE and not attempt.cancels:
                found = self._mails.of_customer(attempt.letter, attempt.identity)
                data = data_of(found[1]) if found else None
                uid = answers.uid_of(data) if data else ""
                if uid:
                    yield uid, attempt.number

    def _keep(self, table: str, rows: Iterable[tuple[str, int]]) -> None:
        with scratch.guarded():
            self._base.execute(f"CREATE TABLE {table} (name TEXT, attempt INTEGER)")
            self._base.execute("BEGIN")
            self._base.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608
            self._base.execute("COMMIT")
            self._base.execute(f"CREATE INDEX of_{table} ON {table} (name, attempt)")

    def _attempts(self, table: str, name: str) -> list[Attempt]:
        query = f"SELECT attempt FROM {table} WHERE name = ? ORDER BY attempt"  # noqa: S608
        numbers = [number for (number,) in self._base.execute(query, (name,))][-_MOST_ATTEMPTS:]
        found = self._record.with_numbers(numbers)
        return [found[number] for number in numbers]
