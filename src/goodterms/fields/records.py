"""Values with named parts, such as a provider with a name and a web page, in one table or part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.faults import Fault, fault
from goodterms.fields.raw import InvalidValue, fold, is_empty
from goodterms.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.model import FieldSpec

RECORD = "record"
"""The type of a field whose values have parts."""
MAX_NUMBER = 50
"""The largest number that a record can have in a key such as ``providers.2.link``."""


class Place(NamedTuple):
    """A part of a record by its field, the number of the record from 1 (0 where the field takes only one), the part."""

    field: str
    number: int
    part: str


def place_of(name: str, specs: Mapping[str, FieldSpec]) -> Place | None:
    """What a key such as ``providers.2.link``, ``provider.2.link`` or ``another_time.date`` means; None for others."""
    first, *rest = name.split(".")
    spec = specs.get(first) or next((spec for spec in specs.values() if spec.item and spec.item == first), None)
    if spec is None or spec.type != RECORD or len(rest) != 1 + spec.many:
        return None
    number = rest[0] if spec.many else "0"
    if not (number.isascii() and number.isdecimal()) or int(number) > MAX_NUMBER or (spec.many and int(number) < 1):
        return None
    return Place(spec.name, int(number), rest[-1])


def gather(given: Mapping[str, object], specs: Mapping[str, FieldSpec]) -> Mapping[str, object]:
    """Raw values by field: the parts of records that were given one by one are put together.

    The place of a record in the list is its number; a number that is not used is an empty record.
    """
    places = {name: place for name in given if "." in name and (place := place_of(name, specs))}
    if not places:
        return given
    gathered = {name: raw for name, raw in given.items() if name not in places}
    for name, (field, number, part) in places.items():
        if not number:
            gathered[field] = {**_as_table(gathered.get(field), specs[field]), part: given[name]}
            continue
        raw = gathered.get(field)
        before = list(raw) if isinstance(raw, (list, tuple)) else [] if is_empty(raw) else [raw]
        before += [{} for _ in range(number - len(before))]
        before[number - 1] = {**_as_table(before[number - 1], specs[field]), part: given[name]}
        gathered[field] = before
    return gathered


def _as_table(raw: object, spec: FieldSpec) -> dict[str, object]:
    """A raw record as a table of its parts; a text is the first part."""
    if isinstance(raw, dict):
        return raw
    return {} if is_empty(raw) else {next(iter(spec.parts), ""): raw}


def parse(spec: FieldSpec, raw: object, parse_part: Callable[[FieldSpec, object], object]) -> Record:
    """The record of a raw value: a table of its parts, or a text, which is the first part.

    Raises :class:`InvalidValue` with every fault; the place of each is the part.
    """
    given = _as_table(raw, spec)
    known = {fold(name): name for name in spec.parts}
    by_part: dict[str, object] = {}
    faults: list[Fault] = []
    for name, value in given.items():
        if fold(name) not in known:
            faults.append(fault("unknown-part", name, given=name, known=tuple(spec.parts)))
        elif not is_empty(value):
            by_part[known[fold(name)]] = value
    parts: dict[str, Any] = {}
    for name, part in spec.parts.items():
        try:
            parts[name] = _part(part, by_part.get(name), parse_part)
        except InvalidValue as invalid:
            faults += [one._replace(place=f"{name}.{one.place}" if one.place else name) for one in invalid.faults]
    if faults:
        raise InvalidValue(faults)
    return Record(parts)


def _part(part: FieldSpec, raw: object, parse_part: Callable[[FieldSpec, object], object]) -> object:
    if raw is None:
        raw = part.default
    if raw is None:
        if part.required:
            raise InvalidValue.of("missing-part", help=part.help or part.name)
        return None
    return parse_part(part, raw)
