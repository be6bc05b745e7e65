"""Decides which mails of an outbox are sent: by what became of them before, and by who never gets one."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.send import history, returned
from goodterms.send.addresses import comparable
from goodterms.send.mail_list import Chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.send.history import History
    from goodterms.send.mail_list import MailList
    from goodterms.send.mails import Mail
    from goodterms.send.never import NeverList
    from goodterms.send.record import Attempt, Noted

Verdict = Literal[
    "send", "sent", "drafted", "changed", "uninvited", "unknown", "refused", "returned", "wrong address", "unwanted",
    "passed on", "never", "later",
]  # fmt: skip
"""What happens with a mail: ``later`` is one beyond ``--limit``, ``never`` one of which no mail goes to the address.

``uninvited`` is the cancellation of an invitation that was not sent. ``returned`` and the three after it are mails that
came back, by :mod:`~goodterms.send.returned`.
"""
FIELDS = ("key", "email", "locale", "letter")
"""What a condition of ``--where`` may name."""
_VERDICTS = get_args(Verdict)
_CODES: Mapping[Verdict, int] = {verdict: code for code, verdict in enumerate(_VERDICTS)}
_NOT_MEANT = 255


class Choice(NamedTuple):
    """Which mails are meant, and what is done with those that were tried before.

    ``again`` sends letters that changed after they were sent; ``corrections`` only corrected invitations and
    cancellations, and to those that ``only`` names also cancellations of what was not sent from here.
    ``retry_unknown`` sends what may have been accepted once more, with the same Message-ID; ``retry_refused`` what a
    server has refused for good. ``retry_returned`` sends what came back, to the addresses that do not have it: not to
    those that do not exist, and not where somebody has passed the mail on; to those that ``only`` names, in any case.
    """

    only: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    again: bool = False
    corrections: bool = False
    retry_unknown: bool = False
    retry_refused: bool = False
    retry_returned: bool = False

    @property
    def without_retries(self) -> Choice:
        """The same mails without a limit, and without trying again what failed."""
        return self._replace(limit=None, retry_unknown=False, retry_refused=False, retry_returned=False)


class Planned(NamedTuple):
    """A mail, and what happens with it."""

    mail: Mail
    verdict: Verdict


class Plan:
    """What happens with every mail that is meant. A byte for each mail is kept, however many there are."""

    def __init__(self, mails: MailList, *, is_tried: bool) -> None:
        self.is_tried = is_tried
        """Whether any mail, or its letter before a change, was tried before."""
        self.counts: Counter[Verdict] = Counter()
        self._mails = mails
        self._verdicts = bytearray()
        self._only_to: dict[int, tuple[str, ...]] = {}

    def add(self, verdict: Verdict | None, mail: Mail | None = None) -> None:
        """Say what happens with the next mail; None where it is not meant. ``mail`` is what is sent in its place."""
        if verdict is None:
            self._verdicts.append(_NOT_MEANT)
            return
        if mail:
            self._only_to[len(self._verdicts)] = mail.recipients
        self._verdicts.append(_CODES[verdict])
        self.counts[verdict] += 1

    @property
    def mails(self) -> Iterator[Planned]:
        """Every mail that is meant, in its order."""
        for mail, code in zip(self._mails, self._verdicts, strict=True):
            if code != _NOT_MEANT:
                yield Planned(mail, _VERDICTS[code])

    @property
    def due(self) -> Chosen:
        """The mails that are sent."""
        return self.with_verdict("send")

    def with_verdict(self, verdict: Verdict) -> Chosen:
        """The mails with a verdict."""
        wanted = _CODES[verdict]
        return Chosen(
            self._mails, (place for place, code in enumerate(self._verdicts) if code == wanted), self._only_to
        )


def plan(
    mails: MailList, attempts: Iterable[Attempt], choice: Choice, never: NeverList,
    returned_notes: Mapping[str, Sequence[Noted]] = MappingProxyType({}),
) -> Plan:  # fmt: skip
    """What happens with each mail; raises :class:`InvalidRequest` for a choice that names nothing in the outbox.

    ``returned_notes`` has what is known of the mails that came back, by their Message-IDs.
    """
    if choice.only or choice.where:
        _refuse_unknown(mails, choice)
    histories = history.of_all(mails, attempts, returned_notes).found
    left = choice.limit
    planned = Plan(mails, is_tried=any(one.is_tried for one in histories))
    is_meant = _meant(choice)
    for mail, before in zip(mails, histories, strict=True):
        if not is_meant(mail):
            planned.add(None)
            continue
        verdict, to = _verdict(mail, before, choice, never)
        if verdict == "send" and left is not None:
            verdict, left = ("send", left - 1) if left else ("later", 0)
        planned.add(verdict, mail._replace(recipients=to) if verdict == "send" and to != mail.recipients else None)
    return planned


def _verdict(mail: Mail, before: History, choice: Choice, never: NeverList) -> tuple[Verdict, tuple[str, ...]]:
    """What happens with a mail, and the addresses to which it goes."""
    everybody = mail.recipients
    if any(never.has(address) for address in everybody):
        return "never", everybody
    if before.is_unknown and not choice.retry_unknown:
        return "unknown", everybody
    if not before.given:
        if mail.cancels and not before.is_unknown and not (choice.corrections and choice.only):
            return "uninvited", everybody
        return "refused" if before.is_refused and not choice.retry_refused else "send", everybody
    if not before.is_same and (choice.again or (choice.corrections and before.is_correction)):
        return _corrected(mail, before, choice), everybody
    if (before.back or before.elsewhere) and (before.is_same or returned.lacking(mail, before)):
        return _of_returned(mail, before, choice)
    if before.is_same:
        return "drafted" if before.given == "drafted" else "sent", everybody
    return "changed", everybody


def _corrected(mail: Mail, before: History, choice: Choice) -> Verdict:
    """Whether the correction of what was sent goes: a cancellation does not where the invitation has come back."""
    has_nobody = bool(before.back) and not before.has
    return "uninvited" if mail.cancels and has_nobody and not choice.only else "send"


def _of_returned(mail: Mail, before: History, choice: Choice) -> tuple[Verdict, tuple[str, ...]]:
    if before.is_refused and not choice.retry_refused:
        return "refused", mail.recipients
    if mail.cancels and not before.is_same and not before.has:
        return "uninvited", mail.recipients
    is_tried_again = choice.retry_returned or before.is_unknown or before.is_refused
    to = returned.possible(mail, before, is_named=bool(choice.only)) if is_tried_again else ()
    return ("send", to) if to else (returned.why(mail, before), mail.recipients)


def _meant(choice: Choice) -> Callable[[Mail], bool]:
    """Whether a choice means a mail."""
    named, keys = frozenset(map(comparable, choice.only)), frozenset(choice.only)
    conditions = [(field, comparable(value)) for field, value in choice.where]

    def is_meant(mail: Mail) -> bool:
        if keys and mail.identity not in keys and named.isdisjoint(map(comparable, mail.recipients)):
            return False
        return not conditions or all(value in _values(mail)[field] for field, value in conditions)

    return is_meant


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
    left = {given: comparable(given) for given in choice.only}
    for mail in mails if left else ():
        there = {mail.identity, *map(comparable, mail.recipients)}
        left = {given: address for given, address in left.items() if there.isdisjoint((given, address))}
        if not left:
            break
    known = [mail.identity for mail in mails if "\n" not in mail.identity] if left else []
    yield from (fault("mail-unknown", "--only", given=given, known=known) for given in left)
    for field, value in choice.where:
        if field not in FIELDS:
            yield fault("not-a-mail-field", "--where", given=field, known=FIELDS)
        elif mails and not any(comparable(value) in _values(mail)[field] for mail in mails):
            found = sorted({each for mail in mails for each in _values(mail)[field]})
            yield fault(
                "mail-unknown", "--where", given=f"{field}={value}", known=[f"{field}={each}" for each in found]
            )
