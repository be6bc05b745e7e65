"""Where a hostile value can go in a letter: fields of all types, their parts, and the choices that make them print it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from goodterms.model import FieldSpec, LetterSpec

AS_IT_IS = frozenset({"text", "name", "person", "phone", "email", "url", "reference", "dated"})
"""The types whose values a letter prints as they are; those of all others are understood, and written anew."""


class Place(NamedTuple):
    """A field or a part of one, its type, and the values of a letter that has a value there."""

    name: str
    type: str
    given: Callable[[str], Mapping[str, object]]


def places(letter: LetterSpec) -> Iterator[Place]:
    """Every place of a letter."""
    for field in letter.fields.values():
        asked = _choices(letter, field)
        if field.parts:
            yield from _of_record(field, asked)
        else:
            yield Place(field.name, _type(field), lambda value, name=field.name, asked=asked: {**asked, name: value})  # type: ignore[misc]
        if field.type == "person" and not field.many:
            for part, other in (
                ("title", "surname"),
                ("given", "surname"),
                ("surname", "given"),
                ("given2", "surname"),
            ):
                name = f"{field.name}.{part}"
                yield Place(name, "person", _with(asked, name, {f"{field.name}.{other}": "Novak"}))


def _of_record(field: FieldSpec, asked: Mapping[str, object]) -> Iterator[Place]:
    start = f"{field.name}.1." if field.many else f"{field.name}."
    samples = field.sample[0] if isinstance(field.sample, list) else field.sample
    for part in field.parts.values():
        name = f"{start}{part.name}"
        others = {
            f"{start}{other.name}": _sample(samples, other)
            for other in field.parts.values()
            if other.required and other is not part
        }
        yield Place(name, _type(part), _with(asked, name, others))


def _with(
    asked: Mapping[str, object], name: str, others: Mapping[str, object]
) -> Callable[[str], Mapping[str, object]]:
    return lambda value: {**asked, **others, name: value}


def _sample(samples: object, part: FieldSpec) -> object:
    return samples.get(part.name, part.sample) if isinstance(samples, dict) else part.sample


def _type(field: FieldSpec) -> str:
    return "choice" if field.options else field.type


def _choices(letter: LetterSpec, field: FieldSpec) -> dict[str, object]:
    """The choices for which a letter prints a field."""
    chosen: dict[str, object] = {}
    for name, choices in {**field.when, **field.when_all}.items():
        other = letter.fields[name]
        chosen |= _choices(letter, other)
        all_of_them = name in field.when_all and other.many
        chosen[name] = [*choices] if all_of_them else [choices[0]] if other.many else choices[0]
    return chosen
