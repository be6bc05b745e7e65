"""The mails of an outbox: which files they are, and what a server must know of each."""

from __future__ import annotations

import hashlib
import re
import sys
from email.utils import getaddresses
from typing import TYPE_CHECKING, NamedTuple

from goodterms.batch import places
from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.faults.causes import cause
from goodterms.speech import Some, aloud, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from goodterms.batch.entries import Kept
    from goodterms.faults import Fault

_SUFFIX = ".eml"
_MOST_NAMED = 3
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
_WANTED = frozenset(("from", "to", "cc", "bcc", "message-id", "x-unsent"))
_WHO = ("from", "to", "cc", "bcc")
_NAME = r"\"[\w .,'&-]*\" |(?!\d+ )\w[\w '&-]* |(?:=\?[\w-]+\?[BbQq]\?[A-Za-z0-9!*+/=_-]+\?= )+"
_DOMAIN = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
ONE_ADDRESS = re.compile(rf"(?:{_NAME})?<([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@{_DOMAIN})>")
"""A header with one address as mails usually have it, of which every parser finds the same; its name may be encoded."""


_PLAIN = r"[^\s\"<>(),:;@\[\]\\]+"
_ADDRESS = expression(rf"(?:\"(?:[^\"\\]|\\.)+\"|{_PLAIN})@(?:\[[0-9A-Fa-f.:]+\]|{_PLAIN})")
"""What a server may be given as an address; nothing in it ends a command or begins another one."""


class Mail(NamedTuple):
    """A mail of the outbox, as it is on the disk now.

    ``identity`` is what identifies its row: the key, if it has one. ``sequence`` says how often its invitation was
    corrected; ``cancels`` is true for the cancellation of a meeting. ``digest`` (SHA-256) is that of the file.
    """

    letter: str
    identity: str
    row: int
    locale: str
    folder: Path
    name: str
    sequence: int
    cancels: bool
    digest: bytes
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    size: int

    @property
    def who(self) -> str:
        """The customer, for messages: the key, or else the address."""
        return self.identity if "\n" not in self.identity else ", ".join(self.recipients)


class MailsRefused(InvalidRequest):
    """Mails that cannot be sent, each a fault with its file or its customer; no other mail was sent either."""

    def lines(self) -> list[str]:
        """How many there are; then what is wrong, once for all mails with the same fault, and what would be right."""
        if len(self.faults) == 1:
            return super().lines()
        alike: dict[tuple[str, str], list[str]] = {}
        for each in self.faults:
            alike.setdefault((each.problem, each.hint), []).append(each.where)
        count = len(self.faults)
        lines = [plural("{count:,} mail cannot be sent; nothing was sent",
                        "{count:,} mails cannot be sent; nothing was sent", count)]  # fmt: skip
        for (problem, hint), places_of in alike.items():
            lines += [f"  {aloud(Some(places_of, _MOST_NAMED, ''))}: {problem}"]
            lines += [f"    {hint}"] if hint else []
        return lines


def of_outbox(folder: Path, kept: Iterable[Kept]) -> Iterator[Mail]:
    """The mails in an outbox; after them, raises :class:`MailsRefused` with a fault for each that cannot be sent."""
    faults: list[Fault] = []
    folders: set[str] = set()
    for entry in kept:
        for name, _ in entry.files:
            if name.endswith(_SUFFIX):
                within = name.rpartition("/")[0]
                if within not in folders:
                    places.refuse_links(folder, within)
                    folders.add(within)
                found = _read(folder, entry, name, faults)
                if found:
                    yield found
    if faults:
        raise MailsRefused(faults)


def data_of(mail: Mail) -> bytes | None:
    """The bytes of a mail; None if they are not those that it had when the outbox was read."""
    try:
        data = places.content(mail.folder, mail.name)
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == mail.digest else None


def _read(folder: Path, entry: Kept, name: str, faults: list[Fault]) -> Mail | None:
    """The mail in a file; None, and a fault, where it cannot be sent as it is."""
    try:
        data = places.content(folder, name)
    except OSError as error:
        faults.append(fault("mail-unreadable", name, reason=cause(error)))
        return None
    head = _headers(data)
    senders, recipients = _addresses(head, "from"), _addresses(head, *_WHO[1:])
    wrong = [kind for kind, is_wrong in (
        ("mail-without-sender", len(senders) != 1),
        ("mail-without-recipient", not recipients),
        ("mail-without-id", not head.get("message-id")),
        ("mail-is-a-draft", head.get("x-unsent") == ["1"]),
    ) if is_wrong]  # fmt: skip
    if wrong:
        faults.append(fault(wrong[0], name))
        return None
    for given in (*(value for each in _WHO for value in head.get(each, [])), *senders, *recipients):
        if not given.replace("\t", " ").isprintable() or (given in recipients and not _ADDRESS.fullmatch(given)):
            faults.append(fault("mail-with-wrong-address", name, given=given))
            return None
    letter, tag, sender = map(sys.intern, (entry.letter, entry.tag, senders[0]))  # the same in thousands of mails
    return Mail(
        letter, entry.identity, entry.row, tag, folder, name, entry.sequence, bool(entry.state),
        hashlib.sha256(data).digest(), head["message-id"][0], sender, recipients, len(data),
    )  # fmt: skip


def _headers(data: bytes) -> dict[str, list[str]]:
    """The headers that sending needs, unfolded (RFC 5322, section 2.2.3), by their names in lower case.

    A mail has dozens of lines of headers, of which these are few: the parser of the standard library takes ten times as
    long for all of them.
    """
    end = _END_OF_HEADERS.search(data)
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in data[: end.start() if end else len(data)].decode("utf-8", "replace").split("\n"):
        if line.startswith((" ", "\t")):
            if last is not None:
                last[-1] = f"{last[-1]} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        name = name.lower()
        last = found.setdefault(name, []) if colon and name in _WANTED else None
        if last is not None:
            last.append(value.strip())
    return found


def _addresses(head: Mapping[str, list[str]], *names: str) -> tuple[str, ...]:
    """The addresses in some headers, each once."""
    values = [value for name in names for value in head.get(name, [])]
    if len(values) == 1 and (one := ONE_ADDRESS.fullmatch(values[0])):
        return (one[1],)
    return tuple(dict.fromkeys(address for _, address in getaddresses(values) if address))
