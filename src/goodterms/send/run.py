"""An outbox that is being sent: locked, read, planned, sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Self

from goodterms.batch.opening import opened
from goodterms.batch.outbox import Outbox
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import fault
from goodterms.send import mails as mails_of
from goodterms.send import never, planning
from goodterms.send.addresses import comparable
from goodterms.send.delivery import Delivery, Sent
from goodterms.send.dialogue import Connection, is_loopback
from goodterms.send.mail_list import MailList
from goodterms.send.record import Change, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from goodterms.content.smtp_settings import SmtpSettings
    from goodterms.faults import Fault
    from goodterms.send.delivery import Pace
    from goodterms.send.dialogue import Server
    from goodterms.send.mails import Mail
    from goodterms.send.planning import Choice, Plan
    from goodterms.send.record import Attempt

_RESOLUTION = re.compile(r"(.+)=(sent|unsent)", re.DOTALL)
_BY_HAND = fault("settled-by-hand")
_NEED_SMTPUTF8 = "smtputf8"


class Resolution(NamedTuple):
    """What a person knows of a mail whose fate is unknown: its customer, and whether it was sent."""

    who: str
    is_sent: bool


class Sending:
    """An outbox that is being sent. Use it as a context manager: the outbox is locked until its end."""

    def __init__(self, folder: Path) -> None:
        self._box = Outbox(folder)
        self.name = str(folder)

    def __enter__(self) -> Self:
        """Lock the outbox and read it.

        Raises :class:`InvalidRequest` for a folder that is not a finished outbox or has no mails, and with a fault for
        each mail that cannot be sent as it is; :class:`OutputRefused` while another run has it.
        """
        if not self._box.ledger.is_file():
            raise InvalidRequest.of("not-an-outbox", self.name)
        self._box.__enter__()
        try:
            self.mails = self._read()
            self.record = Record(self._box.working)
            self.record.settle_interrupted()
        except BaseException:
            self._box.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.record.close()
        self.mails.close()
        self._box.__exit__()

    def _read(self) -> MailList:
        with opened(self._box.ledger) as ledger:
            ledger.refuse_damage()
            if unfinished := ledger.unfinished:
                raise OutputRefused.of("outbox-unfinished", self.name, letters=unfinished)
            found = MailList(mails_of.of_outbox(self._box.folder, ledger.kept()))
        if not found:
            raise InvalidRequest.of("outbox-without-mails", self.name)
        return found

    def plan(self, choice: Choice, settings: SmtpSettings) -> Plan:
        """What happens with each mail; raises :class:`InvalidRequest` as :func:`goodterms.send.planning.plan` does."""
        never_list = never.read(settings.never)
        return planning.plan(self.mails, self.record.attempts(), choice, never_list, self.record.notes_of_returned())

    def resolve(self, resolutions: Sequence[Resolution]) -> int:
        """Settle mails whose fate was unknown, or that were drafts; returns how many.

        Raises :class:`InvalidRequest` for a customer without such a mail; then nothing is settled.
        """
        unknown = [attempt for attempt in self.record.attempts() if attempt.state in ("unknown", "drafted")]
        changes: list[Change] = []
        faults: list[Fault] = []
        for who, is_sent in resolutions:
            of_customer = [attempt for attempt in unknown if comparable(who) in map(comparable, _names(attempt))]
            if not of_customer:
                known = [_names(attempt)[0] for attempt in unknown]
                faults.append(fault("not-unknown", "--resolve", given=who, known=known))
            changes += [Change(one.number, "accepted" if is_sent else "failed", _BY_HAND) for one in of_customer]
        if faults:
            raise InvalidRequest(faults)
        self.record.change(changes)
        return len(changes)

    def send(self, due: Sequence[Mail], server: Server, pace: Pace, show: Callable[[Sent, int], None]) -> Sent:
        """Send mails; before the first one, make sure that the server takes what they need.

        Raises :class:`ServerUnusable`, :class:`MailsRefused` with a fault for each mail that the server could not take,
        and :class:`Interrupted`.
        """
        if not due:
            return Sent()
        connection = Connection(server)
        faults = list(_not_taken(due, connection))
        connection.close()
        if faults:
            raise mails_of.MailsRefused(faults)
        return Delivery(server, self.record, pace, show).run(due)


def resolutions_of(given: Sequence[str]) -> list[Resolution]:
    """What was typed, as resolutions; raises :class:`InvalidRequest` for each that is not ``KEY=sent|unsent``."""
    matches = [(one, _RESOLUTION.fullmatch(one)) for one in given]
    if faults := [fault("not-a-resolution", "--resolve", given=one) for one, match in matches if not match]:
        raise InvalidRequest(faults)
    return [Resolution(match[1], match[2] == "sent") for _, match in matches if match]


def refuse_unsafe(settings: SmtpSettings) -> None:
    """Raise :class:`InvalidRequest` for settings that name no server, or one to which mails would go readable."""
    if not settings.host:
        raise InvalidRequest.of("no-smtp-host", "smtp")
    if settings.tls == "none" and not is_loopback(settings.host):
        raise InvalidRequest.of("mail-without-tls", "smtp.tls", host=settings.host)


def _names(attempt: Attempt) -> tuple[str, ...]:
    """By what a person may call the customer of an attempt."""
    return (*([attempt.identity] if "\n" not in attempt.identity else []), *attempt.recipients.split(", "))


def _not_taken(due: Sequence[Mail], connection: Connection) -> Iterator[Fault]:
    """A fault for each mail that needs what the server does not have."""
    for mail in due:
        addresses = (mail.sender, *mail.recipients)
        if _NEED_SMTPUTF8 not in connection.features and not all(map(str.isascii, addresses)):
            address = next(each for each in addresses if not each.isascii())
            yield fault("server-without-smtputf8", mail.who, address=address)
        if connection.largest and mail.size > connection.largest:
            yield fault("mail-too-large", mail.who, size=mail.size, limit=connection.largest)
