"""Reads the table ``reading`` of a language.toml: words in the values that people type, beside those of CLDR."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goodterms.cldr.locales import currencies
from goodterms.expressions import expression
from goodterms.faults.nearest import nearest
from goodterms.model import TypedWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.tables import Table

_LISTS = ("hours", "minutes", "bikram_eras", "beside_dates", "beside_times", "beside_amounts")
_NUMBERED = {"months": 12, "weekdays": 7, "days": 31, "bikram_months": 12}
_KEYS = (*_LISTS, *_NUMBERED, "lengths", "day_periods", "currencies")
_CURRENCY = expression("[A-Z]{3}")
_LONGEST = 24 * 60


def overlay(below: TypedWords, table: Table) -> TypedWords:
    """The words of a table over those ``below``; a list replaces the one below, the faults are collected in it."""
    table.refuse_unknown(_KEYS)
    lengths = table.table("lengths")
    lists: dict[str, Any] = {key: table.texts(key) or getattr(below, key) for key in _LISTS}
    numbered: dict[str, Any] = {key: {**getattr(below, key), **_numbered(table, key)} for key in _NUMBERED}
    return TypedWords(
        lengths={**below.lengths, **{words: lengths.integer(words, 1, _LONGEST) for words in lengths.raw()}},
        day_periods={**below.day_periods, **_day_periods(table)},
        currencies={**below.currencies, **_currencies(table.table("currencies"))},
        **lists,
        **numbered,
    )


def _day_periods(table: Table) -> dict[str, tuple[int, int]]:
    """The hours at which parts of the day begin and end, by their names."""
    found = {}
    for name, inner in table.tables("day_periods"):
        inner.refuse_unknown(("from", "until"))
        begin = inner.integer("from", 0, 23)
        found[name] = (begin, inner.integer("until", begin + 1, 24))
    return found


def _numbered(table: Table, key: str) -> dict[int, tuple[str, ...]]:
    """Other names of months and days by their number."""
    inner = table.table(key)
    inner.refuse_unknown([str(number) for number in range(1, _NUMBERED[key] + 1)])
    return {int(number): inner.texts(number) for number in inner.raw() if number.isdecimal()}


def _currencies(table: Table) -> Mapping[str, tuple[str, ...]]:
    for code in table.raw():
        if not _CURRENCY.fullmatch(code):
            near = nearest(code.upper(), sorted(currencies()))
            table.refuse(code, "not-a-currency-code-near" if near else "not-a-currency-code", given=code, near=near)
    return {code: table.texts(code) for code in table.raw()}
