"""Makes small changes in the code, one at a time, and runs the tests that call what is changed: make mutants.

A change that no test notices is printed: it gets a test, or an entry with its reason in ``equivalent.toml``. The exit
status is 1 when fewer than 95 in 100 are noticed. The same seed and the same code give the same changes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from changes import Change, changed, every_change

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
RECORD = WORK / "record.json"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
ROOMS = ("batch", "check", "cldr", "compose.py", "fields", "formats", "po", "recipients")
"""The rooms of the house that are changed."""
_LEFT_OUT = ("tests/batch/test_cluster.py", "tests/test_architecture.py", "tests/test_docs.py", "tests/test_wheel.py")
"""Tests that take long to start, or read the code and not what it does."""
_GOAL = 95
_SECONDS = 40
"""The recorded seconds of all tests that are run for one change; those that take less come first."""
_PYTEST = (
    "-m",
    "pytest",
    "-x",
    "-q",
    "-p",
    "no:xdist",
    "-p",
    "no:cacheprovider",
    "-o",
    "tmp_path_retention_policy=none",
)


class Tried(NamedTuple):
    """What the tests said of a change: ``killed``, ``survived``, or ``untested`` where none calls what is changed."""

    module: str
    change: Change
    said: str

    def __str__(self) -> str:
        where = f" in {self.change.where}" if self.change.where else ""
        return f"{self.said}: src/goodterms/{self.module}:{self.change.line}{where}: {self.change.what[:160]}"


class Tests:
    """The tests by the functions that they call."""

    def __init__(self, record: dict[str, tuple[float, list[str]]]) -> None:
        self._seconds = {test: seconds for test, (seconds, _) in record.items()}
        self._of_function: dict[str, set[str]] = {}
        self._of_module: dict[str, set[str]] = {}
        for test, (_, functions) in record.items():
            for function in functions:
                self._of_function.setdefault(function, set()).add(test)
                self._of_module.setdefault(function.partition(":")[0], set()).add(test)

    def of(self, module: str, change: Change) -> list[str]:
        """The tests for a change, the quickest first: those of its function, or else those of its module."""
        found = self._of_function.get(f"{module}:{change.where}") or self._of_module.get(module, set())
        chosen: list[str] = []
        seconds = 0.0
        # First those that are named like the module, as these are about it.
        for test in sorted(found, key=lambda test: (not _is_about(test, module), self._seconds[test])):
            seconds += self._seconds[test]
            if seconds > _SECONDS and chosen:
                break
            chosen.append(test)
        return chosen

    def seconds(self, tests: list[str]) -> float:
        """How long tests took when they were recorded."""
        return sum(self._seconds[test] for test in tests)


def _is_about(test: str, module: str) -> bool:
    return Path(module).parent.name == Path(test.partition("::")[0]).parent.name


class Copy:
    """A copy of the project with one module that is changed, and everything else linked."""

    def __init__(self, number: int) -> None:
        self.root = WORK / f"copy{number}"
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        for path in ROOT.iterdir():
            if path.name not in {"src", "build"} and not path.name.startswith("."):
                (self.root / path.name).symlink_to(path)
        shutil.copytree(ROOT / "src", self.root / "src")

    def run(self, tests: list[str], seconds: float) -> int | None:
        """The exit status of the tests; None when they take too long."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["HYPOTHESIS_PROFILE"] = "repeatable"
        command = [sys.executable, *_PYTEST, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), *tests]
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None

    def test(self, module: str, change: Change, tests: list[str], seconds: float) -> str:
        """What the tests say of a change."""
        path = self.root / "src" / "goodterms" / module
        source = path.read_text("utf-8")
        before = path.stat()
        path.write_text(changed(source, change), "utf-8")
        # Python takes a compiled module for the same one by its time and size, and both could be the same.
        os.utime(path, (before.st_atime, before.st_mtime + 60))
        try:
            status = self.run(tests, seconds)
        finally:
            path.write_text(source, "utf-8")
            os.utime(path, (before.st_atime, before.st_mtime))
        if status in (4, 5):
            raise RuntimeError(f"pytest cannot run the tests of {module}: {tests[:3]}")
        return "survived" if status == 0 else "killed"


