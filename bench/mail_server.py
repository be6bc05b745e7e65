"""A mail server on this machine that costs almost nothing, so that what is measured is the client.

Each connection has a process of its own. It takes everything and keeps nothing.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROCESSES = 8
_MOST_BYTES = 1 << 20
_END = b"\r\n.\r\n"
_ANSWERS = {
    b"MAIL": b"250 2.1.0 Ok\r\n",
    b"RCPT": b"250 2.1.5 Ok\r\n",
    b"DATA": b"354 End data with <CR><LF>.<CR><LF>\r\n",
    b"RSET": b"250 2.0.0 Ok\r\n",
    b"QUIT": b"221 2.0.0 Bye\r\n",
}


def _talk(client: socket.socket, greeting: bytes, seconds: float) -> None:
    """Answer one client until it leaves; ``seconds`` is how long each answer takes, as over a network."""
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.sendall(b"220 mail.lipa.example ESMTP\r\n")
    kept, is_text = b"", False
    while part := client.recv(_MOST_BYTES):
        kept += part
        said = b""
        while True:
            line, end, rest = kept.partition(_END if is_text else b"\r\n")
            if not end:
                break
            kept = rest
            if is_text:
                is_text, answer = False, b"250 2.0.0 Ok: queued\r\n"
            else:
                verb = line[:4].upper()
                is_text = verb == b"DATA"
                answer = greeting if verb == b"EHLO" else _ANSWERS.get(verb, b"502 5.5.2 unknown\r\n")
            said += answer
        if said:
            if seconds:
                time.sleep(seconds)
            client.sendall(said)


def _serve(listening: socket.socket, greeting: bytes, seconds: float) -> None:
    while True:
        client, _ = listening.accept()
        with client:
            try:
                _talk(client, greeting, seconds)
            except OSError:
                continue


@contextmanager
def server(features: Sequence[str] = ("SIZE 10240000", "8BITMIME"), seconds: float = 0) -> Iterator[int]:
    """A server for as many connections at a time as it has processes; its port."""
    greeting = b"".join(f"250-{each}\r\n".encode() for each in ("mail.lipa.example", *features)) + b"250 HELP\r\n"
    context = multiprocessing.get_context("fork")
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        processes = [
            context.Process(target=_serve, args=(listening, greeting, seconds), daemon=True) for _ in range(_PROCESSES)
        ]
        for process in processes:
            process.start()
        try:
            yield listening.getsockname()[1]
        finally:
            for process in processes:
                process.terminate()
                process.join()
