"""From what a user asked for to a letter: first every fault at once, then a Request, then the letter's blocks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields, prose
from goodterms.blocks import Heading, Paragraph, Section
from goodterms.cldr.locales import currencies
from goodterms.errors import Fault, InvalidRequest, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from goodterms.blocks import Block
    from goodterms.model import FieldSpec, LetterSpec, Locale, Slot
    from goodterms.project import Project
    from goodterms.translations import Missing

SUBJECT = "subject"
"""The section that is a letter's subject: its heading, a page's title."""
CURRENCY = "currency"
"""The sender's standing value for amounts that are given without a currency."""


class Request(NamedTuple):
    """A letter that can be written: everything checked, nothing below asks the clock or the environment.

    ``values`` holds a typed value for every field of the letter, None where there is none.
    """

    letter: LetterSpec
    locale: Locale
    values: Mapping[str, object]
    date: date
    without: frozenset[str] = frozenset()
    missing: Missing = "refuse"


class Wording:
    """The words of a letter: for each section its blocks, in which marks stand for the values.

    Letters with the same words share one Wording, so that a format keeps by it what it has made of the words.
    """

    __slots__ = ("sections",)

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections


class Letter(NamedTuple):
    """A letter written: its words, and the values for them.

    ``source_tag`` is the language of the words that stand where a translation is missing (BCP 47), if any may.
    """

    request: Request
    wording: Wording
    slots: Sequence[Slot]
    source_tag: str


class Asked(NamedTuple):
    """What a user asked for, raw. ``given`` are the values by field, ``standing`` those of the sender's settings."""

    letter: str
    locale: str
    given: Mapping[str, object]
    standing: Mapping[str, object]
    date: date
    sample: bool = False
    without: Iterable[str] = ()
    missing: Missing = "refuse"


def check(project: Project, asked: Asked) -> Request:
    """The request that the user asked for.

    Raises :class:`InvalidRequest` with every fault: an unknown letter, locale, field or step, a required field that is
    missing, a value that its field cannot take.
    """
    faults: list[Fault] = []
    locale = letter = None
    try:
        locale = project.locale(asked.locale)
    except InvalidRequest as error:
        faults += error.faults
    try:
        letter = project.letter(asked.letter)
    except InvalidRequest as error:
        faults += error.faults
    if letter is None:
        raise InvalidRequest(faults)
    without = _steps_left_out(letter, asked.without, faults)
    samples = project.samples(letter, locale) if asked.sample and locale else {}
    values = _values(letter, asked, samples, without, faults)
    if faults or locale is None:
        raise InvalidRequest(faults)
    return Request(letter, locale, values, asked.date, without, asked.missing)


def compose(project: Project, request: Request) -> Letter:
    """The letter that was requested.

    Raises :class:`MissingTranslations` and :class:`BrokenContent`.
    """
    compiled = project.compiled(request.letter, request.locale, request.missing)
    source_tag = "" if request.missing == "refuse" else project.source_locale().tag
    text = compiled.render({**request.values, "date": request.date}, request.without)
    return Letter(request, _wording(text.sections), text.slots, source_tag)


@lru_cache(maxsize=256)
def _wording(sections: tuple[tuple[str, str], ...]) -> Wording:
    """The words of a letter from the prose of its sections; empty sections are left out."""
    parsed = [(name, prose.parse(text)) for name, text in sections]
    return Wording(
        tuple(Section(name, _as_heading(blocks) if name == SUBJECT else blocks) for name, blocks in parsed if blocks)
    )


def _as_heading(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(Heading(1, block.inlines) if isinstance(block, Paragraph) else block for block in blocks)


def _steps_left_out(letter: LetterSpec, without: Iterable[str], faults: list[Fault]) -> frozenset[str]:
    for name in without:
        if name not in letter.steps:
            faults.append(Fault("--without", f"{letter.name} has no step {name!r}", suggestion(name, letter.steps)))
        elif letter.steps[name].required:
            optional = [step.name for step in letter.steps.values() if not step.required]
            faults.append(
                Fault(
                    "--without",
                    f"{letter.name} requires the step {name!r}",
                    f"can be left out: {', '.join(optional)}",
                )
            )
    return frozenset(without)


def _values(
    letter: LetterSpec,
    asked: Asked,
    samples: Mapping[str, object],
    without: frozenset[str],
    faults: list[Fault],
) -> dict[str, object]:
    """The typed value of every field; those that the letter's own choices do not need stay None."""
    known = [*letter.fields, CURRENCY]
    faults += [
        Fault(name, f"{letter.name} has no such field", suggestion(name, known))
        for name in asked.given
        if name not in known
    ]
    around = _surroundings(letter, asked, faults)
    raw = {name: _raw(field, asked, samples) for name, field in letter.fields.items()}
    values: dict[str, object] = {}
    # Choices come first, for they tell which of the other fields are needed.
    for field in sorted(letter.fields.values(), key=lambda field: not field.options):
        value = raw[field.name]
        needed = _is_needed(field, values, without)
        if fields.is_empty(value):
            values[field.name] = None
            is_blank = field.name in asked.given and asked.given[field.name] is not None
            if needed:
                problem = "is empty" if is_blank else "is missing"
                faults.append(Fault(field.name, problem, _expected(field)))
            continue
        try:
            values[field.name] = fields.parse(field, value, around)
        except fields.Wrong as wrong:
            values[field.name] = None
            if needed or field.name in asked.given:
                faults.append(Fault(field.name, wrong.problem, wrong.hint))
    return values


def _raw(field: FieldSpec, asked: Asked, samples: Mapping[str, object]) -> object:
    """The raw value of a field: given, else the sender's standing one, else its sample, else its default."""
    if field.name in asked.given:
        return asked.given[field.name]
    for source in (asked.standing, samples):
        if not fields.is_empty(source.get(field.name)):
            return source[field.name]
    return field.default


def _is_needed(field: FieldSpec, values: Mapping[str, object], without: frozenset[str]) -> bool:
    if field.step in without:
        return False
    return field.required or (
        bool(field.when) and all(values.get(name) in choices for name, choices in field.when.items())
    )


def _expected(field: FieldSpec) -> str:
    """What a field that is missing takes, and why it is needed."""
    expected = f"{field.help} ({', '.join(field.options)})" if field.options else _with_sample(field)
    because = " and ".join(f"{name} is {' or '.join(choices)}" for name, choices in field.when.items())
    return f"needed when {because}: {expected}" if because else expected


def _with_sample(field: FieldSpec) -> str:
    sample = field.sample[0] if field.many and isinstance(field.sample, list) else field.sample
    return f"{field.help}, such as {fields.as_typed(sample)}"


def _surroundings(letter: LetterSpec, asked: Asked, faults: list[Fault]) -> fields.Surroundings:
    """What values may lean on; an unknown standing currency is a fault of its own where no field tells it."""
    known = currencies()
    raw = asked.given.get(CURRENCY) or asked.standing.get(CURRENCY) or ""
    code = fields.as_typed(raw).strip().upper()
    if code and code not in known:
        if CURRENCY not in letter.fields:
            faults.append(
                Fault(CURRENCY, f"is the unknown currency {code!r}", "expected an ISO 4217 code, such as EUR")
            )
        code = ""
    return fields.Surroundings(code, known)
