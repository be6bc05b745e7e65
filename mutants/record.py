"""Which tests run which lines, recorded once in ``build/mutants/``; changed files of tests are recorded again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from source_lines import Lines, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
PYTEST = (
    "-m",
    "pytest",
    "-q",
    "-p",
    "no:xdist",
    "-p",
    "no:cacheprovider",
    "-o",
    "tmp_path_retention_policy=none",
)
_FOLDERS = (
    "fields",
    "po",
    "recipients",
    "cldr",
    "check",
    "formats",
    "batch",
    "test_compose.py",
    "test_golden.py",
    "engine",
    "cli",
    "content",
    "translating",
    "text",
    "messages",
    "faults",
    "sheets",
    "test_api_examples.py",
)
"""The tests that are recorded, the most direct first; those of the rooms above (send, advice) are not about these."""
_LEFT_OUT = (
    "tests/batch/test_cluster.py",
    "tests/check/test_real_catalogs.py",
    "tests/cli/new_user",
)
"""Tests that take long to start, or need other programs."""
_PARTS = 2
_SECONDS_OF_ONE = 10
_FALLBACK_LINES = 12


class Tests(NamedTuple):
    """The tests for a change, those about its room first, and the processor time that they took."""

    names: list[str]
    seconds: float


class Record:
    """What is known of all tests."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._seconds: dict[str, float] = {}
        self._of_module: dict[str, dict[str, set[str]]] = {}
        for row in rows:
            names = list(row["tests"])
            self._seconds |= row["tests"]
            for module, places in row["lines"].items():
                own = self._of_module.setdefault(module, {})
                for place, numbers in places.items():
                    own.setdefault(place, set()).update(names[number] for number in numbers)
        self._skipped = self._without_lines()

    def _without_lines(self) -> dict[str, set[str]]:
        """The tests that the recording skipped, by their function; each may take as long as those that it ran."""
        ran = set().union(*(tests for places in self._of_module.values() for tests in places.values()))
        longest: dict[str, float] = {}
        for test in ran:
            function = test.partition("[")[0]
            longest[function] = max(longest.get(function, 0.0), self._seconds[test])
        skipped: dict[str, set[str]] = {}
        for test in self._seconds.keys() - ran:
            function = test.partition("[")[0]
            if function in longest:
                self._seconds[test] = longest[function] / 2
                skipped.setdefault(function, set()).add(test)
        return skipped

    def of(self, module: str, source: str, line: int, most: float) -> Tests:
        """The tests that run a line of a module, the most direct and quickest first, up to ``most`` recorded seconds.

        Where none is known to run the line itself (a part of a longer statement, a constant of the module), those that
        run the nearest lines around it do.
        """
        places = self._of_module.get(module, {})
        lines = Lines(source)
        name, *_ = lines.function(line)
        if (
            not name or name.rpartition(".")[2].lstrip("_")[:1].isupper()
        ):  # what an import runs: whoever uses the module
            found = set().union(*places.values())
        else:
            nearest = [places[place] for place in list(lines.near(line))[:_FALLBACK_LINES] if place in places]
            found = places.get(lines.of(line)) or (nearest[0] if nearest else set())
        found = found.union(*(self._skipped.get(test.partition("[")[0], ()) for test in found))
        # What a function with a cache runs is known only of the test that called it first: so all tests follow of the
        # files that are about the room and use the module.
        files = {test.partition("::")[0] for test in set().union(*places.values()) if _is_about(test, module)}
        more = {test for test in self._seconds if test.partition("::")[0] in files} - found
        chosen: list[str] = []
        seconds = 0.0
        about = _words(f"{module} {name} {lines.text(line)}")
        for test in [*self._in_order(found, module, about), *self._in_order(more, module, about)]:
            if self._seconds[test] > _SECONDS_OF_ONE or seconds + self._seconds[test] > most:
                continue
            seconds += self._seconds[test]
            chosen.append(test)
        return Tests(chosen, seconds)

    def _in_order(self, tests: set[str], module: str, about: set[str]) -> list[str]:
        """Those about the module first, and those with the words of the line in their names.

        Of each function of tests, one set of parameters comes first, then a second, and so on.
        """
        shared = {test: -len(about & _words(test)) for test in tests}
        before: Counter[str] = Counter()
        places: dict[str, int] = {}
        for test in sorted(tests, key=lambda test: (shared[test], self._seconds[test], test)):
            function = test.partition("[")[0]
            places[test] = before[function]
            before[function] += 1
        return sorted(
            tests,
            key=lambda test: (not _is_about(test, module), places[test], shared[test], self._seconds[test], test),
        )


def _words(text: str) -> set[str]:
    """The beginnings of the longer words of a text: ``cancelling`` and ``cancellation`` have the same."""
    return {word[:6].lower() for word in re.findall(r"[A-Za-z]{4,}", text)}


def _is_about(test: str, module: str) -> bool:
    file = Path(test.partition("::")[0])
    return file.stem == f"test_{module.removesuffix('.py')}" or Path(module).parent.name == file.parent.name != ""


def read_record() -> Record:
    """What is recorded, after what is missing has been."""
    rows = _rows()
    files = list(_files())
    missing = [file for file in files if rows.get(file, {}).get("digest") != digest(ROOT / file)]
    if missing:
        print(f"recording which lines {len(missing)} files of tests run ...", flush=True)
        _run(missing)
        rows = _rows()
    return Record([row for file, row in rows.items() if file in files])


def _files() -> Iterator[str]:
    for folder in _FOLDERS:
        path = ROOT / "tests" / folder
        for found in [path] if path.is_file() else sorted(path.rglob("test_*.py")):
            name = found.relative_to(ROOT).as_posix()
            if not name.startswith(_LEFT_OUT):
                yield name


def forget() -> None:
    """Forget what is recorded."""
    for path in WORK.glob("record*.jsonl"):
        path.unlink()


def _rows() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(WORK.glob("record*.jsonl"), key=lambda path: path.stat().st_mtime):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["file"] not in rows or row["digest"] == digest(ROOT / row["file"]):
                rows[row["file"]] = row
    return rows


def _run(files: list[str]) -> None:
    processes = []
    # Not the folders that pytest makes: another pytest that starts meanwhile removes old ones of them.
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_PARTS):
            if own := files[number::_PARTS]:
                record = WORK / f"record{number}.jsonl"
                environment = {**os.environ, "MUTANTS_RECORD": str(record), "PYTHONPATH": str(Path(__file__).parent)}
                command = [sys.executable, *PYTEST, "-p", "recording", "--basetemp", f"{folder}/{number}", *own]
                with record.with_suffix(".txt").open("wb") as said:
                    processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said))  # noqa: S603
        for number, process in enumerate(processes):
            if process.wait() != 0:
                print(f"a test fails without a change: see {WORK / f'record{number}.txt'}", flush=True)
