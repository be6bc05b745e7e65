"""Reads the table ``meeting`` of a letter.toml: which fields are parts of a meeting, what the letter does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.model import MeetingRules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from goodterms.content.letter_fields import Declared
    from goodterms.content.tables import Table

MEETING = "meeting"
PARTS: dict[str, tuple[str, ...]] = {
    "date": ("date",),
    "time": ("time",),
    "timezone": ("timezone",),
    "another": ("record",),
    "duration": ("duration",),
    "place": ("text",),
    "link": ("url",),
}
"""The parts of a meeting that fields have, each with the types that its field can have."""
_OTHERS = ("cancels", "repeats")
_PLACES = ("at_ours", "at_theirs")
_OF_A_MOMENT = ("date", "time")


def overlay(letter: Table, fields: Mapping[str, str], rules: MeetingRules) -> tuple[dict[str, str], MeetingRules]:
    """The fields by part, and the rules, of a letter.toml: what its table has over those of the letters it extends.

    An empty text drops a part, and an empty table drops all.
    """
    table = letter.table(MEETING)
    if MEETING not in letter:
        return dict(fields), rules
    if not table:
        return {}, MeetingRules()
    table.refuse_unknown((*PARTS, *_OTHERS, *_PLACES))
    merged = {**fields, **{part: table.text(part) for part in PARTS if part in table}}
    if any(key in table for key in _OTHERS):
        rules = rules._replace(cancels=table.text("cancels"), repeats=table.text("repeats"))
    if rules.cancels and rules.repeats:
        table.refuse("repeats", "cancels-and-repeats")
    rules = rules._replace(
        at_ours=_choices(table, "at_ours", rules.at_ours),
        at_theirs=_choices(table, "at_theirs", rules.at_theirs),
    )
    return {part: name for part, name in merged.items() if name}, rules


def refuse_unfit(
    chain: list[Table],
    meeting: Mapping[str, str],
    declared: Mapping[str, Declared],
    invites: Callable[[str], bool],
    letters: Callable[[], Collection[str]],
) -> None:
    """Refuse a meeting without a date or a time, and a condition that the letter cannot meet.

    ``chain`` are the letter.toml of the letter and of those that it extends, ``letters`` returns the names of all
    letters; ``invites`` says whether one of them has a meeting.
    """
    nearest = next((table.table(MEETING) for table in chain if MEETING in table), None)
    if nearest is not None and meeting:
        for part in _OF_A_MOMENT:
            if part not in meeting:
                nearest.refuse(part, "meeting-incomplete")
    for table in (letter.table(MEETING) for letter in chain if MEETING in letter):
        another = declared.get(table.text("another"))
        if another and another.spec.type == "record":
            parts = {name: part.type for name, part in another.spec.parts.items()}
            if any(parts.get(name) != name for name in _OF_A_MOMENT):
                table.refuse("another", "record-without-moment", given=another.spec.name)
        for key in _OTHERS:
            _refuse_uninvited(table, key, invites, letters)
        for inner in _tables(table, _PLACES).values():
            for name in inner.raw():
                _refuse_condition(inner, name, declared)


def _refuse_uninvited(
    table: Table, key: str, invites: Callable[[str], bool], letters: Callable[[], Collection[str]]
) -> None:
    name = table.text(key)
    if name and name not in letters():
        table.refuse(key, "not-an-option", given=name, known=letters())
    elif name and not invites(name):
        table.refuse(key, "invites-to-no-meeting", given=name)


def _refuse_condition(table: Table, name: str, declared: Mapping[str, Declared]) -> None:
    if name not in declared:
        table.refuse(name, "unknown-field-in-condition", given=name, known=declared)
    elif not (options := declared[name].spec.options):
        table.refuse(name, "condition-not-a-choice", field=name)
    elif not {*table.texts(name)} <= {*options}:
        table.refuse(name, "condition-never-met", field=name, choices=table.texts(name), options=options)


def _choices(table: Table, key: str, below: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The choices by field in a table ``key``; those ``below`` without one."""
    inner = table.table(key)
    return {name: inner.texts(name) for name in inner.raw()} if key in table else below


def _tables(table: Table, keys: Collection[str]) -> dict[str, Table]:
    return {key: table.table(key) for key in keys if key in table}
