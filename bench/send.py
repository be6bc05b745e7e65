"""Mails sent to a server on this machine, beside a bare loop of smtplib over the same files: mails a second, in turn.

The server costs almost nothing: it takes everything and keeps nothing. Two kinds are measured: one that takes several
commands at a time, as Postfix and Exim do, and one that does not; and each of them also as if it were far away.
"""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mail_server import server

if TYPE_CHECKING:
    from collections.abc import Sequence

MAILS, FEW = 10_000, 200
ROUNDS = 5
FAR = 0.005
"""Seconds between a command and its answer."""
USUAL = ("SIZE 10240000", "8BITMIME")
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


def _bare(port: int, files: list[Path]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for path in files:
            data = path.read_bytes()
            recipient = re.search(rb"^To: .*?([^\s<]+@[^\s>]+)", data, re.MULTILINE)
            smtp.sendmail("care@lipa.example", recipient[1].decode() if recipient else "", data)


def _goodterms(folder: Path, connections: int) -> float:
    """Send all; returns the most memory that the process had, in MiB."""
    shutil.rmtree(folder / "out" / ".goodterms", ignore_errors=True)
    shutil.copytree(folder / "ledger", folder / "out" / ".goodterms")
    command = [sys.executable, "-m", "goodterms", "send", "out", "--send", "--yes", "--connections", str(connections)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 — our own
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_maxrss / 1024


def _write(folder: Path, mails: int) -> list[Path]:
    """Write an outbox, and a copy of its ledger; returns the mails."""
    (folder / "goodterms.toml").write_text(SETTINGS.replace("PORT", "25"), "utf-8")
    rows = (f"K-{number},customer-{number}@example.com,sl,Ana Novak,orders,call\n" for number in range(mails))
    (folder / "customers.csv").write_text("key,email,locale,name,signs,help\n" + "".join(rows), "utf-8")
    command = [sys.executable, "-m", "goodterms", "batch", "quiet-customer", "customers.csv", "-o", "out"]
    subprocess.run([*command, "--format", "eml"], cwd=folder, check=True, capture_output=True)  # noqa: S603 — our own
    shutil.copytree(folder / "out" / ".goodterms", folder / "ledger")
    return sorted((folder / "out").rglob("*.eml"))


def _compare(folder: Path, files: list[Path], what: str, features: Sequence[str], seconds: float = 0) -> None:
    """Print mails a second and the ratios to smtplib in the same round, against a server that has ``features``."""
    memory = 0.0
    times: dict[str, list[float]] = {
        name: [] for name in ("smtplib, one connection", "goodterms, one", "goodterms, four")
    }
    with server(features, seconds) as port:
        (folder / "goodterms.toml").write_text(SETTINGS.replace("PORT", str(port)), "utf-8")
        for _ in range(ROUNDS):
            for name, connections in zip(times, (0, 1, 4), strict=True):
                begun = time.perf_counter()
                if connections:
                    memory = max(memory, _goodterms(folder, connections))
                else:
                    _bare(port, files)
                times[name].append(time.perf_counter() - begun)
    print(f"\n{len(files):,} mails, {what}")
    bare = times["smtplib, one connection"]
    for name, taken in times.items():
        ratios = sorted(one / mine for one, mine in zip(bare, taken, strict=True))
        rate = len(files) / statistics.median(taken)
        print(f"{name:<26} {rate:7,.0f}/s {statistics.median(ratios):6.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})")
    print(f"{memory:,.0f} MiB at most")


def main() -> None:
    """Print the medians."""
    print(f"\nmails a second, and how many times as fast as smtplib: median of {ROUNDS} rounds (least–most)")
    for mails, seconds in ((MAILS, 0.0), (FEW, FAR)):
        with tempfile.TemporaryDirectory() as name:
            files = _write(Path(name), mails)
            where = f"a server {seconds * 1000:.0f} ms away" if seconds else "a server at once"
            _compare(Path(name), files, f"{where}, several commands at a time", (*USUAL, "PIPELINING"), seconds)
            _compare(Path(name), files, f"{where}, one command at a time", USUAL, seconds)


if __name__ == "__main__":
    main()
