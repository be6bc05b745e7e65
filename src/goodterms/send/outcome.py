"""What became of every mail of an outbox: written, sent, refused, come back, and what customers answered."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.send import answers
from goodterms.send.mails import data_of
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.send.mails import Mail
    from goodterms.send.record import Attempt, Noted, Record

Result = Literal[
    "written", "not sent", "unknown", "refused", "accepted", "changed", "delayed", "came back", "delivered"
]
"""``accepted``: by the server. ``changed``: so was an earlier form of the letter. ``came back``: by a report."""
COLUMNS = ("row", "key", "email", "locale", "letter", "result", "time", "server's answer", "customer's answer")
_STATES: Mapping[str, Result] = {
    "planned": "unknown", "intended": "unknown", "accepted": "accepted", "refused": "refused", "failed": "not sent",
    "unknown": "unknown",
}  # fmt: skip
_BY_REPORT: Mapping[str, Result] = {"failed": "came back", "delayed": "delayed", "delivered": "delivered"}


class Outcome(NamedTuple):
    """What became of a mail, when (UTC, ISO 8601), the server's words, and the customer's answer."""

    mail: Mail
    result: Result
    at: str = ""
    answer: str = ""
    reply: str = ""


class Taken(NamedTuple):
    """How many mails were looked at for answers, and how many answers about mails of this outbox they had."""

    mails: int
    answers: int


def take_answers(mails: Sequence[Mail], record: Record, sources: Iterable[bytes]) -> Taken:
    """Note what mails that came back say about those that were sent; what is noted already is not noted again."""
    ids = {attempt.message_id for attempt in record.attempts()}
    by_uid: dict[str, str] | None = None
    looked, noted = 0, 0
    for data in sources:
        looked += 1
        for answer in answers.read(data):
            message_id = answer.message_id
            if answer.uid:
                by_uid = _ids_by_uid(mails) if by_uid is None else by_uid
                message_id = by_uid.get(answer.uid, "")
            if message_id in ids:
                noted += record.note(message_id, answer.kind, answer.address, answer.detail)
    return Taken(looked, noted)


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
    last = next((one for one in reversed(attempts) if one.state == "accepted"), attempts[-1])
    if any(one.state in ("unknown", "intended") for one in attempts[attempts.index(last) :]):
        last = next(one for one in reversed(attempts) if one.state in ("unknown", "intended"))
    result = _STATES[last.state]
    if result == "accepted" and last.digest != mail.digest:
        result = "changed"
    one = Outcome(mail, result, last.at, last.answer)
    for note in about.get(last.message_id, ()):
        if note.kind in _BY_REPORT:
            one = one._replace(result=_BY_REPORT[note.kind], at=note.at, answer=note.detail)
        else:
            one = one._replace(reply=note.kind)
    return one


def counts(found: Iterable[Outcome]) -> Counter[str]:
    """How many mails have each result and each answer."""
    tally: Counter[str] = Counter()
    for one in found:
        tally[one.result] += 1
        if one.reply:
            tally[f"invitation {one.reply}"] += 1
    return tally


def report(path: Path, found: Iterable[Outcome]) -> bytes:
    """A table with a row for each mail, as CSV or, by the name of ``path``, as a workbook."""
    rows = (list(row_of(one).values()) for one in found)
    columns = [Column(name) for name in COLUMNS]
    if path.suffix.lower() == ".xlsx":
        return xlsx_bytes("outcome", columns, rows)
    return csv_bytes(columns, rows, is_quoted=True)


def row_of(one: Outcome) -> dict[str, str]:
    """What became of a mail, by the names of :data:`COLUMNS`."""
    key = "" if "\n" in one.mail.identity else one.mail.identity
    values = (
        str(one.mail.row or ""), key, ", ".join(one.mail.recipients), one.mail.locale, one.mail.letter, one.result,
        one.at, one.answer, one.reply,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _ids_by_uid(mails: Iterable[Mail]) -> dict[str, str]:
    """The Message-IDs of the mails that invite to a meeting, by the UID of the meeting."""
    found: dict[str, str] = {}
    for mail in mails:
        data = data_of(mail)
        uid = answers.uid_of(data) if data else ""
        if uid:
            found[uid] = mail.message_id
    return found
