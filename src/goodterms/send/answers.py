"""What comes back: delivery reports (RFC 3464, RFC 6533), receipts (RFC 8098), answers to invitations (RFC 5546).

A mail comes from anybody and may hold anything, so nothing in it raises, and all that is taken from it is short text.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.expressions import expression
from goodterms.send import calendars, parts, plain_reports, tnef

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.send.parts import Part
    from goodterms.send.plain_reports import PlainReport

_MOST_ANSWERS = 100
"""The most answers of one mail: a mail has few recipients."""
_MOST_TEXT = 300
Kind = Literal["failed", "delayed", "delivered", "accepted", "declined", "tentative", "delegated", "countered"]
"""What is said of a mail: by a report, or by a customer who answers an invitation."""
_ACTIONS: dict[str, Kind] = {
    "failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered"
}  # fmt: skip
_REPLIES: dict[str, Kind] = {
    "ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"
}  # fmt: skip
_ANSWERING = ("REPLY", "COUNTER")
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT = "message/disposition-notification"
_OF_A_SERVER = expression(r"(?:^|[<\s])(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_MAILS = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_ID = expression(r"<[^<>\s]+>")
_RETURNED_ID = expression(rb"^message-id:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINES = expression(rb"\r?\n[ \t]*\r?\n")


class Answer(NamedTuple):
    """What a mail says of one that was sent: by its Message-ID (a report) or by the UID of its meeting (an answer).

    ``address`` is whom it speaks of. ``detail`` is the status and the words of a report, who comes instead, or the time
    that is proposed. ``sequence`` is that of the invitation that is answered, ``said`` the time of the answer or of the
    report (UTC). A mail that answers another one in words is ``replied``; it says only that the other one has arrived.
    """

    kind: Kind | Literal["replied"]
    message_id: str = ""
    uid: str = ""
    address: str = ""
    detail: str = ""
    sequence: int = 0
    said: str = ""


class Found(NamedTuple):
    """What a mail says. ``puzzle`` is of whom, about what and when it is, where it says it in a way that is not known.

    It is empty for a mail that is understood, and for one that is neither a report nor an answer to an invitation.
    """

    answers: Sequence[Answer] = ()
    puzzle: str = ""


def read(data: bytes) -> Sequence[Answer]:
    """What a mail says; nothing where it is no report and no answer. Never raises."""
    return found_in(data).answers


def found_in(data: bytes) -> Found:
    """What a mail says, and which mail it is where that is not understood. Never raises."""
    mail, *inside = every = list(parts.of_mail(data))
    found = [answer for answer, _ in zip(_said_in(mail, inside), range(_MOST_ANSWERS), strict=False)]
    is_receipt = any(part.content_type == _RECEIPT for part in inside)
    if is_receipt or _is_report(mail, inside) or any(answer.message_id for answer in found):
        return Found(found, "" if found or is_receipt else _shown(mail))
    if found:
        return Found([*found, *_in_words(mail)])
    is_puzzle = any(part.is_tnef and tnef.is_answer(part.content) for part in every) or _is_empty_reply(every)
    return Found(list(_in_words(mail)), _shown(mail) if is_puzzle else "")


def _said_in(mail: Part, inside: Sequence[Part]) -> Iterator[Answer]:
    """What a report or a calendar says."""
    found = (mail, *inside)
    reports = [part for part in found if part.content_type in _REPORTS]
    if reports:
        return _reports(mail, inside, reports)
    if receipts := [part for part in found if part.content_type == _RECEIPT]:
        return _receipts(receipts[0])
    if "x-failed-recipients" in mail.headers:
        return _failures(mail, found)
    texts = [part for part in found if part.content_type == "text/plain"]
    if texts and (report := plain_reports.read(texts[0].content)):
        return _failures_in_words(mail, report)
    return _replies(found)


def _is_report(mail: Part, inside: Sequence[Part]) -> bool:
    """Whether a mail is a report of a server, also one in words."""
    if mail.content_type == "multipart/report" or any(part.content_type in _REPORTS for part in inside):
        return True
    return "x-failed-recipients" in mail.headers or bool(_OF_A_SERVER.search(mail.headers.get("from", "")))


def uid_of(data: bytes) -> str:
    """The UID of the meeting that a mail invites to; empty without a calendar."""
    if b"text/calendar" not in data.lower():  # thousands of mails are asked, most of which invite to nothing
        return ""
    calendar = next((part for part in parts.of_mail(data) if part.content_type == "text/calendar"), None)
    return next((event.uid for event in calendars.events(calendar.text)), "") if calendar else ""


def _is_empty_reply(found: Sequence[Part]) -> bool:
    """Whether a calendar answers, and nobody in it does."""
    calendar = _calendar(found)
    if calendar is None or _method(calendar) not in _ANSWERING:
        return False
    return not any(event.attendees for event in calendars.events(calendar.text))


def _shown(mail: Part) -> str:
    """Of whom, about what and when a mail is."""
    shown = (parts.decoded(mail.headers.get(name, "")) for name in ("from", "subject", "date"))
    return _short(", ".join(filter(None, shown))) or "?"


def _reports(mail: Part, inside: Sequence[Part], reports: Sequence[Part]) -> Iterator[Answer]:
    message_id = _id_of_returned(inside) or _id_of_answered(mail)
    for part in reports if message_id else ():
        for block in _BLANK_LINES.split(part.content.strip(), _MOST_ANSWERS):
            fields = parts.headers(block)
            kind = _ACTIONS.get(fields.get("action", "").split("(")[0].strip().lower())
            if kind:
                address = fields.get("original-recipient") or fields.get("final-recipient", "")
                detail = f"{fields.get('status', '')} {fields.get('diagnostic-code', '').partition(';')[2]}"
                yield Answer(kind, message_id, "", _address(address), _short(detail), said=_date(mail))


def _failures(mail: Part, found: Sequence[Part]) -> Iterator[Answer]:
    """What a report in plain words says by its header X-Failed-Recipients, as Exim writes it in older versions."""
    message_id = _id_of_returned(found) or _id_of_answered(mail)
    if not message_id:
        texts = (_RETURNED_ID.search(part.content) for part in found if part.content_type == "text/plain")
        message_id = next((match[1].decode("ascii", "replace") for match in texts if match), "")
    for address in mail.headers["x-failed-recipients"].split(",") if message_id else ():
        yield Answer("failed", message_id, address=_address(address), said=_date(mail))


def _failures_in_words(mail: Part, report: PlainReport) -> Iterator[Answer]:
    """What a report of qmail says."""
    if message_id := _short(report.message_id):
        for address, words in report.failures:
            yield Answer("failed", message_id, "", _address(address), _short(words), said=_date(mail))


def _receipts(part: Part) -> Iterator[Answer]:
    """What a receipt says (RFC 8098): the mail has arrived, whether somebody has read it or not."""
    fields = parts.headers(part.content.strip())
    if message_id := _short(fields.get("original-message-id", "")):
        yield Answer("replied", message_id, address=_address(fields.get("final-recipient", "")))


def _in_words(mail: Part) -> Iterator[Answer]:
    """What a mail says that answers another one in words, also one that a program has written."""
    answered = _ID.search(mail.headers.get("in-reply-to", ""))
    address = parseaddr(mail.headers.get("from", ""))[1]
    if answered and "@" in address:
        yield Answer("replied", _short(answered[0]), address=_short(address).lower())


def _date(mail: Part) -> str:
    """When a report was written; else, when it came here (UTC, ISO 8601)."""
    for value in (mail.headers.get("date", ""), mail.headers.get("received", "").rpartition(";")[2]):
        try:
            written = parsedate_to_datetime(value.strip())
            return written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return ""


def _id_of_returned(inside: Sequence[Part]) -> str:
    """The Message-ID of the mail, or of its headers, that a report gives back."""
    for part in inside:
        if part.content_type in _MAILS:
            return _short(parts.of(part.content).headers.get("message-id", ""))
        if part.content_type in _HEADERS:
            return _short(parts.headers(part.content).get("message-id", ""))
    return ""


def _id_of_answered(mail: Part) -> str:
    """The Message-ID of the mail that a report answers, where it gives nothing back."""
    named = mail.headers.get("in-reply-to") or mail.headers.get("references", "")
    found = _ID.findall(named)
    return _short(found[-1]) if found else ""


def _replies(found: Sequence[Part]) -> Iterator[Answer]:
    """What a calendar answers. Some programs attach the same calendar a second time, as a file."""
    part = _calendar(found)
    if part is None:
        return
    text, method = part.text, _method(part)
    for event in calendars.events(text) if method in _ANSWERING else ():
        for attendee in event.attendees:
            kind = _REPLIES.get(attendee.status)
            if method == "COUNTER":
                kind, detail = "countered", event.start
            else:
                detail = _short(attendee.delegate) if kind == "delegated" else ""
            if kind:
                address = _short(attendee.address)
                yield Answer(kind, "", _short(event.uid), address, detail, event.sequence, event.stamp)


def _calendar(found: Sequence[Part]) -> Part | None:
    by_type = {part.content_type: part for part in reversed(found)}
    return by_type.get("text/calendar") or by_type.get("application/ics")


def _method(part: Part) -> str:
    return calendars.method(part.text) or part.parameter("method").upper()


def _address(field: str) -> str:
    """The address in a field of a report, such as ``rfc822; ana@example.com``."""
    return _short(field.rpartition(";")[2]).strip("<> ").lower()


def _short(text: str) -> str:
    return parts.one_line(text, _MOST_TEXT)
