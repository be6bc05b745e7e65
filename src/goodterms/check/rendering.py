"""The rule that writes every letter: each choice and each plural form, through the real engine.

The numbers are CLDR's samples: the first two of each plural category, and the first of each above a hundred.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose, fields
from goodterms.check.letters import LetterHit
from goodterms.check.registry import rule
from goodterms.cldr.languages import plural_categories
from goodterms.errors import BrokenContent
from goodterms.text import marks, prose
from goodterms.text.blocks import Break, Emphasis, Heading, Link, List, Paragraph, Quote, Rule, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.check.letters import Edition
    from goodterms.compose import Request
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.text.blocks import Block, Inline, Section

_DAY = date(2026, 12, 3)
_MAX = 1000
_MAX_ITEMS = 5
_COUNTED = {"count": "{}", "duration": "{} min"}
"""The types of fields that are counted with, and how a number of each is typed."""

_Shape = tuple[object, ...]


class _Case(NamedTuple):
    """A letter to be written: what is given beside the samples, and how a message tells it."""

    given: Mapping[str, object]
    told: str


class _Written(NamedTuple):
    """A letter that was written: the shape of each section, and how many of its values are lost."""

    shapes: Mapping[str, _Shape]
    lost: Mapping[str, int]


@rule("error", "letters")
def renders(edition: Edition) -> Iterator[LetterHit]:
    """A letter that is written with sample values loses a value, or has not the paragraphs and lists of the source.

    Each letter is written with every choice, with lists of one to five items, and with CLDR's sample numbers.

    Bad: "Date: {date}" translated "1. Datum: {date}", which begins a list
    Good: "Date: {date}" translated "Datum: {date}"
    """
    project, locale = edition.project, edition.locale
    for name in project.content.letters():
        letter = project.letter(name)
        if project.broken(letter, locale, "mark"):
            continue  # told by letter-broken
        seen: set[str] = set()
        own, source = (_with_samples(project, letter, tag) for tag in (locale.tag, project.source_locale.tag))
        for case in _cases(letter, _numbers(locale.tag)):
            for hit in _faults(edition, own, source, case):
                place = f"{hit.path}:{hit.line}:{hit.text}"
                if place not in seen:
                    seen.add(place)
                    yield hit


def sample_numbers(categories: Sequence[str]) -> list[int]:
    """Of numbers by their plural category: the first two of each category, and the first of each above a hundred."""
    chosen: set[int] = set()
    for category in dict.fromkeys(categories):
        numbers = [number for number, own in enumerate(categories) if own == category and number]
        chosen |= {*numbers[:2], *[number for number in numbers if number > 100][:1]}
    return sorted(chosen)


def _numbers(tag: str) -> list[int]:
    return sample_numbers(plural_categories(tag, _MAX) or ("other",) * 4)


def _cases(letter: LetterSpec, numbers: Sequence[int]) -> Iterator[_Case]:
    """The letters to write: one for each choice and each number, with the choices under which they are shown."""
    yield _Case({}, "the sample values")
    for field in letter.fields.values():
        shown = {other: options[0] for other, options in field.when.items()}
        for value in _values(field, numbers):
            told = f"{field.name} = {', '.join(map(str, value)) if isinstance(value, list) else value}"
            yield _Case({**shown, field.name: value}, told)


def _values(field: FieldSpec, numbers: Sequence[int]) -> Iterator[object]:
    """The values to write a field with, beside its sample."""
    if field.options:
        yield from field.options
    elif field.type in _COUNTED and not field.many:
        yield from (_COUNTED[field.type].format(number) for number in numbers)
    elif field.many and isinstance(field.sample, list):
        items = (field.sample * _MAX_ITEMS)[:_MAX_ITEMS]
        yield from (items[:count] for count in range(1, _MAX_ITEMS + 1))


def _with_samples(project: Project, letter: LetterSpec, tag: str) -> Request:
    """The request for a letter with the sample values of a language."""
    return compose.validate(project, compose.Call(letter.name, tag, {}, _DAY, sample=True, missing="mark"))


def _faults(edition: Edition, own: Request, source: Request, case: _Case) -> Iterator[LetterHit]:
    """What is wrong with a letter that is written with the samples and what the case gives beside them."""
    letter = own.letter
    try:
        written, expected = _written(edition.project, own, case), _expected(edition, source, case)
    except fields.InvalidValue:
        return  # a value that its field does not take
    except BrokenContent as error:
        for one in error.faults:
            problem = f"{letter.name} cannot be written with {case.told}: {one.problem}"
            yield LetterHit(one.place, problem, one.problem, letter.name, one.line)
        return
    for section, shape in written.shapes.items():
        if written.lost.get(section):
            fault = "a value is lost"
        elif shape != expected.get(section):
            fault = "other paragraphs or lists than in the source"
        else:
            continue
        path, line, key = _culprit(edition, letter)
        by = f" by the translation of {key[1]!r}" if line > 1 else ""
        told = f"{letter.name}, section {section}, written with {case.told}: {fault}{by}"
        yield LetterHit(path, told, section, letter.name, line, key=key)


def _expected(edition: Edition, source: Request, case: _Case) -> Mapping[str, _Shape]:
    """The shapes of a letter in the source language."""
    key = (source.letter.name, case.told)
    if key not in edition.kept:
        edition.kept[key] = _written(edition.project, source, case).shapes
    return edition.kept[key]  # type: ignore[return-value]


def _written(project: Project, request: Request, case: _Case) -> _Written:
    specs = request.letter.fields
    given = {name: fields.parse(specs[name], raw, fields.ANY_CURRENCY) for name, raw in case.given.items()}
    compiled = project.compiled(request.letter, request.locale, "mark")
    marked = compiled.render({**request.values, **given, "date": request.date})
    sections = project.wording(marked, compiled).sections
    shapes = {section.name: _shape(section.blocks) for section in sections}
    shown = {section.name: _slots(section) for section in sections}
    lost = {name: len(set(marks.SLOT.findall(text)) - shown.get(name, set())) for name, text in marked.sections}
    return _Written(shapes, lost)


def _shape(parts: Sequence[Block | Inline]) -> _Shape:
    """What kinds of parts there are, one in the other; text is left out, and what stands inside a paragraph as well."""
    shape: list[object] = []
    for part in parts:
        if isinstance(part, List):
            shape.append(("list", part.start is None, *map(_shape, part.items)))
        elif isinstance(part, Heading):
            shape.append(("heading", part.level))
        elif isinstance(part, Quote):
            shape.append(("quote", *_shape(part.blocks)))
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
        elif isinstance(part, Link):
            yield part.url
            yield from _texts(part.inlines)
        elif isinstance(part, (Paragraph, Heading, Strong, Emphasis)):
            yield from _texts(part.inlines)


def _culprit(edition: Edition, letter: LetterSpec) -> tuple[Path, int, tuple[str | None, str]]:
    """The message whose translation has another shape than its msgid, as far as it can be told alone."""
    asked = set(edition.project.messages(letter, edition.locale))
    for catalog in edition.project.catalogs(edition.locale.catalog):
        for key, entry in catalog.entries.items():
            if key not in asked:
                continue
            wanted = _shape_alone(entry.msgid)
            if any(string.strip() and _shape_alone(string) != wanted for string in entry.strings):
                return entry.path, entry.line, key
    return edition.path, 1, (None, "")


def _shape_alone(text: str) -> tuple[_Shape, int]:
    """The shape of a message by itself, and how many of its placeholders are in it."""
    try:
        blocks = prose.parse(text)
    except (ValueError, RecursionError):
        return (), 0
    return _shape(blocks), sum(part.count("{") for part in _texts(blocks))
