"""What became of every mail of an outbox: written, sent, refused, come back, and what customers answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.send import answers
from goodterms.send.addresses import comparable
from goodterms.send.mails import data_of
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import aloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.send.answers import Answer, Kind
    from goodterms.send.mails import Mail
    from goodterms.send.record import Attempt, Noted, Record

Result = Literal[
    "written", "not sent", "unknown", "refused", "draft", "accepted", "changed", "delayed", "came back", "delivered"
]
"""``accepted``: by the server. ``changed``: so was an earlier form of the letter. ``came back``: by a report."""
COLUMNS = ("row", "key", "email", "locale", "letter", "result", "time", "server's answer", "customer's answer")
_STATES: Mapping[str, Result] = {
    "planned": "unknown", "intended": "unknown", "accepted": "accepted", "refused": "refused", "failed": "not sent",
    "unknown": "unknown", "drafted": "draft",
}  # fmt: skip
_BY_REPORT: Mapping[str, Result] = {"delayed": "delayed", "delivered": "delivered", "failed": "came back"}
"""What reports say, the last word last: mails that come back may have been delayed, or handed on, before."""
_REPLIES = {"countered": "another time proposed"}
"""What an answer is called in a table, where that is not its kind."""
_ANSWERABLE = ("accepted", "unknown", "drafted")
"""The states of attempts that a customer may have got."""


class Outcome(NamedTuple):
    """What became of a mail, when (UTC, ISO 8601), the server's words or why there are none, the customer's answer.

    ``reply_detail`` is who comes instead, or the time that is proposed. ``replied_by`` is the address of an answer that
    comes from none to which the mail went: that of a colleague, of another mailbox, or of a stranger.
    """

    mail: Mail
    result: Result
    at: str = ""
    answer: str = ""
    reply: Literal["", Kind] = ""
    reply_detail: str = ""
    replied_by: str = ""


class Taken(NamedTuple):
    """How many mails were looked at for answers, and how many answers about mails of this outbox they had."""

    mails: int
    answers: int


def take_answers(mails: Sequence[Mail], record: Record, sources: Iterable[bytes]) -> Taken:
    """Note what mails that came back say about those that were sent; what is noted already is not noted again."""
    sent = _Sent(mails, record.attempts())
    looked, noted = 0, 0
    for data in sources:
        looked += 1
        for answer in answers.read(data):
            message_id = sent.message_of(answer)
            if message_id:
                noted += record.note(message_id, answer)
    return Taken(looked, noted)


class _Sent:
    """What was sent, by what answers name: the Message-ID, or the UID of the meeting."""

    def __init__(self, mails: Sequence[Mail], attempts: Iterable[Attempt]) -> None:
        self._mails = mails
        self._ids: set[str] = set()
        self._of_letter: dict[tuple[str, str], list[Attempt]] = {}
        for attempt in attempts:
            self._ids.add(attempt.message_id)
            if attempt.state in _ANSWERABLE and not attempt.cancels:
                self._of_letter.setdefault((attempt.letter, attempt.identity), []).append(attempt)
        self._by_uid: dict[str, list[Attempt]] | None = None

    def message_of(self, answer: Answer) -> str:
        """The Message-ID of the mail that is answered; empty for one that was not sent from here."""
        if not answer.uid:
            return answer.message_id if answer.message_id in self._ids else ""
        if self._by_uid is None:
            self._by_uid = self._read_uids()
        about = self._by_uid.get(answer.uid, [])
        if not about:
            return ""
        # An invitation may have been corrected since, and a reminder has the UID of its invitation.
        sequence = max(
            (one.sequence for one in about if one.sequence <= answer.sequence),
            default=min(one.sequence for one in about),
        )
        meant = [one for one in about if one.sequence == sequence]
        return [one for one in meant if one.letter == meant[0].letter][-1].message_id

    def _read_uids(self) -> dict[str, list[Attempt]]:
        """The attempts to invite to each meeting, by their numbers; all letters about a meeting have its UID."""
        found: dict[str, list[Attempt]] = {}
        for mail in self._mails:
            attempts = self._of_letter.get((mail.letter, mail.identity), [])
            data = data_of(mail) if attempts else None
            uid = answers.uid_of(data) if data else ""
            if uid:
                found.setdefault(uid, []).extend(attempts)
        return {uid: sorted(attempts, key=lambda one: one.number) for uid, attempts in found.items()}


def outcomes(mails: Sequence[Mail], attempts: Iterable[Attempt], notes: Iterable[Noted]) -> Iterator[Outcome]:
    """What became of each mail, in the order of the outbox."""
    before: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        before.setdefault((attempt.letter, attempt.identity), []).append(attempt)
    about: dict[str, list[Noted]] = {}
    for note in notes:
        about.setdefault(note.message_id, []).append(note)
    for mail in mails:
        yield _outcome(mail, before.get((mail.letter, mail.identity), []), about)


def _outcome(mail: Mail, attempts: Sequence[Attempt], about: Mapping[str, Sequence[Noted]]) -> Outcome:
    if not attempts:
        return Outcome(mail, "written")
    last = next((one for one in reversed(attempts) if one.state in ("accepted", "drafted")), attempts[-1])
    if any(one.state in ("unknown", "intended") for one in attempts[attempts.index(last) :]):
        last = next(one for one in reversed(attempts) if one.state in ("unknown", "intended"))
    result = _STATES[last.state]
    if result in ("accepted", "draft") and last.digest != mail.digest:
        result = "changed"
    one = Outcome(mail, result, last.at, last.answer)
    notes = about.get(last.message_id, ())
    return _with_reply(_with_report(one, notes), notes)


def _with_report(one: Outcome, notes: Sequence[Noted]) -> Outcome:
    """The same with what a delivery report says; of several, one that it came back."""
    reports = [note for note in notes if note.kind in _BY_REPORT]
    if not reports:
        return one
    ranks = list(_BY_REPORT)
    last = max(reversed(reports), key=lambda note: ranks.index(note.kind))
    words = [last.detail, *([f"({last.address})"] if last.address and not _is_of(one.mail, last.address) else [])]
    return one._replace(result=_BY_REPORT[last.kind], at=last.at, answer=" ".join(filter(None, words)))


def _with_reply(one: Outcome, notes: Sequence[Noted]) -> Outcome:
    """The same with the last answer of a customer, or of whom the customer sends instead; else with a stranger's."""
    replies = [note for note in notes if note.kind not in _BY_REPORT]
    if not replies:
        return one
    invited = [note for note in replies if _is_of(one.mail, note.address)]
    delegates = {comparable(note.detail) for note in invited if note.kind == "delegated"} - {""}
    last = [note for note in replies if note in invited or comparable(note.address) in delegates or not invited][-1]
    by = "" if last in invited else last.address
    return one._replace(reply=last.kind, reply_detail=last.detail, replied_by=by)


