"""What became of every mail of an outbox: written, sent, refused, come back, and what customers answered."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.faults import fault
from goodterms.send import answers, history
from goodterms.send.addresses import comparable
from goodterms.send.answered import Sent
from goodterms.send.record import Change
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import aloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.send.answered import About
    from goodterms.send.answers import Answer, Kind
    from goodterms.send.history import History
    from goodterms.send.mail_list import MailList
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
_AT_A_TIME = 100
_ON_THE_WAY = ("delayed", "delivered")


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
    """How many mails were looked at for answers, how many new ones about mails of this outbox they had.

    ``settled`` is how many mails of this outbox are now known to have been accepted. ``puzzles`` are reports and
    answers that are not understood: of whom, about what and when each is.
    """

    mails: int
    answers: int
    settled: int = 0
    puzzles: tuple[str, ...] = ()


def take_answers(mails: MailList, record: Record, sources: Iterable[bytes]) -> Taken:
    """Note what mails that came back say about those that were sent; what is noted already is not noted again.

    What proves that a mail was accepted settles it, where nobody knew.
    """
    sent = Sent(mails, record)
    taken = Taken(0, 0)
    puzzles: list[str] = []
    for data in sources:
        noted, settled = 0, 0
        read = answers.found_in(data)
        if read.puzzle:
            puzzles.append(read.puzzle)
        for answer in read.answers:
            found = sent.about(answer)
            if found.attempts and answer.kind != "replied":
                number = found.spoken_of(answer.said).number
                noted += record.note(found.attempts[-1].message_id, answer, number)
            settled += _settled(found, answer, record)
        taken = Taken(taken.mails + 1, taken.answers + noted, taken.settled + settled)
    return taken._replace(puzzles=tuple(puzzles))


def _settled(found: About, answer: Answer, record: Record) -> bool:
    """Settle an attempt that an answer proves to have been accepted, if none is known to be; whether one was."""
    proven = found.proven_by(answer)
    if proven:
        kind = "settled-by-report" if answer.kind in _BY_REPORT else "settled-by-reply"
        record.change([Change(proven.number, "accepted", fault(kind, address=answer.address))])
    return proven is not None


class Outcomes:
    """What became of each mail, in the order of the outbox; made again each time that they are asked for."""

    def __init__(self, mails: MailList, record: Record) -> None:
        self._mails = mails
        self._record = record
        self._histories = history.of_all(mails, record.attempts(), record.notes_of_returned())
        self._has_notes = record.has_notes()

    def __iter__(self) -> Iterator[Outcome]:
        for some in _groups(zip(self._mails, *self._histories, strict=True)):
            attempts = self._record.with_numbers([number for _, _, number in some if number])
            for mail, before, number in some:
                if not number:
                    yield Outcome(mail, "written")
                    continue
                attempt = attempts[number]
                notes = self._record.notes_about(attempt.message_id) if self._has_notes else ()
                yield _outcome(mail, attempt, before, notes)


def _groups(found: Iterable[tuple[Mail, History, int]]) -> Iterator[list[tuple[Mail, History, int]]]:
    """The same in groups of so many as the record is asked for at a time."""
    rest = iter(found)
    while group := list(islice(rest, _AT_A_TIME)):
        yield group


def _outcome(mail: Mail, attempt: Attempt, before: History, notes: Sequence[Noted]) -> Outcome:
    result = _STATES[attempt.state]
    if result in ("accepted", "draft") and attempt.digest != mail.digest:
        result = "changed"
    one = Outcome(mail, result, attempt.at, attempt.answer)
    reports = [note for note in notes if note.kind in _ON_THE_WAY and note.attempt >= attempt.number]
    return _with_reply(_with_report(one, before.back or before.elsewhere or reports), notes)


def _with_report(one: Outcome, reports: Sequence[Noted]) -> Outcome:
    """The same with what a delivery report says; of several, the one that says most."""
    if not reports or one.result == "unknown":
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


def counted_as(one: Outcome) -> tuple[str, ...]:
    """What a mail counts as: its result, and the answer of the customer."""
    return (one.result, f"invitation {one.reply}") if one.reply else (one.result,)


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
