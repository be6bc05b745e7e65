"""The questions of an assessment, asked in a terminal in the language of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from goodterms import compose
from goodterms.advice.assess_answer import labels
from goodterms.cli.terminal import tell
from goodterms.content.column_words import NO, YES
from goodterms.errors import InvalidRequest
from goodterms.recipients.grouping import with_hint

if TYPE_CHECKING:
    from goodterms.call import Call
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project


def ask(project: Project, questions: LetterSpec, spec: LetterSpec, call: Call) -> dict[str, object]:
    """The raw answers, by field; a question without an answer has none.

    An answer that its field cannot take is reported, and the question asked again.
    """
    empty = compose.validate(project, call)
    words = labels(project, empty._replace(letter=spec))
    answers = _answers(project)
    given: dict[str, object] = {}
    for name, field in questions.fields.items():
        question = words.get(f"ask_{name}")
        if question is None or (name == "change_by" and given.get("likely_to_change") != YES):
            continue
        if (answer := _ask_one(project, call, field, question, answers)) is not None:
            given[name] = answer
    return given


def _answers(project: Project) -> dict[str, str]:
    """What people type for yes and no, in all languages."""
    known = {"y": YES, "yes": YES, "n": NO, "no": NO}
    for language in project.column_words:
        for answer in (YES, NO):
            known |= {word.casefold(): answer for word in language.answers.get(answer, ())}
    return known


def _ask_one(project: Project, call: Call, field: FieldSpec, question: str, answers: dict[str, str]) -> str | None:
    """The answer to one question; None for none."""
    is_flag = field.type == "flag"
    hint = " [y/N]" if is_flag else ""
    while True:
        typed = str(click.prompt(f"{question}{hint}", default="", show_default=False, prompt_suffix=" ")).strip()
        if not typed:
            return None
        answer = answers.get(typed.casefold(), typed) if is_flag else typed
        try:
            compose.validate(project, call._replace(given={field.name: answer}))
        except InvalidRequest as error:
            for one in error.faults:
                tell(f"  {with_hint(one.problem, one.hint)}")
        else:
            return answer
