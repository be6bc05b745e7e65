"""The types that fields can have, and the typed value of a field."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields import amounts, contacts, dates, money, persons, records, times
from goodterms.fields.absent import not_a_value
from goodterms.fields.context import Written
from goodterms.fields.kept import of_content
from goodterms.fields.plausible import check_day
from goodterms.fields.raw import (
    MAX_CHARACTERS,
    MAX_CHARACTERS_OTHERWISE,
    InvalidValue,
    clean,
    fold,
    is_number,
    text_of,
)
from goodterms.text.typed import without_unseen_ends
from goodterms.values import Percent, Person, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.faults import Fault
    from goodterms.fields.context import ParseContext
    from goodterms.model import FieldSpec

MAX_ITEMS = 50
OPTION_SEPARATORS = frozenset(",;\n")
"""What separates several options in one text; no option of a field that takes several can contain it."""
_SEPARATORS = expression(f"[{''.join(sorted(OPTION_SEPARATORS))}]")
AS_IN_CONTEXT: Mapping[str, Written] = MappingProxyType({})
"""No part of a record is written in a way of its own."""
_OF_NUMBERS = Written(decimal=amounts.POINT)
"""How a number that is no text is turned into one."""
_WHOLE = frozenset({"count", "duration"})
"""The types that take whole numbers."""
_SPELLED = frozenset({"text", "name", "person"})
"""The types in which a character of no width at an end may be spelling."""
_AS_NUMBER = expression(r"\d+\.0|0")
"""What programs make of a number without decimals beside empty cells, and spreadsheets of a link to an empty cell."""
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AS_DATE = expression(rf"\d{{1,2}}-{_MONTH}|{_MONTH}-\d\d|\d{{4}}-\d\d-\d\d[ T]\d\d:\d\d.*")
"""What Excel makes of 3-12 and 12/26, and other programs of such a date."""
_YES_AND_NO = {
    **dict.fromkeys("✓✔☑", True),
    **dict.fromkeys("✗✘☐", False),
    "yes": True,
    "true": True,
    "1": True,
    "x": True,
    "y": True,
    "no": False,
    "false": False,
    "0": False,
    "n": False,
}


def parse(
    spec: FieldSpec, raw: object, context: ParseContext, written: Mapping[str, Written] = AS_IN_CONTEXT
) -> object:
    """The typed value of a field; for a field with ``many``, a tuple of them.

    ``raw`` is text, or what TOML and JSON hold: numbers, dates, times, lists, for a person's name a table of its parts,
    for money one of ``amount`` and ``currency``. ``written`` says for the parts of a record, by name (``by``) or by the
    number of the record and the name (``2.by``), how they are written. Raises :class:`InvalidValue`.
    """
    if not spec.many:
        if isinstance(raw, (list, tuple)):
            if len(raw) != 1:
                raise InvalidValue.of("too-many-values", count=len(raw))
            raw = raw[0]
        return _parse_one(spec, raw, context, written)
    items = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if not items:
        raise InvalidValue.of("no-values")
    if len(items) > MAX_ITEMS:
        raise InvalidValue.of("too-long-list", count=len(items), most=MAX_ITEMS)
    if spec.options:
        return _choices(spec.type, spec.options, spec.exclusive, tuple(map(text_of, items)), context)
    if spec.type == records.RECORD:
        return _records(spec, items, context, written)
    return tuple(_parse_one(spec, item, context) for item in items)


def _parse_one(
    spec: FieldSpec,
    raw: object,
    context: ParseContext,
    written: Mapping[str, Written] = AS_IN_CONTEXT,
    number: int = 0,
) -> object:
    if spec.type == records.RECORD:
        return records.parse(
            spec, raw, lambda part, value: _parse_one(part, value, _of_part(context, written, number, part.name))
        )
    if isinstance(raw, str):
        text = raw
    elif isinstance(raw, dict) and spec.type in _FROM_TABLE:
        return _FROM_TABLE[spec.type](raw, context)
    else:
        context = context._replace(written=_OF_NUMBERS) if is_number(raw) else context
        text = _text_of(spec, raw)
    value = _parse_text(spec.type, spec.options, text, context)
    if spec.at_least and isinstance(value, int) and value < spec.at_least:
        raise InvalidValue.of("count-too-small", given=value, least=spec.at_least)
    if spec.lies and context.day:
        check_day(spec, value, context.day)
    return value


def _text_of(spec: FieldSpec, raw: object) -> str:
    """A raw value as text; a whole number as one, where the type takes these."""
    if spec.type in _WHOLE and isinstance(raw, (float, Decimal)) and isfinite(raw) and raw == int(raw):
        return str(int(raw))
    return text_of(raw)


def _of_part(context: ParseContext, written: Mapping[str, Written], number: int, part: str) -> ParseContext:
    """The context of a part of a record, in which it may be written in its own way."""
    own = written.get(f"{number}.{part}") or written.get(part)
    return context._replace(written=own) if own else context


@of_content
@lru_cache(maxsize=1024)
def _choices(
    kind: str, options: tuple[str, ...], exclusive: tuple[str, ...], items: tuple[str, ...], context: ParseContext
) -> tuple[str, ...]:
    """Several options, each once, in the order of the field; a text may have several, separated by commas."""
    texts = [text for item in items for text in _SEPARATORS.split(item) if text.strip()]
    if not texts:
        raise InvalidValue.of("no-values")
    chosen: set[object] = set()
    faults: list[Fault] = []
    for text in texts:
        try:
            chosen.add(_parse_text(kind, options, text, context))
        except InvalidValue as invalid:
            faults += invalid.faults
    if faults:
        raise InvalidValue(faults)
    if len(chosen) > 1 and (lonely := [option for option in exclusive if option in chosen]):
        others = [option for option in options if option in chosen and option not in lonely[:1]]
        raise InvalidValue.of("choice-exclusive", given=lonely[0], others=others)
    return tuple(option for option in options if option in chosen)


def _records(
    spec: FieldSpec, items: list[object], context: ParseContext, written: Mapping[str, Written]
) -> tuple[object, ...]:
    """Several records; an empty one is left out, and the place of a fault is the number of its record, from 1."""
    parsed: list[object] = []
    faults: list[Fault] = []
    for number in records.numbers(items):
        try:
            parsed.append(_parse_one(spec, items[number - 1], context, written, number))
        except InvalidValue as invalid:
            faults += [
                one._replace(place=f"{number}.{one.place}" if one.place else str(number)) for one in invalid.faults
            ]
    if faults:
        raise InvalidValue(faults)
    if not parsed:
        raise InvalidValue.of("no-values")
    return tuple(parsed)


@of_content
@lru_cache(maxsize=8192)
def _parse_text(kind: str, options: tuple[str, ...], raw: str, context: ParseContext) -> object:
    """The typed value of a text, cached: most values of a table recur in many of its rows, and none can change."""
    if kind not in _SPELLED and not raw.isascii():
        raw = without_unseen_ends(raw)
    text = clean(raw, MAX_CHARACTERS.get(kind, MAX_CHARACTERS_OTHERWISE))
    if options:
        return _choice(text, options)
    if absent := not_a_value(text):
        raise InvalidValue.of(absent, given=text)
    return TYPES[kind](text, context)


def _choice(text: str, options: tuple[str, ...]) -> str:
    known = {fold(option): option for option in options}
    if fold(text) not in known:
        raise InvalidValue.of("unknown-choice", given=text, known=options)
    return known[fold(text)]


def _plain(text: str, _: ParseContext) -> str:
    return text


def _name(text: str, _: ParseContext) -> str:
    persons.check_letters(text, persons.LOST_IN_COMPANY)
    return persons.single_blanks(text)


def _person(text: str, _: ParseContext) -> Person:
    persons.check_person(text)
    return Person(whole=persons.single_blanks(text))


def _percent(text: str, context: ParseContext) -> Percent:
    return Percent(amounts.percent(text, context))


def _flag(text: str, _: ParseContext) -> bool:
    if text.casefold() not in _YES_AND_NO:
        raise InvalidValue.of("not-a-flag", given=text)
    return _YES_AND_NO[text.casefold()]


def _reference(text: str, _: ParseContext) -> Reference:
    if contacts.IN_POWERS.fullmatch(text):
        raise InvalidValue.of("reference-in-powers", given=text)
    if _AS_NUMBER.fullmatch(text):
        raise InvalidValue.of("reference-as-number", given=text, number=text.partition(".")[0])
    if _AS_DATE.fullmatch(text):
        raise InvalidValue.of("reference-as-date", given=text)
    return Reference(text)


TYPES: Mapping[str, Callable[[str, ParseContext], object]] = {
    "text": _plain,
    "name": _name,
    "person": _person,
    "choice": _plain,
    "count": amounts.count,
    "number": amounts.number,
    "percent": _percent,
    "money": money.money,
    "currency": money.currency,
    "date": dates.parse_date,
    "month": dates.month,
    "time": times.time_of_day,
    "duration": times.duration,
    "dated": dates.dated,
    "phone": contacts.phone,
    "email": contacts.email,
    "url": contacts.url,
    "reference": _reference,
    "timezone": times.timezone,
    "flag": _flag,
    records.RECORD: _plain,
}
"""The parser of each field type."""

_FROM_TABLE: Mapping[str, Callable[[Mapping[str, object], ParseContext], object]] = {
    "person": lambda raw, _: persons.in_parts(raw),
    "money": money.from_table,
}
"""The parser of each type whose values may be tables."""
