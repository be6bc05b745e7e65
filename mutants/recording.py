"""A plugin of pytest that records which lines of goodterms each test runs, and how long it takes.

Coverage's tracer writes down the lines, one context for each test. Of a test with many parameters, those are run that
fit into twenty seconds, and at least five: this is to know which tests to run, not to test. What is known of a file of
tests is written when the file ends, so a run that is stopped goes on where it was, and only if all its tests pass: they
have to in any order, as the changes run them in another. A line is kept as its text with the function around it, so
what was recorded stays true while other lines come and go.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import coverage
import pytest

from source_lines import Lines, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[1]
_SOURCE = _ROOT / "src" / "goodterms"
_LEAST, _ENOUGH = 5, 20.0
_seconds: dict[str, float] = {}
_of_function: dict[str, list[float]] = {}
_failed: set[str] = set()
_measuring: list[coverage.Coverage] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mixed = random.Random(1)  # noqa: S311 — the parameters that are run shall not be those of one kind
    by_file: dict[Path, list[pytest.Item]] = {}
    for item in items:
        by_file.setdefault(item.path, []).append(item)
    items[:] = [item for group in by_file.values() for item in mixed.sample(group, len(group))]


def pytest_runtest_setup(item: pytest.Item) -> None:
    before = _of_function.get(item.nodeid.partition("[")[0], [])
    if len(before) >= _LEAST and sum(before) > _ENOUGH:
        pytest.skip("enough of this function")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    if not _measuring:
        # Without the configuration of the project: its patch would measure the commands that tests start, too.
        _measuring.append(coverage.Coverage(data_file=None, config_file=False, source=[str(_SOURCE)], messages=False))
        _measuring[0].set_option("run:disable_warnings", ["no-data-collected", "module-not-imported"])
        _measuring[0].start()
    _measuring[0].switch_context(item.nodeid)
    started = _used()
    try:
        return (yield)
    finally:
        seconds = round(_used() - started, 3)
        _seconds[item.nodeid] = seconds
        _of_function.setdefault(item.nodeid.partition("[")[0], []).append(seconds)
        if nextitem is None or nextitem.path != item.path:
            _write(item.path)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.add(report.nodeid)


def _used() -> float:
    """The seconds of processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _write(path: Path) -> None:
    measuring = _measuring.pop()
    measuring.stop()
    if not _failed.isdisjoint(_seconds):
        _seconds.clear()
        return
    data = measuring.get_data()
    tests = {test: number for number, test in enumerate(_seconds)}
    lines: dict[str, dict[str, list[int]]] = {}
    for name in data.measured_files():
        places = Lines(Path(name).read_text("utf-8"))
        own = lines.setdefault(Path(name).relative_to(_SOURCE).as_posix(), {})
        for line, contexts in data.contexts_by_lineno(name).items():
            found = sorted({tests[context] for context in contexts if context in tests})
            if found:
                own[places.of(line)] = sorted({*own.get(places.of(line), ()), *found})
    row = {"file": path.relative_to(_ROOT).as_posix(), "digest": digest(path), "tests": _seconds, "lines": lines}
    with Path(os.environ["MUTANTS_RECORD"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    _seconds.clear()
