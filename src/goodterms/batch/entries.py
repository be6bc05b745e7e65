"""What a ledger says of letters. Each value is checked as it is read: a ledger is a file, and files change."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from goodterms.batch import places
from goodterms.expressions import expression
from goodterms.faults.causes import Damaged

_TAG = expression(r"[A-Za-z0-9-]*")
_DIGEST = expression(r"[0-9a-f]{32}")
_MOST = 2**31
"""What numbers of rows, of runs and of corrections stay below."""
STATES = frozenset({"", "gone", "called off", "asked"})
"""Why the meeting of a letter is cancelled; empty for one that is not."""
Files = tuple[tuple[str, str], ...]
"""The files of a letter: their names below the outbox, and the digests of their bytes.

The digest is empty where an earlier version of goodterms did not record it.
"""


class LedgerEntry(NamedTuple):
    """The entry of a row: its digest, its files, how often it was corrected, its date.

    The date is in ISO 8601, and empty where an earlier version of goodterms did not record it. ``state`` says why the
    meeting is cancelled, empty for a letter that is not; ``said`` is what the row of a cancelled one said.
    """

    digest: bytes
    files: Files
    sequence: int
    day: str
    state: str
    said: str


class Written(NamedTuple):
    """A row whose letters are in the outbox now, under the date ``day``.

    ``said`` is what the row says, for a later cancellation; empty for a letter that invites to no meeting. ``email`` is
    the recipient's address.
    """

    identity: str
    row: int
    tag: str
    digest: bytes
    files: Files
    sequence: int
    day: str
    said: str = ""
    email: str = ""


class InOutbox(NamedTuple):
    """A letter in the outbox: the row, what identifies it, its locale, its files, its date.

    ``state`` says why its meeting is cancelled, empty for one that is not; the row is 0 for one that is gone. ``said``
    is what the row said.
    """

    row: int
    identity: str
    tag: str
    files: Files
    day: str
    state: str
    said: str


class Sent(NamedTuple):
    """A letter that may have been sent, for its cancellation; ``is_present``: this run has met its row.

    ``highest`` is the greatest number of corrections among the letters about the same meeting.
    """

    identity: str
    tag: str
    files: Files
    sequence: int
    day: str
    state: str
    said: str
    is_present: bool
    highest: int


class Received(NamedTuple):
    """A letter that somebody gets: its name, what identifies the row, the digest of the address, its date, the run.

    The digest is empty where there is none, and where an earlier version of goodterms did not record it; so is the
    date (ISO 8601).
    """

    letter: str
    identity: str
    address: str
    day: str
    run: int


class Kept(NamedTuple):
    """A letter in the outbox with its files, for whoever sends it; ``state`` says why its meeting is cancelled."""

    letter: str
    identity: str
    row: int
    tag: str
    files: Files
    sequence: int
    state: str


def files(text: object) -> Files:
    """The files of a letter; raises :class:`Damaged` for what is no list of them, and a name that leads elsewhere."""
    try:
        found = json.loads(text)  # type: ignore[arg-type]
        named = tuple((name, recorded if isinstance(recorded, str) else "") for name, recorded in found)
    except (ValueError, TypeError, RecursionError):
        raise damaged("files", text) from None
    for name, recorded in named:
        file_name(name)
        if recorded and not _DIGEST.fullmatch(recorded):
            raise damaged("digest", recorded)
    return named


def file_name(name: object) -> str:
    """The name of a file below the outbox; raises :class:`Damaged` for one that leads elsewhere."""
    if isinstance(name, str) and places.is_inside(name):
        return name
    raise damaged("file-name", name)


def text(value: object) -> str:
    """A text; raises :class:`Damaged` for another value."""
    if isinstance(value, str):
        return value
    raise damaged("text", value)


def number(value: object) -> int:
    """A number of rows, runs or corrections; raises :class:`Damaged` for another value."""
    if isinstance(value, int) and 0 <= value < _MOST:
        return value
    raise damaged("number", value)


def tag(value: object) -> str:
    """A locale; raises :class:`Damaged` for another value."""
    if isinstance(value, str) and _TAG.fullmatch(value):
        return value
    raise damaged("locale", value)


def day(value: object) -> str:
    """A date in ISO 8601, or empty; raises :class:`Damaged` for another value."""
    try:
        if value != "":
            date.fromisoformat(value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise damaged("date", value) from None
    return text(value)


def state(value: object) -> str:
    """Why a meeting is cancelled, or empty; raises :class:`Damaged` for another value."""
    if value in STATES:
        return text(value)
    raise damaged("state", value)


def kind(value: object) -> str:
    """The kind of a file that gathers letters, its ending, or empty; raises :class:`Damaged` for another value."""
    if value == "" or value in places.KINDS:
        return text(value)
    raise damaged("outbox", value)


def blob(value: object) -> bytes:
    """A digest of bytes; raises :class:`Damaged` for another value."""
    if isinstance(value, bytes):
        return value
    raise damaged("digest", value)


def address_digest(address: str) -> str:
    """What a ledger has of an address, to know it again in any case of its letters; empty for none."""
    return places.digest(address.casefold().encode("utf-8", "surrogatepass")) if address else ""


def damaged(what: str, value: object) -> Damaged:
    """The error of a value that no run has written: ``what`` it is not, as the kinds of faults say it."""
    whole = repr(value)
    return Damaged.of(f"entry-{what}", value=whole if len(whole) <= 60 else f"{whole[:57]}…")


def entry(digest: object, named: object, sequence: object, on: object, why: object, said: object) -> LedgerEntry:
    """The entry of a row, of what a ledger has; raises :class:`Damaged`, as the following functions do."""
    return LedgerEntry(blob(digest), files(named), number(sequence), day(on), state(why), text(said))


def in_outbox(
    row: object, identity: object, locale: object, named: object, on: object, why: object, said: object
) -> InOutbox:
    """A letter in the outbox, of what a ledger has."""
    return InOutbox(number(row), text(identity), tag(locale), files(named), day(on), state(why), text(said))


def received(letter: object, identity: object, address: object, on: object, run: object) -> Received:
    """A letter that somebody gets, of what a ledger has."""
    return Received(text(letter), text(identity), text(address), day(on), number(run))


def kept(
    letter: object, identity: object, row: object, locale: object, named: object, sequence: object, why: object
) -> Kept:
    """A letter for whoever sends it, of what a ledger has."""
    of_row = text(identity), number(row), tag(locale)
    return Kept(text(letter), *of_row, files(named), number(sequence), state(why))
