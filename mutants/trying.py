"""A plugin of pytest that tries changes, each in a fork of a process that has imported all and collected the tests.

A fork puts the changed code into the functions that live, empties their caches, and runs the tests for the change up
to the first that fails. So a change costs its tests, and no start.

A test that seems to notice a change must fail because of it, not because of the tests before it: it fails again in a
fork of its own, and passes there without the change. If it needs the tests before it to fail, it passes after them
without the change. A test that does not is left out from there on, and printed.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCE = Path(__file__).parents[1] / "src" / "goodterms"
_SLEEP = 0.01
_NOT_CHANGED = "not changed"
_BROKEN = 3
"""The exit status of a fork that says nothing of a change: this plugin has a fault."""


class _Fork:
    """A fork that runs tests with a change, or without one."""

    def __init__(
        self, session: pytest.Session, tests: Sequence[str], change: dict[str, Any] | None, seconds: int, waited: int
    ) -> None:
        self.tests = tests
        self._folder = Path(str(session.config.option.basetemp)) / f"{time.monotonic_ns()}"
        self._folder.mkdir(parents=True)
        self._end = time.monotonic() + waited * seconds
        # A file, not a pipe: nobody reads while the tests run, and a pipe that is full blocks.
        self._begun = self._folder.with_suffix(".txt")
        self._child = os.fork()
        if not self._child:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            _in_fork(session, tests, change, self._folder, os.open(self._begun, os.O_WRONLY | os.O_CREAT))

    def said(self) -> tuple[str, str] | None:
        """``survived``, ``killed`` and by which test, ``slow``; None while it runs."""
        ended, status = os.waitpid(self._child, os.WNOHANG)
        if not ended and time.monotonic() < self._end:
            return None
        if not ended:
            os.killpg(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
        text = self._begun.read_text("utf-8") if self._begun.exists() else ""
        self._begun.unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        last = text.rstrip("\n").rpartition("\n")[2]
        if not ended:
            return "slow", last
        code = os.waitstatus_to_exitcode(status)
        if code == _BROKEN or (code and not text):
            raise RuntimeError(f"a fork ended with status {code}: {text}")
        if code in (0, -signal.SIGXCPU):
            return ("survived", "") if code == 0 else ("slow", last)
        return (_NOT_CHANGED, "") if last == _NOT_CHANGED else ("killed", last)


def _in_fork(
    session: pytest.Session, tests: Sequence[str], change: dict[str, Any] | None, folder: Path, writing: int
) -> None:
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = folder
        if change is not None and not put_in(change):
            os.write(writing, _NOT_CHANGED.encode())
        else:
            code = _run(session, tests, writing)
    except Exception:  # noqa: BLE001 — a fault of this plugin must not look like a test that fails
        os.write(writing, traceback.format_exc().encode())
        code = _BROKEN
    finally:
        os._exit(code)


def _run(session: pytest.Session, tests: Sequence[str], writing: int) -> int:
    """Run tests up to the first that fails; its name is the last that is written."""
    items = {item.nodeid: item for item in session.items}
    chosen = [items[test] for test in tests if test in items]
    failed: list[str] = []

    class Noted:
        @pytest.hookimpl
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    session.config.pluginmanager.register(Noted())
    for number, item in enumerate(chosen):
        os.write(writing, f"{item.nodeid}\n".encode())
        following = chosen[number + 1] if number + 1 < len(chosen) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if failed:
            return 1
    return 0


def put_in(change: dict[str, Any]) -> bool:
    """Put a change into the functions of its module that live; whether any of them has it."""
    path = SOURCE / change["module"]
    data = path.read_bytes()
    data = data[: change["start"]] + change["text"].encode() + data[change["end"] :]
    new = {(code.co_qualname, code.co_firstlineno): code for code in _codes(compile(data, str(path), "exec"))}
    found = False
    for one in gc.get_objects():
        # Not isinstance, which asks proxies of other libraries for their class.
        if type(one) is FunctionType and one.__code__.co_filename == str(path):
            code = new.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and _is_other(code, one.__code__):
                if code.co_freevars != one.__code__.co_freevars:
                    return False
                one.__code__ = code
                found = True
        elif type(one) is functools._lru_cache_wrapper and (one.__module__ or "").startswith("goodterms"):
            one.cache_clear()
    return found


def _is_other(code: CodeType, than: CodeType) -> bool:
    """Whether two pieces of code do not do the same, wherever their lines are."""
    if (code.co_code, code.co_names, len(code.co_consts)) != (than.co_code, than.co_names, len(than.co_consts)):
        return True
    return any(
        _is_other(one, other)
        if isinstance(one, CodeType) and isinstance(other, CodeType)
        else (type(one), one) != (type(other), other)
        for one, other in zip(code.co_consts, than.co_consts, strict=True)
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    asked = json.loads(Path(os.environ["MUTANTS_ASKED"]).read_text("utf-8"))
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] in asked["rooms"]:
            importlib.import_module(".".join(("goodterms", *path.relative_to(SOURCE).with_suffix("").parts)))
    _Loop(session, asked).run()
    return True


class _Loop:
    """Tries all changes, some at a time."""

    def __init__(self, session: pytest.Session, asked: dict[str, Any]) -> None:
        self._session = session
        self._waited = asked["waited"]
        self._processes = asked["processes"]
        self._left = list(enumerate(asked["changes"]))
        self._good: set[str] = set()
        self._bad: set[str] = set()

    def run(self) -> None:
        running: dict[int, tuple[dict[str, Any], _Fork]] = {}
        while self._left or running:
            while self._left and len(running) < self._processes:
                number, change = self._left.pop(0)
                tests = [test for test in change["tests"] if test not in self._bad]
                running[number] = change, self._fork(change, tests, change["seconds"])
            time.sleep(_SLEEP)
            for number, (change, fork) in list(running.items()):
                said = fork.said()
                if said is None:
                    continue
                del running[number]
                if said[0] in ("killed", "slow") and not self._is_noticed(change, fork.tests, said[1]):
                    self._left.insert(0, (number, change))
                else:
                    print(json.dumps([number, *said]), flush=True)

    def _fork(self, change: dict[str, Any] | None, tests: Sequence[str], seconds: int) -> _Fork:
        return _Fork(self._session, tests, change, seconds, self._waited)

    def _is_noticed(self, change: dict[str, Any], tests: Sequence[str], test: str) -> bool:
        """Whether a test fails because of a change; one that fails without any is left out from there on."""
        alone = [test]
        if test not in self._good and self._passes(None, alone, change["seconds"]):
            self._good.add(test)
        before = tests[: tests.index(test) + 1]
        if test in self._good and (
            not self._passes(change, alone, change["seconds"]) or self._passes(None, before, change["seconds"])
        ):
            return True
        self._bad.add(test)
        reason = "after the tests before it" if test in self._good else "alone"
        print(f"left out, as it fails without a change, {reason}: {test}", file=sys.stderr, flush=True)
        return False

    def _passes(self, change: dict[str, Any] | None, tests: Sequence[str], seconds: int) -> bool:
        fork = self._fork(change, tests, seconds)
        while (said := fork.said()) is None:
            time.sleep(_SLEEP)
        return said[0] == "survived"
