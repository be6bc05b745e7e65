"""A plugin of pytest that records which functions of goodterms each test calls, and how long it takes.

Of a test with many parameters, four are run: this is to know which tests to run, not to test.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

_SOURCE = str(Path(__file__).parents[1] / "src" / "goodterms") + os.sep
_MOST = 4
_found: dict[str, tuple[float, set[str]]] = {}


def name_of(code: CodeType) -> str:
    """A function as the changes of its module name it: ``fields/dates.py:parse_date``."""
    parts = [part for part in code.co_qualname.split(".") if not part.startswith("<")]
    return f"{code.co_filename.removeprefix(_SOURCE)}:{'.'.join(parts)}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    by_test: dict[str, list[pytest.Item]] = {}
    for item in items:
        by_test.setdefault(_test(item), []).append(item)
    items[:] = [one for group in by_test.values() for one in group[:: max(1, len(group) // _MOST)][:_MOST]]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    started = time.monotonic()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        seconds, functions = _found.setdefault(_test(item), (0.0, set()))
        own = {name_of(code) for code in seen if code.co_filename.startswith(_SOURCE)}
        _found[_test(item)] = seconds + time.monotonic() - started, functions | own
        if len(_found) % 20 == 0:
            pytest_sessionfinish()  # so that little is lost when the run is stopped


def pytest_sessionfinish() -> None:
    rows = {test: [round(seconds, 2), sorted(functions)] for test, (seconds, functions) in _found.items()}
    Path(os.environ["MUTANTS_RECORD"]).write_text(json.dumps(rows), "utf-8")


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
