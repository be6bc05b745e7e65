"""How often a customer is contacted: a cadence as people write it, and the days in a year that it aims at."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice import spans
from goodterms.fields import InvalidValue
from goodterms.recipients.recognition import fold_words
from goodterms.text.typed import plain

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 365.2425
NAMED = {"yearly": YEAR, "half-yearly": YEAR / 2, "quarterly": YEAR / 4, "monthly": YEAR / 12}
"""The days between two contacts by the name of a cadence."""
_NUMBER = re.compile(r"\d{1,2}")
_MOST_YEARS = 5
_REACH = 4
"""A contact may lie a quarter of its cadence before or after its target: so two are never nearer than half of it."""


class Words(NamedTuple):
    """How people write a cadence, in any language, folded: a named one, ``weeks`` and ``months`` beside a number.

    ``named`` finds the name of a cadence by a word; ``beside`` are words that add nothing.
    """

    named: Callable[[str], str]
    monthly: frozenset[str]
    weeks: frozenset[str]
    months: frozenset[str]
    beside: frozenset[str]


class Target(NamedTuple):
    """A contact of a year: the day aimed at, from 0 for 1 January, and the days on which it may lie.

    ``is_free`` is that of a customer of whom no day is known to aim at: then all the days are as good.
    """

    day: int
    days: int
    is_free: bool


def parse(text: str, least: float, words: Words) -> float:
    """The days between two contacts, at least ``least``; raises :class:`InvalidValue`."""
    bare = plain(text)
    if step := NAMED.get(bare) or NAMED.get(words.named(text)):
        return step
    if fold_words(text) in words.monthly:
        return NAMED["monthly"]
    found = _NUMBER.findall(bare)
    rest = {fold_words(word) for word in _NUMBER.sub(" ", bare).split()} - words.beside
    unit = 7.0 if rest and rest <= words.weeks else YEAR / 12 if rest and rest <= words.months else 0.0
    step = int(found[0]) * unit if len(found) == 1 else 0.0
    if not step or step > _MOST_YEARS * YEAR:
        raise InvalidValue.of("cadence-unclear", given=text, known=tuple(NAMED))
    if step < least:
        raise InvalidValue.of("cadence-too-short", given=text, least=round(least))
    return step


def targets(year: int, step: float, since: date | None, last: date | None) -> list[Target]:
    """The contacts of a year with ``step`` days between them.

    They aim at the anniversaries of ``since``, and between these at equal distances; a cadence that does not divide a
    year is counted from that day on. Without it, they aim at the days after the ``last`` contact, without that at none.
    No contact lies nearer than half a step after the last one.
    """
    start, length = date(year, 1, 1), spans.length(year)
    if not since and not last:
        number = max(1, round(length / step))
        middles = (length * (place + 0.5) / number for place in range(number))
        return [_target(year, middle, length / number, None, is_free=True) for middle in middles]
    per_year = round(YEAR / step)
    if since and per_year and abs(per_year * step - YEAR) < 1:
        days = _of_anniversaries(since, year, per_year)
    else:
        first = (since - start).days if since else (last - start).days + step if last else 0
        first -= floor(first / step) * step
        days = [first + step * number for number in range(ceil((length - first) / step))]
    return [_target(year, day, step, last, is_free=False) for day in days]


def _of_anniversaries(since: date, year: int, per_year: int) -> list[float]:
    """The days of a year that are anniversaries, or divide the time between two of them into equal parts."""
    start = date(year, 1, 1)
    days: list[float] = []
    for base in (year - 1, year):
        first, end = ((anniversary(since, one) - start).days for one in (base, base + 1))
        days += [first + (end - first) * part / per_year for part in range(per_year)]
    return [day for day in days if 0 <= day < spans.length(year)]


def _target(year: int, day: float, step: float, last: date | None, *, is_free: bool) -> Target:
    start, length = date(year, 1, 1), spans.length(year)
    earliest, latest = ceil(day - step / _REACH), floor(day + step / _REACH)
    if last:
        earliest = max(earliest, (last - start).days + ceil(step / 2))
    first, end = max(0, earliest), min(length - 1, latest)
    days = spans.between(year, start + timedelta(first), start + timedelta(end)) if end >= first else 0
    return Target(min(length - 1, int(day)), days, is_free)


def anniversary(since: date, year: int) -> date:
    """The anniversary of a day in a year; 28 February for 29 February in a year without one."""
    try:
        return since.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
