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
from goodterms.send.answers import MAX_BYTES
from goodterms.send.dialogue import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

VARIABLE = "GOODTERMS_IMAP_PASSWORD"
_SCHEMES = {"imap": 143, "imaps": 993}
_SECONDS = 60


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
    """The mails in a folder, one in each file of it and below, or in an mbox file; raises :class:`MailboxUnusable`."""
    try:
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.is_file()):
                if file.stat().st_size <= MAX_BYTES:
                    yield file.read_bytes()
            return
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.keys():  # noqa: SIM118 — a mailbox is not a mapping of mails that are read already
                yield box.get_bytes(key)
        finally:
            box.close()
    except (OSError, mailbox.Error) as error:
        raise MailboxUnusable.of("mailbox-unusable", str(path), reason=str(error)) from None


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

    def has(self, message_id: str) -> bool:
        """Whether the folder has a mail with a Message-ID."""
        with _reported(self._address):
            self._expect(*self._imap.select(_quoted(self._address.folder), readonly=True))
            quoted = message_id.replace("\\", "").replace('"', "")
            (found,) = self._expect(*self._imap.search(None, "HEADER", "Message-ID", f'"{quoted}"'))
            return bool(found)

    def mails(self) -> Iterator[bytes]:
        """The mails in the folder, which stay unread; those that are too large for an answer are left out."""
        with _reported(self._address):
            self._expect(*self._imap.select(_quoted(self._address.folder), readonly=True))
            (found,) = self._expect(*self._imap.uid("SEARCH", "ALL"))
            for uid in (found or b"").split():
                size = self._expect(*self._imap.uid("FETCH", uid.decode(), "(RFC822.SIZE)"))
                known = re.search(rb"RFC822\.SIZE (\d+)", size[0] if isinstance(size[0], bytes) else b"")
                if known and int(known[1]) <= MAX_BYTES:
                    parts = self._expect(*self._imap.uid("FETCH", uid.decode(), "(BODY.PEEK[])"))
                    yield from (part[1] for part in parts if isinstance(part, tuple))

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
    except (OSError, imaplib.IMAP4.error) as error:
        reason = getattr(error, "verify_message", "") or str(error)
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
