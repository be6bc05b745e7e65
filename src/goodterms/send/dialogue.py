"""One connection to a mail server: the dialogue of SMTP (RFC 5321) with the standard library's smtplib.

Each mail is delivered stage by stage, so that it is known for every break of the connection whether the server can have
the mail: only when its last line has left, and no answer has come, is that unknown.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from typing import TYPE_CHECKING, NamedTuple, Self

from goodterms.errors import CallError
from goodterms.faults import Fault, facts, fault
from goodterms.faults.causes import cause
from goodterms.send import reasons
from goodterms.send.parts import one_line
from goodterms.send.smtp_client import AnsweredTooEarly, Client, EncryptedClient, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.content.smtp_settings import SmtpSettings
    from goodterms.send.mails import Mail
    from goodterms.send.record import State

_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_LATER_DOT = re.compile(rb"\n\.")
_ANY_END = re.compile(rb"\r\n|\r|\n")
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_PLAIN_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_END = b".\r\n"
_SECONDS = 60
"""How long an answer may take."""
_SECONDS_FOR_DATA = 600
"""How long the answer to a whole mail may take (RFC 5321, section 4.5.3.2.6)."""
_SECONDS_FOR_GOODBYE = 5
_CLOSING = 421
_MOST_SAID = 500
_NO_LOGIN = 530
"""The server lets nobody send who has not logged in (RFC 4954)."""
_WANTED = {"MAIL": 2, "RCPT": 2, "DATA": 3}
"""The first digit of the answers to the commands of a mail with which it goes on (RFC 5321, section 4.2.1)."""
_MOST_DIGITS = 15
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServerUnusable(CallError):  # noqa: N818 — named for what it says
    """The server cannot be used at all: it is not there, not the one that it claims to be, or lets nobody in."""


class Outcome(NamedTuple):
    """What became of a mail, and the words of the server, or what happened instead.

    ``is_broken`` says that the connection cannot be used any more, ``error`` why the server would take no other mail
    either.
    """

    state: State
    answer: str | Fault
    is_broken: bool = False
    error: CallError | None = None


class Login(NamedTuple):
    """Who sends: the user of the server, and the password."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password, which no log may have."""
        return f"Login(user={self.user!r})"


class Server(NamedTuple):
    """What a connection needs: the settings, and who logs in, if anybody does."""

    settings: SmtpSettings
    login: Login | None = None
    seconds: float = _SECONDS
    seconds_for_data: float = _SECONDS_FOR_DATA


