"""A plugin of pytest that runs some tests of some files, in a given order, and writes down the first that fails.

They are in files, not on the command line or in what pytest prints: the names of tests can have any characters.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = json.loads(Path(os.environ["MUTANTS_CHOSEN"]).read_text("utf-8"))
    order = {test: number for number, test in enumerate(tests)}
    chosen = [item for item in items if item.nodeid in order]
    items[:] = sorted(chosen, key=lambda item: order[item.nodeid])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        Path(os.environ["MUTANTS_FAILED"]).write_text(report.nodeid, "utf-8")
