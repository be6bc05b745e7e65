"""Expressions that are compiled when they are used: each can be, and each is then the pattern itself."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys

import pytest

import goodterms
from goodterms.expressions import Later, expression


def everywhere() -> list[tuple[str, Later]]:
    """Every expression of every module that can be imported here, with its place."""
    found = []
    for module in pkgutil.walk_packages(goodterms.__path__, "goodterms."):
        if module.name.endswith("__main__"):
            continue
        try:
            names = vars(importlib.import_module(module.name))
        except ModuleNotFoundError as missing:
            if str(missing.name).startswith("goodterms"):
                raise
            continue  # an extra is not installed
        found += [(f"{module.name}.{name}", value) for name, value in names.items() if isinstance(value, Later)]
    return found


def test_every_expression_can_be_compiled() -> None:
    places = everywhere()
    assert len(places) > 100
    for place, later in places:
        assert isinstance(later.compiled(), re.Pattern), place


def test_it_does_what_the_pattern_does() -> None:
    plain, later = re.compile(r"(?P<day>\d+)\.", re.ASCII), expression(r"(?P<day>\d+)\.", re.ASCII)
    text = "1. 22. 333"
    assert later.findall(text) == plain.findall(text)
    assert later.sub("x", text) == later.sub("x", text) == plain.sub("x", text)
    assert (later.pattern, later.flags, later.groups, later.groupindex) == (
        plain.pattern, plain.flags, plain.groups, plain.groupindex,
    )  # fmt: skip
    assert [found.span("day") for found in later.finditer(text)] == [(0, 1), (3, 5)]
    for copied in (copy.copy(later), copy.deepcopy(later), pickle.loads(pickle.dumps(later))):  # noqa: S301 — our own
        assert copied.findall(text) == plain.findall(text)


def test_it_is_compiled_only_when_it_is_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.match("")
    with pytest.raises(AttributeError):
        wrong.__length_hint__  # type: ignore[attr-defined]  # noqa: B018


def test_a_command_that_lists_compiles_few() -> None:
    code = (
        "import re, sys; real = re.compile; made = []\n"
        "def compile(source, flags=0):\n"
        "    made.append(sys._getframe(1).f_globals['__name__']); return real(source, flags)\n"
        "re.compile = compile\n"
        "from goodterms.cli import main\n"
        "main(['letters'], standalone_mode=False)\n"
        "print(sum(name.startswith('goodterms') for name in made), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stderr.splitlines()[-1]) < 40