class Text(NamedTuple):
    """A mail as the command DATA takes it, its last line included; and what MAIL says of it: its size in bytes."""

    size: int
    is_ascii: bool
    lines: bytes

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The text of a mail: every line ends with CRLF, a full stop at its start is doubled, one by itself ends it.

        The source is RFC 5321, sections 2.3.8 and 4.5.2. Nearly all mails have such lines already, which is seen faster
        than all ends are replaced.
        """
        lines = data
        if lines.count(b"\r") != lines.count(b"\n") or _BARE_RETURN.search(lines):
            lines = _ANY_END.sub(b"\r\n", lines)
        if not lines.endswith(b"\r\n"):
            lines += b"\r\n"
        if lines.startswith(b".") or _LATER_DOT.search(lines):
            lines = _LINE_START_DOT.sub(b"..", lines)
        return cls(len(data), data.isascii(), lines + _END)


class Connection:
    """An open connection to a server. ``features`` are those that the server announces, in lower case."""

    def __init__(self, server: Server) -> None:
        """Connect and log in; raises :class:`ServerUnusable` with the reason."""
        self._server = server
        settings = server.settings
        try:
            self._smtp = self._open()
            self._prepare()
        except smtplib.SMTPAuthenticationError as error:
            raise _unusable(
                settings, "smtp-login-refused", user=settings.user, answer=_said(error.smtp_code, error.smtp_error)
            ) from None
        except smtplib.SMTPResponseException as error:
            raise _unusable(settings, "smtp-refused", answer=_said(error.smtp_code, error.smtp_error)) from None
        except ssl.SSLError as error:
            raise _unusable(settings, "smtp-not-trusted", reason=cause(error)) from None
        except smtplib.SMTPNotSupportedError as error:
            kind = "smtp-without-starttls" if "STARTTLS" in str(error) else "smtp-without-login"
            raise _unusable(settings, kind) from None
        except AnsweredTooEarly:
            raise _unusable(settings, "smtp-answered-too-early") from None
        except (OSError, smtplib.SMTPException) as error:
            if type(error) is smtplib.SMTPException:  # the library knows none of the ways to log in
                raise _unusable(settings, "smtp-without-login") from None
            raise _unusable(settings, "smtp-unreachable", reason=_reason(error)) from None
        self.features: frozenset[str] = frozenset(self._smtp.esmtp_features)
        size = self._smtp.esmtp_features.get("size", "")
        self.largest = int(size) if size.isascii() and size.isdigit() and len(size) <= _MOST_DIGITS else 0

    def _open(self) -> Client:
        settings, seconds = self._server.settings, self._server.seconds
        if settings.tls == "implicit":
            return EncryptedClient(settings.host, settings.port, timeout=seconds, context=self._trust())
        return Client(settings.host, settings.port, timeout=seconds)

    def _prepare(self) -> None:
        """Greet the server, encrypt, log in; where that fails, the connection is closed."""
        try:
            self._greet()
        except BaseException:
            self._smtp.close()
            raise

    def _greet(self) -> None:
        settings = self._server.settings
        self._smtp.ehlo_or_helo_if_needed()
        if settings.tls == "starttls":
            self._smtp.starttls(context=self._trust())
            self._smtp.ehlo()
        if self._smtp.sock:
            # The last line of a mail follows its text at once; else the system would wait for the server's receipt.
            self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._server.login:
            self._smtp.login(self._server.login.user, self._server.login.password)

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._server.settings.ca:
            context.load_verify_locations(cafile=self._server.settings.ca)
        return context

    def deliver(self, mail: Mail, text: Text, meanwhile: Callable[[], object] = lambda: None) -> Outcome:
        """Give a mail to the server; never raises for what a server does.

        ``meanwhile`` is called once the mail has left, before the server's answer is awaited.
        """
        try:
            outcome = self._envelope(mail, text)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("failed", fault("connection-broke-before", reason=_reason(error)), is_broken=True)
        if outcome:
            return outcome
        try:
            self._send_all(text.lines)
        except OSError as error:
            # Without its last line, which is a single full stop, no server has the mail, and that line has not left.
            self._smtp.close()
            return Outcome("failed", fault("connection-broke-within", reason=_reason(error)), is_broken=True)
        meanwhile()
        return self._finish()

    def _send_all(self, data: bytes) -> None:
        """Send bytes; raises :class:`OSError` only when the last of them has not left."""
        left = memoryview(data)
        while left:
            if not self._smtp.sock:
                raise NoAnswer(fault("connection-closed"))
            left = left[self._smtp.sock.send(left) :]

    def _envelope(self, mail: Mail, text: Text) -> Outcome | None:
        """Name the sender and the recipients, and ask to give the mail; None where the server wants it."""
        sender = self._server.settings.return_path or mail.sender
        options = "" if text.is_ascii or "8bitmime" not in self.features else " BODY=8BITMIME"
        if not all(map(str.isascii, (sender, *mail.recipients))):
            options += " SMTPUTF8"
        if "size" in self.features:
            options += f" SIZE={text.size}"
        commands = [f"MAIL FROM:{_path(sender)}{options}", *(f"RCPT TO:{_path(each)}" for each in mail.recipients)]
        if "pipelining" not in self.features:
            groups = [[each] for each in (*commands, "DATA")]
        elif len(mail.recipients) == 1:
            groups = [[*commands, "DATA"]]
        else:  # a server that refuses one of several recipients must not be asked for the text: all get it, or none
            groups = [commands, ["DATA"]]
        for group in groups:
            if refusal := self._ask(group):
                return refusal
        if self._smtp.is_ahead:  # its answer to something else would be taken for the answer to the mail
            return Outcome("failed", fault("answer-not-asked"), is_broken=True)
        return None

    def _ask(self, commands: Sequence[str]) -> Outcome | None:
        """Send commands at once (RFC 2920), and take all answers; returns the first that is a refusal."""
        self._smtp.send("".join(f"{each}\r\n" for each in commands).encode())
        refusal: tuple[int, bytes] | None = None
        code = 0
        for command in commands:
            try:
                code, text = self._smtp.getreply()
            except (OSError, smtplib.SMTPException):
                if refusal:  # a server that refuses may close the connection at once
                    return _refusal(*refusal, is_broken=True)
                raise
            if refusal is None and code // 100 != _WANTED[command[:4]]:
                refusal = code, text
        if refusal is None:
            return None
        if commands[-1] == "DATA" and code // 100 == _WANTED["DATA"]:  # it waits for a text all the same, for nobody
            try:
                self._smtp.send(_END)  # RFC 2920, section 3.1
                self._smtp.getreply()
            except (OSError, smtplib.SMTPException):
                return _refusal(*refusal, is_broken=True)
        outcome = self._refused(*refusal)
        if refusal[0] == _NO_LOGIN:
            error = _unusable(self._server.settings, "smtp-wants-login", answer=outcome.answer)
            return outcome._replace(state="failed", error=error)
        return outcome

    def _finish(self) -> Outcome:
        """Take the answer to a mail that has left: only that says whether the server has it."""
        try:
            if self._smtp.sock:
                self._smtp.sock.settimeout(self._server.seconds_for_data)
            code, text = self._smtp.getreply()
            if self._smtp.sock:
                self._smtp.sock.settimeout(self._server.seconds)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("unknown", fault("connection-broke-after", reason=_reason(error)), is_broken=True)
        if 200 <= code <= 299:
            return Outcome("accepted", _said(code, text))
        if 400 <= code <= 599:
            return self._refused(code, text)
        return Outcome("unknown", fault("answer-unclear", answer=_said(code, text)), is_broken=True)

    def _refused(self, code: int, text: bytes) -> Outcome:
        """A refusal: for good with 5xx, for now with 4xx; the dialogue is taken back so that the next mail can come."""
        is_broken = code == _CLOSING or not 400 <= code <= 599
        if not is_broken:
            try:
                is_broken = self._smtp.rset()[0] != 250
            except (OSError, smtplib.SMTPException):
                is_broken = True
        return _refusal(code, text, is_broken=is_broken)

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        try:
            if self._smtp.sock:
                self._smtp.sock.settimeout(min(_SECONDS_FOR_GOODBYE, self._server.seconds))
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()


def is_loopback(host: str) -> bool:
    """Whether a server is on this machine."""
    return host in _LOOPBACK


def _path(address: str) -> str:
    """An address in angle brackets; raises :class:`ValueError` for one that would begin another command."""
    path = f"<{address}>" if _PLAIN_ADDRESS.fullmatch(address) else smtplib.quoteaddr(address)
    if "\r" in path or "\n" in path:
        raise ValueError(path)
    return path


def _refusal(code: int, text: bytes, *, is_broken: bool) -> Outcome:
    return Outcome("refused" if 500 <= code <= 599 else "failed", _said(code, text), is_broken)


def _said(code: int, text: bytes | str) -> str:
    """An answer in one line, without what a terminal would obey."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {words}", _MOST_SAID)


def _reason(error: Exception) -> Fault:
    if isinstance(error, TimeoutError | socket.timeout):
        return reasons.NO_ANSWER
    if isinstance(error, NoAnswer):
        return error.reason
    return cause(error)


def _unusable(settings: SmtpSettings, kind: str, **known: str | Fault) -> ServerUnusable:
    return ServerUnusable([Fault(kind, f"{settings.host}:{settings.port}", facts(known))])
