"""The command that advises whether to keep a customer, to wait, or to part."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from goodterms import compose, output
from goodterms.advice import assess_answer, assess_list, assess_table
from goodterms.advice.assess_rules import ColumnWords, Rules, read_rules
from goodterms.advice.assess_table import Asked, Customer
from goodterms.call import CURRENCY, Call
from goodterms.cli import language
from goodterms.cli.assess_questions import ask
from goodterms.cli.options import complete_locale, content_option, letter_date, open_workspace
from goodterms.cli.table_options import TableOptions, table_options
from goodterms.cli.terminal import say, screen, tell, tell_notes
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.fields.value_files import parse_assignments
from goodterms.reports.width import width, wrap
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.workspace import Workspace

_QUESTIONS, _ANSWER = "assess", "assessment"
_MARGIN = re.compile("[\u200f ]*(?:• |[0-9]+[.] )")
_SUFFIXES = {f".{form}": form for form in assess_list.FORMATS if form != "text"} | {".txt": "text"}


class _Room(NamedTuple):
    """What an assessment needs of the content: the questions, the letter that answers, the rules, words of columns."""

    project: Project
    questions: LetterSpec
    spec: LetterSpec
    rules: Rules
    spoken: ColumnWords


@click.command()
@click.argument("table", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--is", "true", multiple=True, metavar="WORD",
              help="What is true of the customer, such as complains or demanding (repeatable).")  # fmt: skip
@click.option("--set", "assignments", multiple=True, metavar="FIELD=VALUE",
              help="Another answer, such as since=2019-05-06 or shipments=3 (repeatable).")  # fmt: skip
@click.option("--locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="The language of the answer (default: the source language of the letters).")  # fmt: skip
@click.option("--customer-locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="The language of letters to customers whose row names none (default: of the answer).")  # fmt: skip
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day of the advice (default: today).")
@click.option("--format", "form", type=click.Choice(assess_list.FORMATS),
              help="The format of a ranked list (default: from the ending of the output, else text).")  # fmt: skip
@click.option("-o", "--output", "target", metavar="FILE", help="Write the ranked list to FILE.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@table_options
@content_option
def assess(
    *,
    table: Path | None,
    true: tuple[str, ...],
    assignments: tuple[str, ...],
    locale: str,
    customer_locale: str,
    day: str | None,
    form: str | None,
    target: str | None,
    force: bool,
    table_options: TableOptions,
    overlays: tuple[Path, ...],
) -> None:
    """Advise whether to keep a customer, to wait, or to part.

    Without TABLE, it is about one customer: what --is and --set say, or the answers to its questions in a terminal.
    With TABLE, it ranks all customers of a table. The advice gives its reasons and the command to run next; it writes
    no letter.
    """
    workspace = open_workspace(overlays)
    project = workspace.project
    spec = project.advice(_ANSWER)
    questions = project.advice(_QUESTIONS)
    room = _Room(project, questions, spec, read_rules(project.content, questions), ColumnWords(project.content))
    faults: list[Fault] = []
    on = letter_date(day, faults)
    if locale and not _faults_of_locale(project, locale, "--locale"):
        language.follow(project.locale(locale).tag)
    locale = locale or project.spoken_locale.tag
    letters_in = customer_locale or locale
    for tag, option in ((locale, "--locale"), (letters_in, "--customer-locale")):
        faults += _faults_of_locale(project, tag, option)
    if table is not None:
        if given := "--is" if true else "--set" if assignments else "":
            faults.append(fault("assess-table-and-customer", given, option=given, table=table))
        chosen = _form(form, target, faults)
        if target:
            faults += output.faults(target, None, force)
        if faults:
            raise InvalidRequest(faults)
        _rank(room, _asked(table, table_options, workspace, locale, on), letters_in, chosen, target)
    else:
        one = _one(room, workspace, true, assignments, locale, on, faults)
        _answer(room, one, letters_in)


def _faults_of_locale(project: Project, tag: str, option: str) -> list[Fault]:
    try:
        project.locale(tag)
    except InvalidRequest as error:
        return [one._replace(place=option) for one in error.faults]
    return []


def _form(form: str | None, target: str | None, faults: list[Fault]) -> str:
    """The format of a list: by name, else by the ending of its file, else text."""
    suffix = Path(target).suffix.lower() if target else ""
    if form is None and target and suffix not in _SUFFIXES:
        faults.append(fault("assess-suffix", "--output", given=suffix, known=list(_SUFFIXES)))
    chosen = form or _SUFFIXES.get(suffix, "text")
    if chosen == "xlsx" and not target and sys.stdout.isatty():
        faults.append(fault("assess-no-terminal", "--format"))
    return chosen


def _asked(path: Path, options: TableOptions, workspace: Workspace, locale: str, day: date) -> Asked:
    call = options.call(path, locale, workspace)
    return Asked(call.place, locale, day, call.written, call.uses, call.words, workspace.sender_values, screen())


def _one(
    room: _Room,
    workspace: Workspace,
    true: Sequence[str],
    assignments: Sequence[str],
    locale: str,
    day: date,
    faults: list[Fault],
) -> Customer:
    """The one customer that the options or the answers in a terminal are about; raises with all faults."""
    flags = [name for name, field in room.questions.fields.items() if field.type == "flag"]
    given = parse_assignments(assignments, faults)
    for name in [name for name in given if not _is_question(name, room.questions)]:
        faults.append(_no_question(name, "--set", room, list(room.questions.fields)))
        del given[name]
    for name in true:
        if name not in flags:
            faults.append(_no_question(name, "--is", room, flags))
        elif name in given:
            faults.append(fault("assess-given-twice", "--is", given=name))
    call = Call(room.questions.name, locale, {**given, **dict.fromkeys((n for n in true if n in flags), "yes")}, day,
                workspace.sender_values)  # fmt: skip
    if not true and not assignments and not faults:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise InvalidRequest.of("assess-nothing-given", "TABLE")
        call = call._replace(given=ask(room.project, room.questions, room.spec, call))
    try:
        request = compose.validate(room.project, call)
    except InvalidRequest as error:
        raise InvalidRequest([*faults, *(one for one in error.faults if one not in faults)]) from None
    if faults:
        raise InvalidRequest(faults)
    return Customer(0, "", "", call.given, request)


def _is_question(name: str, questions: LetterSpec) -> bool:
    return name.partition(".")[0] in questions.fields or name == CURRENCY


def _no_question(name: str, option: str, room: _Room, known: Sequence[str]) -> Fault:
    """The fault of something that is not asked, or by which nobody is judged."""
    if ground := room.spoken.ground(name):
        return fault("assess-protected-set", option, given=name, ground=ground)
    return fault("assess-not-a-question", option, given=name, known=known)


def _answer(room: _Room, one: Customer, locale: str) -> None:
    answer = assess_answer.answer(one, room.rules, room.spec)
    click.echo(_wrapped(assess_answer.in_words(room.project, answer)))  # with the marks of its direction
    if command := assess_answer.next_command(room.project, answer, room.rules, locale):
        say(f"\n{assess_answer.labels(room.project, answer.request)['next_label']}:\n  {command}")


def _rank(room: _Room, asked: Asked, locale: str, form: str, target: str | None) -> None:
    """Print or write the ranked list of a table."""
    read = assess_table.read(room.project, room.questions, room.spoken, asked)
    tell_notes(asked.place.path, read.notes)
    answers = assess_answer.ranked(
        [assess_answer.answer(one, room.rules, room.spec) for one in read.customers], room.rules
    )
    found = list(assess_list.lines(room.project, answers, room.rules, locale))
    words = assess_answer.labels(room.project, answers[0].request)
    is_rtl = room.project.locale(asked.locale).direction == "rtl"
    if form == "text":
        content = assess_list.as_text(found, is_rtl=is_rtl).encode()
        if not target:
            click.echo(_wrapped(content.decode().rstrip("\n")))
            return
    else:
        content = assess_list.as_bytes(form, found, words, is_rtl=is_rtl)
    if target:
        written = output.write(target, Document(Path(target).name, assess_list.media_type(form), content), force=True)
        tell(speak("Written: {path}", path=written))
    else:
        click.echo(content, nl=False)


def _wrapped(text: str) -> str:
    """The lines of a text, broken between words where the screen ends; a command remains one line, to be copied."""
    room = shutil.get_terminal_size().columns
    lines: list[str] = []
    for line in text.split("\n"):
        begin = _MARGIN.match(line)
        body = line.lstrip(" ")
        lead = " " * (len(line) - len(body))
        margin = " " * (width(begin[0]) - len(lead)) if begin else ""
        is_command = body.startswith("goodterms ")
        lines += [line] if is_command else [lead + part for part in wrap(body, room - len(lead), margin)]
    return "\n".join(lines)
