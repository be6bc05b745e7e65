"""The questions of ``goodterms assess`` in a real terminal."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

_SECONDS = 60
ANSWERS = ["Ana Novak", "da", "", "morda", "ne", "", "", "", "", "da", "ne", "2019-03-01", "", "1250 EUR"]


def talk(folder: Path, answers: list[str]) -> str:
    """What the command prints in a terminal to somebody who gives these answers, one for each question."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        command = Path(sys.executable).with_name("goodterms")
        os.execv(command, ["goodterms", "assess", "--locale", "sl", "--date", "2026-11-21"])  # noqa: S606 — a terminal of its own, and nothing else
    output, left, until = b"", [*answers], time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.2)[0]:
            if left and output.endswith((b"? ", b"] ")):
                os.write(terminal, f"{left.pop(0)}\n".encode())
                output += b"\n"
            continue
        try:
            output += os.read(terminal, 4096)
        except OSError:  # the program has ended
            break
    os.close(terminal)
    os.waitpid(pid, 0)
    return output.decode().replace("\r", "").replace("\xa0", " ")


def test_questions_are_asked_until_they_have_an_answer(tmp_path: Path) -> None:
    said = talk(tmp_path, ANSWERS)
    assert said.count("Ali pri stranki ni možnosti za več posla?") == 2
    assert "'morda' ni ne yes ne no" in said
    assert "Do katerega dne?" not in said  # the situation will not change
    assert "• Sodelujete že 7 let" in said
    assert "• Strošek na leto: 1250,00 €" in said
    assert "--set 'name=Ana Novak'" in said
    assert not list(tmp_path.iterdir())
