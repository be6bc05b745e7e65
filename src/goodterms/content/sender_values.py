"""The sender's values: those of all letters, and those of the letters in a locale; the table ``sender`` of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import tags
from goodterms.content.tables import as_toml
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.fields import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from goodterms.content.tables import Table
    from goodterms.faults import Fault, Source
    from goodterms.model import Locale

    LocaleOf = Callable[[str], Locale]
    """Finds a locale by its tag; raises :class:`InvalidRequest` for one without letters."""

_TABLE = "sender"


class SenderTable(NamedTuple):
    """Raw values by field, for the letters in the locale ``tag`` (BCP 47) and those below it; empty for all letters.

    ``source`` says where they come from: ``settings``, or ``sender`` for a program. ``name`` is that of the table.
    """

    values: Mapping[str, object]
    tag: str = ""
    source: Source = "settings"
    name: str = ""


class SenderValues(NamedTuple):
    """All tables of a sender; those that go first are first."""

    tables: tuple[SenderTable, ...] = ()

    def of(self, fallback: Sequence[str]) -> list[SenderTable]:
        """The tables for a letter, in the order in which values are looked for.

        ``fallback`` are the tags of the letter's locale and of those that it inherits from, the nearest first. What a
        program gives goes before what the settings say, whatever the language.
        """
        if all(not table.tag for table in self.tables):
            return [*self.tables]
        sources = dict.fromkeys(table.source for table in self.tables)
        return [
            table
            for source in sources
            for tag in (*fallback, "")
            for table in self.tables
            if table.source == source and table.tag == tag
        ]

    @property
    def shared(self) -> SenderValues:
        """Only the tables for all letters."""
        return SenderValues(tuple(table for table in self.tables if not table.tag))

    @property
    def filled(self) -> dict[str, object]:
        """A value of each field that has one in some table, the first of those that count for all letters."""
        ordered = sorted(self.tables, key=lambda table: bool(table.tag))
        every = ((name, value) for table in reversed(ordered) for name, value in table.values.items())
        return {name: value for name, value in every if not is_empty(value)}


_MOST_TABLES = 200
"""The most tables of languages, and keys that are neither; what is beyond them is counted."""


def read(table: Table, known: Collection[str], locale: LocaleOf) -> tuple[SenderTable, ...]:
    """The table ``sender``: values by field, and tables of them by language.

    A key is a field if any letter has one of that name. Collects a fault for each key that is neither a field nor a
    language, and for each language that has two tables.
    """
    of_languages = {name: value for name, value in table.raw().items() if name not in known}
    if beyond := list(of_languages)[_MOST_TABLES:]:
        table.refuse(beyond[0], "more-unknown-keys", count=len(beyond))
        of_languages = {name: of_languages[name] for name in list(of_languages)[:_MOST_TABLES]}
    for name, value in of_languages.items():
        if not isinstance(value, dict):
            _refuse_value(table, name, value, known, locale)
    by_tag: dict[str, str] = {}
    tables = []
    for name in (name for name, value in of_languages.items() if isinstance(value, dict)):
        inner = table.table(name)
        inner.refuse_unknown(sorted(known))
        tag, wrong = tag_of(name, locale)
        if wrong:
            table.refuse(name, wrong.kind, **dict(wrong.params))
        elif (other := by_tag.setdefault(tag, name)) != name:
            table.refuse(name, "sender-language-twice", given=name, other=other)
        tables.append(SenderTable(inner.raw(), tag, name=f"{_TABLE}.{name}"))
    shared = {name: value for name, value in table.raw().items() if name in known}
    return (SenderTable(shared, name=_TABLE), *tables)


def _refuse_value(table: Table, name: str, value: object, known: Collection[str], locale: LocaleOf) -> None:
    """Refuse a key that is no field and has no table."""
    if tags.parse(name) and not tag_of(name, locale)[1]:
        table.refuse(name, "not-a-table", given=as_toml(value))
    else:
        table.refuse(name, "unknown-key", given=name, known=sorted(known))


def tag_of(name: str, locale: LocaleOf) -> tuple[str, Fault | None]:
    """The tag of the locale that a table is named after; or the fault, without a place, of a name that is none."""
    parsed = tags.parse(name)
    try:
        found = locale(name)
    except InvalidRequest as error:
        return "", fault("no-such-sender-table", given=name, problem=error.faults[0].problem, hint=error.faults[0].hint)
    if parsed and parsed.keywords:
        return "", fault("sender-language-with-keywords", given=name, tag=found.tag)
    return found.tag, None
