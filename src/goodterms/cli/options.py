"""Options and completions that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from goodterms.content import Content
from goodterms.errors import GoodtermsError
from goodterms.formats import FORMATS
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.model import FieldSpec, LetterSpec

content_option = click.option(
    "--content",
    "overlays",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Lay a folder's templates/ and locales/ over the built-in ones (repeatable; the first is topmost).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print a JSON array of objects.")


def project_over(overlays: Iterable[Path]) -> Project:
    """The project of the built-in content under the folders of ``--content``."""
    return Project(Content(tuple(overlays)))


def complete_letter(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The letters, each with its summary."""
    project = _project_of(ctx)
    return [
        CompletionItem(name, help=project.letter(name).summary)
        for name in project.content.letters()
        if name.startswith(incomplete)
    ]


def complete_locale(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The catalogs' locales."""
    return [CompletionItem(name) for name in _project_of(ctx).content.catalogs() if name.startswith(incomplete)]


def complete_format(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The formats."""
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def complete_step(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The steps of the letter on the line that can be left out."""
    letter = _letter_of(ctx)
    steps = letter.steps.values() if letter else ()
    return [
        CompletionItem(step.name, help=step.title)
        for step in steps
        if not step.required and step.name.startswith(incomplete)
    ]


def complete_assignment(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """``field=`` for each field of the letter on the line, and ``field=choice`` once a choice field is named."""
    letter = _letter_of(ctx)
    fields = letter.fields.values() if letter else ()
    return [
        CompletionItem(text, help=field.help)
        for field in fields
        for text in _assignments(field, incomplete)
        if text.startswith(incomplete)
    ]


def _assignments(field: FieldSpec, incomplete: str) -> list[str]:
    if field.options and incomplete.startswith(f"{field.name}="):
        return [f"{field.name}={option}" for option in field.options]
    return [f"{field.name}="]


def _project_of(ctx: click.Context) -> Project:
    return project_over(ctx.params.get("overlays") or ())


def _letter_of(ctx: click.Context) -> LetterSpec | None:
    # While an option still waits for its value, click leaves the arguments before it unread.
    name = ctx.params.get("letter") or next(iter(ctx.args), None)
    try:
        return _project_of(ctx).letter(name) if name else None
    except GoodtermsError:
        return None  # the shell shows no errors while one types
