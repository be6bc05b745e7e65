"""Values that are the same in all letters of a table, and that neither a column nor goodterms.toml gives yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import new_settings, settings_file
from goodterms.call import help_of
from goodterms.desk.form import PICKED
from goodterms.desk.messages import text
from goodterms.desk.table_columns import label
from goodterms.settings_file import Additions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.model import FieldSpec
    from goodterms.workspace import Workspace

PREFIX = "s."
"""Before the name of a value in the form."""
_OF_MAIL = ("mail.from", "mail.timezone")
_ANSWERS = ("yes", "no")


def controls(workspace: Workspace, letters: Iterable[str], lacking: Sequence[str]) -> list[dict[str, object]]:
    """A control for each value that is lacking: its name in the form, a label, a help, the options to choose from."""
    specs = _specs(workspace, letters)
    found: list[dict[str, object]] = []
    for name in lacking:
        if name in _OF_MAIL:
            found.append(_control(name, text(name), text(f"{name}.help"), ()))
        elif name in specs:
            spec = specs[name]
            options = _ANSWERS if spec.type == "flag" else spec.options if not spec.many else ()
            found.append(_control(name, label(name), help_of(spec), options, spec.type))
    return found


def _control(name: str, named: str, help_: str, options: Sequence[str], kind: str = "") -> dict[str, object]:
    is_picked = kind in PICKED
    return {
        "name": f"{PREFIX}{name}",
        "label": named,
        "help": help_,
        "options": options,
        "picks": kind if is_picked else "",
        "choose": text(PICKED[kind], label=named) if is_picked else "",
    }


def keep(workspace: Workspace, path: Path, pairs: Iterable[tuple[str, str]]) -> list[Fault]:
    """Keep the values of a filled form in goodterms.toml; nothing where one has a fault. Returns the faults."""
    given = {name.removeprefix(PREFIX): value.strip() for name, value in pairs if name.startswith(PREFIX)}
    given = {name: value for name, value in given.items() if value}
    mail = {name.partition(".")[2]: given.pop(name) for name in _OF_MAIL if name in given}
    known: dict[str, list[FieldSpec]] = {}
    for letter in workspace.letters():
        for field in letter.fields.values():
            known.setdefault(field.name, []).append(field)
    faults = new_settings.value_faults(given, known)
    questions = {question.name: question for question in new_settings.QUESTIONS}
    for key, name in (("from", "email"), ("timezone", new_settings.TIMEZONE)):
        if key in mail and (wrong := new_settings.fault_of(questions[name], mail[key])):
            faults.append(wrong._replace(place=text(f"mail.{key}")))
    if not faults:
        settings_file.write(path.resolve(), Additions({}, {}, {"sender": given, "mail": mail}))
    return faults


def _specs(workspace: Workspace, letters: Iterable[str]) -> Mapping[str, FieldSpec]:
    """The fields of the letters by their names; where several have one, that of the first."""
    found: dict[str, FieldSpec] = {}
    for letter in letters:
        for field in workspace.project.letter(letter).fields.values():
            found.setdefault(field.name, field)
    return found
