"""The types that fields can have, and the typed value of a field."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.fields import amounts, contacts, moments, persons
from goodterms.fields.raw import MAX_CHARACTERS, MAX_CHARACTERS_OTHERWISE, InvalidValue, clean, fold, text_of
from goodterms.values import Person, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.fields.amounts import ParseContext
    from goodterms.model import FieldSpec

MAX_ITEMS = 50


def parse(spec: FieldSpec, raw: object, context: ParseContext) -> object:
    """The typed value of a field; for a field with ``many``, a tuple of them.

    ``raw`` is text, or what TOML and JSON hold: numbers, dates, times, lists, and for a person's name a table of its
    parts. Raises :class:`InvalidValue`.
    """
    if not spec.many:
        if isinstance(raw, (list, tuple)):
            if len(raw) != 1:
                raise InvalidValue.of("too-many-values", count=len(raw))
            raw = raw[0]
        return _parse_one(spec, raw, context)
    items = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if not items:
        raise InvalidValue.of("no-values")
    if len(items) > MAX_ITEMS:
        raise InvalidValue.of("too-long-list", count=len(items), most=MAX_ITEMS)
    return tuple(_parse_one(spec, item, context) for item in items)


def _parse_one(spec: FieldSpec, raw: object, context: ParseContext) -> object:
    if spec.type == "person" and isinstance(raw, dict):
        return persons.in_parts(raw)
    return _parse_text(spec.type, spec.options, text_of(raw), context)


@lru_cache(maxsize=4096)
def _parse_text(kind: str, options: tuple[str, ...], raw: str, context: ParseContext) -> object:
    """The typed value of a text, cached: most values of a table recur in many of its rows, and none can change."""
    text = clean(raw, MAX_CHARACTERS.get(kind, MAX_CHARACTERS_OTHERWISE))
    return _choice(text, options) if options else TYPES[kind](text, context)


def _choice(text: str, options: tuple[str, ...]) -> str:
    known = {fold(option): option for option in options}
    if fold(text) not in known:
        raise InvalidValue.of("unknown-choice", given=text, known=options)
    return known[fold(text)]


def _plain(text: str, _: ParseContext) -> str:
    return text


def _person(text: str, _: ParseContext) -> Person:
    return Person(whole=text)


def _reference(text: str, _: ParseContext) -> Reference:
    return Reference(text)


TYPES: Mapping[str, Callable[[str, ParseContext], object]] = {
    "text": _plain,
    "name": _plain,
    "person": _person,
    "choice": _plain,
    "count": amounts.count,
    "number": amounts.number,
    "percent": amounts.percent,
    "money": amounts.money,
    "currency": amounts.currency,
    "date": moments.parse_date,
    "month": moments.month,
    "time": moments.time_of_day,
    "duration": moments.duration,
    "dated": moments.dated,
    "phone": contacts.phone,
    "email": contacts.email,
    "url": contacts.url,
    "reference": _reference,
}
"""The parser of each field type."""
