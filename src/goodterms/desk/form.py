"""The form of a letter: its fields as controls, and the values that a filled form gives.

A value has the name that ``--set`` has for it (``refund``, ``name.given``, ``provider.2.link``), and is the text that
``--set`` takes. So the form can ask for nothing that the command line could not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.call import help_of
from goodterms.cldr.locales import fallback
from goodterms.desk.messages import text
from goodterms.fields import OPTION_SEPARATORS, as_typed, is_empty
from goodterms.fields.persons import has_parts
from goodterms.fields.records import RECORD
from goodterms.fields.sample_days import ahead_of
from goodterms.speech import speak, speak_in
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from goodterms.model import FieldSpec, LetterSpec, Locale
    from goodterms.workspace import Workspace

    Values = Mapping[str, str | Sequence[str]]
    """Texts by the names of ``--set``; several texts for a name that is set several times."""

PREFIX = "v."
"""Before the name of a value in a form, so that no field of a letter meets a field of the page."""
FIELD = "field"
"""The msgctxt of the names of fields."""
_SEPARATORS = re.compile(f"[{''.join(sorted(OPTION_SEPARATORS))}]")
_LONG = ("text", "dated")
_INPUT_MODES = {
    "count": "numeric",
    "number": "decimal",
    "percent": "decimal",
    "phone": "tel",
    "email": "email",
    "url": "url",
}
PICKED = {"date": "choose_day", "month": "choose_month"}
"""The types of fields whose values can be picked from a calendar, and the texts of the buttons that open it."""
_MOST_SPARE = 50
_FLAG = ("yes", "no")


class Control(NamedTuple):
    """One control: an input, a text area, a select, a list of checkboxes.

    ``place`` is where a fault of its value lies, and its id on the page; ``name`` is that of ``--set``. ``kind`` is
    ``line``, ``lines``, ``select`` or ``choices``. ``chosen`` are the options that are chosen. ``picks`` is what a line
    takes that can be picked from a calendar, a key of :data:`PICKED`; else empty.
    """

    place: str
    name: str
    kind: str
    label: str
    help: str = ""
    value: str = ""
    options: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    required: bool = False
    placeholder: str = ""
    mode: str = "text"
    picks: str = ""


class Group(NamedTuple):
    """What one field shows: its controls, the details of a name in parts, or a list of groups for its records.

    ``kind`` is ``one``, ``choices``, ``person``, ``several`` or ``records``. ``spare`` is an empty item, which a script
    copies to add another; its place and name have ``__`` for its number.
    """

    place: str
    kind: str
    label: str
    help: str
    required: bool
    many: bool = False
    controls: tuple[Control, ...] = ()
    items: tuple[tuple[str, tuple[Control, ...]], ...] = ()
    is_open: bool = False


class Section(NamedTuple):
    """The groups of a step of a letter, or those of the whole letter, under a title."""

    title: str
    groups: tuple[Group, ...]


def samples(workspace: Workspace, letter: LetterSpec, locale: Locale, day: date) -> Values:
    """The sample values of a letter as one types them; none for a field that the sender's settings fill."""
    raw = ahead_of(day, workspace.project.samples(letter, locale), letter.fields)
    own = from_settings(workspace, locale)
    return typed(letter, {name: value for name, value in raw.items() if name not in own})


def typed(letter: LetterSpec, raw: Mapping[str, object]) -> Values:
    """Raw values of a letter, by field, as one types them."""
    values: dict[str, str | Sequence[str]] = {}
    for name, value in raw.items():
        if not is_empty(value):
            values |= _typed(letter.fields[name], value)
    return _as_given(values)


def from_settings(workspace: Workspace, locale: Locale) -> dict[str, str]:
    """The sender's own values for the letters in a locale, as one types them."""
    found: dict[str, str] = {}
    for table in workspace.sender_values.of(fallback(locale)):
        for name, value in table.values.items():
            if name not in found and not is_empty(value):
                found[name] = as_typed(value)
    return found


def _typed(field: FieldSpec, raw: object) -> dict[str, str | Sequence[str]]:
    """A raw sample as texts by the names of ``--set``."""
    items = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if field.type == RECORD:
        stem = field.item or field.name
        return {
            f"{stem}.{number}.{part}" if field.many else f"{field.name}.{part}": value
            for number, item in enumerate(items, 1)
            for part, value in _parts(field, item).items()
        }
    if field.options and field.many:
        return {field.name: [one.strip() for item in items for one in _SEPARATORS.split(as_typed(item)) if one.strip()]}
    if field.many:
        return {field.name: [as_typed(item) for item in items]}
    if has_parts(field) and isinstance(raw, dict):
        return {f"{field.name}.{part}": as_typed(value) for part, value in raw.items() if not is_empty(value)}
    return {field.name: as_typed(raw)}


def _parts(field: FieldSpec, item: object) -> dict[str, str]:
    """The parts of a sample record as texts; a text is the first part."""
    table = item if isinstance(item, dict) else {next(iter(field.parts)): item}
    return {part: as_typed(value) for part, value in table.items() if not is_empty(value)}


