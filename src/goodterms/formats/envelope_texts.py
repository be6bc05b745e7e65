"""The texts of an envelope and its letterhead: each goes through the same door as the values of fields.

Rows and settings are checked where they are read; this is for what a program or an option gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.cldr import zones
from goodterms.faults import fault
from goodterms.fields.line import line_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault

MAX_LINES = 50
"""The most lines of an address or a footer, of which a sheet has room for far fewer."""


def faults_of(envelope: Envelope) -> list[Fault]:
    """The faults of all texts of an envelope, each with its place; of its time zone, too."""
    found = [wrong for place, lines in _lines(envelope) for wrong in _faults_of_lines(place, lines)]
    named = zones.find(envelope.timezone) if envelope.timezone else None
    if named and named.zone != envelope.timezone and not any(one.place == "mail.timezone" for one in found):
        near = named.zone or named.near
        kind = "not-a-timezone-near" if near else named.fault_kind
        found.append(fault(kind, "mail.timezone", given=envelope.timezone, near=near))
    return found


def _lines(envelope: Envelope) -> Iterator[tuple[str, Iterable[str]]]:
    """The texts of an envelope, by the places that faults have."""
    head = envelope.letterhead
    yield "key", envelope.key.split("\n")  # that of a row without a key is an email address and a name
    yield "recipient", (envelope.recipient,)
    yield "email", (envelope.recipient_email,)
    yield "address", envelope.address
    yield "mail.name", (envelope.sender,)
    yield "mail.from", (envelope.sender_email,)
    yield "mail.timezone", (envelope.timezone,)
    yield "mark", (envelope.mark,)
    yield "letterhead.address", head.address
    yield "letterhead.footer", head.footer


def _faults_of_lines(place: str, lines: Iterable[str]) -> Iterator[Fault]:
    texts = list(lines)
    if len(texts) > MAX_LINES:
        yield fault("too-many-lines", place, count=len(texts), most=MAX_LINES)
        return
    for text in texts:
        if wrong := line_fault(text):
            yield wrong._replace(place=place)
