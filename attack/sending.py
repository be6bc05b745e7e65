"""Kills runs that send mails, at random points, and compares what they recorded with what the server has."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "send"))

from test_interrupted import kill_and_go_on

_KILLS = 100
_MAILS = 1000


def kill_runs() -> str:
    """Kill a hundred runs with one connection and a hundred with three; raises :class:`AssertionError`."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for connections in (1, 3):
            kill_and_go_on(Path(folder) / str(connections), _MAILS, _KILLS, connections, connections)
    seconds = time.monotonic() - started
    return f"sending: {2 * _MAILS} mails, {2 * _KILLS} runs killed, no mail twice, none lost ({seconds:.0f} s)"


if __name__ == "__main__":
    print(kill_runs())
