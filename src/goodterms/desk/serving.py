"""Runs the desk on this machine only."""

from __future__ import annotations

import gc
import signal
import socket
from typing import TYPE_CHECKING

import uvicorn

from goodterms.desk import application
from goodterms.desk.guard import Key
from goodterms.errors import InvalidRequest
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from goodterms.desk.desk import Options
    from goodterms.workspace import Workspace

_LOOPBACK = "127.0.0.1"
_MOST_CONNECTIONS = 100


def serve(open_workspace: Callable[[], Workspace], options: Options, port: int, started: Callable[[str], None]) -> None:
    """Serve the desk until the user stops it; ``started`` gets its address, which has the key.

    ``port`` 0 takes a free one. Raises :class:`InvalidRequest` for a port that is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_LOOPBACK, port))
        except OSError as error:
            raise InvalidRequest.of("port-unusable", "--port", port=port, reason=cause(error)) from None
        listening.listen()
        port = listening.getsockname()[1]
        key = Key(port)
        app = application.create(open_workspace, options, port=port, key=key)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,  # addresses of letters are nobody's business
                proxy_headers=False,
                server_header=False,
                ws="none",
                http="h11",
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=1,
            )
        )
        started(f"http://{_LOOPBACK}:{port}/?key={key.value}")
        # The server ends in order, then sends itself the signal once more, which would end the rest without order.
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _leave)
        server.run(sockets=[listening])


def _leave(number: int, _: FrameType | None) -> None:
    gc.freeze()  # the process ends: looking for garbage among all that it has read takes seconds
    raise SystemExit(128 + number)
