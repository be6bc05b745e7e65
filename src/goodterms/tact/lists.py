"""Reads tact.toml of a language: wordings that hurt a customer or bind the sender, with reasons and better ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content import tables
from goodterms.content.writing import writing
from goodterms.tact.patterns import Folding, InvalidPatternError, branches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

FILE_NAME = "tact.toml"
KINDS = ("attack", "blame", "sarcasm", "absolute", "threat", "admission")
"""The kinds of wordings, as tables of the file."""
_OF_KIND = ("reason", "better")
_OF_GROUP = ("find", "unless", "reason", "better")


class Group(NamedTuple):
    """Wordings of one kind with a reason: ``find`` are its patterns, ``unless`` those of sentences to leave alone."""

    kind: str
    name: str
    find: tuple[str, ...]
    unless: tuple[str, ...]
    reason: str
    better: str


class Lists(NamedTuple):
    """What a language has: its groups, and how its texts are compared with them."""

    groups: tuple[Group, ...]
    fold: Folding


def read(content: Content, catalog: str) -> Lists:
    """The wordings of a language: a group of an upper layer's tact.toml replaces that of the layers below.

    A language without the file has none. Raises :class:`BrokenContent` with every fault of these files.
    """
    groups: dict[tuple[str, str], Group] = {}
    letters: dict[str, str] = dict(writing(content, catalog, "", "ltr", "0").letters)
    for path in reversed(list(content.locale_paths(catalog, FILE_NAME))):
        table = tables.read(path)
        table.refuse_unknown((*KINDS, "letters"))
        own = table.table("letters")
        letters |= {letter: own.text(letter) for letter in own.raw()}
        fold = Folding(letters)
        for kind in KINDS:
            for group in _groups(table.table(kind), kind, groups, fold):
                groups[kind, group.name] = group
        tables.raise_faults(table)
    return Lists(tuple(groups.values()), Folding(letters))


def _groups(table: Table, kind: str, below: Mapping[tuple[str, str], Group], fold: Folding) -> list[Group]:
    inner = {name: table.table(name) for name, value in table.raw().items() if isinstance(value, dict)}
    table.refuse_unknown((*_OF_KIND, *inner))
    reason, better = table.text("reason"), table.text("better")
    found = []
    for name, one in inner.items():
        one.refuse_unknown(_OF_GROUP)
        before = below.get((kind, name))
        reasons = one.text("reason") or reason or (before.reason if before else "")
        betters = one.text("better") or better or (before.better if before else "")
        for key, text in (("reason", reasons), ("better", betters)):
            if not text:
                one.refuse(key, "tact-without", given=name, what=key)
        for key in ("find", "unless"):
            _refuse_invalid(one, key, fold)
        found.append(Group(kind, name, one.texts("find"), one.texts("unless"), reasons, betters))
    return found


def _refuse_invalid(table: Table, key: str, fold: Folding) -> None:
    """Refuse the first pattern of a key that cannot be read."""
    for pattern in table.texts(key):
        try:
            branches(pattern, fold)
        except InvalidPatternError as error:
            table.refuse(key, "not-a-tact-pattern", given=pattern, reason=str(error))
            return
