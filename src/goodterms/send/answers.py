"""What comes back: delivery reports (RFC 3464) and answers to invitations (RFC 5546, METHOD:REPLY) in mails.

A mail comes from anybody and may hold anything, so nothing in it raises, and all that is taken from it is short text.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 5_000_000
"""A larger mail is not looked at: a report has the headers of a mail, at most the mail itself."""
_MAX_TEXT = 300
_MAX_PARTS = 200
_MAX_LINES = 5000
Kind = Literal["failed", "delayed", "delivered", "accepted", "declined", "tentative"]
_ACTIONS: dict[str, Kind] = {
    "failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered"
}  # fmt: skip
_REPLIES: dict[str, Kind] = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"(?P<name>[A-Za-z-]+)(?P<parameters>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)")
_PARTSTAT = re.compile(r";PARTSTAT=\"?([A-Za-z-]+)", re.IGNORECASE)


class Answer(NamedTuple):
    """What a mail says of one that was sent: by its Message-ID (a report) or by the UID of its meeting (an answer).

    ``address`` is whom it speaks of, ``detail`` the status and the words of a report.
    """

    kind: Kind
    message_id: str = ""
    uid: str = ""
    address: str = ""
    detail: str = ""


def read(data: bytes) -> list[Answer]:
    """What a mail says; nothing where it is no report and no answer. Never raises."""
    if len(data) > MAX_BYTES:
        return []
    try:
        mail = message_from_bytes(data, policy=compat32)
        return [*_reports(mail), *_replies(mail)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of what the parser was given
        return []


def uid_of(data: bytes) -> str:
    """The UID of the meeting that a mail invites to; empty without a calendar."""
    mail = message_from_bytes(data, policy=compat32)
    return next((uid for part in _parts(mail, "text/calendar") for uid in _values(_text(part), "UID")), "")


def _reports(mail: Message) -> Iterator[Answer]:
    message_id = _id_of_returned(mail)
    for part in _parts(mail, "message/delivery-status"):
        for block in _inside(part):
            kind = _ACTIONS.get(_field(block, "Action").lower())
            if kind and message_id:
                address = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
                detail = f"{_field(block, 'Status')} {_field(block, 'Diagnostic-Code').partition(';')[2]}"
                yield Answer(kind, message_id, address=address.rpartition(";")[2].strip(), detail=_short(detail))


def _id_of_returned(mail: Message) -> str:
    """The Message-ID of the mail, or of its headers, that a report gives back."""
    for part in _parts(mail, "message/rfc822"):
        for inner in _inside(part):
            return _field(inner, "Message-ID")
    for part in _parts(mail, "text/rfc822-headers"):
        found = re.search(r"^message-id:\s*(\S+)", _FOLD.sub(" ", _text(part)), re.IGNORECASE | re.MULTILINE)
        if found:
            return _short(found[1])
    return ""


def _replies(mail: Message) -> Iterator[Answer]:
    for part in _parts(mail, "text/calendar"):
        text = _text(part)
        uid = next(_values(text, "UID"), "")
        if uid and [method.upper() for method in _values(text, "METHOD")] == ["REPLY"]:
            for parameters, value in _properties(text, "ATTENDEE"):
                status = _PARTSTAT.search(parameters)
                kind = _REPLIES.get(status[1].upper()) if status else None
                if kind:
                    yield Answer(kind, uid=_short(uid), address=_short(value.lower().removeprefix("mailto:")))


def _parts(mail: Message, content_type: str) -> Iterator[Message]:
    """The parts of a mail of a type, and no parts of the mails inside."""
    waiting, seen = [mail], 0
    while waiting and seen < _MAX_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_type() == content_type:
            yield part
        elif part.get_content_maintype() == "multipart":
            waiting += _inside(part)


def _inside(part: Message) -> list[Message]:
    """The parts in a part, the mail in it, or the blocks of a delivery report."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _properties(text: str, name: str) -> Iterator[tuple[str, str]]:
    """The parameters and values of a property in a calendar."""
    for line in _FOLD.sub("", text).splitlines()[:_MAX_LINES]:
        match = _PROPERTY.fullmatch(line)
        if match and match["name"].upper() == name:
            yield match["parameters"], match["value"].strip()


def _values(text: str, name: str) -> Iterator[str]:
    return (value for _, value in _properties(text, name))


def _field(part: Message, name: str) -> str:
    return _short(str(part.get(name, "")))


def _short(text: str) -> str:
    """A text in one line without controls, cut where it is long."""
    words = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return words[:_MAX_TEXT]
