"""Commands in this process: another one takes longer to start than most of them run."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from click.testing import CliRunner

from goodterms import speech
from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def goodterms(folder: Path, *arguments: str, lang: str = "en") -> Result:
    """What a command does in a folder, in a language; after it, this process speaks English again."""
    try:
        with contextlib.chdir(folder):
            return CliRunner().invoke(main, ["--lang", lang, *arguments], prog_name="goodterms")
    finally:
        speech.choose(None)
