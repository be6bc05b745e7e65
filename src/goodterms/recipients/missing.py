"""The columns that a letter needs and a table lacks, those that may be meant, and those that are not taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from goodterms.faults import fault
from goodterms.recipients.columns import (
    ADDRESS,
    AMBIGUOUS_TITLE,
    EMAIL,
    LOCALE,
    OF_A_PERSON,
    SENDER,
    TIMEZONE,
    addressee_of,
    fold_name,
)
from goodterms.speech import joined, said, sentence, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from goodterms.faults import Fault
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.recipients.columns import Columns

    Suggest = Callable[[str], Sequence[str]]

_OF_NAMES = ("given", "given2", "surname")
"""The parts without which a name is not whole."""


def no_suggestion(_: str) -> Sequence[str]:
    """The fields that the name of a column means, where no words are known: none."""
    return ()


def missing_columns(
    columns: Columns,
    letter: LetterSpec,
    needed: Sequence[str],
    sender: Collection[str],
    suggest: Suggest = no_suggestion,
) -> list[Fault]:
    """A fault for each column that every row needs and that is missing, with the columns that may be meant.

    ``needed`` are parts of the envelope or fields; ``sender`` are the fields that goodterms.toml fills. ``suggest``
    gives the fields that the words of a column's name mean, in any language: a column is never suggested because it is
    spelled like a field.
    """
    required = [name for name, field in letter.fields.items() if field.required]
    lacking = [
        name
        for name in dict.fromkeys([*needed, *required])
        if not columns.has(name) and not (name in letter.fields and name in sender)
    ]
    faults = [_missing(name, columns, letter, suggest) for name in lacking]
    for need in letter.needs.values():
        if not any(columns.has(name) or name in sender for name in need.one_of):
            names = [column_name(name, letter) for name in need.one_of]
            faults.append(fault("columns-need-unmet", "columns", names=names, one_of=need.one_of, help=need.help))
    return [*faults, *_unused_names(columns, letter, suggest)]


def _missing(name: str, columns: Columns, letter: LetterSpec, suggest: Suggest) -> Fault:
    may_mean = {
        unused: fields
        for unused in columns.unused
        if (fields := [field for field in suggest(unused) if name in (field, field.partition(".")[0])])
    }
    has_parts = any("." in fields[0] for fields in may_mean.values())
    # Beside a surname, a name is the given name: a name is whole, or in its parts.
    meant = {
        unused: next((field for field in fields if "." in field), fields[0]) if has_parts else fields[0]
        for unused, fields in may_mean.items()
    }
    if meant:
        lines = [f"{json.dumps(column, ensure_ascii=False)} = {json.dumps(field)}" for column, field in meant.items()]
        return fault("column-meant", "columns", name=name, meant=list(meant), lines=lines)
    if name in letter.fields and letter.fields[name].sender:
        own, help_text = column_name(name, letter), letter.fields[name].help or name
        withheld = next((column.name for column in columns.withheld if _root(column.field) == name), "")
        if withheld:
            return fault("column-withheld", "columns", name=name, given=withheld, own=own)
        return fault("missing-sender-column", "columns", name=name, own=own, help=said(help_text))
    return fault("missing-column", "columns", name=name, expected=said(_expected(name, letter)))


def _root(field: str) -> str:
    return field.partition(".")[0]


def column_name(field: str, letter: LetterSpec) -> str:
    """The name of a column for a field or a part of it; that of a value of the sender says so: ``sender company``."""
    spec = letter.fields.get(_root(field))
    return f"{SENDER} {field}" if spec and spec.sender else field


def own_name(field: FieldSpec) -> str:
    """The name of the column of a field in a table made for its letter."""
    return f"{SENDER} {field.name}" if field.sender else field.name


def _expected(name: str, letter: LetterSpec) -> str:
    if name in letter.fields:
        return letter.fields[name].help
    return {
        LOCALE: sentence("the reader's language; or give one for all rows with --locale"),
        EMAIL: sentence("the recipient's email address"),
        TIMEZONE: sentence("the reader's time zone"),
        ADDRESS: sentence("the recipient's postal address, one column for each line: address 1, address 2 …"),
    }.get(name, "")


def standing(faults: Sequence[Fault], letter: LetterSpec) -> list[str]:
    """The fields of missing columns that may be the same in all rows, so that goodterms.toml can give them."""
    names = [str(one.param("name")) for one in faults if one.kind == "missing-column"]
    of_addressee = {addressee_of(letter), *letter.salutation.values()}
    return [name for name in names if name in letter.fields and name not in of_addressee]


def _unused_names(columns: Columns, letter: LetterSpec, suggest: Suggest) -> Iterator[Fault]:
    """The fault of columns that look like parts of the addressee's name, while the name comes from elsewhere.

    A column called Name often holds given names only where there is a column for surnames, and surnames only where
    there is one for given names.
    """
    addressee = addressee_of(letter)
    used = {column.field: column.name for column in columns.of_fields if _root(column.field) == addressee}
    if not used:
        return
    parts = {name: part for name in columns.unused if (part := _part_of_name(name, addressee, suggest))}
    lacks_surname = f"{addressee}.surname" not in used and "surname" in parts.values()
    if lacks_surname or (addressee in used and "given" in parts.values()):
        name = used.get(addressee) or next(iter(used.values()))
        others = {*parts.values()}
        own = "" if addressee not in used or {"given", "surname"} <= others else "given" if lacks_surname else "surname"
        lines = _lines_of_parts({name: own, **parts} if own else parts, addressee)
        yield fault("name-columns-unused", "columns", names=list(parts), field=addressee, used=name, lines=lines)


def _lines_of_parts(parts: Mapping[str, str], addressee: str) -> list[str]:
    return [f'{json.dumps(name, ensure_ascii=False)} = "{addressee}.{part}"' for name, part in parts.items()]


def _part_of_name(name: str, addressee: str, suggest: Suggest) -> str:
    """The part of the addressee's name that a column looks like; empty for none."""
    folded = fold_name(name)
    suggested = suggest(name)
    for part in _OF_NAMES:
        if folded in OF_A_PERSON[part] or f"{addressee}.{part}" in suggested:
            return part
    return ""


def notes(columns: Columns, letter: LetterSpec) -> list[str]:
    """Sentences on the columns that are not used."""
    told = [speak("columns that are not used: {names}", names=joined(columns.unused))] if columns.unused else []
    title = next((name for name in columns.unused if fold_name(name) == AMBIGUOUS_TITLE), "")
    if title:
        told.append(
            speak("{title!r} may be a job title; the title before a name goes into a column 'Name title'", title=title)
        )
    told += [
        speak(
            "{name!r} is not used: {field} is the sender's; to take it from the table, name the column {own!r}",
            name=column.name,
            field=_root(column.field),
            own=column_name(column.field.replace(".", " "), letter).capitalize(),
        )
        for column in columns.withheld
    ]
    return told
