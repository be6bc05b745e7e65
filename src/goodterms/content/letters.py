"""Reads the definition of a letter from its letter.toml, and from those of the letters that it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.content import tables
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.model import FieldSpec, LetterSpec, StepSpec

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

_LETTER_KEYS = (
    "title",
    "summary",
    "group",
    "extends",
    "before",
    "after",
    "steps",
    "fields",
    "meeting",
    "envelope",
    "salutation",
)
_NAME_TYPES = ("name", "person")
_ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "meeting": {"date": ("date",), "time": ("time",), "duration": ("duration",), "place": ("text",), "link": ("url",)},
    "envelope": {"recipient": _NAME_TYPES, "sender": _NAME_TYPES},
    "salutation": {"name": _NAME_TYPES, "form": ("choice",)},
}
"""The tables that give fields a role in a calendar, an envelope or a salutation: by part, the types it can have."""
_STEP_KEYS = ("title", "required")
_FIELD_KEYS = ("type", "help", "sample", "required", "many", "step", "options", "default", "when")
_JINJA_NAMES = ("true", "false", "none", "True", "False", "None", "loop", "self", "super", "caller", "namespace", "_")
_RESERVED = {"date", *_JINJA_NAMES}
"""Names that mean something else in templates; ``date`` is the date of the letter."""
_MAX_ANCESTORS = 8


class _Field(NamedTuple):
    """A field, and the table that declares it."""

    spec: FieldSpec
    table: Table


def load(content: Content, name: str) -> LetterSpec:
    """The letter called ``name``.

    Raises :class:`InvalidRequest` for an unknown name, and :class:`BrokenContent` with every fault of its letter.toml
    and of those that it extends.
    """
    known = content.letters()
    if name not in known:
        raise InvalidRequest.of("unknown-letter", "letter", given=name, known=known)
    chain = _chain(content, name)
    steps: dict[str, StepSpec] = {}
    declared: dict[str, _Field] = {}
    sections: dict[str, tuple[str, ...]] = {"before": (), "after": ()}
    roles: dict[str, dict[str, str]] = {role: {} for role in _ROLES}
    for table in reversed(chain):
        table.refuse_unknown(_LETTER_KEYS)
        sections |= {key: table.texts(key) for key in sections if key in table}
        roles |= {role: _role(table.table(role), role) for role in _ROLES if role in table}
        for step, inner in table.tables("steps"):
            inner.refuse_unknown(_STEP_KEYS)
            steps[step] = StepSpec(step, inner.text("title", step), inner.flag("required"))
        for field, inner in table.tables("fields"):
            if not field.isidentifier() or field in _RESERVED:
                table.table("fields").refuse(field, "unusable-field-name", given=field)
            declared[field] = _Field(_field(field, inner), inner)
    top = chain[0]
    spec = LetterSpec(
        name=name,
        title=top.text("title", name),
        summary=top.text("summary"),
        steps=steps,
        fields={field: spec for field, (spec, _) in declared.items()},
        before=sections["before"],
        after=sections["after"],
        path=top.path,
        meeting=roles["meeting"],
        envelope=roles["envelope"],
        salutation=roles["salutation"],
    )
    if not any(table.is_refused(key) for table in chain for key in ("extends", "steps", "fields")):
        # Otherwise, what seems to be missing may be there.
        _refuse_dangling(spec, declared)
        _refuse_unfit(chain, roles, declared)
    tables.raise_faults(*chain)
    if not steps:
        raise BrokenContent.at(top.path, 0, "no-steps")
    return spec


def _chain(content: Content, name: str) -> list[Table]:
    """The letter.toml of a letter and those of the letters that it extends, nearest first."""
    chain: list[Table] = []
    template = f"{name}/letter.toml"
    while located := content.template(template):
        table = tables.read(located.path)
        chain.append(table)
        parent = table.text("extends")
        if not parent:
            return chain
        if len(chain) == _MAX_ANCESTORS:
            chain[0].refuse("extends", "too-many-ancestors", limit=_MAX_ANCESTORS)
            return chain
        # A letter that extends its own name adds to that of the layer below.
        template = content.below(template, located) if parent == name else f"{parent}/letter.toml"
        name = parent
    others = [letter for letter in content.letters() if letter != name]
    chain[-1].refuse("extends", "no-such-ancestor", given=name, known=others)
    return chain


def _role(table: Table, role: str) -> dict[str, str]:
    """The fields that have a part in a role, by the part."""
    table.refuse_unknown(_ROLES[role])
    return {part: table.text(part) for part in table.raw() if part in _ROLES[role]}


def _field(name: str, table: Table) -> FieldSpec:
    table.refuse_unknown(_FIELD_KEYS)
    spec = FieldSpec(
        name=name,
        type=table.text("type"),
        help=table.text("help"),
        sample=table.raw().get("sample"),
        required=table.flag("required"),
        many=table.flag("many"),
        step=table.text("step"),
        options=table.texts("options"),
        default=table.text("default") if "default" in table else None,
        when={other: table.table("when").texts(other) for other in table.table("when").raw()},
    )
    if not spec.type:
        table.refuse("type", "field-without-type", known=fields.TYPES)
    elif spec.type not in fields.TYPES:
        table.refuse("type", "not-an-option", given=spec.type, known=fields.TYPES)
    _check_options(spec, table)
    _check_sample(spec, table)
    return spec


def _check_options(spec: FieldSpec, table: Table) -> None:
    """Refuse a choice without options, options of another type, and a default that is not an option."""
    if spec.type == "choice" and not spec.options:
        table.refuse("options", "choice-without-options")
    elif spec.options and spec.type != "choice" and not table.is_refused("type"):
        table.refuse("options", "options-without-choice", type=spec.type)
    elif spec.default is not None and spec.default not in spec.options and not table.is_refused("options"):
        table.refuse("default", "not-an-option", given=spec.default, known=spec.options)


def _check_sample(spec: FieldSpec, table: Table) -> None:
    """Refuse a sample that its field does not accept."""
    if fields.is_empty(spec.sample):
        table.refuse("sample", "sample-missing")
    elif not _is_refused(_Field(spec, table), "type", "options", "many"):
        try:
            fields.parse(spec, spec.sample, fields.ANY_CURRENCY)
        except fields.InvalidValue as invalid:
            table.refuse_invalid("sample", invalid.faults)


def _refuse_dangling(spec: LetterSpec, declared: dict[str, _Field]) -> None:
    """Refuse a step, a field or a choice that a field refers to and the letter does not have."""
    for field, table in declared.values():
        if field.step and field.step not in spec.steps:
            table.refuse("step", "not-an-option", given=field.step, known=spec.steps)
        conditions = table.table("when")
        for other, choices in field.when.items():
            if other not in declared:
                conditions.refuse(other, "unknown-field-in-condition", given=other, known=declared)
            elif not _is_refused(declared[other], "type", "options"):
                options = declared[other].spec.options
                if not options:
                    conditions.refuse(other, "condition-not-a-choice", field=other)
                elif not {*choices} <= {*options}:
                    conditions.refuse(other, "condition-never-met", field=other, choices=choices, options=options)


def _refuse_unfit(chain: list[Table], roles: dict[str, dict[str, str]], declared: dict[str, _Field]) -> None:
    """Refuse a field of another type than its role needs, and a meeting without date or time."""
    for role, parts in roles.items():
        table = next((table.table(role) for table in chain if role in table), chain[0])
        for part, field in parts.items():
            types = _ROLES[role][part]
            fitting = [name for name, (spec, _) in declared.items() if spec.type in types and not spec.many]
            is_faulty = field in declared and _is_refused(declared[field], "type", "many")
            if field not in fitting and not is_faulty:
                table.refuse(part, "no-fitting-field", given=field, types=types, known=fitting)
        if role == "meeting" and parts:
            for part in ("date", "time"):
                if part not in parts:
                    table.refuse(part, "meeting-incomplete")


def _is_refused(field: _Field, *keys: str) -> bool:
    """Whether one of these keys of a field has a fault, so that what depends on it cannot be checked."""
    return any(map(field.table.is_refused, keys))
