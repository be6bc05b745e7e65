"""Starts a goodterms.toml: the sender's values, with comments; what it says is content, in the folder ``_new``."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.cldr import locales, zones
from goodterms.content.layers import read_text
from goodterms.faults import fault
from goodterms.settings_file import quoted
from goodterms.speech import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.model import FieldSpec
    from goodterms.project import Project

_TEMPLATE = "_new/settings/goodterms.toml"


class Question(NamedTuple):
    """A value to ask for: the option and the key for it, the type of its field, what to ask, an example."""

    name: str
    key: str
    type: str
    text: str
    example: str


TIMEZONE = "timezone"
QUESTIONS = (
    Question("company", "company", "name", sentence("Your company's name"), "Lipa Office Care"),
    Question("signature", "signature", "person", sentence("Who signs the letters, a person or a team"), "Maja Kovač"),
    Question("email", "company_email", "email", sentence("Your email address"), "care@lipa.example"),
    Question("phone", "company_phone", "phone", sentence("Your phone number"), "+386 1 555 01 23"),
    Question("currency", "currency", "currency", sentence("The currency of amounts"), "EUR"),
    Question(TIMEZONE, TIMEZONE, TIMEZONE, sentence("The time zone of your meetings"), "Europe/Ljubljana"),
)
"""What every sender is asked for."""


def fault_of(question: Question, given: str) -> Fault | None:
    """What is wrong with an answer, with the option as its place; None for a right one."""
    place = f"--{question.name}"
    if question.type == TIMEZONE:
        named = zones.find(given)
        return None if named.zone else fault(named.fault_kind, place, given=given, near=named.near)
    return _fault(question.type, given, place)


def _fault(kind: str, given: str, place: str) -> Fault | None:
    try:
        fields.TYPES[kind](given, fields.ParseContext("", locales.currencies()))
    except fields.InvalidValue as invalid:
        return invalid.faults[0]._replace(place=place)
    return None


def by_field(answers: Mapping[str, str]) -> dict[str, object]:
    """The answers as values by the field that they fill, without those that are no field's."""
    keys = {question.name: question.key for question in QUESTIONS if question.type != TIMEZONE}
    return {keys[name]: answer for name, answer in answers.items() if name in keys}


def value_faults(values: Mapping[str, object], known: Mapping[str, Sequence[FieldSpec]]) -> list[Fault]:
    """What is wrong with standing values by field: an unknown field, a value that no letter takes for it.

    ``known`` has the field of each letter by its name.
    """
    faults: list[Fault] = []
    for name, raw in values.items():
        if name not in known:
            faults.append(fault("unknown-sender-field", name, given=name, known=sorted(known)))
            continue
        fewest: list[Fault] = min((_faults(spec, raw) for spec in known[name]), key=len)
        faults += fewest
    return faults


def _faults(spec: FieldSpec, raw: object) -> list[Fault]:
    try:
        fields.parse(spec, raw, fields.ANY_CURRENCY)
    except fields.InvalidValue as invalid:
        return [one._replace(place=spec.name) for one in invalid.faults]
    return []


def text(project: Project, answers: Mapping[str, str], more: Mapping[str, object]) -> str:
    """The text of a goodterms.toml with the answers by the names of questions, and further values by field.

    What is not answered is an example in a comment.
    """
    located = project.content.template(_TEMPLATE)
    places = {question.key: _line(question.key, answers.get(question.name, ""), question) for question in QUESTIONS}
    places["from"] = _line("from", answers.get("email", ""), QUESTIONS[2])
    further = [f"{name} = {_value(raw)}" for name, raw in more.items()]
    places["more"] = "\n".join(further) or '# mode = "video"'
    return Template(read_text(located.path) if located else "").safe_substitute(places)


def _line(key: str, answer: str, question: Question) -> str:
    return f"{key} = {quoted(answer)}" if answer else f"# {key} = {quoted(question.example)}"


def _value(raw: object) -> str:
    return f"[{', '.join(map(_value, raw))}]" if isinstance(raw, list) else quoted(str(raw))
