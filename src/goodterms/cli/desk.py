"""The command that serves the desk, a page for letters on this machine."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from goodterms.cli.options import content_option, letter_date, open_workspace
from goodterms.cli.terminal import say, tell
from goodterms.errors import InvalidRequest
from goodterms.speech import speak

_PORT = 8470
_HIGHEST_PORT = 65535


@click.command()
@click.option(
    "--port", type=click.IntRange(0, _HIGHEST_PORT), default=_PORT, show_default=True, metavar="N",
    help="The port on this machine; 0 takes a free one.",
)  # fmt: skip
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option("--read-only", is_flag=True, help="Write no files: letters are only looked at and downloaded.")
@click.option(
    "--build", "target", type=click.Path(path_type=Path), metavar="DIR",
    help="Write the letters as pages with sample values into a new folder, and do not serve anything.",
)  # fmt: skip
@content_option
def desk(*, port: int, opens: bool, read_only: bool, target: Path | None, overlays: tuple[Path, ...]) -> None:
    """See letters and fill them in on a page in the browser.

    The page is served to this machine only, under the address that is printed. It needs the extra goodterms[desk].
    """
    if target is not None:
        from goodterms.desk import building

        count = building.build(open_workspace(overlays), target, letter_date(None, []))
        tell(speak("Written: {path} (letters: {count})", path=target, count=count))
        return
    try:
        from goodterms.desk import serving
    except ImportError:
        raise InvalidRequest.of("desk-missing", "desk") from None
    from goodterms.desk.desk import Options

    def started(address: str) -> None:
        say(speak("The desk is at {address}", address=address))
        tell(speak("Only this machine can open it. Stop it with Ctrl-C."))
        if opens:
            webbrowser.open(address)

    serving.serve(lambda: open_workspace(overlays), Options(overlays, read_only, Path()), port, started)
