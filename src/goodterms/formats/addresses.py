"""The sender and the recipient of a letter: names and email addresses that are safe in a header or a calendar."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from email_validator import EmailNotValidError, validate_email

from goodterms.compose import with_names
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import headers, wrong_addresses

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault, Source

_MAX_NAME = 200


class _Role(NamedTuple):
    """A role in a letter, for faults: the places of its name and its address, and what a missing address is."""

    name: str
    email: str
    email_source: Source
    missing_email: str


_RECIPIENT = _Role("recipient", "email", "given", "missing-recipient-address")
_SENDER = _Role("mail.name", "mail.from", "settings", "missing-sender-address")


class Party(NamedTuple):
    """A sender or a recipient: a name and an email address in ASCII, either of which may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part of the address after the @."""
        return self.address.rpartition("@")[2]


class Parties(NamedTuple):
    """The recipient and the sender of a letter."""

    recipient: Party
    sender: Party


def parties(letter: Letter, envelope: Envelope, *, needed: bool) -> Parties:
    """The recipient and the sender of a letter.

    Raises :class:`InvalidRequest` with every fault: an address that is not valid or not ASCII before the @, a name with
    a control character or an encoded word, and with ``needed``, a missing address.
    """
    named = with_names(letter.request, envelope)
    faults: list[Fault] = []
    to = _RECIPIENT
    if field := letter.request.letter.envelope.get("email"):
        # A document for a colleague has the address in a field of its own.
        to = to._replace(email=field, missing_email="missing-colleague-address")
    recipient = _party(named.recipient, named.recipient_email, to, faults)
    sender = _party(named.sender, named.sender_email, _SENDER, faults)
    if needed:
        emails = (to, named.recipient_email), (_SENDER, named.sender_email)
        faults += [
            fault(role.missing_email, role.email, source=role.email_source) for role, email in emails if not email
        ]
    if faults:
        raise InvalidRequest(faults)
    return Parties(recipient, sender)


def _party(name: str, email: str, role: _Role, faults: list[Fault]) -> Party:
    address, invalid = _ascii_address(email) if email else ("", None)
    if invalid:
        faults.append(invalid._replace(place=role.email, source=role.email_source))
    if len(name) > _MAX_NAME:
        faults.append(fault("mailbox-name-too-long", role.name, length=len(name), limit=_MAX_NAME))
    elif unsafe := headers.fault_in(name):
        faults.append(unsafe._replace(place=role.name))
    return Party(name.strip(), address)


@lru_cache(maxsize=1 << 14)  # a batch first checks all its addresses, then writes to them
def _ascii_address(email: str) -> tuple[str, Fault | None]:
    """The address with its domain in the DNS's own form (RFC 5890, A-labels), or its fault."""
    try:
        valid = validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        return "", wrong_addresses.wrong(email, str(error), _is_right)
    if valid.ascii_email is None:
        # Only servers with SMTPUTF8 (RFC 6531) accept it, and a mail file cannot know its server.
        return "", fault("mailbox-not-ascii", given=email)
    return valid.ascii_email, None


def _is_right(email: str) -> bool:
    try:
        return validate_email(email, check_deliverability=False).ascii_email is not None
    except EmailNotValidError:
        return False


@lru_cache(maxsize=1 << 12)
def domain_in_ascii(domain: str) -> str:
    """A domain in the DNS's own form, in lower case; empty for what is not the domain of an address."""
    address, _ = _ascii_address(f"x@{domain}")
    return address.rpartition("@")[2].lower()
