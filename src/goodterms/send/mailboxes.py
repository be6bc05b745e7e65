"""Mailboxes: folders of mails, mbox files, and IMAP (RFC 3501), which the standard library's imaplib speaks."""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from goodterms.errors import CallError, InvalidRequest
from goodterms.expressions import expression
from goodterms.faults.causes import cause
from goodterms.send.dialogue import is_loopback
from goodterms.send.parts import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

VARIABLE = "GOODTERMS_IMAP_PASSWORD"
_SCHEMES = {"imap": 143, "imaps": 993}
_SECONDS = 60
_AT_A_TIME = 200
"""Of how many mails a server is asked for the structure at a time."""
_UID = expression(rb"\bUID (\d+)")
_ID = expression(rb"<[^<>\s]+>")
_OF_SERVERS = ("HEADER", "X-Failed-Recipients", '""'), ("FROM", '"mailer-daemon@"'), ("FROM", '"postmaster@"')
"""What finds the reports of servers that have no structure of reports."""
_MAY_ANSWER = expression(
    rb"delivery-status|disposition-notification|\"report\"|calendar|\"ics\"|ms-tnef|winmail\.dat", re.IGNORECASE
)
"""What the structure of a mail has that may be a report or an answer."""


class MailboxUnusable(CallError):  # noqa: N818 — named for what it says
    """The mailbox cannot be used: no server, no login, no such folder."""


