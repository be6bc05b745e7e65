"""Reads what a letter is from its letter.toml, and from those it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goodterms.content import read_toml
from goodterms.errors import BrokenContent, Fault, InvalidRequest, nearest, suggestion
from goodterms.fields import TYPES
from goodterms.model import FieldSpec, LetterSpec, StepSpec

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.content import Content

_LETTER_KEYS = {"title", "summary", "extends", "before", "after", "steps", "fields"}
_STEP_KEYS = {"title", "required"}
_FIELD_KEYS = {"type", "help", "sample", "required", "many", "step", "options", "default", "when"}
_MOST_ANCESTORS = 8


def load(content: Content, name: str) -> LetterSpec:
    """The letter called ``name``.

    Raises :class:`InvalidRequest` for an unknown name (with the nearest), :class:`BrokenContent` for a letter.toml
    that says something else than a letter's title, summary, steps and fields.
    """
    known = content.letters()
    if name not in known:
        raise InvalidRequest([Fault("letter", f"{name!r} is unknown", suggestion(name, known))])
    chain = _chain(content, name)
    top_path, top = chain[0]
    steps: dict[str, StepSpec] = {}
    fields: dict[str, FieldSpec] = {}
    merged: dict[str, Any] = {}
    for path, table in reversed(chain):
        _refuse_unknown(path, "the letter", table, _LETTER_KEYS)
        merged.update(table)
        for step, declared in _tables(path, table, "steps").items():
            _refuse_unknown(path, f"step {step!r}", declared, _STEP_KEYS)
            steps[step] = StepSpec(step, str(declared.get("title", step)), bool(declared.get("required", False)))
        for field, declared in _tables(path, table, "fields").items():
            fields[field] = _field(path, field, declared)
    spec = LetterSpec(
        name=name,
        title=str(merged.get("title", name)),
        summary=str(merged.get("summary", "")),
        steps=steps,
        fields=fields,
        before=tuple(merged.get("before", ())),
        after=tuple(merged.get("after", ())),
        path=top_path,
    )
    _refuse_dangling(spec)
    if not steps:
        raise BrokenContent(top_path, 0, "declares no steps", "add a table [steps.NAME] for each step, in order")
    if "title" not in top:
        spec = spec._replace(title=name)
    return spec


def _chain(content: Content, name: str) -> list[tuple[Path, dict[str, Any]]]:
    """The letter.toml of a letter and those of the letters it extends, nearest first."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    below = 0
    while len(chain) < _MOST_ANCESTORS:
        found = content.template(f"{name}/letter.toml", below)
        if found is None:
            path, table = chain[-1]
            raise BrokenContent(
                path,
                0,
                f"extends {table['extends']!r}, which has no letter.toml",
                suggestion(name, content.letters()),
            )
        path, layer = found
        table = read_toml(path)
        chain.append((path, table))
        parent = table.get("extends")
        if parent is None:
            return chain
        # A letter that extends its own name adds to the one of the layer below.
        below = layer + 1 if parent == name else 0
        name = str(parent)
    raise BrokenContent(chain[0][0], 0, f"extends more than {_MOST_ANCESTORS} letters, or itself")


def _field(path: Path, name: str, declared: dict[str, Any]) -> FieldSpec:
    place = f"field {name!r}"
    _refuse_unknown(path, place, declared, _FIELD_KEYS)
    kind = declared.get("type")
    if kind not in TYPES:
        raise BrokenContent(path, 0, f"{place} has the unknown type {kind!r}", suggestion(str(kind), TYPES))
    if not name.isidentifier():
        raise BrokenContent(
            path, 0, f"{place} is no name that a template can use", "use letters, digits and underscores"
        )
    if "sample" not in declared:
        raise BrokenContent(path, 0, f"{place} has no sample", "add sample = …, as a user would type it")
    options = tuple(declared.get("options", ()))
    if (kind == "choice") != bool(options):
        raise BrokenContent(path, 0, f"{place}: options belong to the type choice, and to it alone")
    default = declared.get("default")
    if default is not None and default not in options:
        raise BrokenContent(
            path,
            0,
            f"{place} has the default {default!r}, which is none of its options",
            suggestion(str(default), options),
        )
    return FieldSpec(
        name=name,
        type=str(kind),
        help=str(declared.get("help", "")),
        sample=declared["sample"],
        required=bool(declared.get("required", False)),
        many=bool(declared.get("many", False)),
        step=str(declared.get("step", "")),
        options=options,
        default=default,
        when={key: tuple(choices) for key, choices in declared.get("when", {}).items()},
    )


def _refuse_dangling(spec: LetterSpec) -> None:
    """Refuse a field that names a step, another field or a choice that the letter does not have."""
    for field in spec.fields.values():
        if field.step and field.step not in spec.steps:
            raise BrokenContent(
                spec.path,
                0,
                f"field {field.name!r} belongs to the unknown step {field.step!r}",
                suggestion(field.step, spec.steps),
            )
        for other, choices in field.when.items():
            options = spec.fields[other].options if other in spec.fields else ()
            if not set(choices) <= set(options):
                raise BrokenContent(
                    spec.path,
                    0,
                    f"field {field.name!r} waits for {other} = {list(choices)}, which cannot be chosen",
                )


def _tables(path: Path, table: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    tables = table.get(key, {})
    if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
        raise BrokenContent(path, 0, f"{key} must be tables", f"write [{key}.NAME] for each")
    return tables


def _refuse_unknown(path: Path, place: str, table: dict[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            near = nearest(key, known)
            raise BrokenContent(
                path, 0, f"{place} has the unknown key {key!r}", f"did you mean {near!r}?" if near else ""
            )
