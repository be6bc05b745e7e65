"""Values with named parts, such as a provider with a name and a web page, in one table or part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.expressions import expression
from goodterms.faults import Fault, fault
from goodterms.fields.raw import InvalidValue, fold, is_empty
from goodterms.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.fields.context import Written
    from goodterms.model import FieldSpec

RECORD = "record"
"""The type of a field whose values have parts."""
MAX_NUMBER = 50
"""The largest number that a record can have in a key such as ``providers.2.link``."""
_NUMBER_AND_PART = 2
_NUMBER = expression(r"[1-9][0-9]?")


class Place(NamedTuple):
    """A part of a record by its field, the number of the record from 1 (0 where the field takes only one), the part.

    ``part`` is empty for the whole record.
    """

    field: str
    number: int
    part: str


def place_of(name: str, specs: Mapping[str, FieldSpec]) -> Place | None:
    """What a key such as ``providers.2.link``, ``provider.2`` or ``another_time.date`` means; None for others."""
    spec = field_of(name, specs)
    _, *rest = name.split(".")
    if spec is None or not rest:
        return None
    if not spec.many:
        return Place(spec.name, 0, _known_part(spec, rest[0])) if len(rest) == 1 else None
    if len(rest) > _NUMBER_AND_PART or not _NUMBER.fullmatch(rest[0]) or int(rest[0]) > MAX_NUMBER:
        return None
    return Place(spec.name, int(rest[0]), _known_part(spec, rest[1]) if len(rest) == _NUMBER_AND_PART else "")


def field_of(name: str, specs: Mapping[str, FieldSpec]) -> FieldSpec | None:
    """The field of records that a key begins with, by its own name or by that of one record; None for others."""
    first = name.partition(".")[0]
    spec = specs.get(first) or next((spec for spec in specs.values() if spec.item and spec.item == first), None)
    return spec if spec and spec.type == RECORD else None


def gather(given: Mapping[str, object], specs: Mapping[str, FieldSpec], faults: list[Fault]) -> Mapping[str, object]:
    """Raw values by field: the records, and the parts of records, that were given one by one are put together.

    The place of a record in the list is its number; a number that is not used is an empty record. Adds a fault for each
    key that means the same part as another.
    """
    places = {name: place for name in given if "." in name and (place := place_of(name, specs))}
    if not places:
        return given
    gathered = {name: raw for name, raw in given.items() if name not in places}
    first: dict[Place, str] = {}
    # A whole record comes before the parts that are given in addition.
    for name, place in sorted(places.items(), key=lambda item: bool(item[1].part)):
        if place in first:
            faults.append(fault("part-twice", name, other=first[place]))
            continue
        first[place] = name
        _put(gathered, place, given[name], specs[place.field])
    for field in {place.field for place in places.values()}:
        raw = gathered[field]
        if isinstance(raw, list) and all(map(is_empty, raw)):
            gathered[field] = ""
    return gathered


def _put(gathered: dict[str, object], place: Place, value: object, spec: FieldSpec) -> None:
    """Put one part, or one whole record, into the raw value of its field."""
    field, number, part = place
    raw = gathered.get(field)
    if not number:
        gathered[field] = {**_as_table(raw, spec), part: value}
        return
    before = list(raw) if isinstance(raw, (list, tuple)) else [] if is_empty(raw) else [raw]
    before += [{} for _ in range(number - len(before))]
    before[number - 1] = {**_as_table(before[number - 1], spec), part: value} if part else value
    gathered[field] = before


def written(spec: FieldSpec, by_key: Mapping[str, Written]) -> dict[str, Written]:
    """How the parts of a field are written, by part or by number and part, from keys such as ``actions.2.by``."""
    starts = tuple(f"{name}." for name in (spec.name, spec.item) if name)
    return {key.partition(".")[2]: own for key, own in by_key.items() if key.startswith(starts)}


def numbers(raw: object) -> list[int]:
    """The numbers, from 1, of the records in a raw value of a field that takes several; an empty record is none."""
    items = raw if isinstance(raw, (list, tuple)) else [raw]
    return [number for number, item in enumerate(items, 1) if not is_empty(item)]


def _known_part(spec: FieldSpec, name: str) -> str:
    """The name of the part that is meant; a name that no part has as it is."""
    return next((part for part in spec.parts if fold(part) == fold(name)), name)


def sample_of_parts(spec: FieldSpec) -> object:
    """A sample record made of the samples of its parts; a list of one where the field takes several."""
    sample = {part.name: part.sample for part in spec.parts.values() if not is_empty(part.sample)}
    return [sample] if spec.many else sample


def complete_sample(spec: FieldSpec, sample: object) -> object:
    """The sample of a field of records with each part that is required and missing in it, from the part's own sample.

    A letter may add a part to the records of another one, whose samples, and those of the languages, do not know it.
    """
    items = list(sample) if isinstance(sample, (list, tuple)) else [sample]
    completed = []
    for item in items:
        given = _as_table(item, spec)
        named = {_known_part(spec, name) for name, value in given.items() if not is_empty(value)}
        lacking = {
            part.name: part.sample
            for part in spec.parts.values()
            if part.required and part.default is None and part.name not in named
        }
        completed.append({**given, **lacking} if lacking and given else item)
    return completed if isinstance(sample, (list, tuple)) else completed[0]


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
        elif known[fold(name)] in by_part and not is_empty(value):
            faults.append(fault("part-twice", name, other=known[fold(name)]))
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
