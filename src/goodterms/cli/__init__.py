"""The command line: parse, call, print, exit. Nothing else prints, and nothing else exits."""

from __future__ import annotations

from typing import Any

import click

from goodterms import __version__
from goodterms.bidi import visible
from goodterms.cli.listing import fields, letters, locales
from goodterms.cli.render import render
from goodterms.errors import GoodtermsError


class _Boundary(click.Group):
    """Where errors become messages and exit statuses; what is not ours goes on as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GoodtermsError as error:
            first, *rest = error.lines()
            click.echo(visible("\n".join([f"Error: {first}", *rest])), err=True)
            ctx.exit(error.exit_status)


@click.group(cls=_Boundary, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="goodterms")
def main() -> None:
    """Letters that end a customer relationship on good terms, or keep it from ending.

    Each letter is written whole in the customer's own language. Exit status: 0 done; 2 the call asks for something that
    cannot be done; 3 a catalog, a template or a letter.toml is at fault.
    """


for command in (letters, locales, fields, render):
    main.add_command(command)
