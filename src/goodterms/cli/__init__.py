"""The command line: parse, call, print, exit. Nothing else prints, and nothing else exits."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from goodterms import __version__
from goodterms.cli import completion  # noqa: F401 — takes its place among click's completions
from goodterms.cli.terminal import tell
from goodterms.errors import GoodtermsError

_COMMANDS = {
    "batch": "goodterms.cli.batch",
    "catalog": "goodterms.cli.catalog",
    "check": "goodterms.cli.check",
    "conventions": "goodterms.cli.conventions",
    "doctor": "goodterms.cli.doctor",
    "fields": "goodterms.cli.listing",
    "letters": "goodterms.cli.listing",
    "locales": "goodterms.cli.listing",
    "render": "goodterms.cli.render",
}
"""The commands, each with its module. None waits for what another one imports."""
_FORMER_NAMES = {"formats": "conventions"}
"""Commands by the names that they had before, which still work and are not listed."""


class _Boundary(click.Group):
    """Where errors become messages and exit statuses; what is not ours goes on as a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return sorted([*super().list_commands(ctx), *_COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded when it is called."""
        cmd_name = _FORMER_NAMES.get(cmd_name, cmd_name)
        if cmd_name in _COMMANDS:
            module = importlib.import_module(_COMMANDS[cmd_name])
            return getattr(module, cmd_name)  # type: ignore[no-any-return]
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except GoodtermsError as error:
            first, *rest = error.lines()
            tell("\n".join([f"Error: {first}", *rest]))
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            raise  # whoever read the output has enough; click ends quietly
        except OSError as error:
            if error.filename is not None:
                raise
            tell(f"Error: standard output cannot be written: {error.strerror}")
            # What is still buffered cannot be written either; leave Python no second try at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(2)
        return result


@click.group(cls=_Boundary, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="goodterms")
def main() -> None:
    """Letters that end a customer relationship on good terms, or keep it from ending.

    Each letter is written whole in the customer's own language. Exit status: 0 done; 2 the call asks for something that
    cannot be done; 3 a catalog, a template, a letter.toml or goodterms.toml is at fault.
    """
