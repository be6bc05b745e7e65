"""The command line: parse, call, print, exit. Nothing else prints, and nothing else exits."""

from __future__ import annotations

import gc
from typing import Any

import click

from goodterms import __version__
from goodterms.cli import (
    completion,  # noqa: F401 — takes its place among click's completions
    language,
)
from goodterms.cli.boundary import Boundary
from goodterms.cli.terminal import wants_colour

# Nearly all that a command makes stays until its end, so that to look for garbage often takes time for nothing.
gc.set_threshold(20_000)

COMMANDS = {
    "Writing letters": ("init", "columns", "render", "batch", "letters", "locales", "fields", "conventions", "desk"),
    "Sending them": ("send", "outcome"),
    "Advice": ("assess", "quiet", "plan"),
    "Writing your own": ("new",),
    "Translating": ("catalog",),
    "Checking": ("check", "lsp", "doctor"),
}
"""The commands, grouped by what people use them for; the module of each is the one of its name, or listing."""
_MODULES = {"letters": "listing", "locales": "listing", "fields": "listing"}
_FORMER_NAMES = {"formats": "conventions"}
"""Commands by the names that they had before, which still work and are not listed."""


class _Commands(Boundary):
    """The group of all commands. None is imported before it is called."""

    groups = COMMANDS

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of a call, with the language chosen before click says anything."""
        self.is_spoken = language.choose(args)
        group = self.in_language(self)
        return super(_Commands, group).make_context(info_name, args, parent, **extra)

    def module_of(self, name: str) -> str:
        """The module of a command; empty for an unknown one."""
        name = _FORMER_NAMES.get(name, name)
        known = any(name in names for names in COMMANDS.values())
        return f"goodterms.cli.{_MODULES.get(name, name)}:{name}" if known else ""


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="goodterms")
@click.option(
    "--lang",
    metavar="TAG",
    is_eager=True,
    expose_value=False,
    callback=language.refuse_unknown,
    shell_complete=language.complete,
    help="The language of messages and of this help (default: GOODTERMS_LANG, or that of the system).",
)
@click.option("--traceback", is_flag=True, help="Show the traceback of an internal error.")
@click.pass_context
def main(ctx: click.Context, traceback: bool) -> None:
    """Write letters that end a customer relationship on good terms, or keep it from ending.

    Each letter is written entirely in the customer's own language.

    \b
    Exit status:
      0    done
      1    check has findings, batch skipped rows, or doctor finds something missing
      2    the call or its input is not valid; nothing was written
      3    a catalog, a template, a letter.toml or goodterms.toml has an error
      70   a bug in goodterms
      130  interrupted
    """  # noqa: D301 -- click reads the character \b
    ctx.obj = {"traceback": traceback}
    ctx.color = wants_colour()
