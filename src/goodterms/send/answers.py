"""What comes back: delivery reports (RFC 3464, RFC 6533), answers to invitations (RFC 5546).

A mail comes from anybody and may hold anything, so nothing in it raises, and all that is taken from it is short text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.expressions import expression
from goodterms.send import calendars, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.send.parts import Part

_MOST_ANSWERS = 100
"""The most answers of one mail: a mail has few recipients."""
_MOST_TEXT = 300
Kind = Literal["failed", "delayed", "delivered", "accepted", "declined", "tentative", "delegated", "countered"]
_ACTIONS: dict[str, Kind] = {
    "failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered"
}  # fmt: skip
_REPLIES: dict[str, Kind] = {
    "ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"
}  # fmt: skip
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_MAILS = ("message/rfc822", "message/global")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_ID = expression(r"<[^<>\s]+>")
_RETURNED_ID = expression(rb"^message-id:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINES = expression(rb"\r?\n[ \t]*\r?\n")


class Answer(NamedTuple):
    """What a mail says of one that was sent: by its Message-ID (a report) or by the UID of its meeting (an answer).

    ``address`` is whom it speaks of. ``detail`` is the status and the words of a report, who comes instead, or the time
    that is proposed. ``sequence`` is that of the invitation that is answered, ``said`` the time of the answer (UTC).
    """

    kind: Kind
    message_id: str = ""
    uid: str = ""
    address: str = ""
    detail: str = ""
    sequence: int = 0
    said: str = ""


def read(data: bytes) -> list[Answer]:
    """What a mail says; nothing where it is no report and no answer. Never raises."""
    mail, *inside = found = list(parts.of_mail(data))
    reports = [part for part in found if part.content_type in _REPORTS]
    if reports:
        said = _reports(mail, inside, reports)
    elif "x-failed-recipients" in mail.headers:
        said = _failures(mail, found)
    else:
        said = _replies(found)
    return [answer for answer, _ in zip(said, range(_MOST_ANSWERS), strict=False)]


def uid_of(data: bytes) -> str:
    """The UID of the meeting that a mail invites to; empty without a calendar."""
    if b"text/calendar" not in data.lower():  # thousands of mails are asked, most of which invite to nothing
        return ""
    calendar = next((part for part in parts.of_mail(data) if part.content_type == "text/calendar"), None)
    return next((event.uid for event in calendars.events(calendar.text)), "") if calendar else ""


def _reports(mail: Part, inside: Sequence[Part], reports: Sequence[Part]) -> Iterator[Answer]:
    message_id = _id_of_returned(inside) or _id_of_answered(mail)
    for part in reports if message_id else ():
        for block in _BLANK_LINES.split(part.content.strip(), _MOST_ANSWERS):
            fields = parts.headers(block)
            kind = _ACTIONS.get(fields.get("action", "").split("(")[0].strip().lower())
            if kind:
                address = fields.get("original-recipient") or fields.get("final-recipient", "")
                detail = f"{fields.get('status', '')} {fields.get('diagnostic-code', '').partition(';')[2]}"
                yield Answer(kind, message_id, address=_address(address), detail=_short(detail))


def _failures(mail: Part, found: Sequence[Part]) -> Iterator[Answer]:
    """What a report in plain words says by its header X-Failed-Recipients, as Exim writes it in older versions."""
    message_id = _id_of_returned(found) or _id_of_answered(mail)
    if not message_id:
        texts = (_RETURNED_ID.search(part.content) for part in found if part.content_type == "text/plain")
        message_id = next((match[1].decode("ascii", "replace") for match in texts if match), "")
    for address in mail.headers["x-failed-recipients"].split(",") if message_id else ():
        yield Answer("failed", message_id, address=_address(address))


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
    by_type = {part.content_type: part for part in reversed(found)}
    part = by_type.get("text/calendar") or by_type.get("application/ics")
    if part is None:
        return
    text = part.text
    method = calendars.method(text) or part.parameter("method").upper()
    for event in calendars.events(text) if method in ("REPLY", "COUNTER") else ():
        for attendee in event.attendees:
            kind = _REPLIES.get(attendee.status)
            if method == "COUNTER":
                kind, detail = "countered", event.start
            else:
                detail = _short(attendee.delegate) if kind == "delegated" else ""
            if kind:
                address = _short(attendee.address)
                yield Answer(kind, "", _short(event.uid), address, detail, event.sequence, event.stamp)


def _address(field: str) -> str:
    """The address in a field of a report, such as ``rfc822; ana@example.com``."""
    return _short(field.rpartition(";")[2]).strip("<> ").lower()


def _short(text: str) -> str:
    return parts.one_line(text, _MOST_TEXT)
