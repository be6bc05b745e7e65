"""Attacks on outboxes: ledgers that somebody has tampered with, and runs that are killed while their workers go on."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from goodterms.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PRECIOUS = "precious.txt"
_DAY = "2026-11-21"
_SETTINGS = '[mail]\nfrom = "care@lipa.example"\n[sender]\ncompany = "Lipa"\ncompany_email = "care@lipa.example"\n'
_SETTINGS += 'signature = "Maja"\ncontact = "Peter"\n'
_COLUMNS = (
    "key",
    "locale",
    "email",
    "name",
    "form",
    "thanks",
    "reason",
    "goodwill",
    "last_day",
    "providers",
    "request",
)
_LETTER = "farewell"


def table(path: Path, numbers: Sequence[int], thanks: str = "services") -> Path:
    """A table of customers by their numbers; every second one is named in Devanagari digits, so files have digests."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for n in numbers:
            key = f"K-{n}" if n % 2 else "".join("०१२३४५६७८९"[int(digit)] for digit in f"{n:06}")
            locale = ("te", "sl", "ne", "ur", "en")[n % 5]
            row = (
                key,
                locale,
                f"c{n}@example.com",
                f"Ana {n}",
                "feminine",
                thanks,
                "request",
                "none",
                "2026-12-31",
                "Javor",
                "Sunday",
            )
            writer.writerow(row)
    return path


def command(path: Path, outbox: str, *more: str) -> list[str]:
    """The arguments of a run."""
    return ["batch", _LETTER, str(path), "-o", outbox, "--date", _DAY, *more]


def tree(outbox: Path) -> dict[str, bytes]:
    """Every letter in an outbox."""
    names = (path for path in outbox.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(outbox).as_posix(): path.read_bytes() for path in names}


class Tampering:
    """An outbox with letters, copied for each attack; use it in an empty working folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "goodterms.toml").write_text(_SETTINGS, "utf-8")
        self._table = table(folder / "a.csv", range(4))
        _written(command(self._table, "made"))
        table(self._table, range(1, 5))
        shutil.copytree(folder / "made", folder / "right")
        _written(command(self._table, "right"))
        self._right = tree(folder / "right")

    def attack(self, change: Callable[[Path], None]) -> str:
        """What a run says to the outbox after a change; it begins with ``!`` when that is wrong."""
        place = self._folder / "place"
        shutil.copytree(self._folder / "made", place / "out", symlinks=True)
        try:
            precious = place / _PRECIOUS
            precious.write_text("precious", "utf-8")
            (place / "out" / _PRECIOUS).write_text("precious", "utf-8")
            change(place / "out")
            before = _outside(place)
            done = CliRunner().invoke(main, command(self._table, str(place / "out")))
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                return f"!{type(done.exception).__name__}: {done.exception}"
            if _outside(place) != before or (place / "out" / _PRECIOUS).read_text("utf-8") != "precious":
                return f"!something outside changed: {done.output}"
            if done.exit_code == 2 and "internal error" not in done.output:
                return f"refused: {done.stderr.splitlines()[0]}"
            letters = {name: content for name, content in tree(place / "out").items() if name != _PRECIOUS}
            return "written" if done.exit_code == 0 and letters == self._right else f"!{done.exit_code}: {done.output}"
        finally:
            shutil.rmtree(place)


def _written(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    if done.exit_code:
        raise RuntimeError(done.output)


def _outside(place: Path) -> dict[str, bytes]:
    """What is beside the outbox: a file that a ledger names, and what a link in the outbox leads to."""
    names = (path for path in place.rglob("*") if path.is_file() and path.relative_to(place).parts[0] != "out")
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in names}


class Killed(NamedTuple):
    """What is wrong after runs were killed, and how many of them were killed before they had finished."""

    wrong: list[str]
    hit: int


def kill(folder: Path, rows: int, numbers: Iterable[int], seed: int) -> Killed:
    """Kill runs at any moment, and go on at once while workers may be left.

    The number of a run says how its letters are gathered (in files, a mailbox, a PDF), and with how many processes.
    Each run has other words than the one before, so that a letter of a left-over worker is a wrong one, even where it
    has the same size.
    """
    chance = random.Random(seed)
    (folder / "goodterms.toml").write_text(_SETTINGS, "utf-8")
    before, *paths = (table(folder / f"{word}.csv", range(rows), word) for word in ("services", "products", "people"))
    kinds = [(), ("--into", "mbox"), ("--into", "pdf", "--limit", str(min(rows, 20)))]
    wrong: list[str] = []
    hit = 0
    for number in numbers:
        more = (*kinds[number % 3], "--jobs", str(1 + number // 3 % 2))
        now = paths[number % 2]
        name, whole = f"out-{number % 3}", f"whole-{number}"
        started = time.monotonic()
        _run(folder, command(now, whole, *more))
        most = time.monotonic() - started
        was_hit, workers = _killed(folder, command(before, name, *more), chance.uniform(0.2, 1.1) * most)
        hit += was_hit
        last = _run(folder, command(now, name, *more, "--redate"))
        if last.returncode:
            wrong.append(f"kill {number}: {last.stderr}")
        if left := _still_there(workers):
            wrong.append(f"kill {number}: workers {left} outlive their run")
        mine, right = tree(folder / name), tree(folder / whole)
        if mine != right:
            names = sorted({each for each, _ in set(mine.items()) ^ set(right.items())})
            wrong.append(f"kill {number}: {len(names)} files differ, such as {names[0]}")
        if rest := [
            path.name for path in (folder / name / ".goodterms").iterdir() if path.name[:4] in {"run-", "old-"}
        ]:
            wrong.append(f"kill {number}: {rest} is left")
        shutil.rmtree(folder / whole)
    return Killed(wrong, hit)


def _run(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "goodterms", *arguments]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def _killed(folder: Path, arguments: list[str], seconds: float) -> tuple[bool, set[int]]:
    """Start a run and kill only its own process after some time; whether it was running still, and its workers."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "goodterms", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + seconds
    workers: set[int] = set()
    while process.poll() is None and time.monotonic() < end:
        workers |= _below(process.pid)
        time.sleep(0.02)
    workers |= _below(process.pid)
    process.send_signal(signal.SIGKILL)
    return process.wait() < 0, workers


def _below(parent: int) -> set[int]:
    """The processes that a process has started, and those that these have."""
    children: dict[int, set[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), set()).add(int(text.split()[0]))
    found: set[int] = set()
    waiting = [parent]
    while waiting:
        new = children.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _still_there(processes: set[int]) -> list[int]:
    """Those of some processes that have not ended after a while."""
    end = time.monotonic() + 10
    while (left := [number for number in processes if _is_there(number)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def _is_there(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"} and os.path.exists(f"/proc/{number}")  # noqa: PTH110