def _is_of(mail: Mail, address: str) -> bool:
    return comparable(address) in map(comparable, mail.recipients)


def counts(found: Iterable[Outcome]) -> Counter[str]:
    """How many mails have each result and each answer."""
    tally: Counter[str] = Counter()
    for one in found:
        tally[one.result] += 1
        if one.reply:
            tally[f"invitation {one.reply}"] += 1
    return tally


def report(path: Path, found: Iterable[Outcome]) -> bytes:
    """A table with a row for each mail, as CSV or, by the name of ``path``, as a workbook.

    People read it, so what happened in place of an answer is in the language that is chosen.
    """
    rows = (list(map(aloud, row_of(one).values())) for one in found)
    columns = [Column(name) for name in COLUMNS]
    if path.suffix.lower() == ".xlsx":
        return xlsx_bytes("outcome", columns, rows)
    return csv_bytes(columns, rows, is_quoted=True)


def row_of(one: Outcome) -> dict[str, str]:
    """What became of a mail, by the names of :data:`COLUMNS`."""
    key = "" if "\n" in one.mail.identity else one.mail.identity
    values = (
        str(one.mail.row or ""), key, ", ".join(one.mail.recipients), one.mail.locale, one.mail.letter, one.result,
        one.at, one.answer, reply_of(one),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def reply_of(one: Outcome) -> str:
    """What a customer has answered, in one cell: ``declined``, or ``delegated: bor@example.com``."""
    words = [_REPLIES.get(one.reply, one.reply), *([one.reply_detail] if one.reply_detail else [])]
    return ": ".join(words) + (f" ({one.replied_by})" if one.replied_by else "")
