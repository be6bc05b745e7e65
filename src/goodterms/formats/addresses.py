"""Whom a letter goes to and whom it comes from: names and mail addresses that may stand in a header or a calendar."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from email_validator import EmailNotValidError, validate_email

from goodterms.compose import with_names
from goodterms.errors import InvalidRequest
from goodterms.faults import Fault, legacy
from goodterms.formats import headers

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.model import Envelope

_MAX_CHARACTERS = 200


class _Role(NamedTuple):
    """Where the name and the address of a party are told, for faults."""

    name: str
    email: str
    hint: str


_RECIPIENT = _Role("recipient", "email", "the column email of a list, or --to ADDRESS, says to whom the mail goes")
_SENDER = _Role("mail.name", "mail.from", 'goodterms.toml says from whom: [mail] from = "care@lipa.example"')


class Party(NamedTuple):
    """One who writes or receives: a name and a mail address in ASCII, either of which may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part of the address after the @."""
        return self.address.rpartition("@")[2]


class Parties(NamedTuple):
    """Whom a letter goes to and whom it comes from."""

    recipient: Party
    sender: Party


def parties(letter: Letter, envelope: Envelope, *, needed: bool) -> Parties:
    """The recipient and the sender of a letter.

    Raises :class:`InvalidRequest` with every fault: an address that is none or cannot be written in ASCII, a name that
    holds a control character or an encoded-word, and where ``needed``, an address that is missing.
    """
    full = with_names(letter.request, envelope)
    faults: list[Fault] = []
    recipient = _party(full.recipient, full.recipient_email, _RECIPIENT, faults)
    sender = _party(full.sender, full.sender_email, _SENDER, faults)
    if needed:
        told = (_RECIPIENT, full.recipient_email), (_SENDER, full.sender_email)
        faults += [legacy(role.email, "is missing", role.hint) for role, email in told if not email]
    if faults:
        raise InvalidRequest(faults)
    return Parties(recipient, sender)


def _party(name: str, email: str, role: _Role, faults: list[Fault]) -> Party:
    address, wrong = _ascii_address(email) if email else ("", "")
    if wrong:
        faults.append(legacy(role.email, f"is {email!r}: {wrong}", "expected one address, such as care@lipa.example"))
    if wrong := headers.fault_in(name) or ("is too long" if len(name) > _MAX_CHARACTERS else ""):
        faults.append(legacy(role.name, wrong, "write the name alone, on one line, in plain text"))
    return Party(name.strip(), address)


@lru_cache(maxsize=1024)
def _ascii_address(email: str) -> tuple[str, str]:
    """The address with its domain as DNS has it (RFC 5890, A-labels), or what is wrong with it."""
    try:
        valid = validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        return "", str(error)
    if valid.ascii_email is None:
        # Only servers with SMTPUTF8 (RFC 6531) take it, and a mail file cannot know its server.
        return "", "the part before the @ is not ASCII, and many mail servers do not take that"
    return valid.ascii_email, ""
