"""The documents under test: every command shown is run, and what it prints is compared with what is shown.

A block is a ``console`` fence. Lines that begin with ``$ `` are commands, run in turn in one folder for each document, which
holds the examples; below each is its output, stdout and stderr as they come. ``…`` alone on a line matches any lines.
A block after the comment ``<!-- file: NAME -->`` is a file, written before the commands below it.

``--rewrite-docs`` writes what the commands print now into the documents; their diff is the review.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest
import servers

from goodterms.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PART = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n+```\w*\n(?P<content>.*?)```)|(?:```console\n(?P<console>.*?)```)", re.DOTALL
)
COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
ELLIPSIS = "…\n"


class Output(NamedTuple):
    """A command of a document: the output shown for it, where that is in the text, and what it prints now."""

    command: str
    shown: str
    start: int
    end: int
    printed: str


class MailServer(NamedTuple):
    """The server that the documents name, and the one on this machine that takes its place."""

    port: int

    def in_settings(self, text: str) -> str:
        return text.replace(
            'host = "mail.lipa.example"\nuser = "care"', f'host = "127.0.0.1"\nport = {self.port}\ntls = "none"'
        )

    def in_output(self, text: str) -> str:
        return text.replace(f"127.0.0.1:{self.port} (none)", "mail.lipa.example:587 (starttls)")


def with_ids(text: str, folder: Path) -> str:
    """A file that names the id of a mail by its customer, with the id that the mail has."""

    def id_of(match: re.Match[str]) -> str:
        (mail,) = folder.rglob(f"{match[1]}.*.eml")
        found = re.search(r"^Message-ID:\s*(\S+)", mail.read_text("utf-8"), re.MULTILINE)
        assert found
        return found[1]

    return re.sub(r"<the id of the mail to ([\w-]+)>", id_of, text)


@contextmanager
def mail_server(document: Path) -> Iterator[MailServer]:
    """A server that refuses the second mail; in the page about sending, it leaves before its answer to the fifth."""
    is_breaking = document.name == "sending.md"
    script = servers.Script(RCPT=["", "550 5.1.1 no such user"], end=["", "", "", servers.CUT] if is_breaking else [])
    with servers.server(script) as port:
        yield MailServer(port)


def outputs(text: str, folder: Path, server: MailServer) -> Iterator[Output]:
    """Every command of a document, run in turn in ``folder``; the document's files are written there as they come."""
    for part in PART.finditer(text):
        if part["file"]:
            path = folder / part["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(with_ids(server.in_settings(part["content"]), folder), "utf-8")
            continue
        for entry in COMMAND.finditer(text, *part.span("console")):
            command, *arguments = shlex.split(entry["command"])
            if command == "make":
                assert re.search(rf"^{arguments[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
                continue
            yield Output(
                entry["command"], entry["shown"], *entry.span("shown"), server.in_output(run(entry["command"], folder))
            )


def run(command: str, folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
    }
    result = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return result.stdout.decode()


def matches(shown: str, printed: str) -> bool:
    pattern = "".join(".*?" if part == ELLIPSIS else re.escape(part) for part in re.split(r"(?m)(^…\n)", shown))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def refresh(shown: str, printed: str) -> str:
    """What to show for an output: as before where that still matches, else what is printed, cut at the same places.

    Each run of lines between two ``…`` becomes as many printed lines, those that are most like it.
    """
    head, *rest = (part.splitlines(keepends=True) for part in re.split(r"(?m)^…\n", shown))
    lines = printed.splitlines(keepends=True)
    if matches(shown, printed):
        return shown
    if not rest or sum(map(len, [head, *rest])) > len(lines):
        return printed
    *middle, tail = rest
    parts, lines = [lines[: len(head)]], lines[len(head) :]
    last = lines[len(lines) - len(tail) :]
    lines = lines[: len(lines) - len(tail)]
    for position, part in enumerate(middle):
        room = len(lines) - sum(map(len, middle[position:]))
        start = max(range(room + 1), key=lambda start: likeness(part, lines[start : start + len(part)]))
        parts.append(lines[start : start + len(part)])
        lines = lines[start + len(part) :]
    return ELLIPSIS.join("".join(part) for part in [*parts, last])


def likeness(lines: list[str], others: list[str]) -> float:
    return SequenceMatcher(None, "".join(lines), "".join(others), autojunk=False).ratio()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_shown_commands_print_what_is_shown(document: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rewrite = request.config.getoption("--rewrite-docs")
    text, parts, end = document.read_text("utf-8"), [], 0
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    with mail_server(document) as server:
        found = list(outputs(text, tmp_path, server))
    for output in found:
        report = f"$ {output.command}\n{output.printed}"
        if rewrite:
            assert "Traceback" not in output.printed, report
            parts += [text[end : output.start], refresh(output.shown, output.printed)]
            end = output.end
        else:
            assert matches(output.shown, output.printed), report
    if rewrite:
        document.write_text("".join([*parts, text[end:]]), "utf-8", newline="")


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ("a\n", "a\n", "a\n"),
        ("a\n", "b\nc\n", "b\nc\n"),
        ("a\n", "", ""),
        ("a\n…\n", "a\nb\nc\n", "a\n…\n"),
        ("a\n…\n", "A\nb\nc\n", "A\n…\n"),
        ("a\n…\nz\n", "a\nb\nc\nZ\n", "a\n…\nZ\n"),
        ("…\nlines 2\n…\nz\n", "a\nb\nline 2\nc\nz\n", "…\nline 2\n…\nz\n"),
        ("a\n…\nz\n", "b\n", "b\n"),
    ],
)
def test_a_rewritten_output_keeps_its_ellipses(shown: str, printed: str, expected: str) -> None:
    assert refresh(shown, printed) == expected


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
    text = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    assert name in text
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option) and option.name != "help":
            assert any(spelling in text for spelling in option.opts), f"{name} {option.opts}"


def test_no_document_leads_nowhere() -> None:
    for document in [*DOCUMENTS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
