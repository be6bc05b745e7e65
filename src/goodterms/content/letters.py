"""Reads the definition of a letter from its letter.toml, and from those of the letters that it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content import letter_meetings, tables
from goodterms.content.letter_meetings import MEETING
from goodterms.errors import InvalidRequest
from goodterms.model import LetterSpec, MeetingRules, NeedSpec, SectionSpec, StepSpec

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.letter_fields import Declared
    from goodterms.content.tables import Table

_LETTER_KEYS = (
    "title",
    "summary",
    "group",
    "apart_from",
    "extends",
    "before",
    "after",
    "labels",
    "steps",
    "sections",
    "needs",
    "fields",
    "meeting",
    "envelope",
    "salutation",
)
_NAME_TYPES = ("name", "person")
_ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    MEETING: letter_meetings.PARTS,
    "envelope": {"recipient": _NAME_TYPES, "sender": _NAME_TYPES, "email": ("email",)},
    "salutation": {"name": _NAME_TYPES, "form": ("choice",)},
}
"""The tables that give fields a role in a calendar, an envelope or a salutation: by part, the types it can have."""
_STEP_KEYS = ("title", "required")
_SECTION_KEYS = ("title", "after")
_NEED_KEYS = ("one_of", "help")
_MAX_ANCESTORS = 8


class _Parts:
    """What the letter.toml of a letter and of those that it extends declare, gathered from the farthest one on."""

    def __init__(self, content: Content, chain: list[Table], *, with_fields: bool = True) -> None:
        self.steps: dict[str, StepSpec] = {}
        self.between: dict[str, SectionSpec] = {}
        self.needs: dict[str, NeedSpec] = {}
        self.fields: dict[str, Declared] = {}
        self.sections: dict[str, tuple[str, ...]] = {"before": (), "after": ()}
        self.labels: tuple[str, ...] = ()
        self.roles: dict[str, dict[str, str]] = {role: {} for role in _ROLES}
        self.group = ""
        self.rules = MeetingRules()
        self.apart_from: tuple[str, ...] = ()
        self._tables: dict[str, Table] = {}
        for table in reversed(chain):
            self._add(table)
            if with_fields:
                from goodterms.content import letter_fields  # loads all types of fields

                letter_fields.read(content, table, self.fields)

    def _add(self, table: Table) -> None:
        table.refuse_unknown(_LETTER_KEYS)
        self.group = table.text("group", self.group)
        self.apart_from = table.texts("apart_from") if "apart_from" in table else self.apart_from
        self.sections |= {key: table.texts(key) for key in self.sections if key in table}
        self.labels = tuple(dict.fromkeys([*self.labels, *table.texts("labels")]))
        self.roles |= {role: _role(table.table(role), role) for role in _ROLES if role in table and role != MEETING}
        self.roles[MEETING], self.rules = letter_meetings.overlay(table, self.roles[MEETING], self.rules)
        for step, inner in table.tables("steps"):
            inner.refuse_unknown(_STEP_KEYS)
            self.steps[step] = StepSpec(step, inner.text("title", step), inner.flag("required"))
        for section, inner in table.tables("sections"):
            inner.refuse_unknown(_SECTION_KEYS)
            self.between[section] = SectionSpec(section, inner.text("title", section), inner.text("after"))
            self._tables[section] = inner
        for need, inner in table.tables("needs"):
            inner.refuse_unknown(_NEED_KEYS)
            self.needs[need] = NeedSpec(inner.texts("one_of"), inner.text("help", need))
            self._tables[need] = inner

    def refuse_dangling(self) -> None:
        """Refuse a place or a field that a section or a need names and that the letter does not have."""
        known = list(self.steps)
        for name, section in self.between.items():
            if section.after not in known:
                self._tables[name].refuse("after", "not-an-option", given=section.after, known=known)
            known.append(name)
        for name, need in self.needs.items():
            table = self._tables[name]
            unknown = [field for field in need.one_of if field not in self.fields]
            if len(unknown) == 1:
                table.refuse("one_of", "not-an-option", given=unknown[0], known=list(self.fields))
            elif unknown:
                table.refuse("one_of", "not-options", given=unknown, known=list(self.fields))
            elif not need.one_of:
                table.refuse("one_of", "need-without-fields")


def load(content: Content, name: str) -> LetterSpec:
    """The letter called ``name``.

    Raises :class:`InvalidRequest` for an unknown name, and :class:`BrokenContent` with every fault of its letter.toml
    and of those that it extends.
    """
    if not content.has_letter(name):
        raise InvalidRequest.of("unknown-letter", "letter", given=name, known=content.letters())
    return _load(content, name, needs_steps=True)


def outline(content: Content, name: str) -> LetterSpec:
    """A letter that there is, as :func:`load` gives it; without its fields, if all its files are known to be right.

    To read the fields takes much longer than all else of a list of letters. Raises :class:`BrokenContent`, as a file
    that is not as it was when the package was made is read whole, and so is every letter under other layers.
    """
    chain = _chain(content, name) if len(content.layers) == 1 else []
    if chain and all(table.is_known for table in chain):
        return _spec(name, chain[0], _Parts(content, chain, with_fields=False))
    return load(content, name)


def load_advice(content: Content, name: str) -> LetterSpec:
    """What a room of advice says, or the columns of a table that it reads: ``name`` is a folder with a letter.toml.

    It is declared as a letter is, and is not one: it has no steps. Raises :class:`BrokenContent` as :func:`load` does.
    """
    return _load(content, name, needs_steps=False)


def _load(content: Content, name: str, *, needs_steps: bool) -> LetterSpec:
    from goodterms.content import letter_fields

    chain = _chain(content, name)
    parts = _Parts(content, chain)
    top = chain[0]
    spec = _spec(name, top, parts)
    if not any(table.is_refused(key) for table in chain for key in ("extends", "steps", "fields")):
        # Otherwise, what seems to be missing may be there.
        letter_fields.refuse_dangling(parts.fields, parts.steps)
        parts.refuse_dangling()
        _refuse_unfit(chain, parts.roles, parts.fields)
        letter_meetings.refuse_unfit(
            chain,
            spec.meeting,
            parts.fields,
            lambda name: any(table.table(MEETING) for table in _chain(content, name)),
            content.letters,
        )
        if needs_steps and not parts.steps:
            top.refuse("steps", "no-steps")
    tables.raise_faults(*chain)
    return spec


def _spec(name: str, top: Table, parts: _Parts) -> LetterSpec:
    return LetterSpec(
        name=name,
        title=top.text("title", name),
        summary=top.text("summary"),
        steps=parts.steps,
        fields={field: spec for field, (spec, _) in parts.fields.items()},
        before=parts.sections["before"],
        after=parts.sections["after"],
        path=top.path,
        meeting=parts.roles[MEETING],
        envelope=parts.roles["envelope"],
        salutation=parts.roles["salutation"],
        between=parts.between,
        needs=parts.needs,
        group=parts.group,
        meeting_rules=parts.rules,
        apart_from=parts.apart_from,
        labels=parts.labels,
    )


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


def _refuse_unfit(chain: list[Table], roles: dict[str, dict[str, str]], declared: dict[str, Declared]) -> None:
    """Refuse a field of another type than its role needs."""
    from goodterms.content import letter_fields

    for role, parts in roles.items():
        table = next((table.table(role) for table in chain if role in table), chain[0])
        for part, field in parts.items():
            types = _ROLES[role][part]
            fitting = [name for name, (spec, _) in declared.items() if spec.type in types and not spec.many]
            is_faulty = field in declared and letter_fields.is_refused(declared[field], "type", "many")
            if field not in fitting and not is_faulty:
                table.refuse(part, "no-fitting-field", given=field, types=types, known=fitting)
