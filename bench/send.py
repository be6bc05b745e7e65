"""Mails sent to a server on this machine, beside a bare loop of smtplib over the same files: mails a second, in turn.

The server is aiosmtpd in a process of its own; it takes everything and keeps nothing.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Event

MAILS = 10_000
ROUNDS = 3
SETTINGS = """[sender]
company = "Lipa d.o.o."
signature = "Maja Kovač"
company_email = "care@lipa.example"
contact = "Maja Kovač"
[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
[smtp]
host = "127.0.0.1"
port = PORT
tls = "none"
"""


class _Handler:
    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802
        return "250 kept"


def _serve(port: int, ready: Event, ended: Event) -> None:
    controller = Controller(_Handler(), hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    ready.set()
    ended.wait()
    controller.stop()


def _bare(port: int, files: list[Path]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for path in files:
            data = path.read_bytes()
            recipient = re.search(rb"^To: .*?([^\s<]+@[^\s>]+)", data, re.MULTILINE)
            smtp.sendmail("care@lipa.example", recipient[1].decode() if recipient else "", data)


def _goodterms(folder: Path, connections: int) -> None:
    shutil.rmtree(folder / "out" / ".goodterms", ignore_errors=True)
    shutil.copytree(folder / "ledger", folder / "out" / ".goodterms")
    command = [sys.executable, "-m", "goodterms", "send", "out", "--send", "--yes", "--connections", str(connections)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 — our own


def _seconds(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Print the medians."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    ready, ended = context.Event(), context.Event()
    serving = context.Process(target=_serve, args=(port, ready, ended), daemon=True)
    serving.start()
    ready.wait()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "goodterms.toml").write_text(SETTINGS.replace("PORT", str(port)), "utf-8")
        rows = (f"K-{number},customer-{number}@example.com,sl,Ana Novak,orders,call\n" for number in range(MAILS))
        (folder / "customers.csv").write_text("key,email,locale,name,signs,help\n" + "".join(rows), "utf-8")
        command = [sys.executable, "-m", "goodterms", "batch", "quiet-customer", "customers.csv", "-o", "out"]
        subprocess.run([*command, "--format", "eml"], cwd=folder, check=True, capture_output=True)  # noqa: S603 — our own
        shutil.copytree(folder / "out" / ".goodterms", folder / "ledger")
        files = sorted((folder / "out").rglob("*.eml"))
        calls: dict[str, Callable[[], None]] = {
            "smtplib, one connection": lambda: _bare(port, files),
            "goodterms send, one": lambda: _goodterms(folder, 1),
            "goodterms send, four": lambda: _goodterms(folder, 4),
        }
        times: dict[str, list[float]] = {call: [] for call in calls}
        for _ in range(ROUNDS):
            for call_name, call in calls.items():
                times[call_name].append(_seconds(call))
    ended.set()
    serving.join()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    bare = times["smtplib, one connection"]
    print(f"\n{len(files):,} mails                 mails/s   it / smtplib, median of {ROUNDS} rounds")
    for call_name, seconds in times.items():
        ratio = statistics.median(one / mine for one, mine in zip(bare, seconds, strict=True))
        print(f"{call_name:<26} {len(files) / statistics.median(seconds):7,.0f}   {ratio:6.2f}")
    print(f"{memory:,.0f} MiB at most")


if __name__ == "__main__":
    main()
