"""Histories of orders whose truth is known: what each customer does was decided before the orders were made."""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

TODAY = dt.date(2026, 11, 21).toordinal()
_MEANS = (7, 10, 14, 21, 30, 45)
_CLOSED_MONTHS = ((7, 8), (10, 11, 12), (11, 12, 1), (1, 2, 3), (6, 7, 8))


class Customer(NamedTuple):
    """A customer: what they do, the days of their orders, whether they are quiet on the day."""

    kind: str
    days: tuple[int, ...]
    is_quiet: bool


def customers(number: int, seed: int = 1) -> list[Customer]:
    """``number`` customers of each kind."""
    rng = random.Random(seed)
    return [
        make(rng)
        for make in (regular, by_chance, seasonal, growing, gone, gone_seasonal, slower)
        for _ in range(number)
    ]


def regular(rng: random.Random) -> Customer:
    return Customer(
        "regular", _days(_renewals(rng, TODAY - rng.randint(500, 1400), TODAY, rng.choice(_MEANS), 0.2)), False
    )


def by_chance(rng: random.Random) -> Customer:
    return Customer(
        "random", _days(_renewals(rng, TODAY - rng.randint(500, 1400), TODAY, rng.choice(_MEANS), 1)), False
    )


def seasonal(rng: random.Random) -> Customer:
    closed = rng.choice(_CLOSED_MONTHS)
    days = _renewals(rng, TODAY - rng.randint(800, 1400), TODAY, rng.choice(_MEANS[:5]), 0.4)
    return Customer("seasonal", _days(day for day in days if dt.date.fromordinal(day).month not in closed), False)


def growing(rng: random.Random) -> Customer:
    days, at, mean = [], float(TODAY - rng.randint(500, 1400)), 2.0 * rng.choice(_MEANS)
    while (at := at + max(1, rng.gammavariate(4, mean / 4))) <= TODAY:
        days.append(int(at))
        mean = max(5, mean * 0.95)
    return Customer("growing", _days(days), False)


def gone(rng: random.Random) -> Customer:
    mean, variation = rng.choice(_MEANS), rng.choice((0.2, 0.4, 1))
    silence = rng.uniform(5, 12) if variation == 1 else rng.uniform(3.2, 8)
    end = TODAY - int(silence * mean) - 5
    return Customer("gone", _days(_renewals(rng, TODAY - rng.randint(800, 1400), end, mean, variation)), True)


def gone_seasonal(rng: random.Random) -> Customer:
    """A customer with a pause each year who did not come back after one; it was over at least 60 days ago."""
    closed = rng.choice(((7, 8), (6, 7, 8), (4, 5, 6)))
    days = _renewals(rng, TODAY - rng.randint(900, 1400), TODAY - 200, rng.choice(_MEANS[:4]), 0.4)
    return Customer("gone seasonal", _days(day for day in days if dt.date.fromordinal(day).month not in closed), True)


def slower(rng: random.Random) -> Customer:
    mean, variation = rng.choice(_MEANS[:4]), rng.choice((0.2, 0.4))
    turn = TODAY - rng.randint(180, 300)
    before = _renewals(rng, TODAY - rng.randint(900, 1400), turn, mean, variation)
    return Customer("slower", _days([*before, *_renewals(rng, turn, TODAY, 3 * mean, variation)]), True)


def _renewals(rng: random.Random, start: int, end: int, mean: float, variation: float) -> list[int]:
    """Days with gamma distributed times between them, by their mean and their coefficient of variation."""
    shape, at, days = 1 / variation**2, float(start), []
    while (at := at + max(1, rng.gammavariate(shape, mean / shape))) <= end:
        days.append(int(at))
    return days


def _days(days: object) -> tuple[int, ...]:
    return tuple(sorted({*days}))  # type: ignore[misc]  # any iterable of days
