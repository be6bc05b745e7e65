"""The help of commands in the language that is chosen: each paragraph and each option is a message of its catalog."""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, TypeVar

import click

from goodterms.cli.help_layout import Context
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    AnyCommand = TypeVar("AnyCommand", bound=click.Command)

AS_IT_IS = "\b\n"
"""What begins a paragraph whose lines stay as they are."""
_ENDS = (".", "।", "۔")
"""What ends a sentence in the languages of the program."""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text, each as one line; those that stay as they are with their lines."""
    return [message for message, _ in _parts(text)]


def in_language(command: AnyCommand) -> AnyCommand:
    """A copy of a command with its help in the language that is chosen."""
    spoken = copy.copy(command)
    spoken.context_class = Context
    spoken.params = [_spoken(parameter) for parameter in command.params]
    spoken._help_option = None  # click keeps it with the command
    if command.help:
        parts = [(speak(message), is_raw) for message, is_raw in _parts(command.help)]
        spoken.help = "\n\n".join(f"{AS_IT_IS}{text}" if is_raw else text for text, is_raw in parts)
        spoken.short_help = _first_sentence(parts[0][0])
    if isinstance(spoken, click.Group):
        spoken.commands = {name: in_language(inner) for name, inner in spoken.commands.items()}
    return spoken


def _spoken(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    spoken = copy.copy(parameter)
    spoken.help = speak(parameter.help)
    return spoken


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Each paragraph as a message, and whether its lines stay as they are."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith(AS_IT_IS):
            yield paragraph.removeprefix(AS_IT_IS), True
        else:
            yield " ".join(paragraph.split()), False


def _first_sentence(text: str) -> str:
    """The first sentence of a paragraph, for a list of commands."""
    words = text.split(" ")
    end = next((number for number, word in enumerate(words, 1) if word.endswith(_ENDS)), len(words))
    return " ".join(words[:end])
