"""Reads the fields of a letter from its letter.toml, and adds what a letter changes of the fields that it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms import fields
from goodterms.fields import records
from goodterms.fields.plausible import TYPES as DATED_TYPES
from goodterms.fields.plausible import WAYS
from goodterms.fields.records import RECORD
from goodterms.model import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

_PART_KEYS = ("type", "help", "sample", "required", "options", "options_in", "default", "at_least", "lies")
_FIELD_KEYS = (
    *_PART_KEYS,
    "many",
    "step",
    "when",
    "when_all",
    "exclusive",
    "parts",
    "item",
    "in_sample",
    "years_of",
    "not_after",
    "sender",
)
_JINJA_NAMES = ("true", "false", "none", "True", "False", "None", "loop", "self", "super", "caller", "namespace", "_")
LETTER_DATE = "date"
_RESERVED = {LETTER_DATE, *_JINJA_NAMES}
"""Names that mean something else in templates; ``date`` is the date of the letter."""


class Declared(NamedTuple):
    """A field, and the table that declares it."""

    spec: FieldSpec
    table: Table


def read(content: Content, table: Table, declared: dict[str, Declared]) -> None:
    """Add the fields of a letter.toml to those that were ``declared`` before it, by the letters that it extends.

    A field without a type that is declared already changes only the keys that it has; its options and parts are added.
    """
    for name, inner in table.tables("fields"):
        if not _is_usable(name):
            table.table("fields").refuse(name, "unusable-field-name", given=name)
        before = declared[name].spec if name in declared else None
        declared[name] = Declared(_declare(content, name, inner, before, _FIELD_KEYS), inner)


def is_refused(field: Declared, *keys: str) -> bool:
    """Whether one of these keys of a field has a fault, so that what depends on it cannot be checked."""
    return any(map(field.table.is_refused, keys))


def refuse_dangling(declared: Mapping[str, Declared], steps: Collection[str]) -> None:
    """Refuse a step, a field or a choice that a field refers to and the letter does not have, and a name used twice."""
    items = [field.item for field, _ in declared.values() if field.item]
    for field, table in declared.values():
        if field.item and (field.item in declared or items.count(field.item) > 1):
            table.refuse("item", "item-is-taken", given=field.item)
        if field.step and field.step not in steps:
            table.refuse("step", "not-an-option", given=field.step, known=steps)
        if field.years_of:
            _check_years(field, table, declared)
        if field.not_after:
            _check_limits(field, table, declared)
        for key, conditions in (("when", field.when), ("when_all", field.when_all)):
            for other, choices in conditions.items():
                _check_condition(table.table(key), other, choices, declared, needs_all=key == "when_all")


def _check_condition(
    table: Table, other: str, choices: tuple[str, ...], declared: Mapping[str, Declared], *, needs_all: bool
) -> None:
    if other not in declared:
        table.refuse(other, "unknown-field-in-condition", given=other, known=declared)
    elif not is_refused(declared[other], "type", "options"):
        spec = declared[other].spec
        if not spec.options:
            table.refuse(other, "condition-not-a-choice", field=other)
        elif not {*choices} <= {*spec.options}:
            table.refuse(other, "condition-never-met", field=other, choices=choices, options=spec.options)
        elif needs_all and not spec.many:
            table.refuse(other, "condition-needs-many", field=other)


def _check_years(field: FieldSpec, table: Table, declared: Mapping[str, Declared]) -> None:
    """Refuse fields of a count of years that have no date."""
    for key, other in field.years_of.items():
        if other == LETTER_DATE and key == "on":
            continue
        if other not in declared:
            table.table("years_of").refuse(key, "unknown-field-in-condition", given=other, known=declared)
        elif not is_refused(declared[other], "type") and declared[other].spec.type != "date":
            table.table("years_of").refuse(key, "years-between-no-dates", field=other)


def _check_limits(field: FieldSpec, table: Table, declared: Mapping[str, Declared]) -> None:
    """Refuse days after which a field may not lie that are not dates: fields, or parts of a record."""
    if (field.type != "date" or field.many) and not table.is_refused("type"):
        table.refuse("not_after", "date-limit-without-date", type=field.type)
    dates = [name for name, (spec, _) in declared.items() if spec.type == "date" and not spec.many]
    for name, (spec, _) in declared.items():
        if not spec.many:
            dates += [f"{name}.{part}" for part, inner in spec.parts.items() if inner.type == "date"]
    for limit in field.not_after:
        if limit not in dates:
            table.refuse("not_after", "date-limit-no-date", given=limit, known=dates)


def _is_usable(name: str) -> bool:
    return name.isidentifier() and name not in _RESERVED


def _declare(content: Content, name: str, table: Table, before: FieldSpec | None, keys: tuple[str, ...]) -> FieldSpec:
    """A field, or a part of a record, as its table declares it in full, or changes the one ``before``."""
    table.refuse_unknown(keys)
    known = fields.TYPES if keys is _FIELD_KEYS else [kind for kind in fields.TYPES if kind != RECORD]
    if before is None or "type" in table:
        before = FieldSpec(name=name, type=table.text("type"), help="", sample=None)
    spec = before._replace(**_given(content, before, table))
    if not spec.type:
        table.refuse("type", "field-without-type", known=known)
    elif spec.type not in known and "type" in table:
        table.refuse("type", "not-an-option", given=spec.type, known=known)
    elif spec.type == RECORD and not spec.parts and not table.is_refused("parts"):
        table.refuse("parts", "record-without-parts")
    _check_options(spec, table)
    _check_parts(spec, table)
    if spec.at_least and spec.type != "count" and not table.is_refused("type"):
        table.refuse("at_least", "at-least-without-count", type=spec.type)
    _check_time(spec, table)
    _check_sample(spec, table)
    return spec


def _given(content: Content, before: FieldSpec, table: Table) -> dict[str, Any]:
    """The keys that a table gives, as parts of a :class:`FieldSpec`.

    Its options and its parts are added to those of the field ``before``.
    """
    own_options = table.texts("options")
    if "options_in" in table:
        own_options = (*_options_in(content, table), *own_options)
    readers: dict[str, Any] = {
        "help": lambda: table.text("help"),
        "sample": lambda: table.raw()["sample"],
        "required": lambda: table.flag("required"),
        "many": lambda: table.flag("many"),
        "step": lambda: table.text("step"),
        "default": lambda: _default(table),
        "exclusive": lambda: table.texts("exclusive"),
        "item": lambda: table.text("item"),
        "at_least": lambda: table.count("at_least", 1),
        "lies": lambda: table.text("lies"),
        "years_of": lambda: _years_of(table.table("years_of")),
        "not_after": lambda: table.texts("not_after"),
        "in_sample": lambda: table.flag("in_sample"),
        "sender": lambda: table.flag("sender"),
        "when": lambda: _conditions(table.table("when")),
        "when_all": lambda: _conditions(table.table("when_all")),
        "parts": lambda: _parts(content, table.table("parts"), before.parts),
    }
    given = {key: read_key() for key, read_key in readers.items() if key in table}
    if own_options:
        given["options"] = tuple(dict.fromkeys([*before.options, *own_options]))
    if before.type == RECORD and "sample" not in given:
        after = before._replace(**given)
        is_made = before.sample is None or before.sample == records.sample_of_parts(before)
        given["sample"] = records.sample_of_parts(after) if is_made else records.complete_sample(after, before.sample)
    return given


def _default(table: Table) -> str | tuple[str, ...]:
    """The default of a choice; several, in a list, for a field that takes several."""
    return table.texts("default") if isinstance(table.raw()["default"], list) else table.text("default")


def _years_of(table: Table) -> dict[str, str]:
    """The two fields with the dates between which years are counted."""
    table.refuse_unknown(("since", "on"))
    for key in ("since", "on"):
        if key not in table:
            table.refuse(key, "years-without-date")
    return {"since": table.text("since"), "on": table.text("on")}


def _options_in(content: Content, table: Table) -> tuple[str, ...]:
    """The names of the folders in the one that ``options_in`` names, in every layer."""
    folder = table.text("options_in")
    names = content.folders(folder) if folder else []
    if folder and not names:
        table.refuse("options_in", "options-folder-empty", given=folder)
    return tuple(names)


def _conditions(table: Table) -> dict[str, tuple[str, ...]]:
    return {other: table.texts(other) for other in table.raw()}


def _parts(content: Content, table: Table, before: Mapping[str, FieldSpec]) -> dict[str, FieldSpec]:
    """The parts of a record, each like a simple field: those ``before`` with what the table adds and changes."""
    parts = dict(before)
    for name, inner in table.tables_within():
        if not name.isidentifier():
            table.refuse(name, "unusable-field-name", given=name)
        parts[name] = _declare(content, name, inner, before.get(name), _PART_KEYS)
    return parts


def _check_options(spec: FieldSpec, table: Table) -> None:
    """Refuse a choice without options, options of another type, defaults and exclusive options that are not options."""
    if spec.type == "choice" and not spec.options and not table.is_refused("options_in"):
        table.refuse("options", "choice-without-options")
    if spec.options and spec.type != "choice" and not table.is_refused("type"):
        table.refuse("options", "options-without-choice", type=spec.type)
        return
    if table.is_refused("options") or table.is_refused("options_in"):
        return
    if spec.many and (joined := [option for option in spec.options if set(option) & fields.OPTION_SEPARATORS]):
        table.refuse("options", "option-with-separator", given=joined)
    default = (spec.default,) if isinstance(spec.default, str) else spec.default or ()
    for key, named in (("default", default), ("exclusive", spec.exclusive)):
        unknown = [option for option in named if option not in spec.options]
        if len(unknown) == 1:
            table.refuse(key, "not-an-option", given=unknown[0], known=spec.options)
        elif unknown:
            table.refuse(key, "not-options", given=unknown, known=spec.options)
    if table.is_refused("many") or spec.many:
        _check_default(spec, table)
        return
    if isinstance(spec.default, tuple):
        table.refuse("default", "several-without-many")
    if spec.exclusive:
        table.refuse("exclusive", "several-without-many")


def _check_default(spec: FieldSpec, table: Table) -> None:
    """Refuse default options that cannot be chosen together."""
    if spec.default is None or any(map(table.is_refused, ("default", "exclusive", "many", "type"))):
        return
    try:
        fields.parse(spec, spec.default, fields.ANY_CURRENCY)
    except fields.InvalidValue as invalid:
        table.refuse_invalid("default", invalid.faults)


def _check_parts(spec: FieldSpec, table: Table) -> None:
    """Refuse parts, and a name for one record, where the field does not take records, or not several."""
    if table.is_refused("type"):
        return
    if spec.parts and spec.type != RECORD:
        table.refuse("parts", "parts-without-record", type=spec.type)
    if spec.item and not (spec.type == RECORD and spec.many):
        table.refuse("item", "item-without-records")
    elif spec.item and not _is_usable(spec.item):
        table.refuse("item", "unusable-field-name", given=spec.item)


def _check_time(spec: FieldSpec, table: Table) -> None:
    """Refuse what lies in time where the field has no dates, and years between dates where it does not count."""
    if spec.lies and spec.lies not in WAYS:
        table.refuse("lies", "not-an-option", given=spec.lies, known=WAYS)
    elif spec.lies and spec.type not in DATED_TYPES and not table.is_refused("type"):
        table.refuse("lies", "lies-without-date", type=spec.type)
    if spec.years_of and (spec.type != "count" or spec.many) and not table.is_refused("type"):
        table.refuse("years_of", "years-without-count", type=spec.type)


def _check_sample(spec: FieldSpec, table: Table) -> None:
    """Refuse a sample that its field does not accept."""
    if fields.is_empty(spec.sample):
        table.refuse("sample", "sample-missing")
    elif not any(map(table.is_refused, ("type", "options", "options_in", "many", "parts"))):
        if any(part.type not in fields.TYPES or part.type == RECORD for part in spec.parts.values()):
            return  # that has a fault of its own
        try:
            fields.parse(spec, spec.sample, fields.ANY_CURRENCY)
        except fields.InvalidValue as invalid:
            table.refuse_invalid("sample", invalid.faults)
