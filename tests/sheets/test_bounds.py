"""Small workbooks that ask for much are refused, at little cost; damaged ones are read or refused."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

import workbooks
from bombs import BOMBS
from measured import measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUICK = [name for name in BOMBS if name not in {"zip.xlsx", "areas.xlsx", "styles.ods", "formats.xlsx", "areas.xlsb"}]
"""The bombs that are made in no time; "make attack" has the others, too."""
HEAVY = {"strings.xlsx", "strings.xlsb", "strings-usual.xlsx", "attributes.xlsx", "string-long.xlsx", "text-long.xlsx"}


@pytest.mark.parametrize("name", [name for name in QUICK if name not in HEAVY])
def test_a_bomb_is_refused_or_read_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    found = measure(reader(path), 30)
    assert not found.is_over, found
    assert found.seconds < 10, found
    assert found.megabytes < 200, found


def reader(path: Path) -> Callable[[], str]:
    return lambda: workbooks.read(path)


def test_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    seeds = list(workbooks.seeds())
    for number in range(60):
        chance = random.Random(number)  # noqa: S311
        suffix, data = seeds[number % len(seeds)]
        path = tmp_path / f"a{suffix}"
        path.write_bytes(workbooks.damaged(data, chance))
        workbooks.read(path)
