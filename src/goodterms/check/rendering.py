"""What the rule ``renders`` does: every letter, with each choice and each plural form, through the real engine.

The numbers are CLDR's samples: the first two of each plural category, and the first above a hundred of each.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose, fields
from goodterms.call import Call
from goodterms.check.checked_letters import LetterHit
from goodterms.cldr.languages import plural_categories
from goodterms.errors import BrokenContent
from goodterms.faults import wording
from goodterms.speech import said
from goodterms.text import marks, prose
from goodterms.text.blocks import (
    Bar,
    Break,
    Emphasis,
    Heading,
    Lines,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.check.checked_letters import CheckedLetters
    from goodterms.compose import Request
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.text.blocks import Block, Inline, Section

_DAY = date(2026, 12, 3)
_MAX_NUMBER = 1000
_MAX_ITEMS = 5
COUNTED = {"count": "{}", "duration": "{} min"}
"""The types of fields that decide on plural forms, and how to type a number of each."""

_Shape = tuple[object, ...]


class Case(NamedTuple):
    """A letter to write: the values besides the samples, and how messages call it."""

    given: Mapping[str, object]
    name: str


class _Outcome(NamedTuple):
    """A letter as written: the shape of each section, and how many of its values are lost."""

    shapes: Mapping[str, _Shape]
    lost: Mapping[str, int]


def lost_in_letters(checked: CheckedLetters) -> Iterator[LetterHit]:
    """What is lost or differs in the letters of a language, each with every case: the rule ``renders``."""
    project, locale = checked.project, checked.locale
    messages: set[str] = set()  # a message that many letters print is reported with the first of them
    for letter in checked.letters:
        if checked.edition.broken(letter):
            continue  # letter-broken reports it
        seen: set[str] = set()
        own, source = (with_samples(project, letter, tag) for tag in (locale.tag, project.source_locale.tag))
        for case in cases(letter, locale.tag):
            hits = list(_faults(checked, own, source, case))
            for hit in hits:
                place = f"{hit.path}:{hit.line}:{hit.text}"
                if place not in seen | messages:
                    seen.add(place)
                    yield hit
            if any(hit.text not in letter.sections for hit in hits):
                break  # it cannot be written, and the other cases would find the same
        messages |= seen


def sample_numbers(categories: Sequence[str]) -> list[int]:
    """Of numbers by plural category: the first two of each category, and the first above a hundred of each."""
    chosen: set[int] = set()
    for category in dict.fromkeys(categories):
        numbers = [number for number, other in enumerate(categories) if other == category and number]
        chosen |= {*numbers[:2], *[number for number in numbers if number > 100][:1]}
    return sorted(chosen)


def numbers_of(tag: str) -> list[int]:
    """The numbers to write letters of a language with."""
    return sample_numbers(plural_categories(tag, _MAX_NUMBER) or ("other",) * 4)


def cases(
    letter: LetterSpec, tag: str, samples: Callable[[str, object], Mapping[str, object]] = lambda _, __: {}
) -> Iterator[Case]:
    """The letters to write in a language: one for each choice and each number, with the choices that show them.

    ``samples`` are the values that fit an option of a field.
    """
    yield Case({}, said("the sample values"))
    for field in letter.fields.values():
        shown = choices_for(field)
        for value in _values(field, numbers_of(tag)):
            name = f"{field.name} = {', '.join(map(str, value)) if isinstance(value, list) else value}"
            yield Case({**shown, **samples(field.name, value), field.name: value}, name)


def choices_for(field: FieldSpec) -> dict[str, str | list[str]]:
    """The choices, by field, with which a letter shows a field."""
    shown: dict[str, str | list[str]] = {other: options[0] for other, options in field.when.items()}
    return shown | {other: list(options) for other, options in field.when_all.items()}


def _values(field: FieldSpec, numbers: Sequence[int]) -> Iterator[object]:
    """The values to write a field with, besides its sample."""
    if field.options:
        yield from field.options
        together = [option for option in field.options if option not in field.exclusive]
        if field.many and len(together) > 1:
            yield together
    elif field.type == "flag":
        yield from ("yes", "no")
    elif field.type in COUNTED and not field.many:
        yield from (COUNTED[field.type].format(number) for number in numbers)
    elif field.many and isinstance(field.sample, list):
        items = (field.sample * _MAX_ITEMS)[:_MAX_ITEMS]
        yield from (items[:count] for count in range(1, _MAX_ITEMS + 1))


def with_samples(project: Project, letter: LetterSpec, tag: str) -> Request:
    """The request for a letter with the sample values of a language."""
    return compose.validate(project, Call(letter.name, tag, {}, _DAY, sample=True, missing="mark"))


def _faults(checked: CheckedLetters, own: Request, source: Request, case: Case) -> Iterator[LetterHit]:
    """What is wrong with a letter written with the samples and the values of a case."""
    letter = own.letter
    try:
        outcome, expected = _write(checked.project, own, case), _expected(checked, source, case)
    except fields.InvalidValue:
        return  # the field does not take the value
    except BrokenContent as error:
        for fault in error.faults:
            problem = wording.said_problem(fault)
            # For translators: values is such as: a long name
            message = said(
                "{letter} cannot be written with {values}: {problem}",
                letter=letter.name,
                values=case.name,
                problem=problem,
            )
            path, line, key = (fault.place, fault.line, (None, "")) if fault.line else _culprit(checked, letter)
            place, line = (path, line) if key[1] else (fault.place, fault.line)
            yield LetterHit(place, message, problem, letter.name, line, key=key)
        return
    for section, shape in outcome.shapes.items():
        if outcome.lost.get(section):
            problem = said("a value is lost")
        elif shape != expected.get(section):
            problem = said("the paragraphs or lists differ from the source's")
        else:
            continue
        path, line, key = _culprit(checked, letter)
        facts = {"letter": letter.name, "section": section, "values": case.name, "problem": problem, "msgid": key[1]}
        message = (
            said(
                "{letter}, section {section}, with {values}: {problem}, because of the translation of {msgid!r}",
                **facts,
            )
            if line > 1
            else said("{letter}, section {section}, with {values}: {problem}", **facts)
        )
        yield LetterHit(path, message, section, letter.name, line, key=key)


def _expected(checked: CheckedLetters, source: Request, case: Case) -> Mapping[str, _Shape]:
    """The shapes of a letter in the source language."""
    key = (source.letter.name, case.name)
    if key not in checked.cache:
        checked.cache[key] = _write(checked.project, source, case).shapes
    return checked.cache[key]  # type: ignore[return-value]


def values_in(request: Request, case: Case) -> dict[str, object]:
    """The values of a letter in a case, by field; raises :class:`fields.InvalidValue` if a field does not take one."""
    specs = request.letter.fields
    given = {name: fields.parse(specs[name], raw, fields.ANY_CURRENCY) for name, raw in case.given.items()}
    return {**request.values, **given, "date": request.date}


def _write(project: Project, request: Request, case: Case) -> _Outcome:
    compiled = project.edition(request.locale).compiled(request.letter, "mark")
    marked = compiled.render(values_in(request, case))
    sections = project.wordings.parse(marked.sections, compiled.path).sections
    shapes = {section.name: _shape(section.blocks) for section in sections}
    shown = {section.name: _slots(section) for section in sections}
    lost = {name: len(set(marks.SLOT.findall(text)) - shown.get(name, set())) for name, text in marked.sections}
    return _Outcome(shapes, lost)


def _shape(parts: Sequence[Block | Inline]) -> _Shape:
    """The kinds of the parts and how they nest, without text and without what is inside paragraphs."""
    shape: list[object] = []
    for part in parts:
        if isinstance(part, List):
            shape.append(("list", part.start is None, *map(_shape, part.items)))
        elif isinstance(part, Heading):
            shape.append(("heading", part.level))
        elif isinstance(part, Quote):
            shape.append(("quote", *_shape(part.blocks)))
        elif isinstance(part, Table):
            shape.append(("table", len(part.header), len(part.rows)))
        elif isinstance(part, Bar):
            shape.append(("bar", part.percent))
        elif isinstance(part, Lines):
            shape.append(("lines", part.number, bool(part.label)))
        elif isinstance(part, (Paragraph, Rule, Break)):
            shape.append(type(part).__name__)
    return tuple(shape)


def _slots(section: Section) -> set[str]:
    """The marks of the values that a section shows."""
    return {mark for text in _texts(section.blocks) for mark in marks.SLOT.findall(text)}


def _texts(parts: Sequence[Block | Inline]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, List):
            for item in part.items:
                yield from _texts(item)
        elif isinstance(part, Quote):
            yield from _texts(part.blocks)
        elif isinstance(part, Table):
            for row in (part.header, *part.rows):
                for cell in row:
                    yield from _texts(cell)
        elif isinstance(part, (Bar, Lines)):
            yield from _texts(part.label)
        elif isinstance(part, Link):
            yield part.url
            yield from _texts(part.inlines)
        elif isinstance(part, (Paragraph, Heading, Strong, Emphasis)):
            yield from _texts(part.inlines)


def _culprit(checked: CheckedLetters, letter: LetterSpec) -> tuple[Path, int, tuple[str | None, str]]:
    """The message whose translation, parsed by itself, differs in shape from its msgid; else the catalog."""
    asked = set(checked.edition.messages(letter))
    for catalog in checked.project.catalogs.of(checked.locale.catalog):
        for key, entry in catalog.entries.items():
            if key not in asked:
                continue
            expected = _shape_of_message(entry.msgid)
            if any(string.strip() and _shape_of_message(string) != expected for string in entry.strings):
                return entry.path, entry.line, key
    return checked.path, 1, (None, "")


@lru_cache(maxsize=1024)
def _shape_of_message(text: str) -> tuple[_Shape, int]:
    """The shape of a message by itself, and how many placeholders are in its text."""
    try:
        blocks = prose.parse(text)
    except (ValueError, RecursionError):
        return (), 0
    return _shape(blocks), sum(part.count("{") for part in _texts(blocks))
