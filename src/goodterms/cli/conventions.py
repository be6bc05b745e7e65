"""The command that shows a locale's conventions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from goodterms.cldr.locales import name_in
from goodterms.cli.options import complete_locale, content_option, json_option, open_workspace
from goodterms.cli.terminal import say, say_isolated
from goodterms.conventions_overview import LANGUAGE_FILE, SETTINGS_FILE, describe
from goodterms.reports.width import padded_to, width
from goodterms.speech import aloud, speak
from goodterms.text import bidi

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.conventions_overview import Overview

_SYMBOLS = {LANGUAGE_FILE: "*", SETTINGS_FILE: "+"}
"""What a line begins with, by the file that makes it differ from CLDR."""


@click.command()
@click.argument("tags", metavar="[LOCALE]...", nargs=-1, shell_complete=complete_locale)
@content_option
@json_option
def conventions(tags: tuple[str, ...], overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show how each LOCALE writes numbers, dates, lists and names.

    Without LOCALE, show every language. A tag can select other digits or another calendar: LOCALE-u-nu-native,
    LOCALE-u-ca-indian.
    """
    project = open_workspace(overlays).project
    overviews = [describe(project, tag) for tag in tags or project.catalogs.languages]
    if as_json:
        click.echo(json.dumps([_row(overview) for overview in overviews], ensure_ascii=False, indent=2))
        return
    own = project.spoken_locale
    for number, overview in enumerate(overviews):
        if number:
            say("")
        _say(overview._replace(name=name_in(own, overview.locale)))
    files = {example.set_in for overview in overviews for example in overview.examples}
    legend = [
        # For translators: symbol marks lines above
        speak("{symbol} set in {file}; differs from CLDR", symbol=symbol, file=file)
        for file, symbol in _SYMBOLS.items()
        if file in files
    ]
    if legend:
        say("\n" + "\n".join(legend))


def _row(overview: Overview) -> dict[str, object]:
    return {
        "tag": overview.tag,
        "name": overview.name,
        "direction": overview.locale.direction,
        "conventions": {example.key: example.text for example in overview.examples},
        "set_in": {example.key: example.set_in for example in overview.examples if example.set_in},
    }


def _say(overview: Overview) -> None:
    direction = overview.locale.direction
    room = max(width(aloud(example.label)) for example in overview.examples)
    say(f"{overview.tag}: {overview.name}")
    for example in overview.examples:
        isolate = (
            bidi.isolate_localized(direction) if example.is_text else bidi.isolate_formatted(example.text, direction)
        )
        label = padded_to(aloud(example.label), room)
        say_isolated(f"{_SYMBOLS.get(example.set_in, ' ')} {label}  ", example.text, isolate)
