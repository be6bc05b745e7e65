"""The busy seasons of trades, by country: the file industries.toml of the plan, in the topmost layer that has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice import rules, spans
from goodterms.content import tables
from goodterms.fields import InvalidValue
from goodterms.recipients.recognition import fold_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

ROOM, FILE_NAME = "plan", "industries.toml"
_KEYS = ("words", "busy", "seasons_of_nature", "countries")


class Trade(NamedTuple):
    """A trade: when it is busy each year (``MM-DD..MM-DD``), in some countries (ISO 3166) at other times."""

    name: str
    busy: tuple[str, ...]
    countries: Mapping[str, tuple[str, ...]]
    is_of_nature: bool

    def days(self, year: int, country: str, southern: Collection[str]) -> int:
        """The days of a year on which the trade is busy in a country; see :mod:`goodterms.advice.spans`."""
        shift = timedelta()
        busy = self.countries.get(country)
        if busy is None:
            busy = self.busy
            shift = spans.HALF_A_YEAR if self.is_of_nature and country in southern else shift
        days = 0
        for text in busy:
            days |= spans.recurring(text, year, shift) | spans.recurring(text, year, -shift)
        return days


class Trades:
    """All trades, by the words for them in any language."""

    def __init__(self, content: Content) -> None:
        """Read them; raises :class:`BrokenContent` with every fault of the file."""
        table = rules.read(content, ROOM, FILE_NAME)
        self.names: list[str] = []
        self._by_word: dict[str, Trade] = {}
        for name, inner in table.tables_within():
            trade = _trade(name, inner)
            self.names.append(name)
            for word in (name, *inner.texts("words")):
                self._by_word.setdefault(fold_words(word), trade)
        tables.raise_faults(table)

    def find(self, text: str) -> Trade | None:
        """The trade of a word."""
        return self._by_word.get(fold_words(text))


def _trade(name: str, table: Table) -> Trade:
    table.refuse_unknown(_KEYS)
    inside = table.table("countries")
    countries = {code: _spans(inside, code) for code in inside.raw()}
    return Trade(name, _spans(table, "busy"), countries, table.flag("seasons_of_nature"))


def _spans(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key)
    for text in found:
        try:
            spans.recurring(text, 2024)
        except InvalidValue as invalid:
            table.refuse_invalid(key, invalid.faults)
    return found
