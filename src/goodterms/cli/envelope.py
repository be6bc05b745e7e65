"""The options that say what a letter is sent in."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goodterms.content import settings

if TYPE_CHECKING:
    from collections.abc import Callable


def envelope_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that writes for one recipient; the command gets its ``envelope``.

    What they do not say is in the tables ``mail`` and ``letterhead`` of goodterms.toml in the working folder.
    """

    @click.option("--to", metavar="ADDRESS", default="", help="The recipient's mail address, for eml and ics.")
    @click.option(
        "--key", metavar="TEXT", default="", help="What tells this letter from your others, for ids that stay."
    )
    @click.option(
        "--sequence", metavar="N", type=click.IntRange(0, 2**31 - 1), default=0,
        help="How often the invitation has been corrected; a greater number replaces what is in the calendar.",
    )  # fmt: skip
    @wraps(command)
    def with_envelope(*, to: str, key: str, sequence: int, **others: Any) -> None:
        standing = settings.envelope(Path(settings.FILE_NAME))
        command(envelope=standing._replace(recipient_email=to, key=key, sequence=sequence), **others)

    return with_envelope
