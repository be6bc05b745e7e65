"""The documents under test: every command shown is run, and what it prints is compared with what is shown.

A block is a ``console`` fence. Lines that begin with ``$ `` are commands, run in turn in one folder for each document, which
holds the examples; what follows is their output, stdout and stderr as they come, whole. ``…`` alone on a line stands for any lines.
A block after the comment ``<!-- file: NAME -->`` is a file, written before the commands below it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from goodterms.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PART = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n+```\w*\n(?P<content>.*?)```)|(?:```console\n(?P<console>.*?)```)", re.DOTALL
)


def commands(console: str) -> list[tuple[str, str]]:
    """Each command of a block and the output shown for it."""
    parts = re.split(r"(?m)^\$ (.*(?:\\\n.*)*)\n", console)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def matches(shown: str, printed: str) -> bool:
    pattern = "".join(".*?" if part == "…\n" else re.escape(part) for part in re.split(r"(?m)(^…\n)", shown))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_shown_commands_print_what_is_shown(document: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
    }
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for part in PART.finditer(document.read_text("utf-8")):
        if part["file"]:
            path = tmp_path / part["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part["content"], "utf-8")
            continue
        for command, shown in commands(part["console"]):
            if shlex.split(command)[0] == "make":
                assert re.search(rf"^{shlex.split(command)[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
                continue
            printed = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            assert matches(shown, printed.stdout.decode()), f"$ {command}\n{printed.stdout.decode()}"


def commands_under(group: click.Group, above: str = "goodterms") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, those of groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands_under(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


COMMANDS = dict(commands_under(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    assert name in told
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option) and option.name != "help":
            assert any(spelling in told for spelling in option.opts), f"{name} {option.opts}"


def test_no_document_leads_nowhere() -> None:
    for document in [*DOCUMENTS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