class Address(NamedTuple):
    """Where a mailbox is: ``imaps://user@host:993/Folder``."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str

    def __str__(self) -> str:
        """The address without the user."""
        return f"{self.scheme}://{self.host}:{self.port}/{self.folder}"


def is_imap(text: str) -> bool:
    """Whether a text is meant to be the address of a mailbox on a server."""
    return text.partition("://")[0].lower() in _SCHEMES


def address_of(text: str, place: str) -> Address:
    """The address in a text; raises :class:`InvalidRequest` for one without host, user or folder."""
    try:
        parts = urlsplit(text)
        port = parts.port or _SCHEMES.get(parts.scheme, 0)
    except ValueError:
        raise InvalidRequest.of("not-a-mailbox", place, given=text) from None
    folder = unquote(parts.path.removeprefix("/"))
    if not (parts.scheme in _SCHEMES and parts.hostname and parts.username and folder) or parts.password:
        raise InvalidRequest.of("not-a-mailbox", place, given=text.replace(f":{parts.password}@", ":…@"))
    return Address(parts.scheme, unquote(parts.username), parts.hostname, port, folder)


def mails_in(path: Path) -> Iterator[bytes]:
    """The mails in a folder, one in each file of it and below, in an mbox file, or the one in another file.

    Only the beginning of a large mail is read. Raises :class:`MailboxUnusable`.
    """
    try:
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.is_file()):
                yield _beginning(file)
        elif _beginning(path, 5) == b"From ":
            yield from _in_mbox(path)
        else:
            yield _beginning(path)
    except (OSError, mailbox.Error) as error:
        raise MailboxUnusable.of("mailbox-unusable", str(path), reason=cause(error)) from None


def _in_mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 — a mailbox is not a mapping of mails that are read already
            yield box.get_file(key).read(MAX_BYTES)
    finally:
        box.close()


def _beginning(path: Path, most: int = MAX_BYTES) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


class ImapBox:
    """A folder of a mail server. Raises :class:`MailboxUnusable` whenever the server does not do what it is asked."""

    def __init__(self, imap: imaplib.IMAP4, address: Address) -> None:
        self._imap = imap
        self._address = address

    def append(self, data: bytes, flags: str) -> None:
        r"""Put a mail into the folder; ``flags`` such as ``\Seen``."""
        with _reported(self._address):
            now = imaplib.Time2Internaldate(time.time())
            self._expect(*self._imap.append(_quoted(self._address.folder), f"({flags})", now, data))

    def check(self) -> None:
        """Make sure that the folder is there."""
        with _reported(self._address):
            self._expect(*self._imap.select(_quoted(self._address.folder), readonly=True))

    def has(self, message_id: str) -> bool:
        """Whether the folder has a mail with a Message-ID."""
        with _reported(self._address):
            self._expect(*self._imap.select(_quoted(self._address.folder), readonly=True))
            quoted = message_id.replace("\\", "").replace('"', "")
            (found,) = self._expect(*self._imap.search(None, "HEADER", "Message-ID", f'"{quoted}"'))
            return bool(found)

    def mails(self, answered: Container[bytes] = ()) -> Iterator[bytes]:
        """The mails in the folder, which stay unread; empty for each that is no report and no answer.

        Only what may be one is fetched, and only the beginning of a large mail. So is what answers a mail whose
        Message-ID is in ``answered``.
        """
        with _reported(self._address):
            self._expect(*self._imap.select(_quoted(self._address.folder), readonly=True))
            (found,) = self._expect(*self._imap.uid("SEARCH", "ALL"))
            uids = (found or b"").split()
            wanted: set[bytes] = set()
            for criteria in _OF_SERVERS:
                status, reports = self._imap.uid("SEARCH", *criteria)
                wanted |= set((reports[0] or b"").split()) if status == "OK" and reports else set()
            for at in range(0, len(uids), _AT_A_TIME):
                some = uids[at : at + _AT_A_TIME]
                wanted |= self._may_answer(some, answered)
                for uid in some:
                    yield self._fetched(uid) if uid in wanted else b""

    def _may_answer(self, uids: Sequence[bytes], answered: Container[bytes]) -> set[bytes]:
        """Those of some mails that may be reports or answers: by their structure, which says of what parts they are."""
        what = "(UID BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (IN-REPLY-TO)])" if answered else "(UID BODYSTRUCTURE)"
        status, lines = self._imap.uid("FETCH", b",".join(uids).decode(), what)
        if status != "OK":  # a server may fail over a single mail
            return set(uids)
        said: set[bytes] = set()
        others: set[bytes] = set()
        text = b""
        for line in lines:
            text += b"".join(line) if isinstance(line, tuple) else line or b""
            if isinstance(line, tuple):  # a text that is sent by its length; the rest follows
                continue
            if uid := _UID.search(text):
                is_wanted = _MAY_ANSWER.search(text) or any(each in answered for each in _ID.findall(text))
                (said if is_wanted else others).add(uid[1])
            text = b""
        return set(uids) - (others - said)

    def _fetched(self, uid: bytes) -> bytes:
        """The beginning of a mail; empty if it is there no more."""
        lines = self._expect(*self._imap.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MAX_BYTES}>)"))
        return next((line[1] for line in lines if isinstance(line, tuple)), b"")

    def _expect(self, status: str, data: Sequence[Any]) -> Sequence[Any]:
        if status != "OK":
            words = data[0].decode("utf-8", "replace") if data and isinstance(data[0], bytes) else status
            raise MailboxUnusable.of("mailbox-unusable", str(self._address), reason=words)
        return data


@contextmanager
def opened(address: Address, environment: Mapping[str, str], ca: Path | None = None) -> Iterator[ImapBox]:
    """A mailbox on a server, until the end of the block; encrypted, except on this machine.

    Raises :class:`InvalidRequest` without a password, and :class:`MailboxUnusable`.
    """
    password = environment.get(VARIABLE)
    if not password:
        raise InvalidRequest.of("no-imap-password", str(address), user=address.user, variable=VARIABLE)
    trust = ssl.create_default_context()
    if ca:
        trust.load_verify_locations(cafile=ca)
    with _reported(address):
        if address.scheme == "imaps":
            imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(address.host, address.port, ssl_context=trust, timeout=_SECONDS)
        else:
            imap = imaplib.IMAP4(address.host, address.port, timeout=_SECONDS)
    try:
        with _reported(address):
            if address.scheme == "imap" and not is_loopback(address.host):
                imap.starttls(trust)
            imap.login(address.user, password)
        yield ImapBox(imap, address)
    finally:
        try:
            imap.logout()
        except (OSError, imaplib.IMAP4.error):
            imap.shutdown()


@contextmanager
def _reported(address: Address) -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.error, MemoryError, OverflowError) as error:
        # What the server answered is in its own words; the library raises other errors for what is its own.
        reason = str(error) if type(error) is imaplib.IMAP4.error else cause(error)
        raise MailboxUnusable.of("mailbox-unusable", str(address), reason=reason) from None


def _quoted(folder: str) -> str:
    """The name of a folder as IMAP writes it: in modified UTF-7 (RFC 3501, section 5.1.3), in quotes."""
    parts = re.split(r"([^\x20-\x7e]+)", folder.replace("&", "&-"))
    coded = [_base64(part) if number % 2 else part for number, part in enumerate(parts)]
    escaped = "".join(coded).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _base64(text: str) -> str:
    coded = text.encode("utf-7").decode("ascii")
    return "&" + coded.removeprefix("+").removesuffix("-").replace("/", ",") + "-"
