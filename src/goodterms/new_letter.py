"""Starts a new letter: a folder with a letter.toml and a template that can be rendered at once.

What the files say is content: the folder ``_new`` of the templates.
"""

from __future__ import annotations

import json
import re
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.content.layers import BUILT_IN, read_text
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import fault
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.project import Project

_FILES = {"letter.toml": "application/toml", "letter.md.j2": "text/plain"}
"""The files of a letter, and their media types."""
_OWN, _EXTENDING = "_new/own", "_new/extending"
_NAME = re.compile(r"[^\W_][\w-]*")
_NOT_IN_NAMES = re.compile(r"[^\w-]+")


class NewLetter(NamedTuple):
    """The letter to start: its name and title, the heading that it is listed under, and the letter that it extends.

    An empty title is made from the name. ``parent`` is empty for a letter with a text of its own.
    """

    name: str
    title: str = ""
    group: str = ""
    parent: str = ""


def write(project: Project, folder: Path, new: NewLetter) -> list[Path]:
    """Write the files of a new letter into ``folder/templates/NAME``; returns their paths.

    Raises :class:`InvalidRequest` with every fault of the call: a name that a letter cannot have, or that is taken, a
    folder that exists, a parent that does not; :class:`OutputRefused` where the files cannot be written.
    """
    target = folder / "templates" / new.name
    if faults := list(_faults(project, target, new)):
        raise InvalidRequest(faults)
    words = _words(project.letter(new.parent) if new.parent else None, new)
    texts = {name: Template(_scaffold(project, name, new)).safe_substitute(words) for name in _FILES}
    try:
        target.mkdir(parents=True)
    except OSError as error:
        raise OutputRefused.of("folder-not-created", folder=target, reason=cause(error)) from None
    return [
        output.write(str(target / name), Document(name, _FILES[name], text.encode()), force=False)
        for name, text in texts.items()
    ]


def _faults(project: Project, target: Path, new: NewLetter) -> Iterator[Fault]:
    known = project.content.letters()
    if not _NAME.fullmatch(new.name):
        right = _NOT_IN_NAMES.sub("-", new.name).strip("-_")
        yield (
            fault("letter-name-near", "LETTER", given=new.name, right=right)
            if right
            else fault("letter-name", "LETTER", given=new.name)
        )
    elif target.exists():
        yield fault("letter-folder-exists", "LETTER", folder=target)
    elif new.name in known:
        below = project.content.template(f"{new.name}/letter.toml")
        kind = "letter-built-in" if below and below.path.is_relative_to(BUILT_IN) else "letter-exists"
        yield fault(kind, "LETTER", given=new.name, template=target / "letter.md.j2")
    if new.parent and new.parent not in known:
        yield fault("unknown-letter", "--from", given=new.parent, known=known)
    for place, text in (("--title", new.title), ("--group", new.group)):
        if not text.isprintable():
            yield fault("text-not-on-one-line", place, given=text)


def _scaffold(project: Project, name: str, new: NewLetter) -> str:
    """The text of a file of a new letter, with the places for its words."""
    located = project.content.template(f"{_EXTENDING if new.parent else _OWN}/{name}")
    return read_text(located.path) if located else ""


def _words(parent: LetterSpec | None, new: NewLetter) -> dict[str, str]:
    """The words of a new letter, by their places in the files."""
    spaced = re.sub("[-_]+", " ", new.name)
    title = new.title or spaced[:1].upper() + spaced[1:]
    words = {
        "title": _quoted(title),
        "summary": _quoted(""),
        "group": f"group = {_quoted(new.group)}\n" if new.group else "",
    }
    if parent is None:
        return words
    step = next((step.name for step in parent.steps.values() if not step.required), next(iter(parent.steps)))
    return {
        **words,
        "summary": _quoted(parent.summary),
        "parent": _quoted(parent.name),
        "template": _quoted(f"{parent.name}/letter.md.j2"),
        "step": _quoted(step),
        "block": step,
        "steps": ", ".join(parent.steps),
    }


def _quoted(text: str) -> str:
    """A printable text as a string of TOML, which is that of JSON (TOML 1.0, "Basic strings"), and of Jinja."""
    return json.dumps(text, ensure_ascii=False)
