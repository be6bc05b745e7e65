"""Makes small changes in the code, one at a time, and runs the tests that run the changed line: make mutants.

As many are taken from each room of the house. A change that no test notices is printed: it gets a test, or an entry
with its reason in ``equivalent.toml``. The exit status is 1 when fewer than 95 in 100 are noticed. The same seed gives
the same changes, as far as the code is the same.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from changes import Change, changed, every_change
from record import PYTEST, ROOT, WORK, forget, read_record
from source_lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = ROOT / "src" / "goodterms"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
_SURVIVORS = WORK / "survivors.json"
"""The changes that no test noticed in the last run."""
ROOMS = ("fields", "compose.py", "recipients", "batch", "formats", "cldr", "po", "check")
"""The rooms of the house that are changed."""
_GOAL = 95
_RECORDED_SECONDS = 20
"""How long the tests for one change took when they were recorded, at most."""
_LEAST_SECONDS = 5
_START_SECONDS = 10
WAITED = 10
"""A machine has more to do: how many seconds pass at most for each one of processor time."""


class Key(NamedTuple):
    """A change by what it says, so that it stays the same while other lines of its module come and go."""

    module: str
    where: str
    line: str
    what: str


class Tried(NamedTuple):
    """What became of a change.

    ``killed`` or ``slow`` (no verdict in twice the processor time that was recorded, as of a loop without an end),
    ``survived``, ``untested`` where no test runs the line, ``equivalent`` where it is known to change nothing.
    """

    key: Key
    number: int
    said: str
    tests: int = 0
    by: str = ""

    def __str__(self) -> str:
        where = f" in {self.key.where}" if self.key.where else ""
        place = f"src/goodterms/{self.key.module}:{self.number}{where}"
        by = f"\n    by {self.by}" if self.by else ""
        return f"{self.said}: {place}: {self.key.what[:160]} ({self.tests} tests)\n    {self.key.line}{by}"


class Sources:
    """The modules of the rooms, and their changes."""

    def __init__(self) -> None:
        paths = [path for room in ROOMS for path in [SOURCE / room, *(SOURCE / room).rglob("*.py")] if path.is_file()]
        self.texts = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in paths}
        self._lines = {module: Lines(text) for module, text in self.texts.items()}
        self.changes = list(every_change(self.texts))

    def key(self, module: str, change: Change) -> Key:
        """The key of a change."""
        return Key(module, change.where, self._lines[module].text(change.line), change.what)

    def sample(self, seed: int, count: int, only: str) -> list[tuple[str, Change]]:
        """Some changes by chance, as many of each room, in the order of the rooms.

        What a change says decides whether it is among them: it stays among them when other code changes.
        """
        chosen = []
        for room in ROOMS:
            own = [pair for pair in self.changes if pair[0].split("/")[0] == room]
            own.sort(key=lambda pair: hashlib.sha256(f"{seed} {self.key(*pair)}".encode()).digest())
            chosen += [pair for pair in own[: count // len(ROOMS)] if pair[0].startswith(only)]
        return chosen


class Copy:
    """A copy of the code with one module that is changed."""

    def __init__(self, number: int) -> None:
        self.root = WORK / f"copy{os.getpid()}-{number}"
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        for path in ROOT.iterdir():
            if path.name not in {"src", "build"} and not path.name.startswith("."):
                (self.root / path.name).symlink_to(path)
        shutil.copytree(ROOT / "src", self.root / "src")
        self._chosen = self.root / "chosen.json"
        self._failed = self.root / "failed.txt"
        self._said = self.root / "output.txt"
        self._good: set[str] = set()

    def test(self, attempt: Attempt) -> tuple[str, str]:
        """What the tests say of a change, and which one fails.

        It must fail because of the change, as in ``trying``; one that does not is left out, and printed.
        """
        tests = attempt.tests
        while tests:
            with self._changed(attempt):
                passed = self._passes(tests, attempt.seconds)
            failed = self._failed.read_text("utf-8") or tests[0]
            if passed:
                return "survived", ""
            if self._is_noticed(attempt, tests[: tests.index(failed) + 1]):
                return ("killed" if passed is False else "slow"), failed
            print(f"left out, as it fails without a change: {failed}", file=sys.stderr)
            tests = [test for test in tests if test != failed]
        return "untested", ""

    def _is_noticed(self, attempt: Attempt, tests: list[str]) -> bool:
        """Whether the last of some tests, which fails after the others, does so because of a change."""
        alone = tests[-1:]
        if alone[0] not in self._good:
            if not self._passes(alone, attempt.seconds):
                return False
            self._good.add(alone[0])
        if alone != tests:
            with self._changed(attempt):
                passed = self._passes(alone, attempt.seconds)
            return not passed or bool(self._passes(tests, attempt.seconds))
        return True

    @contextmanager
    def _changed(self, attempt: Attempt) -> Iterator[None]:
        path = self.root / "src" / "goodterms" / attempt.key.module
        source = path.read_text("utf-8")
        before = path.stat()
        path.write_text(changed(source, attempt.change), "utf-8")
        # Python takes a compiled module for the same one by its time and size, and both could be the same.
        os.utime(path, (before.st_atime, before.st_mtime + 60))
        try:
            yield
        finally:
            path.write_text(source, "utf-8")
            os.utime(path, (before.st_atime, before.st_mtime))

    def _passes(self, tests: list[str], seconds: int) -> bool | None:
        """Whether all of some tests pass; None when they take too long. The first that fails is written down."""
        self._chosen.write_text(json.dumps(tests), "utf-8")
        self._failed.write_text("", "utf-8")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(self.root / "src"), str(Path(__file__).parent))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HYPOTHESIS_PROFILE": "repeatable",
            "MUTANTS_CHOSEN": str(self._chosen),
            "MUTANTS_FAILED": str(self._failed),
        }
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        options = ("-x", "-p", "chosen", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT))
        with tempfile.TemporaryDirectory() as folder, self._said.open("wb") as seen:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *PYTEST, *options, "--basetemp", folder, *files],
                cwd=ROOT,
                env=environment,
                stdout=seen,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                status = process.wait(WAITED * (_START_SECONDS + seconds))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return None
        if status == 5:
            raise RuntimeError(f"pytest finds none of these tests: {tests[:3]}")
        return status == 0


class Attempt(NamedTuple):
    """A change that is to be tried with tests, which may take some seconds of processor time."""

    key: Key
    change: Change
    tests: list[str]
    seconds: int

    def said(self, word: str, by: str = "") -> Tried:
        """What became of it."""
        return Tried(self.key, self.change.line, word, len(self.tests), by)


def main() -> int:
    """Try a sample of changes; the exit status."""
    options = _options()
    WORK.mkdir(parents=True, exist_ok=True)
    if options.record:
        forget()
    started = time.monotonic()
    record = read_record()
    sources = Sources()
    known = _equivalent(sources)
    attempts: list[Attempt] = []
    at_once: list[Tried] = []
    left = json.loads(_SURVIVORS.read_text("utf-8")) if options.again else []
    for module, change in sources.sample(options.seed, options.count, options.only):
        if options.again and list(sources.key(module, change)) not in left:
            continue
        tests = record.of(module, sources.texts[module], change.line, _RECORDED_SECONDS)
        seconds = math.ceil(_LEAST_SECONDS + 2 * tests.seconds)
        attempt = Attempt(sources.key(module, change), change, tests.names, seconds)
        if attempt.key in known or not tests.names:
            at_once.append(attempt.said("equivalent" if attempt.key in known else "untested"))
        else:
            attempts.append(attempt)
    found = []
    for tried in itertools.chain(at_once, _try(attempts, options.processes)):
        found.append(tried)
        if options.verbose or tried.said not in ("killed", "equivalent"):
            print(tried, flush=True)
    _SURVIVORS.write_text(json.dumps([one.key for one in found if one.said in ("survived", "untested")]), "utf-8")
    return _summary(found, options.seed, time.monotonic() - started)


def _try(attempts: list[Attempt], processes: int) -> Iterator[Tried]:
    """What became of changes: in forks of one process, else (what runs when a module is imported) each in its own."""
    left = []
    for attempt, said, by in _in_forks(attempts, processes):
        if said == "not changed":
            left.append(attempt)
        else:
            yield attempt.said(said, by)
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(processes if left else 0):
        copies.put(Copy(number))

    def own_process(attempt: Attempt) -> Tried:
        copy = copies.get()
        try:
            return attempt.said(*copy.test(attempt))
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(processes) as pool:
        yield from pool.map(own_process, left)
    for number in range(processes):
        shutil.rmtree(WORK / f"copy{os.getpid()}-{number}", ignore_errors=True)


def _in_forks(attempts: list[Attempt], processes: int) -> Iterator[tuple[Attempt, str, str]]:
    """What the tests say of changes in the functions that live, and which test fails; ``not changed`` of all others."""
    changes = [
        {
            "module": one.key.module,
            "start": one.change.start,
            "end": one.change.end,
            "text": one.change.text,
            "tests": one.tests,
            "seconds": one.seconds,
        }
        for one in attempts
    ]
    asked = {"changes": changes, "rooms": ROOMS, "waited": WAITED, "processes": processes}
    path = WORK / f"asked{os.getpid()}.json"
    path.write_text(json.dumps(asked), "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent),
        "HYPOTHESIS_PROFILE": "repeatable",
        "MUTANTS_ASKED": str(path),
    }
    files = dict.fromkeys(test.partition("::")[0] for one in attempts for test in one.tests)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *PYTEST, "-s", "-p", "trying", "--basetemp", folder, *files]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert process.stdout
        number = 0
        for line in process.stdout:
            if line.startswith("["):
                place, said, by = json.loads(line)
                number += 1
                yield attempts[place], said, by
        process.wait()
    path.unlink()
    if number != len(attempts):
        raise SystemExit(f"pytest has tried {number} of {len(attempts)} changes")


def _equivalent(sources: Sources) -> set[Key]:
    """The changes that are known to change nothing; an entry for code that is no longer there is printed."""
    reviewed = tomllib.loads(EQUIVALENT.read_text("utf-8"))["equivalent"]
    keys = {Key(one["module"], one["where"], one["line"], one["what"]) for one in reviewed}
    every = {sources.key(module, change) for module, change in sources.changes}
    for key in sorted(keys - every):
        print(f"equivalent.toml: this change is no longer there, look again: {key.module} {key.where}: {key.what}")
    return keys & every


def _summary(found: list[Tried], seed: int, seconds: float) -> int:
    for room in ROOMS:
        said = Counter(one.said for one in found if one.key.module.split("/")[0] == room)
        if said:
            print(f"{room}: {said.total()} changes, {', '.join(f'{n} {what}' for what, n in said.most_common())}")
    same = sum(one.said == "equivalent" for one in found)
    killed = sum(one.said in ("killed", "slow") for one in found)
    share = 100 * killed / max(1, len(found) - same)
    print(f"{killed} of {len(found)} changes noticed, {same} known to change nothing: {share:.1f} in 100", end="")
    print(f" (seed {seed}, {seconds:.0f} s)")
    return share < _GOAL


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--only", default="", metavar="PREFIX", help="only modules that begin so, such as fields/")
    parser.add_argument("--again", action="store_true", help="only changes that no test noticed in the last run")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="print each change, and the test that notices it")
    parser.add_argument("--record", action="store_true", help="record again which lines each test runs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
