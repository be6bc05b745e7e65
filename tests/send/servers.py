"""A mail server on loopback whose answers are scripted: it speaks SMTP line by line, and can break off at every stage."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CUT = "cut"
"""Break the connection instead of answering."""
STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "text", "end", "RSET", "QUIT")


class Accepted(NamedTuple):
    """A mail that the server has accepted."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


class Script:
    """The answers of a server: for a stage, what it says the first times; then what a willing server says.

    ``after_accepting`` breaks the connection after the mail is kept and before the answer.
    """

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {stage: list(said) for stage, said in answers.items()}
        self.features = ["8BITMIME", "SIZE 10000000"]
        self.seconds = 0.0
        self.accepted: list[Accepted] = []
        self.commands: list[str] = []
        self.lock = threading.Lock()

    def answer(self, stage: str, usual: str) -> str:
        with self.lock:
            planned = self.answers.get(stage)
            return (planned.pop(0) if planned else "") or usual


def _serve(client: socket.socket, script: Script, tls: ssl.SSLContext | None) -> None:
    with client:
        try:
            _dialogue(client, script, tls)
        except (OSError, ssl.SSLError):
            return


def _dialogue(client: socket.socket, script: Script, tls: ssl.SSLContext | None) -> None:
    reader = client.makefile("rb")

    def say(stage: str, usual: str) -> bool:
        said = script.answer(stage, usual)
        if said == CUT:
            return False
        if script.seconds:
            time.sleep(script.seconds)
        client.sendall(said.encode() + b"\r\n")
        return True

    if not say("connect", "220 test"):
        return
    sender, recipients = "", []
    while line := reader.readline().decode("utf-8").rstrip("\r\n"):
        script.commands.append(line)
        verb = line.split()[0].upper()
        if verb in ("EHLO", "HELO"):
            features = [*script.features, *(["STARTTLS"] if tls and not isinstance(client, ssl.SSLSocket) else [])]
            text = "\r\n".join(f"250-{each}" for each in ["test", *features]) + "\r\n250 HELP"
            if not say("EHLO", text):
                return
        elif verb == "STARTTLS" and tls:
            client.sendall(b"220 go ahead\r\n")
            client = tls.wrap_socket(client, server_side=True)
            reader = client.makefile("rb")
        elif verb == "AUTH":
            if not say("AUTH", "235 welcome"):
                return
        elif verb == "MAIL":
            sender, recipients = line.split("<")[1].split(">")[0], []
            if not say("MAIL", "250 ok"):
                return
        elif verb == "RCPT":
            recipients.append(line.split("<")[1].split(">")[0])
            if not say("RCPT", "250 ok"):
                return
        elif verb == "DATA":
            said = script.answer("DATA", "354 go on")
            if said == CUT:
                return
            client.sendall(said.encode() + b"\r\n")
            if not said.startswith("354"):
                continue
            if script.answer("text", "") == CUT:
                reader.readline()
                return
            data = b""
            while (part := reader.readline()) != b".\r\n":
                if not part:
                    return
                data += part[1:] if part.startswith(b".") else part
            end = script.answer("end", "250 kept")
            if end == CUT or end.startswith("250"):
                with script.lock:
                    script.accepted.append(Accepted(sender, tuple(recipients), data))
            if end == CUT:
                return
            client.sendall(end.encode() + b"\r\n")
        elif verb == "RSET":
            if not say("RSET", "250 ok"):
                return
        elif verb == "QUIT":
            say("QUIT", "221 bye")
            return
        else:
            client.sendall(b"502 unknown\r\n")


@contextmanager
def server(script: Script, tls: ssl.SSLContext | None = None, *, is_implicit: bool = False) -> Iterator[int]:
    """A server with a script on a free port of loopback; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        ended = threading.Event()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not ended.is_set():
                try:
                    client, _ = listening.accept()
                except TimeoutError:
                    continue
                client.settimeout(20)
                if tls and is_implicit:
                    try:
                        client = tls.wrap_socket(client, server_side=True)
                    except (OSError, ssl.SSLError):
                        continue
                inner = None if is_implicit else tls
                thread = threading.Thread(target=_serve, args=(client, script, inner), daemon=True)
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            accepting.join(5)
            for thread in threads:
                thread.join(2)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until a condition holds; fails after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)
