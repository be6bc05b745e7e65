"""Reads what a letter is from its letter.toml, and from those it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import fields
from goodterms.content import tables
from goodterms.errors import BrokenContent, InvalidRequest, suggestion
from goodterms.faults import legacy
from goodterms.model import FieldSpec, LetterSpec, StepSpec

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

_LETTER_KEYS = (
    "title",
    "summary",
    "extends",
    "before",
    "after",
    "steps",
    "fields",
    "meeting",
    "envelope",
    "salutation",
)
_A_NAME = ("name", "person")
_ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "meeting": {"date": ("date",), "time": ("time",), "duration": ("duration",), "place": ("text",), "link": ("url",)},
    "envelope": {"recipient": _A_NAME, "sender": _A_NAME},
    "salutation": {"name": _A_NAME, "form": ("choice",)},
}
"""The tables that say what fields are to a calendar, an envelope, a salutation: the parts, and the types for each."""
_STEP_KEYS = ("title", "required")
_FIELD_KEYS = ("type", "help", "sample", "required", "many", "step", "options", "default", "when")
# What templates already call something else: the letter's date, and Jinja's own words.
_TAKEN = {"date", "true", "false", "none", "True", "False", "None", "loop", "self", "super", "caller", "namespace", "_"}
_MAX_ANCESTORS = 8


def load(content: Content, name: str) -> LetterSpec:
    """The letter called ``name``.

    Raises :class:`InvalidRequest` for an unknown name (with the nearest), :class:`BrokenContent` for a letter.toml
    that says something else than a letter's title, summary, steps and fields.
    """
    known = content.letters()
    if name not in known:
        raise InvalidRequest([legacy("letter", f"{name!r} is unknown", suggestion(name, known))])
    chain = _chain(content, name)
    top = chain[0]
    steps: dict[str, StepSpec] = {}
    specs: dict[str, tuple[FieldSpec, Table]] = {}
    sections: dict[str, tuple[str, ...]] = {"before": (), "after": ()}
    roles: dict[str, dict[str, str]] = {role: {} for role in _ROLES}
    for table in reversed(chain):
        table.refuse_unknown(_LETTER_KEYS)
        sections.update({key: table.texts(key) for key in sections if key in table})
        for role in [role for role in _ROLES if role in table]:
            declared = table.table(role)
            declared.refuse_unknown(_ROLES[role])
            roles[role] = {part: declared.text(part) for part in declared.raw()}
        for step, declared in table.tables("steps"):
            declared.refuse_unknown(_STEP_KEYS)
            steps[step] = StepSpec(step, declared.text("title", step), declared.flag("required"))
        for field, declared in table.tables("fields"):
            specs[field] = _field(field, declared), declared
    if not steps:
        raise BrokenContent.legacy_at(
            top.path, 0, "declares no steps", "add a table [steps.NAME] for each step, in order"
        )
    for spec, declared in specs.values():
        _refuse_dangling(spec, declared, steps, specs)
    _refuse_unfit(chain, roles, specs)
    return LetterSpec(
        name=name,
        title=top.text("title", name),
        summary=top.text("summary"),
        steps=steps,
        fields={field: spec for field, (spec, _) in specs.items()},
        before=sections["before"],
        after=sections["after"],
        path=top.path,
        meeting=roles["meeting"],
        envelope=roles["envelope"],
        salutation=roles["salutation"],
    )


def _chain(content: Content, name: str) -> list[Table]:
    """The letter.toml of a letter and those of the letters it extends, nearest first."""
    chain: list[Table] = []
    wanted = f"{name}/letter.toml"
    while len(chain) < _MAX_ANCESTORS:
        found = content.template(wanted)
        if found is None:
            known = content.letters()
            raise chain[-1].fault("extends", f"is {name!r}, which has no letter.toml", suggestion(name, known))
        table = tables.read(found.path)
        chain.append(table)
        parent = table.text("extends")
        if not parent:
            return chain
        # A letter that extends its own name adds to the one of the layer below.
        wanted = content.below(wanted, found) if parent == name else f"{parent}/letter.toml"
        name = parent
    raise chain[0].fault("extends", f"leads to more than {_MAX_ANCESTORS} letters, or back to itself")


def _field(name: str, declared: Table) -> FieldSpec:
    declared.refuse_unknown(_FIELD_KEYS)
    kind = declared.text("type")
    if kind not in fields.TYPES:
        raise declared.fault("type", f"is {kind!r}, which is unknown", suggestion(kind, fields.TYPES))
    if not name.isidentifier() or name in _TAKEN:
        raise declared.fault(
            "type", f"belongs to the field {name!r}, a name that templates cannot use", "choose another name"
        )
    options = declared.texts("options")
    if (kind == "choice") != bool(options):
        raise declared.fault("options", "belong to the type choice, and to it alone")
    default = declared.text("default") if "default" in declared else None
    if default is not None and default not in options:
        raise declared.fault("default", f"is {default!r}, which is none of the options", suggestion(default, options))
    spec = FieldSpec(
        name=name,
        type=kind,
        help=declared.text("help"),
        sample=declared.raw().get("sample"),
        required=declared.flag("required"),
        many=declared.flag("many"),
        step=declared.text("step"),
        options=options,
        default=default,
        when={other: declared.table("when").texts(other) for other in declared.table("when").raw()},
    )
    _check_sample(spec, declared)
    return spec


def _check_sample(spec: FieldSpec, declared: Table) -> None:
    """Refuse a field whose sample it would not take itself."""
    if fields.is_empty(spec.sample):
        raise declared.fault("sample", "is missing", "add sample = …, as a user would type it")
    try:
        fields.parse(spec, spec.sample, fields.ANY_CURRENCY)
    except fields.InvalidValue as invalid:
        raise declared.invalid("sample", invalid.faults) from None


def _refuse_unfit(
    chain: list[Table], roles: dict[str, dict[str, str]], specs: dict[str, tuple[FieldSpec, Table]]
) -> None:
    """Refuse a part of a table of roles that is no field of its type, and a meeting without date or time."""
    for role, parts in roles.items():
        table = next((table.table(role) for table in chain if role in table), chain[0])
        for part, field in parts.items():
            kinds = _ROLES[role][part]
            fitting = [name for name, (spec, _) in specs.items() if spec.type in kinds and not spec.many]
            if field not in fitting:
                problem = f"is {field!r}, which is no field of type {' or '.join(kinds)}"
                raise table.fault(part, problem, suggestion(field, fitting))
        if role == "meeting" and parts and not {"date", "time"} <= parts.keys():
            raise table.fault("date", "and time belong to every meeting")


def _refuse_dangling(
    spec: FieldSpec, declared: Table, steps: dict[str, StepSpec], specs: dict[str, tuple[FieldSpec, Table]]
) -> None:
    """Refuse a field that names a step, another field or a choice that the letter does not have."""
    if spec.step and spec.step not in steps:
        raise declared.fault("step", f"is {spec.step!r}, which is unknown", suggestion(spec.step, steps))
    for other, choices in spec.when.items():
        options = specs[other][0].options if other in specs else ()
        if not set(choices) <= set(options):
            raise declared.fault("when", f"waits for {other} = {', '.join(choices)}, which cannot be chosen")
