"""The client of the standard library with bounds: an answer has so many bytes and so much time, and no more."""

from __future__ import annotations

import smtplib
import time
from typing import TYPE_CHECKING, NoReturn

from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.faults.causes import cause
from goodterms.send.reasons import NO_ANSWER

if TYPE_CHECKING:
    from goodterms.faults import Fault

_MOST_BYTES = 64_000
"""The most bytes of an answer; the longest usual ones are lists of features."""
_AT_A_TIME = 8192
_CODE = expression(rb"[0-9]{3}(?![0-9])")


class NoAnswer(smtplib.SMTPServerDisconnected):
    """No answer can come any more; ``reason`` says why, in the system's words where it is a :class:`str`."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(str(reason))
        self.reason = reason


class AnsweredTooEarly(smtplib.SMTPException):
    """An answer to what was not asked yet came before the connection was encrypted: somebody may have put it there."""


class Client(smtplib.SMTP):
    """Reads answers itself: the standard library has no bounds for their length and for the time of a whole one."""

    _read = b""

    def getreply(self) -> tuple[int, bytes]:
        """The code and the text of an answer; -1 for one without a code.

        Raises :class:`NoAnswer` when the connection breaks, when the answer does not come in
        time, and for one without end.
        """
        lines: list[bytes] = []
        until, length = 0.0, 0
        while True:
            line, end, rest = self._read.partition(b"\n")
            if length + len(line) > _MOST_BYTES:
                self._give_up(fault("answer-endless"))
            if end:
                self._read = rest
                length += len(line) + 1
                lines.append(line[4:].strip())
                if not (line[3:4] == b"-" and _CODE.match(line)):
                    return int(line[:3]) if _CODE.match(line) else -1, b"\n".join(lines)
            else:
                until = until or time.monotonic() + ((self.sock and self.sock.gettimeout()) or 0)
                self._read += self._received(until)

    @property
    def is_ahead(self) -> bool:
        """Whether something has come beyond the last answer."""
        return bool(self._read)

    def docmd(self, cmd: str, args: str = "") -> tuple[int, bytes]:
        """Send a command and take its answer; raises :class:`AnsweredTooEarly` before the connection is encrypted."""
        answer = super().docmd(cmd, args)
        if cmd == "STARTTLS" and self._read:
            self.close()
            raise AnsweredTooEarly
        return answer

    def _received(self, until: float) -> bytes:
        """What comes next on the connection, until a time."""
        if not self.sock:
            raise NoAnswer(fault("connection-closed"))
        seconds = self.sock.gettimeout()
        try:
            if seconds is not None:
                self.sock.settimeout(max(0.001, until - time.monotonic()))
            data = self.sock.recv(_AT_A_TIME)
            self.sock.settimeout(seconds)
        except TimeoutError:
            self._give_up(NO_ANSWER)
        except OSError as error:
            self._give_up(cause(error))
        if not data:
            self._give_up(fault("connection-closed"))
        return data

    def _give_up(self, reason: Fault) -> NoReturn:
        self.close()
        raise NoAnswer(reason)


class EncryptedClient(Client, smtplib.SMTP_SSL):
    """A client whose connection is encrypted from its beginning."""
