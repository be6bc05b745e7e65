"""The command that serves editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from goodterms.cli.options import content_option, open_workspace
from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@content_option
def lsp(overlays: tuple[Path, ...]) -> None:
    """Check catalogs in an editor as you type.

    Editors start this command and talk to it over standard input and output, by the Language Server Protocol. It needs
    the extra goodterms[lsp].
    """
    try:
        from goodterms.language_server import server
    except ImportError:
        raise InvalidRequest.of("pygls-missing", "lsp") from None
    server.create(lambda: open_workspace(overlays)).start_io()
