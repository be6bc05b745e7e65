"""The answer of an assessment: in words, as a letter to the program's own user, and as the command to run next."""

from __future__ import annotations

import shlex
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.advice import assess
from goodterms.fields import as_typed
from goodterms.formats import text
from goodterms.values import Dated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.advice.assess import Facts, Verdict
    from goodterms.advice.assess_rules import Rules
    from goodterms.advice.assess_table import Customer
    from goodterms.compose import Request
    from goodterms.model import LetterSpec
    from goodterms.project import Project

PARTS = ("answer", "reasons", "guards")
"""The steps of an answer that are cells of a table."""


class Answer(NamedTuple):
    """The advice on a customer: what is known, the verdict, and the letter that says it."""

    customer: Customer
    facts: Facts
    verdict: Verdict
    request: Request


def answer(customer: Customer, rules: Rules, spec: LetterSpec) -> Answer:
    """The advice on a customer; ``spec`` is the letter that says it."""
    asked = customer.request
    known = assess.facts(asked.values, rules)
    verdict = assess.judge(known, rules, asked.date)
    values = {
        **asked.values,
        "verdict": verdict.answer,
        "until": verdict.until,
        "first": verdict.first,
        "problems": len(known.problems),
        "guard": verdict.guards,
        "years": verdict.years,
    }
    return Answer(customer, known, verdict, asked._replace(letter=spec, values=MappingProxyType(values)))


def ranked(answers: Sequence[Answer], rules: Rules) -> list[Answer]:
    """The answers, the first customer to see to first; their order in the table does not matter."""
    with_cost = assess.costs_compare([one.facts for one in answers])
    return sorted(
        answers,
        key=lambda one: (
            assess.rank(one.facts, one.verdict, rules, with_cost=with_cost),
            one.customer.key,
            repr(sorted(one.customer.given.items())),
        ),
    )


def in_words(project: Project, one: Answer, only: str = "") -> str:
    """The whole answer as text, or only one of its steps."""
    request = one.request
    if only:
        others = frozenset(name for name in request.letter.sections if name != only)
        request = request._replace(without=others)
    return text.write(project.content, compose.compose(project, request)).strip()


def labels(project: Project, request: Request) -> Mapping[str, str]:
    """The words around the answers, by name: questions, and headings of a table."""
    return project.edition(request.locale).compiled(request.letter, request.missing).labels


def next_command(project: Project, one: Answer, rules: Rules, locale: str) -> str:
    """The command that writes the letter to go on with; empty where the rules name none.

    What was given fills the fields of that letter; samples fill the others, so that the command runs as it is.
    """
    name = rules.next.get(one.verdict.answer, "")
    if not name:
        return ""
    words = ["goodterms", "render", name, "--locale", one.customer.locale or locale, "--sample"]
    for field, value in _passed(project.letter(name), one.customer.given, one.request.values):
        words += ["--set", f"{field}={value}"]
    return shlex.join(words)


def _passed(letter: LetterSpec, given: Mapping[str, object], typed: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The fields of a letter that the answers give, each with its value, and the choices that these make."""
    passed = {
        key: _values(value, typed.get(key)) for key, value in given.items() if key.partition(".")[0] in letter.fields
    }
    for key in passed:
        for choice, options in letter.fields[key.partition(".")[0]].when.items():
            for option in options:
                yield choice, option
    for key, values in passed.items():
        for value in values:
            yield key, value


def _values(raw: object, typed: object) -> list[str]:
    """What was given, as text; dates in the order that every letter reads in the same way."""
    every = typed if type(typed) is tuple else (typed,)
    if all(isinstance(value, date) for value in every):
        return [value.isoformat() for value in every if isinstance(value, date)]
    if all(isinstance(value, Dated) for value in every):
        return [f"{value.date.isoformat()} {value.text}" for value in every if isinstance(value, Dated)]
    return [as_typed(value) for value in (raw if isinstance(raw, (list, tuple)) else [raw])]
