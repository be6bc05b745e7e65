"""Decides which mails of an outbox are sent: by what became of them before, and by who never gets one."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.send.mails import Mail
    from goodterms.send.record import Attempt

Verdict = Literal["send", "sent", "changed", "unknown", "refused", "never", "later"]
"""What happens with a mail: ``later`` is one beyond ``--limit``, ``never`` one of which no mail goes to the address."""
FIELDS = ("key", "email", "locale", "letter")
"""What a condition of ``--where`` may name."""


class Choice(NamedTuple):
    """Which mails are meant, and what is done with those that were tried before.

    ``again`` sends letters that changed after they were sent; ``corrections`` only corrected invitations and
    cancellations. ``retry_unknown`` sends what may have been accepted once more, with the same Message-ID;
    ``retry_refused`` what a server has refused for good.
    """

    only: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    again: bool = False
    corrections: bool = False
    retry_unknown: bool = False
    retry_refused: bool = False


class Planned(NamedTuple):
    """A mail, what happens with it, and the last attempt to send it, if there was one."""

    mail: Mail
    verdict: Verdict
    last: Attempt | None = None


class Plan(NamedTuple):
    """What happens with every mail that is meant."""

    mails: tuple[Planned, ...]

    @property
    def due(self) -> list[Mail]:
        """The mails that are sent."""
        return [one.mail for one in self.mails if one.verdict == "send"]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many mails have each verdict."""
        return Counter(one.verdict for one in self.mails)

    def with_verdict(self, verdict: Verdict) -> list[Planned]:
        """The mails with a verdict."""
        return [one for one in self.mails if one.verdict == verdict]


class NeverList:
    """Addresses and domains that never get a mail; a domain stands for those below it, too."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = {entry.strip().lower().removeprefix("@") for entry in entries} - {""}

    def has(self, address: str) -> bool:
        """Whether an address, its domain or one above it is on the list."""
        if not self._entries:
            return False
        address = address.lower()
        domain = address.rpartition("@")[2]
        labels = domain.split(".")
        return address in self._entries or any(".".join(labels[at:]) in self._entries for at in range(len(labels)))


def read_never(path: Path | None) -> NeverList:
    """The list in a file: a line for each address or domain, or the first column of a CSV file.

    Raises :class:`InvalidRequest` for a line that is neither: a list that is misread would let a mail through.
    """
    if path is None:
        return NeverList(())
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest.of("unreadable", "smtp.never", path=str(path), reason=str(error)) from None
    entries: list[str] = []
    faults: list[Fault] = []
    for number, row in enumerate(csv.reader(text.splitlines()), 1):
        entry = row[0].strip() if row else ""
        if not entry or entry.startswith("#"):
            continue
        if "." in entry and not any(character.isspace() for character in entry) and entry.count("@") <= 1:
            entries.append(entry)
        elif number > 1:  # the first line may be a heading
            faults.append(fault("not-an-address-or-domain", str(path), line=number, given=entry))
    if faults:
        raise InvalidRequest(faults)
    return NeverList(entries)


def plan(mails: Sequence[Mail], attempts: Iterable[Attempt], choice: Choice, never: NeverList) -> Plan:
    """What happens with each mail; raises :class:`InvalidRequest` for a choice that names nothing in the outbox."""
    if choice.only or choice.where:
        _refuse_unknown(mails, choice)
    before: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        before.setdefault((attempt.letter, attempt.identity), []).append(attempt)
    planned, left = [], choice.limit
    for mail in mails:
        if not _is_meant(mail, choice):
            continue
        one = _judge(mail, before.get((mail.letter, mail.identity), []), choice, never)
        if one.verdict == "send" and left is not None:
            one, left = (one, left - 1) if left else (one._replace(verdict="later"), 0)
        planned.append(one)
    return Plan(tuple(planned))


def _judge(mail: Mail, before: Sequence[Attempt], choice: Choice, never: NeverList) -> Planned:
    last = before[-1] if before else None
    return Planned(mail, _verdict(mail, before, choice, never), last)


def _verdict(mail: Mail, before: Sequence[Attempt], choice: Choice, never: NeverList) -> Verdict:
    if any(never.has(address) for address in mail.recipients):
        return "never"
    if not before:
        return "send"
    states = [attempt.state for attempt in before]
    since = len(states) - states[::-1].index("accepted") if "accepted" in states else 0
    if "unknown" in states[since:] and not choice.retry_unknown:
        return "unknown"
    accepted = [attempt for attempt in before if attempt.state == "accepted"]
    if accepted:
        latest = accepted[-1]
        if latest.digest == mail.digest:
            return "sent"
        is_correction = mail.sequence > latest.sequence or (mail.cancels and not latest.cancels)
        return "send" if choice.again or (choice.corrections and is_correction) else "changed"
    if before[-1].state == "refused" and before[-1].digest == mail.digest and not choice.retry_refused:
        return "refused"
    return "send"


def _is_meant(mail: Mail, choice: Choice) -> bool:
    values = _values(mail)
    is_named = not choice.only or mail.identity in choice.only or not set(choice.only).isdisjoint(mail.recipients)
    return is_named and all(value in values[field] for field, value in choice.where)


def _values(mail: Mail) -> Mapping[str, Sequence[str]]:
    return {"key": [mail.identity], "email": mail.recipients, "locale": [mail.locale], "letter": [mail.letter]}


def _refuse_unknown(mails: Sequence[Mail], choice: Choice) -> None:
    faults = list(_unknown(mails, choice))
    if faults:
        raise InvalidRequest(faults)


def _unknown(mails: Sequence[Mail], choice: Choice) -> Iterator[Fault]:
    known = [mail.identity for mail in mails if "\n" not in mail.identity]
    every = {*known, *(address for mail in mails for address in mail.recipients)}
    for given in choice.only:
        if given not in every:
            yield fault("mail-unknown", "--only", given=given, known=known)
    for field, value in choice.where:
        if field not in FIELDS:
            yield fault("not-a-mail-field", "--where", given=field, known=FIELDS)
        elif mails and not any(value in _values(mail)[field] for mail in mails):
            found = sorted({each for mail in mails for each in _values(mail)[field]})
            yield fault(
                "mail-unknown", "--where", given=f"{field}={value}", known=[f"{field}={each}" for each in found]
            )
