"""Reads tact.toml of a language: wordings that hurt a customer or bind the sender, with reasons and better ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content import tables
from goodterms.content.built_in import BUILT_IN, IS_CHECKOUT
from goodterms.content.writing import writing
from goodterms.tact.patterns import Folding, InvalidPatternError, branches, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

    Its lists of words go on with those of the layers below: all groups look for the words of all layers.

    A language without the file has none. Raises :class:`BrokenContent` with every fault of these files.
    """
    groups: dict[tuple[str, str], Group] = {}
    letters: dict[str, str] = dict(writing(content, catalog, "", "ltr", "0").letters)
    layers = [tables.read(path) for path in reversed(list(content.locale_paths(catalog, FILE_NAME)))]
    words = _words(layers)
    fold = Folding(letters)
    layer_of: dict[tuple[str, str], int] = {}
    for number, table in enumerate(layers):
        table.refuse_unknown((*KINDS, "letters", "words"))
        own = table.table("letters")
        letters |= {letter: own.text(letter) for letter in own.raw()}
        fold = Folding(letters)
        for kind in KINDS:
            for group in _groups(table.table(kind), kind, groups, words, None if _is_tested(table) else fold):
                groups[kind, group.name] = group
                layer_of[kind, group.name] = number
        tables.raise_faults(table)
    # Where two patterns begin with the same word, that of a company's own list comes first.
    return Lists(tuple(sorted(groups.values(), key=lambda group: -layer_of[group.kind, group.name])), fold)


def _words(layers: Iterable[Table]) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for table in layers:
        own = table.table("words")
        for name in own.raw():
            words.setdefault(name, []).extend(own.texts(name))
    return words


def _groups(
    table: Table,
    kind: str,
    below: Mapping[tuple[str, str], Group],
    words: Mapping[str, list[str]],
    fold: Folding | None,
) -> list[Group]:
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
        find, unless = (_patterns(one, key, words, fold) for key in ("find", "unless"))
        found.append(Group(kind, name, find, unless, reasons, betters))
    return found


def _is_tested(table: Table) -> bool:
    """Whether a file came with goodterms, whose tests read every pattern; one in a checkout may have been edited."""
    return not IS_CHECKOUT and table.path.is_relative_to(BUILT_IN)


def _patterns(table: Table, key: str, words: Mapping[str, list[str]], fold: Folding | None) -> tuple[str, ...]:
    """The patterns of a key with their words; refuses the first that cannot be read, if ``fold`` is given."""
    found = []
    for pattern in table.texts(key):
        try:
            # A hyphen joins words that a text may also have apart, as those of texts are when they are compared.
            found.append(expand(pattern, words).replace("-", " "))
            if fold:
                branches(found[-1], fold)
        except InvalidPatternError as error:
            table.refuse(key, "not-a-tact-pattern", given=pattern, reason=error.reason)
            return ()
    return tuple(found)
