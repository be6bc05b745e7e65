"""The command that starts a goodterms.toml: ``goodterms init``."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import new_settings, settings_file
from goodterms.cli.column_report import lacks_locale, missing_lines, proposal_lines
from goodterms.cli.columns import show_undecided, write_columns
from goodterms.cli.options import complete_assignment, complete_letter, content_option
from goodterms.cli.terminal import say, tell
from goodterms.content.settings import FILE_NAME
from goodterms.errors import InvalidRequest
from goodterms.fields.value_files import parse_assignments
from goodterms.new_settings import QUESTIONS
from goodterms.recipients import outcome
from goodterms.recipients.first_look import Place, look
from goodterms.recipients.grouping import with_hint
from goodterms.speech import joined, speak
from goodterms.text.bidi import escape_controls
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.faults import Fault
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.first_look import Look


@click.command()
@click.argument("letter", required=False, shell_complete=complete_letter)
@click.argument("table", required=False, metavar="[TABLE]", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--company", help="Your company's name.")
@click.option("--signature", help="Who signs the letters: a person or a team.")
@click.option("--email", help="Your email address; emails come from it, and it is printed under the signature.")
@click.option("--phone", help="Your phone number, printed under the signature.")
@click.option("--currency", metavar="CODE", help="The currency of amounts that are given without one, such as EUR.")
@click.option("--timezone", metavar="ZONE", help="The time zone of your meetings, such as Europe/Ljubljana.")
@click.option(
    "--set", "assignments", metavar="FIELD=VALUE", multiple=True, shell_complete=complete_assignment,
    help="A value that is the same in every letter (repeatable); goodterms fields LETTER lists the fields.",
)  # fmt: skip
@click.option("--sheet", metavar="NAME", help="The sheet of the workbook to read (default: the one with the columns).")
@click.option("--header-row", type=click.IntRange(1), metavar="N",
              help="The row with the names of the columns (default: it is found).")  # fmt: skip
@click.option("--encoding", default="", metavar="NAME",
              help="The encoding of a CSV or TSV file, such as cp1250 (default: what its bytes show).")  # fmt: skip
@click.option("--force", is_flag=True, help=f"Overwrite {FILE_NAME} if it exists.")
@content_option
def init(
    letter: str | None,
    table: Path | None,
    assignments: tuple[str, ...],
    sheet: str | None,
    header_row: int | None,
    encoding: str,
    force: bool,
    overlays: tuple[Path, ...],
    **given: str | None,
) -> None:
    """Write a goodterms.toml: your company, who signs, and what is the same in all your letters.

    In a terminal, it asks for what is not given. With a LETTER and a TABLE of customers, it also writes what the
    columns of the table are, as goodterms columns does.
    """
    path = Path(FILE_NAME)
    if letter and not table:
        raise click.UsageError(speak("LETTER needs a TABLE: goodterms init LETTER TABLE"))
    if not force:
        settings_file.refuse_existing(path)
    project = Workspace(overlays).project
    spec = project.letter(letter) if letter else None
    faults: list[Fault] = []
    standing = _standing(project, spec, assignments, faults)
    answers = _answers({name: value.strip() for name, value in given.items() if value}, faults)
    if faults:
        raise InvalidRequest(faults)
    found = look(project, spec, Place(table, sheet, header_row, encoding), {}) if spec and table else None
    _ask_sender(answers)
    if found and spec:
        _ask_missing(spec, found, answers, standing)
    settings_file.start(path, new_settings.text(project, answers, standing), force=force)
    tell(speak("Written: {path}", path=path))
    if found and spec and table:
        _columns(project, spec, found, {**new_settings.by_field(answers), **standing})
        say("\n" + speak("Next:"))
        locale = " --locale TAG" if lacks_locale(found.columns) else ""
        say(f"  goodterms batch {spec.name} {shlex.quote(str(table))} -o outbox{locale}")


def _standing(
    project: Project, letter: LetterSpec | None, assignments: tuple[str, ...], faults: list[Fault]
) -> dict[str, object]:
    """The values of ``--set``; faults of them are added."""
    values = parse_assignments(assignments, faults)
    known: dict[str, list[FieldSpec]] = {}
    for spec in [letter] if letter else project.letters():
        for name, field in spec.fields.items():
            known.setdefault(name, []).append(field)
    faults += new_settings.value_faults(values, known)
    return values


def _answers(given: dict[str, str], faults: list[Fault]) -> dict[str, str]:
    """What the options say, by the name of the question; faults are added."""
    wrong = (new_settings.fault_of(question, given[question.name]) for question in QUESTIONS if question.name in given)
    faults += filter(None, wrong)
    return given


def _ask_sender(answers: dict[str, str]) -> None:
    """Ask for what the options do not say, where a person can answer."""
    for question in QUESTIONS:
        if question.name not in answers and _is_terminal():
            text = speak("{question}, such as {example}", question=speak(question.text), example=question.example)
            if answer := _ask(text, partial(new_settings.fault_of, question)):
                answers[question.name] = answer


def _ask_missing(letter: LetterSpec, found: Look, answers: dict[str, str], standing: dict[str, object]) -> None:
    """Ask for the values that every letter needs and the table does not have, where a person can answer."""
    asked: set[str] = set()
    while _is_terminal():
        sender = {**new_settings.by_field(answers), **standing}
        missing = [name for name in outcome.missing(found.columns, letter, sender) if name in letter.fields]
        name = next((name for name in missing if name not in asked), "")
        if not name:
            return
        if not asked:
            say(speak("The table lacks these; leave out what is not the same for all customers."))
        asked.add(name)
        field = letter.fields[name]
        options = f" ({joined(field.options)})" if field.options else ""
        if answer := _ask(f"{name}: {speak(field.help)}{options}", partial(_fault_of, field)):
            standing[name] = answer


def _fault_of(field: FieldSpec, given: str) -> Fault | None:
    return next(iter(new_settings.value_faults({field.name: given}, {field.name: [field]})), None)


def _ask(text: str, fault_of: Callable[[str], Fault | None]) -> str:
    """The answer to a question, asked again until it is right; empty where a person leaves it out."""
    while True:
        answer: str = click.prompt(escape_controls(text), default="", show_default=False).strip()
        wrong = fault_of(answer) if answer else None
        if wrong is None:
            return answer
        tell(f"  {with_hint(wrong.problem, wrong.hint)}")


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _columns(project: Project, letter: LetterSpec, found: Look, sender: Mapping[str, object]) -> None:
    """Write the columns of the table, and show what they are and what is missing."""
    say("")
    for line in (*proposal_lines(found.columns, project), *missing_lines(found.columns, letter, sender)):
        say(line)
    show_undecided(found, letter)
    say("")
    write_columns(settings_file.additions(found, letter))
