"""Decides which mails of an outbox are sent: by what became of them before, and by who never gets one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.send.addresses import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.send.mails import Mail
    from goodterms.send.never import NeverList
    from goodterms.send.record import Attempt

Verdict = Literal["send", "sent", "drafted", "changed", "uninvited", "unknown", "refused", "never", "later"]
"""What happens with a mail: ``later`` is one beyond ``--limit``, ``never`` one of which no mail goes to the address.

``uninvited`` is the cancellation of an invitation that was not sent.
"""
FIELDS = ("key", "email", "locale", "letter")
"""What a condition of ``--where`` may name."""


class Choice(NamedTuple):
    """Which mails are meant, and what is done with those that were tried before.

    ``again`` sends letters that changed after they were sent; ``corrections`` only corrected invitations and
    cancellations, and to those that ``only`` names also cancellations of what was not sent from here.
    ``retry_unknown`` sends what may have been accepted once more, with the same Message-ID; ``retry_refused`` what a
    server has refused for good.
    """

    only: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    again: bool = False
    corrections: bool = False
    retry_unknown: bool = False
    retry_refused: bool = False


class Planned(NamedTuple):
    """A mail, what happens with it, and whether it, or its letter before a change, was tried before."""

    mail: Mail
    verdict: Verdict
    is_tried: bool = False


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


class _Before(NamedTuple):
    """What the attempts to send a mail have come to, those before its letter changed included.

    ``given`` is the state of the last attempt that a server accepted, or that became a draft; ``is_same`` says that it
    was this mail, ``is_correction`` that this mail corrects or cancels what it invited to. ``is_unknown`` is about the
    attempts since then, ``is_refused`` about the last one, if it was this mail.
    """

    is_tried: bool = False
    given: Literal["", "accepted", "drafted"] = ""
    is_same: bool = False
    is_correction: bool = False
    is_unknown: bool = False
    is_refused: bool = False

    def after(self, attempt: Attempt, mail: Mail) -> _Before:
        """The same with one attempt more."""
        is_same = attempt.digest == mail.digest
        if attempt.state in ("accepted", "drafted"):
            is_correction = mail.sequence > attempt.sequence or (mail.cancels and not attempt.cancels)
            return _Before(is_tried=True, given=attempt.state, is_same=is_same, is_correction=is_correction)
        is_refused = attempt.state == "refused" and is_same
        return self._replace(
            is_tried=True, is_unknown=self.is_unknown or attempt.state == "unknown", is_refused=is_refused
        )


def plan(mails: Sequence[Mail], attempts: Iterable[Attempt], choice: Choice, never: NeverList) -> Plan:
    """What happens with each mail; raises :class:`InvalidRequest` for a choice that names nothing in the outbox."""
    if choice.only or choice.where:
        _refuse_unknown(mails, choice)
    planned, left = [], choice.limit
    for mail, before in zip(mails, _before(mails, attempts), strict=True):
        if not _is_meant(mail, choice):
            continue
        one = Planned(mail, _verdict(mail, before, choice, never), before.is_tried)
        if one.verdict == "send" and left is not None:
            one, left = (one, left - 1) if left else (one._replace(verdict="later"), 0)
        planned.append(one)
    return Plan(tuple(planned))


def _before(mails: Sequence[Mail], attempts: Iterable[Attempt]) -> list[_Before]:
    """What the attempts for each mail have come to; the same for many mails, so each value is kept once."""
    places: dict[str, dict[str, int]] = {}
    for place, mail in enumerate(mails):
        places.setdefault(mail.letter, {})[mail.identity] = place
    found = [_Before()] * len(mails)
    kept: dict[_Before, _Before] = {}
    for attempt in attempts:
        place = places.get(attempt.letter, {}).get(attempt.identity, -1)
        if place >= 0:
            before = found[place].after(attempt, mails[place])
            found[place] = kept.setdefault(before, before)
    return found


def _verdict(mail: Mail, before: _Before, choice: Choice, never: NeverList) -> Verdict:
    if any(never.has(address) for address in mail.recipients):
        return "never"
    if before.is_unknown and not choice.retry_unknown:
        return "unknown"
    if before.given:
        if before.is_same:
            return "drafted" if before.given == "drafted" else "sent"
        return "send" if choice.again or (choice.corrections and before.is_correction) else "changed"
    if mail.cancels and not before.is_unknown and not (choice.corrections and choice.only):
        return "uninvited"
    return "refused" if before.is_refused and not choice.retry_refused else "send"


def _is_meant(mail: Mail, choice: Choice) -> bool:
    if not (choice.only or choice.where):
        return True
    values = _values(mail)
    named = set(map(comparable, choice.only))
    is_named = not named or mail.identity in choice.only or not named.isdisjoint(values["email"])
    return is_named and all(comparable(value) in values[field] for field, value in choice.where)


def _values(mail: Mail) -> Mapping[str, Sequence[str]]:
    return {
        "key": [mail.identity],
        "email": tuple(map(comparable, mail.recipients)),
        "locale": [mail.locale],
        "letter": [mail.letter],
    }


def _refuse_unknown(mails: Sequence[Mail], choice: Choice) -> None:
    faults = list(_unknown(mails, choice))
    if faults:
        raise InvalidRequest(faults)


def _unknown(mails: Sequence[Mail], choice: Choice) -> Iterator[Fault]:
    known = [mail.identity for mail in mails if "\n" not in mail.identity]
    every = {*known, *(comparable(address) for mail in mails for address in mail.recipients)}
    for given in choice.only:
        if given not in every and comparable(given) not in every:
            yield fault("mail-unknown", "--only", given=given, known=known)
    for field, value in choice.where:
        if field not in FIELDS:
            yield fault("not-a-mail-field", "--where", given=field, known=FIELDS)
        elif mails and not any(comparable(value) in _values(mail)[field] for mail in mails):
            found = sorted({each for mail in mails for each in _values(mail)[field]})
            yield fault(
                "mail-unknown", "--where", given=f"{field}={value}", known=[f"{field}={each}" for each in found]
            )
