"""The command that tells what this machine lacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from goodterms import doctor as physician
from goodterms.cli.options import content_option, json_option, open_workspace
from goodterms.cli.terminal import say, tell
from goodterms.reports.width import padded_to, width
from goodterms.speech import aloud, sentence, speak

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.doctor import Need


# For translators: the state of a font or a part of the program, in: goodterms doctor
_FOUND = sentence("found")
_MISSING = sentence("missing")
_OPTIONAL = sentence("optional")
_KINDS = {
    # For translators: what is found or missing, before its name: part typst, font Noto Sans, extra cluster
    "part": sentence("part"),
    "font": sentence("font"),
    "extra": sentence("extra"),
}


@click.command()
@click.option("--get-fonts", is_flag=True, help="Download the missing fonts (only on Debian and Ubuntu).")
@content_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, get_fonts: bool, overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the fonts and optional parts that are missing.

    The exit status is 1 if something is missing.
    """
    project = open_workspace(overlays).project
    own = None if as_json else project.spoken_locale
    needs = physician.examine(project, own)
    if get_fonts and any(need.kind == "font" and not need.is_met for need in needs):
        tell(aloud(physician.get_fonts()))
        needs = physician.examine(project, own)
    if as_json:
        click.echo(json.dumps([_row(need) for need in needs], ensure_ascii=False, indent=2))
    else:
        for need in needs:
            _say(need)
    if any(need.is_missed for need in needs):
        ctx.exit(1)


def _row(need: Need) -> dict[str, object]:
    row: dict[str, object] = {"kind": need.kind, "name": need.name, "for": need.detail, "found": need.found or None}
    return row if need.is_met else {**row, "command": need.command}


def _say(need: Need) -> None:
    if need.is_met:
        say(_line(_FOUND, need, aloud(need.found)))
    else:
        say(_line(_MISSING if need.is_missed else _OPTIONAL, need, aloud(need.detail)))
        say(" " * (_room() + 2) + aloud(need.command))


def _line(state: str, need: Need, text: str) -> str:
    return f"{padded_to(speak(state), _room())}  {speak(_KINDS[need.kind])} {aloud(need.name)}: {text}"


def _room() -> int:
    """The columns of the longest state."""
    return max(width(speak(state)) for state in (_FOUND, _MISSING, _OPTIONAL))
