"""A mail server on loopback whose answers are scripted: it speaks SMTP line by line, and can break off at every stage."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CUT = "cut"
"""Break the connection instead of answering."""
SILENT = "silent"
"""Say nothing until the client leaves."""
DRIP = "drip"
"""Say one character after the other, without an end, until the client leaves."""
STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "text", "end", "RSET", "QUIT")


class Accepted(NamedTuple):
    """A mail that the server has accepted."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


class Script:
    """The answers of a server: for a stage, what it says the first times; then what a willing server says.

    ``is_patient`` lets it answer ``MAIL`` and ``RCPT`` only together with ``DATA``: who waits for an answer waits in vain.
    ``open`` is the number of connections whose end the server has not read: what they have sent may still be accepted.
    """

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {stage: list(said) for stage, said in answers.items()}
        self.is_patient = False
        self.open = 0
        self.features = ["8BITMIME", "SIZE 10000000"]
        self.seconds = 0.0
        self.accepted: list[Accepted] = []
        self.commands: list[str] = []
        self.lock = threading.Lock()

    def answer(self, stage: str, usual: str) -> str:
        with self.lock:
            planned = self.answers.get(stage)
            return (planned.pop(0) if planned else "") or usual


class _Client:
    """One client of a server: its commands are answered by the script, until it leaves or the script cuts it off."""

    def __init__(self, client: socket.socket, script: Script, tls: ssl.SSLContext | None) -> None:
        self._socket = client
        self._script = script
        self._tls = tls
        self._reader = client.makefile("rb")
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._held = b""

    def serve(self) -> None:
        """Answer until the end; raises :class:`ConnectionError` to cut the connection."""
        self._say("connect", "220 test")
        while line := self._reader.readline().decode("utf-8").rstrip("\r\n"):
            self._script.commands.append(line)
            verb = line.split()[0].upper()
            handle = getattr(self, f"_on_{verb.lower()}", None)
            if handle:
                handle(line)
            else:
                self._send("502 unknown")

    def close(self) -> None:
        """Close the connection, which TLS may have put into another one."""
        self._reader.close()
        self._socket.close()

    def _send(self, text: str, *, is_held: bool = False) -> None:
        self._held += text.encode() + b"\r\n"
        if not is_held:
            self._socket.sendall(self._held)
            self._held = b""

    def _fall_silent(self, said: str) -> None:
        while said == DRIP:
            self._socket.sendall(b"2")
            time.sleep(0.02)
        if said == SILENT:
            while self._reader.readline():
                pass
            raise ConnectionError

    def _say(self, stage: str, usual: str) -> str:
        said = self._script.answer(stage, usual)
        if said == CUT:
            raise ConnectionError
        self._fall_silent(said)
        time.sleep(self._script.seconds)
        self._send(said, is_held=self._script.is_patient and stage in ("MAIL", "RCPT"))
        return said

    def _on_ehlo(self, _: str) -> None:
        features = [*self._script.features, *(["STARTTLS"] if self._tls else [])]
        self._say("EHLO", "".join(f"250-{each}\r\n" for each in ["test", *features]) + "250 HELP")

    _on_helo = _on_ehlo

    def _on_starttls(self, _: str) -> None:
        assert self._tls
        self._say("STARTTLS", "220 go ahead")
        self._socket = self._tls.wrap_socket(self._socket, server_side=True)
        self._reader = self._socket.makefile("rb")
        self._tls = None

    def _on_auth(self, _: str) -> None:
        self._say("AUTH", "235 welcome")

    def _on_mail(self, line: str) -> None:
        self._recipients = []
        is_taken = self._say("MAIL", "250 ok").startswith("2")
        self._sender = line.split("<")[1].split(">")[0] if is_taken else None

    def _on_rcpt(self, line: str) -> None:
        if self._sender is None:
            self._send("503 who sends it?")
        elif self._say("RCPT", "250 ok").startswith("2"):
            self._recipients.append(line.split("<")[1].split(">")[0])

    def _on_data(self, _: str) -> None:
        if not self._say("DATA", "354 go on").startswith("354"):
            return
        if self._script.answer("text", "") == CUT:
            self._reader.readline()
            raise ConnectionError
        data = bytearray()
        while (part := self._reader.readline()) != b".\r\n":
            if not part:
                raise ConnectionError
            data += part.removeprefix(b".")
        if not self._recipients:  # as RFC 2920, section 3.1, asks of servers
            self._send("554 no valid recipients")
            return
        end = self._script.answer("end", "250 kept")
        self._fall_silent(end)
        if end == CUT or end.startswith("2"):
            with self._script.lock:
                self._script.accepted.append(Accepted(self._sender or "", tuple(self._recipients), bytes(data)))
        if end == CUT:
            raise ConnectionError
        time.sleep(self._script.seconds)
        self._send(end)

    def _on_rset(self, _: str) -> None:
        self._say("RSET", "250 ok")

    def _on_quit(self, _: str) -> None:
        self._say("QUIT", "221 bye")
        raise ConnectionError


def _serve(client: socket.socket, script: Script, tls: ssl.SSLContext | None) -> None:
    one = _Client(client, script, tls)
    with client, suppress(OSError, ssl.SSLError):
        one.serve()
    one.close()
    with script.lock:
        script.open -= 1


@contextmanager
def server(script: Script, tls: ssl.SSLContext | None = None, *, is_implicit: bool = False) -> Iterator[int]:
    """A server with a script on a free port of loopback; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not ended.is_set():
                try:
                    client, _ = listening.accept()
                except OSError:  # the end
                    return
                if ended.is_set():
                    client.close()
                    return
                client.settimeout(20)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if tls and is_implicit:
                    try:
                        client = tls.wrap_socket(client, server_side=True)
                    except (OSError, ssl.SSLError):
                        continue
                inner = None if is_implicit else tls
                with script.lock:
                    script.open += 1
                thread = threading.Thread(target=_serve, args=(client, script, inner), daemon=True)
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            with suppress(OSError):  # one that waits for nobody wakes up
                socket.create_connection(listening.getsockname(), 1).close()
            accepting.join(5)
            for thread in threads:
                thread.join(2)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until a condition holds; fails after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)
