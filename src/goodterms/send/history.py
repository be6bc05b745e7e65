"""What the attempts to send each mail have come to: given, unknown, refused, and from which addresses it came back."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.send.addresses import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from goodterms.send.mail_list import MailList
    from goodterms.send.mails import Mail
    from goodterms.send.record import Attempt, Noted

_REPORTS = ("failed", "delayed", "delivered")


class History(NamedTuple):
    """What the attempts to send a mail have come to, those before its letter changed included.

    ``given`` is the state of the last attempt that a server accepted, or that became a draft; ``is_same`` says that it
    was this mail, ``is_correction`` that this mail corrects or cancels what it invited to. ``is_unknown`` is about the
    attempts since then, ``is_refused`` about the last one, if it was this mail. ``back`` are the reports that it came
    back which still hold: it was not given again to those addresses; ``elsewhere`` are those from addresses to which
    somebody has passed it on. ``has`` are the addresses that have it, where it came back from others.
    """

    is_tried: bool = False
    given: Literal["", "accepted", "drafted"] = ""
    is_same: bool = False
    is_correction: bool = False
    is_unknown: bool = False
    is_refused: bool = False
    back: tuple[Noted, ...] = ()
    elsewhere: tuple[Noted, ...] = ()
    has: frozenset[str] = frozenset()

    def after(self, attempt: Attempt, mail: Mail, notes: Sequence[Noted]) -> History:
        """The same with one attempt more; ``notes`` are about its Message-ID."""
        is_same = attempt.digest == mail.digest
        if attempt.state in ("accepted", "drafted"):
            is_correction = mail.sequence > attempt.sequence or (mail.cancels and not attempt.cancels)
            one = History(is_tried=True, given=attempt.state, is_same=is_same, is_correction=is_correction)
            return one._with_returned(self, attempt, mail, notes) if notes or self.back else one
        is_refused = attempt.state == "refused" and is_same
        return self._replace(
            is_tried=True, is_unknown=self.is_unknown or attempt.state == "unknown", is_refused=is_refused
        )

    def _with_returned(self, before: History, attempt: Attempt, mail: Mail, notes: Sequence[Noted]) -> History:
        """The same with what is known of an attempt that was accepted: from where it came back, and who has it.

        Who has answered has it, whatever a report says. What came back from an address that was corrected before this
        attempt counts no more.
        """
        to = set(map(comparable, attempt.recipients.split(", ")))
        answered = {comparable(note.address) for note in notes if note.kind not in _REPORTS}
        named = set(map(comparable, mail.recipients))
        earlier = [
            note
            for note in before.back
            if (where := comparable(note.address)) not in to
            and (where in named or note.message_id == attempt.message_id)
        ]
        failed = [note for note in notes if note.kind == "failed" and note.attempt >= attempt.number]
        here = [note for note in failed if (where := comparable(note.address)) in to and where not in answered]
        elsewhere = [note for note in failed if comparable(note.address) not in to and answered.isdisjoint(to)]
        has = (before.has | to) - {comparable(note.address) for note in here}
        return self._replace(back=(*earlier, *here), elsewhere=tuple(elsewhere), has=has)


class Histories(NamedTuple):
    """The history of each mail of a list, by its place, and the number of the attempt that says what became of it.

    The number is 0 where none was made. Histories are few, so each is kept once.
    """

    found: Sequence[History]
    shown: Sequence[int]


def of_all(mails: MailList, attempts: Iterable[Attempt], notes: Mapping[str, Sequence[Noted]]) -> Histories:
    """The histories of all mails; ``notes`` has what came back about those that came back."""
    found = [History()] * len(mails)
    shown = array("q", bytes(8 * len(mails)))
    kept: dict[History, History] = {}
    for attempt in attempts:
        if of_customer := mails.of_customer(attempt.letter, attempt.identity):
            place, mail = of_customer
            before = found[place]
            after = before.after(attempt, mail, notes.get(attempt.message_id, ()))
            found[place] = kept.setdefault(after, after)
            if attempt.state in ("accepted", "drafted", "unknown") or not (before.given or before.is_unknown):
                shown[place] = attempt.number
    return Histories(found, shown)
