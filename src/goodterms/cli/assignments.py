"""What the shell completes of ``--set FIELD=VALUE``: fields, the parts of names and records, choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.fields.persons import has_parts
from goodterms.fields.records import MAX_NUMBER
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.model import FieldSpec

_FLAG = ("yes", "no")


def assignments(specs: Iterable[FieldSpec], incomplete: str) -> Iterator[tuple[str, str]]:
    """The words that begin with ``incomplete``, each with the help of its field or part."""
    for field in specs:
        for word, spec in _words(field, incomplete):
            if word.startswith(incomplete):
                yield word, spec.help


def _words(field: FieldSpec, incomplete: str) -> Iterator[tuple[str, FieldSpec]]:
    """The words for a field: itself; once it is named, its choices or its parts."""
    if incomplete.startswith(f"{field.name}="):
        yield from _values(field, field.name, incomplete)
        return
    if stem := _stem(field, incomplete):
        for part in field.parts.values():
            name = f"{stem}{part.name}"
            yield from _values(part, name, incomplete) if incomplete.startswith(f"{name}=") else [(f"{name}=", part)]
    elif has_parts(field) and incomplete.startswith(f"{field.name}."):
        yield from ((f"{field.name}.{part}=", field) for part in NAME_PARTS)
    yield f"{field.name}=", field


def _stem(field: FieldSpec, incomplete: str) -> str:
    """What comes before the name of a part of a record: ``visit.``, ``provider.2.``; empty for anything else.

    A number that is not typed yet is 1.
    """
    if not field.parts:
        return ""
    for name in (field.name, field.item):
        if not name or not incomplete.startswith(f"{name}."):
            continue
        if not field.many:
            return f"{name}."
        number = re.match(r"([1-9]\d?)(?=\.|$)|$", incomplete.removeprefix(f"{name}."))
        if number and int(number[1] or 1) <= MAX_NUMBER:
            return f"{name}.{number[1] or 1}."
    return ""


def _values(field: FieldSpec, name: str, incomplete: str) -> Iterator[tuple[str, FieldSpec]]:
    """The words for the value of a field or a part; of several choices, for the one behind the last comma."""
    start = f"{name}="
    chosen: list[str] = []
    if field.many and "," in incomplete:
        start = incomplete[: incomplete.rindex(",") + 1]
        chosen = start.partition("=")[2].split(",")
    options = field.options or (_FLAG if field.type == "flag" else ())
    for option in options or ("",):
        if option not in chosen or not option:
            yield f"{start}{option}", field
