"""Why a mail came back, and to which addresses it can go again: by the status of the report (RFC 3463)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from goodterms.expressions import expression
from goodterms.send.addresses import comparable

if TYPE_CHECKING:
    from goodterms.send.history import History
    from goodterms.send.mails import Mail

Why = Literal["returned", "wrong address", "unwanted", "passed on"]
"""``returned`` is what may go again, such as after a full mailbox. ``passed on``: it came back from another address."""
_STATUS = expression(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_NO_SUCH_ADDRESS = frozenset(("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.9", "5.1.10", "5.2.1"))
"""No such mailbox, domain or syntax, one that has moved or takes no mail (RFC 7505), or is closed."""
_POLICY = "7"


def lacking(mail: Mail, before: History) -> tuple[str, ...]:
    """The addresses of a mail that came back which do not have it."""
    return tuple(address for address in mail.recipients if comparable(address) not in before.has)


def why(mail: Mail, before: History) -> Why:
    """Why a mail that came back cannot simply go again; ``returned`` where it can."""
    named = [note for note in before.back if comparable(note.address) in map(comparable, mail.recipients)]
    to = lacking(mail, before)
    if not to:
        return "passed on"
    reasons = {comparable(note.address): reason_in(note.detail) for note in named}
    found = {reasons.get(comparable(address), "returned") for address in to}
    return next(each for each in ("returned", "unwanted", "wrong address") if each in found)


def possible(mail: Mail, before: History, *, is_named: bool) -> tuple[str, ...]:
    """The addresses to which a mail that came back can go again; to others, it would come back once more.

    ``is_named`` says that a person has named the customer: she knows that the address is right after all, or that
    nobody has a mail that was passed on.
    """
    to = lacking(mail, before)
    if is_named:
        return to or (mail.recipients if len(mail.recipients) == 1 else ())
    wrong = {comparable(note.address) for note in before.back if reason_in(note.detail) == "wrong address"}
    return tuple(address for address in to if comparable(address) not in wrong)


def reason_in(detail: str) -> Why:
    """Why a mail came back, by the status and the words of a report: its status may be less exact than its words."""
    found = [".".join(match.groups()) for match in _STATUS.finditer(detail)]
    status = next((each for each in found if not each.endswith(".0.0")), "")
    if status in _NO_SUCH_ADDRESS:
        return "wrong address"
    return "unwanted" if status[2:3] == _POLICY and status[3:4] == "." else "returned"
