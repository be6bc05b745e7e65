"""Options and completions that several commands share; what each of them needs is imported when it is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from goodterms.cli import language
from goodterms.cli.content_option import content_option as content_option
from goodterms.content.settings import FILE_NAME
from goodterms.errors import GoodtermsError
from goodterms.faults import fault
from goodterms.speech import speak
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec, Locale
    from goodterms.project import Project

    Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

json_option = click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")


def open_workspace(overlays: Iterable[Path]) -> Workspace:
    """The workspace of the folders of ``--content``, with the goodterms.toml of the working folder."""
    return Workspace(overlays, settings=Path(FILE_NAME))


def letter_date(text: str | None, faults: list[Fault]) -> date:
    """The date of letters: the one that was given, else today; what is wrong with it is added to the faults."""
    if text is not None:
        from goodterms import fields

        try:
            return fields.parse_date(text)
        except fields.InvalidValue as invalid:
            faults += [one._replace(place="--date") for one in invalid.faults]
    return date.today()  # noqa: DTZ011 — the day on the wall of whoever sends the letter


def own_locale(workspace: Workspace, tag: str, faults: list[Fault]) -> Locale:
    """The locale of whoever runs the command: as given, else the language of messages; a wrong one is a fault."""
    project = workspace.project
    if tag:
        try:
            locale = project.locale(tag)
        except GoodtermsError as error:
            faults += [one._replace(place="--locale") for one in error.faults]
        else:
            language.follow(locale.tag)
            return locale
    return project.spoken_locale


def output_faults(target: Path | None, suffixes: Collection[str], force: bool) -> list[Fault]:
    """What prevents writing a file of one of some kinds, as far as this can be known before anything is read."""
    if target is None:
        return []
    from goodterms import output

    faults = output.faults(str(target), target.name, force)
    if target.suffix.lower() not in suffixes:
        faults.append(fault("unknown-output", "--output", given=target, known=suffixes))
    return faults


def _quietly(complete: Callable[[Project, list[str], str], list[CompletionItem]]) -> Completion:
    """A completion that shows nothing where the content is at fault; the shell has no place for errors."""

    def completed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        overlays, words = _overlays_and_words(ctx)
        try:
            return complete(open_workspace(overlays).project, words, incomplete)
        except (GoodtermsError, OSError):
            return []

    return completed


@_quietly
def complete_letter(project: Project, _: list[str], incomplete: str) -> list[CompletionItem]:
    """The letters, each with its summary."""
    names = [name for name in project.content.letters() if name.startswith(incomplete)]
    return [CompletionItem(name, help=speak(project.outline(name).summary)) for name in names]


@_quietly
def complete_locale(project: Project, _: list[str], incomplete: str) -> list[CompletionItem]:
    """The catalogs' locales."""
    return [CompletionItem(name) for name in project.catalogs.languages if name.startswith(incomplete)]


@_quietly
def complete_format(_: Project, __: list[str], incomplete: str) -> list[CompletionItem]:
    """The formats."""
    from goodterms.formats import FORMATS

    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@_quietly
def complete_step(project: Project, words: list[str], incomplete: str) -> list[CompletionItem]:
    """The steps of the letter on the line that can be left out."""
    steps = [step for letter in _letters(project, words) for step in letter.steps.values() if not step.required]
    return [CompletionItem(step.name, help=speak(step.title)) for step in steps if step.name.startswith(incomplete)]


@_quietly
def complete_assignment(project: Project, words: list[str], incomplete: str) -> list[CompletionItem]:
    """``field=`` for each field of the letter on the line; once it is named, its choices or its parts."""
    from goodterms.cli.assignments import assignments

    fields = [field for letter in _letters(project, words) for field in letter.fields.values()]
    return [CompletionItem(text, help=speak(help_text)) for text, help_text in assignments(fields, incomplete)]


def _letters(project: Project, words: list[str]) -> list[LetterSpec]:
    """The letter that is named on the line, if one is."""
    known = project.content.letters()
    return [project.letter(word) for word in words if word in known][:1]


def _overlays_and_words(ctx: click.Context) -> tuple[list[Path], list[str]]:
    """The ``--content`` folders and the words of the line so far.

    click reads nothing of a line in which an option still waits for its value, so the words are looked at as they are.
    """
    words = [str(ctx.params.get("letter") or ""), *map(str, ctx.args)]
    return list(ctx.params.get("overlays") or ()), words
