"""What follows from the proposals for columns: lines for a goodterms.toml, and what a letter still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from goodterms import fields
from goodterms.content.column_settings import DECIMALS, ColumnUse
from goodterms.recipients.columns import fold_name
from goodterms.recipients.proposals import SETTLED
from goodterms.recipients.recognition import spec_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.recipients.proposals import Proposal

Mapped = str | Mapping[str, str | list[str]] | bool
"""What a line under ``columns`` says: a field, a table of it and how cells are written, false for no use."""


def mapped(proposals: Iterable[Proposal], known: Mapping[str, str] = MappingProxyType({})) -> dict[str, Mapped]:
    """The table ``columns`` of a goodterms.toml for the proposals that are sure, by the names of the columns.

    ``known`` are the columns that need no such line, with their fields. False is for a column that is not used.
    """
    numbers = {",": "comma", ".": "point"}
    found: dict[str, Mapped] = {}
    names: set[str] = set()
    for one in proposals:
        if SETTLED in one.catalogs or fold_name(one.name) in names:
            continue
        names.add(fold_name(one.name))
        if one.doubt == "parts":
            found[one.name] = False
        if not one.field:
            continue
        written = {"dates": one.dates, "numbers": numbers.get(one.decimal, ""), "time": one.time}
        details: dict[str, str | list[str]] = {key: value for key, value in written.items() if value}
        if one.join:
            details["join"] = list(one.join)
        if details or known.get(one.name) != one.field:
            found[one.name] = {"field": one.field, **details} if details else one.field
    return found


def as_uses(mapped: Mapping[str, Mapped]) -> dict[str, ColumnUse]:
    """The same as settings that were read: what each column is."""
    uses = {}
    for name, use in mapped.items():
        if not isinstance(use, Mapping):
            uses[name] = ColumnUse(use if isinstance(use, str) else "")
            continue
        field, dates, numbers, time = (str(use.get(key, "")) for key in ("field", "dates", "numbers", "time"))
        uses[name] = ColumnUse(field, dates, DECIMALS.get(numbers, ""), time, tuple(use.get("join", ())))
    return uses


def choice_words(proposals: Iterable[Proposal], letter: LetterSpec) -> dict[str, dict[str, str]]:
    """The tables ``values.FIELD`` of a goodterms.toml: by field, the words in cells that are not its choices."""
    found: dict[str, dict[str, str]] = {}
    for one in proposals:
        if not one.choices:
            continue
        spec = spec_of(one.field, letter)
        field = ".".join(part for part in one.field.split(".") if not part.isdecimal())
        there = found.setdefault(field, {})
        folded = set(map(str.casefold, there))
        for word, choice in one.choices.items():
            is_own = _is_known(spec, word) if spec else choice == word
            if choice and word.casefold() not in folded and not is_own:
                there[word] = choice
                folded.add(word.casefold())
    return {field: words for field, words in found.items() if words}


def _is_known(spec: FieldSpec, word: str) -> bool:
    """Whether a field takes a word as it is."""
    try:
        fields.parse(spec._replace(many=False), word, fields.ANY_CURRENCY)
    except fields.InvalidValue:
        return False
    return True


def missing(proposals: Iterable[Proposal], letter: LetterSpec, sender: Mapping[str, object]) -> list[str]:
    """What each row needs and neither a column nor ``sender``, the standing values, gives: fields, and ``locale``.

    It includes fields that are needed for a choice which is made there or in the column's sample.
    """
    proposals = list(proposals)
    taken = (field for one in proposals if one.field for field in (one.field, one.time))
    there = {field.partition(".")[0] for field in taken} | set(sender)
    made = {name: set(map(str, value if isinstance(value, list) else [value])) for name, value in sender.items()}
    made |= {one.field: set(one.choices.values()) for one in proposals if one.choices}
    needed = ["locale"]
    for name, spec in letter.fields.items():
        conditions = [bool(made.get(other, set()) & set(choices)) for other, choices in spec.when.items()]
        all_of = [set(choices) <= made.get(other, set()) for other, choices in spec.when_all.items()]
        if spec.required or any(conditions) or (all_of and all(all_of)):
            needed.append(name)
    return [name for name in needed if name not in there]
