"""The language of the command line: by ``--lang``, else by the environment; its catalog is loaded when it is needed."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from goodterms import speech
from goodterms.messages import program_language
from goodterms.speech import joined, speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.speech.language import Language

OPTION = "--lang"


def choose(args: Sequence[str]) -> bool:
    """Choose the language for the arguments of a call; returns whether it is another one than that of the source.

    A tag that no catalog has is refused later, by :func:`refuse_unknown`.
    """
    tag = _option(args)
    name = program_language.by_environment(os.environ) if tag is None else program_language.by_tag(tag)
    speech.choose(partial(_loaded, name) if name else None)
    if name or "goodterms.cli.click_texts" in sys.modules:  # an earlier call in this process had another language
        from goodterms.cli import click_texts

        click_texts.speak_as_chosen(is_chosen=bool(name))
    return bool(name)


def follow(tag: str) -> None:
    """Speak the language of a tag from now on, if the program knows it, and --lang does not ask for another.

    Commands that advise write in the language of ``--locale``, and so is what they note and what they refuse.
    """
    asked = click.get_current_context().find_root().params.get("lang")
    if asked is None and program_language.is_known(tag):
        name = program_language.by_tag(tag)
        speech.choose(partial(_loaded, name) if name else None)


def _loaded(name: str) -> Language | None:
    from goodterms.messages import program  # reads catalogs

    return program.load(name)


def _option(args: Sequence[str]) -> str | None:
    """The value of ``--lang`` before the command; None without it."""
    for number, arg in enumerate(args):
        if arg == OPTION:
            return args[number + 1] if number + 1 < len(args) else None
        if arg.startswith(f"{OPTION}="):
            return arg.partition("=")[2]
        if not arg.startswith("-") or arg == "--":
            return None
    return None


def refuse_unknown(_: click.Context, __: click.Parameter, tag: str | None) -> str | None:
    """The tag; raises click's error for one without a catalog."""
    if tag is not None and not program_language.is_known(tag):
        known = joined([program_language.source_language(), *program_language.languages()])
        raise click.BadParameter(
            speak("{given!r} is not a language of goodterms; expected one of: {known}", given=tag, known=known)
        )
    return tag


def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The languages."""
    known = [program_language.source_language(), *program_language.languages()]
    return [CompletionItem(name) for name in known if name.startswith(incomplete)]
