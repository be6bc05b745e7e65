"""The option that says what is done about a wording that is not tactful, and how such wordings are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from goodterms.cli.terminal import screen, tell
from goodterms.content.settings import TACT
from goodterms.speech import plural, sentence, speak

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.recipients.faults import Tally
    from goodterms.workspace import Workspace

tact_option = click.option(
    "--tact", type=click.Choice(TACT),
    help="If a text of your own attacks, blames, threatens or admits liability: warn reports it, strict writes "
         "nothing, off is silent (default: warn, or the key tact in goodterms.toml).",
)  # fmt: skip
_ADVICE = sentence("This is advice, and changes nothing: --tact strict refuses such letters, --tact off is silent.")


def mode(given: str | None, workspace: Workspace) -> str:
    """What is to be done about a wording: as the option says, else as the settings say."""
    return given or workspace.settings.tact


def tell_wordings(faults: Sequence[Fault]) -> None:
    """Print what is not tactful in a letter, each with its field, the reason, and what to write instead."""
    if faults:
        tell(speak("Note: {note}", note=_counted(len(faults))))
        for one in faults:
            tell(f"  {one.where}: {one.problem}\n    {one.hint}")
        tell(speak(_ADVICE))


def tell_wordings_of_rows(table: Path, wordings: Tally) -> None:
    """Print what is not tactful in the rows of a table, by column and wording."""
    count = wordings.counted("tact")
    tell(f"{table}: {_counted(count)}")
    for line in wordings.lines(screen()):
        tell(f"  {line}")
    tell(speak(_ADVICE))


def _counted(count: int) -> str:
    return plural("{count:,} wording is not tactful", "{count:,} wordings are not tactful", count)