def record() -> None:
    """Record which functions each test calls, with all processors; takes some minutes."""
    tests = sorted(path for path in (ROOT / "tests").iterdir() if path.is_dir() or path.name.startswith("test_"))
    left_out = [f"--ignore={path}" for path in _LEFT_OUT]
    parts = [WORK / f"part{number}.json" for number in range(2)]
    processes = []
    for number, part in enumerate(parts):
        own = [str(path.relative_to(ROOT)) for path in tests[number::2]]
        environment = {**os.environ, "MUTANTS_RECORD": str(part), "PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, *_PYTEST[:2], *_PYTEST[3:], "-p", "recording", *left_out, *own]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))  # noqa: S603
    for process in processes:
        process.wait()
    found: dict[str, object] = {}
    for part in parts:
        found |= json.loads(part.read_text("utf-8"))
    RECORD.write_text(json.dumps(found), "utf-8")


def sample(seed: int, count: int, only: str) -> list[tuple[str, Change]]:
    """Some of the changes of all rooms, by chance; the same for the same seed."""
    base = ROOT / "src" / "goodterms"
    paths = [path for room in ROOMS for path in sorted(base.glob(room if room.endswith(".py") else f"{room}/**/*.py"))]
    sources = {path.relative_to(base).as_posix(): path.read_text("utf-8") for path in paths}
    every = [pair for pair in every_change(sources) if pair[0].startswith(only)]
    return random.Random(seed).sample(every, min(count, len(every)))  # noqa: S311


def main() -> int:
    """Try a sample of changes; the exit status."""
    options = _options()
    WORK.mkdir(parents=True, exist_ok=True)
    if not RECORD.is_file() or options.record:
        record()
    tests = Tests(json.loads(RECORD.read_text("utf-8")))
    chosen = sample(options.seed, options.count, options.only)
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(options.processes):
        copies.put(Copy(number))

    def attempt(pair: tuple[str, Change]) -> Tried:
        module, change = pair
        own = tests.of(module, change)
        if not own:
            return Tried(module, change, "untested")
        copy = copies.get()
        try:
            return Tried(module, change, copy.test(module, change, own, 90 + 10 * tests.seconds(own)))
        finally:
            copies.put(copy)

    started = time.monotonic()
    _refuse_broken_baseline(copies, tests, chosen)
    with ThreadPoolExecutor(options.processes) as pool:
        found = []
        for tried in pool.map(attempt, chosen):
            found.append(tried)
            if tried.said != "killed":
                print(tried, flush=True)
    return _summary(found, options.seed, time.monotonic() - started)


def _refuse_broken_baseline(copies: SimpleQueue[Copy], tests: Tests, chosen: list[tuple[str, Change]]) -> None:
    """Without a change, the tests must pass: else each change would seem to be noticed."""
    own = dict.fromkeys(test for module, change in chosen[:30] for test in tests.of(module, change)[:3])
    copy = copies.get()
    if copy.run([*own], 600) != 0:
        raise SystemExit("without any change, the tests fail")
    copies.put(copy)


def _summary(found: list[Tried], seed: int, seconds: float) -> int:
    reviewed = tomllib.loads(EQUIVALENT.read_text("utf-8"))["equivalent"] if EQUIVALENT.is_file() else []
    known = {(one["module"], one["where"], one["what"]) for one in reviewed}
    killed = sum(one.said == "killed" for one in found)
    same = sum(one.said != "killed" and (one.module, one.change.where, one.change.what) in known for one in found)
    share = 100 * killed / max(1, len(found) - same)
    print(f"{killed} of {len(found)} changes noticed, {same} known to change nothing: {share:.1f} in 100", end="")
    print(f" (seed {seed}, {seconds:.0f} s)")
    return share < _GOAL


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--only", default="", metavar="PREFIX", help="only modules that begin so, such as fields/")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--record", action="store_true", help="record anew which functions each test calls")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
