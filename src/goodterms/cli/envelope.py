"""The options that say how a letter is sent."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms.faults import fault
from goodterms.fields.line import line_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.call import Call
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec


class EnvelopeOptions(NamedTuple):
    """What the options of a command say of the envelope and the reader.

    The recipient's address, the key, the sequence; the name of the reader's time zone.
    """

    to: str
    key: str
    sequence: int
    timezone: str

    def over(self, sender: Envelope) -> Envelope:
        """The sender's envelope with what the options say."""
        return sender._replace(recipient_email=self.to, key=self.key, sequence=self.sequence)

    def zoned(self, call: Call, sender: Envelope) -> Call:
        """The call with the reader's time zone and the sender's."""
        return call._replace(timezone=self.timezone, sender_timezone=sender.timezone)

    def faults(self, letter: LetterSpec) -> list[Fault]:
        """What no text of an envelope may have; an address for a document that has it in one of its own fields."""
        lines = {"--to": self.to, "--key": self.key}
        wrong = [found._replace(place=option) for option, text in lines.items() if (found := line_fault(text))]
        field = letter.envelope.get("email")
        return (
            [*wrong, fault("address-not-used", "--to", letter=letter.name, field=field)] if self.to and field else wrong
        )


def envelope_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that writes to one recipient; the command receives them as ``envelope``."""

    @click.option("--to", metavar="ADDRESS", default="", help="The recipient's email address, for eml and ics.")
    @click.option(
        "--key",
        metavar="TEXT",
        default="",
        help="A key that identifies this letter, so that its ids stay the same; with --from, the key of the row.",
    )
    @click.option(
        "--sequence", metavar="N", type=click.IntRange(0, 2**31 - 1), default=0,
        help="How many times the invitation has been corrected; a higher number replaces the calendar entry.",
    )  # fmt: skip
    @click.option(
        "--timezone", metavar="ZONE", default="",
        help="The reader's time zone, such as Asia/Karachi: the hour of a meeting is written in it.",
    )  # fmt: skip
    @wraps(command)
    def with_envelope(*, to: str, key: str, sequence: int, timezone: str, **others: Any) -> None:
        command(envelope=EnvelopeOptions(to, key, sequence, timezone), **others)

    return with_envelope
