"""The option ``--content``, by itself: a check of catalogs needs nothing else that commands share."""

from __future__ import annotations

from pathlib import Path

import click

content_option = click.option(
    "--content",
    "overlays",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Use the templates/ and locales/ in DIR in preference to the built-in ones (repeatable; the first DIR takes "
    "precedence).",
)
