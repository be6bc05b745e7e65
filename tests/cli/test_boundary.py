"""Where errors end: each as a message and the exit status that the documents promise for it."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from goodterms import __version__
from goodterms.cli import COMMANDS, main
from goodterms.cli.boundary import BUG, CLOSED_PIPE, INTERRUPTED
from goodterms.errors import BrokenContent, GoodtermsError, Interrupted, InvalidRequest, OutputRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOODTERMS = [sys.executable, "-m", "goodterms"]
DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"


@pytest.fixture
def failing() -> Iterator[Callable[[BaseException], None]]:
    """Adds a command ``fail`` that raises an error."""

    def add(error: BaseException) -> None:
        def fail() -> None:
            raise error

        main.add_command(click.Command("fail", callback=fail))

    yield add
    main.commands.pop("fail", None)


@pytest.mark.parametrize(
    ("error", "status", "shown"),
    [
        (
            InvalidRequest.of("not-a-date", "--date", given="soon"),
            2,
            "Error: --date: 'soon' is not a valid date\n",
        ),
        (OutputRefused.of("exists", path="a.txt"), 2, "Error: a.txt already exists\n"),
        (BrokenContent.at("a.toml", 3, "prose-too-deep"), 3, "Error: a.toml:3: "),
        (Interrupted.of("run-interrupted"), INTERRUPTED, "Error: the run was interrupted\n"),
        (KeyboardInterrupt(), INTERRUPTED, "\nError: interrupted\n"),
        (OSError(28, "No space left on device", "/a/letter.txt"), 2, "Error: /a/letter.txt: No space left on device\n"),
        (PermissionError(13, "Permission denied", b"/a/b"), 2, "Error: /a/b: Permission denied\n"),
        (ZeroDivisionError("division by zero"), BUG, "Error: internal error: ZeroDivisionError: division by zero\n"),
        (RecursionError("too deep"), BUG, "Error: internal error: RecursionError: too deep\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_has_its_message_and_its_status(
    failing: Callable[[BaseException], None], error: BaseException, status: int, shown: str
) -> None:
    failing(error)
    result = CliRunner().invoke(main, ["fail"])
    assert result.exit_code == status
    assert result.stderr.startswith(shown)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_bug_says_what_to_report_and_where_it_was_when_asked(failing: Callable[[BaseException], None]) -> None:
    failing(ZeroDivisionError("division by zero"))
    told = CliRunner().invoke(main, ["fail"]).stderr
    assert "this is a bug in goodterms" in told
    assert "report it" in told
    assert f"goodterms {__version__}, Python {sys.version.split()[0]}" in told
    assert "goodterms --traceback" in told
    shown = CliRunner().invoke(main, ["--traceback", "fail"])
    assert shown.exit_code == BUG
    assert "Traceback (most recent call last)" in shown.stderr
    assert "in fail" in shown.stderr


def test_control_characters_of_an_error_do_not_reach_the_terminal(failing: Callable[[BaseException], None]) -> None:
    failing(ZeroDivisionError("\x1b[2J\u202eabc"))
    assert "\\u001b[2J\\u202eabc" in CliRunner().invoke(main, ["fail"]).stderr


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    """A real process that is interrupted while it waits for its values."""
    pipe = tmp_path / "values.toml"
    os.mkfifo(pipe)
    command = [*GOODTERMS, "render", "farewell", "--locale", "sl", "--values", str(pipe)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=tmp_path, text=True)
    number = -1
    while number < 0:  # the pipe can be opened for writing once the process reads from it
        try:
            number = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert process.poll() is None
            time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    os.close(number)
    assert (process.returncode, stderr.strip()) == (INTERRUPTED, "Error: interrupted")


def test_a_closed_pipe_is_silent() -> None:
    command = [*GOODTERMS, "check", "--list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", CLOSED_PIPE)


def test_a_full_disk_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*GOODTERMS, "check", "--list"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"Error: standard output cannot be written: No space left on device\n")


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_those_who_want_it(environment: dict[str, str], is_coloured: bool) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [*GOODTERMS, "fields", "farewel"], capture_output=True, env={**clean, **environment}, check=False
    )
    assert (b"\x1b[31m" in done.stderr) == is_coloured


def test_commands_are_grouped_in_the_help() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    places = [shown.index(f"\n{title}:\n") for title in COMMANDS]
    assert places == sorted(places)
    for names in COMMANDS.values():
        for name in names:
            assert re.search(rf"^  {name} ", shown, re.MULTILINE)


def test_former_names_of_commands_still_work() -> None:
    former = CliRunner().invoke(main, ["formats", "sl"])
    assert former.exit_code == 0
    assert former.stdout == CliRunner().invoke(main, ["conventions", "sl"]).stdout
    assert "formats" not in main.list_commands(click.Context(main))


def statuses(kind: type[GoodtermsError]) -> set[int]:
    return {kind.exit_status}.union(*map(statuses, kind.__subclasses__()))


def test_the_documents_have_every_status() -> None:
    listed = set(map(int, re.findall(r"(?m)^\| (\d+) \|", DOCUMENT.read_text("utf-8"))))
    assert {0, 1, BUG, CLOSED_PIPE} | statuses(GoodtermsError) <= listed
    shown = CliRunner().invoke(main, ["--help"]).stdout
    assert {int(number) for number in re.findall(r"(?m)^ +(?:Exit status: )?(\d+)  ", shown)} <= listed


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OSError("Syntax error in po file"), 70, "internal error: OSError: Syntax error in po file"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 2, "the operating system refused a request: Cannot allocate"),
        (OSError(errno.EACCES, "Permission denied", "a.po"), 2, "a.po: Permission denied"),
    ],
)
def test_only_what_fails_in_printing_is_told_of_standard_output(
    failing: Callable[[BaseException], None], error: OSError, status: int, said: str
) -> None:
    failing(error)
    result = CliRunner().invoke(main, ["fail"])
    assert result.exit_code == status
    assert said in result.stderr