def given(pairs: Iterable[tuple[str, str]]) -> Values:
    """The values of a filled form; a control that is left empty gives none."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.startswith(PREFIX) and value.strip():
            found.setdefault(name.removeprefix(PREFIX), []).append(value)
    return _as_given(found)


def _as_given(values: Values) -> Values:
    """The same values; a name with one text has that, as ``--set`` reads it."""
    return {
        name: value[0] if len(value) == 1 and not isinstance(value, str) else value for name, value in values.items()
    }


def sections(letter: LetterSpec, values: Values, own: Mapping[str, str]) -> list[Section]:
    """The form of a letter with these values; ``own`` are the sender's, which it shows where nothing is given."""
    by_step: dict[str, list[Group]] = {"": [], **{step: [] for step in letter.steps}}
    for field in letter.fields.values():
        by_step.setdefault(field.step, []).append(_group(field, values, own.get(field.name, "")))
    titles = {name: speak(step.title) for name, step in letter.steps.items()}
    return [
        Section(titles.get(step, text("whole_letter")), tuple(groups)) for step, groups in by_step.items() if groups
    ]


_NAMES = {"given": "given name", "given2": "middle name"}
"""Parts of a name, as people call them."""


def label_of(name: str) -> str:
    """The name of a field as a label."""
    return speak_in(FIELD, label_text(name))


def label_text(name: str) -> str:
    """The name of a field as words, which are a message of the catalogs."""
    words = _NAMES.get(name, name).replace("_", " ").replace("-", " ").replace("timezone", "time zone")
    return words[:1].upper() + words[1:]


def _group(field: FieldSpec, values: Values, own: str) -> Group:
    label, placeholder = label_of(field.name), text("from_settings", value=own) if own else ""
    group = Group(field.name, "one", label, help_of(field), field.required, field.many)
    if field.type == RECORD:
        if not field.many:
            return group._replace(kind="records", items=((label, _record(field, 0, values)),))
        # A set number is spare, and so is one more, which a page without scripts needs.
        numbers = [*_numbers(field, values)]
        names = [*map(str, [*numbers, max(numbers, default=0) + 1][:_MOST_SPARE])]
        item = label_of(field.item or field.name)
        items = tuple((text("item", label=item, number=number), _record(field, number, values)) for number in names)
        return group._replace(kind="records", items=items)
    if field.options and field.many:
        chosen = _several(values.get(field.name))
        control = Control(field.name, field.name, "choices", label, "", "", field.options, tuple(chosen))
        return group._replace(kind="choices", controls=(control,))
    if field.many:
        texts = [*_several(values.get(field.name)), ""]
        controls = tuple(
            _control(field, f"{field.name}.{number}", field.name, value)._replace(
                label=text("item", label=label, number=number), help=""
            )
            for number, value in enumerate(texts, 1)
        )
        return group._replace(kind="several", controls=controls)
    control = _control(field, field.name, field.name, _single(values.get(field.name)), placeholder)
    if has_parts(field):
        parts = tuple(
            Control(f"{field.name}.{part}", f"{field.name}.{part}", "line", label_of(part), "", value)
            for part in NAME_PARTS
            for value in [_single(values.get(f"{field.name}.{part}"))]
        )
        is_open = any(part.value for part in parts)
        return group._replace(
            kind="person",
            controls=(control._replace(label=text("whole_name"), required=False), *parts),
            is_open=is_open,
        )
    return group._replace(controls=(control,))


def _record(field: FieldSpec, number: str | int, values: Values) -> tuple[Control, ...]:
    dotted = f"{number}." if number else ""
    stem = field.item or field.name if field.many else field.name
    return tuple(
        _control(
            part, f"{field.name}.{dotted}{part.name}", f"{stem}.{dotted}{part.name}",
            _single(values.get(f"{stem}.{dotted}{part.name}")),
        )
        for part in field.parts.values()
    )  # fmt: skip


def _control(field: FieldSpec, place: str, name: str, value: str, placeholder: str = "") -> Control:
    control = Control(
        place,
        name,
        "line",
        label_of(field.name),
        help_of(field),
        value,
        required=field.required,
        placeholder=placeholder,
    )
    if field.options:
        return control._replace(
            kind="select", options=field.options, chosen=(value,), placeholder=as_typed(field.default) or placeholder
        )
    if field.type == "flag":
        # A box could not say no, which some letters want to hear.
        return control._replace(kind="select", options=_FLAG, chosen=("yes" if value == "true" else value,))
    if field.type in _LONG:
        return control._replace(kind="lines")
    return control._replace(mode=_INPUT_MODES.get(field.type, "text"), picks=field.type if field.type in PICKED else "")


def _numbers(field: FieldSpec, values: Values) -> list[int]:
    """The numbers of the records that have a value."""
    pattern = re.compile(rf"{re.escape(field.item or field.name)}\.([1-9]\d?)\.")
    return sorted({int(found[1]) for name in values if (found := pattern.match(name))})


def _several(value: str | Sequence[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else [*(value or ())]


def _single(value: str | Sequence[str] | None) -> str:
    """The text of a value; of a value that was given several times, the first."""
    return value if isinstance(value, str) else next(iter(value or ()), "")
