"""Where errors become messages and exit statuses, whatever command raised them."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from goodterms import __version__
from goodterms.cli.terminal import report_error, tell
from goodterms.errors import GoodtermsError
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AnyCommand = TypeVar("AnyCommand", bound=click.Command)
_PRINTING = (__name__, "click.utils", "click._compat", "codecs")
"""The modules that write to standard output."""
BUG, INTERRUPTED, CLOSED_PIPE = 70, 130, 141
"""Exit statuses: an internal error (EX_SOFTWARE of sysexits.h), and 128 plus the number of SIGINT and SIGPIPE."""


class Boundary(click.Group):
    """A group of commands, shown in ``groups``, that turns every error into a message and an exit status."""

    groups: Mapping[str, Sequence[str]]
    is_spoken = False
    """Whether help is in another language than that of the code."""

    def module_of(self, name: str) -> str:
        """Where a command is, as ``module:attribute``; empty for an unknown one."""
        raise NotImplementedError

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        listed = [name for names in self.groups.values() for name in names]
        return sorted([*super().list_commands(ctx), *listed])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported when it is called."""
        module, _, attribute = self.module_of(cmd_name).partition(":")
        if not module:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return self.in_language(command)

    def in_language(self, command: AnyCommand) -> AnyCommand:
        """A command with its help in the language that is chosen."""
        if not self.is_spoken:
            return command
        from goodterms.cli.help_texts import in_language  # only for another language

        return in_language(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their summaries, group by group."""
        for title, names in self.groups.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name, command.get_short_help_str(62)) for name, command in commands if command]
            with formatter.section(speak(title)):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; every error ends here."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except GoodtermsError as error:
            report_error(error.lines())
            ctx.exit(error.exit_status)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # click's own: usage errors, and the exits above
        except KeyboardInterrupt:
            tell("")
            report_error([speak("interrupted")])
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _discard_output()
            ctx.exit(CLOSED_PIPE)  # whoever read the output has enough
        except Exception as error:  # noqa: BLE001 — the last resort
            if isinstance(error, OSError) and _report_os_error(error):
                ctx.exit(2)
            _report_bug(error, show_traceback=bool((ctx.obj or {}).get("traceback")))
            ctx.exit(BUG)
        return result


def _report_os_error(error: OSError) -> bool:
    """Say what the system refused, and for which file; false for an error that is not the system's."""
    from goodterms.faults.causes import cause  # not before something is refused

    if error.filename is not None:
        report_error([f"{os.fsdecode(error.filename)}: {cause(error)}"])
    elif error.strerror is None:
        return False  # a library raised it
    elif _is_from_printing(error):
        report_error([speak("standard output cannot be written: {reason}", reason=cause(error))])
        _discard_output()
    else:
        report_error([speak("the operating system refused a request: {reason}", reason=cause(error))])
    return True


def _is_from_printing(error: OSError) -> bool:
    """Whether an error was raised where output is written: by click, or by the flush above."""
    innermost = error.__traceback__
    while innermost and innermost.tb_next:
        innermost = innermost.tb_next
    return innermost is not None and innermost.tb_frame.f_globals.get("__name__") in _PRINTING


def _report_bug(error: Exception, *, show_traceback: bool) -> None:
    """Say that goodterms is at fault, and what to do."""
    import platform  # these two are loaded when something is wrong
    import traceback

    if show_traceback:
        tell("".join(traceback.format_exception(error)).rstrip("\n"))
    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    facts = f"goodterms {__version__}, {system}"
    report_error(
        [
            speak("internal error: {error}", error=f"{type(error).__name__}: {error}"),
            speak("this is a bug in goodterms, not in your input; please report it to its maintainers"),
            speak("include the command and: {facts}", facts=facts)
            if show_traceback
            else speak("run goodterms --traceback … to see where; include the command and: {facts}", facts=facts),
        ]
    )


def _discard_output() -> None:
    """Send what is still buffered for standard output nowhere, so that Python does not fail with it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
