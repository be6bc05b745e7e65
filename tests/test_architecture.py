"""The house: imports point down, each library has one owner, no language and no letter is named in the code."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import babel
import pytest

import goodterms
from goodterms.content.layers import BUILT_IN

SOURCE = Path(goodterms.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))

# The floors, from the ground up. A module may import from floors below its own, and from its own package.
FLOORS = [
    {"expressions"},
    {"speech"},
    {"envelopes", "faults", "findings", "model", "values"},
    {"errors", "po"},
    {"text"},
    {"cldr", "fields", "output", "sheets"},
    {"content"},
    {"messages"},
    {"engine"},
    {"call", "edition"},
    {"meeting_times", "project"},
    {"compose", "conventions_overview"},
    {"formats", "recipients"},
    {"tact"},
    {"batch", "check", "doctor", "new_letter", "settings_file"},
    {"new_settings", "reports", "send", "translating", "workspace"},
    {"advice", "desk", "language_server"},
    {"cli"},
    {"__init__", "__main__"},
]
OWNERS = {
    "babel": {"cldr"},
    "hijridate": {"cldr"},
    "regex": {"cldr"},
    "jinja2": {"engine"},
    "markupsafe": {"engine", "formats"},
    "pyromark": {"text"},
    "click": {"cli"},
    "css_inline": {"formats"},
    "email_validator": {"formats"},
    "tomlkit": {"settings_file"},
    "typst": {"formats"},
    "segno": {"formats"},
    "xlrd": {"sheets"},
    "xlsxwriter": {"sheets"},
    "pyarrow": {"sheets"},
    "distributed": {"batch"},
    "holidays": {"advice"},
    "scipy": {"advice"},
    "keyring": {"send"},
    "pygls": {"language_server"},
    "lsprotocol": {"language_server"},
    "python_multipart": {"desk"},
    "starlette": {"desk"},
    "uvicorn": {"desk"},
    "watchfiles": {"desk"},
}


def room(path: Path) -> str:
    """The module or package at the top of the house that a file belongs to."""
    relative = path.relative_to(SOURCE)
    return relative.parts[0].removesuffix(".py")


def floor(name: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if name in floor)


def imported(path: Path) -> set[str]:
    """The dotted names that a file imports, for typing alone or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "goodterms":
                names |= {f"goodterms.{alias.name}" for alias in node.names}
    return names


def test_every_room_has_a_floor() -> None:
    assert {room(path) for path in FILES} == set.union(*FLOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "goodterms" and len(parts) > 1 and parts[1] != "__version__" and parts[1] != own:
            assert floor(parts[1]) < floor(own), f"{own} reaches up to {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_libraries_have_one_owner(path: Path) -> None:
    for name in imported(path):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or room(path) in owners, f"{name} belongs to {owners}"


def test_the_outside_libraries_are_those_that_are_declared() -> None:
    standard = {"__future__", "goodterms", *sys.stdlib_module_names}
    outside = {name.split(".")[0] for path in FILES for name in imported(path)} - standard
    assert outside == set(OWNERS)


def constants(path: Path) -> set[str]:
    """Every string in a file that the program uses: docstrings and format strings' parts aside."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    docstrings = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    }


def test_no_language_and_no_letter_is_named_in_the_code() -> None:
    languages = {path.parent.name for path in (BUILT_IN / "locales").glob("*/LC_MESSAGES")}
    names = {str(babel.Locale.parse(language).get_language_name("en")) for language in languages}
    letters = {path.parent.name for path in (BUILT_IN / "templates").glob("[!_]*/letter.toml")}
    assert len(languages) >= 5
    assert len(letters) >= 2
    for path in FILES:
        for text in constants(path):
            words = set(re.split(r"[\W_]+", text)) | set(re.split(r"[^\w-]+", text))
            assert not words & languages, f"{path.name} names a language: {text!r}"
            assert not words & letters, f"{path.name} names a letter: {text!r}"
            assert not words & names, f"{path.name} names a language: {text!r}"


def test_files_and_functions_stay_short() -> None:
    """When a file passes 400 lines or a function 50, it is time to look whether there are two things in it."""
    for path in FILES:
        text = path.read_text("utf-8")
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{path.name}: {node.name}"
