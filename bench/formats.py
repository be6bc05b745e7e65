"""Values formatted per second, side by side in one run: goodterms beside Babel's own functions, for each locale.

Both sides get the same list of different values, none of which comes twice, so nothing that depends on a value can be
kept. Babel gets its ``Locale`` parsed, its percentages as the fractions that it takes, and is asked for the locale's
own digits, which is what a letter needs.

Before anything is timed, what both write is compared: the numbers in it must be the same. (Words and signs may differ:
Babel has an older CLDR.)
"""

from __future__ import annotations

import gc
import random
import re
import statistics
import sys
import time
import unicodedata
from datetime import date, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import babel
import babel.dates
import babel.lists
import babel.numbers

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.content import languages
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[Any], str]

VALUES = 10_000
ROUNDS = 5
LOCALES = ("en", "en-IN", "ne", "sl", "te", "ur", "ur-IN")
CURRENCIES = ("EUR", "INR", "NPR", "USD")


def numbers(chance: random.Random) -> list[Decimal]:
    """Different numbers of up to eight digits before the point and up to two after it, every tenth below zero."""
    found: dict[Decimal, None] = {}
    while len(found) < VALUES:
        sign = 1 if len(found) % 10 else -1
        found[Decimal(sign * chance.randrange(1, 10 ** chance.randint(2, 10))) / 100] = None
    return list(found)


def amounts(chance: random.Random) -> list[tuple[Decimal, str]]:
    """Different amounts, in four currencies by turns."""
    return [(number, CURRENCIES[place % 4]) for place, number in enumerate(numbers(chance))]


def percentages(chance: random.Random) -> list[tuple[Decimal, Decimal]]:
    """Different whole percentages, as goodterms takes them and as Babel does."""
    return [(Decimal(number), Decimal(number) / 100) for number in chance.sample(range(10 * VALUES), VALUES)]


def days(chance: random.Random) -> list[date]:
    """Different days of the 20th and 21st century."""
    return [date(1950, 1, 1) + timedelta(days=number) for number in chance.sample(range(36_500), VALUES)]


def times(chance: random.Random) -> list[time_of_day]:
    """Different times, to the second."""
    return [
        time_of_day(number // 3600, number // 60 % 60, number % 60) for number in chance.sample(range(86_400), VALUES)
    ]


def words(chance: random.Random) -> list[list[str]]:
    """Different lists of two to five words."""
    return [[f"{number}-{place}" for place in range(2 + number % 4)] for number in chance.sample(range(10**6), VALUES)]


def sides(locale: str) -> dict[str, tuple[Callable[[random.Random], list[Any]], Write, Write]]:
    """For each kind of value: what makes the values, how we write one, how Babel does."""
    content = Content()
    found = locales.match(locale, content.catalogs())
    # By CLDR alone, as Babel does: without what the language itself has otherwise.
    settings = languages.settings(content, found.catalog).by_cldr()
    ours, theirs = Formatter(found, settings), babel.Locale.parse(locale, sep="-")
    number, money, percent = (
        partial(write, locale=theirs, numbering_system="default")
        for write in (babel.numbers.format_decimal, babel.numbers.format_currency, babel.numbers.format_percent)
    )
    return {
        "number": (numbers, ours.number, number),
        "money": (amounts, lambda one: ours.money(*one), lambda one: money(*one)),
        "percent": (percentages, lambda one: ours.percent(one[0]), lambda one: percent(one[1])),
        "date": (days, ours.date, lambda one: babel.dates.format_date(one, "long", locale=theirs)),
        "time": (times, ours.time, lambda one: babel.dates.format_time(one, "short", locale=theirs)),
        "list": (
            words,
            lambda one: ours.join_list("and", one),
            lambda one: babel.lists.format_list(one, "standard", locale=theirs),
        ),
    }


def seconds(write: Write, values: list[Any]) -> float:
    """How long one side takes for these values."""
    gc.collect()
    start = time.perf_counter()
    for one in values:
        write(one)
    return time.perf_counter() - start


def digits_of(text: str) -> str:
    """The digits of a text, in ASCII."""
    return re.sub(r"\D", "", "".join(str(unicodedata.digit(one, one)) for one in text))


def compare(kind: str, locale: str, values: list[Any], ours: Write, theirs: Write) -> None:
    """Refuse to time two sides that do not write the same numbers."""
    for one in values[:200]:
        written = ours(one), theirs(one)
        if digits_of(written[0]) != digits_of(written[1]):
            sys.exit(f"a {kind} differs in {locale}: {written[0]!r}, {written[1]!r}")


def measure(locale: str) -> dict[str, float]:
    """The lines of one locale; how many times as fast as Babel each kind is."""
    medians = {}
    for kind, (make, ours, theirs) in sides(locale).items():
        compare(kind, locale, make(random.Random(f"{locale} {kind}")), ours, theirs)  # noqa: S311 — no secret
        times = []
        for number in range(ROUNDS):
            values = make(random.Random(f"{locale} {kind} {number}"))  # noqa: S311
            times.append((seconds(ours, values), seconds(theirs, values)))
        speeds = [VALUES / statistics.median(column) for column in zip(*times, strict=True)]
        ratios = sorted(b / a for a, b in times)
        medians[kind] = statistics.median(ratios)
        spread = f"({ratios[0]:.1f}–{ratios[-1]:.1f})"
        print(f"{locale:<8}{kind:<9}{speeds[0]:>11,.0f}{speeds[1]:>11,.0f}{medians[kind]:>10.1f} {spread}")
    return medians


def main() -> None:
    """Print the table."""
    print(f"\n{ROUNDS} rounds of {VALUES:,} different values each; values per second (median)\n")
    print("locale  kind       goodterms      Babel   × Babel (spread)")
    medians = [measure(locale) for locale in LOCALES]
    least = ", ".join(f"{kind} {min(one[kind] for one in medians):.1f}" for kind in medians[0])
    print(f"\nThe locale with the least, × Babel: {least}")


if __name__ == "__main__":
    main()
