"""Reads the fields of a letter from its letter.toml, and adds what a letter changes of the fields that it inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms import fields
from goodterms.fields.records import RECORD
from goodterms.model import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

_PART_KEYS = ("type", "help", "sample", "required", "options", "default", "at_least")
_FIELD_KEYS = (
    *_PART_KEYS,
    "many",
    "step",
    "when",
    "when_all",
    "exclusive",
    "options_in",
    "parts",
    "item",
    "in_sample",
)
_JINJA_NAMES = ("true", "false", "none", "True", "False", "None", "loop", "self", "super", "caller", "namespace", "_")
_RESERVED = {"date", *_JINJA_NAMES}
"""Names that mean something else in templates; ``date`` is the date of the letter."""


class Declared(NamedTuple):
    """A field, and the table that declares it."""

    spec: FieldSpec
    table: Table


def read(content: Content, table: Table, declared: dict[str, Declared]) -> None:
    """Add the fields of a letter.toml to those that were ``declared`` before it, by the letters that it extends.

    A field without a type that is declared already changes only the keys that it has; its options are added.
    """
    for name, inner in table.tables("fields"):
        if not _is_usable(name):
            table.table("fields").refuse(name, "unusable-field-name", given=name)
        before = declared.get(name)
        inner.refuse_unknown(_FIELD_KEYS)
        if before and "type" not in inner:
            spec = before.spec._replace(**_given(content, before.spec, inner))
        else:
            spec = _field(content, name, inner)
        if spec.type == "choice" and not spec.options and not inner.is_refused("options_in"):
            inner.refuse("options", "choice-without-options")
        _check(spec, inner)
        declared[name] = Declared(spec, inner)


def is_refused(field: Declared, *keys: str) -> bool:
    """Whether one of these keys of a field has a fault, so that what depends on it cannot be checked."""
    return any(map(field.table.is_refused, keys))


def refuse_dangling(declared: Mapping[str, Declared], steps: Collection[str]) -> None:
    """Refuse a step, a field or a choice that a field refers to and the letter does not have."""
    for field, table in declared.values():
        if field.step and field.step not in steps:
            table.refuse("step", "not-an-option", given=field.step, known=steps)
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


def _is_usable(name: str) -> bool:
    return name.isidentifier() and name not in _RESERVED


def _field(content: Content, name: str, table: Table) -> FieldSpec:
    """A field that its table declares in full."""
    spec = FieldSpec(name=name, type=table.text("type"), help="", sample=None)
    spec = spec._replace(**_given(content, spec, table))
    if not spec.type:
        table.refuse("type", "field-without-type", known=fields.TYPES)
    elif spec.type not in fields.TYPES:
        table.refuse("type", "not-an-option", given=spec.type, known=fields.TYPES)
    if spec.type == RECORD and not spec.parts and not table.is_refused("parts"):
        table.refuse("parts", "record-without-parts")
    return spec


def _given(content: Content, before: FieldSpec, table: Table) -> dict[str, Any]:
    """The keys that a table gives, as parts of a :class:`FieldSpec`; options are added to those of ``before``."""
    own_options = table.texts("options")
    if "options_in" in table:
        own_options = (*_options_in(content, table), *own_options)
    readers: dict[str, Any] = {
        "help": lambda: table.text("help"),
        "sample": lambda: table.raw()["sample"],
        "required": lambda: table.flag("required"),
        "many": lambda: table.flag("many"),
        "step": lambda: table.text("step"),
        "default": lambda: table.text("default"),
        "exclusive": lambda: table.texts("exclusive"),
        "item": lambda: table.text("item"),
        "at_least": lambda: table.count("at_least", 1),
        "in_sample": lambda: table.flag("in_sample"),
        "when": lambda: _conditions(table.table("when")),
        "when_all": lambda: _conditions(table.table("when_all")),
        "parts": lambda: _parts(table.table("parts")),
    }
    given = {key: read() for key, read in readers.items() if key in table}
    if own_options:
        given["options"] = tuple(dict.fromkeys([*before.options, *own_options]))
    if before.type == RECORD and "sample" not in given and before.sample is None:
        parts: Mapping[str, FieldSpec] = given.get("parts", before.parts)
        sample = {part.name: part.sample for part in parts.values() if part.sample is not None}
        given["sample"] = [sample] if given.get("many", before.many) else sample
    return given


def _options_in(content: Content, table: Table) -> tuple[str, ...]:
    """The names of the folders in the one that ``options_in`` names, in every layer."""
    folder = table.text("options_in")
    names = content.folders(folder) if folder else []
    if folder and not names:
        table.refuse("options_in", "options-folder-empty", given=folder)
    return tuple(names)


def _conditions(table: Table) -> dict[str, tuple[str, ...]]:
    return {other: table.texts(other) for other in table.raw()}


def _parts(table: Table) -> dict[str, FieldSpec]:
    """The parts of a record, each like a simple field."""
    parts = {}
    known = [kind for kind in fields.TYPES if kind != RECORD]
    for name, inner in table.tables_within():
        inner.refuse_unknown(_PART_KEYS)
        if not name.isidentifier():
            table.refuse(name, "unusable-field-name", given=name)
        spec = FieldSpec(
            name=name,
            type=inner.text("type"),
            help=inner.text("help"),
            sample=inner.raw().get("sample"),
            required=inner.flag("required"),
            options=inner.texts("options"),
            default=inner.text("default") if "default" in inner else None,
            at_least=inner.count("at_least", 1) if "at_least" in inner else 0,
        )
        if not spec.type:
            inner.refuse("type", "field-without-type", known=known)
        elif spec.type not in known:
            inner.refuse("type", "not-an-option", given=spec.type, known=known)
        if spec.type == "choice" and not spec.options:
            inner.refuse("options", "choice-without-options")
        _check(spec, inner)
        parts[name] = spec
    return parts


def _check(spec: FieldSpec, table: Table) -> None:
    """Refuse options of another type, a default or an exclusive option that is not an option, an unfit sample."""
    if spec.options and spec.type != "choice" and not table.is_refused("type"):
        table.refuse("options", "options-without-choice", type=spec.type)
    elif spec.default is not None and spec.default not in spec.options and not table.is_refused("options"):
        table.refuse("default", "not-an-option", given=spec.default, known=spec.options)
    if unknown := [option for option in spec.exclusive if option not in spec.options]:
        table.refuse("exclusive", "not-an-option", given=unknown[0], known=spec.options)
    if spec.at_least and spec.type != "count" and not table.is_refused("type"):
        table.refuse("at_least", "at-least-without-count", type=spec.type)
    if spec.parts and spec.type != RECORD and not table.is_refused("type"):
        table.refuse("parts", "parts-without-record", type=spec.type)
    _check_sample(spec, table)


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
